"""Lists that come in as a workbook or pasted lines: one definition of the columns for all that is done with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from yushu.doors.files.workbooks import Pen, plain
from yushu.doors.pages.told import say, told
from yushu.kernel.errors import Invalid, Refusal
from yushu.kernel.words import Words

SEQUENCE = Words("序号", "No.")
SCORE = Words("0到100，最多一位小数；缺考的空着", "0 to 100, one decimal at most; empty when absent")
PROBLEM = Words("要改的地方", "To be mended")
LIST = Words("名单", "List")
HELP = Words("填表说明", "How to fill it in")
Faults = dict[int, list[Refusal]]
"""What is wrong, by the number of the row as people count them."""
NOTHING_SAID: Mapping[int, Words] = {}
HAN_YES = frozenset({"是", "缺考"})
YES = HAN_YES | {"y", "yes", "1", "true", "absent"}
HAN_NO = frozenset({"否"})
NO = HAN_NO | {"", "n", "no", "0", "false"}
HAN_DAY = re.compile(r"^(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?$")
SPREADSHEET_ZERO = date(1899, 12, 30)
"""The day from which spreadsheet programs count when a date column has lost its format."""


@dataclass(frozen=True)
class Field:
    """One column: how it is called, what belongs in it, how it is read, what an example looks like."""

    name: str
    label: Words
    help: Words
    read: Callable[[Field, str], Any]
    required: bool = False
    width: int = 14
    sample: Words | str = ""

    def value(self, raw: Any) -> Any:
        """What a cell says. Raises Invalid for what cannot be read, or is missing and must not be."""
        text = plain(raw)
        if self.required and not text:
            wrong = Words("没有填“{f}”", "“{f}” is empty").fill(f=self.label)
            raise Invalid(wrong, self.help, field=self.name)
        return self.read(self, text)


def as_text(field: Field, text: str) -> str:
    """Text as it is, within reason."""
    if len(text) > 100:
        raise Invalid(
            Words("“{f}”太长", "“{f}” is too long").fill(f=field.label), field.help, field=field.name
        )
    return text


def as_score(field: Field, text: str) -> int | None:
    """Points from 0 to 100 with one decimal at most, as tenths."""
    if not text:
        return None
    try:
        tenths = Decimal(text) * 10
    except InvalidOperation:
        tenths = Decimal("-1")
    if not (tenths.is_finite() and 0 <= tenths <= 1000 and tenths == tenths.to_integral_value()):
        wrong = Words("“{v}”不是成绩", "“{v}” is not a score").fill(v=text)
        raise Invalid(wrong, field.help, field=field.name, cites="R09")
    return int(tenths)


def as_day(field: Field, text: str) -> date | None:
    """A day, written in any usual way; also the bare number of a column that lost its format."""
    if not text:
        return None
    try:
        if text.isdecimal() and len(text) == 5:
            return SPREADSHEET_ZERO + timedelta(days=int(text))
        if match := HAN_DAY.match(text):
            return date(*(int(part) for part in match.groups()))
    except (ValueError, OverflowError):
        pass
    wrong = Words("“{v}”不是日期", "“{v}” is not a date").fill(v=text)
    raise Invalid(wrong, field.help, field=field.name)


def as_yes(field: Field, text: str) -> bool:
    """Yes, or nothing."""
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    wrong = Words("“{v}”既不是“是”也不是空", "“{v}” is neither yes nor empty").fill(v=text)
    raise Invalid(wrong, field.help, field=field.name)


@dataclass(frozen=True)
class Columns:
    """The columns of one kind of list. A row that names all `keys` is its head."""

    fields: tuple[Field, ...]
    keys: frozenset[str]
    no_head: Words
    """What is wrong with a sheet in which no row is its head."""

    def read(self, rows: Sequence[Sequence[Any]]) -> tuple[dict[int, dict[str, Any]], Faults]:
        """The values of every row, and for every other row what cannot be read in it.

        Raises Invalid when the head does not name the columns.
        """
        head = self.head(rows)
        if head is None:
            mend = Words("用下载的模板，不改第一行", "Use the template and leave its first row as it is")
            raise Invalid(self.no_head, mend, field="rows")
        places = self.places(rows[head])
        found: dict[int, dict[str, Any]] = {}
        faults: Faults = {}
        for number, row in enumerate(rows[head + 1 :], start=head + 2):
            if _is_empty(row, places):
                continue
            values, wrong = self._values(row, places)
            if wrong:
                faults[number] = wrong
            else:
                found[number] = values
        return found, faults

    def head(self, rows: Sequence[Sequence[Any]]) -> int | None:
        """Which row is the head."""
        return next((place for place, row in enumerate(rows) if self.places(row)), None)

    def places(self, row: Sequence[Any]) -> dict[str, int]:
        """Where each known column stands in a head row; empty when it is none."""
        labels = {side: field.name for field in self.fields for side in field.label}
        found = {labels[text]: place for place, cell in enumerate(row) if (text := plain(cell)) in labels}
        return found if self.keys <= set(found) else {}

    def _values(self, row: Sequence[Any], places: Mapping[str, int]) -> tuple[dict[str, Any], list[Refusal]]:
        values: dict[str, Any] = {}
        wrong: list[Refusal] = []
        for field in self.fields:
            place = places.get(field.name)
            try:
                values[field.name] = field.value(row[place] if place is not None and place < len(row) else "")
            except Refusal as refused:
                wrong.append(refused)
        return values, wrong

    def label_of(self, name: str) -> Words:
        """What a column is called; nothing for none of ours."""
        return next((field.label for field in self.fields if field.name == name), Words("", ""))

    def template(self, filled: Sequence[Sequence[Any]] = ()) -> bytes:
        """A list with its head and the rows it is given, text set to text, and a sheet that explains the columns."""
        pen = Pen(say(LIST))
        page = pen.sheet(
            say(LIST),
            [say(SEQUENCE), *(say(f.label) for f in self.fields)],
            [6, *(f.width for f in self.fields)],
        )
        for place, field in enumerate(self.fields, start=1):
            page.set_column(place, place, field.width, pen.text)
        for row, cells in enumerate(filled, start=1):
            for column, value in enumerate((row, *cells)):
                pen.put(page, row, column, value)
        self._explain(pen)
        return pen.done()

    def _explain(self, pen: Pen) -> None:
        guide = pen.sheet(
            say(HELP), [say(Words("列", "Column")), say(HELP), say(Words("例", "Example"))], [20, 60, 24]
        )
        for row, field in enumerate(self.fields, start=1):
            for column, text in enumerate((say(field.label), say(field.help), _example(field))):
                pen.put(guide, row, column, text)

    def answered(
        self,
        rows: Sequence[Sequence[Any]],
        faults: Faults,
        said: Mapping[int, Words] = NOTHING_SAID,
        head: Words = PROBLEM,
    ) -> bytes:
        """The sheet that was handed in, as it was, with a last column: what to mend, or what is said of a row."""
        pen = Pen(say(LIST))
        width = max((len(row) for row in rows), default=0)
        page = pen.book.add_worksheet(say(LIST))
        page.set_column(0, max(width - 1, 0), 16)
        page.set_column(width, width, 60)
        first = self.head(rows) or 0
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                pen.put(page, place, column, value if isinstance(value, date | datetime) else plain(value))
            if place == first:
                pen.put(page, place, width, say(head), pen.head)
            elif wrong := faults.get(place + 1):
                pen.put(page, place, width, "\n".join(self.told_of(refusal) for refusal in wrong), pen.wrong)
            elif words := said.get(place + 1):
                pen.put(page, place, width, say(words))
        return pen.done()

    def told_of(self, refusal: Refusal) -> str:
        """A refusal with the column it is about."""
        label = say(self.label_of(refusal.field))
        return f"{label}{say(Words('：', ': '))}{told(refusal)}" if label else told(refusal)


def _is_empty(row: Sequence[Any], places: Mapping[str, int]) -> bool:
    return not any(plain(row[place]) for place in places.values() if place < len(row))


def _example(field: Field) -> str:
    return say(field.sample) if isinstance(field.sample, Words) else field.sample


def as_lines(rows: Sequence[Sequence[Any]]) -> str:
    """A sheet as lines with tabs, so that it can be mended on the page."""
    return "\n".join("\t".join(plain(cell) for cell in row).rstrip("\t") for row in rows).strip("\n")


def from_lines(text: str) -> list[list[str]]:
    """Lines with tabs, as pasted from a spreadsheet."""
    return [line.split("\t") for line in text.splitlines()]
