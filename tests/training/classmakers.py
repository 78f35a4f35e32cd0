"""Classes as the tests of training meet them: two people, ten hours, three sessions in two days."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from tests.cast import Cast, Member
from tests.catalogue.makers import take, three_hands
from tests.people.numbers import invented
from tests.training.makers import called, enrol_self, make_applicant, publish
from yushu.casework.moving import Given
from yushu.catalogue.models import PlanCell
from yushu.kernel.clock import BEIJING
from yushu.people.roles import Duty, Role
from yushu.training import models as m
from yushu.training.attending import Call, check, confirm, correct, room_code, settle
from yushu.training.completing import Marks, confirm_results, enter_results
from yushu.training.requesting import (
    Request,
    draft_class,
    may_join,
    register_room,
    register_teacher,
    request_change,
    set_roster,
    set_timetable,
)

HOURS = {"theory_online": 2, "theory_offline": 4, "practice_online": 0, "practice_offline": 4}
ROWS = """日期，时间，类型，教师，教室，内容，休息
2024-10-08，08:30-11:50，线下理论，教师甲，A301，数据处理基础，10:00-10:20
2024-10-08，14:00-15:30，线上理论，教师甲，-，区块链原理
2024-10-09，08:30-11:50，线下实操，教师甲，A301，部署节点，10:00-10:20"""
OPENED, SECOND, EXAM = "2024-10-08", "2024-10-09", "2024-10-10"
APPLICANTS = 40
"""Sequence numbers of the people of a class begin here."""
TEACHER = 901


def at(day: str, clock: str = "10:00") -> datetime:
    """A moment in Beijing."""
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), BEIJING)


def hand(cast: Cast, duty: Duty = Duty.HANDLE) -> Any:
    """An officer of the cast's institution, as the engine sees them."""
    return cast.own[Role.INSTITUTION][duty].actor


def equip(cast: Cast, teacher: int = TEACHER, name: str = "教师甲", room: str = "A301") -> None:
    """A teacher and a room for the cast's institution."""
    office = cast.owner(Role.INSTITUTION).office
    register_teacher(
        office,
        number=invented(teacher),
        name=name,
        qualification="副教授",
        actor=hand(cast),
        at=at("2024-09-02"),
    )
    register_room(office, name=room, area="140105", holds=45, actor=hand(cast), at=at("2024-09-02"))


def draft(
    cast: Cast,
    *,
    people: int = 2,
    first: int = APPLICANTS,
    who: tuple[Member, ...] = (),
    cell: PlanCell | None = None,
    **terms: Any,
) -> m.TrainingClass:
    """An opening request with its roster and its timetable."""
    rows = apart_rows(cast, terms.pop("apart", 0), terms.pop("teacher", TEACHER))
    members = who or tuple(make_applicant(seq) for seq in range(first, first + people))
    announcement = publish(cast, cell=cell, **{**HOURS, "seats": max(len(members), 2), **terms})
    for member in members:
        enrol_self(member, announcement)
    return request(cast, announcement, rows=rows)


def apart_rows(cast: Cast, apart: int, teacher: int) -> str:
    """The timetable; with `apart`, by a teacher and in a room that no other class of the institution has."""
    if not apart:
        equip(cast, teacher)
        return ROWS
    name, room = called(apart), f"B{apart}"
    equip(cast, teacher, name, room)
    return ROWS.replace("教师甲", name).replace("A301", room)


def request(cast: Cast, announcement: m.Announcement, name: str = "1期", rows: str = ROWS) -> m.TrainingClass:
    """The opening request of everybody who has a seat and stands on no roster."""
    asked = Request(name, date(2024, 10, 8), date(2024, 11, 8), "国家培训教程", "理论机考，实操两题")
    made = draft_class(
        announcement,
        asked,
        city=cast.owner(Role.CITY).office,
        province=cast.owner(Role.PROVINCE).office,
        actor=hand(cast),
        at=at("2024-09-20"),
    )
    set_roster(made, list(may_join(announcement)), actor=hand(cast), at=at("2024-09-20"), rev=made.rev)
    set_timetable(made, rows, actor=hand(cast), at=at("2024-09-20"), rev=made.rev)
    return made


def submit(case: m.TrainingClass, cast: Cast, on: str = "2024-09-23") -> m.TrainingClass:
    """Before the city."""
    return take(case, "submit", cast.owner(Role.INSTITUTION), on)


def approve(case: m.TrainingClass, cast: Cast, on: str = "2024-09-26") -> m.TrainingClass:
    """Approved by three hands of the city."""
    return three_hands(case, "approve", cast, on, Role.CITY)


def opened(cast: Cast, **terms: Any) -> m.TrainingClass:
    """A class in its first hours."""
    case = draft(cast, **terms)
    submit(case, cast)
    approve(case, cast)
    take(case, "begin", cast.owner(Role.INSTITUTION), OPENED)
    case.refresh_from_db()
    return case


MOVED = "2024-10-15，08:30-11:50，线下实操，教师甲，A301，部署节点，10:00-10:20"


def change(case: m.TrainingClass, cast: Cast, reason: str = "教室停电，改到15日") -> m.ClassChange:
    """The last session moved to another day, as asked for on the opening day."""
    last = case.sessions.last()
    assert last is not None
    return request_change(case, [last.pk], MOVED, reason, actor=hand(cast), at=at(OPENED))


def visit(session: m.Session, member: Member, came: str, left: str = "") -> m.Attendance:
    """A trainee checks in and, with `left`, out, each time with the code of that moment."""
    day = session.on.isoformat()
    row = check(session, room_code(session, at(day, came)), actor=member.actor, at=at(day, came))
    if not left:
        return row
    return check(session, room_code(session, at(day, left)), actor=member.actor, at=at(day, left))


def whole(session: m.Session) -> Call:
    """The roll's line for somebody who was there all the time."""
    return Call(session.lesson.starts, session.lesson.ends)


def hold(session: m.Session, cast: Cast, *, absent: tuple[int, ...] = ()) -> None:
    """Settled from the roll after the session, everybody there but those of these numbers; then confirmed."""
    session.refresh_from_db()
    after = at(session.on.isoformat(), "18:00")
    members = session.training_class.present_members()
    calls = {member.pk: whole(session) for member in members if member.seq not in absent}
    settle(session, calls, actor=hand(cast), at=after)
    confirm(session, actor=hand(cast, Duty.CHECK), at=after)


def taught(cast: Cast, **terms: Any) -> m.TrainingClass:
    """A class of which every session was held with everybody there."""
    case = opened(cast, **terms)
    for session in case.sessions.all():
        hold(session, cast)
    return case


def examine(case: m.TrainingClass, cast: Cast, *marks: tuple[int, int], on: str = EXAM) -> None:
    """Results in the order of the roster, entered by one and confirmed by another."""
    rows = zip(case.present_members(), marks, strict=False)
    given = {member.pk: Marks(*both) for member, both in rows}
    enter_results(case, date.fromisoformat(on), given, actor=hand(cast), at=at(on))
    confirm_results(case, actor=hand(cast, Duty.CHECK), at=at(on))


def finish(case: m.TrainingClass, cast: Cast, on: str = "2024-10-11") -> m.TrainingClass:
    """Completed by two hands of the institution."""
    take(case, "complete", cast.owner(Role.INSTITUTION), on)
    take(case, "complete", cast.colleague(Role.INSTITUTION, Duty.SIGN), on)
    case.refresh_from_db()
    return case


def completed(cast: Cast, **terms: Any) -> m.TrainingClass:
    """A class whose people passed and hold their certificates."""
    case = taught(cast, **terms)
    examine(case, cast, *((820, 760),) * case.size())
    return finish(case, cast)


def certificate(cast: Cast, **terms: Any) -> m.TrainingCertificate:
    """The first certificate of a class."""
    return m.TrainingCertificate.objects.filter(member__training_class=completed(cast, **terms)).first()


def report(cast: Cast, **terms: Any) -> m.RosterReport:
    """The roster report of a class that has ended."""
    return completed(cast, **terms).rosters.get()


def hand_in(case: m.RosterReport, cast: Cast, on: str) -> m.RosterReport:
    """A roster signed and sent."""
    take(case, "report", cast.owner(Role.INSTITUTION), on)
    take(case, "report", cast.colleague(Role.INSTITUTION, Duty.SIGN), on)
    case.refresh_from_db()
    return case


def correction(case: m.TrainingClass, cast: Cast) -> m.AttendanceChange:
    """The first of the roster, absent from the first session, asked to be counted as there."""
    session = case.sessions.first()
    assert session is not None
    hold(session, cast, absent=(1,))
    row = m.Attendance.objects.get(session=session, member__seq=1)
    return correct(row, whole(session), "漏点名，有照片", actor=hand(cast), at=at(SECOND))


def given(**facts: Any) -> Given:
    """Facts of a step."""
    return Given(facts)
