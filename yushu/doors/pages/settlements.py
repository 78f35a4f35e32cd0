"""Settlements and objections as lists, beginning one, a person's line down to the check-ins, the review form."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yushu.casework.models import Case
from yushu.catalogue.models.occupations import name_of
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import SIGNED_IN, desk
from yushu.doors.pages import settlement_lines, settlement_proofs, subsidy_tabs
from yushu.doors.pages.beginnings import begun, page
from yushu.doors.pages.case import DESK
from yushu.doors.pages.downloads import signatures
from yushu.doors.pages.forms_settlement import SettlementForm
from yushu.doors.pages.portrait_settlement import WEEKDAYS, facts, people_table, percent_of
from yushu.doors.pages.settlement_shapes import Sum
from yushu.doors.pages.shapes import Act, Cell, Link, Panel, Sheet
from yushu.doors.pages.shelves import Head, Shelf, listed, state_cell, with_due
from yushu.kernel.words import Words
from yushu.people.roles import Role
from yushu.subsidies.filing import draft_settlement
from yushu.subsidies.models import Objection, Order, Project, Settlement, SettlementLine
from yushu.subsidies.objecting import GROUNDS, OBJECTION
from yushu.subsidies.settling import SETTLEMENT

TITLE = Words("补贴资金核算", "Subsidy settlements")
NEW = Words("核算补贴", "Compute a settlement")
NEW_ABOUT = Words(
    "金额由系统按考勤、证书和就业记录计算，没有一项要填。算出来先看，再申领。",
    "The sum comes from attendance, certificates and employment; nothing is typed. Look at it, then claim.",
)
FORM = Words("职业培训补贴审核表", "Review form of the training subsidy")
MINE = Words("我的补贴核算", "How the subsidy for my training was computed")
PARTIES = (Role.INSTITUTION, Role.CITY, Role.PROVINCE, Role.FINANCE, Role.AUDITOR)
SCHEMES: dict[str, Any] = {"order": Order, "project": Project}


def _settlement(one: Any) -> list[Cell]:
    return [
        Cell(one.number, reverse("case", args=["settlement", one.pk])),
        Cell(one.scheme.called),
        Cell(name_of(one.institution)),
        Cell(one.as_of),
        Cell(percent_of(one.employed, one.base)),
        Cell(one.due_yuan),
        Cell(one.now_yuan),
        Cell(one.due),
        state_cell(SETTLEMENT, one.state),
    ]


SETTLEMENTS = Shelf(
    title=TITLE,
    about=Words(
        "应付减已付是本次应付，逐行点开到每个人的签到。",
        "Owed less paid is what is paid now; every line opens down to each check-in.",
    ),
    empty=Words(
        "还没有结算。培训机构从已入库的订单或项目开始核算。",
        "No settlements yet. The institution begins one on its registered order or project.",
    ),
    process=SETTLEMENT,
    heads=(
        Head(Words("编号", "Number"), "number", "mono", "first"),
        Head(Words("订单或项目", "Order or project"), "", "text", "whole"),
        Head(Words("培训机构", "Institution"), "institution__name", "text", "whole"),
        Head(Words("截至", "As of"), "as_of"),
        Head(Words("就业率", "Rate"), "", "num"),
        Head(Words("应付（元）", "Owed (yuan)"), "due_yuan", "num"),
        Head(Words("本次（元）", "Now (yuan)"), "now_yuan", "num"),
        Head(Words("最近期限", "Next due day"), "due"),
        Head(Words("状态", "State"), "state", "tag", "verdict"),
    ),
    cells=_settlement,
    search=("number", "institution__name", "order__name", "project__name"),
    ready=lambda rows: with_due(rows.select_related("institution", "order", "project")),
)


@desk(*PARTIES)
@require_safe
def settlements(request: DeskRequest) -> HttpResponse:
    """The settlements the visitor's office is a party to."""
    context = listed(request, SETTLEMENTS, Settlement.objects.visible_to(request.actor))
    return render(request, "lists/list.html", context | {"tabs": tabs(request, "settlements")})


def _objection(one: Any) -> list[Cell]:
    return [
        Cell(one.number, reverse("case", args=["objection", one.pk])),
        Cell(one.settlement.number, reverse("case", args=["settlement", one.settlement_id])),
        Cell(GROUNDS[one.ground]),
        Cell(one.opened_on),
        Cell(one.due),
        state_cell(OBJECTION, one.state),
    ]


OBJECTIONS = Shelf(
    title=Words("公示异议", "Objections"),
    about=Words(
        "异议办结以前，最多按两种结果中较少的拨付。",
        "Until it is decided no more is paid than under either outcome.",
    ),
    empty=Words(
        "没有异议。公示期内收到的列在这里。", "No objections. Those received during publicity stand here."
    ),
    process=OBJECTION,
    heads=(
        Head(Words("编号", "Number"), "number", "mono", "first"),
        Head(Words("补贴结算", "Settlement"), "settlement__number", "mono"),
        Head(Words("反映的问题", "Ground"), "ground", "text", "whole"),
        Head(Words("收到", "Received"), "opened_on"),
        Head(Words("最近期限", "Next due day"), "due"),
        Head(Words("状态", "State"), "state", "tag", "verdict"),
    ),
    cells=_objection,
    search=("number", "settlement__number"),
    ready=lambda rows: with_due(rows.select_related("settlement")),
)


@desk(Role.CITY, Role.PROVINCE, Role.AUDITOR)
@require_safe
def objections(request: DeskRequest) -> HttpResponse:
    """The objections the visitor's office decides or supervises."""
    context = listed(request, OBJECTIONS, Objection.objects.visible_to(request.actor))
    return render(request, "lists/list.html", context | {"tabs": tabs(request, "objections")})


def tabs(request: DeskRequest, current: str) -> list[Link]:
    """The lists of subsidies beside each other."""
    return subsidy_tabs.tabs(request.actor, current)


@desk(Role.INSTITUTION)
def settlement_new(request: DeskRequest, kind: str, pk: UUID) -> HttpResponse:
    """Compute a settlement of an order or a project as of a day."""
    if kind not in SCHEMES:
        raise Http404
    scheme = get_object_or_404(SCHEMES[kind].objects.visible_to(request.actor), pk=pk)
    form = SettlementForm(kind, request.today, request.POST if request.method == "POST" else None)

    def begin() -> Case:
        return draft_settlement(scheme, **form.terms(), actor=request.actor, at=request.at)

    act = Act("compute", NEW, "main")
    panel = Panel(NEW, reverse("settlement_new", args=[kind, pk]), [act], form=form, cites="R20", key="new")
    crumbs = [Link(scheme.called, reverse("case", args=[kind, pk]))]
    return begun(request, form, begin) or render(
        request, "case/new.html", page(NEW, NEW_ABOUT, panel, crumbs)
    )


@desk(*SIGNED_IN)
@require_safe
def settlement_line(request: DeskRequest, pk: int) -> HttpResponse:
    """One person of a settlement: days, check-ins of each, employment, the working. A trainee sees the own one."""
    rows = SettlementLine.objects.visible_to(request.actor).select_related(
        "settlement__institution", "training_class__occupation", "training_class__institution"
    )
    line = get_object_or_404(rows, pk=pk)
    return render(request, "subsidy/line.html", settlement_lines.context(line, request))


@desk(Role.TRAINEE)
@require_safe
def my_subsidy(request: DeskRequest) -> HttpResponse:
    """What was computed for the visitor's own training, newest first."""
    rows = SettlementLine.objects.visible_to(request.actor).select_related(
        "settlement__institution", "training_class__occupation", "training_class__institution"
    )
    table = settlement_lines.own_table(rows.order_by("-settlement__opened_on", "-pk"))
    context = {
        "heading": MINE,
        "about": settlement_lines.OWN_ABOUT,
        "crumbs": [Link(DESK, reverse("desk"))],
        "people": Sheet("own", settlement_lines.OWN.fill(n=len(table.rows)), table),
    }
    return render(request, "subsidy/mine.html", context)


@desk(*PARTIES)
@require_safe
def settlement_form(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The review form for paper: working, people, who handled, checked and signed, room for names and a seal."""
    one = get_object_or_404(Settlement.objects.visible_to(request.actor), pk=pk)
    return render(request, "subsidy/form.html", form_of(one) | {"printed": request.at})


def form_of(one: Settlement) -> dict[str, Any]:
    """What the review form says."""
    lines = list(one.lines.order_by("seq"))
    title = Words("人员名单{n}人", "{n} people").fill(n=len(lines))
    return {
        "heading": FORM,
        "about": one.subtitle(),
        "sum": Sum(one.due_yuan, one.paid_before_yuan, one.now_yuan, one.given_up_yuan),
        "working": settlement_proofs.work_lines(one, lines),
        "weekdays": WEEKDAYS,
        "facts": facts(one),
        "people": Sheet("people", title, people_table(lines, linked=False)),
        "signatures": signatures(one),
        "case": reverse("case", args=["settlement", one.pk]),
    }
