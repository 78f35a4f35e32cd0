"""How an order, a project, an employment check and a ruling are shown on the page of their case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from yushu.catalogue.models.occupations import name_of
from yushu.doors.asking import DeskRequest
from yushu.doors.pages.employing_words import KINDS, MASKED, NAME, masked
from yushu.doors.pages.portrait import Portrait
from yushu.doors.pages.shapes import Cell, Column, Fact, Link, Row, Sheet, Table
from yushu.doors.pages.shelves import state_cell
from yushu.kernel.words import Words
from yushu.law.pack import pack
from yushu.people.roles import Duty, Role
from yushu.subsidies.arranging import TAKES_CLASSES
from yushu.subsidies.models import Kind

if TYPE_CHECKING:
    from yushu.people.actors import Actor
    from yushu.subsidies.models import EmploymentCheck, EmploymentRow, Order, Project, Ruling

COVERED = Words("培训班{n}个", "{n} classes")
PEOPLE = Words("{k}人，{n}项", "{n} statements about {k} people")


def scheme_facts(scheme: Order | Project) -> list[Fact]:
    """Whose it is, how many people, and the decision of the city."""
    employer = getattr(scheme, "employer", None)
    shown = [
        Fact(Words("名称", "Name"), scheme.name),
        *([Fact(Words("用人单位", "Employer"), name_of(employer))] if employer else []),
        Fact(Words("培训机构", "Institution"), name_of(scheme.institution)),
        Fact(Words("受理市", "City"), name_of(scheme.city), cites="A11"),
        Fact(Words("计划培训人数", "People to be trained"), scheme.people, "number"),
        Fact(Words("岗位和人数", "Jobs"), getattr(scheme, "jobs", "")),
        Fact(Words("签订日期", "Signed on"), getattr(scheme, "signed_on", None), "fullday"),
        Fact(Words("入库文号", "Taken in under"), scheme.registered_no, "mono", cites="R16"),
        Fact(Words("入库日期", "Taken in on"), scheme.registered_on, "fullday"),
    ]
    return [fact for fact in shown if fact.value]


def scheme_sheets(scheme: Order | Project, request: DeskRequest) -> list[Sheet]:
    """The classes under it. An employer is no party to them, so for it they are names alone."""
    linked = request.actor.role != Role.EMPLOYER
    cases = list(scheme.classes().select_related("occupation", "institution"))
    columns = [
        Column(Words("班级", "Class"), phone="first"),
        Column(Words("编号", "Number"), "mono", "plain"),
        Column(Words("开班", "Opened")),
        Column(Words("结业考核", "Completion exam")),
        Column(Words("状态", "State"), "tag", "verdict"),
    ]
    rows = [
        Row(
            [
                Cell(case.called, reverse("case", args=["class", case.pk]) if linked else ""),
                Cell(case.number),
                Cell(case.opens_on),
                Cell(case.examined_on),
                state_cell(case.process, case.state),
            ],
            str(case.pk),
        )
        for case in cases
    ]
    none = Words("还没有列入培训班", "No class stands under it yet")
    return [Sheet("classes", COVERED.fill(n=len(cases)), Table(columns, rows, none))]


def scheme_works(scheme: Order | Project, actor: Actor) -> list[Link]:
    """Where the institution goes on while it is a draft, and with a project until it is closed."""
    if actor.role != Role.INSTITUTION or actor.duty != Duty.HANDLE:
        return []
    kind, found = scheme.process.kind, []
    if scheme.state == scheme.process.start:
        found.append(
            Link(Words("修改内容", "Revise the terms"), reverse("scheme_revise", args=[kind, scheme.pk]))
        )
    if scheme.state in TAKES_CLASSES[scheme.mode]:
        found.append(
            Link(Words("选培训班", "Choose classes"), reverse("scheme_classes", args=[kind, scheme.pk]))
        )
    if scheme.state == "REGISTERED":
        found.append(
            Link(Words("核算补贴", "Compute a settlement"), reverse("settlement_new", args=[kind, scheme.pk]))
        )
    return found


def check_facts(check: EmploymentCheck) -> list[Fact]:
    """Who asks whom."""
    return [
        Fact(Words("用人单位", "Employer"), name_of(check.employer)),
        Fact(Words("送核单位", "Asked by"), name_of(check.institution)),
        Fact(Words("受理市", "City"), name_of(check.city), cites="A11"),
    ]


def check_sheets(check: EmploymentCheck, _request: DeskRequest) -> list[Sheet]:
    """The people, as asked about and answered."""
    return [Sheet("people", PEOPLE.fill(k=check.people(), n=check.size()), check_choices(check))]


def check_choices(check: EmploymentCheck) -> Table:
    """The people: name, masked number, class, what is asked, and what is not so. Nothing else is an employer's."""
    named = check.rows.select_related("member__person", "member__training_class__occupation")
    lines = list(named.prefetch_related("member__person__documents"))
    return Table(*_lines(lines))


def _lines(lines: Iterable[EmploymentRow]) -> tuple[list[Column], list[Row]]:
    found = list(lines)
    remarks = any(line.why for line in found)
    columns = [
        NAME,
        MASKED,
        Column(Words("培训班", "Class"), phone="whole"),
        Column(Words("核实事项", "To be confirmed"), phone="whole"),
        Column(Words("起始日", "From")),
        *[Column(Words("不属实的情况", "What is not so"), phone="whole")] * remarks,
    ]
    rows = [
        Row(
            [
                Cell(line.member.person.name),
                Cell(masked(line.member.person)),
                Cell(line.member.training_class.called),
                Cell(KINDS[Kind(line.kind)]),
                Cell(line.since),
                *[Cell(line.why)] * remarks,
            ],
            str(line.pk),
            line.member.person.name,
        )
        for line in found
    ]
    return columns, rows


def ruling_facts(ruling: Ruling) -> list[Fact]:
    """Which question, which answer, from when, under which document."""
    entry = pack().entry(ruling.reading)
    shown = [
        Fact(Words("问题", "Question"), entry.says, cites=ruling.reading),
        Fact(Words("明确的是", "What is settled"), ruling.called if ruling.subject else ""),
        Fact(Words("答案", "Answer"), ruling.says()),
        Fact(Words("自", "From"), ruling.since, "fullday"),
        Fact(Words("文号", "Document number"), ruling.document_no, "mono", cites="A33"),
        Fact(Words("发文日期", "Date of dispatch"), ruling.dispatched_on, "fullday"),
    ]
    return [fact for fact in shown if fact.value]


def file_tool(case: Any) -> list[Link]:
    """The file of the case."""
    href = reverse("case_file", args=[case.process.kind, case.pk])
    return [Link(Words("下载办件材料", "File of the case"), href)]


PORTRAITS = {
    "order": Portrait(scheme_facts, scheme_sheets, file_tool, works=scheme_works),
    "project": Portrait(scheme_facts, scheme_sheets, file_tool, works=scheme_works),
    "employment": Portrait(check_facts, check_sheets, file_tool, check_choices),
    "ruling": Portrait(ruling_facts, tools=file_tool),
}
