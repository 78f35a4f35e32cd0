"""Due process is one set of rows for all (A37): notice, defence within its term, decision by hands, service."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.casework.makers import certificate
from tests.cast import Cast
from tests.catalogue.makers import moment, three_hands
from tests.training import classmakers
from yushu.casework.due_process import DEFENCE, DueProcess, serve
from yushu.casework.models import Notice
from yushu.casework.process import BrokenTable, Process, Says, Step, Taken
from yushu.casework.registry import kinds
from yushu.casework.timely import sweep
from yushu.certification.life import LIFE, L
from yushu.kernel.words import Words
from yushu.law.pack import pack
from yushu.people.roles import Role

HEARING = DueProcess(by=Role.CITY, heard=Role.INSTITUTION, notified=L.NOTIFIED, defended=L.HEARD)
INSIDE = DueProcess(
    by=Role.EVALUATOR, heard=Role.TRAINEE, notified=L.NOTIFIED, defended=L.HEARD, hands=2, numbered=False
)
SAYS = Says(Words("一步", "a step"))
GIVEN = {"ground": "TARGET", "reason": "开班日已有用人单位参保"}


def names(step: Step) -> list[str]:
    return [ask.name for ask in step.asks]


def hearings() -> list[Process]:
    """Every process of the house in which somebody is heard before a decision."""
    found = [model.process for model in kinds().values()]
    return [process for process in found if {"notify", "defend"} <= {step.name for step in process.steps}]


class TestTheRows:
    def test_a_notice_and_a_decision_take_three_hands_a_number_and_a_day(self) -> None:
        for step in (HEARING.notice(L.VALID, SAYS), HEARING.decision("revoke", L.REVOKED, SAYS)):
            assert (step.hands, names(step)) == (3, ["reason", "document_no", "dispatched_on"])

    def test_inside_one_body_two_hands_are_enough_and_no_number_is_given(self) -> None:
        step = INSIDE.decision("revoke", L.REVOKED, SAYS)
        assert (step.hands, names(step)) == (2, ["reason"])

    def test_defence_and_silence_have_the_same_term_from_the_day_of_the_notice(self) -> None:
        defend, lapse = HEARING.hearing(Words("提交后：再作决定。", "Then it is decided."))
        assert (defend.by, defend.recorded_by, lapse.by) == (Role.INSTITUTION, Role.CITY, Role.TIME)
        assert {(step.within, step.counts_from) for step in (defend, lapse)} == {(DEFENCE, "notified_on")}

    def test_a_decision_leaves_only_the_state_in_which_somebody_was_heard(self) -> None:
        assert HEARING.decision("revoke", L.REVOKED, SAYS).sources == (L.HEARD,)

    def test_a_table_without_a_hearing_does_not_start(self) -> None:
        with pytest.raises(BrokenTable):
            Process(
                name=Words("证书", "Certificate"),
                kind="deaf",
                states=L,
                start=L.VALID,
                ends=(L.REVOKED, L.SUPERSEDED),
                opened_by=(Role.CITY,),
                steps=(HEARING.notice(L.VALID, SAYS), HEARING.decision("revoke", L.REVOKED, SAYS)),
            )


class TestTheHouse:
    def test_nobody_has_a_shorter_defence_than_another(self) -> None:
        assert {process.kind for process in hearings()} >= {
            "certificate",
            "training_certificate",
            "application",
        }
        for process in hearings():
            rows = [step for step in process.steps if step.name in ("defend", "lapse")]
            assert {(step.within, step.cites) for step in rows} == {(DEFENCE, "A37")}, process.kind

    def test_between_notice_and_defence_only_time_the_heard_and_no_decision_stand(self) -> None:
        for process in hearings():
            notified = process.named("notify").to
            assert {step.name for step in process.leaving(notified)} == {"defend", "lapse"}, process.kind

    def test_the_term_is_five_working_days_until_the_province_says_otherwise(self) -> None:
        value = pack().entry("H-defence").values[-1]
        assert (value.number("days"), value.text("unit"), value.confirmed) == (5, "workday", False)


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
class TestService:
    def told(self, case: Any) -> list[str]:
        return list(Notice.objects.filter(chain_id=case.pk).exclude(person=None).values_list("zh", flat=True))

    def test_a_revoked_training_certificate_is_served_on_its_holder(self, cast: Cast) -> None:
        mine = classmakers.certificate(cast, who=(cast.owner(Role.TRAINEE),))
        three_hands(mine, "notify", cast, "2024-10-21", **GIVEN)
        # Nobody states a defence; the term ends on 28 October.
        sweep(date(2024, 10, 30), at=moment("2024-10-30", 1))
        three_hands(mine, "revoke", cast, "2024-10-30", reason="查实")
        assert self.told(mine)[0].startswith(f"培训合格证书{mine.number}已于2024-10-30撤销")

    def test_a_decision_about_an_office_is_served_on_the_office(self, cast: Cast) -> None:
        mine = certificate(cast)
        step = LIFE.named("revoke")
        taken = Taken(step, cast.actor(Role.PROVINCE), mine.chain.opened_at, mine.entered_on, {})
        serve(mine, Role.EVALUATOR, Words("{n}已决定，{d}", "{n} decided on {d}"), taken)
        notice = Notice.objects.filter(chain_id=mine.pk).latest("pk")
        assert (notice.office, notice.zh) == (
            mine.evaluator,
            f"{mine.number}已决定，{mine.entered_on}",
        )
