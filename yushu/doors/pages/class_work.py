"""Work on a class that runs: made-up sessions, changes, who leaves and joins, the completion exam."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yushu.casework.models import Case
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import STAFF, desk
from yushu.doors.pages.beginnings import begun
from yushu.doors.pages.classes import class_of, done, handles, known, tried, work_page
from yushu.doors.pages.forms_teaching import ChangeForm, JoinForm, LeaveForm, ResultsForm, RowsForm
from yushu.doors.pages.portrait_batch import points
from yushu.doors.pages.portrait_class import session_table, standing
from yushu.doors.pages.shapes import Act, Cell, Column, Link, Panel, Row, Sheet, Table
from yushu.kernel.words import NOTHING, Words
from yushu.people.roles import Role
from yushu.training.classing import S
from yushu.training.completing import confirm_results, discard_results, enter_results
from yushu.training.joining import join_class, leave_class
from yushu.training.models import CompletionResult, Member, TrainingClass
from yushu.training.requesting import LIVE, add_makeup, may_join, request_change

CHANGE = Words("变更课表", "Change the timetable")
MAKEUP = Words("加补课", "Add made-up sessions")
PEOPLE = Words("进出班", "Leave and join")
RESULTS = Words("结业成绩", "Completion results")
ENTER = Words("录入成绩", "Enter results")


@desk(Role.INSTITUTION)
def class_change_new(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Ask for sessions to be dropped and others added."""
    case = class_of(request, pk, *LIVE)
    form = ChangeForm(request.POST if request.method == "POST" else None)
    drops = [int(key) for key in request.POST.getlist("drops") if key.isdecimal() and len(key) < 12]

    def begin() -> Case:
        said = form.cleaned_data
        return request_change(case, drops, said["rows"], said["reason"], actor=request.actor, at=request.at)

    context = work_page(case, CHANGE, change_panel(case, form), guide=known(request.actor))
    return begun(request, form, begin) or render(request, "case/new.html", context)


def change_panel(case: TrainingClass, form: ChangeForm) -> Panel:
    """The sessions still to come, to be ticked, and rows for new ones."""
    ahead = case.sessions.planned().filter(settled_by=None).select_related("teacher__person", "room")
    shown = session_table(ahead)
    act = Act("ask", Words("申请变更", "Ask for the change"), "main")
    here = reverse("class_change_new", args=[case.pk])
    table = Table(shown.columns, shown.rows, choose="drops")
    return Panel(CHANGE, here, [act], form=form, cites="A35", key="change", table=table)


@desk(Role.INSTITUTION)
def class_makeup(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Add sessions for those who missed hours."""
    case = class_of(request, pk, S.RUNNING)
    form = RowsForm(request.POST if request.method == "POST" else None)
    if tried(
        request,
        form,
        lambda: add_makeup(case, form.cleaned_data["rows"], actor=request.actor, at=request.at),
    ):
        return redirect("case", kind="class", pk=pk)
    act = Act("add", MAKEUP, "main")
    panel = Panel(MAKEUP, reverse("class_makeup", args=[pk]), [act], form=form, cites="R05", key="makeup")
    return render(request, "case/new.html", work_page(case, MAKEUP, panel, guide=known(request.actor)))


@desk(Role.INSTITUTION)
def class_people(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Record that somebody leaves, or let somebody take a vacated place."""
    case = class_of(request, pk, S.RUNNING, S.STOPPED)
    joins = request.POST.get("step") == "join"
    sent = request.POST if request.method == "POST" else None
    leave = LeaveForm(case.present_members().select_related("person"), None if joins else sent)
    join = JoinForm(may_join(case.announcement).select_related("person"), sent if joins else None)
    by: dict[str, Any] = {"actor": request.actor, "at": request.at}
    if tried(
        request,
        leave,
        lambda: leave_class(leave.cleaned_data["member"], leave.cleaned_data["reason"], **by),
    ) or tried(request, join, lambda: join_class(case, join.cleaned_data["enrolment"], **by)):
        return redirect("case", kind="class", pk=pk)
    panels = people_panels(pk, leave, join)
    context = work_page(case, PEOPLE, panels[0]) | {"panels": panels, "guide": None}
    return render(request, "training/people.html", context)


def people_panels(pk: UUID, leave: LeaveForm, join: JoinForm) -> list[Panel]:
    """Leaving and joining, each on its sheet."""
    here = reverse("class_people", args=[pk])
    return [
        Panel(
            Words("离班", "Leave"),
            here,
            [Act("leave", Words("登记离班", "Record that they leave"), "stop")],
            form=leave,
            cites="A26",
            key="leave",
        ),
        Panel(
            Words("补入", "Join"),
            here,
            [Act("join", Words("补入空位", "Take the vacant place"), "main")],
            form=join,
            cites="A26",
            key="join",
        ),
    ]


@desk(*STAFF)
@require_safe
def class_results(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The completion exam as it stands: everybody of the case may look."""
    case = class_of(request, pk, S.RUNNING, S.COMPLETED)
    runs = case.state == S.RUNNING
    enters = (
        [Link(ENTER, reverse("class_results_enter", args=[pk]))] if runs and handles(request.actor) else []
    )
    waiting = case.count_unconfirmed_results() if runs and request.actor.role == Role.INSTITUTION else 0
    panels = [confirming(case, waiting)] if waiting else []
    context = work_page(case, RESULTS, None, tools=enters, panels=panels, tables=[results_sheet(case)])
    return render(request, "training/results.html", context)


def confirming(case: TrainingClass, waiting: int) -> Panel:
    """What the second person may do with results that wait."""
    acts = [
        Act(
            "confirm",
            Words("对照成绩单，确认{n}人的成绩", "Confirm the results of {n} people").fill(n=waiting),
            "main",
        ),
        Act("discard", Words("退回重录", "Send back to be entered again"), "stop"),
    ]
    by = Words("由另一人确认", "by another person")
    here = reverse("class_results_confirm", args=[case.pk])
    return Panel(
        Words("待确认的成绩", "Results to be confirmed"), here, acts, by=by, cites="R06", key="confirm"
    )


@desk(Role.INSTITUTION)
def class_results_confirm(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Confirm the results that wait, or send them back."""
    case = class_of(request, pk, S.RUNNING)
    if request.method == "POST":
        act = discard_results if request.POST.get("step") == "discard" else confirm_results
        done(request, lambda: act(case, actor=request.actor, at=request.at))
    return redirect("class_results", pk=pk)


@desk(Role.INSTITUTION)
def class_results_enter(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Enter results of those who have all hours."""
    case = class_of(request, pk, S.RUNNING)
    form = ResultsForm(sitting_members(case), request.POST if request.method == "POST" else None)

    def act() -> None:
        day = form.cleaned_data["examined_on"]
        enter_results(case, day, form.marks(), actor=request.actor, at=request.at)

    if tried(request, form, act):
        return redirect("class_results", pk=pk)
    save = Act("enter", Words("录入成绩", "Enter the results"), "main")
    here = reverse("class_results_enter", args=[pk])
    panel = Panel(ENTER, here, [save], form=form, table=marks_table(form), cites="R06", key="results")
    return render(request, "case/new.html", work_page(case, ENTER, panel))


def sitting_members(case: TrainingClass) -> list[Member]:
    """Those with all hours who have neither passed nor a result that waits."""
    settled = Q(passed=True) | Q(confirmed_by=None)
    over = set(
        CompletionResult.objects.filter(settled, member__training_class=case).values_list(
            "member_id", flat=True
        )
    )  # seen: with its class
    names = {member.pk: member for member in case.present_members().select_related("person")}
    return [names[member.pk] for member in case.complete_members() if member.pk not in over]


def marks_table(form: ResultsForm) -> Table:
    """Two fields beside each name."""
    columns = [
        Column(Words("序号", "No."), "num", "off"),
        Column(Words("姓名", "Name"), phone="first"),
        Column(Words("理论", "Theory")),
        Column(Words("实操", "Practice")),
    ]
    rows = [
        Row(
            [
                Cell(member.seq),
                Cell(member.person.name),
                Cell(None, field=form[f"theory--{member.pk}"]),
                Cell(None, field=form[f"practice--{member.pk}"]),
            ],
            str(member.pk),
        )
        for member in form.members
    ]
    return Table(
        columns, rows, Words("没有学时已满而未考的人", "Nobody with all hours is left to be examined")
    )


def results_sheet(case: TrainingClass) -> Sheet:
    """Every attempt, confirmed or not; and who lacks hours."""
    columns = [
        Column(Words("序号", "No."), "num", "off"),
        Column(Words("姓名", "Name"), phone="first"),
        Column(Words("学时", "Hours"), "tag", "plain"),
        Column(Words("考核日期", "Exam day")),
        Column(Words("理论", "Theory"), "num"),
        Column(Words("实操", "Practice"), "num"),
        Column(Words("结论", "Result"), "tag", "verdict"),
    ]
    minutes = case.minutes_of()
    people = case.members.select_related("person").prefetch_related("results")
    rows = []
    for member in people:
        attempts: list[CompletionResult | None] = [*member.results.all()]
        for result in attempts or [None]:
            cells = [Cell(member.seq), Cell(member.person.name), standing(case, member, minutes)]
            rows.append(Row([*cells, *result_cells(result)], str(member.pk)))
    return Sheet("results", RESULTS, Table(columns, rows))


def result_cells(result: CompletionResult | None) -> list[Cell]:
    """Day, two parts, and how it came out."""
    if result is None:
        return [Cell(None), Cell(None), Cell(None), Cell(NOTHING)]
    if result.confirmed_by_id is None:
        verdict = Cell(Words("待确认", "to be confirmed"), tone="soon")
    elif result.passed:
        verdict = Cell(Words("合格", "passed"), tone="done")
    else:
        verdict = Cell(Words("不合格", "failed"), tone="late")
    return [Cell(result.examined_on), Cell(points(result.theory)), Cell(points(result.practice)), verdict]
