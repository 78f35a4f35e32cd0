"""The forms of payments: an account, the bank's answer, the beginning of a recovery."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from yushu.doors.files.payments import read_answers
from yushu.doors.pages.bringing import SheetForm, workbook
from yushu.doors.pages.forms_picking import Line, PlainForm
from yushu.doors.pages.forms_training import OneOf
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


class AnswerForm(SheetForm):
    """The bank's answer as a workbook, or lines pasted from one."""

    nothing = _("没有数据。上传文件，或粘贴数据。")
    file = workbook(
        Words("银行回单（xlsx）", "The bank's answer (xlsx)"),
        Words("用本页的模板，明细号照支付文件", "The template of this page; lines named as in the file"),
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.answers: list[Answer] = []
        self.verdicts: list[Verdict] = []

    def read(self) -> int:
        """The lines of the answer."""
        self.answers, self.faults = read_answers(self.sheet)
        return len(self.answers) + len(self.faults)
