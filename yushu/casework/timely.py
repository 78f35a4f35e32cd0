"""What happens because a day has passed: terms that lapse, and lateness written down.

A time step is dated the first day after its term, whenever the sweep or the next visitor finds it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from yushu.casework.models import Case, Deadline
from yushu.casework.registry import case_of
from yushu.casework.stepping import take
from yushu.people.actors import TIME
from yushu.people.roles import Role

if TYPE_CHECKING:
    from yushu.casework.clocks import Clocks


def catch_up(case: Case, day: date, *, at: datetime) -> int:
    """Take every time step of a case whose term ended before `day`. Returns how many."""
    taken = 0
    while clock := _ripe(day).filter(chain_id=case.pk).first():
        _lapse(case, clock, at=at)
        taken += 1
    return taken


def _ripe(day: date) -> Clocks:
    return Deadline.objects.filter(role=Role.TIME, closed_at=None, paused_on=None, due_on__lt=day).order_by(
        "due_on"
    )


def _lapse(case: Case, clock: Deadline, *, at: datetime) -> None:
    case.refresh_from_db()
    due = clock.due_on or clock.starts_on
    take(case, clock.step, actor=TIME, at=at, rev=case.rev, happened_on=due + timedelta(days=1))


def sweep(today: date, *, at: datetime, say: Callable[[str], None] = lambda _line: None) -> tuple[int, int]:
    """The nightly round: take all ripe time steps, mark all overdue clocks. Safe to run again.

    Returns (time steps taken, clocks marked late).
    """
    lapsed = 0
    for clock in _ripe(today):
        case = case_of(clock.chain_id)
        lapsed += catch_up(case, today, at=at)
        say(f"{case.number}: {clock.step}")
    return lapsed, mark_overdue(today)


@transaction.atomic
def mark_overdue(today: date) -> int:
    """Write the first late day on every running clock past its due day that has none yet."""
    overdue = Deadline.objects.filter(closed_at=None, paused_on=None, late_since=None, due_on__lt=today)
    return overdue.update(late_since=F("due_on") + timedelta(days=1))
