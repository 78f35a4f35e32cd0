"""How the lists of settlements, of what is published, of objections and of one's own lines get their rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cast import Cast
from tests.class_rows import add_member, fresh
from tests.settlement_aims import settlement, shown
from tests.subsidies import makers
from tests.subsidies import settlementmakers as make
from tests.targets import many
from yushu.people.roles import Role
from yushu.subsidies.models import Settlement, SettlementLine
from yushu.subsidies.settling import S


def drafted(cast: Cast) -> Settlement:
    """A settlement of a project of its own, about one person."""
    number = fresh(cast)
    case = make.a_class(cast, 1, 1, first=number)
    return make.draft(makers.registered_project(cast, case, name=f"项目{number}"), cast)


@many("settlements", Role.CITY, most=60)
def settlements(cast: Cast, n: int) -> None:
    for _ in range(n):
        drafted(cast)


@many("publicity", Role.PUBLIC, most=60)
def published(cast: Cast, n: int) -> None:
    for _ in range(n):
        rows = Settlement.objects.filter(pk=drafted(cast).pk)
        rows.update(state=S.PUBLICISED, publicised_on=date(2024, 11, 14))


@many("objections", Role.CITY)
def objections(cast: Cast, n: int) -> None:
    for number in range(n):
        make.objection(shown(cast, True), by=f"某人{number}")


@many("case#settlement", Role.CITY)
def people(cast: Cast, n: int) -> None:
    for _ in range(n):
        add_line(cast, settlement(cast, True))


@many("publicity_page", Role.PUBLIC)
def people_shown(cast: Cast, n: int) -> None:
    for _ in range(n):
        add_line(cast, shown(cast, True))


@many("my_subsidy", Role.TRAINEE)
def own_lines(cast: Cast, n: int) -> None:
    person = cast.owner(Role.TRAINEE).person
    for _ in range(n):
        add_line(cast, shown(cast, True), person=person)


def add_line(cast: Cast, case: Any, **changed: Any) -> SettlementLine:
    """One more row like the first, written past the sums: the page asks for rows."""
    line = case.lines.order_by("seq").first()
    member = add_member(line.training_class, fresh(cast))
    line.pk, line.member, line.person = None, member, member.person
    line.seq = case.lines.count() + 1
    for name, value in changed.items():
        setattr(line, name, value)
    line.save(force_insert=True)
    return line
