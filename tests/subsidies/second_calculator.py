"""A second calculator of the subsidy, written from the regulation and not from the product: nothing of it is imported.

Plain facts in, what each person is owed out. Days are counted one by one, rates are fractions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

ONE = timedelta(days=1)
CLOSED = {
    *(date(2024, 10, day) for day in range(1, 8)),
    date(2025, 1, 1),
    *(date(2025, 1, 28) + ONE * n for n in range(8)),
    date(2025, 4, 4),
}
WORKED = {date(2024, 9, 29), date(2024, 10, 12), date(2025, 1, 26), date(2025, 2, 8)}
OPEN_KINDS = {"CIVIL_SERVICE", "ARMY", "GRASSROOTS", "FURTHER_STUDY"}


@dataclass(frozen=True)
class Job:
    """A period somebody is said to work, insured or otherwise placed; without an end it goes on."""

    kind: str
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.since <= day <= (self.until or date.max)


@dataclass(frozen=True)
class Trainee:
    """What is known of one person of a class."""

    opened: date
    completed: date
    class_dates: int
    minutes: dict[date, int] = field(default_factory=dict)
    certified: bool = True
    registered: bool = False
    left_school: bool = False
    jobs: tuple[Job, ...] = ()
    earlier: tuple[tuple[date, date], ...] = ()
    """Subsidised classes of the same occupation and level: opening and end."""


@dataclass(frozen=True)
class Part:
    """What comes of it for one person: days, whether in the base, whether in work, and yuan."""

    days: int
    worth: int
    counts: bool
    employed: bool
    due: int


@dataclass(frozen=True)
class Whole:
    base: int
    employed: int
    full: bool
    near: bool
    due: int
    parts: tuple[Part, ...]


def pile(days: int) -> int:
    """Notes put down day by day, never more than five thousand."""
    return min(sum(150 if day <= 10 else 100 for day in range(1, days + 1)), 5000)


def days_of(one: Trainee) -> int:
    """Dates, or eight-hour days begun, or the days of the class: whichever is least."""
    dates = sum(spent > 0 for spent in one.minutes.values())
    hours = Fraction(sum(one.minutes.values()), 45)
    begun = 0
    while begun * 8 < hours:
        begun += 1
    return min(dates, begun, one.class_dates)


def is_working_day(day: date) -> bool:
    return day in WORKED or (day.weekday() < 5 and day not in CLOSED)


def six_months_on(day: date) -> date:
    """The same day six months later, the last of the month where there is none, and then the next working day."""
    year, month = (day.year, day.month + 6) if day.month <= 6 else (day.year + 1, day.month - 6)
    number = day.day
    while True:
        try:
            found = date(year, month, number)
            break
        except ValueError:
            number -= 1
    while not is_working_day(found):
        found += ONE
    return found


def works_on(jobs: tuple[Job, ...], day: date, yes: bool) -> bool:
    kinds = {job.kind for job in jobs if job.covers(day)}
    placed = bool(kinds & OPEN_KINDS) and yes
    return {"CONTRACT", "INSURANCE"} <= kinds or bool(kinds & {"LICENCE", "FLEXIBLE_INSURED"}) or placed


def in_work(one: Trainee, claim: date, yes: bool) -> bool:
    """Back from the day of the claim, day by day, as long as there is work: did it begin inside the term?"""
    day, last = claim, six_months_on(one.completed)
    if not works_on(one.jobs, day, yes):
        return False
    while day > last and works_on(one.jobs, day - ONE, yes):
        day -= ONE
    return day <= last


def had_work(one: Trainee, yes: bool) -> bool:
    """Of those who left school: insured or in business on the very day of the opening."""
    kinds = {job.kind for job in one.jobs if job.covers(one.opened)}
    return one.left_school and any(kind != "CONTRACT" and (kind not in OPEN_KINDS or yes) for kind in kinds)


def year_on(day: date) -> date:
    return date(day.year + 1, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


def had_already(one: Trainee) -> bool:
    """Whether another class within the year was subsidised; the year runs from the one that opened first."""
    for opened, ended in one.earlier:
        first, second = (ended, one.opened) if opened <= one.opened else (one.completed, opened)
        if second <= year_on(first):
            return True
    return False


def reckon(people: list[Trainee], claim: date, *, yes: bool = False) -> Whole:
    """The claim of a day; with `yes` as if civil service, army, grassroots posts and study counted."""
    base = [p.certified and not p.registered and not had_work(p, yes) and not had_already(p) for p in people]
    hired = [in_work(p, claim, yes) and not had_work(p, yes) for p in people]
    n = sum(base)
    k = sum(b and h for b, h in zip(base, hired, strict=True))
    full = n > 0 and Fraction(k, n) >= Fraction(4, 5)
    turned = [
        n > 0 and 0 <= other <= n and (Fraction(other, n) >= Fraction(4, 5)) != full
        for other in (k - 1, k + 1)
    ]
    near = n > 0 and (any(turned) or Fraction(78, 100) <= Fraction(k, n) <= Fraction(85, 100))
    parts = []
    for p, b, h in zip(people, base, hired, strict=True):
        worth = pile(days_of(p))
        parts.append(Part(days_of(p), worth, b, h, worth if b and (full or h) else 0))
    return Whole(n, k, full, near, sum(part.due for part in parts), tuple(parts))
