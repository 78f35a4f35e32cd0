"""How the lists of classes, sessions and rosters get their rows."""

from __future__ import annotations

from itertools import count
from typing import Any

from tests.aims import training_class
from tests.cast import Cast
from tests.targets import many
from tests.training import classmakers
from tests.training.makers import make_applicant
from yushu.ledger import book
from yushu.people.roles import Role
from yushu.training.models import Attendance, Enrolment, Member, RosterReport, TrainingClass

FIRST = 300


def fresh(cast: Cast) -> int:
    """A number nobody else of this cast has."""
    return next(cast.made.setdefault("class numbers", count(FIRST)))


@many("classes", Role.INSTITUTION)
def classes(cast: Cast, n: int) -> None:
    for _ in range(n):
        classmakers.draft(cast, first=fresh(cast), people=1)


@many("case#class", Role.INSTITUTION)
@many("class_results", Role.INSTITUTION)
def members(cast: Cast, n: int) -> None:
    case: Any = training_class(cast, True)
    for _ in range(n):
        add_member(case, fresh(cast))


def add_member(case: TrainingClass, number: int) -> Member:
    """One more on the roster, written past the rules: the list asks for rows, not for how they came to be."""
    person, first = make_applicant(number).person, case.announcement.enrolments.first()
    names = [field.attname for field in Enrolment._meta.concrete_fields if not field.primary_key]
    values = {name: getattr(first, name) for name in names}
    values |= {"person_id": person.pk, "seq": number, "number": f"x-{number}", "state": "FINISHED"}
    chain = book.open_chain("enrolment", at=classmakers.at("2024-09-20"))
    enrolment = Enrolment.objects.create(chain=chain, **values)
    return Member.objects.create(
        training_class=case, enrolment=enrolment, person=person, seq=number, joined_on=case.opens_on
    )


@many("session", Role.INSTITUTION)
def attendances(cast: Cast, n: int) -> None:
    case: Any = training_class(cast, True)
    for _ in range(n):
        member = add_member(case, fresh(cast))
        Attendance.objects.create(session=case.sessions.first(), member=member, method="ROLL")


@many("rosters", Role.INSTITUTION)
@many("training_certificates", Role.INSTITUTION)
def rosters(cast: Cast, n: int) -> None:
    for _ in range(n):
        roster_of(cast)


def roster_of(cast: Cast) -> RosterReport:
    """The report of a class of one, taught by a teacher of its own in a room of its own."""
    number = fresh(cast)
    return classmakers.report(cast, first=number, people=1, teacher=number + 400, apart=number)
