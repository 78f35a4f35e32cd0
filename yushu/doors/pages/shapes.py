"""What a page shows, as small values that know nothing of the database.

A view fills these and a template draws them, one partial a shape. Texts are `Words`, or plain
strings for names. Nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from yushu.casework.dials import Dial
from yushu.casework.process import Check
from yushu.kernel.words import NOTHING, Words

Text = Words | str
Tone = Literal["", "done", "now", "soon", "late"]
"""How a state looks: quiet, met, in hand, look twice, missed. Drawn as colour and as a shape."""


# links and figures ──────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Link:
    """A link with one quiet remark at its right, or a tab; `current` marks the page we are on."""

    label: Text
    href: str
    note: Text = ""
    current: bool = False


@dataclass(frozen=True)
class Fact:
    """A name and its value. `kind` says how the value is drawn; `cites` adds the clause."""

    label: Text
    value: Any
    kind: Literal["text", "mono", "day", "fullday", "moment", "number", "yuan", "quiet", "late"] = "text"
    href: str = ""
    cites: str = ""


@dataclass(frozen=True)
class Count:
    """A figure that filters the list below it."""

    label: Text
    number: int
    href: str
    current: bool = False
    tone: Tone = ""


# the desk ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Job:
    """One case and the one step to take in it. `since` is the day it arrived, `remark` follows it."""

    title: Text
    href: str
    about: Text
    act: Text
    act_href: str
    dial: Dial
    since: date | None = None
    remark: Text = ""


@dataclass(frozen=True)
class Group:
    """Jobs that fall due in the same stretch of time, under one heading. `total` counts those on other pages too."""

    title: Text
    jobs: Sequence[Job]
    remark: Text = ""
    total: int = 0


@dataclass(frozen=True)
class DayLine:
    """A day of the next two weeks: what falls due on it, or why it is closed."""

    on: date
    events: Sequence[Link] = ()
    note: Text = ""
    until: date | None = None
    closed: bool = False
    today: bool = False
    late: bool = False

    @property
    def same_month(self) -> bool:
        """Whether a stretch of days ends in the month it began in, so that its end can be said shortly."""
        return self.until is not None and self.until.month == self.on.month


@dataclass(frozen=True)
class Waiting:
    """Somebody else's turn: who, to do what, by their own clock."""

    who: Text
    what: Text
    dial: Dial
    href: str = ""


# tables and lists ───────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Column:
    """A column. `phone` says where its cell goes when a row becomes a small sheet.

    `first` and `verdict` share the first line, `plain` drops the label, `whole` takes a line,
    `off` is hidden. `sort` is the address that sorts by it, `sorted` the direction in force.
    """

    label: Text
    kind: Literal["text", "num", "mono", "tag"] = "text"
    phone: Literal["", "first", "plain", "verdict", "whole", "off"] = ""
    sort: str = ""
    sorted: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True)
class Cell:
    """A value in a row: text, date, number, a link, a tag in a tone, a clause or a bound form field."""

    value: Any
    href: str = ""
    tone: Tone = ""
    cites: str = ""
    field: Any = None


@dataclass(frozen=True)
class Row:
    """Cells in the order of the columns.

    `key` and `name` are what a form and a reader call it, `picked` marks the one that counts.
    """

    cells: Sequence[Cell]
    key: str = ""
    name: Text = ""
    picked: bool = False
    checked: bool = False


@dataclass(frozen=True)
class Table:
    """Columns and rows. The column whose phone place is `first` heads its row for readers.

    `choose` is the name of the checkbox before each row, empty for none.
    """

    columns: Sequence[Column]
    rows: Sequence[Row]
    empty: Text = NOTHING
    choose: str = ""
    two: bool = True

    @property
    def width(self) -> int:
        """Columns across, with the one for choosing."""
        return len(self.columns) + bool(self.choose)

    @property
    def paired(self) -> list[tuple[Row, list[tuple[Column, Cell]]]]:
        """Each row with its cells beside their columns."""
        return [(row, list(zip(self.columns, row.cells, strict=True))) for row in self.rows]


@dataclass(frozen=True)
class Sheet:
    """A table on a sheet of its own: heading, remark, rows, and what stands at its foot."""

    key: str
    title: Text
    table: Table
    about: Text = ""
    foot: Text = ""
    pager: Pager | None = None


@dataclass(frozen=True)
class Pager:
    """Where we are in a long list: rows `first` to `last` of `total`, and the ways on."""

    first: int
    last: int
    total: int
    previous: str = ""
    next: str = ""


# a case ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Act:
    """A button of a step, called by what it does.

    `tone` is `main` for the one expected act, `stop` for returning and revoking. With `href` it
    leads to the step's own page; without, it submits the panel's form as `step=name`.
    """

    name: str
    label: Text
    tone: Literal["", "main", "stop"] = ""
    href: str = ""


@dataclass(frozen=True)
class Panel:
    """What somebody may do next: checks, form and buttons on one sheet.

    `cites` and `law` stand beside the buttons: the clause and its sentence; `after` says what
    happens on pressing. `hands` are the hands of a step that takes several persons, `table` the
    rows to choose from, `form` a Django form.
    """

    title: Text
    action: str
    acts: Sequence[Act]
    by: Text = ""
    due: date | None = None
    checks: Sequence[Check] = ()
    form: Any = None
    cites: str = ""
    law: Text = ""
    after: Text = ""
    table: Table | None = None
    hands: Sequence[Check] = ()
    rev: int | None = None
    key: str = "next"


@dataclass(frozen=True)
class LedgerLine:
    """Who did what when. `said` is a sentence from the entry's body, empty when it was erased."""

    verb: Text
    who: Text
    at: datetime
    said: Text = ""
    on: date | None = None
    digest: str = ""
    algorithm: str = "SHA-256"
    erased: bool = False


@dataclass(frozen=True)
class Sealed:
    """The state of a record: sealed through a day, with so many entries; `verified` is a check's result."""

    entries: int
    through: date | None = None
    check_href: str = ""
    verified: bool | None = None


@dataclass(frozen=True)
class FileLine:
    """An attachment: its name, its size for people, and its digest for those who compare."""

    name: str
    href: str
    size: str
    digest: str = ""


# the demonstration bar ──────────────────────────────────────────────────────


@dataclass(frozen=True)
class Stand:
    """A place a visitor can stand at: the value of the choice and its name."""

    key: str
    label: Text


@dataclass(frozen=True)
class StandGroup:
    """The posts of one office."""

    office: Text
    posts: Sequence[Stand]


@dataclass(frozen=True)
class Demo:
    """What the bar of the demonstration offers on every page."""

    posts: Sequence[StandGroup]
    trainees: Sequence[Stand]
    today: date
    current: str = ""
