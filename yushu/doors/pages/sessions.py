"""A session: the code in the room, who checked in, the roll, its second person, and corrections."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yushu.doors.asking import DeskRequest
from yushu.doors.guard import STAFF, desk
from yushu.doors.pages.classes import TITLE, done, handles, tried
from yushu.doors.pages.forms_teaching import CorrectionForm, RollForm
from yushu.doors.pages.portrait_class import state_of
from yushu.doors.pages.shapes import Act, Cell, Column, Fact, Link, Panel, Row, Sheet, Table
from yushu.doors.pages.told import both
from yushu.kernel.clock import BEIJING
from yushu.kernel.words import NOTHING, Words
from yushu.people.actors import Actor
from yushu.people.roles import Role
from yushu.training.attending import (
    EARLY,
    LATE,
    code_changes_in,
    confirm,
    confirm_correction,
    correct,
    room_code,
    settle,
)
from yushu.training.classing import S
from yushu.training.models import Attendance, AttendanceChange, Kind, Session

ROLL = Words("点名", "Call the roll")
CORRECT = Words("更正考勤", "Correct an attendance")
WAITING = Words("待确认的更正", "Corrections to be confirmed")
OLD_NEW = Words("{p}：{o}分钟改为{n}分钟，{r}", "{p}: {o} minutes become {n}; {r}")


@desk(*STAFF)
@require_safe
@never_cache
def session(request: DeskRequest, pk: int) -> HttpResponse:
    """One session. In its time the institution is led to the code to show in the room."""
    found = session_of(request, pk)
    shows = shows_code(found, request.actor, request.at)
    code = Link(Words("投屏签到码", "Show the code in the room"), reverse("session_code", args=[pk]))
    context = heading_of(found) | {
        "tools": [code] if shows else [],
        "facts": facts(found),
        "panels": panels(found, request.actor, request.at),
        "tables": [attendance_sheet(found, request.actor)],
    }
    return render(request, "training/session.html", context)


@desk(Role.INSTITUTION)
@require_safe
@never_cache
def session_code(request: DeskRequest, pk: int) -> HttpResponse:
    """The code of this minute, for the screen of the room; beyond its time back to the session."""
    found = session_of(request, pk)
    if not shows_code(found, request.actor, request.at):
        return redirect("session", pk=pk)
    shown = {"code": room_code(found, request.at), "seconds": code_changes_in(request.at)}
    context = heading_of(found) | shown
    context["crumbs"].append(Link(found.when, reverse("session", args=[pk])))
    return render(request, "training/session_code.html", context)


def session_of(request: DeskRequest, pk: int) -> Session:
    """The session, if the visitor's office is a party to its class; else 404."""
    rows = Session.objects.visible_to(request.actor).select_related(
        "teacher__person", "room", "training_class__occupation", "training_class__institution"
    )
    return get_object_or_404(rows.distinct(), pk=pk)


def heading_of(found: Session) -> dict[str, Any]:
    """When and what, and the way back to the class."""
    case = found.training_class
    crumbs = [Link(TITLE, reverse("classes")), Link(case.title(), reverse("case", args=["class", case.pk]))]
    return {"heading": found.when, "about": Words(found.topic, found.topic), "crumbs": crumbs, "tools": []}


def facts(found: Session) -> list[Fact]:
    """Kind, teacher, room, breaks, minutes, how far the attendance is."""
    rests = "，".join(f"{since}–{until}" for since, until in found.breaks)
    words = state_of(found)[0]
    shown = [
        Fact(Words("类型", "Kind"), Kind(found.kind).words, cites="R05"),
        Fact(Words("教师", "Teacher"), found.teacher.person.name),
        Fact(Words("教室", "Room"), found.room.name if found.room else None),
        Fact(Words("休息", "Breaks"), rests),
        Fact(Words("净时长", "Without breaks"), Words("{n}分钟", "{n} minutes").fill(n=found.minutes)),
        Fact(Words("考勤", "Attendance"), words, cites="R24"),
    ]
    return [fact for fact in shown if fact.value]


def shows_code(found: Session, actor: Actor, at: datetime) -> bool:
    """Whether the code may be shown now, and to whom."""
    open_now = found.begins() - EARLY <= at <= found.finishes() + LATE
    runs = found.training_class.state == S.RUNNING
    return runs and open_now and found.settled_by_id is None and actor.role == Role.INSTITUTION


def panels(found: Session, actor: Actor, at: datetime) -> list[Panel]:
    """The roll once the session is over; then its confirmation; then corrections that wait."""
    if actor.role != Role.INSTITUTION or found.training_class.state != S.RUNNING or found.dropped_on:
        return []
    if found.settled_by_id is None:
        over = handles(actor) and at >= found.finishes()
        act = Act("roll", ROLL, "main", reverse("session_roll", args=[found.pk]))
        return [Panel(ROLL, "", [act], cites="R24", key="roll")] if over else []
    if found.confirmed_by_id is None:
        return [confirming(found)]
    changes = AttendanceChange.objects.filter(
        attendance__session=found, confirmed_by=None
    )  # seen: with its session
    return [agreeing(change) for change in changes.select_related("attendance__member__person")]


def confirming(found: Session) -> Panel:
    """What the second person sees of a roll."""
    act = Act("confirm", Words("核对现场，确认考勤", "Confirm the attendance"), "main")
    by = Words("由另一人确认", "by another person")
    here = reverse("session_confirm", args=[found.pk])
    return Panel(Words("确认考勤", "Confirm the attendance"), here, [act], by=by, cites="R24", key="confirm")


def agreeing(change: AttendanceChange) -> Panel:
    """One correction, before its second person."""
    said = OLD_NEW.fill(
        p=change.attendance.member.person.name, o=change.old_minutes, n=change.new_minutes, r=change.reason
    )
    act = Act("agree", Words("确认更正", "Confirm the correction"), "main")
    here = reverse("correction_confirm", args=[change.pk])
    return Panel(
        WAITING,
        here,
        [act],
        by=Words("由另一人确认", "by another person"),
        after=said,
        cites="R24",
        key=f"change{change.pk}",
    )


def attendance_sheet(found: Session, actor: Actor) -> Sheet:
    """Who was there: came, left, minutes, how it is known; a confirmed row leads to its correction."""
    corrects = (
        handles(actor) and found.confirmed_by_id is not None and found.training_class.state == S.RUNNING
    )
    columns = [
        Column(Words("序号", "No."), "num", "off"),
        Column(Words("姓名", "Name"), phone="first"),
        Column(Words("到场", "Came")),
        Column(Words("离开", "Left")),
        Column(Words("分钟", "Minutes"), "num"),
        Column(Words("方式", "How"), "tag", "verdict"),
    ]
    rows = [
        Row([*attendance_cells(row, corrects=corrects)], str(row.pk))
        for row in found.attendances.select_related("member__person")
    ]
    none = Words("还没有人签到", "Nobody has checked in yet")
    return Sheet("attendance", Words("出勤{n}人", "{n} people").fill(n=len(rows)), Table(columns, rows, none))


def attendance_cells(row: Attendance, *, corrects: bool) -> list[Cell]:
    """One person in one session."""
    href = reverse("attendance_correct", args=[row.pk]) if corrects else ""
    how = Words("请假", "on leave") if row.on_leave else both(row.get_method_display())
    if row.came_at is None and not row.on_leave:
        how = Words("缺席", "absent")
    tone = "" if row.minutes else "soon"
    clocks = [
        Cell(f"{at.astimezone(BEIJING):%H:%M}") if at else Cell(NOTHING) for at in (row.came_at, row.left_at)
    ]
    return [
        Cell(row.member.seq),
        Cell(row.member.person.name, href),
        *clocks,
        Cell(row.minutes),
        Cell(how, tone=tone),
    ]


@desk(Role.INSTITUTION)
def session_roll(request: DeskRequest, pk: int) -> HttpResponse:
    """Call the roll of a session that is over. Whoever checked in and out stands already."""
    found = session_of(request, pk)
    if found.settled_by_id is not None:
        return redirect("session", pk=pk)
    form = RollForm(found, uncounted(found), request.POST if request.method == "POST" else None)
    if tried(request, form, lambda: settle(found, form.calls(), actor=request.actor, at=request.at)):
        return redirect("session", pk=pk)
    act = Act("settle", Words("交点名，等另一人确认", "Hand in the roll for a second person"), "main")
    here = reverse("session_roll", args=[pk])
    panel = Panel(ROLL, here, [act], form=form, table=roll_table(form), cites="R24", key="roll")
    extra = {"panel": panel, "faults": None, "guide": None, "about": Words(found.topic, found.topic)}
    return render(request, "case/new.html", heading_of(found) | extra)


def uncounted(found: Session) -> list[Any]:
    """Members who have not both come and left by their own check-in."""
    complete = found.attendances.exclude(left_at=None).values("member_id")
    members = found.training_class.present_members().exclude(joined_on__gt=found.on)
    return list(members.exclude(pk__in=complete).select_related("person"))


def roll_table(form: RollForm) -> Table:
    """How each was there, with times where it was only in part."""
    columns = [
        Column(Words("序号", "No."), "num", "off"),
        Column(Words("姓名", "Name"), phone="first"),
        Column(Words("出勤", "There")),
        Column(Words("到场", "Came")),
        Column(Words("离开", "Left")),
    ]
    names = ("how", "came", "left")
    rows = [
        Row(
            [
                Cell(member.seq),
                Cell(member.person.name),
                *(Cell(None, field=form[f"{name}--{member.pk}"]) for name in names),
            ],
            str(member.pk),
        )
        for member in form.members
    ]
    return Table(columns, rows, Words("全体都已签到签退", "Everybody has checked in and out"))


@desk(Role.INSTITUTION)
def session_confirm(request: DeskRequest, pk: int) -> HttpResponse:
    """The second person confirms a roll."""
    found = session_of(request, pk)
    if request.method == "POST":
        done(request, lambda: confirm(found, actor=request.actor, at=request.at))
    return redirect("session", pk=pk)


@desk(Role.INSTITUTION)
def attendance_correct(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask for one confirmed attendance to be corrected."""
    rows = Attendance.objects.visible_to(request.actor).select_related(
        "member__person", "session__training_class"
    )
    row = get_object_or_404(rows.distinct(), pk=pk)
    form = CorrectionForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        correct(row, form.call(row.session), form.cleaned_data["reason"], actor=request.actor, at=request.at)

    if tried(request, form, act):
        return redirect("session", pk=row.session_id)
    ask = Act("correct", Words("提出更正，等另一人确认", "Ask, for a second person to confirm"), "main")
    here = reverse("attendance_correct", args=[pk])
    title = Words("{p}，现为{n}分钟", "{p}, {n} minutes now").fill(p=row.member.person.name, n=row.minutes)
    panel = Panel(title, here, [ask], form=form, cites="R24", key="correct")
    extra = {"heading": CORRECT, "panel": panel, "faults": None, "guide": None}
    return render(request, "case/new.html", heading_of(row.session) | extra)


@desk(Role.INSTITUTION)
def correction_confirm(request: DeskRequest, pk: int) -> HttpResponse:
    """The second person agrees to a correction."""
    rows = AttendanceChange.objects.visible_to(request.actor).select_related(
        "attendance__session__training_class"
    )
    change = get_object_or_404(rows.distinct(), pk=pk)
    if request.method == "POST":
        done(request, lambda: confirm_correction(change, actor=request.actor, at=request.at))
    return redirect("session", pk=change.attendance.session_id)
