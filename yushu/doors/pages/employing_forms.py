"""The forms about employment: whom an employer is asked about, what a document says, insurance lines."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from yushu.doors.files.insurance import read_insurance
from yushu.doors.pages.bringing import SheetForm, workbook
from yushu.doors.pages.employing_words import ASKED, KINDS
from yushu.doors.pages.forms_picking import Day, Line, Pick, PlainForm
from yushu.doors.pages.forms_training import OneOf
from yushu.doors.pages.portrait_batch import office_words
from yushu.doors.pages.told import told
from yushu.kernel.errors import Refusal
from yushu.kernel.identifiers import credit_code
from yushu.kernel.words import Words
from yushu.people.actors import Actor
from yushu.people.documents import KIND_WORDS
from yushu.people.models import Office
from yushu.people.roles import Role
from yushu.subsidies.insurance import Answered, InsuranceLine
from yushu.subsidies.models import EmploymentFact, Kind
from yushu.subsidies.recording import Asked, Proof, Said

RECEIVED = Words("收到日期", "Received on")
DOCUMENT = Words("材料", "Document")
DOCUMENT_HINT = Words("写材料名称、日期，有文号的写文号", "Its name, its day, and its number if it has one")


class AskForm(PlainForm):
    """Which employer is asked, what, and from when; a day of its own may stand in a person's row."""

    employer = Pick(Words("用人单位", "Employer"), office_words)
    kind = OneOf(Words("核实什么", "To be confirmed"), dict(ASKED), initial=Kind.CONTRACT)
    since = Day(
        Words("起始日", "From"), Words("个别人不同的，在名单里改", "Change it in the row where it differs")
    )

    def __init__(self, actor: Actor, members: list[Any], *args: Any) -> None:
        super().__init__(*args)
        employers = Office.objects.visible_to(actor).filter(role=Role.EMPLOYER).order_by("name")
        self.fields["employer"].queryset = employers  # type: ignore[attr-defined]  # a Pick has one
        for member in members:
            label = Words("{p}的起始日", "{p}: from").fill(p=member.person.name)
            self.fields[f"since-{member.pk}"] = Day(label, required=False)

    def common(self) -> list[Any]:
        """The fields above the list."""
        return [self[name] for name in ("employer", "kind", "since")]

    def asked(self, members: list[Any]) -> list[Asked]:
        """Each of these people with the kind and the day: their own, or the common one."""
        said = self.cleaned_data
        return [Asked(one, said["kind"], said.get(f"since-{one.pk}") or said["since"]) for one in members]


class FactForm(PlainForm):
    """What a document says of somebody, who is named by an identity number."""

    id_kind = OneOf(Words("证件类型", "Identity paper"), KIND_WORDS, initial="RESIDENT")
    number = Line(Words("学员证件号码", "Identity number of the trainee"), max_length=40)
    kind = OneOf(Words("就业情形", "Kind of employment"), dict(KINDS))
    employer_name = Line(
        Words("单位", "Employer"),
        Words("营业执照写字号；入伍、升学写单位或学校", "Firm, unit or school"),
        max_length=100,
    )
    employer_code = Line(Words("统一社会信用代码", "Credit code"), max_length=24, required=False)
    since = Day(Words("起始日", "From"))
    until = Day(Words("终止日", "Until"), Words("还在职的空着", "Empty while it goes on"), required=False)
    document = Line(DOCUMENT, DOCUMENT_HINT, max_length=200)
    received_on = Day(RECEIVED)

    def clean_employer_code(self) -> str:
        """A code in its one spelling, or nothing."""
        text = self.cleaned_data["employer_code"]
        try:
            return credit_code(text) if text else ""
        except Refusal as refused:
            raise ValidationError(told(refused)) from None

    def said(self) -> Said:
        """What the document says."""
        given = self.cleaned_data
        return Said(
            given["kind"],
            given["since"],
            given["until"],
            None,
            given["employer_name"],
            given["employer_code"],
        )

    def proof(self) -> Proof:
        """The document itself."""
        return Proof(self.cleaned_data["document"], self.cleaned_data["received_on"])


class CorrectForm(FactForm):
    """The days of a recorded fact as they truly were, on which paper, and why the record changes."""

    why = Line(
        Words("更正理由", "Reason"), Words("记入办理记录，不写身份信息", "It goes on record"), max_length=200
    )

    def __init__(self, fact: EmploymentFact, data: Any) -> None:
        super().__init__(data, initial={"since": fact.since, "until": fact.until})
        self.fact = fact
        for name in ("id_kind", "number", "kind", "employer_name", "employer_code"):
            del self.fields[name]

    def said(self) -> Said:
        """The same fact with the days given here."""
        fact, given = self.fact, self.cleaned_data
        return Said(
            fact.kind,
            given["since"],
            given["until"],
            fact.employer,
            fact.employer_name,
            fact.employer_code,
            fact.insurance,
        )


class LinesForm(SheetForm):
    """A workbook of insurance lines, or lines pasted from one, and the document they come with."""

    nothing = _("没有数据。上传文件，或粘贴数据。")
    document = Line(
        DOCUMENT,
        Words("如 太原市社保中心2024年11月参保名单", "Such as: list of November 2024"),
        max_length=200,
    )
    received_on = Day(RECEIVED)
    file = workbook(
        Words("参保数据（xlsx）", "Insurance lines (xlsx)"),
        Words("用本页的模板填写，至多5000行", "Use the template of this page; 5,000 rows at most"),
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.lines: list[InsuranceLine] = []
        self.answers = Answered()

    def read(self) -> int:
        """The lines of the sheet."""
        self.lines, self.faults = read_insurance(self.sheet)
        return len(self.lines) + len(self.faults)

    def proof(self) -> Proof:
        """The document they come with."""
        return Proof(self.cleaned_data["document"], self.cleaned_data["received_on"])
