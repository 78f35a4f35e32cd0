"""What the addresses of orders, projects, employment and rulings are aimed at in the permission matrix."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.aims import CASES, DEMANDED, once, side
from tests.cast import Cast
from tests.subsidies import makers as make
from tests.targets import Kwargs, target
from yushu.casework.models import Case
from yushu.subsidies.models import EmploymentFact
from yushu.training.models import TrainingClass

NUMBERED = {"registered_no": "晋人社函〔2024〕15号", "registered_on": date(2024, 11, 6)}
DEMANDED["order"] = DEMANDED["project"] = NUMBERED
DEMANDED["ruling"] = {"document_no": "晋人社函〔2024〕15号", "dispatched_on": date(2024, 11, 1)}
FIRSTS = {True: make.FIRST, False: make.FIRST + 100}


@once
def ended_class(cast: Cast, own: bool) -> TrainingClass:
    """A class of that side that has ended."""
    return make.completed_class(side(cast, own), 1, 1, first=FIRSTS[own])


@once
def order(cast: Cast, own: bool) -> Case:
    """An order of that side's employer over that side's class."""
    return make.make_order(side(cast, own), ended_class(cast, own))


@once
def project(cast: Cast, own: bool) -> Case:
    """A project of that side's institution."""
    return make.make_project(side(cast, own))


@once
def employment(cast: Cast, own: bool) -> Case:
    """That side's employer asked about that side's people."""
    return make.make_check(side(cast, own), ended_class(cast, own))


@once
def ruling(cast: Cast, own: bool) -> Case:
    """A reading a province of that side is about to settle."""
    return make.make_ruling(side(cast, own), "A1" if own else "A2", "a")


@once
def fact(cast: Cast, own: bool) -> EmploymentFact:
    """What the city of that side has recorded of that side's trainee."""
    who: Any = ended_class(cast, own).members.get().person
    return make.make_fact(side(cast, own), who, on="2024-09-20", since="2024-09-01")


CASES |= {"order": order, "project": project, "employment": employment, "ruling": ruling}


@target("scheme_revise")
@target("scheme_classes")
def of_scheme(cast: Cast, own: bool) -> Kwargs:
    return {"kind": "project", "pk": project(cast, own).pk}


@target("employment_ask_class")
def of_ended_class(cast: Cast, own: bool) -> Kwargs:
    return {"pk": ended_class(cast, own).pk}


@target("fact_correct")
def of_fact(cast: Cast, own: bool) -> Kwargs:
    return {"pk": fact(cast, own).pk}
