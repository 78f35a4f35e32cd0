"""Orders, projects, employment facts and classes that have ended, as the tests of subsidies meet them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from tests.cast import Cast
from tests.catalogue.makers import NUMBER, moment, take, three_hands
from tests.training import classmakers
from tests.training.makers import make_applicant
from yushu.casework.moving import Given
from yushu.casework.process import Taken
from yushu.kernel.clock import BEIJING
from yushu.ledger import book
from yushu.people.models import Person
from yushu.people.roles import Duty, Role
from yushu.subsidies import models as s
from yushu.subsidies.arranging import OrderTerms, ProjectTerms, draft_order, draft_project
from yushu.subsidies.interpreting import draft_ruling
from yushu.subsidies.recording import Asked, Proof, Said, ask_employer, record_fact
from yushu.training import models as m
from yushu.training.certifying import issue
from yushu.training.classing import CLASS

DRAFTED, CONFIRMED, REGISTERED = "2024-11-01", "2024-11-04", "2024-11-06"
EMPLOYED = "2024-11-11"
"""The day facts are recorded unless a test says otherwise."""
FIRST = 500
"""Sequence numbers of the people of a finished class begin here."""
MORNING, NOON, EVENING, NIGHT = time(8), time(11), time(14), time(17)
HALF_DAY = 180
"""Minutes of four class hours of 45."""


@transaction.atomic
def completed_class(
    cast: Cast,
    n: int = 2,
    days: int = 2,
    *,
    first: int = FIRST,
    opens: str = "2024-10-08",
    examined: str = "",
    certified: int | None = None,
    **terms: Any,
) -> m.TrainingClass:
    """A class of `n` people with `days` training days of eight class hours, all attended, already completed.

    Written past the steps, so that many people cost little; certificates are issued to the first `certified`.
    `opens` moves its lessons; people, teacher and room are of numbers from `first` on.
    """
    case = classmakers.draft(cast, people=1, first=first, teacher=901, **terms)
    dates = _weekdays(date.fromisoformat(opens), days)
    exam = date.fromisoformat(examined) if examined else dates[-1] + timedelta(days=1)
    _teach(case, cast, dates, n, first)
    hours = {
        "theory_online": 0,
        "theory_offline": 4 * days,
        "practice_online": 0,
        "practice_offline": 4 * days,
    }
    m.TrainingClass.objects.filter(pk=case.pk).update(
        state="COMPLETED", opens_on=dates[0], ends_on=dates[-1], examined_on=exam, opened_with=n, **hours
    )
    case.refresh_from_db()
    _certify(case, cast, exam, n if certified is None else certified)
    return case


def _weekdays(day: date, count: int) -> list[date]:
    found: list[date] = []
    while len(found) < count:
        if day.weekday() < 5:
            found.append(day)
        day += timedelta(days=1)
    return found


def _teach(case: m.TrainingClass, cast: Cast, dates: list[date], n: int, first: int) -> None:
    """Everybody on the roster, two sessions a day, everybody there, all confirmed by a second person."""
    for seq in range(2, n + 1):
        _add(case, first + seq - 1, seq)
    case.members.update(joined_on=dates[0])
    teacher, room = m.Teacher.objects.first(), m.Room.objects.first()
    by = {
        "settled_by": classmakers.hand(cast).person,
        "confirmed_by": cast.colleague(Role.INSTITUTION).person,
    }
    case.sessions.all().delete()
    sessions = m.Session.objects.bulk_create(
        m.Session(
            training_class=case,
            on=day,
            starts=starts,
            ends=ends,
            kind=kind,
            teacher=teacher,
            room=room,
            topic="数据处理",
            settled_at=_at(day, NIGHT),
            confirmed_at=_at(day, NIGHT),
            **by,
        )
        for day in dates
        for starts, ends, kind in ((MORNING, NOON, "theory_offline"), (EVENING, NIGHT, "practice_offline"))
    )
    m.Attendance.objects.bulk_create(
        m.Attendance(
            session=one,
            member=member,
            came_at=one.begins(),
            left_at=one.finishes(),
            minutes=HALF_DAY,
            method="ROLL",
        )
        for one in sessions
        for member in case.members.all()
    )


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, BEIJING)


def _add(case: m.TrainingClass, number: int, seq: int) -> m.Member:
    """One more on the roster, with an enrolment like the first one's."""
    person, like = make_applicant(number).person, case.announcement.enrolments.first()
    names = [field.attname for field in m.Enrolment._meta.concrete_fields if not field.primary_key]
    values = {name: getattr(like, name) for name in names}
    values |= {
        "person_id": person.pk,
        "seq": number,
        "number": f"{case.number}-{number}",
        "state": "FINISHED",
    }
    chain = book.open_chain("enrolment", at=classmakers.at("2024-09-20"))
    enrolment = m.Enrolment.objects.create(chain=chain, **values)
    return m.Member.objects.create(training_class=case, enrolment=enrolment, person=person, seq=seq)


def _certify(case: m.TrainingClass, cast: Cast, exam: date, certified: int) -> None:
    m.Enrolment.objects.filter(memberships__training_class=case).update(state="FINISHED")
    actor = classmakers.hand(cast)
    taken = Taken(CLASS.named("complete"), actor, moment(exam), exam, {})
    for member in case.members.select_related("person")[:certified]:
        result = m.CompletionResult.objects.create(
            member=member,
            examined_on=exam,
            theory=820,
            practice=760,
            passed=True,
            entered_by=actor.person,
            entered_at=moment(exam),
            confirmed_by=cast.colleague(Role.INSTITUTION, Duty.CHECK).person,
            confirmed_at=moment(exam),
        )
        issue(m.TrainingCertificate, result, case, taken)


def regroup(case: m.TrainingClass, *, second: bool) -> None:
    """Put everybody of a class into the second group of the target (left school), or among graduating students."""
    cites = "A21" if second else "A20"
    verdict = {"target": {"mark": "ok", "reasons": [{"mark": "ok", "zh": "", "en": "", "cites": cites}]}}
    m.Enrolment.objects.filter(memberships__training_class=case).update(verdict=verdict)


# Orders and projects


def make_order(
    cast: Cast, *classes: m.TrainingClass, on: str = DRAFTED, people: int = 20, name: str = "订单甲"
) -> s.Order:
    """An order of the cast's employer, drawn up."""
    return draft_order(
        OrderTerms(name, people, "数据处理工程师20人", date.fromisoformat(on)),
        employer=cast.owner(Role.EMPLOYER).office,
        city=cast.owner(Role.CITY).office,
        province=cast.owner(Role.PROVINCE).office,
        actor=classmakers.hand(cast),
        at=moment(on),
        classes=classes,
    )


def make_project(
    cast: Cast, *classes: m.TrainingClass, on: str = DRAFTED, people: int = 50, name: str = "项目甲"
) -> s.Project:
    """A training project of the cast's institution, drawn up."""
    return draft_project(
        ProjectTerms(name, people),
        city=cast.owner(Role.CITY).office,
        province=cast.owner(Role.PROVINCE).office,
        actor=classmakers.hand(cast),
        at=moment(on),
        classes=classes,
    )


def registered_order(cast: Cast, *classes: m.TrainingClass, **terms: Any) -> s.Order:
    """An order in the city's catalogue: confirmed by the employer, registered by three hands."""
    order = make_order(cast, *classes, **terms)
    take(order, "propose", cast.owner(Role.INSTITUTION), DRAFTED)
    take(order, "confirm", cast.owner(Role.EMPLOYER), CONFIRMED)
    return _registered(order, cast)


def registered_project(cast: Cast, *classes: m.TrainingClass, **terms: Any) -> s.Project:
    """A project in the city's catalogue."""
    project = make_project(cast, *classes, **terms)
    take(project, "submit", cast.owner(Role.INSTITUTION), DRAFTED)
    return _registered(project, cast)


def _registered(scheme: Any, cast: Cast) -> Any:
    done = three_hands(scheme, "register", cast, REGISTERED, Role.CITY)
    scheme.refresh_from_db()
    return done


# Employment


def make_fact(
    cast: Cast,
    person: Person,
    kind: str = "CONTRACT",
    since: str = "2024-10-15",
    until: str = "",
    *,
    on: str = EMPLOYED,
    by: Role = Role.CITY,
) -> s.EmploymentFact:
    """What a document says of a trainee, recorded by the city."""
    said = Said(
        kind, date.fromisoformat(since), date.fromisoformat(until) if until else None, employer_name="某公司"
    )
    proof = Proof("劳动合同复印件", date.fromisoformat(on))
    return record_fact(person, said, proof, actor=cast.owner(by).actor, at=moment(on))


def employ(cast: Cast, *people: Person, since: str = "2024-10-15", on: str = EMPLOYED) -> None:
    """A contract and insurance for each of them."""
    for person in people:
        make_fact(cast, person, "CONTRACT", since, on=on)
        make_fact(cast, person, "INSURANCE", since, on=on)


def make_check(
    cast: Cast, case: m.TrainingClass, since: str = "2024-10-15", on: str = EMPLOYED
) -> s.EmploymentCheck:
    """The cast's employer asked about everybody of a class."""
    rows = [Asked(member, s.Kind.CONTRACT, date.fromisoformat(since)) for member in case.members.all()]
    return ask_employer(
        cast.owner(Role.EMPLOYER).office,
        rows,
        city=cast.owner(Role.CITY).office,
        province=cast.owner(Role.PROVINCE).office,
        actor=classmakers.hand(cast),
        at=moment(on),
    )


# Rulings


def make_ruling(
    cast: Cast,
    reading: str = "A1",
    option: str = "a",
    since: str = "2024-05-23",
    *,
    subject: str = "",
    on: str = DRAFTED,
) -> s.Ruling:
    """A ruling as drafted."""
    actor = cast.owner(Role.PROVINCE).actor
    return draft_ruling(
        reading, option, date.fromisoformat(since), actor=actor, at=moment(on), subject=subject
    )


def settled_ruling(cast: Cast, *which: str, on: str = DRAFTED, **terms: Any) -> s.Ruling:
    """A ruling signed by three hands under a number."""
    ruling = make_ruling(cast, *which, on=on, **terms)
    three_hands(ruling, "settle", cast, on)
    ruling.refresh_from_db()
    return ruling


def given(**facts: Any) -> Given:
    """Facts of a step."""
    return Given(facts)


def numbered(on: str, **more: Any) -> Given:
    """What the signer of an outward act gives."""
    return Given({**NUMBER, "dispatched_on": on, **more})
