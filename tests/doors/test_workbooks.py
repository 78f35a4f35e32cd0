"""Workbooks as people bring them: odd, wrong, or made to bring the site down."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pytest
import xlsxwriter

from yushu.doors.files import unpacking
from yushu.doors.files.workbooks import LARGEST, Pen, plain, rows_of
from yushu.kernel.errors import Invalid


def book(*cells: tuple[int, int, object]) -> bytes:
    stream = BytesIO()
    made = xlsxwriter.Workbook(stream, {"default_date_format": "yyyy-mm-dd"})
    page = made.add_worksheet()
    for row, column, value in cells:
        page.write(row, column, value)
    made.close()
    return stream.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(Invalid) as caught:
        rows_of(content)
    assert caught.value.field == "file"
    return caught.value.wrong.zh


def test_every_kind_of_cell_comes_back():
    cells = [(0, 0, "姓名"), (0, 1, 82.5), (0, 2, True), (0, 3, datetime(2024, 8, 20)), (2, 0, "学员甲")]  # noqa: DTZ001 - a workbook's days have no zone
    rows = rows_of(book(*cells))

    assert rows[0] == ["姓名", 82.5, True, date(2024, 8, 20)]
    assert rows[1] == ["", "", "", ""]
    assert [plain(cell) for cell in rows[2]] == ["学员甲", "", "", ""]


def test_a_formula_is_read_as_what_it_shows():
    stream = BytesIO()
    made = xlsxwriter.Workbook(stream)
    made.add_worksheet().write_formula(0, 0, "=1+1", None, 2)
    made.close()

    assert rows_of(stream.getvalue()) == [[2.0]]


@pytest.mark.parametrize("content", [b"", b"name,number\n", b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0 old"])
def test_what_is_no_workbook_is_refused(content: bytes):
    assert refused(content) == "这不是能读的表格文件"


def test_a_list_may_be_as_long_as_is_said_and_no_longer():
    assert len(rows_of(book((unpacking.MOST_ROWS - 1, 0, "a")))) == unpacking.MOST_ROWS
    assert refused(book((unpacking.MOST_ROWS, 0, "a"))) == "多于5000行"
    assert refused(book((0, unpacking.MOST_COLUMNS, "a"))) == "多于200列"


def test_one_cell_at_the_end_of_the_sheet_does_not_bring_the_site_down():
    content = book((0, 0, "a"), (1_048_575, 16_383, "b"))

    assert len(content) < 10_000
    assert refused(content) == "文件展开后太大"


def test_a_large_file_is_not_opened():
    assert refused(b"0" * (LARGEST + 1)) == "文件超过5 MB"


def test_an_empty_sheet_has_no_rows():
    assert rows_of(Pen("名单").done()) == []
