"""What the database itself refuses of settlements, their rows, guards, shares and objections."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from tests.subsidies import makers
from tests.subsidies import settlementmakers as make
from yushu.casework.agreement import disagreements
from yushu.subsidies import models as s
from yushu.subsidies.settling import S

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


@pytest.fixture
def case(cast: Cast) -> s.Settlement:
    """A settlement of two people before the public."""
    return make.published(cast, n=2, employed=2)


def refused(row: Any, name: str, **changed: Any) -> None:
    """The named constraint stands in the way of this change."""
    with pytest.raises(IntegrityError) as told, transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**changed)
    assert name in str(told.value) or "UNIQUE" in str(told.value)


SETTLEMENT = [
    ("settlement_state_known", {"state": "LOST"}),
    ("settlement_of_one_scheme", {"project": None}),
    ("settlement_now_is_due_less_paid", {"now_yuan": 1}),
    ("settlement_below_zero_only_restated", {"now_yuan": -300, "paid_before_yuan": 900}),
    ("settlement_employed_of_the_base", {"employed": 3}),
    ("settlement_publicised_on_a_day", {"publicised_on": None}),
    ("settlement_claimed_after_it_is_taken", {"claim_day": date(2024, 11, 1)}),
]


@pytest.mark.parametrize(("name", "changed"), SETTLEMENT)
def test_settlement(case: s.Settlement, name: str, changed: dict[str, Any]):
    refused(case, name, **changed)


LINE = [
    ("settlement_line_now_is_due_less_paid", {"now_yuan": 1}),
    ("settlement_line_due_within_worth", {"due_yuan": 5_000, "now_yuan": 5_000}),
    ("settlement_line_owed_only_to_the_base", {"barred": True}),
]


@pytest.mark.parametrize(("name", "changed"), LINE)
def test_settlement_line(case: s.Settlement, name: str, changed: dict[str, Any]):
    refused(case.lines.get(seq=1), name, **changed)


def test_a_person_stands_once_in_a_settlement_and_a_number_too(case: s.Settlement):
    first, second = case.lines.order_by("seq")
    refused(second, "settlement_line_once_a_member", member=first.member)
    refused(second, "settlement_line_order_once", seq=first.seq)


def test_one_settlement_at_a_time(case: s.Settlement, cast: Cast):
    """An order and a project hold one open settlement each."""
    other = make.draft(make.project(cast, n=1, employed=1, first=700), cast)
    refused(other, "settlement_one_open_a_project", project=case.project)
    order = makers.registered_order(cast, make.a_class(cast, 1, 1, first=720))
    ordered = make.draft(order, cast)
    refused(other, "settlement_one_open_an_order", order=order, project=None)
    assert ordered.state == S.DRAFT


def test_guard_and_hold(case: s.Settlement, cast: Cast):
    first, second = s.YearGuard.objects.order_by("pk")
    refused(second, "year_guard_once", person=first.person)
    refused(first, "year_guard_level_known", level="MASTER")
    one, two = s.YearHold.objects.order_by("pk")
    refused(two, "year_hold_once_a_member", member=one.member)
    refused(one, "year_hold_ends_after_it_opens", ended_on=date(2024, 1, 1))


def test_paid_share(case: s.Settlement, cast: Cast):
    make.pay(make.expire(case))
    first, second = s.PaidShare.objects.order_by("pk")
    refused(first, "paid_share_of_something", yuan=0)
    refused(second, "paid_share_once_a_part", member=first.member)


OBJECTION = [
    ("objection_state_known", {"state": "LOST"}),
    ("objection_ground_known", {"ground": "ENVY"}),
    ("objection_about_one_or_the_whole", {"member": None}),
    ("objection_says_something", {"said": ""}),
]


@pytest.mark.parametrize(("name", "changed"), OBJECTION)
def test_objection(case: s.Settlement, name: str, changed: dict[str, Any]):
    refused(make.objection(case), name, **changed)


def test_a_row_changed_behind_the_door_is_named(case: s.Settlement):
    """The record digests every row: whoever changes one in the table is found out."""
    assert not [one for one in disagreements() if one.kind == "settlement"]
    case.lines.filter(seq=1).update(days=3)
    found = [one for one in disagreements() if one.kind == "settlement"]
    assert [(one.number, one.what) for one in found] == [(case.number, "evidence")]
