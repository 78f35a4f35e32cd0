"""A rush on few seats, on the database as it is: exact with the claim, oversold without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.db.models import F

from tests.cast import Cast, Member
from tests.catalogue.makers import moment
from tests.training.makers import ON, enrol_self, make_applicant, make_cell, publish
from yushu.casework.moving import Given, move
from yushu.kernel.errors import Refusal
from yushu.people.roles import Role
from yushu.training.enrolling import SEATED
from yushu.training.models import Announcement, Enrolment

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("calendar")]
Together = Callable[[list[Callable[[], Any]]], list[Any]]
LANES = 48
"""Connections at most: who comes after waits in a lane, as at a door."""
FIRST = 100


@pytest.fixture
def people(scale: int, cast: Cast) -> list[Member]:
    """Twice as many as a race has by itself: twenty-four in the suite, as many as asked for in a drill."""
    return [make_applicant(FIRST + number) for number in range(24 if scale <= 12 else scale)]


def failures(answers: list[Any]) -> list[Exception]:
    return [answer for lane in answers for answer in lane if isinstance(answer, Exception)]


def rush(together: Together, people: list[Member], act: Callable[[Member], Any]) -> list[Exception]:
    """Everybody at once; refusals and breakdowns, if any."""
    lanes = min(LANES, len(people))

    def lane(number: int) -> list[Any]:
        return [_caught(act, member) for member in people[number::lanes]]

    return failures(together([partial(lane, number) for number in range(lanes)]))


def _caught(act: Callable[[Member], Any], member: Member) -> Any:
    try:
        return act(member)
    except Exception as error:
        return error


def counted(announcement: Announcement) -> tuple[int, int, int]:
    """Seats as counted, seats as held by people, people in all."""
    announcement.refresh_from_db()
    rows = announcement.enrolments
    return announcement.held, rows.filter(state__in=SEATED).count(), rows.count()


def step(name: str, on: str = ON) -> Callable[[Member, Enrolment], Any]:
    return lambda member, case: move(case, name, actor=member.actor, at=moment(on), rev=case.rev)


def test_a_quarter_gets_seats_and_everybody_else_a_place_in_the_line(
    together: Together, people: list[Member], cast: Cast
):
    seats = len(people) // 4
    made = publish(cast, cell=make_cell(cast, seats), seats=seats)

    refused = rush(together, people, lambda member: enrol_self(member, made))

    assert refused == []
    assert counted(made) == (seats, seats, len(people))
    line = made.enrolments.order_by("seq").values_list("seq", "state")
    assert [seq for seq, _ in line] == list(range(1, len(people) + 1))
    assert {state for _, state in line[:seats]} == {"HELD"}, "the first to come have the seats"

    # Then all of them leave at once, those who wait as well: no seat is lost, and nobody waits for ever.
    mine = {one.person_id: one for one in made.enrolments.all()}
    rush(together, people, lambda member: step("withdraw")(member, mine[member.person.pk]))
    held, sitting, _ = counted(made)
    assert held == sitting <= seats
    assert not made.enrolments.filter(state="WAITING").exists() or held == seats


def test_an_announcement_withdrawn_in_the_rush_leaves_nobody_behind(
    together: Together, people: list[Member], cast: Cast
):
    made = publish(cast, seats=4)
    owner = cast.owner(Role.INSTITUTION)
    reason = Given({"reason": "场地临时不能使用"})

    def act(member: Member) -> Any:
        if member is owner:
            return move(made, "withdraw", actor=owner.actor, at=moment(ON), rev=made.rev, given=reason)
        return enrol_self(member, made)

    refused = rush(together, [*people[:6], owner, *people[6:12]], act)

    assert all(isinstance(error, Refusal) for error in refused)
    assert counted(made)[:2] == (0, 0)
    assert set(made.enrolments.values_list("state", flat=True)) <= {"CANCELLED"}
    made.cell.refresh_from_db()
    assert (made.state, made.booked, made.cell.announced) == ("WITHDRAWN", 0, 0)


def careless(gate: Barrier, announcement: Announcement) -> None:
    """What taking a seat would be without its conditional UPDATE: everybody looks, then everybody writes."""
    seen = Announcement.objects.get(pk=announcement.pk)
    gate.wait(timeout=30)
    if seen.left:
        Announcement.objects.filter(pk=announcement.pk).update(held=F("held") + 1)


@contextmanager
def without_the_check() -> Iterator[None]:
    """Announcements without their last referee, for a while. SQLite remakes the table from the model's list."""
    meta, everything = Announcement._meta, Announcement._meta.constraints
    check = next(c for c in everything if c.name == "announcement_held_within_seats")
    meta.constraints = [c for c in everything if c is not check]
    try:
        with connection.schema_editor() as editor:
            editor.remove_constraint(Announcement, check)
        yield
    finally:
        Announcement.objects.update(held=0)
        meta.constraints = everything
        with connection.schema_editor() as editor:
            editor.add_constraint(Announcement, check)


class TestTwelveWantTheLastThreeSeats:
    def race(
        self, together: Together, cast: Cast, act: Callable[[Announcement], Any]
    ) -> tuple[int, list[Any]]:
        made = publish(cast, seats=3)
        answers = together([lambda: act(made)] * 12)
        made.refresh_from_db()
        return made.held, [answer for answer in answers if isinstance(answer, Exception)]

    def test_three_get_them(self, together: Together, cast: Cast):
        held, refused = self.race(together, cast, lambda made: made.claim_seat())
        assert (held, [type(error) for error in refused]) == (3, [Refusal] * 9)

    def test_with_look_then_write_the_check_is_the_referee(self, together: Together, cast: Cast):
        held, refused = self.race(together, cast, partial(careless, Barrier(12)))
        assert (held, [type(error) for error in refused]) == (3, [IntegrityError] * 9)

    def test_without_either_protection_seats_are_given_twice(self, together: Together, cast: Cast):
        with without_the_check():
            held, refused = self.race(together, cast, partial(careless, Barrier(12)))
            assert (held, refused) == (12, [])


def test_without_either_protection_the_same_rush_gives_more_seats_than_there_are(
    together: Together, people: list[Member], cast: Cast
):
    seats, lanes = len(people) // 4, min(LANES, len(people))
    made, gate = publish(cast, cell=make_cell(cast, seats), seats=seats), Barrier(lanes)
    turns = len(people) // lanes

    def lane() -> None:
        for _ in range(turns):
            careless(gate, made)
            gate.wait(timeout=30)

    with without_the_check():
        broken = failures([[answer] for answer in together([lane] * lanes)])
        made.refresh_from_db()
        given = made.held

    print(f"{turns * lanes} people, {seats} seats, no protection: {given} given")
    assert broken == []
    assert given > seats
