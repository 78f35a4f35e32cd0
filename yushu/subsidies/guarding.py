"""Taking the one-year guard: of all who claim a person for the same training, the first to file holds them (R17).

Rolling years cannot be a constraint on both databases. So a claim takes one row per (person, occupation, level)
by an UPDATE, in one order, inside its transaction, and looks at what others hold only after that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from yushu.kernel.errors import Stale
from yushu.kernel.words import Words
from yushu.law.pack import Pack
from yushu.people.models import Person
from yushu.subsidies.models.guards import YearGuard, YearHold
from yushu.subsidies.rules import year_bar

CHANGED = Words("一年限制的登记有变", "The register of the one-year rule has changed")
AGAIN = Words("再办一次", "Do it once more")
BARRED = Words(
    "同职业同等级的另一个班{a}开班、{b}结束，已享受或先申领补贴，限至{u}",
    "another class for the same, from {a} to {b}, is subsidised or was claimed first: barred until {u}",
)
Key = tuple[UUID, int, str]


@dataclass(frozen=True)
class Wanted:
    """A member whom a claim wants to be paid for: whose they are, of which class, from when to when."""

    member: int
    person: UUID
    occupation: int
    level: str
    training_class: UUID
    opened: date
    ended: date


class Hold(NamedTuple):
    """That a member's class holds the person: of whom, from when to when."""

    member: int
    opened: date
    ended: date


def aliases_of(persons: Iterable[UUID]) -> dict[UUID, UUID]:
    """For these persons, and every record merged with them, the standing record."""
    standing: dict[UUID, UUID] = {}
    up = {pk: pk for pk in persons}
    while up:
        merged: dict[UUID, Any] = dict(
            Person.objects.filter(pk__in=set(up.values()), merged_into__isnull=False).values_list(
                "pk", "merged_into"
            )
        )
        standing.update({pk: at for pk, at in up.items() if at not in merged})
        up = {pk: merged[at] for pk, at in up.items() if at in merged}
    standing |= {pk: pk for pk in set(standing.values())}
    layer = set(standing.values())
    while layer:
        below: dict[UUID, Any] = dict(
            Person.objects.filter(merged_into__in=layer).values_list("pk", "merged_into")
        )
        standing.update({pk: standing.get(at, at) for pk, at in below.items()})
        layer = set(below)
    return standing


def look(wanted: Sequence[Wanted], same: Mapping[UUID, UUID], law: Pack) -> dict[int, Words]:
    """Who is barred as things stand, and why. Takes nothing: the answer at the filing counts."""
    return _judge(wanted, same, _held(_guards(wanted, same)), law)[0]


def take(
    wanted: Sequence[Wanted], same: Mapping[UUID, UUID], law: Pack, *, chain: UUID, at: datetime
) -> dict[int, Words]:
    """Hold these people for their classes; back come those whom another class holds, and why.

    Runs inside the transaction of the filing: until it ends nobody else can take any of these guards.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a guard is taken inside the act that files the claim")
    keys = {(same[one.person], one.occupation, one.level) for one in wanted}
    YearGuard.objects.bulk_create(
        [YearGuard(person_id=p, occupation_id=o, level=lv) for p, o, lv in sorted(keys, key=str)],
        ignore_conflicts=True,
    )
    guards = claim_guards(wanted, same)
    barred, new = _judge(wanted, same, _held(guards), law)
    by_key = {key: pk for pk, key in guards.items()}
    YearHold.objects.bulk_create(
        YearHold(
            guard_id=by_key[same[one.person], one.occupation, one.level],
            training_class_id=one.training_class,
            member_id=one.member,
            opened_on=one.opened,
            ended_on=one.ended,
            taken_by_id=chain,
            taken_at=at,
        )
        for one in new
    )
    return barred


def claim_guards(wanted: Sequence[Wanted], same: Mapping[UUID, UUID]) -> dict[int, Key]:
    """Take every guard of these people, in the order of their keys, so that no two claims wait for each other."""
    guards = _guards(wanted, same)
    held = list(
        YearGuard.objects.select_for_update()
        .filter(pk__in=guards)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if YearGuard.objects.filter(pk__in=held).update(turn=F("turn") + 1) != len(guards):
        raise Stale(CHANGED, AGAIN, cites="R17")
    return guards


def _guards(wanted: Sequence[Wanted], same: Mapping[UUID, UUID]) -> dict[int, Key]:
    """The guards of these people, under whichever record they were made, by key of the standing record."""
    rows = YearGuard.objects.filter(
        person__in=list(same), occupation__in={one.occupation for one in wanted}
    ).values_list("pk", "person", "occupation", "level")
    return {pk: (same[person], occupation, level) for pk, person, occupation, level in rows}


def _held(guards: Mapping[int, Key]) -> dict[Key, list[Hold]]:
    found: dict[Key, list[Hold]] = defaultdict(list)
    rows = YearHold.objects.filter(guard__in=list(guards), released_on=None)
    for guard, member, opened, ended in rows.values_list("guard", "member", "opened_on", "ended_on"):
        found[guards[guard]].append(Hold(member, opened, ended))
    return found


def _judge(
    wanted: Sequence[Wanted], same: Mapping[UUID, UUID], held: dict[Key, list[Hold]], law: Pack
) -> tuple[dict[int, Words], list[Wanted]]:
    """Who is barred, and who is new to the guard. Two classes of one claim: the one that opened first holds."""
    barred: dict[int, Words] = {}
    new = []
    taken: dict[Key, list[Wanted]] = defaultdict(list)
    for one in sorted(wanted, key=lambda each: (each.opened, each.member)):
        key = (same[one.person], one.occupation, one.level)
        mine = any(hold.member == one.member for hold in held[key])
        others = [(h.opened, h.ended) for h in held[key] if h.member != one.member]
        others += [(other.opened, other.ended) for other in taken[key]]
        why = None if mine else _bars(one, others, law)
        if why is not None:
            barred[one.member] = why
        elif not mine:
            taken[key].append(one)
            new.append(one)
    return barred, new


def _bars(one: Wanted, others: Iterable[tuple[date, date]], law: Pack) -> Words | None:
    """Why another class bars this one; the year runs from the end of whichever opened first."""
    for opened, ended in others:
        first_ended, second_opens = (ended, one.opened) if opened <= one.opened else (one.ended, opened)
        found = year_bar(first_ended, second_opens, law)
        if found.barred:
            return BARRED.fill(a=opened, b=ended, u=found.until)
    return None


def release(chain: UUID, on: date, members: Iterable[int] | None = None) -> int:
    """Free the people whom a settlement was the first to hold; of these members only, where they are named."""
    rows = YearHold.objects.filter(taken_by=chain, released_on=None)
    if members is not None:
        rows = YearHold.objects.filter(member__in=list(members), released_on=None)
    return rows.update(released_on=on)
