"""Signs in places and numbers: a teacher in two places, a room used by two, more certificates than seats."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Count, Sum

from yushu.certification.life import L
from yushu.certification.models import LevelCertificate, Sitting
from yushu.certification.sitting import S as Held
from yushu.kernel.words import Words
from yushu.oversight.signs import Evidence, Hit, Scope, hits_of_classes, ordered
from yushu.people.models import Office
from yushu.training.models import Session
from yushu.training.models.sessions import in_minutes

HELD = (Held.EXAMINED, Held.PUBLISHED, Held.FINISHED)
GAP = Words("{a}，{m}分钟后在{b}", "{a}, then {b} {m} minutes later")
SHARED = Words("{r}同时由{o}使用", "{r} is used by {o} at the same time")
ISSUED = Words("{a}起{d}日内{n}张证书，{s}个座位", "from {a}, {d} days: {n} certificates, {s} seats")


def teacher_in_two_places(scope: Scope) -> list[Hit]:
    """A teacher at two institutions or in two counties with less time between than it takes."""
    least = scope.number("H-sign-places", "minutes")
    people = Session.objects.filter(training_class__in=scope.classes, on__gte=scope.since).values(
        "teacher__person"
    )
    rows = _held(scope).filter(teacher__person__in=people, room__isnull=False)
    groups: dict[Any, list[Session]] = defaultdict(list)
    for row in rows.order_by("teacher__person", "on", "starts", "pk"):
        groups[row.teacher.person_id, row.on].append(row)
    mine = set(scope.classes.values_list("pk", flat=True))
    found: dict[Any, list[Evidence]] = defaultdict(list)
    for sessions in groups.values():
        for one, two in pairwise(sessions):
            gap = in_minutes(two.starts) - in_minutes(one.ends)
            if gap < least and _apart(one, two):
                said = GAP.fill(a=_where(one), b=_where(two), m=gap)
                for case in {one.training_class_id, two.training_class_id} & mine:
                    found[case].append(Evidence(one.when, one.teacher.person.name, said))
    return hits_of_classes(
        "places", found, Words("{n}次赶不及的换地方", "{n} changes of place too close in time")
    )


def _held(scope: Scope) -> Any:
    rows = Session.objects.standing().filter(on__gte=scope.since)
    return rows.select_related("teacher__person", "room__institution", "training_class__announcement")


def _apart(one: Session, two: Session) -> bool:
    """Whether two rooms are not under one roof."""
    assert one.room is not None
    assert two.room is not None
    return one.room.institution_id != two.room.institution_id or one.room.area != two.room.area


def _where(session: Session) -> str:
    assert session.room is not None
    return f"{session.room.institution.name}{session.room.name}"


def room_used_by_two(scope: Scope) -> list[Hit]:
    """One room of one address in which two institutions teach at once: one of them does not teach itself."""
    rows = _held(scope).filter(room__isnull=False).order_by("on", "starts", "pk")
    groups: dict[Any, list[Session]] = defaultdict(list)
    for row in rows:
        groups[row.training_class.announcement.venue, row.room.name, row.on].append(row)
    mine = set(scope.classes.values_list("pk", flat=True))
    found: dict[Any, list[Evidence]] = defaultdict(list)
    for sessions in groups.values():
        for one, two in _overlapping(sessions):
            for this, other in ((one, two), (two, one)):
                if this.training_class_id in mine:
                    assert other.room is not None
                    said = SHARED.fill(r=other.room.name, o=other.room.institution.name)
                    found[this.training_class_id].append(Evidence(this.when, this.teacher.person.name, said))
    return hits_of_classes(
        "room", found, Words("{n}节课的教室另有机构在用", "{n} sessions in a room another uses")
    )


def _overlapping(sessions: list[Session]) -> Iterator[tuple[Session, Session]]:
    """Pairs of different institutions that overlap in time."""
    for place, one in enumerate(sessions):
        for two in sessions[place + 1 :]:
            if two.starts < one.ends and one.room.institution_id != two.room.institution_id:  # type: ignore[union-attr]  # on site
                yield one, two


def more_certificates_than_seats(scope: Scope) -> list[Hit]:
    """In some stretch of days an evaluator's examinations gave more certificates than its sittings had seats."""
    days = scope.number("H-sign-burst", "days")
    standing = LevelCertificate.objects.filter(examined_on__gte=scope.since).exclude(
        state__in=[L.REVOKED, L.SUPERSEDED]
    )
    sittings = Sitting.objects.filter(held_on__gte=scope.since, state__in=HELD)
    issued = _by_office(standing.order_by().values_list("evaluator", "examined_on").annotate(n=Count("pk")))
    seats = _by_office(sittings.order_by().values_list("evaluator", "held_on").annotate(n=Sum("capacity")))
    offices = Office.objects.in_bulk(issued)
    hits = []
    for key, counts in issued.items():
        office = offices[key]
        rows = tuple(_bursts(counts, seats.get(key, []), days))
        if rows and office.area.startswith(scope.area):
            said = Words("{n}段时间证书多于座位", "{n} stretches with more certificates than seats")
            called = Words(office.name, office.name_en or office.name)
            hits.append(Hit("burst", "office", office.pk, called, office, said.fill(n=len(rows)), rows))
    return ordered(hits)


def _by_office(rows: Iterable[tuple[Any, date, int]]) -> dict[Any, list[tuple[date, int]]]:
    counts: dict[Any, list[tuple[date, int]]] = defaultdict(list)
    for office, day, number in sorted(rows, key=lambda row: row[1]):
        counts[office].append((day, number))
    return counts


def _bursts(issued: list[tuple[date, int]], seats: list[tuple[date, int]], days: int) -> Iterator[Evidence]:
    """Stretches that begin with a day of certificates and hold more of them than seats."""
    for first, _ in issued:
        last = first + timedelta(days=days)
        number, room = _within(issued, first, last), _within(seats, first, last)
        if number > room:
            yield Evidence(first.isoformat(), "", ISSUED.fill(a=first, d=days, n=number, s=room))


def _within(counts: list[tuple[date, int]], first: date, last: date) -> int:
    """What falls on the days from the first to before the last."""
    low, high = (bisect_left(counts, (day, 0)) for day in (first, last))
    return sum(number for _, number in counts[low:high])
