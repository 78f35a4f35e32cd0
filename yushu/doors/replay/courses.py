"""The classes of the replay: announced, enrolled, opened, taught and examined through the one door."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain, cycle, islice
from typing import Any

from yushu.casework.moving import Given
from yushu.catalogue.models import Direction, Level, Occupation, PlanCell
from yushu.doors.replay.acting import (
    CITY,
    ONE,
    PROVINCE,
    TWO_HANDS,
    Acting,
    acted,
    attempt,
    hands,
    moment,
    step,
)
from yushu.doors.replay.agenda import Thread
from yushu.doors.replay.inventing import identity_number
from yushu.doors.replay.kinds import ADMITTED, GRADUATE
from yushu.doors.replay.playing import Play
from yushu.doors.replay.season import MARGIN, Term
from yushu.doors.replay.stage import SCHOOLS, at_post, office
from yushu.kernel.clock import BEIJING
from yushu.ledger import book
from yushu.people.actors import Actor
from yushu.people.models import Person
from yushu.people.roles import Duty, Role
from yushu.training.attending import Call, confirm, settle
from yushu.training.completing import Marks, confirm_results, enter_results
from yushu.training.models import Announcement, Enrolment, Session, TrainingCertificate, TrainingClass
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
from yushu.training.rules import Answers

HALVES = ("08:30-11:50", "14:00-17:20")
BREAKS = ("10:00-10:20", "15:30-15:50")
HONEST = "本期开设{c}初级培训{n}，线上线下结合，培训合格的颁发培训合格证书。"
FULL_MARKS, SHORT_OF = 950, 560


def scene(play: Play) -> Iterator[Thread]:
    """Every class of the season."""
    equip()
    return (course(play, term) for term in play.season.terms)


def equip() -> None:
    """Teachers and rooms of the institutions."""
    for index, school in enumerate(SCHOOLS):
        actor = at_post(school)
        for letter, seq in zip("甲乙丙", range(3), strict=True):
            register_teacher(
                office(school),
                number=identity_number(date(1980, 3, 1 + seq), 900 + index * 10 + seq),
                name=f"教师{letter}",
                qualification="副教授",
                actor=actor,
                at=moment("2024-05-24"),
            )
            register_room(
                office(school),
                name=f"实训楼{301 + seq}",
                area="140105",
                holds=60,
                actor=actor,
                at=moment("2024-05-24"),
            )


def course(play: Play, term: Term) -> Thread:
    """One class from its announcement to its roster, as far as the season goes."""
    made = yield from announced(play, term)
    yield moment(term.announced_on + ONE, 14)
    kinds = cycle(ADMITTED.values()) if term.mixed else cycle((GRADUATE,))
    declared = [ADMITTED["subsidised before"]] * term.subsidised
    for answers in islice(chain(declared, kinds), term.people + term.waiting):
        enrol_self(play.people.another(), made, answers, moment(term.announced_on + ONE, 14))
    case = yield from opened(term, made)
    yield from taught(case, short=term.short)
    yield from completed(play, case, term)
    play.say(f"class {case.number}: {term.school} {term.key} {term.name}, {case.size()} people, {case.state}")
    yield from reported(case, term.school, term.reported_on)


# From the announcement to the opening


def terms_of(term: Term) -> dict[str, Any]:
    """What the announcement of a class says."""
    days = term.days()
    field = Occupation.objects.get(key=term.key)
    return {
        **term.syllabus.hours,
        "seats": term.seats,
        "enrol_from": term.announced_on.isoformat(),
        "enrol_until": (days[0] - ONE).isoformat(),
        "opens_on": days[0].isoformat(),
        "ends_on": (days[-1] + MARGIN).isoformat(),
        "venue_area": "140105",
        "venue": f"{term.school}实训楼",
        "fee_yuan": 0,
        "cost_basis": "不向学员收费",
        "contact": "招生办（虚构）",
        "body": HONEST.format(c=field.short_zh, n=term.name),
    }


def draft(term: Term, at: datetime, **said: Any) -> Announcement:
    """An announcement of a class, not yet published; `said` differs from what an honest one would say."""
    field = Occupation.objects.get(key=term.key)
    school = office(term.school)
    cell = PlanCell.objects.filter(institution=school, occupation=field).first() if term.planned else None
    what = Course(field, Level.JUNIOR, direction=_direction(term, field), cell=cell)
    facts = {**terms_of(term), **said}
    return draft_announcement(what, facts, province=office(PROVINCE), actor=at_post(term.school), at=at)


def announced(play: Play, term: Term) -> Acting:
    """The announcement of a class, published; more seats than the plan has left are tried first, and refused."""
    yield moment(term.announced_on)
    actor, day = at_post(term.school), term.announced_on
    made = draft(term, moment(day), **({"seats": term.asked} if term.asked else {}))
    if term.asked:
        play.refused("announcement over the plan", "A39", attempt(made, "publish", actor, day))
        step(made, "revise", actor, day, given=Given(terms_of(term)))
    return step(made, "publish", actor, day)


def _direction(term: Term, occupation: Occupation) -> Direction | None:
    """Another direction for each class, where the level is divided."""
    divided = list(occupation.directions_at(Level.JUNIOR))
    return divided[int(term.name[0]) % len(divided)] if divided else None


def themself(person: Person) -> Actor:
    """A person who acts for themselves."""
    return Actor(Role.TRAINEE, None, person)


def enrol_self(person: Person, made: Announcement, answers: Answers, at: datetime) -> Enrolment:
    """Somebody enrols and signs the identity commitment."""
    signed = Signed("zh-hans", shown_for(made, "zh-hans", at.date()).digest(book.algorithm()))
    return enrol(person, made, answers, actor=themself(person), at=at, commitment=signed)


def request(term: Term, made: Announcement, at: datetime, *, teacher: int | None = None) -> TrainingClass:
    """The opening request of everybody who has a seat: roster and timetable."""
    actor, days = at_post(term.school), term.days()
    asked = Request(term.name, days[0], days[-1] + MARGIN, "国家培训教程", "理论机考，实操两题")
    case = draft_class(made, asked, city=office(CITY), province=office(PROVINCE), actor=actor, at=at)
    set_roster(case, list(may_join(made)), actor=actor, at=at, rev=case.rev)
    place = _classes_before(case) % 3 if teacher is None else teacher
    set_timetable(case, timetable(term, place), actor=actor, at=at, rev=case.rev)
    return case


def opened(term: Term, made: Announcement) -> Acting:
    """Asked for, approved by three hands of the city, and begun on its day."""
    days = term.days()
    asked_on = max(days[0] - timedelta(days=12), term.announced_on + 2 * ONE)
    yield moment(asked_on, 15)
    case = request(term, made, moment(asked_on, 15))
    yield from acted(case, "submit", at_post(term.school), asked_on, 16)
    yield from approved(case, asked_on, asked_on + 3 * ONE)
    return (yield from acted(case, "begin", at_post(term.school), days[0], 8))


def approved(case: TrainingClass, asked_on: date, day: date) -> Acting:
    """Approved by three hands of the city."""
    signed = {"document_no": f"并人社培〔2024〕{asked_on:%m%d}号", "dispatched_on": day.isoformat()}
    return (yield from hands(case, "approve", CITY, day, last=signed))


def _classes_before(case: TrainingClass) -> int:
    return TrainingClass.objects.filter(institution=case.institution).exclude(pk=case.pk).count()


def timetable(term: Term, place: int) -> str:
    """The half days of a class with the teacher and the room of that place."""
    lines = ["日期，时间，类型，教师，教室，内容，休息"]
    for number, kind in enumerate(term.syllabus.halves):
        day, half = term.days()[number // 2], number % 2
        lines.append(row(day, half, kind, place, f"第{number + 1}讲"))
    return "\n".join(lines)


def row(day: date, half: int, kind: str, place: int, topic: str) -> str:
    """One row of a timetable."""
    room = "-" if kind.startswith("线上") else f"实训楼{301 + place}"
    return f"{day}，{HALVES[half]}，{kind}，教师{'甲乙丙'[place]}，{room}，{topic}，{BREAKS[half]}"


# From the first lesson to the roster


def taught(case: TrainingClass, *, short: int = 0) -> Acting:
    """Every lesson that is still to be held, on the day it stands on by then; the last of the roster miss the first."""
    away = set(case.members.order_by("-seq").values_list("seq", flat=True)[:short])
    ahead = case.sessions.standing().filter(settled_by=None)
    while following := ahead.first():
        yield moment(following.on, 18)
        for session in ahead.filter(on=following.on):
            roll(session, absent=away)
            away = set()


def roll(session: Session, *, absent: Collection[int] = (), calls: dict[int, Call] | None = None) -> None:
    """The roll called and confirmed: everybody there but those of these numbers; `calls` says otherwise of some."""
    case, lesson = session.training_class, session.lesson
    first, second = at_post(case.institution.name), at_post(case.institution.name, Duty.CHECK)
    members = case.present_members().exclude(seq__in=absent)
    said = {member.pk: (calls or {}).get(member.seq, Call(lesson.starts, lesson.ends)) for member in members}
    after = datetime.combine(session.on, time(18), BEIJING)
    settle(session, said, actor=first, at=after)
    confirm(session, actor=second, at=after)


def completed(play: Play, case: TrainingClass, term: Term) -> Acting:
    """Examined, confirmed by a second person, completed by two hands."""
    examined = term.examined_on
    yield moment(examined, 16)
    members = list(case.present_members())
    marks = {member.pk: Marks(play.people.score(), play.people.score()) for member in members}
    for member in members[len(members) - term.fails :]:
        marks[member.pk] = Marks(play.people.score(), SHORT_OF)
    for member in members[len(members) - term.short :]:
        del marks[member.pk]
    case.refresh_from_db()
    enter_results(case, examined, marks, actor=at_post(term.school), at=moment(examined, 16))
    yield moment(examined, 17)
    confirm_results(case, actor=at_post(term.school, Duty.CHECK), at=moment(examined, 17))
    done = yield from hands(case, "complete", term.school, examined + ONE, duties=TWO_HANDS)
    case.refresh_from_db()
    return done


def reported(case: TrainingClass, school: str, day: date) -> Acting:
    """The roster sent by two hands, and accepted four days later."""
    roster: Any = case.rosters.get()
    yield from hands(roster, "report", school, day, duties=TWO_HANDS)
    yield from acted(roster, "accept", at_post(PROVINCE), day + 4 * ONE)


def holders(school: str, key: str, name: str) -> Iterator[TrainingCertificate]:
    """The certificates of a class, in the order of its roster."""
    found = TrainingCertificate.objects.filter(occupation__key=key, institution__name=school, class_name=name)
    return iter(found.select_related("person").order_by("member__seq"))
