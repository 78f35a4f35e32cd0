"""Minutes of presence and what they make: class hours in four kinds (R05, R06; A3). Pure: values in, values out.

A lesson has bounds and declared breaks; only what lies within the one and outside the other counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from yushu.law.pack import pack

ONLINE = ("theory_online", "practice_online")
KINDS = ("theory_online", "theory_offline", "practice_online", "practice_offline")

Stretch = tuple[int, int]
"""From a minute of the day to a minute of the day."""


@dataclass(frozen=True)
class Lesson:
    """When a session begins and ends, in minutes of its day, and the breaks it declares."""

    starts: int
    ends: int
    breaks: tuple[Stretch, ...] = ()

    @property
    def minutes(self) -> int:
        """What it lasts without its breaks."""
        return present(self, self.starts, self.ends)


@dataclass(frozen=True)
class Stay:
    """Minutes somebody was present on a date in one kind of teaching."""

    on: date
    kind: str
    minutes: int


def present(lesson: Lesson, came: int, left: int, grace: int = 0) -> int:
    """Minutes present: cut to the bounds, breaks taken off.

    Who comes or goes within the grace at either end is taken to have been there for that end.
    """
    start = lesson.starts if came <= lesson.starts + grace else came
    end = lesson.ends if left >= lesson.ends - grace else left
    if left <= came or end <= start:
        return 0
    return end - start - sum(overlap((start, end), rest) for rest in lesson.breaks)


def overlap(one: Stretch, other: Stretch) -> int:
    """Minutes two stretches share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def tally(stays: Iterable[Stay], most_online: int) -> dict[str, int]:
    """Minutes in each kind. Of one date's online minutes no more than the ceiling count, in their order (A3)."""
    sums = dict.fromkeys(KINDS, 0)
    online: dict[date, int] = defaultdict(int)
    for stay in stays:
        counted = stay.minutes
        if stay.kind in ONLINE:
            counted = min(counted, max(0, most_online - online[stay.on]))
            online[stay.on] += counted
        sums[stay.kind] += counted
    return sums


def missing(required: Mapping[str, int], minutes: Mapping[str, int], hour: int) -> dict[str, int]:
    """Whole class hours lacking in each kind. Hours too many in one kind make up for none in another."""
    lacks = {kind: -(-(hours * hour - minutes.get(kind, 0)) // hour) for kind, hours in required.items()}
    return {kind: hours for kind, hours in lacks.items() if hours > 0}


def in_hours(minutes: int, hour: int) -> int:
    """Class hours completed."""
    return minutes // hour


def hour_minutes(on: date) -> int:
    """How many minutes a class hour had for a class that opened that day."""
    return pack().on("H-class-hour", on).number("minutes")


def grace_minutes(on: date) -> int:
    """How many minutes late or early still count as on time."""
    return pack().on("H-grace", on).number("minutes")


def most_online_minutes(on: date) -> int:
    """How many online minutes of one date count (A3)."""
    return pack().on("H-online-hours-a-day", on).number("hours") * hour_minutes(on)


def may_be_refilled(gone: int, whole: int, on: date) -> bool:
    """A26: a vacated seat may be taken again before so many per cent of the hours are over."""
    return gone * 100 < whole * pack().on("A26", on).number("percent")
