"""Checking in on a phone, and the hours that have come of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from yushu.doors.asking import DeskRequest
from yushu.doors.devices import device_of, with_number
from yushu.doors.guard import desk
from yushu.doors.guessing import count_miss, shut_for
from yushu.doors.pages.forms_plan import refuse
from yushu.doors.pages.forms_teaching import CodeForm
from yushu.doors.pages.shapes import Act, Cell, Column, Panel, Row, Sheet, Table
from yushu.doors.pages.speech import clock_time
from yushu.doors.pages.told import say
from yushu.kernel.errors import Invalid, Refusal
from yushu.kernel.words import NOTHING, Words
from yushu.people.roles import Role
from yushu.training.attending import EARLY, LATE, check
from yushu.training.classing import S
from yushu.training.completing import lacks
from yushu.training.models import Attendance, Kind, Member, Session

DOOR = "checkin"
TITLE = Words("签到", "Check in")
NONE_NOW = Words(
    "现在没有可以签到的课。开课前30分钟起可以签到。",
    "Nothing to check in to now. It opens 30 minutes before a session.",
)
CAME = Words("已签到，{t}。下课后再签退。", "Checked in at {t}. Check out at the end.")
WENT = Words("已签退，{t}，计{n}分钟，待确认。", "Checked out at {t}: {n} minutes, to be confirmed.")
SHUT = _("签到码错的次数太多；过10分钟再试，或请教师点名")


@desk(Role.TRAINEE)
@never_cache
def checkin(request: DeskRequest) -> HttpResponse:
    """Type the code of the room: in the first time, out the second."""
    found = open_session(request)
    form = CodeForm(request.POST if request.method == "POST" and found else None)
    if found and form.is_valid() and checked(request, found, form):
        return with_number(request, redirect("checkin"))
    context = {
        "heading": TITLE,
        "about": Words(found.topic, found.topic) if found else NONE_NOW,
        "panel": panel_of(request, found, form) if found else None,
        "tables": [hours_sheet(member) for member in memberships(request)],
    }
    return with_number(request, render(request, "training/checkin.html", context))


def open_session(request: DeskRequest) -> Session | None:
    """The session of the visitor's class that one can check in to now."""
    rows = Session.objects.visible_to(request.actor).standing()
    today = rows.filter(on=request.today, settled_by=None, training_class__state=S.RUNNING).distinct()
    return next(
        (
            one
            for one in today.select_related("training_class")
            if one.begins() - EARLY <= request.at <= one.finishes() + LATE
        ),
        None,
    )


def checked(request: DeskRequest, found: Session, form: CodeForm) -> bool:
    """Check in or out; False when the code is wrong or it is not the time, and the form says why."""
    if shut_for(request, DOOR):
        form.add_error(None, str(SHUT))
        return False
    try:
        device = device_of(request, found)
        row = check(found, form.cleaned_data["code"], actor=request.actor, at=request.at, device=device)
    except Refusal as refused:
        if isinstance(refused, Invalid):
            count_miss(request, DOOR)
        refuse(form, refused)
        return False
    said = (
        WENT.fill(t=clock_time(request.at), n=row.minutes)
        if row.left_at
        else CAME.fill(t=clock_time(request.at))
    )
    messages.success(request, say(said))
    return True


def panel_of(request: DeskRequest, found: Session, form: CodeForm) -> Panel:
    """The session one can check in to, and whether the next code is for coming or for going."""
    mine = Attendance.objects.visible_to(request.actor).filter(session=found).first()
    goes = mine is not None and mine.left_at is None
    label = Words("签退", "Check out") if goes else Words("签到", "Check in")
    return Panel(
        found.when, reverse("checkin"), [Act("check", label, "main")], form=form, cites="R24", key="check"
    )


def memberships(request: DeskRequest) -> list[Member]:
    """The visitor's own places in classes, the newest first."""
    rows = Member.objects.visible_to(request.actor).exclude(joined_on=None)
    full = rows.select_related("training_class__occupation", "training_class__institution")
    stays = Prefetch("attendances", Attendance.objects.visible_to(request.actor))
    return list(full.prefetch_related(stays).order_by("-joined_on"))


def hours_sheet(member: Member) -> Sheet:
    """Required, confirmed and still unconfirmed hours in each kind, and what is missing."""
    case = member.training_class
    confirmed = case.minutes_of(member).get(member.pk)
    every = case.hours_of(case.minutes_of(member, confirmed=False).get(member.pk))
    hours, missing = case.hours_of(confirmed), case.lacking(confirmed)
    columns = [
        Column(Words("类型", "Kind"), phone="first"),
        Column(Words("要求", "Required"), "num"),
        Column(Words("已确认", "Confirmed"), "num"),
        Column(Words("待确认", "To be confirmed"), "num"),
        Column(Words("结论", "Standing"), "tag", "verdict"),
    ]
    rows = [
        Row(
            [
                Cell(kind.words),
                Cell(getattr(case, kind)),
                Cell(hours[kind]),
                Cell(every[kind] - hours[kind]),
                _mark(missing, kind),
            ]
        )
        for kind in Kind
        if getattr(case, kind)
    ]
    about = Words("还差{h}", "still missing: {h}").fill(h=lacks(missing)) if missing else NOTHING
    return Sheet(f"hours{member.pk}", case.called, Table(columns, rows), about)


def _mark(missing: dict[str, int], kind: Any) -> Cell:
    if kind in missing:
        return Cell(Words("差{n}学时", "{n} h missing").fill(n=missing[kind]), tone="soon")
    return Cell(Words("已满", "complete"), tone="done")
