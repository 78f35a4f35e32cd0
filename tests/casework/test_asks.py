"""The facts a step asks for: kept in one spelling, refused one by one with the field named."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.casework.makers import altered, press, reported, running
from tests.cast import Cast
from tests.certification.makers import make_batch, take
from yushu.casework.facts import cleaned
from yushu.casework.models import Act
from yushu.casework.moving import Given
from yushu.casework.process import (
    DISPATCHED_ON,
    DOCUMENT_NO,
    NOTE,
    REASON,
    SIGNED_NO,
    Ask,
    Check,
    Guard,
    Mark,
)
from yushu.kernel.clock import BEIJING
from yushu.kernel.errors import Invalid, Refusal
from yushu.kernel.words import Words
from yushu.people.roles import Duty, Role

LABEL = Words("事项", "Matter")
TEXT, NOTED = Ask("it", LABEL), Ask("it", LABEL, "note")
DAY_SAID = Ask("day", LABEL, "date")
DAY, COUNT = Ask("it", LABEL, "date"), Ask("it", LABEL, "number")
PICK = Ask("it", LABEL, "choice", choices=(("A", Words("甲", "first")), ("B", Words("乙", "second"))))
NUMBER = Ask("it", LABEL, "document")
CANONICAL = "晋人社函〔2024〕15号"


def says(mark: Mark) -> Guard:
    """A guard that always says the same."""
    return lambda _batch, _taken: [Check(mark, Words(f"看{mark}", f"saw {mark}"))]


KEPT = [
    (TEXT, "  两  个\n词 ", "两 个 词"),
    (NOTED, " 第一行\n第二行 ", "第一行\n第二行"),
    (DAY, "2024-09-26", "2024-09-26"),
    (DAY, " 2024-09-26 ", "2024-09-26"),
    (DAY, date(2024, 9, 26), "2024-09-26"),
    (COUNT, " 45 ", 45),
    (COUNT, "４５", 45),
    (COUNT, 0, 0),
    (COUNT, "-3", -3),
    (PICK, "B", "B"),
    *[
        (NUMBER, written, CANONICAL)
        for written in (
            "晋人社函〔2024〕15号",
            "晋人社函[2024]15号",
            "晋人社函【2024】15号",
            "晋人社函（2024）15号",
            "晋人社函(2024)15号",
            "晋人社函［2024］15号",
            " 晋人社函 〔 2024 〕 15 号 ",
            "晋人社函〔２０２４〕１５号",
            "晋人社函\u3000〔2024〕15号",
        )
    ],
]


@pytest.mark.parametrize(("ask", "written", "kept"), KEPT)
def test_a_fact_is_kept_in_one_spelling(ask: Ask, written: Any, kept: Any) -> None:
    assert cleaned((ask,), {"it": written}) == {"it": kept}


WRONG = [
    (TEXT, "字" * 201, "不超过200字"),
    (NOTED, "字" * 2001, "不超过2000字"),
    (Ask("it", LABEL, longest=60), "1" * 61, "不超过60字"),
    (DAY, "2024-02-30", "写成2024-09-26的样子"),
    (DAY, "9月26日", "写成2024-09-26的样子"),
    (DAY, datetime(2024, 9, 26, 10, tzinfo=BEIJING), "写成2024-09-26的样子"),
    (COUNT, "四十五", "只填数字"),
    (COUNT, "1.5", "只填数字"),
    (COUNT, "1_000", "只填数字"),
    (COUNT, "9" * 5000, "只填数字"),
    (COUNT, 2**31, "只填数字"),
    (PICK, "C", "从所列各项中选一项"),
    (PICK, ["A"], "从所列各项中选一项"),
    (NUMBER, "15号", "写成“晋人社函〔2024〕15号”的样子"),
    (NUMBER, "晋人社函2024-15", "写成“晋人社函〔2024〕15号”的样子"),
    (NUMBER, "晋人社函〔24〕15号", "写成“晋人社函〔2024〕15号”的样子"),
    (NUMBER, "晋人社函〔2024〕15号附件", "写成“晋人社函〔2024〕15号”的样子"),
    (NUMBER, "Letter〔2024〕15号", "写成“晋人社函〔2024〕15号”的样子"),
]


@pytest.mark.parametrize(("ask", "written", "mend"), WRONG)
def test_a_fact_that_cannot_be_read_names_its_field_and_says_how_to_mend_it(
    ask: Ask, written: Any, mend: str
) -> None:
    with pytest.raises(Invalid) as refused:
        cleaned((ask,), {"it": written})
    assert (refused.value.field, refused.value.mend.zh) == ("it", mend)


@pytest.mark.parametrize("ask", [TEXT, NOTED, DAY, COUNT, PICK, NUMBER])
@pytest.mark.parametrize("nothing", [None, "", "   ", "\u3000"])
def test_nothing_is_not_a_fact(ask: Ask, nothing: Any) -> None:
    with pytest.raises(Invalid) as refused:
        cleaned((ask,), {"it": nothing})
    assert (refused.value.field, refused.value.wrong.zh) == ("it", "缺“事项”")


def test_what_need_not_be_given_may_be_left_out() -> None:
    assert cleaned((NOTE,), {}) == {}
    assert cleaned((NOTE,), {"note": "  "}) == {}


def test_a_fact_nobody_asked_for_is_not_kept() -> None:
    with pytest.raises(Invalid) as refused:
        cleaned((REASON,), {"reason": "缺一页", "state": "ISSUED"})
    assert refused.value.field == "state"


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
class TestInAStep:
    def test_the_facts_stand_in_the_act_as_they_are_kept(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        altered(monkeypatch, "forward", hands=1, asks=(DOCUMENT_NO, COUNT, DAY_SAID))
        batch = reported(cast)
        facts = {"document_no": "晋人社函（2024）15号", "it": " 3 ", "day": "2024-09-06"}
        take(batch, "forward", cast.owner(Role.PROVINCE), "2024-09-10", given=Given(facts))
        kept = Act.objects.get(step="forward", final=True).facts
        assert kept == {"document_no": CANONICAL, "it": 3, "day": "2024-09-06"}

    def test_a_missing_reason_stops_a_return(self, cast: Cast) -> None:
        batch = reported(cast)
        with pytest.raises(Invalid) as refused:
            take(batch, "return", cast.owner(Role.PROVINCE), "2024-09-10", given=Given({"reason": " "}))
        assert refused.value.field == "reason"
        assert running(batch).step == "forward"

    def test_a_document_cannot_have_left_the_house_tomorrow(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        altered(monkeypatch, "forward", hands=1, asks=(DAY_SAID,))
        batch = reported(cast)
        with pytest.raises(Invalid) as refused:
            take(
                batch, "forward", cast.owner(Role.PROVINCE), "2024-09-10", given=Given({"day": "2024-09-11"})
            )
        assert refused.value.field == "day"
        take(batch, "forward", cast.owner(Role.PROVINCE), "2024-09-10", given=Given({"day": "2024-09-10"}))

    def test_each_hand_is_asked_its_own_facts(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        """The first gives what is bound to no hand; the number is for the one who signs."""
        altered(monkeypatch, "forward", asks=(REASON, SIGNED_NO, DISPATCHED_ON))
        batch = reported(cast)
        first, checker = cast.owner(Role.PROVINCE), cast.colleague(Role.PROVINCE)
        signer = cast.colleague(Role.PROVINCE, Duty.SIGN)
        number = {"document_no": CANONICAL, "dispatched_on": "2024-09-10"}
        with pytest.raises(Invalid, match="takes no “dispatched_on”"):
            take(batch, "forward", first, "2024-09-10", given=Given({"reason": "齐全", **number}))
        take(batch, "forward", first, "2024-09-10", given=Given({"reason": "齐全"}))
        take(batch, "forward", checker, "2024-09-10")
        with pytest.raises(Invalid, match="Document number"):
            take(batch, "forward", signer, "2024-09-10")
        take(batch, "forward", signer, "2024-09-10", given=Given(number))
        assert Act.objects.get(step="forward", final=True).facts == {"reason": "齐全", **number}

    def test_facts_about_a_row_are_read_like_all_others(self, cast: Cast) -> None:
        batch = reported(cast)
        key = batch.row_keys()[0]
        wrong = Given({"reason": "缺一页"}, (key,), {key: {"why": "长" * 201}})
        with pytest.raises(Invalid) as refused:
            take(batch, "return", cast.owner(Role.PROVINCE), "2024-09-10", given=wrong)
        assert refused.value.field == "why"

    @pytest.mark.parametrize("rows", [(), ("0",), ("nobody",)])
    def test_a_row_that_is_not_there_cannot_be_chosen(self, cast: Cast, rows: tuple[str, ...]) -> None:
        batch = reported(cast)
        given = Given({"reason": "缺一页"}, rows)
        with pytest.raises(Invalid) as refused:
            take(batch, "return", cast.owner(Role.PROVINCE), "2024-09-10", given=given)
        assert refused.value.field == "rows"

    def test_a_guard_that_says_no_blocks_and_one_that_says_look_does_not(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        batch = make_batch(cast)
        altered(monkeypatch, "report", requires=(says("ok"), says("look"), says("no")))
        with pytest.raises(Refusal) as refused:
            press(batch, "report", cast.owner(Role.EVALUATOR).actor, "2024-09-21")
        assert (refused.value.wrong.zh, refused.value.cites) == ("看no", "R09")
        altered(monkeypatch, "report", requires=(says("ok"), says("look")))
        assert press(batch, "report", cast.owner(Role.EVALUATOR).actor, "2024-09-21").state == "REPORTED"
