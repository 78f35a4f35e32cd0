"""Lists brought in as a workbook or pasted lines: the form, what must be mended, how to fill it in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yushu.doors.asking import DeskRequest
from yushu.doors.files.columns import Columns, Faults, as_lines, from_lines
from yushu.doors.files.workbooks import rows_of
from yushu.doors.pages.forms_picking import Line, PlainForm
from yushu.doors.pages.shapes import Cell, Column, Row, Sheet, Table
from yushu.doors.pages.told import say, told
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words

TRY, TAKE, FILE = "try", "take", "file"
"""Only try it; take it in; have the sheet back with what is wrong."""
SHOWN = 50
EMPTY_FILE = _("上传的表格是空的。用下载的模板填写，存好再上传，或粘贴数据。")
NO_ROWS = _("表头下面没有一行数据。从第二行填起，一人或一笔一行。")
NONE_NEW = Words("没有可以记入的，逐行结果见下。", "Nothing to record; see each line below.")
GUIDE = Words("各列怎样填", "How to fill it in")


def workbook(label: Words, hint: Words) -> forms.FileField:
    """The file a list comes in."""
    return forms.FileField(label=label, help_text=hint, required=False)


class SheetForm(PlainForm):
    """A list as a workbook or as pasted lines. A subclass declares `file`, says `nothing`, and reads the sheet.

    `faults` are the rows that cannot be read; they do not make the form invalid, so that nothing is lost.
    """

    nothing: str | Promise
    """What is said of an empty sheet."""

    rows = Line(
        Words("或者从表格粘贴", "Or paste it from a spreadsheet"),
        Words(
            "连表头一起粘贴。上传了文件就以文件为准。",
            "With its head row. A file that is uploaded comes first.",
        ),
        rows=6,
        required=False,
        strip=False,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.order_fields([*(name for name in self.fields if name not in ("file", "rows")), "file", "rows"])
        self.sheet: list[list[Any]] = []
        self.faults: Faults = {}

    def read(self) -> int:
        """Read `sheet`, and keep the rows that cannot be read in `faults`. How many rows there were.

        May refuse the whole.
        """
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Read the list; what cannot be read is kept by row, for the page and for the file that goes back."""
        cleaned = super().clean() or {}
        if "file" in self.errors:
            return cleaned
        upload = cleaned.get("file")
        brought = "file" if upload else "rows"
        try:
            self.sheet = rows_of(upload.read()) if upload else from_lines(cleaned.get("rows", ""))
            if not any(any(row) for row in self.sheet):
                self.add_error(*((brought, EMPTY_FILE) if upload else (None, self.nothing)))
            elif not self.read():
                self.add_error(brought, NO_ROWS)
        except Refusal as refused:
            self.add_error(brought, told(refused))
        return cleaned

    def keep_lines(self) -> None:
        """Put what was uploaded into the box, so that it can be mended on the page and nothing is lost."""
        if self.sheet:
            brought: Any = self.data.copy()  # type: ignore[attr-defined]  # a request's data, which copies
            brought["rows"] = as_lines(self.sheet)
            self.data = brought


def tell(request: DeskRequest, said: Words, count: int) -> None:
    """How many came in; where none did, not as if something had been done."""
    if count:
        messages.success(request, say(said.fill(n=count)))
    else:
        messages.warning(request, say(NONE_NEW))


def faulty(faults: Faults, columns_of: Columns, title: Words, about: Words) -> Sheet | None:
    """Row, column, what is wrong and how to mend it; the title counts the rows (n)."""
    if not faults:
        return None
    columns = [
        Column(Words("行", "Row"), "num", "first"),
        Column(Words("列", "Column"), phone="verdict"),
        Column(Words("哪里不对", "What is wrong"), phone="whole"),
        Column(Words("怎样改", "How to mend it"), phone="whole"),
    ]
    rows = [
        Row(
            [Cell(number), Cell(columns_of.label_of(one.field)), Cell(one.wrong, tone="late"), Cell(one.mend)]
        )
        for number, said in sorted(faults.items())
        for one in said
    ]
    return Sheet("faults", title.fill(n=len(faults)), Table(columns, rows[:SHOWN]), about)


def outcomes(title: Words, heads: Sequence[Words], counted: Sequence[tuple[Words, int]]) -> Sheet:
    """How many lines came out in which way; ways nothing came out in are left out."""
    columns = [Column(heads[0], phone="first"), Column(heads[1], "num", "verdict")]
    rows = [Row([Cell(words), Cell(number)]) for words, number in counted if number]
    return Sheet("answers", title, Table(columns, rows))


def guide(columns_of: Columns, title: Words = GUIDE) -> Sheet:
    """The columns of the list, as help."""
    columns = [
        Column(Words("列", "Column"), phone="first"),
        Column(Words("填表说明", "What belongs there"), phone="plain"),
    ]
    rows = [Row([Cell(field.label), Cell(field.help)]) for field in columns_of.fields]
    return Sheet("guide", title, Table(columns, rows, two=False))
