"""Workbooks: read cell by cell whatever a spreadsheet program made of it, and written plainly."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import xlsxwriter
from django.http import HttpResponse

from yushu.doors.files import unpacking
from yushu.kernel.errors import Invalid
from yushu.kernel.words import Words

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 5 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
PATIENCE = 30.0
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00a0\u3000]")

READER = [sys.executable, "-I", unpacking.__file__]
"""A process that may fall over a file without taking the site along."""

MEND_FILE = Words("用下载的模板填写，存为xlsx再上传", "Fill in the template and save it as xlsx")
TOO_MUCH = (Words("文件展开后太大", "The file unpacks to too much"), MEND_FILE)
REFUSED = {
    unpacking.UNREADABLE: (Words("这不是能读的表格文件", "This is no workbook"), MEND_FILE),
    unpacking.TOO_LONG: (
        Words("多于{n}行", "More than {n} rows").fill(n=unpacking.MOST_ROWS),
        Words("分成几个文件", "Split the file"),
    ),
    unpacking.TOO_WIDE: (
        Words("多于{n}列", "More than {n} columns").fill(n=unpacking.MOST_COLUMNS),
        Words("删去名单右边用不到的列", "Delete the unused columns at the right of the list"),
    ),
}


def rows_of(content: bytes) -> list[list[Any]]:
    """The first sheet, row by row, from its first row. Raises Invalid for what is no workbook."""
    if len(content) > LARGEST:
        raise Invalid(Words("文件超过5 MB", "The file is larger than 5 MB"), MEND_FILE, field="file")
    _refuse_bomb(content)
    try:
        done = subprocess.run(READER, input=content, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603  # our own file, under our own Python; nobody's input is on the command line
    except subprocess.TimeoutExpired as error:
        raise Invalid(*TOO_MUCH, field="file") from error
    if done.returncode:
        raise Invalid(*REFUSED.get(done.returncode, TOO_MUCH), field="file")
    return [[_value(cell) for cell in row] for row in json.loads(done.stdout)]


def _value(cell: Any) -> Any:
    if not isinstance(cell, list):
        return cell
    kind, text = cell
    return datetime.fromisoformat(text) if kind == "t" else date.fromisoformat(text)


def _refuse_bomb(content: bytes) -> None:
    """A small file may unpack to a very large one; its own table of contents says so beforehand."""
    try:
        unpacked = sum(part.file_size for part in ZipFile(BytesIO(content)).infolist())
    except BadZipFile:
        return
    if unpacked > LARGEST_UNPACKED:
        raise Invalid(*TOO_MUCH, field="file")


def plain(value: Any) -> str:
    """A cell as text: full-width digits narrow, unseen signs and outer spaces gone, 82.0 as 82."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = INVISIBLE.sub(" ", str(value))
    narrow = "".join(unicodedata.normalize("NFKC", s) if "\uff01" <= s <= "\uff5e" else s for s in text)
    return " ".join(narrow.split())


class Pen:
    """A workbook being written: text stays text, dates are dates, the head stands still."""

    def __init__(self, title: str) -> None:
        self.stream = BytesIO()
        self.book = xlsxwriter.Workbook(self.stream, {"in_memory": True, "strings_to_formulas": False})
        self.book.set_properties({"title": title})
        self.head = self.book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.text = self.book.add_format({"num_format": "@"})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.wrong = self.book.add_format({"num_format": "@", "font_color": "#A8331F", "text_wrap": True})

    def sheet(self, name: str, head: Sequence[str], widths: Sequence[int], at: int = 0) -> Any:
        """A sheet with its head row."""
        page = self.book.add_worksheet(name)
        for column, (label, width) in enumerate(zip(head, widths, strict=True)):
            page.set_column(column, column, width)
            page.write_string(at, column, label, self.head)
        page.freeze_panes(at + 1, 0)
        return page

    def put(self, page: Any, row: int, column: int, value: Any, style: Any = None) -> None:
        """One cell: a number, a day, or text (never a formula)."""
        if isinstance(value, bool) or value is None:
            page.write_string(row, column, "", style or self.text)
        elif isinstance(value, int | float):
            page.write_number(row, column, value, style)
        elif isinstance(value, date):
            page.write_datetime(row, column, datetime(value.year, value.month, value.day), style or self.day)  # noqa: DTZ001  # a workbook's days have no zone
        else:
            page.write_string(row, column, str(value), style or self.text)

    def done(self) -> bytes:
        """The finished file."""
        self.book.close()
        return self.stream.getvalue()


def as_download(content: bytes, name: str, status: int = 200) -> HttpResponse:
    """A workbook as the answer to a request. The name is plain ASCII."""
    answer = HttpResponse(content, content_type=TYPE, status=status)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
