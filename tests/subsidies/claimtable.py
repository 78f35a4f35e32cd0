"""The worked table of claims, read: each row a class, one person of it, and what must come out (decisions/claims.csv).

A heading is a key and its Chinese name; the key is what tests use. Nothing of the product is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from tests.subsidies.decisions import rows
from tests.subsidies.second_calculator import Job, Trainee

ONE_DAY = timedelta(days=1)
FULL_DAY = 360
"""Minutes of eight class hours of 45."""
ASKED = ("days", "worth", "counts", "works", "reason", "due_one", "base", "employed", "full", "near", "due")
ASKED = (*ASKED, "otherwise", "paid_before", "now", "payable", "held", "filed")
"""What a row says must come out, in the order of the columns."""


class Stayed(NamedTuple):
    """So many dates with so many minutes on site and online."""

    on_site: int
    online: int


class Before(NamedTuple):
    """Another class of the same person: from when to when, and how it differs."""

    opened: date
    ended: date
    what: str


@dataclass(frozen=True)
class World:
    """What a row gives, as values."""

    row: dict[str, str]

    def day(self, key: str) -> date:
        return date.fromisoformat(self.row[key])

    def number(self, key: str) -> int:
        return int(self.row[key])

    @property
    def dates(self) -> list[date]:
        """The opening, then Mondays to Fridays: the timetable, and after it what is made up."""
        count = max(self.number("class_days"), len(self.stays))
        found = [self.day("opened")]
        while len(found) < count:
            following = found[-1] + ONE_DAY
            while following.weekday() > 4:
                following += ONE_DAY
            found.append(following)
        return found

    @property
    def stays(self) -> list[Stayed]:
        """`10×360; 1×5+60`: ten dates of 360 minutes on site, one of 5 on site and 60 online."""
        found = []
        for part in _parts(self.row["attended"]):
            times, _, spent = part.partition("×")
            on_site, _, online = spent.partition("+")
            found += [Stayed(int(on_site), int(online or 0))] * int(times)
        return found

    @property
    def jobs(self) -> tuple[Job, ...]:
        """`CONTRACT 2024-09-02..2024-11-11; INSURANCE 2024-09-02`."""
        found = []
        for part in _parts(self.row["jobs"]):
            kind, days = part.split(" ")
            since, _, until = days.partition("..")
            found.append(Job(kind, date.fromisoformat(since), date.fromisoformat(until) if until else None))
        return tuple(found)

    @property
    def before(self) -> Before | None:
        """`2024-06-03..2024-06-20 other level`."""
        if not self.row["earlier"]:
            return None
        days, _, what = self.row["earlier"].partition(" ")
        opened, ended = days.split("..")
        return Before(date.fromisoformat(opened), date.fromisoformat(ended), what)

    @property
    def certified(self) -> bool:
        """Whether a valid certificate was issued by the day of the claim."""
        said = self.row["certified"]
        return said == "yes" or (
            said not in ("no", "revoked") and date.fromisoformat(said) <= self.day("claim")
        )

    @property
    def others(self) -> int:
        return self.number("others")

    @property
    def steady(self) -> tuple[Job, ...]:
        """What the employed ones of the others have: work from the day after completion on."""
        since = self.day("completed") + ONE_DAY
        return Job("CONTRACT", since), Job("INSURANCE", since)

    def trainees(self) -> list[Trainee] | None:
        """The class as the second calculator reads it; nothing where a row has what it cannot say."""
        if any(self.row[key] for key in BEYOND) or any(stay.online for stay in self.stays):
            return None
        held = self.before
        barring = held is not None and (held.what in ("", "other direction") or held.what.startswith("code "))
        terms = (self.day("opened"), self.day("completed"), self.number("class_days"))
        one = Trainee(
            *terms,
            {day: stay.on_site for day, stay in zip(self.dates, self.stays, strict=False)},
            certified=self.certified,
            registered=self.row["register"] == "yes",
            left_school=self.row["group"] == "b",
            jobs=self.jobs,
            earlier=((held.opened, held.ended),) if held and barring else (),
        )
        whole = dict.fromkeys(self.dates[: self.number("class_days")], FULL_DAY)
        working = self.number("others_employed")
        rest = [Trainee(*terms, whole, jobs=self.steady if n < working else ()) for n in range(self.others)]
        return [one, *rest]


BEYOND = ("also", "event", "rate", "ruled")
"""What the second calculator knows nothing of."""


def _parts(text: str) -> list[str]:
    return [part for part in (piece.strip() for piece in text.split(";")) if part]


def claims() -> list[dict[str, str]]:
    """The rows, by the keys of the headings."""
    return [{head.split(" ")[0]: cell for head, cell in row.items()} for row in rows("claims")]


def named(test: Callable[[dict[str, str]], bool]) -> list[dict[str, str]]:
    """The rows of which something is true."""
    return [row for row in claims() if test(row)]


def called(row: dict[str, str]) -> str:
    """What a failing row is called."""
    return f"{row['id']} {row['why_en']}"
