"""How the lists of orders, projects, employment and rulings get their rows."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.catalogue.makers import moment
from tests.class_rows import add_member, fresh
from tests.scheme_aims import employment, ended_class, project
from tests.subsidies import makers as make
from tests.targets import many
from yushu.people.roles import Role
from yushu.subsidies.models import EmploymentRow, put_under


@many("orders", Role.INSTITUTION)
def orders(cast: Cast, n: int) -> None:
    for _ in range(n):
        make.make_order(cast)


@many("projects", Role.CITY)
def projects(cast: Cast, n: int) -> None:
    for _ in range(n):
        make.make_project(cast)


@many("case#project", Role.CITY, most=30)
def covered(cast: Cast, n: int) -> None:
    scheme: Any = project(cast, True)
    for _ in range(n):
        case = make.completed_class(cast, 1, 1, first=fresh(cast) + 200)
        put_under(scheme, case, moment(make.DRAFTED))


@many("scheme_classes", Role.INSTITUTION, most=30)
@many("employment_ask", Role.INSTITUTION, most=30)
def ended(cast: Cast, n: int) -> None:
    for _ in range(n):
        make.completed_class(cast, 1, 1, first=fresh(cast) + 200)


@many("employment_ask_class", Role.INSTITUTION)
def members(cast: Cast, n: int) -> None:
    case = ended_class(cast, True)
    for _ in range(n):
        add_member(case, fresh(cast))


@many("employment_checks", Role.EMPLOYER)
def checks(cast: Cast, n: int) -> None:
    for _ in range(n):
        make.make_check(cast, ended_class(cast, True))


@many("case#employment", Role.EMPLOYER)
def people(cast: Cast, n: int) -> None:
    check, case = employment(cast, True), ended_class(cast, True)
    for _ in range(n):
        seq = fresh(cast)
        EmploymentRow.objects.create(
            employment_id=check.pk, member=add_member(case, seq), seq=seq, since=case.opens_on
        )


@many("employment_facts", Role.CITY)
def facts(cast: Cast, n: int) -> None:
    case = ended_class(cast, True)
    for _ in range(n):
        person = add_member(case, fresh(cast)).person
        make.make_fact(cast, person, on="2024-09-20", since="2024-09-01")


@many("rulings", Role.PROVINCE, most=20)
def rulings(cast: Cast, n: int) -> None:
    for _ in range(n):
        make.make_ruling(cast)
