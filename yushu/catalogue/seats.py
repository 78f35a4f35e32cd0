"""Seats of the plan: held by announcements, taken by classes that open, given back (A26, A27, A39).

Each act is one conditional UPDATE: whether it still fits is asked and written in the same moment, so
of two who want the last seats one is refused, on SQLite as on PostgreSQL. Its conditions stand on the
cell's own columns: PostgreSQL asks those again after a wait, but not what a join had found before it.
The CHECKs of the cell are the referee behind it.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F

from yushu.catalogue.models import PlanCell
from yushu.catalogue.planning import S
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words

AMEND = Words(
    "减少人数，或先由省人社厅调整计划（须有文号）",
    "Ask for fewer, or have the plan amended first (it takes a document number)",
)


@transaction.atomic
def hold(cell: PlanCell, seats: int, *, on: date) -> None:
    """Hold seats for an announcement published that day. Raises Refusal when too few are free."""
    _positive(seats)
    room = PlanCell.objects.filter(pk=cell.pk, announced__lte=F("seats") - seats)
    if not cell.plan.claim_running(on) or room.update(announced=F("announced") + seats) != 1:
        raise _refused(cell, seats, on, "announced")


def release(cell: PlanCell, seats: int) -> None:
    """Give back seats an announcement held and does not need. Raises Refusal for more than it held."""
    _positive(seats)
    held = PlanCell.objects.filter(pk=cell.pk, announced__gte=seats)
    if held.update(announced=F("announced") - seats) != 1:
        raise _too_many_back(cell, seats, "announced")


@transaction.atomic
def take(cell: PlanCell, seats: int, *, on: date) -> None:
    """Take seats for the roster of a class that opens that day, in that day's plan (A26, A39)."""
    _positive(seats)
    room = PlanCell.objects.filter(pk=cell.pk, taken__lte=F("seats") - seats)
    if not cell.plan.claim_running(on) or room.update(taken=F("taken") + seats) != 1:
        raise _refused(cell, seats, on, "taken")


def vacate(cell: PlanCell, seats: int) -> None:
    """Free seats of people who left early enough to be replaced (A26). Raises Refusal for more than taken."""
    _positive(seats)
    if PlanCell.objects.filter(pk=cell.pk, taken__gte=seats).update(taken=F("taken") - seats) != 1:
        raise _too_many_back(cell, seats, "taken")


def _positive(seats: int) -> None:
    if seats < 1:
        raise ValueError(f"{seats} is not a number of seats to move")


def _refused(cell: PlanCell, seats: int, on: date, column: str) -> Refusal:
    """Why it did not fit, from the cell as it is now."""
    now = PlanCell.objects.named().select_related("plan").get(pk=cell.pk)
    if now.plan.state != S.ISSUED or now.plan.year != on.year:
        wrong = Words("{y}年度计划不管{d}", "The plan of {y} does not cover {d}").fill(y=now.plan.year, d=on)
        mend = Words("用{y}年度已下达的计划", "Use the plan issued for {y}").fill(y=on.year)
        return Refusal(wrong, mend, cites="A39")
    left = now.seats - getattr(now, column)
    wrong = Words("{c}只剩{left}个名额，这次要{n}个", "{c}: {left} seats left, {n} asked for")
    return Refusal(wrong.fill(c=now.name, left=left, n=seats), AMEND, field="seats", cites="A27")


def _too_many_back(cell: PlanCell, seats: int, column: str) -> Refusal:
    now = PlanCell.objects.named().get(pk=cell.pk)
    wrong = Words("{c}只占用{held}个名额，不能退回{n}个", "{c} holds {held} seats; {n} cannot go back")
    mend = Words("填不超过占用数的人数", "Give back no more than it holds")
    return Refusal(
        wrong.fill(c=now.name, held=getattr(now, column), n=seats), mend, field="seats", cites="A39"
    )
