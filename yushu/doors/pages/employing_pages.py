"""Employment checks as a list, and how an employer is asked about the people of a class (A13)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yushu.casework.models import Case
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import desk
from yushu.doors.pages.beginnings import begun, page
from yushu.doors.pages.classes import city_of_office
from yushu.doors.pages.employing_forms import AskForm
from yushu.doors.pages.employing_words import MASKED, NAME, masked
from yushu.doors.pages.houses import of_role
from yushu.doors.pages.ordering_pages import handles
from yushu.doors.pages.paging import cut
from yushu.doors.pages.portrait_batch import office_words
from yushu.doors.pages.shapes import Act, Cell, Column, Link, Panel, Row, Sheet, Table
from yushu.doors.pages.shelves import Head, Shelf, listed, state_cell
from yushu.doors.pages.subsidy_tabs import EVERY, tabs
from yushu.kernel.words import Words
from yushu.people.roles import Role
from yushu.subsidies.employing import EMPLOYMENT
from yushu.subsidies.models import EmploymentCheck
from yushu.subsidies.recording import ask_employer
from yushu.training.classing import S as Class
from yushu.training.models import TrainingClass

DESKS = (*EVERY, Role.EMPLOYER)
ASK = Words("送用人单位核实", "Ask an employer")


def _check(check: Any) -> list[Cell]:
    return [
        Cell(check.number, reverse("case", args=["employment", check.pk])),
        Cell(office_words(check.employer)),
        Cell(office_words(check.institution)),
        Cell(check.heads),
        Cell(check.opened_on),
        state_cell(EMPLOYMENT, check.state),
    ]


CHECKS = Shelf(
    title=Words("就业核实", "Employment checks"),
    about=Words(
        "培训机构送核，用人单位用自己的账号逐人确认或否认；不用平台的单位由市人社局凭来件代录。",
        "Asked by the institution, answered person by person by the employer itself, or recorded from its paper.",
    ),
    empty=Words(
        "还没有核实。培训机构在班级结业后送核。",
        "No checks yet. The institution asks once a class has ended.",
    ),
    process=EMPLOYMENT,
    heads=(
        Head(Words("编号", "Number"), "number", "mono", "first"),
        Head(Words("用人单位", "Employer"), "employer__name", "text", "whole"),
        Head(Words("培训机构", "Institution"), "institution__name", "text", "whole"),
        Head(Words("人数", "People"), "heads", "num"),
        Head(Words("送核日期", "Asked on"), "opened_on"),
        Head(Words("状态", "State"), "state", "tag", "verdict"),
    ),
    cells=_check,
    search=("number", "employer__name", "institution__name"),
    ready=lambda rows: rows.annotate(heads=Count("rows__member__person", distinct=True)).select_related(
        "employer", "institution"
    ),
)


@desk(*DESKS)
@require_safe
def employment_checks(request: DeskRequest) -> HttpResponse:
    """What employers were asked."""
    context = listed(request, CHECKS, EmploymentCheck.objects.visible_to(request.actor))
    tools = [Link(ASK, reverse("employment_ask"))] if handles(request.actor) else []
    shown = {"tabs": tabs(request.actor, "employment_checks"), "tools": tools}
    return render(request, "lists/list.html", context | shown)


# Asking an employer


def ended(request: DeskRequest) -> QuerySet[TrainingClass]:
    """Completed classes of the visitor's institution."""
    rows = TrainingClass.objects.visible_to(request.actor).filter(state=Class.COMPLETED)
    return rows.select_related("occupation").order_by("-examined_on", "-number")


@desk(Role.INSTITUTION)
@require_safe
def employment_ask(request: DeskRequest) -> HttpResponse:
    """Choose the class whose people are to be confirmed."""
    found = ended(request)
    shown, pager = cut(request, found, found.count())
    title = Words("选一个结业的班", "Choose a completed class")
    sheet = Sheet("classes", title, ended_table(shown), pager=pager)
    return render(request, "subsidy/work.html", ask_page([]) | {"tables": [sheet]})


def ended_table(cases: Any) -> Table:
    """Completed classes, each leading to the request about its people."""
    columns = [
        Column(Words("班级", "Class"), phone="first"),
        Column(Words("编号", "Number"), "mono", "plain"),
        Column(Words("结业考核", "Completion exam")),
    ]
    rows = [
        Row(
            [
                Cell(case.called, reverse("employment_ask_class", args=[case.pk])),
                Cell(case.number),
                Cell(case.examined_on),
            ]
        )
        for case in cases
    ]
    return Table(columns, rows, Words("还没有结业的班", "No class has been completed yet"))


@desk(Role.INSTITUTION)
def employment_ask_class(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Ask an employer about people of one class, all in one request."""
    case = get_object_or_404(ended(request), pk=pk)
    members = list(case.present_members().select_related("person").prefetch_related("person__documents"))
    form = AskForm(request.actor, members, request.POST if request.method == "POST" else None)
    ticked = set(request.POST.getlist("rows"))

    def begin() -> Case:
        asked = form.asked([one for one in members if str(one.pk) in ticked])
        offices = {"city": city_of_office(request.actor), "province": of_role(request.actor, Role.PROVINCE)}
        employer = form.cleaned_data["employer"]
        return ask_employer(employer, asked, actor=request.actor, at=request.at, **offices)

    act = Act("ask", Words("送核选中的人", "Ask about those chosen"), "main")
    table, here = ask_table(form, members, ticked), reverse("employment_ask_class", args=[pk])
    panel = Panel(case.called, here, [act], form=_Above(form), table=table, cites="A13", key="new")
    return begun(request, form, begin) or render(request, "case/new.html", ask_page([panel]))


def ask_page(panels: list[Panel]) -> dict[str, Any]:
    """A page on which an employer is asked, and the way back to the list."""
    shown = page(ASK, CHECKS.about, panels[0] if panels else Panel(ASK, "", []), [])
    crumbs = [Link(CHECKS.title, reverse("employment_checks"))]
    return shown | {"crumbs": crumbs, "panels": panels, "tables": []}


class _Above:
    """The fields above the list; those of the rows stand in the rows."""

    is_multipart = False

    def __init__(self, form: AskForm) -> None:
        self.form, self.errors, self.non_field_errors = form, form.errors, form.non_field_errors

    def __iter__(self) -> Any:
        return iter(self.form.common())

    def __getitem__(self, name: str) -> Any:
        return self.form[name]


def ask_table(form: AskForm, members: list[Any], ticked: set[str]) -> Table:
    """The people of the class, a tick and a day of their own."""
    rows = [
        Row(
            [Cell(one.person.name), Cell(masked(one.person)), Cell(None, field=form[f"since-{one.pk}"])],
            str(one.pk),
            one.person.name,
            checked=str(one.pk) in ticked,
        )
        for one in members
    ]
    own = Column(Words("起始日（不同时填）", "From, where it differs"), phone="whole")
    return Table([NAME, MASKED, own], rows, choose="rows")
