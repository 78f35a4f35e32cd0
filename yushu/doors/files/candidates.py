"""The list of a batch as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from yushu.certification.entering import Entry, Marks
from yushu.doors.files.columns import LIST, SCORE, Columns, Faults, Field, as_day, as_score, as_text, as_yes
from yushu.doors.files.workbooks import Pen
from yushu.doors.pages.told import say
from yushu.kernel.words import Words

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

CANDIDATES = Columns(
    FIELDS,
    frozenset({"name", "number"}),
    Words("没有找到表头“姓名、证件号……”", "The head row (Name, Identity number …) is missing"),
)


def read_list(rows: Sequence[Sequence[Any]]) -> tuple[list[Entry], Faults]:
    """The people of a sheet, and for every row what cannot be read in it. Row numbers as people count them.

    Raises Invalid when the head does not name the columns.
    """
    found, faults = CANDIDATES.read(rows)
    entries = [
        Entry(number, values.pop("name"), values.pop("number"), Marks(**values))
        for number, values in found.items()
    ]
    return entries, faults


def people_list(rows: Sequence[Sequence[Any]], head: Sequence[Words], title: Words) -> bytes:
    """A list of people that goes out: masked numbers as text, nothing that a program could take for a formula."""
    pen = Pen(say(title))
    page = pen.sheet(say(LIST), [say(words) for words in head], [6, *([18] * (len(head) - 1))])
    for place, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            pen.put(page, place, column, value)
    return pen.done()
