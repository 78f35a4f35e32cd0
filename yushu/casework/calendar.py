"""The working calendar as a value for the law, and what follows when a year is published."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from yushu.casework import clocks, letters
from yushu.casework.models import CalendarDay, CalendarYear, Deadline
from yushu.casework.registry import case_of
from yushu.kernel.clock import day_of
from yushu.kernel.errors import Invalid
from yushu.kernel.words import Words
from yushu.law.calendars import published_years, seed_days, sources
from yushu.law.terms import WorkingCalendar
from yushu.ledger import book
from yushu.people.actors import TIME


def working_calendar() -> WorkingCalendar:
    """The calendar now in the table. Two queries; callers keep it for one request or one sweep."""
    days = dict(CalendarDay.objects.values_list("day", "closed"))
    return WorkingCalendar(
        off=frozenset(day for day, closed in days.items() if closed),
        work=frozenset(day for day, closed in days.items() if not closed),
        years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
    )


@transaction.atomic
def publish_year(year: int, source: str, days: Iterable[tuple[date, bool, Words]], *, at: datetime) -> int:
    """Load one year's holidays, replacing what was there, and recompute the clocks that may move.

    Returns how many deadlines changed. Raises Invalid when a day lies outside the year.
    """
    rows = [CalendarDay(day=day, closed=closed, note=note.zh, note_en=note.en) for day, closed, note in days]
    if strange := [row.day for row in rows if row.day.year != year]:
        raise Invalid(
            Words("{d}不在{y}年", "{d} is not in {y}").fill(d=strange[0], y=year),
            Words("只填这一年的日期", "List only days of that year"),
            field="days",
        )
    CalendarDay.objects.filter(day__year=year).delete()
    CalendarDay.objects.bulk_create(rows)
    CalendarYear.objects.update_or_create(year=year, defaults={"source": source})
    return recompute(at=at)


def publish_shipped(*, at: datetime) -> list[int]:
    """Load the years that come with the software and are not in the table yet. Returns those loaded."""
    known = set(CalendarYear.objects.values_list("year", flat=True))
    missing = [year for year in published_years() if year not in known]
    for year in missing:
        days = [day for day in seed_days() if day.date.year == year]
        publish_year(year, sources()[year], days, at=at)
    return missing


@transaction.atomic
def change_day(day: date, *, closed: bool, note: Words, at: datetime) -> int:
    """Correct one day of a published year; returns how many deadlines changed.

    Raises Invalid for a year nobody has published: one day of it would not make it known.
    """
    if not CalendarYear.objects.filter(year=day.year).exists():
        raise Invalid(
            Words("{y}年的放假安排还没有公布", "The holidays of {y} are not published").fill(y=day.year),
            Words("先公布这一年，再更正某一天", "Publish the year first, then correct a day"),
            field="day",
        )
    CalendarDay.objects.update_or_create(
        day=day, defaults={"closed": closed, "note": note.zh, "note_en": note.en}
    )
    return recompute(at=at)


@transaction.atomic
def recompute(*, at: datetime, among: clocks.Clocks | None = None) -> int:
    """Compute running clocks again; tell and write down each due day that moved. Returns how many did."""
    calendar, moved = working_calendar(), 0
    found = Deadline.objects.all() if among is None else among
    for clock in found.filter(closed_at=None, paused_on=None).exclude(limit=None):
        before = clock.due_on
        if not clocks.recomputed(clock, calendar, day_of(at)) or not _kept(clock):
            continue
        moved += 1
        if before != clock.due_on:
            _say_moved(clock, before, at=at)
    return moved


def _kept(clock: Deadline) -> bool:
    """Store a recomputed clock unless a step has closed or paused it meanwhile."""
    same = Deadline.objects.filter(pk=clock.pk, closed_at=None, paused_on=None, runs_from=clock.runs_from)
    names = ("nominal_on", "due_on", "provisional", "late_since")
    return same.update(**{name: getattr(clock, name) for name in names}) == 1


def _say_moved(clock: Deadline, before: date | None, *, at: datetime) -> None:
    case = case_of(clock.chain_id)
    facts = {"step": clock.step, "before": str(before), "after": str(clock.due_on)}
    book.append(case.pk, "due_moved", facts, actor=TIME, at=at, happened_on=day_of(at), basis="time")
    letters.due_moved(case, clock, at=at)
