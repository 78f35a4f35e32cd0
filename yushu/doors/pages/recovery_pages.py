"""Recoveries as a list, and how one begins from a settlement (A37)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yushu.casework.models import Case
from yushu.catalogue.models.occupations import name_of
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import desk
from yushu.doors.pages.beginnings import begun, page
from yushu.doors.pages.paying_forms import RecoveryForm
from yushu.doors.pages.paying_pages import SEES
from yushu.doors.pages.shapes import Act, Cell, Link, Panel
from yushu.doors.pages.shelves import Head, Shelf, listed, state_cell, with_due
from yushu.doors.pages.subsidy_tabs import tabs
from yushu.kernel.words import Words
from yushu.people.roles import Role
from yushu.subsidies.models import Recovery, Settlement
from yushu.subsidies.reclaiming import open_recovery
from yushu.subsidies.recovering import GROUNDS, RECOVERY

NEW = Words("发起追回", "Begin a recovery")
NEW_ABOUT = Words(
    "按现在的记录重新核算，当场列出每人应退多少；告知、陈述申辩、决定以前，结算和支付都不变。",
    "Counted again from what is known now, person by person; nothing changes before notice, defence and decision.",
)


def _recovery(one: Any) -> list[Cell]:
    return [
        Cell(one.number, reverse("case", args=["recovery", one.pk])),
        Cell(one.settlement.number, reverse("case", args=["settlement", one.settlement_id])),
        Cell(name_of(one.institution)),
        Cell(GROUNDS[one.ground]),
        Cell(one.owed_yuan or one.notified_yuan),
        Cell(one.back_yuan),
        Cell(one.due),
        state_cell(RECOVERY, one.state),
    ]


RECOVERIES = Shelf(
    title=Words("补贴追回", "Recoveries"),
    about=Words(
        "先告知、听取陈述申辩，再作决定；决定以后按期退回，逾期的记为逾期。",
        "Notice and defence come before a decision; then it comes back by a plan, and what is late is marked late.",
    ),
    empty=Words(
        "还没有追回。由市人社局在公示期满的结算里发起。",
        "No recoveries. The city begins one on the page of a settlement.",
    ),
    process=RECOVERY,
    heads=(
        Head(Words("编号", "Number"), "number", "mono", "first"),
        Head(Words("结算", "Settlement"), "settlement__number", "mono"),
        Head(Words("培训机构", "Institution"), "institution__name", "text", "whole"),
        Head(Words("原因", "Ground"), "ground", "text", "whole"),
        Head(Words("应退（元）", "Owed back (yuan)"), "owed_yuan", "num"),
        Head(Words("已退（元）", "Come back (yuan)"), "back_yuan", "num"),
        Head(Words("最近期限", "Next due day"), "due"),
        Head(Words("状态", "State"), "state", "tag", "verdict"),
    ),
    cells=_recovery,
    search=("number", "institution__name", "settlement__number"),
    ready=lambda rows: with_due(rows.select_related("settlement", "institution")),
)


@desk(*SEES)
@require_safe
def recoveries(request: DeskRequest) -> HttpResponse:
    """The recoveries the visitor's office is a party to."""
    context = listed(request, RECOVERIES, Recovery.objects.visible_to(request.actor))
    return render(request, "lists/list.html", context | {"tabs": tabs(request.actor, "recoveries")})


@desk(Role.CITY, Role.PROVINCE)
def recovery_new(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Begin a recovery of a settlement that was decided."""
    settlement = get_object_or_404(Settlement.objects.visible_to(request.actor), pk=pk)
    form = RecoveryForm(request.POST if request.method == "POST" else None)

    def begin() -> Case:
        return open_recovery(settlement, form.finding(), actor=request.actor, at=request.at)

    act = Act("begin", NEW, "main")
    panel = Panel(NEW, reverse("recovery_new", args=[pk]), [act], form=form, cites="A37", key="new")
    crumbs = [Link(settlement.title(), reverse("case", args=["settlement", pk]))]
    return begun(request, form, begin) or render(
        request, "case/new.html", page(NEW, NEW_ABOUT, panel, crumbs)
    )
