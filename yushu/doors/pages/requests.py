"""What others ask of the province or a city: changes of the plan, missing occupations, city entries."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yushu.catalogue.amending import PLAN_CHANGE
from yushu.catalogue.citylisting import CITY_ENTRY
from yushu.catalogue.missing import MISSING_OCCUPATION
from yushu.catalogue.models import CityEntry, MissingOccupation, PlanChange
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import STAFF, desk
from yushu.doors.pages.portrait_batch import course, office_words
from yushu.doors.pages.shapes import Cell, Link
from yushu.doors.pages.shelves import Head, Shelf, listed, state_cell
from yushu.kernel.words import Words
from yushu.people.actors import Actor
from yushu.people.roles import Duty, Role

TITLE = Words("申请", "Requests")
NUMBER = Head(Words("编号", "Number"), "number", "mono", "first")
OPENED = Head(Words("提出日期", "Asked on"), "opened_on")
DOCUMENT = Head(Words("文号", "Document number"), "document_no", "mono")
STATE = Head(Words("状态", "State"), "state", "tag", "verdict")
WHAT = Head(Words("职业和等级", "Occupation and level"), "occupation__place")


def _number(case: Any) -> Cell:
    return Cell(case.number, reverse("case", args=[case.process.kind, case.pk]))


def _change(change: Any) -> list[Cell]:
    return [
        _number(change),
        Cell(office_words(change.asked_by)),
        Cell(change.plan.title()),
        Cell(change.opened_on),
        Cell(change.document_no),
        state_cell(PLAN_CHANGE, change.state),
    ]


def _missing(proposal: Any) -> list[Cell]:
    return [
        _number(proposal),
        Cell(office_words(proposal.employer)),
        Cell(course(proposal.occupation.short, proposal.level)),
        Cell(proposal.people),
        Cell(proposal.opened_on),
        Cell(proposal.document_no),
        state_cell(MISSING_OCCUPATION, proposal.state),
    ]


def _entry(entry: Any) -> list[Cell]:
    return [
        _number(entry),
        Cell(office_words(entry.city)),
        Cell(course(entry.occupation.short, entry.level)),
        Cell(office_words(entry.institution)),
        Cell(entry.opened_on),
        Cell(entry.document_no),
        state_cell(CITY_ENTRY, entry.state),
    ]


SHELVES = {
    "plan_change": Shelf(
        TITLE,
        PLAN_CHANGE,
        (
            NUMBER,
            Head(Words("提出单位", "Asked by"), "asked_by__name"),
            Head(Words("计划", "Plan"), "plan__year"),
            OPENED,
            DOCUMENT,
            STATE,
        ),
        _change,
        ("number", "asked_by__name", "document_no", "reason"),
        ready=lambda rows: rows.select_related("asked_by", "plan"),
    ),
    "missing_occupation": Shelf(
        TITLE,
        MISSING_OCCUPATION,
        (
            NUMBER,
            Head(Words("用人单位", "Employer"), "employer__name"),
            WHAT,
            Head(Words("预计人数", "People expected"), "people", "num"),
            OPENED,
            DOCUMENT,
            STATE,
        ),
        _missing,
        ("number", "employer__name", "document_no", "occupation__zh", "provider"),
        ready=lambda rows: rows.select_related("employer", "occupation"),
    ),
    "city_entry": Shelf(
        TITLE,
        CITY_ENTRY,
        (
            NUMBER,
            Head(Words("市", "City"), "city__name"),
            WHAT,
            Head(Words("培训机构", "Institution"), "institution__name"),
            OPENED,
            DOCUMENT,
            STATE,
        ),
        _entry,
        ("number", "city__name", "institution__name", "document_no", "occupation__zh"),
        ready=lambda rows: rows.select_related("city", "institution", "occupation"),
    ),
}
MODELS = {"plan_change": PlanChange, "missing_occupation": MissingOccupation, "city_entry": CityEntry}
LABELS = {
    "plan_change": Words("计划调整", "Plan changes"),
    "missing_occupation": Words("缺项职业", "Missing occupations"),
    "city_entry": Words("市级目录", "City catalogues"),
}
BEGINS = {
    "missing_occupation": (
        (Role.EMPLOYER, Role.PROVINCE),
        Words("提出省外培训", "Propose training outside Shanxi"),
        "missing_new",
    ),
    "city_entry": ((Role.CITY,), Words("拟列入本市目录", "Propose an entry"), "city_entry_new"),
}


@desk(*STAFF)
def requests(request: DeskRequest) -> HttpResponse:
    """Three kinds of request, one tab each."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in SHELVES else next(iter(SHELVES))
    context = listed(request, SHELVES[tab], MODELS[tab].objects.visible_to(request.actor))
    return render(
        request, "lists/list.html", context | {"tabs": tabs(tab), "tools": tools(request.actor, tab)}
    )


def tabs(current: str) -> list[Link]:
    """The three kinds beside each other."""
    return [
        Link(label, f"{reverse('requests')}?tab={kind}", current=kind == current)
        for kind, label in LABELS.items()
    ]


def tools(actor: Actor, tab: str) -> list[Link]:
    """What the visitor may begin here."""
    roles, label, name = BEGINS.get(tab, ((), Words("", ""), ""))
    if actor.role in roles and actor.duty == Duty.HANDLE:
        return [Link(label, reverse(name))]
    return []
