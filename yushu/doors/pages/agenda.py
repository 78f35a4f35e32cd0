"""The next two weeks, day by day: what falls due, and which days are off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from django.urls import reverse

from yushu.casework.desk import Job
from yushu.casework.models import CalendarDay
from yushu.doors.pages.shapes import DayLine, Link
from yushu.kernel.words import NOTHING, Words
from yushu.law.terms import WorkingCalendar

BEFORE, AHEAD = 3, 14
ONE_DAY = timedelta(days=1)
REST = Words("休息", "Day off")
SHIFT = Words("调休，上班", "Worked in exchange")
EVENT = Words("{case} {act}", "{case}: {act}")
MORE = Words("另有{n}件", "and {n} more")
SHOWN = 3


def agenda(jobs: Iterable[Job], today: date, calendar: WorkingCalendar) -> list[DayLine]:
    """From three days ago to two weeks ahead; neighbouring days off without events are one line."""
    due: dict[date, list[Job]] = defaultdict(list)
    for job in jobs:
        if job.clock.due_on and job.clock.paused_on is None:
            due[job.clock.due_on].append(job)
    first, last = today - BEFORE * ONE_DAY, today + AHEAD * ONE_DAY
    special = {
        day.day: day
        for day in CalendarDay.objects.filter(day__range=(first, last))  # seen: the calendar is public
    }
    days = [first + n * ONE_DAY for n in range(BEFORE + AHEAD + 1)]
    lines = [_line(day, due[day], special.get(day), today, calendar) for day in days]
    return _joined(lines)


def _line(
    day: date, jobs: list[Job], special: CalendarDay | None, today: date, calendar: WorkingCalendar
) -> DayLine:
    events = [_event(job) for job in jobs[:SHOWN]]
    if len(jobs) > SHOWN:
        events.append(Link(MORE.fill(n=len(jobs) - SHOWN), ""))
    closed = calendar.closed(day)
    return DayLine(
        day, events, _note(special, closed=closed), closed=closed, today=day == today, late=day < today
    )


def _event(job: Job) -> Link:
    kind = job.case.process.kind
    label = EVENT.fill(case=job.case.title(), act=job.step.called)
    return Link(label, reverse("case", args=[kind, job.case.pk]))


def _note(special: CalendarDay | None, *, closed: bool) -> Words:
    if special is None:
        return REST if closed else NOTHING
    if special.note:
        return Words(special.note, special.note_en or special.note)
    return REST if closed else SHIFT


def _joined(lines: list[DayLine]) -> list[DayLine]:
    """Days off that follow each other under one note become a stretch."""
    made: list[DayLine] = []
    for line in lines:
        before = made[-1] if made else None
        if before and _same_rest(before, line):
            made[-1] = replace(before, until=line.on)
        else:
            made.append(line)
    return made


def _same_rest(before: DayLine, line: DayLine) -> bool:
    quiet = before.closed and line.closed and not before.events and not line.events
    return quiet and before.note == line.note and not (before.today or line.today)
