"""A project that owes nothing more is closed by its institution, without a claim of nothing (R20, A18)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from tests.catalogue.makers import moment, take
from tests.subsidies import makers
from tests.subsidies import payingmakers as pay
from tests.subsidies import settlementmakers as money
from tests.training import classmakers
from yushu.casework.agreement import disagreements
from yushu.kernel.errors import Forbidden, Refusal, Stale
from yushu.ledger.audit import verify_everything
from yushu.people.roles import Duty, Role
from yushu.subsidies import models as s
from yushu.subsidies.arranging import add_classes
from yushu.subsidies.projecting import S as P
from yushu.training.models import TrainingClass

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
DAY = "2024-12-02"


def stage_paid(cast: Cast, employed: int = 5) -> s.Settlement:
    """A stage that is paid; it was not the final one, so the project stays open."""
    return pay.paid(cast, n=5, employed=employed).settlement


def conclude(project: Any, cast: Cast, on: str = DAY) -> Any:
    """By two persons of the institution."""
    take(project, "conclude", cast.owner(Role.INSTITUTION), on)
    take(project, "conclude", cast.colleague(Role.INSTITUTION, Duty.SIGN), on)
    project.refresh_from_db()
    return project


def refused(project: Any, cast: Cast) -> str:
    """Why its institution cannot close it."""
    with pytest.raises(Refusal) as found:
        take(project, "conclude", cast.owner(Role.INSTITUTION), DAY)
    return found.value.wrong.zh


def test_what_is_paid_in_full_is_closed_without_another_claim(cast: Cast):
    settlement = stage_paid(cast)
    project = settlement.project
    nothing = money.draft(project, cast, DAY, final=True)
    with pytest.raises(Refusal) as found:
        money.claim(nothing, cast, DAY)
    assert "在项目页办理结清关闭" in found.value.wrong.zh
    assert nothing.number in refused(project, cast)

    take(nothing, "withdraw", cast.owner(Role.INSTITUTION), DAY)
    assert conclude(project, cast).state == P.CLOSED
    assert s.Settlement.objects.filter(state="PAID").count() == 1
    with pytest.raises(Stale):
        add_classes(project, [], actor=classmakers.hand(cast), at=moment("2024-12-03"))
    assert not [one for one in disagreements() if one.kind == "project"]
    assert verify_everything().fault is None


def test_whoever_was_never_paid_for_is_free_again(cast: Cast):
    settlement = stage_paid(cast, employed=3)
    unpaid = set(settlement.lines.filter(due_yuan=0).values_list("member", flat=True))
    held = s.YearHold.objects.filter(released_on=None)
    assert unpaid < set(held.values_list("member", flat=True))

    conclude(settlement.project, cast)
    paid = settlement.lines.filter(due_yuan__gt=0).values_list("member", flat=True)
    assert set(held.values_list("member", flat=True)) == set(paid)
    assert len(unpaid) == 2


def test_what_is_still_owed_is_claimed_first(cast: Cast):
    settlement = stage_paid(cast, employed=3)
    late = settlement.lines.filter(due_yuan=0).select_related("person")
    makers.employ(cast, *(line.person for line in late))

    assert refused(settlement.project, cast) == "还有600元应付，先申领末次结算"


def test_between_two_hands_the_record_may_change(cast: Cast):
    settlement = stage_paid(cast, employed=3)
    take(settlement.project, "conclude", cast.owner(Role.INSTITUTION), DAY)
    makers.employ(cast, *(line.person for line in settlement.lines.filter(due_yuan=0)))
    with pytest.raises(Refusal) as found:
        take(settlement.project, "conclude", cast.colleague(Role.INSTITUTION, Duty.SIGN), DAY)
    assert "元应付" in found.value.wrong.zh


def test_more_paid_than_owed_is_asked_back_first_and_to_its_end(cast: Cast):
    settlement = stage_paid(cast, employed=4)
    pay.withdraw_facts(cast, settlement.lines.first().person)
    assert refused(settlement.project, cast) == "应付比已付少600元，由市人社局按程序追回"

    case = pay.recovery(cast, settlement)
    assert refused(settlement.project, cast) == f"追回{case.number}还没有办完"
    case = pay.decided(case, cast)
    pay.arrive(pay.remit(case, cast, 600, "2024-12-11"), cast, "2024-12-11", "settle")
    assert conclude(settlement.project, cast, "2024-12-12").state == P.CLOSED


def test_a_class_that_still_runs_keeps_it_open(cast: Cast):
    settlement = stage_paid(cast)
    TrainingClass.objects.filter(under__project=settlement.project).update(state="RUNNING")

    assert refused(settlement.project, cast) == "还有1个班没有结束"


def test_before_a_class_has_ended_there_is_nothing_to_close(cast: Cast):
    with pytest.raises(Refusal):
        conclude(makers.registered_project(cast), cast)


def test_only_the_institution_itself_closes_it_and_not_by_one_person(cast: Cast):
    project = stage_paid(cast).project
    for member in (
        cast.owner(Role.CITY),
        cast.owner(Role.FINANCE),
        cast.owner(Role.PROVINCE),
        cast.stranger(Role.INSTITUTION),
        cast.colleague(Role.INSTITUTION, Duty.SIGN),
    ):
        with pytest.raises(Forbidden):
            take(project, "conclude", member, DAY)

    take(project, "conclude", cast.owner(Role.INSTITUTION), DAY)
    with pytest.raises(Refusal):
        take(project, "conclude", cast.owner(Role.INSTITUTION), DAY)
    project.refresh_from_db()
    assert project.state == P.REGISTERED


def test_the_city_approves_no_settlement_that_gives_nothing_or_less_than_nothing(cast: Cast):
    published = money.published(cast, n=5, employed=5)
    money.decide(money.objection(published, "WHOLE", None), cast, "uphold")
    again = published.replaced_by.get()
    assert (again.state, again.now_yuan) == ("ACCEPTED", 0)

    with pytest.raises(Refusal) as found:
        money.approve(again, cast, "2024-11-20")
    assert found.value.wrong.zh == "没有应付的金额，决定不予拨付"
