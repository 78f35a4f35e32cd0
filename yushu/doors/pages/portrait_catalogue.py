"""How a plan, its changes, a city entry and a proposal are shown on the page of their case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from yushu.doors.asking import DeskRequest
from yushu.doors.pages.portrait_batch import course, office_words
from yushu.doors.pages.shapes import Cell, Column, Fact, Link, Row, Sheet, Table
from yushu.doors.pages.speech import with_sign
from yushu.kernel.words import Words

if TYPE_CHECKING:
    from yushu.catalogue.models import CityEntry, MissingOccupation, Plan, PlanChange

WHO = Words("培训机构", "Institution")
WHAT = Words("专业", "Field")
DOCUMENT = Words("文号", "Document number")
REASON = Words("理由", "Reason")


def plan_facts(plan: Plan) -> list[Fact]:
    """Year, document, seats stated and seats in the table."""
    shown = [
        Fact(Words("年度", "Year"), str(plan.year)),
        Fact(DOCUMENT, plan.document_no, "mono"),
        Fact(Words("下达日期", "Issued"), plan.issued_on, "fullday"),
        Fact(Words("文件写的总人数", "Total stated"), plan.stated_total, "number", cites="R28"),
        Fact(Words("现在的名额", "Seats now"), plan.seats(), "number"),
    ]
    return [fact for fact in shown if fact.value is not None and fact.value != ""]


def plan_sheets(plan: Plan, _request: DeskRequest) -> list[Sheet]:
    """The cells of the plan, one a row."""
    columns = [
        Column(WHO, phone="first"),
        Column(WHAT, phone="plain"),
        Column(Words("名额", "Seats"), "num"),
        Column(Words("已公告", "Announced"), "num"),
        Column(Words("已开班", "Opened"), "num"),
    ]
    cells = list(plan.cells.named())
    rows = [
        Row(
            [
                Cell(office_words(cell.institution)),
                Cell(cell.occupation.short),
                Cell(cell.seats),
                Cell(cell.announced),
                Cell(cell.taken),
            ],
            str(cell.pk),
            cell.name,
        )
        for cell in cells
    ]
    total = Words("{c}格，合计{n}人", "{c} cells, {n} seats in all").fill(
        c=len(cells), n=sum(cell.seats for cell in cells)
    )
    return [Sheet("cells", Words("名额分配", "Seats"), Table(columns, rows), total)]


def plan_tools(plan: Plan) -> list[Link]:
    """The plan as a plan, and as a workbook."""
    return [
        Link(Words("计划执行进度", "Progress of the plan"), reverse("plan", args=[plan.year])),
        Link(Words("下载表格", "Download the table"), reverse("plan_file", args=[plan.year])),
        Link(Words("下载办件材料", "File of the case"), reverse("case_file", args=["plan", plan.pk])),
    ]


def change_facts(change: PlanChange) -> list[Fact]:
    """Which plan, who asked, why, and how it was decided."""
    shown = [
        Fact(Words("计划", "Plan"), change.plan.title(), href=reverse("plan", args=[change.plan.year])),
        Fact(Words("提出单位", "Asked by"), office_words(change.asked_by)),
        Fact(REASON, change.reason),
        Fact(DOCUMENT, change.document_no, "mono"),
        Fact(Words("决定日期", "Decided"), change.decided_on, "fullday"),
    ]
    return [fact for fact in shown if fact.value]


def change_sheets(change: PlanChange, _request: DeskRequest) -> list[Sheet]:
    """The cells asked about, with what they would become while it is not decided."""
    columns = [
        Column(WHO, phone="first"),
        Column(WHAT, phone="plain"),
        Column(Words("增减", "Change"), "num", "verdict"),
        Column(Words("现有名额", "Seats now"), "num"),
        Column(Words("已公告", "Announced"), "num"),
        Column(Words("已开班", "Opened"), "num"),
    ]
    cells = change.cells()
    rows = []
    for line in change.lines.named():
        cell = cells.get((line.institution_id, line.occupation_id))
        figures = (cell.seats, cell.announced, cell.taken) if cell else (0, 0, 0)
        names = [
            Cell(office_words(line.institution)),
            Cell(line.occupation.short),
            Cell(with_sign(line.delta)),
        ]
        rows.append(Row([*names, *(Cell(figure) for figure in figures)], str(line.pk), line.name))
    return [Sheet("lines", Words("要调整的名额", "Seats to change"), Table(columns, rows))]


def missing_facts(proposal: MissingOccupation) -> list[Fact]:
    """What is wanted, for how many, where, from when, why; and the decision."""
    shown = [
        Fact(Words("提出单位", "Employer"), office_words(proposal.employer)),
        Fact(Words("职业和等级", "Occupation and level"), course(proposal.occupation.short, proposal.level)),
        Fact(Words("预计人数", "People expected"), proposal.people, "number", cites="R26"),
        Fact(Words("省外培训机构", "Institution outside Shanxi"), proposal.provider),
        Fact(Words("计划开班", "Training starts"), proposal.starts_on, "fullday", cites="R26"),
        Fact(REASON, proposal.reason),
        Fact(Words("批准人数", "People approved"), proposal.approved_people, "number"),
        Fact(DOCUMENT, proposal.document_no, "mono"),
        Fact(Words("决定日期", "Decided"), proposal.decided_on, "fullday"),
    ]
    return [fact for fact in shown if fact.value]


def entry_facts(entry: CityEntry) -> list[Fact]:
    """Which city lists which project of whom, under which number."""
    shown = [
        Fact(Words("市", "City"), office_words(entry.city)),
        Fact(WHO, office_words(entry.institution)),
        Fact(
            Words("职业和等级", "Occupation and level"),
            course(entry.occupation.short, entry.level),
            cites="R14",
        ),
        Fact(DOCUMENT, entry.document_no, "mono"),
        Fact(Words("列入日期", "Listed"), entry.listed_on, "fullday"),
    ]
    return [fact for fact in shown if fact.value]
