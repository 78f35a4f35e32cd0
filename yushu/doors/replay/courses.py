"""The classes of the demonstration: announced, enrolled, opened, taught and examined through the one door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from yushu.casework.moving import NONE, Given
from yushu.catalogue.models import Direction, Level, Occupation, PlanCell
from yushu.doors.replay.acting import PROVINCE, moment, step
from yushu.doors.replay.inventing import People, identity_number
from yushu.doors.replay.stage import at_post, office
from yushu.kernel.clock import BEIJING
from yushu.law.calendars import published_calendar
from yushu.ledger import book
from yushu.people.actors import Actor
from yushu.people.models import Person
from yushu.people.roles import HANDS, Duty, Role
from yushu.training.attending import Call, confirm, settle
from yushu.training.completing import Marks, confirm_results, enter_results
from yushu.training.models import Announcement, TrainingCertificate, TrainingClass
from yushu.training.opening import Course, Signed, draft_announcement, enrol, shown_for
from yushu.training.requesting import (
    Request,
    draft_class,
    may_join,
    register_room,
    register_teacher,
    set_roster,
    set_timetable,
)
from yushu.training.routes import Record, Study
from yushu.training.rules import Answers

CITY = "太原市人社局"
GRADUATE = Answers(Record(Study.BACHELOR, True, date(2024, 6, 30)), insured=False, willing=True)
KINDS = ("线上理论",) * 6 + ("线下理论",) * 6 + ("线上实操",) * 4 + ("线下实操",) * 8
HOURS = {"theory_online": 24, "theory_offline": 24, "practice_online": 16, "practice_offline": 32}
HALVES = ("08:30-11:50", "14:00-17:20")
BREAKS = ("10:00-10:20", "15:30-15:50")
MARGIN = timedelta(days=7)
"""After the last lesson: for lessons made up and for the examination."""
DAYS = 12
"""Training days of a course: 96 class hours, eight a day (invented; the standards' hours are not known)."""


@dataclass(frozen=True)
class Term:
    """One class: whose, of what, how many seats and people, from when; `fails` do not complete."""

    school: str
    key: str
    name: str
    seats: int
    people: int
    opens: str
    fails: int = 0
    examined: str = ""
    waiting: int = 0
    reported: str = ""

    @property
    def announced(self) -> date:
        """Seventeen days before the opening; not before the plan, and early enough for the story to know of it."""
        day = date.fromisoformat(self.opens) - timedelta(days=17)
        return min(max(day, date(2024, 5, 24)), date(2024, 9, 13))

    def days(self) -> list[date]:
        """The twelve training days: working days from the opening on."""
        calendar, day = published_calendar(), date.fromisoformat(self.opens)
        found: list[date] = []
        while len(found) < DAYS:
            if not calendar.closed(day):
                found.append(day)
            day += timedelta(days=1)
        return found


TERMS = (
    Term("山西大学", "ai", "1期", 32, 32, "2024-06-05", 2, "2024-06-24", reported="2024-07-02"),
    Term(
        "山西大学", "digital-management", "1期", 42, 42, "2024-06-11", 2, "2024-06-28", reported="2024-07-16"
    ),
    Term(
        "太原科技大学",
        "intelligent-manufacturing",
        "1期",
        28,
        28,
        "2024-06-17",
        2,
        "2024-07-05",
        reported="2024-08-09",
    ),
    Term("太原理工大学", "big-data", "1期", 54, 54, "2024-06-17", 2, "2024-07-04", reported="2024-07-22"),
    Term("太原理工大学", "blockchain", "1期", 25, 25, "2024-07-08", 3, "2024-07-25", reported="2024-08-12"),
    Term("山西大学", "ai", "2期", 30, 30, "2024-07-15", 0, "2024-08-01", reported="2024-08-20"),
    Term("太原理工大学", "big-data", "2期", 44, 44, "2024-08-19", 0, "2024-09-06"),
    Term("山西大学", "digital-management", "2期", 32, 32, "2024-09-09"),
    Term("太原理工大学", "big-data", "3期", 42, 42, "2024-09-18"),
    Term("山西大学", "ai", "3期", 38, 34, "2024-10-14"),
    Term("山西大学", "digital-management", "3期", 26, 14, "2024-10-14"),
    Term("太原科技大学", "intelligent-manufacturing", "2期", 32, 29, "2024-10-09"),
    Term("太原理工大学", "blockchain", "2期", 25, 22, "2024-10-14"),
    Term("太原理工大学", "big-data", "4期", 10, 10, "2024-10-14", waiting=2),
)
TODAY = date(2024, 9, 26)


def equip() -> None:
    """Teachers and rooms of the three universities."""
    for index, school in enumerate(("山西大学", "太原理工大学", "太原科技大学")):
        actor = at_post(school)
        for letter, seq in zip("甲乙丙", range(3), strict=True):
            number = identity_number(date(1980, 3, 1 + seq), 900 + index * 10 + seq)
            register_teacher(
                office(school),
                number=number,
                name=f"教师{letter}",
                qualification="副教授",
                actor=actor,
                at=moment("2024-05-24"),
            )
            register_room(office(school), name=f"实训楼{301 + seq}", area="140105", holds=60, actor=actor, at=moment("2024-05-24"))


def run(term: Term, people: People) -> TrainingClass | None:
    """Announce, enrol, and carry the class as far as its days have come. None while it only enrols."""
    announcement = _announce(term)
    for _ in range(term.people + term.waiting):
        _enrol(people.another(), announcement, term)
    if date.fromisoformat(term.opens) > TODAY:
        return None
    case = _open(term, announcement)
    _teach(case, term)
    return _complete(case, term, people) if term.examined else case


def _announce(term: Term) -> Announcement:
    occupation = Occupation.objects.get(key=term.key)
    school, days = office(term.school), term.days()
    cell = PlanCell.objects.get(institution=school, occupation=occupation)
    facts = {
        **HOURS,
        "seats": term.seats,
        "enrol_from": term.announced.isoformat(),
        "enrol_until": (days[0] - timedelta(days=1)).isoformat(),
        "opens_on": days[0].isoformat(),
        "ends_on": (days[-1] + MARGIN).isoformat(),
        "venue_area": "140105",
        "venue": f"{term.school}实训楼",
        "fee_yuan": 0,
        "cost_basis": "不向学员收费",
        "contact": "招生办（虚构）",
        "body": f"本期开设{occupation.short_zh}初级培训{term.name}，线上线下结合，培训合格的颁发培训合格证书。",
    }
    actor, at = at_post(term.school), moment(term.announced)
    course = Course(occupation, Level.JUNIOR, direction=_direction(term, occupation), cell=cell)
    made = draft_announcement(course, facts, province=office(PROVINCE), actor=actor, at=at)
    return step(made, "publish", actor, term.announced)


def _direction(term: Term, occupation: Occupation) -> Direction | None:
    """Another direction for each class, where the level is divided."""
    divided = list(occupation.directions_at(Level.JUNIOR))
    return divided[int(term.name[0]) % len(divided)] if divided else None


def _enrol(person: Person, announcement: Announcement, term: Term) -> None:
    day = term.announced + timedelta(days=1)
    shown = shown_for(announcement, "zh-hans", day)
    signed = Signed("zh-hans", shown.digest(book.algorithm()))
    actor = Actor(Role.TRAINEE, None, person)
    enrol(person, announcement, GRADUATE, actor=actor, at=moment(day, 14), commitment=signed)


def _open(term: Term, announcement: Announcement) -> TrainingClass:
    actor, days = at_post(term.school), term.days()
    asked_on = days[0] - timedelta(days=12)
    asked_on = max(asked_on, term.announced + timedelta(days=2))
    at = moment(asked_on, 15)
    asked = Request(term.name, days[0], days[-1] + MARGIN, "国家培训教程", "理论机考，实操两题")
    case = draft_class(announcement, asked, city=office(CITY), province=office(PROVINCE), actor=actor, at=at)
    set_roster(case, list(may_join(announcement)), actor=actor, at=at, rev=case.rev)
    set_timetable(case, _timetable(term), actor=actor, at=at, rev=case.rev)
    step(case, "submit", actor, asked_on, 16)
    approved = asked_on + timedelta(days=3)
    signed = {"document_no": f"并人社培〔2024〕{asked_on:%m%d}号", "dispatched_on": approved.isoformat()}
    for hour, (duty, facts) in enumerate(zip(HANDS, ({}, {}, signed), strict=True), start=9):
        step(case, "approve", at_post(CITY, duty), approved, hour, given=Given(facts) if facts else NONE)
    return step(case, "begin", actor, days[0], 8)


def _timetable(term: Term) -> str:
    index = [one for one in TERMS if one.school == term.school].index(term) % 3
    lines = ["日期，时间，类型，教师，教室，内容，休息"]
    for number, kind in enumerate(KINDS):
        day, half = term.days()[number // 2], number % 2
        room = "-" if kind.startswith("线上") else f"实训楼{301 + index}"
        teacher = f"教师{'甲乙丙'[index]}"
        lines.append(f"{day}，{HALVES[half]}，{kind}，{teacher}，{room}，第{number + 1}讲，{BREAKS[half]}")
    return "\n".join(lines)


def _teach(case: TrainingClass, term: Term) -> None:
    first, second = at_post(term.school), at_post(term.school, Duty.CHECK)
    for session in case.sessions.all():
        if session.on >= TODAY:
            return
        calls = {
            member.pk: Call(session.lesson.starts, session.lesson.ends) for member in case.present_members()
        }
        after = datetime.combine(session.on, time(18), BEIJING)
        settle(session, calls, actor=first, at=after)
        confirm(session, actor=second, at=after)


def _complete(case: TrainingClass, term: Term, people: People) -> TrainingClass:
    examined = date.fromisoformat(term.examined)
    members = list(case.present_members())
    marks = {member.pk: Marks(people.score(), people.score()) for member in members}
    for member in members[len(members) - term.fails :]:
        marks[member.pk] = Marks(people.score(), 560)
    case.refresh_from_db()
    enter_results(case, examined, marks, actor=at_post(term.school), at=moment(examined, 16))
    confirm_results(case, actor=at_post(term.school, Duty.CHECK), at=moment(examined, 17))
    after = examined + timedelta(days=1)
    step(case, "complete", at_post(term.school), after)
    step(case, "complete", at_post(term.school, Duty.SIGN), after, 11)
    if term.reported:
        _report(case, term)
    return case


def _report(case: TrainingClass, term: Term) -> None:
    roster: Any = case.rosters.get()
    for hour, duty in enumerate((Duty.HANDLE, Duty.SIGN), start=10):
        step(roster, "report", at_post(term.school, duty), term.reported, hour)
    step(roster, "accept", at_post(PROVINCE), date.fromisoformat(term.reported) + timedelta(days=4))


def holders(school: str, key: str, name: str) -> Iterator[TrainingCertificate]:
    """The certificates of a class, in the order of its roster."""
    found = TrainingCertificate.objects.filter(occupation__key=key, institution__name=school, class_name=name)
    return iter(found.select_related("person").order_by("member__seq"))
