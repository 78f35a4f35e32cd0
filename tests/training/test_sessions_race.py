"""A teacher in two places at the same moment: one is refused, and without the referee both are let through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, time
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from tests.cast import Cast
from tests.training import classmakers as make
from yushu.kernel.errors import Refusal
from yushu.training.models import Session, SlotClaim, TrainingClass
from yushu.training.slots import claim

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("calendar")]
Together = Callable[[list[Callable[[], Any]]], list[Any]]
AT_ONCE = 8


@pytest.fixture
def case(transactional_db: None, cast: Cast) -> TrainingClass:
    return make.draft(cast)


def lesson(case: TrainingClass, number: int) -> Session:
    """One of many lessons the same teacher is wanted for, each two minutes after the other."""
    return Session.objects.create(
        training_class=case,
        on=date(2024, 10, 20),
        starts=time(9, 2 * number),
        ends=time(11),
        kind="theory_online",
        teacher=case.institution.teachers.get(),
        topic="公开课",
        makeup=True,
    )


def race(together: Together, case: TrainingClass, act: Callable[[Session], None]) -> list[Any]:
    lessons = [lesson(case, number) for number in range(AT_ONCE)]

    def one(session: Session) -> None:
        with transaction.atomic():
            act(session)

    return together([partial(one, session) for session in lessons])


def test_of_eight_who_want_a_teacher_at_once_one_gets_her(together: Together, case: TrainingClass):
    answers = race(together, case, claim)
    assert [type(answer) for answer in answers if answer is not None] == [Refusal] * (AT_ONCE - 1)
    assert SlotClaim.objects.values("session").distinct().count() == 1


@contextmanager
def without_the_referee() -> Iterator[None]:
    """Claims without their unique constraint, for a while."""
    meta, everything = SlotClaim._meta, SlotClaim._meta.constraints
    meta.constraints = []
    try:
        with connection.schema_editor() as editor:
            editor.remove_constraint(SlotClaim, everything[0])
        yield
    finally:
        SlotClaim.objects.all().delete()
        meta.constraints = everything
        with connection.schema_editor() as editor:
            editor.add_constraint(SlotClaim, everything[0])


def careless(session: Session) -> None:
    """Writes what it wants without asking anybody."""
    rows = [
        SlotClaim(session=session, resource=r, slot=s) for r in session.resources() for s in session.slots()
    ]
    SlotClaim.objects.bulk_create(rows)


def test_without_the_referee_she_teaches_eight_lessons_at_once(together: Together, case: TrainingClass):
    with without_the_referee():
        race(together, case, careless)
        assert SlotClaim.objects.values("session").distinct().count() == AT_ONCE
