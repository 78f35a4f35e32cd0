"""What each address is aimed at in the permission matrix, and how each list gets its rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from tests.cast import TRAINEES, Cast
from tests.catalogue.makers import ask, make_entry, make_missing, make_plan_2024
from tests.certification import exammakers
from tests.certification.makers import make_batch, make_occupation, take, three_hands
from tests.targets import Kwargs, target
from tests.training import classmakers
from tests.training.makers import enrol_self, publish
from yushu.casework.models import Case
from yushu.casework.moving import Given
from yushu.casework.registry import kinds
from yushu.certification.models import LevelCertificate
from yushu.people.models import Office
from yushu.people.presence import delegate
from yushu.people.roles import Duty, Role

SCHOOLS = {True: "太原理工大学", False: "太原科技大学"}
CHANGES = {True: "太原理工大学,大数据,+20", False: "太原科技大学,智能制造,+20"}
PASSED = ((820, 760),)
APPROVAL = {"document_no": "协调办函〔2024〕7号", "received_on": "2024-10-20"}

Make = Callable[[Cast, bool], Any]


def once(make: Make) -> Make:
    """Made at the first asking, then the same again for the same cast."""

    @wraps(make)
    def made(cast: Cast, own: bool) -> Any:
        key = (make.__name__, own)
        if key not in cast.made:
            cast.made[key] = make(cast, own)
        return cast.made[key]

    return made


def side(cast: Cast, own: bool) -> Cast:
    return cast if own else cast.neighbours()


# One case of each kind, of either side


@once
def batch(cast: Cast, own: bool) -> Case:
    """A batch with one candidate: the trainee of that side."""
    return make_batch(side(cast, own), scores=PASSED, first=TRAINEES["own" if own else "other"])


@once
def certificate(cast: Cast, own: bool) -> LevelCertificate:
    """A certificate of that side's trainee, through every step."""
    us, case = side(cast, own), batch(cast, own)
    take(case, "report", us.owner(Role.EVALUATOR), "2024-09-21")
    three_hands(case, "forward", us, "2024-09-26")
    take(case, "approve", us.owner(Role.PROVINCE), "2024-10-21", legal="2024-10-18", given=Given(APPROVAL))
    take(case, "issue", us.owner(Role.EVALUATOR), "2024-11-01")
    return LevelCertificate.objects.get(candidate__batch=case)


@once
def plan_2024(cast: Cast, _own: bool) -> Case:
    """The plan of 2024 as it was issued."""
    return make_plan_2024(cast)


def plan(cast: Cast, _own: bool) -> Case:
    """There is one plan, whoever looks."""
    return plan_2024(cast, True)


@once
def plan_change(cast: Cast, own: bool) -> Case:
    """A request for seats of that side's institution, which teaches in place of a university of the plan."""
    whole = plan(cast, own)
    asked = ask(whole, CHANGES[own], cast.owner(Role.PROVINCE))
    school = Office.objects.get(name=SCHOOLS[own])
    asked.chain.parties.filter(office=school).update(office=side(cast, own).owner(Role.INSTITUTION).office)
    return asked


@once
def city_entry(cast: Cast, own: bool) -> Case:
    """A project a city of that side wants to list."""
    return make_entry(side(cast, own), institution=SCHOOLS[own])


@once
def missing_occupation(cast: Cast, own: bool) -> Case:
    """What an employer of that side cannot have taught in Shanxi."""
    return make_missing(side(cast, own))


@once
def announcement(cast: Cast, own: bool) -> Case:
    """A course that side's institution recruits for."""
    return publish(side(cast, own))


@once
def enrolment(cast: Cast, own: bool) -> Case:
    """The enrolment of that side's trainee, who has a seat."""
    return enrol_self(side(cast, own).owner(Role.TRAINEE), announcement(cast, own))


TEACHERS = {True: classmakers.TEACHER, False: classmakers.TEACHER + 1}


def of_the_trainee(cast: Cast, own: bool) -> dict[str, Any]:
    """A class of that side with its trainee alone, taught by a teacher of its own."""
    return {"who": (side(cast, own).owner(Role.TRAINEE),), "teacher": TEACHERS[own]}


@once
def training_class(cast: Cast, own: bool) -> Case:
    """A class in its first hours, with that side's trainee."""
    return classmakers.opened(side(cast, own), **of_the_trainee(cast, own))


@once
def class_change(cast: Cast, own: bool) -> Case:
    """A session moved to another day, not yet approved."""
    return classmakers.change(training_class(cast, own), side(cast, own))


@once
def roster(cast: Cast, own: bool) -> Case:
    """The report of a class that side's trainee has completed."""
    return classmakers.report(side(cast, own), **of_the_trainee(cast, own))


@once
def training_certificate(cast: Cast, own: bool) -> Case:
    """What that side's trainee got of it."""
    return classmakers.certificate(side(cast, own), **of_the_trainee(cast, own))


@once
def sitting(cast: Cast, own: bool) -> Case:
    """A sitting of that side's evaluator, for which that side's trainee has applied."""
    us = side(cast, own)
    classmakers.completed(us, **of_the_trainee(cast, own))
    made = exammakers.opened(us)
    exammakers.applied(us.owner(Role.TRAINEE), made)
    return made


def application(cast: Cast, own: bool) -> Case:
    """What that side's trainee has applied for."""
    return sitting(cast, own).applications.get(seq=1)


CASES: dict[str, Make] = {
    "sitting": sitting,
    "application": application,
    "class": training_class,
    "class_change": class_change,
    "roster": roster,
    "training_certificate": training_certificate,
    "announcement": announcement,
    "enrolment": enrolment,
    "batch": batch,
    "certificate": certificate,
    "plan": plan,
    "plan_change": plan_change,
    "city_entry": city_entry,
    "missing_occupation": missing_occupation,
}


# Cases and their steps: one line for every step of every process


UNDER_A_NUMBER = {"document_no": "晋人社函〔2024〕15号", "listed_on": date(2024, 6, 5)}
DEMANDED: dict[str, dict[str, Any]] = {
    "city_entry": UNDER_A_NUMBER,
    "roster": {"reported_on": date(2024, 10, 20)},
}
"""What the database demands of a case that is no longer in its first state."""


def put(case: Case, state: str) -> Case:
    """The case as if it stood there: who may open the page of a step does not ask how it came so far."""
    more = DEMANDED.get(case.process.kind, {})
    type(case).objects.filter(pk=case.pk).update(state=state, **more)
    return case


def aim_at_case(kind: str) -> None:
    @target(f"case#{kind}", sides=kind != "plan")
    def make(cast: Cast, own: bool) -> Kwargs:
        return {"kind": kind, "pk": CASES[kind](cast, own).pk}


def aim_at_step(kind: str, name: str, state: str) -> None:
    @target(f"step#{kind}-{state.lower()}-{name}", sides=kind != "plan")
    def make(cast: Cast, own: bool) -> Kwargs:
        return {"kind": kind, "pk": put(CASES[kind](cast, own), state).pk, "step": name}


def aim_at_file(kind: str) -> None:
    @target(f"case_file#{kind}", sides=kind != "plan")
    def make(cast: Cast, own: bool) -> Kwargs:
        return {"kind": kind, "pk": CASES[kind](cast, own).pk}


for _kind, _model in kinds().items():
    aim_at_case(_kind)
    aim_at_file(_kind)
    for _step in _model.process.steps:
        for _state in _step.sources:
            aim_at_step(_kind, _step.name, _state)


# Other addresses


@target("hand_back")
def of_a_begun_step(cast: Cast, own: bool) -> Kwargs:
    """A batch whose forwarding has its first hand, given by a colleague."""
    case = put(CASES["batch"](cast, own), "REPORTED")
    return {"kind": "batch", "pk": case.pk, "step": "forward"}


@target("certificate")
@target("certificate_print")
@target("certificate_slip")
@target("certificate_proof")
@target("api:certificate")
def of_certificate(cast: Cast, own: bool) -> Kwargs:
    return {"code": certificate(cast, own).code}


@target("people_file")
def of_batch(cast: Cast, own: bool) -> Kwargs:
    return {"pk": batch(cast, own).pk}


@target("row_mend")
@target("reveal")
def of_candidate(cast: Cast, own: bool) -> Kwargs:
    case = batch(cast, own)
    return {"pk": case.pk, "row": case.candidates.get().pk}


@target("plan", sides=False)
@target("plan_file", sides=False)
@target("plan_change_new", sides=False)
@target("api:plan", sides=False)
def of_year(cast: Cast, own: bool) -> Kwargs:
    return {"year": plan(cast, own).year}


@target("api_nowhere", sides=False)
def aim_at_nothing(_cast: Cast, _own: bool) -> Kwargs:
    return {"rest": "nothing"}


@target("clause", sides=False)
def of_clause(_cast: Cast, _own: bool) -> Kwargs:
    return {"name": "R10"}


@target("occupation", sides=False)
def of_occupation(_cast: Cast, _own: bool) -> Kwargs:
    return {"key": make_occupation().key}


@target("course")
@target("course_check")
@target("course_enrol")
def of_course(cast: Cast, own: bool) -> Kwargs:
    return {"code": announcement(cast, own).code}


@target("applicants")
@target("applicant_new")
def of_announcement(cast: Cast, own: bool) -> Kwargs:
    return {"pk": announcement(cast, own).pk}


@target("enrolment_commit")
def of_enrolment(cast: Cast, own: bool) -> Kwargs:
    return {"pk": enrolment(cast, own).pk}


@target("take_back")
def of_delegation(cast: Cast, own: bool) -> Kwargs:
    return {"pk": delegation(cast, own).pk}


@once
def delegation(cast: Cast, own: bool) -> Any:
    us, day = side(cast, own), date(2024, 9, 26)
    giver, receiver = us.owner(Role.CITY).post, us.colleague(Role.CITY, Duty.SIGN).post
    return delegate(giver, receiver, since=day, until=day, reason="出差", given_on=day)
