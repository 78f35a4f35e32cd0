"""Handling, checking, signing (A36): different persons, one term, one state."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.casework.makers import BACK, altered, certificate, press, reported, running, standing
from tests.cast import Cast
from tests.certification.makers import DISPATCH, moment, take, three_hands
from yushu.casework.models import Act, Deadline, Notice
from yushu.casework.moving import NONE, Given, hand_back, move
from yushu.kernel.errors import Forbidden, Invalid, Refusal, Stale
from yushu.ledger import book
from yushu.people.models import Person
from yushu.people.persons import merge
from yushu.people.presence import delegate
from yushu.people.roles import Duty, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

DAY = "2024-09-10"
SIGNED = Given({**DISPATCH, "dispatched_on": DAY})
HANDLE, CHECK, SIGN = Duty.HANDLE, Duty.CHECK, Duty.SIGN


def hand(batch, cast: Cast, duty: Duty, given: Given = NONE):
    return take(batch, "forward", cast.colleague(Role.PROVINCE, duty), DAY, given=given)


@pytest.mark.parametrize(
    ("hands", "duties"), [(1, [HANDLE]), (2, [HANDLE, SIGN]), (3, [HANDLE, CHECK, SIGN])]
)
def test_one_two_or_three_hands_take_a_step(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hands: int, duties: list[Duty]
) -> None:
    altered(monkeypatch, "forward", hands=hands, asks=())
    batch = reported(cast)
    for duty in duties[:-1]:
        assert hand(batch, cast, duty).state == "REPORTED"
    assert hand(batch, cast, duties[-1]).state == "FORWARDED"


def test_the_turn_passes_on_the_running_clock(cast: Cast) -> None:
    batch = reported(cast)
    before = running(batch)
    assert before.turn == HANDLE
    hand(batch, cast, HANDLE)
    assert (running(batch).pk, running(batch).due_on, running(batch).turn) == (
        before.pk,
        before.due_on,
        CHECK,
    )
    hand(batch, cast, CHECK)
    assert running(batch).turn == SIGN


@pytest.mark.parametrize("wrong", [CHECK, SIGN])
def test_only_the_right_duty_gives_the_next_hand(cast: Cast, wrong: Duty) -> None:
    batch = reported(cast)
    with pytest.raises(Forbidden) as refused:
        hand(batch, cast, wrong)
    assert refused.value.cites == "A36"


def test_who_only_views_gives_no_hand(cast: Cast) -> None:
    batch = reported(cast)
    viewer = cast.owner(Role.PROVINCE)
    viewer.post.duty = Duty.VIEW
    with pytest.raises(Forbidden):
        press(batch, "forward", viewer.actor, DAY)


def test_a_lent_duty_is_used_by_the_one_it_is_lent_to_and_only_in_its_window(cast: Cast) -> None:
    """One who has handled may not check as well, however much is lent to them."""
    batch = reported(cast)
    signer, checker = cast.colleague(Role.PROVINCE, SIGN), cast.colleague(Role.PROVINCE, CHECK)
    handler = cast.owner(Role.PROVINCE)
    window = {"since": date(2024, 9, 9), "until": date(2024, 9, 10)}
    for receiver in (handler, signer):
        giver = checker.post if receiver is handler else handler.post
        delegate(giver, receiver.post, **window, reason="出差", given_on=date(2024, 9, 9))

    press(batch, "forward", standing(handler, "2024-09-09"), "2024-09-09")
    with pytest.raises(Refusal) as refused:
        press(batch, "forward", standing(handler, "2024-09-09"), "2024-09-09")
    assert (refused.value.wrong.zh, refused.value.cites) == ("你已办过这一步的前一手", "A36")
    with pytest.raises(Forbidden):
        press(batch, "forward", standing(handler, "2024-09-11"), "2024-09-11")

    press(batch, "forward", checker.actor, DAY)
    press(batch, "forward", signer.actor, DAY, given=SIGNED)
    assert list(Act.objects.filter(step="forward").values_list("basis", "person")) == [
        ("own", handler.person.pk),
        ("own", checker.person.pk),
        ("own", signer.person.pk),
    ]


def test_the_act_says_that_a_duty_was_lent(cast: Cast) -> None:
    batch = reported(cast)
    checker = cast.colleague(Role.PROVINCE, CHECK)
    lent = replace(checker.actor, delegated=frozenset({(checker.office.pk, HANDLE)}))
    press(batch, "forward", lent, DAY)
    act = Act.objects.get(step="forward")
    assert (act.basis, act.duty, act.person) == ("delegation", HANDLE, checker.person)


def test_a_duty_lent_in_another_office_is_worth_nothing_here(cast: Cast) -> None:
    batch = reported(cast)
    checker = cast.colleague(Role.PROVINCE, CHECK)
    elsewhere = frozenset({(cast.stranger(Role.PROVINCE).office.pk, HANDLE)})
    with pytest.raises(Forbidden):
        press(batch, "forward", replace(checker.actor, delegated=elsewhere), DAY)


def test_somebody_with_two_records_is_one_hand(cast: Cast) -> None:
    """Two sign-ins of one person, found out after the first hand."""
    batch = reported(cast)
    hand(batch, cast, HANDLE)
    handler, checker = cast.owner(Role.PROVINCE), cast.colleague(Role.PROVINCE, CHECK)
    merge(checker.person, handler.person, reason="同一人两条记录", merged_on=date(2024, 9, 9))
    checker.account.person.refresh_from_db()
    with pytest.raises(Refusal, match="earlier hand"):
        press(batch, "forward", standing(checker, DAY), DAY)


def test_the_stranger_of_the_next_town_gives_no_hand(cast: Cast) -> None:
    batch = reported(cast)
    with pytest.raises(Forbidden):
        take(batch, "forward", cast.stranger(Role.PROVINCE), DAY)


def test_a_form_opened_before_the_last_hand_is_stale(cast: Cast) -> None:
    batch = reported(cast)
    old = type(batch).objects.get(pk=batch.pk)
    hand(batch, cast, HANDLE)
    with pytest.raises(Stale):
        move(
            old,
            "forward",
            actor=cast.colleague(Role.PROVINCE, CHECK).actor,
            at=moment(DAY),
            rev=old.rev,
        )


def test_hands_are_void_once_another_step_is_taken(cast: Cast) -> None:
    """After a return the list is another list: handling begins again, and so does the turn."""
    batch = reported(cast)
    hand(batch, cast, HANDLE)
    hand(batch, cast, CHECK)
    take(batch, "return", cast.owner(Role.PROVINCE), DAY, given=BACK)
    assert not Act.objects.filter(live=True).exists()
    take(batch, "report", cast.owner(Role.EVALUATOR), DAY)
    assert running(batch).turn == HANDLE
    with pytest.raises(Forbidden):
        hand(batch, cast, SIGN, SIGNED)
    assert three_hands(batch, "forward", cast, DAY).state == "FORWARDED"
    assert Act.objects.filter(chain_id=batch.pk, step="forward").count() == 5


def test_hands_are_void_for_those_who_stay_once_the_list_is_split(cast: Cast) -> None:
    batch = reported(cast)
    hand(batch, cast, HANDLE)
    given = Given({"reason": "缺签署时间"}, rows=(batch.row_keys()[0],))
    take(batch, "return", cast.owner(Role.PROVINCE), DAY, given=given)
    assert running(batch).turn == HANDLE
    with pytest.raises(Forbidden):
        hand(batch, cast, CHECK)
    assert three_hands(batch, "forward", cast, DAY).state == "FORWARDED"


def test_the_database_sees_the_last_hand_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the engine's own check gone the constraint still knows that two hands are one person."""
    altered(monkeypatch, "forward", hands=2, asks=())
    batch = reported(cast)
    hand(batch, cast, HANDLE)
    monkeypatch.setattr("yushu.casework.authority._apart", lambda *_: None)
    twice = replace(cast.colleague(Role.PROVINCE, SIGN).actor, person=cast.owner(Role.PROVINCE).person)
    with pytest.raises(Exception, match=r"act_different_persons|UNIQUE.*person"):
        press(batch, "forward", twice, DAY)


def test_apart_from_keeps_the_doer_of_one_step_from_another(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    altered(monkeypatch, "forward", apart_from="report")
    batch = reported(cast)
    handler = cast.owner(Role.PROVINCE)
    reporter = Act.objects.get(chain_id=batch.pk, step="report").person
    with pytest.raises(Refusal) as refused:
        press(batch, "forward", replace(handler.actor, person=reporter), DAY)
    assert (refused.value.wrong.zh, refused.value.cites) == (
        "你办过“报送证书数据”，不能再办这一步",
        "A36",
    )
    press(batch, "forward", handler.actor, DAY)


class TestPowers:
    """Nobody waits for a power, until somebody has begun to use it."""

    def test_a_power_opens_no_clock(self, cast: Cast) -> None:
        batch = reported(cast)
        assert [clock.step for clock in Deadline.objects.filter(chain_id=batch.pk, closed_at=None)] == [
            "forward"
        ]

    def test_its_first_hand_leaves_the_turn_of_the_others_alone(self, cast: Cast) -> None:
        batch = reported(cast)
        take(batch, "void", cast.owner(Role.PROVINCE), DAY, given=Given({"reason": "重复建立"}))
        assert running(batch, "forward").turn == HANDLE
        begun = running(batch, "void")
        assert (begun.turn, begun.limit, begun.starts_on) == (CHECK, None, date(2024, 9, 10))

    def test_the_next_hand_is_told(self, cast: Cast) -> None:
        certificate_ = certificate(cast)
        given = Given({"ground": "TARGET", "reason": "开班日已参保"})
        take(certificate_, "notify", cast.owner(Role.PROVINCE), "2024-10-10", given=given)
        told = Notice.objects.filter(chain_id=certificate_.pk)
        assert {notice.office for notice in told} == {cast.owner(Role.PROVINCE).office}
        assert told.first().zh.endswith("前一手已办，等下一手“告知拟撤销”")

    def test_what_was_begun_ends_with_the_step(self, cast: Cast) -> None:
        batch = reported(cast)
        take(batch, "void", cast.owner(Role.PROVINCE), DAY, given=Given({"reason": "重复建立"}))
        take(batch, "return", cast.owner(Role.PROVINCE), DAY, given=BACK)
        assert not Deadline.objects.filter(chain_id=batch.pk, closed_at=None, paused_on=None, step="void")
        take(batch, "void", cast.owner(Role.PROVINCE), DAY, given=Given({"reason": "重复建立"}))
        take(batch, "void", cast.colleague(Role.PROVINCE), DAY)
        signed = Given({"document_no": DISPATCH["document_no"]})
        assert take(batch, "void", cast.colleague(Role.PROVINCE, SIGN), DAY, given=signed).state == "VOID"
        assert not Deadline.objects.filter(chain_id=batch.pk, closed_at=None).exists()

    def test_what_was_begun_ends_for_those_who_stay_when_the_list_is_split(self, cast: Cast) -> None:
        batch = reported(cast)
        take(batch, "void", cast.owner(Role.PROVINCE), DAY, given=Given({"reason": "重复建立"}))
        given = Given({"reason": "缺签署时间"}, rows=(batch.row_keys()[0],))
        take(batch, "return", cast.owner(Role.PROVINCE), DAY, given=given)
        assert running(batch).step == "forward"


def test_a_step_in_person_is_taken_by_that_person_alone(cast: Cast) -> None:
    mine = certificate(cast)
    three_hands(
        mine,
        "notify",
        cast,
        "2024-10-10",
        first=Given({"ground": "TARGET", "reason": "开班日已参保"}),
    )
    statement = Given({"statement": "保险是后来才参的"})
    with pytest.raises(Forbidden):
        take(mine, "defend", cast.stranger(Role.TRAINEE), "2024-10-11", given=statement)
    with pytest.raises(Forbidden):
        take(mine, "defend", cast.owner(Role.EVALUATOR), "2024-10-11", given=statement)
    holder = replace(cast.owner(Role.TRAINEE).actor, person=Person.objects.get(pk=mine.person_id))
    press(mine, "defend", holder, "2024-10-11", given=statement)
    assert Act.objects.get(step="defend").basis == "self"


class TestHandingBack:
    """The checker or signer gives a step back inside the office (A36)."""

    def test_the_first_hand_begins_again_and_the_term_runs_on(self, cast: Cast) -> None:
        batch = reported(cast)
        due = running(batch).due_on
        hand(batch, cast, HANDLE)
        back(batch, cast, CHECK)
        assert (running(batch).turn, running(batch).due_on) == (HANDLE, due)
        assert not Act.objects.filter(chain_id=batch.pk, live=True).exists()
        assert book.history([batch.pk])[0].verb == "forward.back"
        assert three_hands(batch, "forward", cast, "2024-09-26").state == "FORWARDED"

    def test_only_the_next_hand_gives_back_and_only_with_a_reason(self, cast: Cast) -> None:
        batch = reported(cast)
        hand(batch, cast, HANDLE)
        with pytest.raises(Invalid):
            back(batch, cast, CHECK, reason=" ")
        with pytest.raises(Forbidden):
            back(batch, cast, HANDLE)
        assert Act.objects.filter(chain_id=batch.pk, live=True).count() == 1

    def test_a_step_nobody_has_begun_cannot_be_given_back(self, cast: Cast) -> None:
        with pytest.raises(Refusal):
            back(reported(cast), cast, HANDLE)

    def test_a_stale_form_gives_nothing_back(self, cast: Cast) -> None:
        batch = reported(cast)
        hand(batch, cast, HANDLE)
        with pytest.raises(Stale):
            back(batch, cast, CHECK, older=1)


def back(batch, cast: Cast, duty: Duty, reason: str = "第3行方向不对", older: int = 0) -> None:
    batch.refresh_from_db()
    actor = cast.colleague(Role.PROVINCE, duty).actor
    hand_back(batch, "forward", reason, actor=actor, at=moment(DAY), rev=batch.rev - older)
