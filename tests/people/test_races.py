"""Twelve at once: one person comes out, and no circle of merges."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection

from tests.people.makers import SPRING, TODAY, make_office, make_post
from tests.people.numbers import invented
from yushu.kernel.errors import Refusal
from yushu.people import persons
from yushu.people.models import Delegation, IdDocument, Person
from yushu.people.persons import find_or_create_person, merge
from yushu.people.presence import delegate
from yushu.people.roles import Duty

pytestmark = pytest.mark.race

Together = Callable[[list[Callable[[], Any]]], list[Any]]


@pytest.fixture(autouse=True)
def _everybody_looks_before_anybody_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worst moment, every time: all twelve have found nobody when the first of them writes."""
    gate, create = Barrier(12), persons._create

    def wait_for_the_others(*args: Any) -> Person:
        with suppress(BrokenBarrierError):
            gate.wait(timeout=5)
        return create(*args)

    monkeypatch.setattr(persons, "_create", wait_for_the_others)


def shown_twelve_times(together: Together, number: str) -> list[Any]:
    return together([lambda: find_or_create_person(kind="RESIDENT", number=number, name="学员甲")] * 12)


@contextmanager
def without(model: Any, name: str) -> Iterator[None]:
    """The database without one of its referees, for a while."""
    constraint = next(c for c in model._meta.constraints if c.name == name)
    others = [c for c in model._meta.constraints if c is not constraint]
    # SQLite remakes the table from the model, so the model must have forgotten the constraint too.
    model._meta.constraints, all_of_them = others, model._meta.constraints
    with connection.schema_editor() as editor:
        editor.remove_constraint(model, constraint)
    try:
        yield
    finally:
        model.objects.all().delete()
        model._meta.constraints = all_of_them
        with connection.schema_editor() as editor:
            editor.add_constraint(model, constraint)


def test_twelve_at_once_show_one_paper_and_one_person_comes_out(together):
    for turn in range(3):
        answers = shown_twelve_times(together, invented(turn + 1))
        assert [answer for answer in answers if isinstance(answer, Exception)] == []
        assert len({answer.pk for answer in answers}) == 1
    assert Person.objects.count() == 3


def test_without_the_unique_index_it_goes_wrong(together):
    with without(IdDocument, "document_number_once"):
        shown_twelve_times(together, invented())
        assert Person.objects.count() > 1


def test_two_merges_crossing_each_other_leave_no_circle(together):
    for turn in range(5):
        one, two = (
            find_or_create_person(kind="RESIDENT", number=invented(2 * turn + n), name="学员甲")
            for n in (1, 2)
        )

        def crossing(kept: Person, gone: Person) -> Callable[[], object]:
            return lambda: merge(kept, gone, reason="同一人两条记录", merged_on=SPRING)

        answers = together([crossing(one, two), crossing(two, one)] * 2)
        refused = [answer for answer in answers if isinstance(answer, Refusal)]
        assert len(refused) == 3, answers
        assert Person.objects.standing().count() == turn + 1


def test_two_windows_given_at_once_are_one(together):
    office = make_office()
    giver = make_post(office, Duty.SIGN)
    colleagues = [make_post(office) for _ in range(4)]

    def lending(receiver: Any) -> Callable[[], object]:
        return lambda: delegate(giver, receiver, since=TODAY, until=TODAY, reason="出差", given_on=TODAY)

    together([lending(colleague) for colleague in colleagues])
    assert Delegation.objects.count() == 1
