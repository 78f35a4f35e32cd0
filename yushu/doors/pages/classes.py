"""Classes as an institution prepares them: the request, its roster, its timetable, teachers and rooms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yushu.casework.models import Case
from yushu.catalogue.models.occupations import name_of
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import STAFF, desk
from yushu.doors.pages.beginnings import begun, data_of, page
from yushu.doors.pages.forms_plan import refuse
from yushu.doors.pages.forms_teaching import OpeningForm, RoomForm, RowsForm, TeacherForm
from yushu.doors.pages.houses import house, of_role
from yushu.doors.pages.shapes import Act, Cell, Column, Link, Panel, Row, Sheet, Table
from yushu.doors.pages.shelves import Head, Shelf, listed, state_cell, with_due
from yushu.doors.pages.told import say, told
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.ledger.book import history
from yushu.people.actors import Actor
from yushu.people.areas import area_name
from yushu.people.models import Office
from yushu.people.roles import Duty, Role
from yushu.training.announcing import S as Announced
from yushu.training.classing import CLASS, S
from yushu.training.models import Announcement, Room, Teacher, TrainingClass
from yushu.training.requesting import (
    draft_class,
    may_join,
    register_room,
    register_teacher,
    set_roster,
    set_timetable,
)
from yushu.training.timetable import as_text

TITLE = Words("培训班", "Classes")
NEW = Words("申请开班", "Ask to open a class")
ROSTER = Words("选名册", "Choose the roster")
TIMETABLE = Words("排课表", "Write the timetable")
TEACHING = Words("教师和教室", "Teachers and rooms")
SAVED = Words("已保存。", "Saved.")
OFFERED = (Announced.PUBLISHED, Announced.CLOSED)


def _class(case: Any) -> list[Cell]:
    return [
        Cell(case.number, reverse("case", args=["class", case.pk])),
        Cell(case.called),
        Cell(name_of(case.institution)),
        Cell(case.opens_on),
        Cell(case.ends_on),
        Cell(case.headcount),
        Cell(case.due),
        state_cell(CLASS, case.state),
    ]


def _ready(rows: Any) -> Any:
    named = rows.select_related("institution", "occupation")
    here = Count("members", filter=Q(members__left_on=None), distinct=True)
    return with_due(named.annotate(headcount=here))


CLASSES = Shelf(
    title=TITLE,
    about=Words(
        "计划内的班由市人社局在5个工作日内批准，开班时占用计划名额。",
        "The city approves classes of the plan within five working days; seats are taken at the opening.",
    ),
    process=CLASS,
    heads=(
        Head(Words("编号", "Number"), "number", "mono", "first"),
        Head(Words("班级", "Class"), "occupation__place", "text", "whole"),
        Head(Words("培训机构", "Institution"), "institution__name", "text", "whole"),
        Head(Words("开班", "Opens"), "opens_on"),
        Head(Words("结业", "Ends"), "ends_on"),
        Head(Words("人数", "People"), "headcount", "num"),
        Head(Words("最近期限", "Next due day"), "due"),
        Head(Words("状态", "State"), "state", "tag", "verdict"),
    ),
    cells=_class,
    search=("number", "institution__name", "occupation__zh", "name"),
    order=("-opens_on", "-number"),
    ready=_ready,
)


@desk(*STAFF)
@require_safe
def classes(request: DeskRequest) -> HttpResponse:
    """The classes the visitor's office is a party to."""
    context = listed(request, CLASSES, TrainingClass.objects.visible_to(request.actor))
    shown = {"tabs": tabs("classes"), "tools": tools(request.actor)}
    return render(request, "lists/list.html", context | shown)


def tabs(current: str) -> list[Link]:
    """Announcements, classes, rosters and training certificates beside each other."""
    named = (
        (Words("招生公告", "Announcements"), "announcements"),
        (TITLE, "classes"),
        (Words("名册报送", "Roster reports"), "rosters"),
        (Words("培训合格证书", "Training certificates"), "training_certificates"),
        (Words("考核和等级证书", "Examinations"), "batches"),
    )
    return [Link(label, reverse(name), current=name == current) for label, name in named]


def tools(actor: Actor) -> list[Link]:
    """What an institution can begin here."""
    return [Link(TEACHING, reverse("teaching"))] if handles(actor) else []


def handles(actor: Actor) -> bool:
    """Whether the visitor handles matters of an institution."""
    return actor.role == Role.INSTITUTION and actor.duty == Duty.HANDLE


@desk(Role.INSTITUTION)
def class_new(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Begin the opening request of a class of an announcement."""
    rows = Announcement.objects.visible_to(request.actor).filter(state__in=OFFERED)
    announcement = get_object_or_404(rows, pk=pk)
    form = OpeningForm(announcement, *data_of(request)[:1])

    def begin() -> Case:
        city, province = city_of_office(request.actor), of_role(request.actor, Role.PROVINCE)
        by: dict[str, Any] = {"actor": request.actor, "at": request.at}
        return draft_class(announcement, form.asked(), city=city, province=province, **by)

    act = Act("draft", Words("建立申请", "Make the request"), "main")
    panel = Panel(NEW, reverse("class_new", args=[pk]), [act], form=form, cites="A35", key="new")
    crumbs = [Link(announcement.title(), reverse("case", args=["announcement", pk]))]
    shown = page(NEW, announcement.course, panel, crumbs)
    return begun(request, form, begin) or render(request, "case/new.html", shown)


def city_of_office(actor: Actor) -> Office:
    """The city that approves: the one of the institution's own area (A11, A35)."""
    office = house(actor)
    rows = Office.objects.visible_to(actor).filter(role=Role.CITY, parent=None, area=f"{office.area[:4]}00")
    return get_object_or_404(rows)


def class_of(request: DeskRequest, pk: UUID, *states: str) -> TrainingClass:
    """The class, if the visitor's office is a party to it and it stands in one of these states; else 404."""
    rows = TrainingClass.objects.visible_to(request.actor).select_related(
        "institution", "occupation", "announcement"
    )
    return get_object_or_404(rows.filter(state__in=states) if states else rows, pk=pk)


def tried(request: DeskRequest, form: forms.Form, act: Callable[[], Any], said: Words = SAVED) -> bool:
    """Do what a valid form asks for; False when it was refused, and the form says why."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        act()
    except Refusal as refused:
        refuse(form, refused)
        return False
    messages.success(request, say(said))
    return True


def done(request: DeskRequest, act: Callable[[], Any], said: Words = SAVED) -> None:
    """Do what a button without a form asks for, and say how it came out."""
    try:
        act()
    except Refusal as refused:
        messages.warning(request, told(refused))
    else:
        messages.success(request, say(said))


def rev_of(request: DeskRequest) -> int:
    """The revision the form was opened with; -1 when there is none."""
    text = request.POST.get("rev", "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def work_page(case: TrainingClass, heading: Words, panel: Panel | None, **more: Any) -> dict[str, Any]:
    """A page of work on a class: its panel, and the way back to the class."""
    crumbs = [Link(TITLE, reverse("classes")), Link(case.title(), reverse("case", args=["class", case.pk]))]
    return page(heading, case.called, panel, []) | {"crumbs": crumbs} | more


@desk(Role.INSTITUTION)
def class_roster(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Tick who stands on the roster of a drafted class."""
    case = class_of(request, pk, S.DRAFT)
    mine = [member.enrolment for member in case.members.select_related("enrolment__person")]
    free = [*mine, *may_join(case.announcement).select_related("person")]
    form = forms.Form(request.POST if request.method == "POST" else None)
    chosen = [row for row in free if str(row.pk) in request.POST.getlist("rows")]

    def act() -> None:
        set_roster(case, chosen, actor=request.actor, at=request.at, rev=rev_of(request))

    if tried(request, form, act):
        return redirect("case", kind="class", pk=pk)
    panel = roster_panel(case, free, {str(row.pk) for row in chosen or mine}, form)
    return render(request, "case/new.html", work_page(case, ROSTER, panel))


def roster_panel(case: TrainingClass, free: list[Any], ticked: set[str], form: forms.Form) -> Panel:
    """Everybody with a seat, ticked or not, and whether the commitment is signed."""
    signed = case.signatures(row.pk for row in free)
    columns = [
        Column(Words("次序", "Place"), "num", "off"),
        Column(Words("姓名", "Name"), phone="first"),
        Column(Words("身份承诺", "Commitment"), "tag", "verdict"),
    ]
    rows = []
    for row in free:
        has = row.pk in signed
        mark = Cell(
            Words("已签署", "signed") if has else Words("未签署", "not signed"),
            tone="done" if has else "late",
        )
        key = str(row.pk)
        rows.append(
            Row([Cell(row.seq), Cell(row.person.name), mark], key, row.person.name, checked=key in ticked)
        )
    table = Table(columns, rows, Words("还没有人占到名额", "Nobody has a seat yet"), choose="rows")
    act = Act("save", Words("保存名册", "Save the roster"), "main")
    here = reverse("class_roster", args=[case.pk])
    return Panel(ROSTER, here, [act], form=form, table=table, rev=case.rev, cites="R03", key="roster")


@desk(Role.INSTITUTION)
def class_timetable(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Write the timetable of a drafted class as rows of text."""
    case = class_of(request, pk, S.DRAFT)
    rows = as_text(case.sessions.select_related("teacher__person", "room"))
    form = RowsForm(request.POST) if request.method == "POST" else RowsForm(initial={"rows": rows})

    def act() -> None:
        text = form.cleaned_data["rows"]
        set_timetable(case, text, actor=request.actor, at=request.at, rev=rev_of(request))

    if tried(request, form, act):
        return redirect("case", kind="class", pk=pk)
    save = Act("save", Words("保存课表", "Save the timetable"), "main")
    here = reverse("class_timetable", args=[pk])
    panel = Panel(TIMETABLE, here, [save], form=form, rev=case.rev, cites="R05", key="timetable")
    return render(request, "case/new.html", work_page(case, TIMETABLE, panel, guide=known(request.actor)))


def known(actor: Actor) -> Sheet:
    """The teachers and rooms a timetable can name."""
    columns = [Column(Words("名称", "Name"), phone="first"), Column(Words("说明", "About"), phone="plain")]
    teachers = Teacher.objects.visible_to(actor).select_related("person")
    rows = [Row([Cell(one.person.name), Cell(one.qualification)]) for one in teachers]
    holds = Words("教室，{n}人，{a}", "room for {n}, {a}")
    for room in Room.objects.visible_to(actor):
        rows.append(Row([Cell(room.name), Cell(holds.fill(n=room.holds, a=area_name(room.area)))]))
    none = Words("先登记教师和教室", "Register teachers and rooms first")
    return Sheet("known", TEACHING, Table(columns, rows, none, two=False))


@desk(Role.INSTITUTION)
def teaching(request: DeskRequest) -> HttpResponse:
    """Register the teachers and rooms of the institution."""
    person = request.POST.get("step") == "teacher"
    sent = request.POST if request.method == "POST" else None
    teacher, room = TeacherForm(sent if person else None), RoomForm(None if person else sent)
    if tried(request, teacher, lambda: _register_teacher(request, teacher)) or tried(
        request, room, lambda: _register_room(request, room)
    ):
        return redirect("teaching")
    return render(request, "training/teaching.html", teaching_page(request.actor, teacher, room))


def teaching_page(actor: Actor, teacher: TeacherForm, room: RoomForm) -> dict[str, Any]:
    """Two forms beside what is registered already."""
    here = reverse("teaching")
    panels = [
        Panel(
            Words("登记教师", "Register a teacher"), here, [REGISTER["teacher"]], form=teacher, key="teacher"
        ),
        Panel(Words("登记教室", "Register a room"), here, [REGISTER["room"]], form=room, key="room"),
    ]
    about = Words("课表里只能写登记过的。", "A timetable names only what is registered.")
    crumbs = [Link(TITLE, reverse("classes")), Link(TEACHING, "")]
    return page(TEACHING, about, panels[0], []) | {"panels": panels, "guide": known(actor), "crumbs": crumbs,
                                                          "registered": registered(house(actor))}  # fmt: skip


REGISTERED = {
    "register_teacher": Words("登记教师", "Teacher registered"),
    "register_room": Words("登记教室", "Room registered"),
}
LAST_LINES = 20


def registered(institution: Office) -> Sheet:
    """Who registered what when, newest first, from the record of the institution."""
    columns = [
        Column(Words("登记事项", "Act"), phone="first"),
        Column(Words("名称", "Name"), phone="plain"),
        Column(Words("登记人", "By"), phone="whole"),
        Column(Words("时间", "When")),
    ]
    lines = [line for line in history([institution.pk], limit=LAST_LINES) if line.verb in REGISTERED]
    rows = [
        Row(
            [Cell(REGISTERED[line.verb]), Cell((line.facts or {}).get("name")), Cell(line.who), Cell(line.at)]
        )
        for line in lines
    ]
    none = Words("还没有登记", "Nothing registered yet")
    return Sheet("registered", Words("登记记录", "Record of registrations"), Table(columns, rows, none))


REGISTER = {
    "teacher": Act("teacher", Words("登记教师", "Register the teacher"), "main"),
    "room": Act("room", Words("登记教室", "Register the room"), "main"),
}


def _register_teacher(request: DeskRequest, form: TeacherForm) -> None:
    register_teacher(house(request.actor), **form.cleaned_data, actor=request.actor, at=request.at)


def _register_room(request: DeskRequest, form: RoomForm) -> None:
    register_room(house(request.actor), **form.cleaned_data, actor=request.actor, at=request.at)
