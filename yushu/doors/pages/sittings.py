"""Sittings at the evaluator: the list, a new one, its assessors, its score sheet; applications as a list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from yushu.catalogue.models.occupations import name_of
from yushu.certification.applying import APPLICATION
from yushu.certification.drafting import draft_sitting, name_assessor
from yushu.certification.models import Application, Sitting
from yushu.certification.scoring import enter_scores
from yushu.certification.sitting import BEFORE, SCORING, SITTING
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import SIGNED_IN, STAFF, desk
from yushu.doors.pages.batches import tabs
from yushu.doors.pages.beginnings import begun, page
from yushu.doors.pages.forms_assessing import AssessorForm, ScoresForm, SittingForm
from yushu.doors.pages.houses import house, of_role
from yushu.doors.pages.portrait_assessing import listed as in_one_line
from yushu.doors.pages.shapes import Act, Cell, Column, Link, Panel, Row, Table
from yushu.doors.pages.shelves import Head, Shelf, listed, state_cell, with_due
from yushu.doors.pages.told import say, told
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.people.actors import Actor
from yushu.people.documents import DocumentKind
from yushu.people.persons import find_or_create_person
from yushu.people.roles import Duty, Role

NEW = Words("拟订考核场次", "Draft a sitting")
NEW_ABOUT = Words(
    "公布以前列入考评员；公布以后学员可以申报。",
    "Name the assessors before announcing it; then people may apply.",
)
SAVED = Words("已录入{n}人的成绩。", "Scores of {n} people entered.")
NAMED = Words("已列入考评员：{n}。", "Assessor named: {n}.")
SHEET = Words("成绩单", "Score sheet")
SHEET_ABOUT = Words(
    "由你录入，公布时由另一人确认。两科各按百分计，都达到60分才合格。",
    "You enter them; another person confirms on publishing. Each part counts to 100; both must reach 60.",
)


def _sitting(one: Any) -> list[Cell]:
    return [
        Cell(one.number, reverse("case", args=["sitting", one.pk])),
        Cell(one.held_on),
        Cell(in_one_line(one.courses())),
        Cell(name_of(one.evaluator)),
        Cell(name_of(one.site)),
        Cell(f"{one.seated}/{one.capacity}"),
        Cell(one.due),
        state_cell(SITTING, one.state),
    ]


def _ready(rows: Any) -> Any:
    return with_due(rows.named())


SITTINGS = Shelf(
    title=Words("考核场次", "Sittings"),
    about=Words(
        "公布以后接受申报；考核后30日内报送证书数据。",
        "Applications once announced; certificate data is due within 30 days of the exam.",
    ),
    process=SITTING,
    heads=(
        Head(Words("编号", "Number"), "number", "mono", "first"),
        Head(Words("考核日期", "Exam day"), "held_on"),
        Head(Words("职业和等级", "Occupation and level"), "", "text", "whole"),
        Head(Words("评价机构", "Evaluator"), "evaluator__name", "text", "whole"),
        Head(Words("考核站点", "Site"), "site__name", "text", "whole"),
        Head(Words("座位", "Seats"), "seated", "num"),
        Head(Words("最近期限", "Next due day"), "due"),
        Head(Words("状态", "State"), "state", "tag", "verdict"),
    ),
    cells=_sitting,
    search=("number", "evaluator__name", "site__name", "room", "exams__occupation__zh"),
    order=("-held_on", "-number"),
    ready=_ready,
)


@desk(*STAFF)
def sittings(request: DeskRequest) -> HttpResponse:
    """Sittings the visitor is a party to."""
    context = listed(request, SITTINGS, Sitting.objects.visible_to(request.actor))
    more = {"tabs": tabs("sittings"), "tools": tools(request.actor)}
    return render(request, "lists/list.html", context | more)


def tools(actor: Actor) -> list[Link]:
    """What an evaluator can begin here."""
    mine = actor.role == Role.EVALUATOR and actor.duty == Duty.HANDLE
    return [Link(NEW, reverse("sitting_new"))] if mine else []


def _application(one: Any) -> list[Cell]:
    return [
        Cell(one.number, reverse("case", args=["application", one.pk])),
        Cell(one.person.name),
        Cell(one.course),
        Cell(one.sitting.held_on),
        Cell(one.seat),
        Cell(name_of(one.training.institution)),
        state_cell(APPLICATION, one.state),
    ]


APPLICATIONS = Shelf(
    title=Words("考核申报", "Applications"),
    about=Words(
        "考核当天符合条件的，确认资格、安排座位；确认以前看清每一项核对。",
        "Who meets the conditions on the exam day gets a seat; look at every check before confirming.",
    ),
    process=APPLICATION,
    heads=(
        Head(Words("编号", "Number"), "number", "mono", "first"),
        Head(Words("姓名", "Name"), "person__name"),
        Head(Words("职业和等级", "Occupation and level"), "occupation__place"),
        Head(Words("考核日期", "Exam day"), "sitting__held_on"),
        Head(Words("座位", "Seat"), "seat", "num"),
        Head(Words("培训机构", "Institution"), "training__institution__name", "text", "whole"),
        Head(Words("状态", "State"), "state", "tag", "verdict"),
    ),
    cells=_application,
    search=("number", "person__name", "occupation__zh", "training__institution__name", "sitting__number"),
    ready=lambda rows: rows.select_related("person", "occupation", "sitting", "training__institution"),
)


@desk(*SIGNED_IN)
def applications(request: DeskRequest) -> HttpResponse:
    """Applications: at the evaluator, the institution that helps, the overseers; one's own."""
    context = listed(request, APPLICATIONS, Application.objects.visible_to(request.actor))
    if request.actor.role == Role.TRAINEE:
        more = {"tabs": [], "tools": [Link(Words("看考核场次", "See the sittings"), reverse("exams"))]}
    else:
        more = {"tabs": tabs("applications"), "tools": []}
    return render(request, "lists/list.html", context | more)


@desk(Role.EVALUATOR)
def sitting_new(request: DeskRequest) -> HttpResponse:
    """Draft a sitting."""
    actor = request.actor
    posted = request.POST if request.method == "POST" else None
    form = SittingForm(actor, house(actor), posted, initial={"fee_yuan": 0, "apply_from": request.today})

    def begin() -> Sitting:
        return draft_sitting(
            house(actor), form.terms(), form.chosen(), province=of_role(actor, Role.PROVINCE),
            nation=of_role(actor, Role.NATION), actor=actor, at=request.at,
        )  # fmt: skip

    act = Act("draft", Words("建立场次草稿", "Make the draft"), "main")
    panel = Panel(NEW, reverse("sitting_new"), [act], form=form, cites="R09", key="new")
    crumbs = [Link(SITTINGS.title, reverse("sittings"))]
    return begun(request, form, begin) or render(
        request, "case/new.html", page(NEW, NEW_ABOUT, panel, crumbs)
    )


def mine(request: DeskRequest, pk: UUID, states: tuple[str, ...]) -> Sitting:
    """A sitting of the visitor in one of these states, or 404."""
    rows = Sitting.objects.visible_to(request.actor).filter(state__in=states)
    return get_object_or_404(rows.named(), pk=pk)


@desk(Role.EVALUATOR)
def assessor_new(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Name one more assessor of a sitting."""
    sitting = mine(request, pk, BEFORE)
    form = AssessorForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _named(request, sitting, form):
        return redirect("case", kind="sitting", pk=sitting.pk)
    heading = Words("列入考评员", "Name an assessor")
    here = reverse("assessor_new", args=[sitting.pk])
    panel = Panel(heading, here, [Act("name", heading, "main")], form=form, cites="R09", key="new")
    crumbs = [Link(sitting.title(), reverse("case", args=["sitting", sitting.pk]))]
    return render(request, "case/new.html", page(heading, sitting.subtitle(), panel, crumbs))


def _named(request: DeskRequest, sitting: Sitting, form: AssessorForm) -> bool:
    said = form.cleaned_data
    try:
        person = find_or_create_person(
            kind=DocumentKind.RESIDENT, number=said["number"], name=said["name"], today=request.today
        )
        name_assessor(sitting, person, said["qualification"], actor=request.actor, at=request.at)
    except Refusal as refused:
        form.add_error(refused.field if refused.field in form.fields else None, told(refused))
        return False
    messages.success(request, say(NAMED.fill(n=person.name)))
    return True


@desk(Role.EVALUATOR)
def scores(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The score sheet of a sitting."""
    sitting = mine(request, pk, SCORING)
    form = ScoresForm(sitting, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _entered(request, sitting, form):
        return redirect("case", kind="sitting", pk=sitting.pk)
    act = Act("score", Words("保存成绩", "Keep the scores"), "main")
    here = reverse("scores", args=[sitting.pk])
    panel = Panel(
        SHEET, here, [act], form=form, table=sheet(form), cites="R09", rev=sitting.rev, key="scores"
    )
    crumbs = [Link(sitting.title(), reverse("case", args=["sitting", sitting.pk]))]
    return render(request, "case/new.html", page(SHEET, SHEET_ABOUT, panel, crumbs))


def sheet(form: ScoresForm) -> Table:
    """A row for each seat, with the fields in it."""
    columns = [
        Column(Words("座位", "Seat"), "num"),
        Column(Words("姓名", "Name"), phone="first"),
        Column(Words("职业和等级", "Occupation and level"), phone="whole"),
        Column(Words("理论知识", "Theory")),
        Column(Words("专业能力", "Practice")),
        Column(Words("缺考", "Absent")),
    ]
    parts = ("theory", "practice", "absent")
    rows = [
        Row(
            [
                Cell(row.seat),
                Cell(row.person.name),
                Cell(row.course),
                *(Cell(None, field=form[f"{part}--{row.seat}"]) for part in parts),
            ],
            str(row.seat),
            row.person.name,
        )
        for row in form.rows
    ]
    return Table(columns, rows, Words("没有人有座位", "Nobody has a seat"))


def _entered(request: DeskRequest, sitting: Sitting, form: ScoresForm) -> bool:
    rev = request.POST.get("rev", "")
    known = int(rev) if rev.isdecimal() and len(rev) < 9 else -1
    try:
        count = enter_scores(sitting, form.given(), actor=request.actor, at=request.at, rev=known)
    except Refusal as refused:
        form.add_error(None, told(refused))
        return False
    messages.success(request, say(SAVED.fill(n=count)))
    return True
