"""The database as last referee: every named constraint of this room refuses what it is there for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from tests.casework.makers import reported, running
from tests.cast import Cast
from tests.certification.makers import moment
from yushu.casework.models import Act, Counter, Deadline, Notice, Party, Pause, RehearsalClock
from yushu.certification.models import Batch
from yushu.people.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

DAY = date(2024, 9, 10)


def twice(model: Any, **fields: Any) -> None:
    model.objects.create(**fields)
    model.objects.create(**fields)


def act(cast: Cast, batch: Batch, **fields: Any) -> Act:
    whole = {
        "chain_id": batch.pk,
        "step": "forward",
        "entered_rev": batch.entered_rev,
        "hand": 1,
        "duty": "HANDLE",
        "live": True,
        "person": cast.owner(Role.PROVINCE).person,
        "basis": "own",
        "at": moment(DAY),
        "happened_on": DAY,
        **fields,
    }
    return Act.objects.create(**whole)


def two_hands(cast: Cast, batch: Batch, **second: Any) -> None:
    act(cast, batch)
    act(cast, batch, **second)


def clock(batch: Batch, **fields: Any) -> Deadline:
    whole = {"chain_id": batch.pk, "step": "other", "role": Role.PROVINCE, "starts_on": DAY, "runs_from": DAY}
    return Deadline.objects.create(**{**whole, **fields})


def change(batch: Batch, **fields: Any) -> None:
    Deadline.objects.filter(pk=running(batch).pk).update(**fields)


def party(batch: Batch, **fields: Any) -> Party:
    return Party.objects.create(chain_id=batch.pk, **{"role": Role.CITY, **fields})


def parties(batch: Batch, **fields: Any) -> None:
    party(batch, **fields)
    party(batch, **fields)


def pause(batch: Batch, **fields: Any) -> Pause:
    return Pause.objects.create(**{"deadline": running(batch), "since": DAY, "used": 1, **fields})


def two_pauses(batch: Batch) -> None:
    pause(batch)
    pause(batch)


def notice(batch: Batch, **fields: Any) -> Notice:
    return Notice.objects.create(chain_id=batch.pk, zh="字", en="words", at=moment(DAY), **fields)


BROKEN: dict[str, Callable[[Cast, Batch], Any]] = {
    "party_office_once": lambda cast, b: parties(b, office=cast.owner(Role.CITY).office),
    "party_person_once": lambda cast, b: parties(b, person=cast.owner(Role.CITY).person),
    "party_office_or_person": lambda _, b: party(b),
    "party_role_known": lambda cast, b: party(b, role="MAYOR", office=cast.owner(Role.CITY).office),
    "act_one_per_hand": lambda cast, b: two_hands(cast, b, person=cast.colleague(Role.PROVINCE).person),
    "act_different_persons": lambda cast, b: two_hands(cast, b, hand=2),
    "act_one_of_three_hands": lambda cast, b: act(cast, b, hand=4),
    "deadline_one_open": lambda _, b: clock(b, step="forward"),
    "deadline_due_with_limit": lambda _, b: change(b, due_on=None),
    "deadline_due_after_start": lambda _, b: change(b, due_on=date(2024, 9, 4)),
    "deadline_closed_on_a_day": lambda _, b: change(b, closed_at=moment(DAY)),
    "deadline_role_known": lambda _, b: change(b, role="MAYOR"),
    "deadline_unit_known": lambda _, b: change(b, unit="week"),
    "pause_one_open": lambda _, b: two_pauses(b),
    "pause_ends_after_start": lambda _, b: pause(b, until=date(2024, 9, 9)),
    "counter_kind_year_once": lambda _cast, _b: twice(Counter, kind="letter", year=2024),
    "rehearsal_one_row": lambda _cast, _b: RehearsalClock.objects.create(only=False),
    "notice_office_or_person": lambda _, b: notice(b),
}


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_refuses(cast: Cast, constraint: str) -> None:
    batch = reported(cast)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BROKEN[constraint](cast, batch)
    model, named = next(
        (model, found)
        for model in apps.get_app_config("casework").get_models()
        for found in model._meta.constraints
        if found.name == constraint
    )
    # SQLite names the columns of a unique constraint instead of the constraint.
    columns = [
        f"{model._meta.db_table}.{model._meta.get_field(f).column}" for f in getattr(named, "fields", ())
    ]
    assert constraint in str(refused.value) or all(
        column in str(refused.value) for column in columns or [constraint]
    )


def test_no_constraint_of_the_room_is_left_out() -> None:
    models = apps.get_app_config("casework").get_models()
    assert {found.name for model in models for found in model._meta.constraints} == set(BROKEN)


ACCEPTED: dict[str, Callable[[Cast, Batch], Any]] = {
    "a hand of a stay that is over": lambda cast, b: two_hands(cast, b, live=False),
    "the same person in another stay": lambda cast, b: two_hands(cast, b, entered_rev=b.entered_rev + 1),
    "a second clock of another step": lambda _, b: clock(b),
    "a closed clock beside an open one": lambda _, b: clock(
        b, step="forward", closed_on=DAY, closed_at=moment(DAY)
    ),
    "a pause after a pause": lambda _, b: (pause(b, until=DAY), pause(b)),
    "two persons in one role": lambda cast, b: [
        party(b, person=cast.owner(role).person) for role in (Role.CITY, Role.FINANCE)
    ],
}


@pytest.mark.parametrize("what", ACCEPTED)
def test_what_lies_just_inside_is_accepted(cast: Cast, what: str) -> None:
    ACCEPTED[what](cast, reported(cast))
