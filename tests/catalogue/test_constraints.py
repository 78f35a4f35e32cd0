"""Every named constraint of the catalogue refuses on the real database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from tests.catalogue.makers import ask, big_data, make_entry, make_missing, make_plan_2024, three_hands
from yushu.catalogue import models as m
from yushu.people.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

DAY, EVE = date(2024, 6, 1), date(2024, 5, 31)


@pytest.fixture
def room(cast: Cast) -> dict[str, Any]:
    plan = make_plan_2024(cast)
    change = ask(plan, "太原理工大学,大数据,+20", cast.owner(Role.PROVINCE))
    return {
        "ai": m.Occupation.objects.get(key="ai"),
        "big_data": m.Occupation.objects.get(key="big-data"),
        "plan": plan,
        "cell": big_data(plan),
        "change": change,
        "line": change.lines.get(),
        "standard": m.Standard.objects.get(occupation__key="ai", level="JUNIOR"),
        "listing": m.Listing.objects.filter(office__name="山西大学").first(),
        "direction": m.Direction.objects.filter(occupation__key="ai").first(),
        "direction_level": m.DirectionLevel.objects.first(),
        "code": m.OccupationCode.objects.get(code="2-02-10-09"),
        "entry": make_entry(cast),
        "missing": make_missing(cast),
    }


def put(what: str, **values: Any) -> Callable[[dict[str, Any]], None]:
    """Write values past every rule of the code."""

    def act(room: dict[str, Any]) -> None:
        row = room[what]
        type(row).objects.filter(pk=row.pk).update(**values)

    return act


def twin(what: str, **values: Any) -> Callable[[dict[str, Any]], None]:
    """Insert the same row once more."""

    def act(room: dict[str, Any]) -> None:
        row = room[what]
        names = [f.attname for f in row._meta.concrete_fields if not f.primary_key]
        type(row).objects.create(**{name: getattr(row, name) for name in names} | values)

    return act


def same_field(room: dict[str, Any]) -> None:
    m.Occupation.objects.filter(key="big-data").update(field=room["ai"].field)


def second_plan(room: dict[str, Any]) -> None:
    plan = room["plan"]
    m.Plan.objects.filter(pk=plan.pk).update(state="WITHDRAWN")
    values = {f.attname: getattr(plan, f.attname) for f in plan._meta.concrete_fields}
    other = room["change"].pk
    m.Plan.objects.create(**values | {"chain_id": other, "state": "ISSUED"})
    m.Plan.objects.filter(pk=plan.pk).update(state="CLOSED")


def second_entry(room: dict[str, Any]) -> None:
    entry = room["entry"]
    values = {f.attname: getattr(entry, f.attname) for f in entry._meta.concrete_fields}
    m.CityEntry.objects.create(**values | {"chain_id": room["missing"].pk})


def same_code(room: dict[str, Any]) -> None:
    m.OccupationCode.objects.create(
        occupation=m.Occupation.objects.get(key="robotics"), code="2-02-10-09", edition="2015", source="x"
    )


def divided_directions(room: dict[str, Any]) -> None:
    twin("standard", direction_id=room["direction"].pk, split="DIVIDED")(room)


def divided_twice(room: dict[str, Any]) -> None:
    divided_directions(room)
    divided_directions(room)


REFUSED: list[tuple[str, Callable[[dict[str, Any]], None]]] = [
    ("occupation_field_known", put("ai", field="ALCHEMY")),
    ("occupation_one_a_field", same_field),
    ("code_once_an_edition", same_code),
    ("code_one_an_edition", twin("code", code="2-02-99-99")),
    ("code_of_the_dictionary", put("code", code="20210")),
    ("code_edition_known", put("code", edition="1999")),
    ("direction_once", twin("direction")),
    ("direction_level_once", twin("direction_level")),
    ("direction_level_known", put("direction_level", level="MASTER")),
    ("standard_once", twin("standard")),
    ("standard_once_a_direction", divided_twice),
    ("standard_ends_after_it_begins", put("standard", since=DAY, until=EVE)),
    ("standard_level_known", put("standard", level="MASTER")),
    ("standard_split_known", put("standard", split="MAYBE")),
    (
        "standard_direction_where_divided",
        lambda room: twin("standard", direction_id=room["direction"].pk, split="WHOLE")(room),
    ),
    ("standard_pass_mark_of_100", put("standard", pass_mark=101)),
    ("standard_confirmed_was_read", put("standard", confirmed=True)),
    ("listing_one_open", twin("listing")),
    ("listing_kind_known", put("listing", kind="LIKES")),
    ("listing_ends_after_it_begins", put("listing", since=DAY, until=EVE)),
    ("listing_confirmed_has_a_day", put("listing", since=None, confirmed=True)),
    ("plan_state_known", put("plan", state="LOST")),
    ("plan_one_a_year", second_plan),
    ("plan_year_in_range", put("plan", year=2020)),
    ("plan_issued_under_a_number", put("plan", document_no="")),
    ("cell_once", twin("cell")),
    ("cell_seats_not_negative", put("cell", seats=-1)),
    ("cell_announced_within_seats", put("cell", announced=151)),
    ("cell_taken_within_seats", put("cell", taken=151)),
    ("plan_change_state_known", put("change", state="LOST")),
    ("plan_change_has_a_reason", put("change", reason="")),
    ("plan_change_under_a_number", put("change", state="APPROVED")),
    ("change_line_once", twin("line")),
    ("change_line_changes", put("line", delta=0)),
    ("city_entry_state_known", put("entry", state="LOST")),
    ("city_entry_once", second_entry),
    ("city_entry_level_known", put("entry", level="MASTER")),
    ("city_entry_under_a_number", put("entry", state="LISTED")),
    ("missing_occupation_state_known", put("missing", state="LOST")),
    ("missing_level_known", put("missing", level="MASTER")),
    ("missing_asks_for_somebody", put("missing", people=0)),
    ("missing_approved_within_proposed", put("missing", approved_people=31)),
    (
        "missing_approved_before_training",
        put("missing", state="APPROVED", approved_people=1, document_no="x", decided_on=date(2024, 11, 4)),
    ),
]


IMPLIED = {"cell_seats_not_negative": ["cell_announced_within_seats", "cell_taken_within_seats"]}
"""What is announced is never negative, so one of these may speak first."""


@pytest.mark.parametrize(("name", "act"), REFUSED, ids=[name for name, _ in REFUSED])
def test_the_database_itself_refuses(
    room: dict[str, Any], name: str, act: Callable[[dict[str, Any]], None]
) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act(room)
    assert any(said in str(refused.value) for said in (name, "UNIQUE", *IMPLIED.get(name, ())))


@pytest.mark.parametrize(
    "act",
    [
        put("cell", announced=150, taken=150),
        put("cell", announced=0, taken=150),
        put("standard", since=DAY, until=DAY),
        put("listing", since=DAY, until=DAY),
        put("missing", approved_people=30),
        divided_directions,
    ],
)
def test_what_lies_just_inside_is_accepted(
    room: dict[str, Any], act: Callable[[dict[str, Any]], None]
) -> None:
    act(room)


def test_a_decision_keeps_its_number(cast: Cast, room: dict[str, Any]) -> None:
    change = three_hands(room["change"], "approve", cast, "2024-09-26")
    with pytest.raises(IntegrityError), transaction.atomic():
        m.PlanChange.objects.filter(pk=change.pk).update(document_no="")
