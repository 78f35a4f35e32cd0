"""The plan in figures: each cell from seat to certificate, sums, and where the missing are.

Pure sums over cells that are handed in. What happens after a seat is taken, only the rooms above
know; they hand it down as `Progress` by cell. A class that opens takes its seats here, so `opened`
is the cell's own figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

from yushu.kernel.words import NOTHING, Words


@dataclass(frozen=True)
class Progress:
    """What became of the people of one cell. Each stage counts all who reached it."""

    enrolled: int = 0
    passed: int = 0
    failed: int = 0
    in_review: int = 0
    certified: int = 0


@dataclass(frozen=True)
class Figures:
    """A cell, or a sum of cells, stage by stage."""

    seats: int = 0
    announced: int = 0
    enrolled: int = 0
    opened: int = 0
    passed: int = 0
    failed: int = 0
    in_review: int = 0
    certified: int = 0

    def __add__(self, other: Self) -> Self:
        """Stage by stage."""
        return type(self)(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def unannounced(self) -> int:
        """Seats no announcement holds yet."""
        return self.seats - self.announced

    @property
    def vacant(self) -> int:
        """Seats announced for which nobody has enrolled."""
        return max(0, self.announced - self.enrolled)

    @property
    def waiting(self) -> int:
        """People enrolled whose class has not opened."""
        return max(0, self.enrolled - self.opened)

    @property
    def in_training(self) -> int:
        """People whose class runs: opened, neither passed nor failed."""
        return max(0, self.opened - self.passed - self.failed)

    @property
    def to_apply(self) -> int:
        """People with a training certificate who are in no examination yet."""
        return max(0, self.passed - self.in_review - self.certified)


@dataclass(frozen=True)
class BoardCell:
    """One institution in one occupation."""

    pk: int
    institution: Words
    occupation: Words
    figures: Figures


@dataclass(frozen=True)
class BoardRow:
    """An institution: its cells in the order of the columns, None where it has none, and their sum."""

    key: str
    name: Words
    cells: tuple[BoardCell | None, ...]
    total: Figures


@dataclass(frozen=True)
class Column:
    """An occupation and the sum over all institutions."""

    key: str
    name: Words
    total: Figures


@dataclass(frozen=True)
class Stage:
    """A step of the funnel: how many reached it, of how many before it, and where the others are."""

    label: Words
    count: int
    of: int
    gap: Words = NOTHING
    where: Words = NOTHING


@dataclass(frozen=True)
class Board:
    """The whole plan."""

    columns: tuple[Column, ...]
    rows: tuple[BoardRow, ...]
    total: Figures

    @property
    def cells(self) -> list[BoardCell]:
        """All cells that have seats, row by row."""
        return [cell for row in self.rows for cell in row.cells if cell is not None]

    def funnel(self) -> tuple[Stage, ...]:
        """From plan to certificate; every line says where the missing are."""
        t = self.total
        return (
            Stage(Words("计划", "Planned"), t.seats, t.seats),
            self._announced(),
            Stage(
                Words("报名", "Enrolled"), t.enrolled, t.announced, *self._missing(VACANT, lambda f: f.vacant)
            ),
            Stage(
                Words("开班", "Class opened"),
                t.opened,
                t.enrolled,
                *self._missing(WAITING, lambda f: f.waiting),
            ),
            Stage(
                Words("培训合格", "Training passed"),
                t.passed,
                t.opened,
                _joined((IN_TRAINING, t.in_training), (FAILED, t.failed)),
            ),
            Stage(
                Words("等级证书", "Level certificate"),
                t.certified,
                t.passed,
                _joined((IN_REVIEW, t.in_review), (TO_APPLY, t.to_apply)),
            ),
        )

    def _announced(self) -> Stage:
        missing = [(_cell_name(cell), cell.figures.unannounced) for cell in self.cells]
        gap, where = _said(UNANNOUNCED, missing)
        return Stage(Words("公告", "Announced"), self.total.announced, self.total.seats, gap, where)

    def _missing(self, said: Words, gap_of: Callable[[Figures], int]) -> tuple[Words, Words]:
        """How many are missing, and in which occupations."""
        return _said(
            said, [(column.name, _sum_of(self.cells, column.name, gap_of)) for column in self.columns]
        )


UNANNOUNCED = Words("{n}个名额未公告", "{n} seats not announced")
VACANT = Words("{n}个空额", "{n} seats vacant")
WAITING = Words("{n}人等开班", "{n} people wait for their class")
IN_TRAINING = Words("{n}人在训", "{n} in training")
FAILED = Words("{n}人未合格", "{n} did not pass")
IN_REVIEW = Words("{n}人在考核报审", "{n} in examination or review")
TO_APPLY = Words("{n}人待申报考核", "{n} have yet to apply")


def build_board(cells: Iterable[Any], progress: Mapping[int, Progress]) -> Board:
    """Sums over plan cells, in the order given; columns in the order of their occupations."""
    held = list(cells)
    occupations = sorted(
        {cell.occupation_id: cell.occupation for cell in held}.values(), key=lambda o: o.place
    )
    institutions = {cell.institution_id: cell.institution for cell in held}
    shown = {
        (cell.institution_id, cell.occupation_id): _cell(cell, progress.get(cell.pk, Progress()))
        for cell in held
    }
    rows = tuple(
        _row(office, [shown.get((key, occupation.pk)) for occupation in occupations])
        for key, office in institutions.items()
    )
    columns = tuple(
        Column(o.key, o.short, _total(cell for (_, pk), cell in shown.items() if pk == o.pk))
        for o in occupations
    )
    return Board(columns, rows, _total(shown.values()))


def _cell(cell: Any, done: Progress) -> BoardCell:
    figures = Figures(
        cell.seats,
        cell.announced,
        done.enrolled,
        cell.taken,
        done.passed,
        done.failed,
        done.in_review,
        done.certified,
    )
    return BoardCell(cell.pk, _office_name(cell.institution), cell.occupation.short, figures)


def _row(office: Any, cells: Sequence[BoardCell | None]) -> BoardRow:
    total = _total(cell for cell in cells if cell is not None)
    return BoardRow(str(office.pk), _office_name(office), tuple(cells), total)


def _office_name(office: Any) -> Words:
    return Words(office.name, office.name_en or office.name)


def _total(cells: Iterable[BoardCell]) -> Figures:
    return sum((cell.figures for cell in cells), start=Figures())


def _cell_name(cell: BoardCell) -> Words:
    return Words(
        f"{cell.institution.zh} {cell.occupation.zh}", f"{cell.institution.en}, {cell.occupation.en}"
    )


def _sum_of(cells: Iterable[BoardCell], occupation: Words, gap_of: Callable[[Figures], int]) -> int:
    return sum(gap_of(cell.figures) for cell in cells if cell.occupation == occupation)


def _said(text: Words, parts: Iterable[tuple[Words, int]]) -> tuple[Words, Words]:
    """How many are missing, and where: the largest part first, without its number when it is the only one."""
    there = sorted(((name, n) for name, n in parts if n), key=lambda part: -part[1])
    if not there:
        return NOTHING, NOTHING
    gap = text.fill(n=sum(n for _, n in there))
    if len(there) == 1:
        return gap, there[0][0]
    zh = "，".join(f"{name.zh}{n}" for name, n in there)
    en = ", ".join(f"{name.en} {n}" for name, n in there)
    return gap, Words(zh, en)


def _joined(*parts: tuple[Words, int]) -> Words:
    said = [text.fill(n=n) for text, n in parts if n]
    return Words("，".join(words.zh for words in said), ", ".join(words.en for words in said))
