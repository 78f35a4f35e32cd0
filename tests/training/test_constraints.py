"""Every named constraint of announcements and enrolments refuses on the real database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from tests.training.makers import enrol_self, make_applicant, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


@pytest.fixture
def room(cast: Cast) -> dict[str, Any]:
    made = publish(cast)
    return {
        "announcement": made,
        "version": made.versions.get(),
        "enrolment": enrol_self(make_applicant(501), made),
        "second": enrol_self(make_applicant(502), made),
        "commitment": made.enrolments.get(seq=1).commitment(),
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


def same_person(state: str) -> Callable[[dict[str, Any]], None]:
    """The second enrolment becomes the first person's, standing as given."""

    def act(room: dict[str, Any]) -> None:
        put("second", person=room["enrolment"].person, state=state)(room)

    return act


BROKEN = {
    "announcement_state_known": put("announcement", state="OPEN"),
    "announcement_has_seats": put("announcement", seats=0, held=0),
    "announcement_held_within_seats": put("announcement", held=21),
    "announcement_books_a_cell": put("announcement", cell=None),
    "announcement_level_known": put("announcement", level="EXPERT"),
    "announcement_days_in_order": put("announcement", enrol_until=date(2024, 9, 1)),
    "announcement_version_once": twin("version"),
    "enrolment_state_known": put("enrolment", state="HOPING"),
    "enrolment_order_once": put("second", seq=1),
    "enrolment_one_seat_a_person": same_person("HELD"),
    "enrolment_once_an_announcement": same_person("WAITING"),
    "enrolment_source_known": put("enrolment", source="FRIEND"),
    "commitment_once_a_case": twin("commitment"),
    "commitment_purpose_known": put("commitment", purpose="LOYALTY"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(name: str, room: dict[str, Any]):
    with pytest.raises(IntegrityError, match=name_or_columns(name)), transaction.atomic():
        BROKEN[name](room)


COLUMNS = {
    "announcement_version_once": r"training_announcementversion\.announcement_id",
    "enrolment_order_once": r"training_enrolment\.seq",
    "commitment_once_a_case": r"training_commitment\.chain_id",
    "enrolment_one_seat_a_person": r"training_enrolment\.person_id",
    "enrolment_once_an_announcement": r"training_enrolment\.person_id",
}
"""SQLite names the columns of a unique constraint, and not the constraint."""


def name_or_columns(name: str) -> str:
    return f"{name}|{COLUMNS.get(name, name)}"
