"""Roster reports and training certificates as lists; the print of a roster, and what its code says for ever."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yushu.catalogue.levels import Level
from yushu.catalogue.models.occupations import name_of
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import EVERYBODY, SIGNED_IN, STAFF, desk
from yushu.doors.pages.classes import tabs
from yushu.doors.pages.exhibits import Verdict
from yushu.doors.pages.portrait_batch import course
from yushu.doors.pages.portrait_roster import COLUMNS, content_cells
from yushu.doors.pages.shapes import Cell, Fact, Row, Sheet, Table
from yushu.doors.pages.shelves import Head, Shelf, listed, state_cell, with_due
from yushu.doors.pages.verify import moment, picture
from yushu.doors.verifying import as_code
from yushu.kernel.words import Words
from yushu.people.roles import Role
from yushu.training.models import RosterReport, RosterSheet, TrainingCertificate
from yushu.training.reporting import ROSTER
from yushu.training.training_life import TRAINING_LIFE

TITLE = Words("名册报送", "Roster reports")
PRINT = Words("学员名册", "Roster")


def _roster(report: Any) -> list[Cell]:
    return [
        Cell(report.number, reverse("case", args=["roster", report.pk])),
        Cell(report.training_class.called),
        Cell(name_of(report.institution)),
        Cell(report.headcount),
        Cell(report.examined_on),
        Cell(report.reported_on),
        Cell(report.due),
        state_cell(ROSTER, report.state),
    ]


ROSTERS = Shelf(
    title=TITLE,
    about=Words(
        "结业考核后30日内报送名册；逾期的照收，记为逾期。",
        "Due within 30 days of the completion exam; late ones are accepted and marked late.",
    ),
    process=ROSTER,
    heads=(
        Head(Words("编号", "Number"), "number", "mono", "first"),
        Head(Words("班级", "Class"), "training_class__name", "text", "whole"),
        Head(Words("培训机构", "Institution"), "institution__name", "text", "whole"),
        Head(Words("人数", "People"), "headcount", "num"),
        Head(Words("结业考核", "Completion exam"), "examined_on"),
        Head(Words("报送", "Reported"), "reported_on"),
        Head(Words("最近期限", "Next due day"), "due"),
        Head(Words("状态", "State"), "state", "tag", "verdict"),
    ),
    cells=_roster,
    search=("number", "institution__name", "training_class__name"),
    ready=lambda rows: with_due(
        rows.select_related("institution", "training_class__occupation").annotate(headcount=Count("lines"))
    ),
)


@desk(*STAFF)
@require_safe
def rosters(request: DeskRequest) -> HttpResponse:
    """The roster reports the visitor's office is a party to."""
    context = listed(request, ROSTERS, RosterReport.objects.visible_to(request.actor))
    return render(request, "lists/list.html", context | {"tabs": tabs("rosters")})


def _certificate(one: Any) -> list[Cell]:
    return [
        Cell(one.number, reverse("case", args=["training_certificate", one.pk])),
        Cell(one.holder),
        Cell(one.masked),
        Cell(course(one.occupation.short, one.level)),
        Cell(name_of(one.institution)),
        Cell(one.completed_on),
        Cell(one.issued_on),
        state_cell(TRAINING_LIFE, one.state),
    ]


CERTIFICATES = Shelf(
    title=Words("培训合格证书", "Training certificates"),
    about=Words(
        "结业考核合格，由培训机构颁发，进入公开登记。",
        "Issued by the institution to those who passed, and entered in the public log.",
    ),
    process=TRAINING_LIFE,
    heads=(
        Head(Words("平台登记号", "Number"), "number", "mono", "first"),
        Head(Words("持证人", "Holder"), "holder"),
        Head(Words("证件号", "Identity number"), "", "mono"),
        Head(Words("职业和等级", "Occupation and level"), "occupation__place"),
        Head(Words("培训机构", "Institution"), "institution__name", "text", "whole"),
        Head(Words("结业考核", "Completion exam"), "completed_on"),
        Head(Words("颁发日期", "Issued"), "issued_on"),
        Head(Words("状态", "State"), "state", "tag", "verdict"),
    ),
    cells=_certificate,
    search=("number", "holder", "institution__name", "occupation__zh"),
    order=("-issued_on", "-number"),
    ready=lambda rows: rows.select_related("occupation", "institution"),
)


@desk(*SIGNED_IN)
@require_safe
def training_certificates(request: DeskRequest) -> HttpResponse:
    """Training certificates; a holder sees their own."""
    context = listed(request, CERTIFICATES, TrainingCertificate.objects.visible_to(request.actor))
    shown = [] if request.actor.role == Role.TRAINEE else tabs("training_certificates")
    return render(request, "lists/list.html", context | {"tabs": shown})


@desk(*STAFF)
@require_safe
def roster_print(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The sheet that counts, with its code, for paper."""
    report = get_object_or_404(RosterReport.objects.visible_to(request.actor), pk=pk)
    sheet = report.current_sheet()
    if sheet is None:
        raise Http404
    address = request.build_absolute_uri(reverse("roster_sheet", args=[sheet.code]))
    context = {
        "heading": PRINT,
        "about": Words("{n}，第{v}版", "{n}, sheet {v}").fill(n=report.number, v=sheet.number),
        "facts": sheet_facts(sheet),
        "people": lines_of(sheet),
        "code": sheet.code,
        "address": address,
        "picture": picture(address),
        "case": reverse("case", args=["roster", pk]),
    }
    return render(request, "training/roster_print.html", context)


def sheet_facts(sheet: RosterSheet) -> list[Fact]:
    """The head of a frozen sheet. Names are printed as they were."""
    said: dict[str, Any] = sheet.content
    return [
        Fact(Words("培训机构", "Institution"), said["institution"]),
        Fact(Words("职业", "Occupation"), said["occupation"]),
        Fact(Words("等级", "Level"), Level(said["level"]).words),
        Fact(Words("班级", "Class"), said["class"]),
        Fact(Words("开班", "Opened"), date.fromisoformat(said["opens_on"]), "fullday"),
        Fact(
            Words("结业考核", "Completion exam"),
            date.fromisoformat(said["examined_on"]),
            "fullday",
            cites="A6",
        ),
        Fact(Words("定格时间", "Frozen"), moment(sheet.at), cites="R07"),
    ]


def lines_of(sheet: RosterSheet) -> Sheet:
    """The rows of a frozen sheet."""
    lines = sheet.content["lines"]
    rows = [Row(content_cells(line["seq"], line)) for line in lines]
    return Sheet("lines", Words("名册{n}人", "{n} people").fill(n=len(lines)), Table(COLUMNS, rows))


@desk(*EVERYBODY)
@require_safe
def roster_sheet(request: DeskRequest, code: str) -> HttpResponse:
    """Whether a printed roster is still the one that counts. Nothing about the people is shown here."""
    key = as_code(code)
    rows = RosterSheet.objects.select_related(
        "report__training_class__institution"
    )  # seen: by whoever holds the print
    sheet = rows.filter(code=key).first() if key else None
    if sheet is None:
        raise Http404
    context = {
        "kind": PRINT,
        "verdict": verdict(sheet, sheet.is_current(), moment(request.at)),
        "facts": [*sheet_facts(sheet), Fact(Words("人数", "People"), len(sheet.content["lines"]), "number")],
    }
    return render(request, "public/certificate.html", context)


def verdict(sheet: RosterSheet, current: bool, at: Words) -> Verdict:
    """The answer in one word."""
    remark = Words("{at}查验，名册{n}第{v}版", "Checked {at}; roster {n}, sheet {v}")
    remark = remark.fill(at=at, n=sheet.content["number"], v=sheet.number)
    if current:
        return Verdict("valid", Words("名册有效", "This roster counts"), remark)
    return Verdict(
        "superseded",
        Words("名册已更新", "Outdated print"),
        remark,
        Words(
            "报送之后有改动，这份打印件已作废", "The roster has changed since: this print no longer counts"
        ),
        Words("向培训机构索取新的打印件。", "Ask the institution for a new print."),
    )
