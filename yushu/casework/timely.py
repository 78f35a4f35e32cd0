"""What happens because a day has passed: terms that lapse, and lateness written down.

A time step is dated the first day after its term, whenever the sweep or the next visitor finds it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from yushu.casework.calendar import recompute
from yushu.casework.models import Case, Deadline
from yushu.casework.registry import case_of
from yushu.casework.stepping import take
from yushu.kernel.errors import Stale
from yushu.law.terms import ONE_DAY
from yushu.people.actors import TIME
from yushu.people.roles import Role

if TYPE_CHECKING:
    from uuid import UUID

    from yushu.casework.clocks import Clocks

LOG = logging.getLogger(__name__)
TRIES = 3


def catch_up(case: Case, day: date, *, at: datetime) -> int:
    """Take every time step of a case whose term ended before `day`. Returns how many."""
    taken = 0
    while clock := _ripe(day).filter(chain_id=case.pk).first():
        taken += _lapse(case, clock, at=at)
    return taken


def _ripe(day: date) -> Clocks:
    return Deadline.objects.filter(role=Role.TIME, closed_at=None, paused_on=None, due_on__lt=day).order_by(
        "due_on"
    )


def _lapse(case: Case, clock: Deadline, *, at: datetime) -> int:
    """Take one ripe step; nothing to do when another visitor, or the sweep, is just doing it."""
    for left in reversed(range(TRIES)):
        case.refresh_from_db()
        if not Deadline.objects.filter(pk=clock.pk, closed_at=None).exists():
            return 0
        # A state entered only after the term had ended lapses on the day it was entered.
        day = max((clock.due_on or clock.starts_on) + ONE_DAY, case.entered_on)
        try:
            take(case, clock.step, actor=TIME, at=at, rev=case.rev, happened_on=day)
        except Stale:
            if not left:
                raise
        else:
            return 1
    return 0


def sweep(today: date, *, at: datetime, say: Callable[[str], None] = lambda _line: None) -> tuple[int, int]:
    """The nightly round: take all ripe time steps, mark all overdue clocks. Safe to run again.

    A case that cannot be carried on is logged and left for whoever looks into it; the others go on.
    Returns (time steps taken, clocks marked late).
    """
    # A year published while a step was under way may have left that step's clock provisional.
    recompute(at=at, among=Deadline.objects.filter(provisional=True))
    lapsed = 0
    for chain_id in dict.fromkeys(_ripe(today).values_list("chain_id", flat=True)):
        try:
            lapsed += _sweep_one(chain_id, today, at=at, say=say)
        except Exception:  # whatever is wrong with one case must not keep the night from the others
            LOG.exception("the sweep could not carry on case %s", chain_id)
            say(f"{chain_id}: !")
    return lapsed, mark_overdue(today)


def _sweep_one(chain_id: UUID, today: date, *, at: datetime, say: Callable[[str], None]) -> int:
    case = case_of(chain_id)
    taken = catch_up(case, today, at=at)
    if taken:
        say(f"{case.number}: {case.process.label(case.state)}")
    return taken


@transaction.atomic
def mark_overdue(today: date) -> int:
    """Write the first late day on every running clock past its due day that has none yet.

    Time itself is never late: what it decides is carried out, not waited for.
    """
    running = Deadline.objects.filter(closed_at=None, paused_on=None).exclude(role=Role.TIME)
    overdue = running.filter(late_since=None, due_on__lt=today)
    return overdue.update(late_since=F("due_on") + ONE_DAY)
