"""What the page of a settlement shows: lines that open into their proof, a calendar, the cliff, other readings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from yushu.doors.pages.shapes import Link, Table, Text
from yushu.kernel.words import NOTHING, Words


@dataclass(frozen=True)
class Day:
    """A day of the training calendar: how many were there, and which training day it is."""

    on: date
    kind: Literal["", "on", "on part"] = ""
    nth: int = 0
    people: int = 0
    makeup: bool = False
    whole: bool = False

    @property
    def label(self) -> Words:
        """17日; with the month where a month begins."""
        if self.whole:
            return Words(f"{self.on.month}月{self.on.day}日", f"{self.on:%b} {self.on.day}")
        return Words(f"{self.on.day}日", str(self.on.day))


@dataclass(frozen=True)
class Calendar:
    """The days of a class in weeks from Monday, with the blank places before the first."""

    title: Text
    blanks: Sequence[int]
    days: Sequence[Day]


@dataclass(frozen=True)
class Proof:
    """What a line opens into: sentences, a table, calendars, and a way on."""

    said: Sequence[Text] = ()
    table: Table | None = None
    calendars: Sequence[Calendar] = ()
    links: Sequence[Link] = ()
    key: str = ""

    def __bool__(self) -> bool:
        """Whether there is anything to open."""
        return bool(self.said or self.table or self.calendars or self.links)


@dataclass(frozen=True)
class WorkLine:
    """A line of the working as the page shows it."""

    key: str
    label: Text
    amount: Text
    unit: Text
    how: Text
    cites: Sequence[str]
    total: bool = False
    proof: Proof = field(default_factory=Proof)


@dataclass(frozen=True)
class Bar:
    """One column of the cliff: how many employed, the sum, where it stands."""

    employed: int
    yuan: int
    x: int
    y: float
    height: float
    kind: Literal["k-low", "k-now", "k-high"]
    middle: float


@dataclass(frozen=True)
class Cliff:
    """What one person more or fewer would change; for reviewers only."""

    title: Text
    bars: Sequence[Bar]
    rule_x: float | None
    says: Text
    advice: Text = NOTHING
    percent: int = 80
    labels: Sequence[tuple[float, float, str, str]] = ()


@dataclass(frozen=True)
class Sum:
    """Due less paid is what is paid now; what was asked back and given up is not taken out of it."""

    due: int
    paid: int
    now: int
    given_up: int = 0
