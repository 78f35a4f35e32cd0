"""The desk: every clock that waits for an office, its case, and the step to take. A constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.db.models import Q

from yushu.casework import clocks
from yushu.casework.dials import Dial
from yushu.casework.models import Act, Case, Deadline, offices_of
from yushu.casework.process import Step
from yushu.casework.registry import kinds
from yushu.law.terms import WorkingCalendar
from yushu.people.roles import Role

if TYPE_CHECKING:
    from yushu.people.actors import Actor

Group = Literal["late", "today", "week", "later", "open", "held"]
GROUPS: tuple[Group, ...] = ("late", "today", "week", "later", "open", "held")
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Job:
    """One case, one step, one clock.

    `mine` when the next hand is the actor's own or lent to it, and no earlier hand was the actor's.
    """

    case: Case
    clock: Deadline
    step: Step
    dial: Dial
    group: Group
    mine: bool


def jobs(actor: Actor, today: date, calendar: WorkingCalendar) -> list[Job]:
    """What waits for the actor's office or person, the overdue first, then by due day, then by age."""
    clocks_here = Deadline.objects.running().visible_to(actor).select_related("chain")
    return sorted(_jobs(clocks_here, actor, today, calendar), key=_order)


def waiting_for_others(actor: Actor, today: date, calendar: WorkingCalendar) -> list[Job]:
    """Running clocks of others in cases the actor's office is a party to: whom it waits for.

    What another office prepares inside, hand by hand, is not for the other parties to see.
    """
    mine = offices_of(actor)
    others = (
        Deadline.objects.running()
        .filter(paused_on=None, chain__parties__office_id__in=mine)
        .filter(Q(office=None) | ~Q(office_id__in=mine))
        .exclude(role=Role.TIME)
        .select_related("chain", "office", "person")
        .distinct()
    )
    found = _jobs(others, actor, today, calendar)
    return sorted((job for job in found if _expected(job)), key=_order)


def _expected(job: Job) -> bool:
    return job.clock.step in {step.name for step in job.case.process.expected(job.case.state)}


def _jobs(found: Iterable[Deadline], actor: Actor, today: date, calendar: WorkingCalendar) -> list[Job]:
    waiting = list(found)
    cases = _cases(waiting)
    given = _given(waiting, actor)
    made = []
    for clock in waiting:
        case = cases[clock.chain_id]
        step = case.process.find(case.state, clock.step) or case.process.named(clock.step)
        mine = _may(clock, actor) and (clock.chain_id, clock.step) not in given
        dial = clocks.dial(clock, today, calendar)
        made.append(Job(case, clock, step, dial, group_of(clock, today), mine))
    return made


def _may(clock: Deadline, actor: Actor) -> bool:
    if actor.office is None:
        return clock.person_id is not None
    return clock.turn == actor.duty or (actor.office.pk, clock.turn) in actor.delegated


def _given(waiting: list[Deadline], actor: Actor) -> set[tuple[UUID, str]]:
    """Steps to which the actor has given a hand already: the next must be another person's (A36)."""
    chains = [clock.chain_id for clock in waiting]
    acts = Act.objects.filter(chain_id__in=chains, live=True, person=actor.person)
    return set(acts.values_list("chain_id", "step"))


def _cases(waiting: list[Deadline]) -> dict[UUID, Case]:
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for clock in waiting:
        by_kind[clock.chain.kind].append(clock.chain_id)
    return {case.pk: case for kind, pks in by_kind.items() for case in kinds()[kind].for_desk(pks)}


def group_of(clock: Deadline, today: date) -> Group:
    """Which heading of the desk a clock stands under."""
    if clock.paused_on is not None:
        return "held"
    if clock.due_on is None:
        return "open"
    if clock.due_on < today or clock.late_before:
        return "late"
    if clock.due_on == today:
        return "today"
    return "week" if clock.due_on <= today + WEEK else "later"


def _order(job: Job) -> tuple[int, date, int]:
    return GROUPS.index(job.group), job.clock.due_on or job.clock.starts_on, job.clock.pk
