"""The desk: what waits for an office or a person, the overdue first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yushu.casework import desk as work
from yushu.casework.calendar import working_calendar
from yushu.certification.models import LevelCertificate
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import SIGNED_IN, desk
from yushu.doors.pages.agenda import agenda
from yushu.doors.pages.batches import LEVEL_CERTIFICATES
from yushu.doors.pages.forms_desk import Filters
from yushu.doors.pages.notices import unread
from yushu.doors.pages.paging import cut, with_query
from yushu.doors.pages.shapes import Count, Group, Job, Waiting
from yushu.doors.pages.shelves import listed
from yushu.doors.pages.speech import short_day
from yushu.doors.pages.verbs import duty_words, role_words
from yushu.kernel.words import NOTHING, Words
from yushu.people.roles import HANDS, Duty, Role

HEADINGS: dict[str, tuple[Words, Words]] = {
    "late": (Words("已超期", "Overdue"), Words("办完仍记为超期", "stays on record as late")),
    "today": (Words("今天到期", "Due today"), NOTHING),
    "week": (Words("7日内到期", "Due within 7 days"), NOTHING),
    "later": (Words("以后到期", "Due later"), NOTHING),
    "open": (Words("未规定期限", "No time limit"), Words("按收到先后", "in order of arrival")),
    "held": (Words("待对方补正", "On hold"), Words("办理时限停止计算", "the time limit does not run")),
}
TONES = {"late": "late", "today": "soon"}
ALL = Words("全部", "All")
SHOWN_WAITING = 5
ROLLED = Words("{d}期满，逢休息日顺延", "the last day, {d}, is a day off: moved on")
SEE_RETURN = Words("查看退回意见", "See why it was returned")
RETURNED = Words("{d}退回", "returned {d}")
NEXT_HAND = Words("待{duty}办理", "the one who {duty} is next")


@desk(*SIGNED_IN)
def desk_page(request: DeskRequest) -> HttpResponse:
    """What waits for the visitor: an officer's desk, or what a person has and must answer."""
    if request.actor.role == Role.TRAINEE:
        return render(request, "mine.html", mine(request))
    return render(request, "desk.html", at_desk(request))


def at_desk(request: DeskRequest) -> dict[str, Any]:
    """What waits for the office, whom it waits for, and the next two weeks."""
    calendar = working_calendar()
    every = work.jobs(request.actor, request.today, calendar)
    others = work.waiting_for_others(request.actor, request.today, calendar)
    filters = Filters(request, [*every, *others])
    found = filters.kept(others if filters.whose == "others" else every)
    group = request.GET.get("group", "")
    chosen = [job for job in found if group in ("", job.group)]
    shown, pager = cut(request, chosen, len(chosen))
    return {
        "counts": counts(request, found, group),
        "filters": filters.form,
        "groups": groups(shown, chosen, request.today.year),
        "pager": pager,
        "days": agenda(every, request.today, calendar),
        "waiting": [waiting(job) for job in others[:SHOWN_WAITING]],
        "unread": unread(request.actor),
    }


def mine(request: DeskRequest) -> dict[str, Any]:
    """What somebody must answer, and the certificates they hold."""
    every = work.jobs(request.actor, request.today, working_calendar())
    held = listed(request, LEVEL_CERTIFICATES, LevelCertificate.objects.visible_to(request.actor))
    return {
        "groups": groups(every, every, request.today.year),
        "table": held["table"],
        "pager": held["pager"],
        "unread": unread(request.actor),
    }


def counts(request: DeskRequest, found: Sequence[work.Job], group: str) -> list[Count]:
    """How many under each heading; each figure filters the list."""
    numbers = {key: sum(job.group == key for job in found) for key in HEADINGS}
    every = Count(ALL, len(found), with_query(request, group=None, page=None), current=not group)
    rest = [
        Count(
            HEADINGS[key][0],
            number,
            with_query(request, group=key, page=None),
            current=group == key,
            tone=TONES.get(key, "") if number else "",
        )
        for key, number in numbers.items()
    ]
    return [every, *rest]


def groups(shown: Sequence[work.Job], chosen: Sequence[work.Job], year: int) -> list[Group]:
    """The jobs of this page under their headings; the total counts those of other pages too."""
    made = []
    for key, (title, remark) in HEADINGS.items():
        jobs = [as_job(job, year) for job in shown if job.group == key]
        if jobs:
            made.append(Group(title, jobs, remark, sum(job.group == key for job in chosen)))
    return made


def as_job(job: work.Job, year: int) -> Job:
    """One line of the desk: the case, the act waited for, its clock."""
    kind = job.case.process.kind
    page = reverse("case", args=[kind, job.case.pk])
    return Job(
        title=job.case.title(),
        href=page,
        about=job.case.subtitle(),
        act=SEE_RETURN if job.clock.paused_on else job.step.called,
        act_href=f"{page}#next",
        dial=job.dial,
        since=job.clock.starts_on,
        remark=remark_of(job, year),
    )


def remark_of(job: work.Job, year: int) -> Words:
    """Whose hand is next, when it is not the first; else why the due day has moved."""
    clock = job.clock
    if clock.paused_on:
        return RETURNED.fill(d=short_day(clock.paused_on, year))
    if job.step.hands > 1 and clock.turn != HANDS[0]:
        return NEXT_HAND.fill(duty=duty_words(Duty(clock.turn)))
    if clock.nominal_on and clock.due_on and clock.nominal_on != clock.due_on:
        return ROLLED.fill(d=short_day(clock.nominal_on, year))
    return NOTHING


def waiting(job: work.Job) -> Waiting:
    """Somebody else's turn: who, which act in which case, by their own clock."""
    what = Words("{case}，{act}", "{case}: {act}")
    return Waiting(
        holder(job),
        what.fill(case=job.case.title(), act=job.step.called),
        job.dial,
        reverse("case", args=[job.case.process.kind, job.case.pk]),
    )


def holder(job: work.Job) -> Words:
    """Whose turn it is."""
    office, person = job.clock.office, job.clock.person
    if office is not None:
        return Words(office.name, office.name_en or office.name)
    return Words(person.name, person.name) if person else role_words(job.clock.role)
