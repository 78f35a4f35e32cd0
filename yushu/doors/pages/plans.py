"""The plan of a year: seats by stage, the funnel, where people live; and all plans as a list."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yushu.casework.calendar import working_calendar
from yushu.casework.rails import rail
from yushu.catalogue.board import Board, Figures, Stage, build_board
from yushu.catalogue.models import Plan, PlanChange
from yushu.catalogue.planning import PLAN
from yushu.catalogue.planning import S as PlanState
from yushu.certification.progress import homes_of, progress_of
from yushu.doors.asking import DeskRequest
from yushu.doors.files.plan_sheet import plan_workbook
from yushu.doors.files.workbooks import as_download
from yushu.doors.guard import EVERYBODY, desk
from yushu.doors.pages.exhibits import FunnelStep, PlanRow, Seat, Tile
from yushu.doors.pages.requests import SHELVES
from yushu.doors.pages.shapes import Cell, Column, Link, Row, Sheet, Table
from yushu.doors.pages.shelves import Head, Shelf, listed, state_cell
from yushu.doors.pages.speech import full_day
from yushu.kernel.words import NOTHING, Words
from yushu.people.actors import Actor
from yushu.people.areas import CITIES, area_name
from yushu.people.roles import Duty, Role

ABOUT = Words("{no}，{n}个名额。数字截至{day}。", "{no}, {n} seats. Figures of {day}.")
DRAFT_ABOUT = Words("{state}，{n}个名额。数字截至{day}。", "{state}, {n} seats. Figures of {day}.")
HOMES = Words("{n}人，按常住地", "{n} people by where they live")
HOMES_TITLE = Words("学员常住地：{cities}", "Where people live: {cities}")
ELSEWHERE = Words("{n}人在省外或未登记", "{n} elsewhere or not recorded")


@desk(*EVERYBODY)
def plan(request: DeskRequest, year: int) -> HttpResponse:
    """An issued plan for everybody; a draft for whoever may see it."""
    found = plan_of(request, year)
    board = build_board(found.cells.named(), progress_of(found))
    context = {
        "heading": found.title(),
        "about": about(found, board.total, request),
        "tools": tools(found, request.actor),
        "nodes": rail(found, request.today, working_calendar()) if found.state == PlanState.DRAFT else [],
        "fields": [column.name for column in board.columns],
        "changes": changes(found, request.actor),
    }
    return render(
        request, "plan/plan.html", context | table(board) | {"funnel": funnel(board)} | homes(found)
    )


def plan_of(request: DeskRequest, year: int) -> Plan:
    """The plan of that year the visitor may see: the one in force before one that was withdrawn."""
    plans = Plan.objects.visible_to(request.actor).filter(year=year)
    found = plans.of_year(year).first() or plans.order_by("-issued_on").first()
    if found is None:
        raise Http404
    return found


def about(plan: Plan, total: Figures, request: DeskRequest) -> Words:
    """Under which number, how many seats, figures of which day."""
    day = full_day(request.today)
    if plan.document_no:
        return ABOUT.fill(no=plan.document_no, n=total.seats, day=day)
    return DRAFT_ABOUT.fill(state=state_cell(PLAN, plan.state).value, n=total.seats, day=day)


def tools(plan: Plan, actor: Actor) -> list[Link]:
    """The table to download; for those who may, the case and a change."""
    shown = [Link(Words("下载表格", "Download the table"), reverse("plan_file", args=[plan.year]))]
    if actor.post is not None:
        shown.append(Link(Words("看目录", "See the catalogue"), reverse("occupations")))
    if actor.role in (Role.PROVINCE, Role.AUDITOR):
        shown.append(Link(Words("打开办件", "Open the case"), reverse("case", args=["plan", plan.pk])))
    asks = actor.role in (Role.PROVINCE, Role.INSTITUTION) and actor.duty == Duty.HANDLE
    if asks and plan.state == PlanState.ISSUED:
        shown.append(Link(Words("调整计划", "Change the plan"), reverse("plan_change_new", args=[plan.year])))
    return shown


def table(board: Board) -> dict[str, Any]:
    """The cells as seats with their bars, and the sums."""
    columns = [column.name for column in board.columns]
    rows = [
        _paired(
            PlanRow(
                row.name, [seat_of(cell.figures) if cell else None for cell in row.cells], seat_of(row.total)
            ),
            columns,
        )
        for row in board.rows
    ]
    sums = PlanRow(
        Words("合计", "Total"), [seat_of(column.total) for column in board.columns], seat_of(board.total)
    )
    return {"rows": rows, "totals": _paired(sums, columns)}


def _paired(row: PlanRow, columns: list[Words]) -> dict[str, Any]:
    return {"label": row.label, "cells": list(zip(columns, row.cells, strict=True)), "total": row.total}


def seat_of(figures: Figures) -> Seat:
    """The stages of a cell as far as they are counted."""
    if not (figures.announced or figures.enrolled or figures.opened):
        # Nothing was announced or opened here: who is examined all the same was trained outside the plan's classes.
        return Seat(figures.seats, None, None, None, figures.certified)
    return Seat(figures.seats, figures.announced, figures.enrolled, figures.opened, figures.certified)


def funnel(board: Board) -> list[FunnelStep]:
    """From plan to certificate. A stage nobody has entered yet says nothing and is left out."""
    stages = board.funnel()
    if not board.total.seats:
        return []
    shown = [stage for stage in stages if stage.count or stage in (stages[0], stages[-1])]
    return [_step(stage, last=stage is stages[-1]) for stage in shown]


def _step(stage: Stage, *, last: bool) -> FunnelStep:
    where = Words(f"：{stage.where.zh}", f": {stage.where.en}") if stage.where.zh else NOTHING
    whole = max(stage.of, stage.count)
    return FunnelStep(stage.label, stage.count, whole, stage.gap, where, "s-cert" if last else "s-class")


def homes(plan: Plan) -> dict[str, Any]:
    """The eleven cities with how many of the year's people live there; nothing before there are any."""
    numbers = homes_of(plan.year)
    total = sum(numbers.values())
    if not set(numbers) & set(CITIES):
        return {"tiles": []}
    tiles = [Tile(code, _short(area_name(code)), numbers.get(code, 0)) for code in CITIES]
    zh = "，".join(f"{tile.label.zh}{tile.number}" for tile in tiles)
    en = ", ".join(f"{tile.label.en} {tile.number}" for tile in tiles)
    said = HOMES.fill(n=total)
    if elsewhere := numbers.get("", 0):
        extra = ELSEWHERE.fill(n=elsewhere)
        said = Words(f"{said.zh}；{extra.zh}", f"{said.en}; {extra.en}")
    return {"tiles": tiles, "tiles_about": said, "tiles_title": HOMES_TITLE.fill(cities=Words(zh, en))}


def _short(city: Words) -> Words:
    """太原 for 太原市: there is little room on a tile."""
    return Words(city.zh.removesuffix("市"), city.en)


def changes(plan: Plan, actor: Actor) -> Sheet | None:
    """The changes of the plan the visitor may see."""
    shelf = SHELVES["plan_change"]
    rows = shelf.ready(PlanChange.objects.visible_to(actor).filter(plan=plan)).order_by(*shelf.order)
    shown = [Row(shelf.cells(row), str(row.pk)) for row in rows[:10]]
    if not shown:
        return None
    heads = [Column(head.label, head.kind, head.phone) for head in shelf.heads]
    return Sheet("changes", Words("计划调整", "Plan changes"), Table(heads, shown))


def _plan(plan: Any) -> list[Cell]:
    return [
        Cell(plan.title(), reverse("plan", args=[plan.year])),
        Cell(plan.document_no),
        Cell(plan.issued_on),
        Cell(plan.seats_now or 0),
        Cell(plan.opened or 0),
        state_cell(PLAN, plan.state),
    ]


PLANS = Shelf(
    title=Words("年度培训计划", "Yearly training plans"),
    process=PLAN,
    heads=(
        Head(Words("计划", "Plan"), "year", phone="first"),
        Head(Words("文号", "Document number"), "document_no", "mono"),
        Head(Words("下达日期", "Issued"), "issued_on"),
        Head(Words("名额", "Seats"), "seats_now", "num"),
        Head(Words("已开班", "Opened"), "opened", "num"),
        Head(Words("状态", "State"), "state", "tag", "verdict"),
    ),
    cells=_plan,
    search=("document_no", "year"),
    order=("-year", "-opened_on"),
    ready=lambda rows: rows.annotate(seats_now=Sum("cells__seats"), opened=Sum("cells__taken")),
)


@desk(*EVERYBODY)
def plans(request: DeskRequest) -> HttpResponse:
    """All plans the visitor may see."""
    context = listed(request, PLANS, Plan.objects.visible_to(request.actor))
    begins = request.actor.role == Role.PROVINCE and request.actor.duty == Duty.HANDLE
    begin = [Link(Words("拟订计划", "Draft a plan"), reverse("plan_new"))] if begins else []
    return render(request, "lists/list.html", context | {"tools": begin})


@desk(*EVERYBODY)
def plan_file(request: DeskRequest, year: int) -> HttpResponse:
    """The plan as a workbook like the annex of its document."""
    found = plan_of(request, year)
    return as_download(plan_workbook(found, request.at), f"plan-{year}.xlsx")
