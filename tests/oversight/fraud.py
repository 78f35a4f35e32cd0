"""An honest class, and classes in each of which one fraud is planted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.cast import Cast
from tests.certification.makers import make_batch, take, three_hands
from tests.subsidies import settlementmakers
from tests.training import classmakers as make
from tests.training.makers import make_applicant
from yushu.casework.moving import Given
from yushu.people.roles import Duty, Role
from yushu.training import models as m
from yushu.training.attending import check, confirm, room_code, settle

APPROVAL = {"document_no": "协调办函〔2024〕7号", "received_on": "2024-10-20"}


def check_all(
    session: m.Session, members: list[Any], *, seconds: int = 7, devices: tuple[str, ...] = ()
) -> None:
    """Everybody checks in, so many seconds apart, each with a device of their own unless given; and out again."""
    day = session.on.isoformat()
    first = session.begins() - timedelta(minutes=10)
    last = session.finishes()
    for place, member in enumerate(members):
        device = devices[place] if place < len(devices) else f"{str(session.training_class_id)[:20]} {place}"
        for moment in (first, last):
            now = moment + timedelta(seconds=seconds * place)
            check(session, room_code(session, now), actor=member.actor, at=now, device=device)
    after = make.at(day, "18:00")
    settle(session, {}, actor=make.hand(session_cast(session)), at=after)
    confirm(session, actor=make.hand(session_cast(session), Duty.CHECK), at=after)


CASTS: dict[Any, Cast] = {}


def session_cast(session: m.Session) -> Cast:
    """Whose class it is."""
    return CASTS[session.training_class.institution_id]


def opened(cast: Cast, people: int, first: int = 60, **terms: Any) -> tuple[m.TrainingClass, list[Any]]:
    """A class that runs, with its people."""
    case = make.opened(cast, people=people, first=first, **terms)
    CASTS[case.institution_id] = cast
    return case, [make_applicant(seq) for seq in range(first, first + people)]


def honest(cast: Cast, people: int) -> m.TrainingClass:
    """Everybody checks in and out in their own time with their own phone, passes and is certified."""
    case, members = opened(cast, people)
    for session in case.sessions.all():
        check_all(session, members)
    make.examine(case, cast, *((820, 760),) * people)
    return make.finish(case, cast)


def device(cast: Cast, many: int = 3, **terms: Any) -> m.TrainingClass:
    """One phone checks in several people."""
    case, members = opened(cast, 3, **terms)
    check_all(case.sessions.first(), members, devices=("one",) * many)
    return case


def instant(cast: Cast, many: int = 5) -> m.TrainingClass:
    """A program checks everybody in at once."""
    case, members = opened(cast, many)
    check_all(case.sessions.first(), members, seconds=0)
    return case


def rolls(cast: Cast, days: int = 3) -> m.TrainingClass:
    """The rolls of several days are written on one evening."""
    case, _ = opened(cast, 2)
    dates = sorted({session.on for session in case.sessions.all()})
    extra = case.sessions.last()
    assert extra is not None
    if days == 3:
        names = [f.attname for f in extra._meta.concrete_fields if not f.primary_key]
        values = {name: getattr(extra, name) for name in names} | {"on": extra.on + timedelta(days=1)}
        m.Session.objects.create(**values | {"makeup": True})
        dates.append(extra.on + timedelta(days=1))
    for place, session in enumerate(case.sessions.all()):
        after = make.at(dates[-1].isoformat(), "20:00") + timedelta(minutes=place)
        calls = {member.pk: make.whole(session) for member in case.present_members()}
        settle(session, calls, actor=make.hand(cast), at=after)
    return case


def hours(cast: Cast, minutes: int = 100) -> m.TrainingClass:
    """After the certificates an attendance is cut behind everybody's back."""
    case = make.completed(cast, people=2)
    row = m.Attendance.objects.filter(session__kind="practice_offline").first()
    assert row is not None
    m.Attendance.objects.filter(pk=row.pk).update(minutes=minutes)
    return case


def places(cast: Cast, moved: int = 0) -> m.TrainingClass:
    """The afternoon's room lies in another county, a few minutes after the morning's."""
    case, _ = opened(cast, 1)
    first = case.sessions.first()
    assert first is not None
    room = m.Room.objects.create(institution=case.institution, name="晋源教学点", area="140110", holds=40)
    starts = make.at("2024-10-08", "12:20") + timedelta(minutes=moved)
    make_session(first, starts=starts.time(), ends=(starts + timedelta(hours=1)).time(), room=room, breaks=[])
    return case


def make_session(like: m.Session, **values: Any) -> m.Session:
    """One more session, written past the rules."""
    names = [f.attname for f in like._meta.concrete_fields if not f.primary_key]
    kept = {
        name: getattr(like, name)
        for name in names
        if name not in ("room_id", "teacher_id", "training_class_id")
    }
    given = {"room": like.room, "teacher": like.teacher, "training_class": like.training_class, **values}
    return m.Session.objects.create(**kept | given)


def room(cast: Cast, later: int = 0) -> m.TrainingClass:
    """Two institutions teach in one room of one address at one time."""
    case, _ = opened(cast, 1)
    other, _ = opened(cast.neighbours(), 1, first=160, teacher=make.TEACHER + 1)
    for session in other.sessions.all():
        if later:
            m.Session.objects.filter(pk=session.pk).update(on=session.on + timedelta(days=later))
    return case


def burst(cast: Cast) -> Any:
    """Certificates of an examination no sitting stands for."""
    case = make_batch(cast, scores=((820, 760),), first=22)
    take(case, "report", cast.owner(Role.EVALUATOR), "2024-09-21")
    three_hands(case, "forward", cast, "2024-09-26")
    take(case, "approve", cast.owner(Role.PROVINCE), "2024-10-21", legal="2024-10-18", given=Given(APPROVAL))
    take(case, "issue", cast.owner(Role.EVALUATOR), "2024-11-01")
    return case


def near(cast: Cast, employed: int = 4) -> Any:
    """Four of five have work: one fewer, and four are paid instead of five."""
    return settlementmakers.claimed(cast, employed=employed)


PLANTED: dict[str, Callable[[Cast], Any]] = {
    "device": device,
    "instant": instant,
    "rolls": rolls,
    "hours": hours,
    "places": places,
    "room": room,
    "burst": burst,
    "near": near,
}
JUST_BELOW: dict[str, Callable[[Cast], Any]] = {
    "device": lambda cast: device(cast, many=2),
    "instant": lambda cast: instant(cast, many=4),
    "rolls": lambda cast: rolls(cast, days=2),
    "hours": lambda cast: hours(cast, minutes=180),
    "places": lambda cast: places(cast, moved=30),
    "room": lambda cast: room(cast, later=14),
    "near": lambda cast: near(cast, employed=5),
}
