"""Signs in attendance: one device for many, one second for many, rolls of many days in one go, hours that lack."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncSecond

from yushu.kernel.clock import BEIJING
from yushu.kernel.words import Words
from yushu.oversight.signs import Evidence, Hit, Scope, hits_of_classes
from yushu.training.completing import lacks
from yushu.training.hours import Stay, most_online_minutes, tally
from yushu.training.models import Attendance, Method, Session, TrainingCertificate, TrainingClass
from yushu.training.training_life import L

DEVICE = Words("同一台设备为{n}人签到", "one device for {n} people")
INSTANT = Words("{t}这一秒签到{n}人", "{n} people within the second {t}")
ROLL = Words("{t}点名", "roll called {t}")
LACKS = Words("有证书，学时差{h}", "holds a certificate, lacks {h}")


def same_device(scope: Scope) -> list[Hit]:
    """Several people checked in to one session with one device."""
    most = scope.number("H-sign-device", "people")
    marked = Attendance.objects.filter(
        session__training_class__in=scope.classes, session__on__gte=scope.since
    ).exclude(device="")
    groups = marked.order_by().values_list("session", "device").annotate(n=Count("member", distinct=True))
    many = {(session, device): n for session, device, n in groups if n >= most}
    rows = marked.filter(session__in={session for session, _ in many}).select_related(
        "session", "member__person"
    )
    found: dict[Any, list[Evidence]] = defaultdict(list)
    for row in rows.order_by("session__on", "session__starts", "device", "came_at"):
        if number := many.get((row.session_id, row.device)):
            said = DEVICE.fill(n=number)
            found[row.session.training_class_id].append(Evidence(row.session.when, _name(row), said))
    return hits_of_classes(
        "device", found, Words("{n}人次与别人同用一台设备", "{n} check-ins with a shared device")
    )


def same_second(scope: Scope) -> list[Hit]:
    """Several people checked in to one session in the same second."""
    most = scope.number("H-sign-instant", "people")
    own = Attendance.objects.filter(
        session__training_class__in=scope.classes, session__on__gte=scope.since, method=Method.CODE
    ).annotate(second=TruncSecond("came_at"))
    groups = own.order_by().values_list("session", "second").annotate(n=Count("pk"))
    many = {(session, second): n for session, second, n in groups if n >= most}
    rows = own.filter(session__in={session for session, _ in many}).select_related(
        "session", "member__person"
    )
    found: dict[Any, list[Evidence]] = defaultdict(list)
    for row in rows.order_by("session__on", "session__starts", "came_at", "member__seq"):
        number = many.get((row.session_id, row.second))
        if number and row.came_at:
            said = INSTANT.fill(n=number, t=f"{row.came_at.astimezone(BEIJING):%H:%M:%S}")
            found[row.session.training_class_id].append(Evidence(row.session.when, _name(row), said))
    return hits_of_classes("instant", found, Words("{n}人次在同一秒签到", "{n} check-ins within one second"))


def _name(row: Attendance) -> str:
    return str(row.member.person.name)


def rolls_in_one_go(scope: Scope) -> list[Hit]:
    """One person called the rolls of several days of a class within minutes."""
    days, minutes = (scope.number("H-sign-rolls", key) for key in ("days", "minutes"))
    rows = Session.objects.filter(
        training_class__in=scope.classes, on__gte=scope.since, settled_at__isnull=False, dropped_on=None
    ).select_related("settled_by")
    by_hand: dict[Any, list[Session]] = defaultdict(list)
    for row in rows.order_by("settled_at", "pk"):
        by_hand[row.training_class_id, row.settled_by_id].append(row)
    found: dict[Any, list[Evidence]] = defaultdict(list)
    for (case, _), sessions in by_hand.items():
        for row in _together(sessions, days, timedelta(minutes=minutes)):
            at = f"{row.settled_at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}" if row.settled_at else ""
            name = row.settled_by.name if row.settled_by else ""
            found[case].append(Evidence(row.when, name, ROLL.fill(t=at)))
    return hits_of_classes(
        "rolls", found, Words("{n}节课的名是一次点完的", "the rolls of {n} sessions in one go")
    )


def _together(sessions: list[Session], days: int, stretch: timedelta) -> list[Session]:
    """The sessions that stand in some stretch of time with those of enough different days."""
    odd: dict[int, Session] = {}
    timed = [(one.settled_at, one) for one in sessions if one.settled_at]
    for place, (start, _) in enumerate(timed):
        near = [one for at, one in timed[place:] if at - start <= stretch]
        if len({one.on for one in near}) >= days:
            odd |= {one.pk: one for one in near}
    return sorted(odd.values(), key=lambda one: (one.on, one.starts))


def hours_lacking(scope: Scope) -> list[Hit]:
    """Certificates whose holder's confirmed attendance does not give the hours of the class."""
    gone = Q(state__in=[L.REVOKED, L.SUPERSEDED])
    held = TrainingCertificate.objects.filter(
        ~gone, member__training_class__in=scope.classes, completed_on__gte=scope.since
    )
    members = {row.member_id: row for row in held.select_related("member__person")}
    classes = TrainingClass.objects.in_bulk({row.member.training_class_id for row in members.values()})
    stays: dict[int, list[Stay]] = defaultdict(list)
    rows = Attendance.objects.filter(member__in=held.values("member")).confirmed()
    fields = ("member_id", "session__on", "session__kind", "minutes")
    for key, *rest in rows.order_by("session__on", "session__starts").values_list(*fields):
        stays[key].append(Stay(*rest))
    found: dict[Any, list[Evidence]] = defaultdict(list)
    for key, row in members.items():
        case = classes[row.member.training_class_id]
        if missing := case.lacking(tally(stays[key], most_online_minutes(case.opens_on))):
            said = LACKS.fill(h=lacks(missing))
            found[case.pk].append(Evidence(row.number, row.holder, said))
    return hits_of_classes("hours", found, Words("{n}张证书的学时不足", "{n} certificates without the hours"))
