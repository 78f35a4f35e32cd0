"""Orders and projects as lists, how they begin, are revised, and get their classes (R16, R20)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yushu.casework.models import Case
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import desk
from yushu.doors.pages.beginnings import begun, data_of, page
from yushu.doors.pages.classes import city_of_office, rev_of, tried
from yushu.doors.pages.houses import house, of_role
from yushu.doors.pages.ordering_forms import OrderForm, ProjectForm, revision_form
from yushu.doors.pages.portrait_batch import office_words
from yushu.doors.pages.shapes import Act, Cell, Column, Link, Panel, Row, Table
from yushu.doors.pages.shelves import Head, Shelf, listed, state_cell
from yushu.doors.pages.subsidy_tabs import EVERY, tabs
from yushu.kernel.words import Words
from yushu.people.actors import Actor
from yushu.people.roles import Duty, Role
from yushu.subsidies.arranging import (
    TAKES_CLASSES,
    add_classes,
    draft_order,
    draft_project,
    may_be_covered,
    revise,
    take_out,
)
from yushu.subsidies.models import Order, Project
from yushu.subsidies.ordering import ORDER
from yushu.subsidies.projecting import PROJECT

NUMBER = Head(Words("编号", "Number"), "number", "mono", "first")
NAME = Head(Words("名称", "Name"), "name", "text", "whole")
INSTITUTION = Head(Words("培训机构", "Institution"), "institution__name", "text", "whole")
PEOPLE = Head(Words("人数", "People"), "people", "num")
CLASSES = Head(Words("班", "Classes"), "covered", "num")
STATE = Head(Words("状态", "State"), "state", "tag", "verdict")
MODELS: dict[str, type[Order | Project]] = {"order": Order, "project": Project}
LISTS = {"order": "orders", "project": "projects"}
NEW_ORDER = Words("编制订单", "Draw up an order")
NEW_PROJECT = Words("编制项目", "Draw up a project")
REVISE = Words("修改内容", "Revise the terms")
COVER = Words("选培训班", "Choose classes")


def _order(order: Any) -> list[Cell]:
    return [
        Cell(order.number, reverse("case", args=["order", order.pk])),
        Cell(order.name),
        Cell(office_words(order.employer)),
        Cell(office_words(order.institution)),
        Cell(order.people),
        Cell(order.covered),
        state_cell(ORDER, order.state),
    ]


def _project(project: Any) -> list[Cell]:
    return [
        Cell(project.number, reverse("case", args=["project", project.pk])),
        Cell(project.name),
        Cell(office_words(project.institution)),
        Cell(project.people),
        Cell(project.covered),
        state_cell(PROJECT, project.state),
    ]


def _ready(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.annotate(covered=Count("places")).select_related("institution")


ORDERS = Shelf(
    title=Words("订单", "Orders"),
    about=Words(
        "用人单位下订单，培训机构按单培训；经用人单位确认、市人社局入库，一单结算一次。",
        "An employer orders, an institution trains; confirmed by the employer, taken in by the city, settled once.",
    ),
    empty=Words("还没有订单。培训机构经办人在这里编制。",
                "No orders yet. The institution's handler draws them up here."),
    process=ORDER,
    heads=(
        NUMBER, NAME, Head(Words("用人单位", "Employer"), "employer__name", "text", "whole"), INSTITUTION, PEOPLE,
        CLASSES, STATE,
    ),
    cells=_order,
    search=("number", "name", "employer__name", "institution__name"),
    ready=lambda rows: _ready(rows).select_related("employer"),
)  # fmt: skip
PROJECTS = Shelf(
    title=Words("项目", "Projects"),
    about=Words(
        "培训机构立项培训；市人社局入库后可以分段结算，末次结算时结清。",
        "An institution's project; once the city has taken it in, it may be settled in stages and squared at the last.",
    ),
    empty=Words(
        "还没有项目。培训机构经办人在这里编制。",
        "No projects yet. The institution's handler draws them up here.",
    ),
    process=PROJECT,
    heads=(NUMBER, NAME, INSTITUTION, PEOPLE, CLASSES, STATE),
    cells=_project,
    search=("number", "name", "institution__name"),
    ready=_ready,
)


@desk(*EVERY, Role.EMPLOYER, Role.FINANCE)
@require_safe
def orders(request: DeskRequest) -> HttpResponse:
    """The orders the visitor's office is a party to."""
    context = listed(request, ORDERS, Order.objects.visible_to(request.actor))
    tools = [Link(NEW_ORDER, reverse("order_new"))] if handles(request.actor) else []
    return render(
        request, "lists/list.html", context | {"tabs": tabs(request.actor, "orders"), "tools": tools}
    )


@desk(*EVERY)
@require_safe
def projects(request: DeskRequest) -> HttpResponse:
    """The projects the visitor's office is a party to."""
    context = listed(request, PROJECTS, Project.objects.visible_to(request.actor))
    tools = [Link(NEW_PROJECT, reverse("project_new"))] if handles(request.actor) else []
    return render(
        request, "lists/list.html", context | {"tabs": tabs(request.actor, "projects"), "tools": tools}
    )


def handles(actor: Actor) -> bool:
    """Whether the visitor handles matters of an institution."""
    return actor.role == Role.INSTITUTION and actor.duty == Duty.HANDLE


@desk(Role.INSTITUTION)
def order_new(request: DeskRequest) -> HttpResponse:
    """Draw up an employer's order."""
    form = OrderForm(request.actor, *data_of(request)[:1])

    def begin() -> Case:
        return draft_order(
            form.terms(),
            employer=form.cleaned_data["employer"],
            city=city_of_office(request.actor),
            province=of_role(request.actor, Role.PROVINCE),
            actor=request.actor,
            at=request.at,
            classes=chosen(request, None),
        )

    return begun(request, form, begin) or render(request, "case/new.html", new_page(request, "order", form))


@desk(Role.INSTITUTION)
def project_new(request: DeskRequest) -> HttpResponse:
    """Draw up a training project."""
    form = ProjectForm(*data_of(request)[:1])

    def begin() -> Case:
        return draft_project(
            form.terms(),
            city=city_of_office(request.actor),
            province=of_role(request.actor, Role.PROVINCE),
            actor=request.actor,
            at=request.at,
            classes=chosen(request, None),
        )

    return begun(request, form, begin) or render(request, "case/new.html", new_page(request, "project", form))


def new_page(request: DeskRequest, kind: str, form: forms.Form) -> dict[str, Any]:
    """The terms, and the classes that may be covered, to tick."""
    heading = NEW_ORDER if kind == "order" else NEW_PROJECT
    about = ORDERS.about if kind == "order" else PROJECTS.about
    act = Act("draft", Words("建立草稿", "Make the draft"), "main")
    table = classes_table(may_be_covered(None, house(request.actor)), set(request.POST.getlist("classes")))
    panel = Panel(heading, reverse(f"{kind}_new"), [act], form=form, table=table, cites="R20", key="new")
    shelf = ORDERS if kind == "order" else PROJECTS
    return page(heading, about, panel, [Link(shelf.title, reverse(LISTS[kind]))])


def classes_table(cases: list[Any], ticked: set[str]) -> Table:
    """Classes beside a tick."""
    columns = [
        Column(Words("班级", "Class"), phone="first"),
        Column(Words("编号", "Number"), "mono", "plain"),
        Column(Words("开班", "Opens")),
        Column(Words("状态", "State"), "tag", "verdict"),
    ]
    rows = [
        Row(
            [Cell(case.called), Cell(case.number), Cell(case.opens_on), state_cell(case.process, case.state)],
            str(case.pk),
            case.called,
            checked=str(case.pk) in ticked,
        )
        for case in cases
    ]
    none = Words("没有可列入的班：须在计划内、已批准、未列入别处", "No class may be added now")
    return Table(columns, rows, none, choose="classes")


def chosen(request: DeskRequest, scheme: Order | Project | None) -> list[Any]:
    """The classes that were ticked, of those that may be covered."""
    asked = set(request.POST.getlist("classes"))
    return [case for case in may_be_covered(scheme, house(request.actor)) if str(case.pk) in asked]


def own_scheme(request: DeskRequest, kind: str, pk: UUID, states: tuple[str, ...]) -> Any:
    """An order or project of the visitor's institution in one of these states; else 404."""
    if kind not in MODELS:
        raise Http404
    rows = MODELS[kind].objects.visible_to(request.actor).filter(state__in=states)
    return get_object_or_404(rows.select_related("institution"), pk=pk)


@desk(Role.INSTITUTION)
def scheme_revise(request: DeskRequest, kind: str, pk: UUID) -> HttpResponse:
    """Other terms, while it is a draft."""
    scheme = own_scheme(request, kind, pk, ("DRAFT",))
    form = revision_form(scheme, request.actor, request.POST if request.method == "POST" else None)

    def act() -> None:
        revise(scheme, form.terms(), actor=request.actor, at=request.at, rev=rev_of(request))

    if tried(request, form, act):
        return redirect("case", kind=kind, pk=pk)
    save = Act("save", Words("保存", "Save"), "main")
    here = reverse("scheme_revise", args=[kind, pk])
    panel = Panel(REVISE, here, [save], form=form, rev=scheme.rev, cites="R20", key="terms")
    return render(request, "case/new.html", scheme_page(scheme, REVISE, panel))


@desk(Role.INSTITUTION)
def scheme_classes(request: DeskRequest, kind: str, pk: UUID) -> HttpResponse:
    """Tick classes to be put under an order or a project; in a draft, also take some out."""
    scheme = own_scheme(request, kind, pk, TAKES_CLASSES[kind.upper()] if kind in MODELS else ())
    form = forms.Form(request.POST if request.method == "POST" else None)
    out = request.POST.get("step") == "out"

    def act() -> None:
        by: dict[str, Any] = {"actor": request.actor, "at": request.at}
        if not out:
            add_classes(scheme, chosen(request, scheme), **by)
        for case in scheme.classes().filter(pk__in=request.POST.getlist("classes")) if out else ():
            take_out(scheme, case, **by)

    if tried(request, form, act):
        return redirect("case", kind=kind, pk=pk)
    return render(request, "subsidy/work.html", cover_page(scheme, kind, form))


def cover_page(scheme: Any, kind: str, form: forms.Form) -> dict[str, Any]:
    """What may be added; in a draft, what may be taken out again."""
    here = reverse("scheme_classes", args=[kind, scheme.pk])
    add = Act("add", Words("列入选中的班", "Add the chosen classes"), "main")
    free = classes_table(may_be_covered(scheme, scheme.institution), set())
    panels = [Panel(COVER, here, [add], form=form, table=free, cites="R16", key="add")]
    inside = list(scheme.classes().select_related("occupation", "institution"))
    if scheme.state == "DRAFT" and inside:
        out = Act("out", Words("移出选中的班", "Take out the chosen classes"), "stop")
        table = classes_table(inside, set())
        panels.append(
            Panel(Words("已列入", "Covered"), here, [out], form=forms.Form(), table=table, key="out")
        )
    return scheme_page(scheme, COVER, panels[0]) | {"panels": panels, "tables": []}


def scheme_page(scheme: Any, heading: Words, panel: Panel) -> dict[str, Any]:
    """A page of work on an order or a project, and the way back to it."""
    kind = scheme.process.kind
    shelf = ORDERS if kind == "order" else PROJECTS
    crumbs = [
        Link(shelf.title, reverse(LISTS[kind])),
        Link(scheme.title(), reverse("case", args=[kind, scheme.pk])),
    ]
    return page(heading, scheme.called, panel, []) | {"crumbs": crumbs}
