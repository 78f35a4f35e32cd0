"""Attendance in minutes: checked in with the room's code, or called from the roll; seen by two persons (R24; A3).

Who was there counts once one person has settled the session and another has confirmed it.
A correction afterwards keeps the old value, and takes a reason and a second person too.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from yushu.kernel.errors import Forbidden, Invalid, Refusal
from yushu.kernel.words import Words
from yushu.people.persons import same_person_ids
from yushu.training import deskwork
from yushu.training.classing import S
from yushu.training.hours import grace_minutes, present
from yushu.training.models import Attendance, AttendanceChange, Member, Method, Session

if TYPE_CHECKING:
    from yushu.people.actors import Actor

WINDOW = timedelta(seconds=60)
"""How long one code is shown; the one before it is still taken."""
EARLY = timedelta(minutes=30)
LATE = timedelta(minutes=30)
"""Check-in opens this long before a session, check-out closes this long after."""
DIGITS = 6

WRONG_CODE = Words("签到码不对，或已换新", "The code is wrong, or has changed")
READ_AGAIN = Words("看教室屏幕上现在的6位数字再填", "Read the six digits on the screen of the room again")


@dataclass(frozen=True)
class Call:
    """What the roll says of one member: came and left in minutes of the day, or on leave; nothing is absent."""

    came: int | None = None
    left: int | None = None
    on_leave: bool = False
    note: str = ""


def room_code(session: Session, at: datetime) -> str:
    """The code to show in the room at this moment."""
    return _code(session, int(at.timestamp()) // int(WINDOW.total_seconds()))


def code_changes_in(at: datetime) -> int:
    """Seconds until the code is another."""
    whole = int(WINDOW.total_seconds())
    return whole - int(at.timestamp()) % whole


def _code(session: Session, window: int) -> str:
    made = hmac.digest(session.secret.encode(), f"{session.pk}:{window}".encode(), "sha256")
    return f"{int.from_bytes(made[:8]) % 10**DIGITS:0{DIGITS}d}"


def _is_code(session: Session, code: str, at: datetime) -> bool:
    now = int(at.timestamp()) // int(WINDOW.total_seconds())
    typed = "".join(code.split()).encode()
    return any(hmac.compare_digest(_code(session, window).encode(), typed) for window in (now, now - 1))


@transaction.atomic
def check(session: Session, code: str, *, actor: Actor, at: datetime, device: str = "") -> Attendance:
    """Check in, or out when one is in, with the code shown in the room; by the trainee in person.

    `device` is the mark of the device that was used, empty where there is none.
    """
    member = _myself(session, actor)
    _refuse_closed(session, at)
    if not _is_code(session, code, at):
        raise Invalid(WRONG_CODE, READ_AGAIN, field="code", cites="R24")
    mine = Attendance.objects.filter(session=session, member=member).first()
    if mine is None:
        return _come(session, member, at, device)
    return _go(session, mine, at)


def _myself(session: Session, actor: Actor) -> Member:
    mine = same_person_ids(actor.person) if actor.person and actor.post is None else []
    member = session.training_class.present_members().filter(person__in=mine, joined_on__isnull=False).first()
    if member is None:
        wrong = Words("你不在这个班", "You are not in this class")
        raise Forbidden(
            wrong, Words("由本人在自己的班签到", "Check in yourself, in your own class"), cites="R24"
        )
    return member


def _refuse_closed(session: Session, at: datetime) -> None:
    if session.training_class.state != S.RUNNING or session.dropped_on or session.settled_by_id:
        wrong = Words("这节课不能签到", "Nobody can check in to this session")
        raise Refusal(wrong, Words("找任课教师点名或更正", "Ask the teacher to correct it"), cites="R24")
    if not session.begins() - EARLY <= at <= session.finishes() + LATE:
        wrong = Words("不在签到时间：{w}", "Not the time to check in: {w}").fill(w=session.when)
        raise Refusal(wrong, Words("开课前30分钟起可以签到", "It opens 30 minutes before"), cites="R24")


def _come(session: Session, member: Member, at: datetime, device: str) -> Attendance:
    if at >= session.finishes():
        wrong = Words("课已结束，不能再签到", "The session is over")
        raise Refusal(wrong, Words("由教师点名，另一人确认", "The teacher calls the roll"), cites="R24")
    elsewhere = Attendance.objects.filter(
        member=member, came_at__isnull=False, left_at=None, session__on=session.on, session__settled_by=None
    ).exclude(session=session)
    if other := elsewhere.select_related("session").first():
        wrong = Words("{w}那节还没有签退", "You have not checked out of {w}").fill(w=other.session.when)
        raise Refusal(wrong, Words("先签退", "Check out of it first"), cites="R24")
    try:
        with transaction.atomic():
            return Attendance.objects.create(
                session=session, member=member, came_at=at, method=Method.CODE, device=device
            )
    except IntegrityError:
        raise Refusal(Words("已经签到", "You have checked in"), deskwork.LOOK_AGAIN, cites="R24") from None


def _go(session: Session, mine: Attendance, at: datetime) -> Attendance:
    if mine.left_at is not None or mine.came_at is None:
        wrong = Words("已经签到又签退", "You have checked in and out")
        raise Refusal(wrong, Words("有误由教师更正", "A teacher corrects what is wrong"), cites="R24")
    if at < session.begins() or at - mine.came_at < WINDOW:
        wrong = Words("已签到，下课时再签退", "You are checked in: check out at the end")
        raise Refusal(wrong, Words("课后签退", "Come back at the end"), cites="R24")
    mine.left_at = at
    mine.minutes = minutes_between(session, mine.came_at, at)
    mine.save(update_fields=["left_at", "minutes"])
    return mine


def minutes_between(session: Session, came: datetime, left: datetime) -> int:
    """Minutes present in a session for somebody who came and left at these moments."""
    grace = grace_minutes(session.training_class.opens_on)
    return present(session.lesson, session.minute_of(came), session.minute_of(left), grace)


@transaction.atomic
def settle(session: Session, calls: Mapping[int, Call], *, actor: Actor, at: datetime) -> None:
    """Close a session: who checked in and out stands, the roll says the rest; everybody else was absent.

    The roll overrides no complete check-in, and no time of coming.
    Raises Refusal before the session is over, or when it is settled.
    """
    case = session.training_class
    person = deskwork.teaches(case, actor)
    if at < session.finishes():
        wrong = Words("还没有下课", "The session is not over")
        raise Refusal(wrong, Words("下课后点名", "Call the roll at the end"), cites="R24")
    unsettled = Session.objects.filter(pk=session.pk, settled_by=None, dropped_on=None)
    if unsettled.update(settled_by=person, settled_at=at) != 1:
        raise Refusal(
            Words("这节已经点过名", "The roll was called already"), deskwork.LOOK_AGAIN, cites="R24"
        )
    known = {row.member_id: row for row in session.attendances.all()}
    for member in case.present_members().exclude(joined_on__gt=session.on):
        _enter(session, member, known.get(member.pk), calls.get(member.pk))
    session.refresh_from_db()
    deskwork.write(case, "settle", _told(session), actor=actor, at=at)


def _enter(session: Session, member: Member, row: Attendance | None, call: Call | None) -> None:
    if row is not None and row.left_at is not None:
        return
    row = row or Attendance(session=session, member=member)
    row.method = Method.ROLL
    _apply(session, row, _no_earlier(session, row, call or Call()))
    row.save()


def _no_earlier(session: Session, row: Attendance, call: Call) -> Call:
    """Nobody came earlier than they checked in: the roll only says when they left."""
    if row.came_at is None or call.came is None:
        return call
    return replace(call, came=max(call.came, session.minute_of(row.came_at)))


def _apply(session: Session, row: Attendance, call: Call) -> None:
    row.on_leave, row.note = call.on_leave, call.note[:100]
    if call.on_leave or call.came is None or call.left is None:
        row.came_at, row.left_at, row.minutes = None, None, 0
        return
    if call.left < call.came:
        wrong = Words("离开早于到场", "Left before coming")
        raise Invalid(wrong, Words("把时间按先后填", "Put the times in order"), field="left", cites="R24")
    row.came_at, row.left_at = session.moment_of(call.came), session.moment_of(call.left)
    row.minutes = minutes_between(session, row.came_at, row.left_at)


def _told(session: Session) -> dict[str, object]:
    rows = session.attendances.values_list("member__seq", "minutes")
    return {"session": session.pk, "on": session.on, "minutes": {str(seq): minutes for seq, minutes in rows}}


@transaction.atomic
def confirm(session: Session, *, actor: Actor, at: datetime) -> None:
    """The second person confirms a settled session: from now on it counts."""
    case = session.training_class
    person = deskwork.seconds(case, actor, session.settled_by)
    waiting = Session.objects.filter(pk=session.pk, settled_by__isnull=False, confirmed_by=None)
    if waiting.update(confirmed_by=person, confirmed_at=at) != 1:
        wrong = Words("没有待确认的点名", "No roll waits to be confirmed")
        raise Refusal(wrong, deskwork.LOOK_AGAIN, cites="R24")
    session.refresh_from_db()
    deskwork.write(case, "confirm_attendance", _told(session), actor=actor, at=at)


@transaction.atomic
def correct(row: Attendance, call: Call, reason: str, *, actor: Actor, at: datetime) -> AttendanceChange:
    """Ask for a confirmed attendance to be corrected. Nothing counts otherwise before a second person agrees."""
    session = row.session
    person = deskwork.teaches(session.training_class, actor)
    if session.training_class.state != S.RUNNING or session.confirmed_by_id is None:
        wrong = Words("现在不能更正这一条", "This cannot be corrected now")
        mend = Words("点名确认以后、结业以前更正", "Correct it after the roll and before the completion")
        raise Refusal(wrong, mend, cites="R24")
    why, new = deskwork.reason_of(reason), Attendance(session=session, member=row.member)
    _apply(session, new, call)
    try:
        with transaction.atomic():
            change = AttendanceChange.objects.create(
                attendance=row,
                old_came=row.came_at,
                old_left=row.left_at,
                old_minutes=row.minutes,
                new_came=new.came_at,
                new_left=new.left_at,
                new_minutes=new.minutes,
                reason=why,
                by=person,
                at=at,
            )
    except IntegrityError:
        wrong = Words("这一条有更正在等确认", "A correction of this row waits to be confirmed")
        raise Refusal(wrong, Words("先确认那一条", "Have that one confirmed first"), cites="R24") from None
    deskwork.write(session.training_class, "correct", _of(change), actor=actor, at=at)
    return change


@transaction.atomic
def confirm_correction(change: AttendanceChange, *, actor: Actor, at: datetime) -> None:
    """The second person agrees, and the new value counts; the old one stays in the change."""
    row = change.attendance
    case = row.session.training_class
    person = deskwork.seconds(case, actor, change.by)
    open_one = AttendanceChange.objects.filter(pk=change.pk, confirmed_by=None)
    if case.state != S.RUNNING or open_one.update(confirmed_by=person, confirmed_at=at) != 1:
        raise Refusal(Words("没有待确认的更正", "No correction waits"), deskwork.LOOK_AGAIN, cites="R24")
    Attendance.objects.filter(pk=row.pk).update(
        came_at=change.new_came, left_at=change.new_left, minutes=change.new_minutes, on_leave=False
    )
    deskwork.write(case, "confirm_correction", _of(change), actor=actor, at=at)


def _of(change: AttendanceChange) -> dict[str, object]:
    row = change.attendance
    minutes = {"old": change.old_minutes, "new": change.new_minutes}
    return {"session": row.session_id, "member": row.member.seq, "reason": change.reason, **minutes}
