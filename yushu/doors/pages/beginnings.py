"""How cases of the catalogue begin on the page: a plan, a change of it, a proposal, a city entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from yushu.casework.models import Case
from yushu.catalogue.drafting import draft_plan, propose_entry, propose_missing, request_change
from yushu.catalogue.models import Plan
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import desk
from yushu.doors.pages.case import DESK
from yushu.doors.pages.forms_plan import ChangeForm, PlanForm, refuse
from yushu.doors.pages.forms_requests import EntryForm, MissingForm
from yushu.doors.pages.houses import house, of_role
from yushu.doors.pages.shapes import Act, Link, Panel
from yushu.doors.pages.told import say
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.people.roles import Role

BEGUN = Words("已提出：{case}。", "Begun: {case}.")


def begun(request: DeskRequest, form: forms.Form, begin: Callable[[], Case]) -> HttpResponse | None:
    """Begin a case from a form: the page of the case, or None when something stands in the way."""
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        case = begin()
    except Refusal as refused:
        refuse(form, refused)
        return None
    messages.success(request, say(BEGUN.fill(case=case.title())))
    return redirect("case", kind=case.process.kind, pk=case.pk)


def data_of(request: DeskRequest) -> tuple[Any, ...]:
    """What was sent, for a form; nothing when the page is only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def page(
    heading: Words, about: Words, panel: Panel, crumbs: list[Link], tools: list[Link] | None = None
) -> dict[str, Any]:
    """What the page that begins a case shows."""
    return {
        "heading": heading,
        "about": about,
        "crumbs": [Link(DESK, reverse("desk")), *crumbs],
        "tools": tools or [],
        "panel": panel,
        "faults": None,
        "guide": None,
    }


@desk(Role.PROVINCE)
def plan_new(request: DeskRequest) -> HttpResponse:
    """Draft the plan of a year."""
    form = PlanForm(request.actor, *data_of(request), initial={"year": request.today.year})

    def begin() -> Case:
        data = form.cleaned_data
        return draft_plan(data["year"], form.annex(), data["total"], actor=request.actor, at=request.at)

    act = Act("draft", Words("建立计划草稿", "Make the draft"), "main")
    panel = Panel(
        Words("名额分配", "Seats"), "", [act], form=form, table=form.table(), cites="R04", key="new"
    )
    crumbs = [Link(Words("计划", "Plans"), reverse("plans"))]
    return begun(request, form, begin) or render(request, "case/new.html", page(*DRAFT, panel, crumbs))


@desk(Role.PROVINCE, Role.INSTITUTION)
def plan_change_new(request: DeskRequest, year: int) -> HttpResponse:
    """Ask for seats of an issued plan to be raised or cut."""
    plan = get_object_or_404(Plan.objects.visible_to(request.actor).of_year(year))
    form = ChangeForm(plan, request.actor, request.POST if request.method == "POST" else None)

    def begin() -> Case:
        return request_change(
            plan, form.lines(), form.cleaned_data["reason"], actor=request.actor, at=request.at
        )

    heading = Words("调整计划", "Change the plan")
    act = Act("ask", Words("提出调整", "Ask for the change"), "main")
    panel = Panel(plan.title(), "", [act], form=form, table=form.table(), cites="A27", law=CUT, key="new")
    crumbs = [Link(plan.title(), reverse("plan", args=[year]))]
    return begun(request, form, begin) or render(request, "case/new.html", page(heading, CUT, panel, crumbs))


DRAFT = (
    Words("拟订年度计划", "Draft the plan of a year"),
    Words(
        "名额按机构和专业分配，以文号下达后才生效。",
        "Seats by institution and field. It takes effect when issued.",
    ),
)
CUT = Words(
    "增减名额须另有文号；不能减到已公告或已开班的人数以下。",
    "A change takes a document number of its own, and never cuts below what is announced or opened.",
)


@desk(Role.EMPLOYER, Role.PROVINCE)
def missing_new(request: DeskRequest) -> HttpResponse:
    """Propose training outside Shanxi; the province also for an employer that does not sign in."""
    form = MissingForm(request.actor, *data_of(request))

    def begin() -> Case:
        data, actor = form.cleaned_data, request.actor
        return propose_missing(
            form.need(),
            employer=data.get("employer") or house(actor),
            province=of_role(actor, Role.PROVINCE),
            actor=actor,
            at=request.at,
            received_on=data.get("received_on"),
        )

    context = simple("missing_new", "R26", MISSING, form, "missing_occupation")
    return begun(request, form, begin) or render(request, "case/new.html", context)


@desk(Role.CITY)
def city_entry_new(request: DeskRequest) -> HttpResponse:
    """Propose a project for the city's catalogue."""
    form = EntryForm(request.actor, *data_of(request))

    def begin() -> Case:
        data, actor = form.cleaned_data, request.actor
        return propose_entry(
            data["institution"],
            data["occupation"],
            data["level"],
            province=of_role(actor, Role.PROVINCE),
            actor=actor,
            at=request.at,
        )

    context = simple("city_entry_new", "R14", ENTRY, form, "city_entry")
    return begun(request, form, begin) or render(request, "case/new.html", context)


MISSING = (
    Words("提出缺项职业省外培训", "Propose training outside Shanxi"),
    Words(
        "省内确实暂不能开展的，经省人社厅事先批准，可以到省外培训。",
        "What truly cannot be taught in Shanxi yet may be taught elsewhere, once the province has approved it.",
    ),
    Words("提出申请", "Propose it"),
)
ENTRY = (
    Words("拟列入本市培训项目目录", "Propose an entry in the city's catalogue"),
    Words("列入目录须经办、复核、签发，并有文号。", "Listing takes three hands and a document number."),
    Words("拟列入目录", "Propose the entry"),
)


def simple(
    name: str, cites: str, words: tuple[Words, Words, Words], form: forms.Form, tab: str
) -> dict[str, Any]:
    """The page of a form without a table."""
    heading, about, button = words
    panel = Panel(heading, reverse(name), [Act("begin", button, "main")], form=form, cites=cites, key="new")
    crumbs = [Link(Words("申请", "Requests"), f"{reverse('requests')}?tab={tab}")]
    return page(heading, about, panel, crumbs)
