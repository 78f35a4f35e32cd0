"""The list of a batch as a workbook: one definition of its columns for help, template, reading and errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from yushu.certification.entering import Entry, Marks
from yushu.doors.files.workbooks import Pen, plain
from yushu.doors.pages.told import say, told
from yushu.kernel.errors import Invalid, Refusal
from yushu.kernel.words import Words

SEQUENCE = Words("序号", "No.")
PROBLEM = Words("要改的地方", "To be mended")
LIST = Words("名单", "List")
HELP = Words("填表说明", "How to fill it in")
HAN_YES = frozenset({"是", "缺考"})
YES = HAN_YES | {"y", "yes", "1", "true", "absent"}
HAN_NO = frozenset({"否"})
NO = HAN_NO | {"", "n", "no", "0", "false"}
HAN_DAY = re.compile(r"^(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?$")
SPREADSHEET_ZERO = date(1899, 12, 30)
"""The day from which spreadsheet programs count when a date column has lost its format."""
ACROSS = 3


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


SCORE = Words("0到100，最多一位小数；缺考的空着", "0 to 100, one decimal at most; empty when absent")
WRITTEN_DAY = Words("写成2024-08-20的样子", "Write it like 2024-08-20")

FIELDS: tuple[Field, ...] = (
    Field(
        "name",
        Words("姓名", "Name"),
        Words("照证件填", "As on the document"),
        as_text,
        True,
        14,
        Words("学员甲", "Student A"),
    ),
    Field(
        "number",
        Words("证件号", "Identity number"),
        Words("这一列设为“文本”再填，末位X照填", "Format the column as text; keep a final X"),
        as_text,
        True,
        24,
        "14010119990101001X",
    ),
    Field(
        "direction",
        Words("方向", "Direction"),
        Words("照国家职业标准填；不分方向的空着", "As in the national standard; empty where there is none"),
        as_text,
        width=18,
    ),
    Field("theory", Words("理论知识", "Theory"), SCORE, as_score, width=10, sample="82"),
    Field("practice", Words("专业能力", "Practice"), SCORE, as_score, width=10, sample="76.5"),
    Field(
        "absent",
        Words("缺考", "Absent"),
        Words("缺考填“是”，否则空着", "Write yes when absent, else nothing"),
        as_yes,
        width=8,
    ),
    Field(
        "training_serial",
        Words("培训合格证书号", "Training certificate"),
        Words("照培训合格证书填", "As on the training certificate"),
        as_text,
        width=22,
        sample="YS-2024-P-00001",
    ),
    Field(
        "completed_on",
        Words("结业日期", "Completed on"),
        Words("写成2024-08-20的样子，不晚于考核日", "Like 2024-08-20, not after the exam"),
        as_day,
        width=14,
        sample="2024-08-20",
    ),
    Field(
        "committed_on",
        Words("承诺签署日期", "Commitment signed on"),
        Words("本人签署告知承诺书的日子，写成2024-08-20的样子", "The day the person signed, like 2024-08-20"),
        as_day,
        width=16,
        sample="2024-08-20",
    ),
)
MARKS = tuple(field for field in FIELDS if field.name not in ("name", "number"))
"""What can be mended later; name and number belong to the person."""

Faults = dict[int, list[Refusal]]


def read_list(rows: Sequence[Sequence[Any]]) -> tuple[list[Entry], Faults]:
    """The people of a sheet, and for every row what cannot be read in it. Row numbers as people count them.

    Raises Invalid when the head does not name the columns.
    """
    head = next((place for place, row in enumerate(rows) if _places(row)), None)
    if head is None:
        raise Invalid(
            Words("没有找到表头“姓名、证件号……”", "The head row (Name, Identity number …) is missing"),
            Words("用下载的模板，不改第一行", "Use the template and leave its first row as it is"),
            field="rows",
        )
    places = _places(rows[head])
    entries: list[Entry] = []
    faults: Faults = {}
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        if _is_empty(row, places):
            continue
        values, wrong = _read(row, places)
        if wrong:
            faults[number] = wrong
        else:
            name, text = values.pop("name"), values.pop("number")
            entries.append(Entry(number, name, text, Marks(**values)))
    return entries, faults


def _places(row: Sequence[Any]) -> dict[str, int]:
    """Where each known column stands in a head row; empty when it is none."""
    labels = {side: field.name for field in FIELDS for side in field.label}
    found = {labels[text]: place for place, cell in enumerate(row) if (text := plain(cell)) in labels}
    return found if {"name", "number"} <= set(found) else {}


def _is_empty(row: Sequence[Any], places: Mapping[str, int]) -> bool:
    return not any(plain(row[place]) for place in places.values() if place < len(row))


def _read(row: Sequence[Any], places: Mapping[str, int]) -> tuple[dict[str, Any], list[Refusal]]:
    values: dict[str, Any] = {}
    wrong: list[Refusal] = []
    for field in FIELDS:
        place = places.get(field.name)
        try:
            values[field.name] = field.value(row[place] if place is not None and place < len(row) else "")
        except Refusal as refused:
            wrong.append(refused)
    return values, wrong


def label_of(name: str) -> Words:
    """What a column is called; nothing for none of ours."""
    return next((field.label for field in FIELDS if field.name == name), Words("", ""))


def template() -> bytes:
    """An empty list with its head, text columns already set to text, and a sheet that explains them."""
    pen = Pen(say(LIST))
    page = pen.sheet(
        say(LIST), [say(SEQUENCE), *(say(f.label) for f in FIELDS)], [6, *(f.width for f in FIELDS)]
    )
    for place, field in enumerate(FIELDS, start=1):
        page.set_column(place, place, field.width, pen.text)
    guide = pen.sheet(
        say(HELP), [say(Words("列", "Column")), say(HELP), say(Words("例", "Example"))], [20, 60, 24]
    )
    for row, field in enumerate(FIELDS, start=1):
        for column, text in enumerate((say(field.label), say(field.help), _example(field))):
            pen.put(guide, row, column, text)
    return pen.done()


def _example(field: Field) -> str:
    return say(field.sample) if isinstance(field.sample, Words) else field.sample


def with_errors(rows: Sequence[Sequence[Any]], faults: Faults) -> bytes:
    """The sheet that was handed in, as it was, with a last column that says what to mend."""
    pen = Pen(say(LIST))
    width = max((len(row) for row in rows), default=0)
    page = pen.book.add_worksheet(say(LIST))
    page.set_column(0, max(width - 1, 0), 16)
    page.set_column(width, width, 60)
    head = next((place for place, row in enumerate(rows) if _places(row)), 0)
    for place, row in enumerate(rows):
        for column, value in enumerate(row):
            pen.put(page, place, column, value if isinstance(value, date | datetime) else plain(value))
        if place == head:
            pen.put(page, place, width, say(PROBLEM), pen.head)
        elif said := faults.get(place + 1):
            pen.put(page, place, width, "\n".join(told_of(refusal) for refusal in said), pen.wrong)
    return pen.done()


def told_of(refusal: Refusal) -> str:
    """A refusal with the column it is about."""
    label = say(label_of(refusal.field))
    return f"{label}{say(Words('：', ': '))}{told(refusal)}" if label else told(refusal)


def as_lines(rows: Sequence[Sequence[Any]]) -> str:
    """A sheet as lines with tabs, so that it can be mended on the page."""
    return "\n".join("\t".join(plain(cell) for cell in row).rstrip("\t") for row in rows).strip("\n")


def from_lines(text: str) -> list[list[str]]:
    """Lines with tabs, as pasted from a spreadsheet."""
    return [line.split("\t") for line in text.splitlines()]


def people_list(rows: Sequence[Sequence[Any]], head: Sequence[Words], title: Words) -> bytes:
    """A list of people that goes out: masked numbers as text, nothing that a program could take for a formula."""
    pen = Pen(say(title))
    page = pen.sheet(say(LIST), [say(words) for words in head], [6, *([18] * (len(head) - 1))])
    for place, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            pen.put(page, place, column, value)
    return pen.done()
