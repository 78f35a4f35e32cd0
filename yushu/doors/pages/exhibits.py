"""What the open pages show: the plan and its seats, calculations, the calendar, the law, a certificate's answer.

Values like those of `shapes.py`: a view fills them, a partial draws them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise
from typing import Any, Literal

from yushu.doors.pages.shapes import Link, Text

# the plan ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Seat:
    """A cell of the plan and how far its seats have come; each stage counts those that reached it.

    None is a stage nobody counts yet: it is not shown, so that nothing unknown reads as zero.
    """

    seats: int
    announced: int | None
    enrolled: int | None
    opened: int | None
    certified: int | None

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """The bar from the furthest stage to the nearest, as (class, width); empty parts left out."""
        stages = (self.certified, self.opened, self.enrolled, self.announced, self.seats)
        # Who came further has passed every stage before, whatever the counts of that stage say.
        steps = list(accumulate((stage or 0 for stage in stages), max))
        kinds = ("s-cert", "s-class", "s-enrol", "s-open", "s-plan")
        widths = [steps[0], *(b - a for a, b in pairwise(steps))]
        return tuple((kind, width) for kind, width in zip(kinds, widths, strict=True) if width)


@dataclass(frozen=True)
class PlanRow:
    """An institution's cells, one a field (None where it has no seats), and its sum."""

    label: Text
    cells: Sequence[Seat | None]
    total: Seat


@dataclass(frozen=True)
class FunnelStep:
    """A stage of the programme: how many reached it, of how many, and where the others are."""

    label: Text
    count: int
    of: int
    gap: Text = ""
    remark: Text = ""
    kind: Literal["s-class", "s-cert"] = "s-class"


@dataclass(frozen=True)
class Tile:
    """A city and its figure."""

    code: str
    label: Text
    number: int


# money and proof ────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class WorkingLine:
    """A line of a calculation: its amount in its unit, how it came about, by which clauses."""

    label: Text
    amount: Text | int
    unit: Text = ""
    how: Text = ""
    cites: Sequence[str] = ()
    proof: Text = ""
    total: bool = False


@dataclass(frozen=True)
class Calculator:
    """A tool of the law: a form, and once it is answered, the answer with its working.

    `answer` is said large, `remark` beside it; both stay empty until somebody asks.
    """

    key: str
    title: Text
    about: Text
    form: Any
    button: Text
    answer: Text = ""
    remark: Text = ""
    lines: Sequence[WorkingLine] = ()
    note: Text = ""
    cites: Sequence[str] = ()


@dataclass(frozen=True)
class Month:
    """A month of the working calendar: its first day, the blank places before it, its days."""

    first: date
    blanks: Sequence[int]
    days: Sequence[CalendarDay]


@dataclass(frozen=True)
class CalendarDay:
    """A day: ordinary, a weekend, a public holiday, or a weekend day that is worked."""

    on: date
    kind: Literal["work", "rest", "holiday", "shift"]


@dataclass(frozen=True)
class ClauseLine:
    """A place of the document: what it says in our words, and the rules that rest on it."""

    place: Text
    says: Text
    rules: Sequence[Link]
    anchor: str = ""


@dataclass(frozen=True)
class Progress:
    """The year at a glance on the first page: seats, and how many were taken up (None: unknown) and certified."""

    year: int
    on: date
    seats: int
    opened: int | None
    certified: int

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """The bar: certified, opened, the rest."""
        begun = max(self.opened or 0, self.certified)
        left = max(0, self.seats - begun)
        return (("s-cert", self.certified), ("s-class", begun - self.certified), ("track", left))


@dataclass(frozen=True)
class Verdict:
    """The answer about a certificate, in one word, and since when."""

    state: Literal["valid", "suspended", "revoked", "superseded"]
    title: Text
    remark: Text = ""
    reason: Text = ""
    advice: Text = ""
    cites: Sequence[str] = ()
