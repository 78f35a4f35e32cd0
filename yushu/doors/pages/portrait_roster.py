"""How a roster report and a training certificate are shown on the page of their case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from yushu.catalogue.levels import Level
from yushu.catalogue.models.occupations import name_of
from yushu.doors.asking import DeskRequest
from yushu.doors.pages.portrait_batch import points
from yushu.doors.pages.shapes import Cell, Column, Fact, Link, Row, Sheet, Table
from yushu.kernel.words import Words
from yushu.people.roles import Role
from yushu.training.terms import HOURS
from yushu.training.training_life import GROUNDS

if TYPE_CHECKING:
    from yushu.people.actors import Actor
    from yushu.training.models import RosterLine, RosterReport, TrainingCertificate

LINES = Words("名册{n}人", "{n} people")
FROZEN = Words("第{n}版，{d}定格", "sheet {n}, frozen {d}")
NOT_FROZEN = Words("还没有报送，下面是现在的情况", "not yet reported: this is how it stands now")


def facts(report: RosterReport) -> list[Fact]:
    """Which class, which exam, which sheet counts."""
    case, sheet = report.training_class, report.current_sheet()
    shown = [
        Fact(Words("培训机构", "Institution"), name_of(report.institution)),
        Fact(Words("培训班", "Class"), case.called, href=reverse("case", args=["class", case.pk])),
        Fact(Words("结业考核", "Completion exam"), report.examined_on, "fullday", cites="A6"),
        Fact(Words("报送日期", "Reported"), report.reported_on, "fullday", cites="R07"),
        Fact(Words("打印件查验码", "Code of the print"), sheet.code if sheet else None, "mono"),
    ]
    return [fact for fact in shown if fact.value]


def sheets(report: RosterReport, _request: DeskRequest) -> list[Sheet]:
    """The rows as they were reported."""
    lines = list(report.lines.all())
    about = Words("", "") if report.reported_on else NOT_FROZEN
    return [Sheet("lines", LINES.fill(n=len(lines)), Table(*lines_of(lines)), about)]


def choices(report: RosterReport) -> Table:
    """The rows beside a tick."""
    return Table(*lines_of(list(report.lines.all())))


def lines_of(lines: list[RosterLine]) -> tuple[list[Column], list[Row]]:
    """Columns and rows of a roster; the column of remarks only where there are any."""
    remarks = any(line.why for line in lines)
    rows = []
    for line in lines:
        cells = [*content_cells(line.seq, line.content), *[Cell(line.why)] * remarks]
        rows.append(Row(cells, str(line.pk), str(line.content.get("name", ""))))
    columns = [*COLUMNS, *[Column(Words("要改的问题", "To be mended"), phone="whole")] * remarks]
    return columns, rows


COLUMNS = [
    Column(Words("序号", "No."), "num", "off"),
    Column(Words("姓名", "Name"), phone="first"),
    Column(Words("证件号", "Identity number"), "mono", "plain"),
    *(Column(words, "num") for words in HOURS.values()),
    Column(Words("理论", "Theory"), "num"),
    Column(Words("实操", "Practice"), "num"),
    Column(Words("培训合格证书", "Training certificate"), "mono", "whole"),
]


def content_cells(seq: int, content: Mapping[str, Any]) -> list[Cell]:
    """One row of a frozen sheet."""
    hours = content.get("hours", {})
    marks = [content.get(part) for part in ("theory", "practice")]
    return [
        Cell(seq),
        Cell(content.get("name")),
        Cell(content.get("id_masked")),
        *(Cell(hours.get(kind)) for kind in HOURS),
        *(Cell(None if mark is None else points(mark)) for mark in marks),
        Cell(content.get("serial")),
    ]


def tools(report: RosterReport) -> list[Link]:
    """The print, once something is frozen, and the file of the case."""
    printed = [Link(Words("打印名册", "Print the roster"), reverse("roster_print", args=[report.pk]))]
    file = Link(Words("下载办件材料", "File of the case"), reverse("case_file", args=["roster", report.pk]))
    return [*(printed if report.current_sheet() else []), file]


def certificate_facts(one: TrainingCertificate) -> list[Fact]:
    """What the certificate states, and the public ground where there is one."""
    ground = dict(GROUNDS).get(one.ground)
    shown = [
        Fact(Words("持证人", "Holder"), one.holder),
        Fact(Words("证件号", "Identity number"), one.masked, "mono"),
        *stated_facts(one),
        Fact(Words("原因类别（公开）", "Ground (published)"), ground),
        Fact(Words("告知日期", "Notified"), one.notified_on if one.ground else None, "fullday"),
    ]
    return [fact for fact in shown if fact.value]


def stated_facts(one: TrainingCertificate) -> list[Fact]:
    """Course, class, days and hours, as they stand on the certificate (domain of the unified certificate)."""
    direction = [Fact(Words("方向", "Direction"), one.direction.words)] if one.direction else []
    return [
        Fact(Words("职业", "Occupation"), one.occupation.words),
        *direction,
        Fact(Words("等级", "Level"), Level(one.level).words),
        Fact(Words("培训机构", "Institution"), name_of(one.institution)),
        Fact(Words("班级", "Class"), one.class_name),
        Fact(Words("培训开始", "Training from"), one.began_on, "fullday"),
        Fact(Words("培训结束", "Training to"), one.ended_on, "fullday"),
        *(Fact(words, getattr(one, kind), "number") for kind, words in HOURS.items() if getattr(one, kind)),
        Fact(Words("结业考核", "Completion exam"), one.completed_on, "fullday"),
        Fact(Words("颁发日期", "Issued"), one.issued_on, "fullday", cites="R06"),
    ]


def certificate_tools(one: TrainingCertificate) -> list[Link]:
    """The certificate on paper, the public page, the slip."""
    return [
        Link(
            Words("打印证书（证件号隐去中段）", "Print the certificate, number masked"),
            reverse("certificate_pdf", args=[one.pk]),
        ),
        Link(Words("公开查验页", "Public page"), reverse("certificate", args=[one.code])),
        Link(
            Words("打印登记查验单", "Print the verification sheet"),
            reverse("certificate_slip", args=[one.code]),
        ),
        Link(
            Words("下载办件材料", "File of the case"),
            reverse("case_file", args=["training_certificate", one.pk]),
        ),
    ]


def certificate_works(one: TrainingCertificate, actor: Actor) -> list[Link]:
    """The full number on paper: for the holder, and with a reason for those who answer for it."""
    if actor.role not in (Role.TRAINEE, Role.INSTITUTION, Role.PROVINCE):
        return []
    label = Words("打印证书（证件号完整）", "Print the certificate with the full number")
    return [Link(label, reverse("certificate_full", args=[one.pk]))]
