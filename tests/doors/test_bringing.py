"""A list that is brought in: whatever is wrong with the file is said at the file, and nothing typed is lost."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cast import Cast
from tests.subsidies import payingmakers as pay
from yushu.doors.files.insurance import INSURANCE
from yushu.doors.pages.insurance_pages import TAKE
from yushu.people.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
DOCUMENT = "九月参保名单"


def workbook(*rows: list[str]) -> bytes:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return made.getvalue()


def brought(cast: Cast, content: bytes) -> Any:
    data = {
        "document": DOCUMENT,
        "received_on": "2024-09-25",
        "file": SimpleUploadedFile("lines.xlsx", content),
        "step": TAKE,
    }
    return cast.client(Role.CITY).post(reverse("insurance_lines"), data)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"0" * 400, "这不是能读的表格文件"),
        (b"", "所提交的是空文件"),
        (workbook(), "上传的表格是空的"),
        (workbook(["甲", "乙"], ["1", "2"]), "没有找到表头"),
        (INSURANCE.template(), "表头下面没有一行数据"),
    ],
)
def test_what_is_wrong_with_the_file_is_said_once_and_at_the_file(cast: Cast, content: bytes, said: str):
    page = brought(cast, content)
    form = page.context["panels"][0].form
    assert list(form.errors) == ["file"]
    assert said in page.content.decode()
    assert DOCUMENT in page.content.decode()
    assert not list(page.context["messages"])


def test_lines_of_which_none_is_taken_are_no_success(cast: Cast):
    run = pay.sent(cast, pay.payment(cast))
    line = run.lines.get()
    sheet = "\n".join(
        "\t".join(row)
        for row in (
            ["明细号", "金额", "结果", "付款日期", "银行流水号", "失败原因"],
            [line.code, "999", "成功", pay.PAID, "L1", ""],
        )
    )
    page = cast.client(Role.FINANCE).post(reverse("run_answer", args=[run.pk]), {"rows": sheet, "step": TAKE})
    assert [str(message.level_tag) for message in page.context["messages"]] == ["warning"]
    assert "999" in page.content.decode()
