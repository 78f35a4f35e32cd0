"""What a season of the replay is made of: courses, sittings, and how far the year runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yushu.doors.replay.ventures import Overseen, Venture
from yushu.kernel.clock import BEIJING
from yushu.law.calendars import published_calendar

PLANNED_ON = date(2024, 5, 23)
ONE = timedelta(days=1)
MARGIN = timedelta(days=7)
"""After the last lesson: for lessons made up and for the examination."""
HALF = 4
"""Class hours of half a training day."""
KIND_OF = {
    "线上理论": "theory_online",
    "线下理论": "theory_offline",
    "线上实操": "practice_online",
    "线下实操": "practice_offline",
}


@dataclass(frozen=True)
class Syllabus:
    """The half days of a course in their order, each of one kind (invented: the standards' hours are not known)."""

    halves: tuple[str, ...]

    @property
    def days(self) -> int:
        """Training days."""
        return len(self.halves) // 2

    @property
    def hours(self) -> dict[str, int]:
        """Class hours of each kind."""
        return {kind: HALF * self.halves.count(name) for name, kind in KIND_OF.items()}


LONG = Syllabus(("线上理论",) * 6 + ("线下理论",) * 6 + ("线上实操",) * 4 + ("线下实操",) * 8)
SHORT = Syllabus(("线上理论", "线下理论", "线下理论", "线上实操", "线下实操", "线下实操"))


@dataclass(frozen=True)
class Term:
    """One class: whose, of what, how many seats and people, from when; `fails` do not complete.

    What is left empty is reckoned: announced seventeen days before the opening, examined two days after the last
    lesson, reported three weeks after that. `asked` seats are tried first and refused; `mixed` people are of every
    kind that may be admitted; without `planned` the class stands outside the plan. The last of those who `fail` are
    `short` of hours and never examined; the first to enrol declare that they were `subsidised` for the same before.
    The last who are certified promised something `untrue` when they enrolled, and go to no exam.
    """

    school: str
    key: str
    name: str
    seats: int
    people: int
    opens: str
    fails: int = 0
    examined: str = ""
    waiting: int = 0
    reported: str = ""
    announced: str = ""
    asked: int = 0
    mixed: bool = False
    planned: bool = True
    syllabus: Syllabus = LONG
    short: int = 0
    subsidised: int = 0
    untrue: int = 0

    @property
    def announced_on(self) -> date:
        """The day of the announcement: never before the plan."""
        if self.announced:
            return date.fromisoformat(self.announced)
        return max(date.fromisoformat(self.opens) - timedelta(days=17), PLANNED_ON + ONE)

    @property
    def examined_on(self) -> date:
        """The day of the completion exam."""
        return date.fromisoformat(self.examined) if self.examined else self.days()[-1] + 2 * ONE

    @property
    def reported_on(self) -> date:
        """The day the roster is sent."""
        return date.fromisoformat(self.reported) if self.reported else self.examined_on + timedelta(days=21)

    def days(self) -> list[date]:
        """The training days: working days from the opening on."""
        calendar, day = published_calendar(), date.fromisoformat(self.opens)
        found: list[date] = []
        while len(found) < self.syllabus.days:
            if not calendar.closed(day):
                found.append(day)
            day += ONE
        return found


@dataclass(frozen=True)
class Story:
    """One sitting and its batch: whose class, which of its people, and the days of its steps (empty = not yet).

    `told` is the day the scores are published: two days after the exam unless it says otherwise.
    """

    school: str
    occupation: str
    class_name: str
    examined: str
    people: int
    failed: tuple[tuple[int | None, int | None], ...] = ()
    reported: str = ""
    returned: str = ""
    again: str = ""
    forwarded: str = ""
    approved: tuple[str, str] = ("", "")
    issued: str = ""
    evaluator: str = "评价机构甲"
    why: str = ""
    handled: str = ""
    skip: int = 0
    told: str = ""

    @property
    def last(self) -> int:
        """The place in the class after the last who sits."""
        return self.skip + self.people

    @property
    def told_on(self) -> date:
        """The day the scores are published."""
        return date.fromisoformat(self.told) if self.told else date.fromisoformat(self.examined) + 2 * ONE


@dataclass(frozen=True)
class Trouble:
    """A class in which everything happens that should not, a second one that is stopped, and a sitting afterwards.

    `sits` is the day of that sitting; `revoked` the day its last certificate holder is notified.
    """

    term: Term
    stopped: Term
    sits: str
    revoked: str


@dataclass(frozen=True)
class Season:
    """A year, or a part of it. The same season gives the same figures.

    `misdeeds` are the days on which announcements are tried that must not be; `rounds` how often each kind of
    person outside the target group tries to enrol in each class; `requests` and `lives` the papers and the
    certificates of the demonstration; `amended` the seats that a change of the plan gives invented institutions;
    `ventures` are the orders and projects whose money is claimed; on each of the `paydays` the finance office pays
    what is ready, and on the first the bank refuses the account of the institution `bounced`; `overseen` are the
    days of complaints and inspections;
    `tail` whether its last days leave something open for everybody; `board` what the plan page says at its end:
    seats, announced, enrolled, opened, with a training certificate, with a level certificate.
    """

    name: str
    seed: int
    ends: datetime
    terms: tuple[Term, ...]
    stories: tuple[Story, ...]
    troubles: tuple[Trouble, ...] = ()
    misdeeds: tuple[str, ...] = ()
    rounds: int = 0
    requests: bool = False
    lives: bool = False
    amended: str = ""
    moved: tuple[tuple[str, str, str, str], ...] = ()
    tail: bool = True
    ventures: tuple[Venture, ...] = ()
    paydays: tuple[str, ...] = ()
    bounced: str = ""
    overseen: Overseen | None = None
    board: tuple[int, ...] = ()


def ending(day: str, hour: int = 9, minute: int = 24) -> datetime:
    """The moment a season stops at."""
    on = date.fromisoformat(day)
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=BEIJING)
