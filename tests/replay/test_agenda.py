"""The moving clock: acts in the order of their moments, a night before each day, nothing backwards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from yushu.doors.replay.acting import moment
from yushu.doors.replay.agenda import Agenda, Backwards, Thread
from yushu.doors.replay.inventing import People
from yushu.doors.replay.playing import Allowed, Play
from yushu.doors.replay.seasons import SMALL
from yushu.kernel.errors import Refusal
from yushu.kernel.words import NOTHING

FIRST = date(2024, 9, 1)


def strand(told: list[Any], name: str, *moments: datetime) -> Thread:
    for at in moments:
        yield at
        told.append((name, at.day, at.hour))


def test_acts_of_all_strands_follow_one_another_with_the_nights_between_them():
    told: list[Any] = []
    threads = [
        strand(told, "a", moment("2024-09-02", 9), moment("2024-09-04", 9)),
        strand(told, "b", moment("2024-09-02", 8), moment("2024-09-04", 9), moment("2024-09-09", 9)),
    ]
    cut = Agenda(FIRST, lambda day: told.append(day.day)).play(threads, moment("2024-09-05", 12))

    assert told == [2, ("b", 2, 8), ("a", 2, 9), 3, 4, ("a", 4, 9), ("b", 4, 9), 5]
    assert cut == 1


def test_a_strand_that_goes_backwards_is_refused():
    back = strand([], "a", moment("2024-09-04"), moment("2024-09-03"))

    with pytest.raises(Backwards):
        Agenda(FIRST, lambda _day: None).play([back], moment("2024-09-30"))


def refuse() -> None:
    raise Refusal(NOTHING, NOTHING, cites="X1")


@pytest.mark.django_db
def test_what_must_be_refused_is_counted_under_its_clause():
    play = Play(SMALL, People(1), lambda _line: None)
    play.refused("promise", "X1", refuse)

    assert play.refusals == {"promise (X1)": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(("cites", "call"), [("X1", lambda: None), ("X2", refuse)])
def test_what_is_allowed_or_refused_for_another_reason_ends_the_play(cites: str, call: Any):
    play = Play(SMALL, People(1), lambda _line: None)

    with pytest.raises(Allowed):
        play.refused("promise", cites, call)
    assert not play.refusals
