"""Statutory clocks: opened when a state is entered, closed when it is left, on hold in between.

A due day is computed once and stored. Late stays late: no pause, no resumption and no closing clears
`late_since`. Only an act whose legal day turns out to lie within the term does, or a corrected calendar.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from yushu.casework.dials import DAYS, Dial, Reading, read
from yushu.casework.models import Case, Deadline, Party, Pause
from yushu.casework.process import Step
from yushu.kernel.words import Words
from yushu.law.pack import pack
from yushu.law.terms import ONE_DAY, Due, WorkingCalendar, due, resume, used
from yushu.people.roles import HANDS, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    Clocks = QuerySet[Deadline]


def open_clocks(case: Case, calendar: WorkingCalendar) -> list[Deadline]:
    """Start a clock for each holder whose turn it is in the case's present state.

    A clock of the same step, holder and round that is on hold is resumed instead (A7).
    """
    parties = list(Party.objects.filter(chain_id=case.pk))
    return [_open_one(case, step, parties, calendar) for step in case.process.expected(case.state)]


def _open_one(case: Case, step: Step, parties: list[Party], calendar: WorkingCalendar) -> Deadline:
    held = Deadline.objects.filter(
        chain_id=case.pk, step=step.name, role=step.by, round=case.round, closed_at=None
    ).exclude(paused_on=None)
    if clock := held.first():
        return _resume(clock, case.entered_on, calendar)
    clock = _unlimited(case, step, parties, case.entered_on)
    if step.within is not None:
        start = getattr(case, step.counts_from) or case.entered_on
        count, unit = step.within.on(pack(), start)
        clock.cites = step.within.id
        clock.starts_on = clock.runs_from = start
        _set_due(clock, due(start, count, unit, calendar), count, unit)
    if step.until:
        # The last day of a window stands in the case, and no holiday moves it (A40).
        clock.nominal_on = clock.due_on = max(getattr(case, step.until), case.entered_on)
    clock.save(force_insert=True)
    return clock


def _unlimited(case: Case, step: Step, parties: list[Party], day: date) -> Deadline:
    return Deadline(
        chain_id=case.pk,
        step=step.name,
        round=case.round,
        role=step.by,
        turn=step.duties[0],
        starts_on=day,
        runs_from=day,
        cites=step.cites,
        **_holders(step, parties),
    )


def _holders(step: Step, parties: list[Party]) -> dict[str, Any]:
    holder = next((p for p in parties if p.role == step.by), None)
    recorder = next((p for p in parties if step.recorded_by and p.role == step.recorded_by), None)
    return {
        "office_id": holder.office_id if holder else None,
        "person_id": holder.person_id if holder else None,
        "recorder_id": recorder.office_id if recorder else None,
    }


def _set_due(clock: Deadline, term: Due, count: int, unit: str) -> None:
    clock.limit, clock.unit = count, unit
    clock.nominal_on, clock.due_on, clock.provisional = term.nominal, term.due_on, term.provisional


def _resume(clock: Deadline, day: date, calendar: WorkingCalendar) -> Deadline:
    """Run on from the resubmission: due = that day + what remains, rolled; late stays late."""
    clock.pauses.filter(until=None).update(until=day)
    clock.paused_on, clock.runs_from, clock.turn = None, day, HANDS[0]
    if clock.limit is not None:
        term = resume(day, max(0, clock.limit - clock.used_before), clock.unit, calendar)
        _set_due(clock, term, clock.limit, clock.unit)
    clock.save()
    return clock


def leave(case: Case, step: Step, day: date, calendar: WorkingCalendar, *, at: datetime) -> None:
    """Close, or put on hold, every running clock of a case whose state is being left on `day`."""
    for clock in _running(case):
        if step.pauses and clock.role == step.by and clock.limit is not None:
            _pause(clock, day, calendar)
        else:
            close(clock, step.name, _ended(clock, step, day), at=at)


def _ended(clock: Deadline, step: Step, day: date) -> date:
    """What time decides it decides as the term ends: nobody was late in letting it run out."""
    by_time = step.by == Role.TIME and clock.due_on == day - ONE_DAY
    return min(day, clock.due_on) if clock.due_on and (by_time or clock.role == Role.TIME) else day


def _pause(clock: Deadline, day: date, calendar: WorkingCalendar) -> None:
    clock.used_before += max(0, used(clock.runs_from, day, clock.unit, calendar))
    clock.paused_on = day
    mark_late(clock, day)
    if clock.due_on is not None:
        clock.late_before += max(0, (day - clock.due_on).days)
    clock.save()
    Pause.objects.create(deadline=clock, since=day, used=clock.used_before)


def close(clock: Deadline, outcome: str, day: date, *, at: datetime) -> None:
    """End a clock on the legal day of the act that ended it."""
    clock.closed_on, clock.closed_at, clock.outcome = max(day, clock.starts_on), at, outcome
    mark_late(clock, day)
    clock.save()


def end_held(case: Case, step: Step, day: date, *, at: datetime) -> None:
    """Close clocks on hold whose turn can no longer come: a new round, or an end state."""
    held = Deadline.objects.filter(chain_id=case.pk, closed_at=None).exclude(paused_on=None)
    for clock in held:
        if clock.round != case.round or case.state in case.process.ends:
            close(clock, step.name, clock.paused_on or day, at=at)


def mark_late(clock: Deadline, day: date) -> None:
    """Write down the first late day, once.

    A clock ended on a legal day within its term was never late, although a sweep that could
    not know of the paper yet may have said so (A34).
    """
    if clock.due_on is None:
        return
    if day > clock.due_on:
        clock.late_since = clock.late_since or clock.due_on + ONE_DAY
    elif not clock.late_before:
        clock.late_since = None


def next_turn(case: Case, step: Step, turn: str, day: date) -> Deadline:
    """Hand a step to the next hand of the office; a running term runs on.

    A step without a clock of its own, such as a power, gets one without limit from its first hand on:
    the next hand would not learn of it otherwise.
    """
    clock = _running(case).filter(step=step.name, role=step.by).first()
    if clock is None:
        parties = list(Party.objects.filter(chain_id=case.pk))
        clock = _unlimited(case, step, parties, day)
    clock.turn = turn
    clock.save()
    return clock


def first_turn(case: Case, step: Step, day: date, *, at: datetime) -> None:
    """Give every running clock back to the first hand: its list has changed under the others."""
    expected = [row.name for row in case.process.expected(case.state)]
    for clock in _running(case).exclude(step__in=expected):
        close(clock, step.name, day, at=at)
    _running(case).update(turn=HANDS[0])


def _running(case: Case) -> Clocks:
    return Deadline.objects.filter(chain_id=case.pk, closed_at=None, paused_on=None)


def recomputed(clock: Deadline, calendar: WorkingCalendar, today: date) -> bool:
    """Compute due day and lateness again under a changed calendar. True when anything changed (unsaved)."""
    if clock.limit is None:
        return False
    if clock.used_before:
        term = resume(clock.runs_from, max(0, clock.limit - clock.used_before), clock.unit, calendar)
    else:
        term = due(clock.starts_on, clock.limit, clock.unit, calendar)
    before = (clock.nominal_on, clock.due_on, clock.provisional)
    _set_due(clock, term, clock.limit, clock.unit)
    if before == (clock.nominal_on, clock.due_on, clock.provisional):
        return False
    mark_late(clock, today)
    return True


def dial(clock: Deadline, today: date, calendar: WorkingCalendar) -> Dial:
    """What the clock shows on a day."""
    return read(
        Reading(
            starts_on=clock.starts_on,
            limit=clock.limit,
            unit=clock.unit,
            due_on=clock.due_on,
            nominal_on=clock.nominal_on,
            provisional=clock.provisional,
            used_before=clock.used_before,
            late_before=clock.late_before,
            runs_from=clock.runs_from,
            paused_on=clock.paused_on,
            closed_on=clock.closed_on,
            cites=clock.cites,
            house=pack().entry(clock.cites).house if clock.cites else False,
        ),
        today,
        calendar,
    )


def unit_words(unit: str) -> Words:
    """日 or 个工作日."""
    return DAYS[unit]


def carry_over(source: Case, sibling: Case) -> None:
    """Copy the clocks of a case, with their history, to a sibling split from it."""
    for clock in _of(source):
        pauses = list(clock.pauses.all())
        clock.pk, clock.chain_id = None, sibling.pk
        clock.save(force_insert=True)
        Pause.objects.bulk_create(
            Pause(deadline=clock, since=pause.since, until=pause.until, used=pause.used) for pause in pauses
        )


def _of(case: Case) -> Iterable[Deadline]:
    return Deadline.objects.filter(chain_id=case.pk).prefetch_related("pauses").order_by("pk")
