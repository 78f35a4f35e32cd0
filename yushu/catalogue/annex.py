"""The table of seats as documents print it, read from text: institutions down, fields across.

Pure: names stay names. Whoever uses the table looks them up and says through `found` what is missing.
Every refusal names the row and the column, what is wrong, and how to mend it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TypeVar

from yushu.kernel.errors import Invalid
from yushu.kernel.words import Words

Row = TypeVar("Row")

CORNER = Words("培训机构", "Institution")
SUM = Words("合计", "Total")
CHANGE = Words("增减", "Change")
DELTA = re.compile(r"^([+-]?\d{1,6})$")
NUMBER = re.compile(r"^(\d{1,6})$")
ZH_PEOPLE = "人"
EMPTY = ("", "-", "—", "－", "0")


@dataclass(frozen=True)
class Line:
    """One cell that has seats; `row` is its row in the text."""

    row: int
    institution: str
    column: str
    seats: int


@dataclass(frozen=True)
class Annex:
    """A table whose sums agree."""

    columns: tuple[str, ...]
    institutions: tuple[str, ...]
    lines: tuple[Line, ...]
    places: dict[str, tuple[int, str | Words]]

    @property
    def total(self) -> int:
        """All seats of the table."""
        return sum(line.seats for line in self.lines)

    def found(self, name: str, rows: Sequence[Row]) -> Row:
        """The one thing a name of the table means. Raises Invalid at its place when there is none, or two."""
        if len(rows) == 1:
            return rows[0]
        row, column = self.places[name]
        if rows:
            wrong = Words("“{n}”有{k}个，分不清是哪一个", "“{n}” could be any of {k}").fill(
                n=name, k=len(rows)
            )
        else:
            wrong = Words("没有登记“{n}”", "“{n}” is not registered").fill(n=name)
        mend = Words("写登记的全称，或先登记", "Write the registered full name, or register it first")
        raise fault(row, column, wrong, mend)


@dataclass(frozen=True)
class Amendment:
    """So many seats more or fewer for one institution in one field."""

    row: int
    institution: str
    column: str
    delta: int


def fault(row: int, column: str | Words, wrong: Words, mend: Words) -> Invalid:
    """A refusal at a place of the table."""
    words = Words("第{r}行“{c}”：{w}", "Row {r}, “{c}”: {w}").fill(r=row, c=column, w=wrong)
    return Invalid(words, mend, field="annex")


def _is(cell: str, word: Words) -> bool:
    """Whether a cell holds a word of the table, in either language."""
    return cell.strip().lower() in (word.zh, word.en.lower())


def parse_annex(text: str) -> Annex:
    """Read a table separated by commas or tabs. The sums in row and column 合计 must agree, if given."""
    rows = list(_rows(text))
    if len(rows) < 2:
        raise fault(1, CORNER, Words("表里没有机构", "the table has no institution"), _SHAPE)
    header = rows[0][1]
    columns, has_sums = _columns(header)
    body = [(number, cells) for number, cells in rows[1:] if not _is(cells[0], SUM)]
    names = [cells[0] for _, cells in body]
    _once(((number, CORNER, cells[0]) for number, cells in body), "institution")
    lines = tuple(line for number, cells in body for line in _line(number, cells, columns, has_sums))
    places: dict[str, tuple[int, str | Words]] = {name: (number, CORNER) for number, (name, *_) in body}
    places |= {name: (rows[0][0], name) for name in columns}
    for number, cells in rows[1:]:
        if _is(cells[0], SUM):
            _check_sums(number, cells, columns, lines, has_sums)
    return Annex(columns, tuple(names), lines, places)


def parse_amendments(text: str) -> tuple[Amendment, ...]:
    """Read rows of institution, field, and the seats to add (+20) or cut (-20)."""
    found: dict[tuple[str, str], Amendment] = {}
    for row, cells in _rows(text):
        if _is(cells[0], CORNER):
            continue
        if len(cells) < 3 or any(cells[3:]) or not all(cells[:3]):
            raise fault(row, cells[0], Words("应为三格", "three cells are expected"), _AMENDMENT)
        institution, column = cells[0], cells[1]
        if (institution, column) in found:
            wrong = Words("“{i} {c}”写了两次", "“{i}, {c}” stands twice").fill(i=institution, c=column)
            raise fault(row, column, wrong, Words("合成一行", "Join them into one row"))
        found[institution, column] = Amendment(row, institution, column, _delta(row, cells[2]))
    if not found:
        raise fault(1, CORNER, Words("没有写要调整哪一格", "no cell is named"), _AMENDMENT)
    return tuple(found.values())


def _delta(row: int, cell: str) -> int:
    match = DELTA.match(_digits(cell).replace("−", "-").replace("＋", "+").replace("－", "-"))
    if match is None or int(match[1]) == 0:
        wrong = Words("“{v}”不是增减数", "“{v}” is not a number to add or cut").fill(v=cell)
        raise fault(row, CHANGE, wrong, _AMENDMENT)
    return int(match[1])


_AMENDMENT = Words("一行写一格：培训机构，专业，+20或-20", "One cell a row: institution, field, +20 or -20")
_SHAPE = Words(
    "首行写“培训机构”和各专业，可加“合计”；以下一家一行",
    "First row: Institution, the fields, Total if you like; then one institution a row",
)


def _rows(text: str) -> Iterable[tuple[int, list[str]]]:
    """Rows that hold anything, numbered as the reader sees them."""
    plain = text.lstrip("\ufeff").replace("，", ",").replace("\t", ",")
    for number, cells in enumerate(csv.reader(StringIO(plain)), 1):
        trimmed = [" ".join(cell.split()) for cell in cells]
        if any(trimmed):
            yield number, trimmed


def _columns(header: list[str]) -> tuple[tuple[str, ...], bool]:
    while header and not header[-1]:
        header.pop()
    if not header or not header[0].lower().startswith((CORNER.zh, CORNER.en.lower())):
        wrong = Words("第一格应写“培训机构”", "the first cell should read “Institution”")
        raise fault(1, header[0] if header else "", wrong, _SHAPE)
    has_sums = _is(header[-1], SUM)
    columns = tuple(header[1:-1] if has_sums else header[1:])
    if not columns or not all(columns) or any(_is(name, SUM) for name in columns):
        raise fault(1, SUM, Words("专业没有写全", "a field has no name"), _SHAPE)
    _once(((1, name, name) for name in columns), "field")
    return columns, has_sums


def _once(names: Iterable[tuple[int, str | Words, str]], what: str) -> None:
    seen: set[str] = set()
    kinds = {"institution": Words("机构", "institution"), "field": Words("专业", "field")}
    for row, column, name in names:
        if not name:
            raise fault(row, column, Words("没有写名称", "the name is missing"), _SHAPE)
        if name in seen:
            wrong = Words("{k}“{n}”写了两次", "{k} “{n}” stands twice").fill(k=kinds[what], n=name)
            raise fault(row, column, wrong, Words("合成一行或一列", "Join them into one"))
        seen.add(name)


def _line(row: int, cells: list[str], columns: tuple[str, ...], has_sums: bool) -> list[Line]:
    width = 1 + len(columns) + has_sums
    if any(cells[width:]):
        wrong = Words("多出{n}格", "{n} cells too many").fill(n=len(cells) - width)
        raise fault(row, cells[0], wrong, Words("对齐首行", "Align it with the first row"))
    padded = cells + [""] * (width - len(cells))
    numbers = [(name, _number(row, name, cell)) for name, cell in zip(columns, padded[1:], strict=False)]
    lines = [Line(row, cells[0], name, seats) for name, seats in numbers if seats]
    if has_sums:
        _agree(row, SUM, padded[-1], sum(line.seats for line in lines))
    return lines


def _number(row: int, column: str | Words, cell: str) -> int:
    digits = _digits(cell)
    if digits in EMPTY:
        return 0
    match = NUMBER.match(digits)
    if match is None:
        wrong = Words("“{v}”不是人数", "“{v}” is not a number of people").fill(v=cell)
        raise fault(
            row, column, wrong, Words("只写整数；没有名额就空着", "A whole number, or nothing for none")
        )
    return int(match[1])


def _digits(cell: str) -> str:
    """A number as printed, without spaces and without the unit."""
    return cell.replace(" ", "").removesuffix(ZH_PEOPLE)


def _check_sums(
    row: int, cells: list[str], columns: tuple[str, ...], lines: tuple[Line, ...], has_sums: bool
) -> None:
    padded = cells + [""] * (1 + len(columns) + has_sums - len(cells))
    for name, cell in zip(columns, padded[1:], strict=False):
        _agree(row, name, cell, sum(line.seats for line in lines if line.column == name))
    if has_sums:
        _agree(row, SUM, padded[len(columns) + 1], sum(line.seats for line in lines))


def _agree(row: int, column: str | Words, cell: str, added: int) -> None:
    if (stated := _number(row, column, cell)) != added:
        wrong = Words("合计写{s}，各格相加是{a}", "the sum says {s}, the cells give {a}").fill(
            s=stated, a=added
        )
        raise fault(row, column, wrong, Words("改正其中一个数", "Mend one of the numbers"))
