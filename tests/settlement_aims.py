"""What the addresses of settlements, publicity and objections are aimed at in the permission matrix."""

from __future__ import annotations

from datetime import date

from tests.aims import CASES, DEMANDED, once, side
from tests.cast import Cast
from tests.subsidies import makers
from tests.subsidies import settlementmakers as make
from tests.targets import BODIES, Kwargs, target
from yushu.subsidies.models import Objection, Project, Settlement

FIRST = {True: 840, False: 870}
"""Where the numbers of the people of either side begin."""


@once
def settled_project(cast: Cast, own: bool) -> Project:
    """A registered project of that side with one finished class, nothing computed yet."""
    us = side(cast, own)
    return makers.registered_project(us, make.a_class(us, 2, 2, first=FIRST[own]), name="项目乙")


@once
def settlement(cast: Cast, own: bool) -> Settlement:
    """A settlement of that side as its institution has computed it."""
    return make.draft(settled_project(cast, own), side(cast, own))


@once
def shown(cast: Cast, own: bool) -> Settlement:
    """A settlement of that side in its period of publicity."""
    us = side(cast, own)
    return make.published(us, makers.registered_project(us, make.a_class(us, 2, 2, first=FIRST[own] + 10)))


@once
def objection(cast: Cast, own: bool) -> Objection:
    """What somebody says is wrong with it."""
    return make.objection(shown(cast, own))


CASES |= {"settlement": settlement, "objection": objection}
DEMANDED |= {"settlement": {"publicised_on": date(2024, 11, 14)}}


@target("settlement_new")
def of_project(cast: Cast, own: bool) -> Kwargs:
    return {"kind": "project", "pk": settled_project(cast, own).pk}


@target("settlement_form")
def of_settlement(cast: Cast, own: bool) -> Kwargs:
    return {"pk": settlement(cast, own).pk}


@target("settlement_line")
def of_line(cast: Cast, own: bool) -> Kwargs:
    return {"pk": settlement(cast, own).lines.get(seq=1).pk}


@target("publicity_page")
def of_shown(cast: Cast, own: bool) -> Kwargs:
    return {"code": shown(cast, own).code}


@target("objection_answer")
def of_objection(cast: Cast, own: bool) -> Kwargs:
    return {"code": objection(cast, own).code}


BODIES |= {
    "settlement_new": {"as_of": "2024-11-12"},
    "publicity_page": {"line": "1", "ground": "EMPLOYMENT", "text": "他没有在那家公司上班"},
}
