"""The forms of payments: an account, the bank's answer, the beginning of a recovery."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from yushu.doors.files.columns import Faults, as_lines, from_lines
from yushu.doors.files.payments import read_answers
from yushu.doors.files.workbooks import rows_of
from yushu.doors.pages.forms_picking import Line, PlainForm
from yushu.doors.pages.forms_training import OneOf
from yushu.doors.pages.told import told
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.subsidies.bank_answers import Answer, Verdict
from yushu.subsidies.naming import Named, read
from yushu.subsidies.reclaiming import Finding
from yushu.subsidies.recovering import GROUNDS


class PayeeForm(PlainForm):
    """What an institution says of its account."""

    holder = Line(
        Words("户名", "Holder"), Words("与机构名称一致", "The institution's own name"), max_length=100
    )
    bank = Line(Words("开户行", "Bank"), Words("写到支行", "With its branch"), max_length=100)
    account = Line(
        Words("账号", "Account number"),
        Words("加密保存，页面上只显示首尾4位", "Kept encrypted; pages show its ends alone"),
        max_length=40,
    )

    def named(self) -> Named:
        """As the domain takes it."""
        said = self.cleaned_data
        return read(said["holder"], said["bank"], said["account"])


class RecoveryForm(PlainForm):
    """Why something should come back."""

    ground = OneOf(Words("原因", "Ground"), GROUNDS)
    about = Line(
        Words("查实的情况", "What was established"),
        Words("写明查实了什么、凭什么材料", "What, and by which document"),
        rows=4,
        max_length=400,
    )

    def finding(self) -> Finding:
        """As the domain takes it."""
        return Finding(self.cleaned_data["ground"], self.cleaned_data["about"])


class AnswerForm(PlainForm):
    """The bank's answer as a workbook, or lines pasted from one."""

    file = forms.FileField(
        label=Words("银行回单（xlsx）", "The bank's answer (xlsx)"),
        help_text=Words(
            "用本页的模板，明细号照支付文件", "The template of this page; lines named as in the file"
        ),
        required=False,
    )
    rows = Line(
        Words("或者从表格粘贴", "Or paste it from a spreadsheet"),
        Words(
            "连表头一起粘贴。上传了文件就以文件为准。",
            "With the head row. A file that is uploaded comes first.",
        ),
        rows=6,
        required=False,
        strip=False,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.sheet: list[list[Any]] = []
        self.answers: list[Answer] = []
        self.faults: Faults = {}
        self.verdicts: list[Verdict] = []

    def clean(self) -> dict[str, Any]:
        """Read the lines; what cannot be read is kept by row."""
        cleaned = super().clean() or {}
        try:
            upload = cleaned.get("file")
            self.sheet = rows_of(upload.read()) if upload else from_lines(cleaned.get("rows", ""))
            if not any(any(row) for row in self.sheet):
                raise ValidationError(_("没有数据。上传文件，或粘贴数据。"))
            self.answers, self.faults = read_answers(self.sheet)
        except Refusal as refused:
            self.add_error("file" if refused.field == "file" else "rows", told(refused))
        return cleaned

    def keep_lines(self) -> None:
        """Put what was uploaded into the box, so that it can be mended on the page and nothing is lost."""
        if self.sheet:
            data: Any = self.data.copy()  # type: ignore[attr-defined]  # what was sent can be copied
            data["rows"] = as_lines(self.sheet)
            self.data = data
