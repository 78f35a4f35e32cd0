"""How the cases of this room begin: a plan, a change of it, a city entry, a proposal to train elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q

from yushu.casework.models import Party
from yushu.casework.opening import open_case
from yushu.catalogue.annex import Amendment, fault, parse_amendments, parse_annex
from yushu.catalogue.citylisting import STANDING
from yushu.catalogue.models import (
    CityEntry,
    MissingOccupation,
    Occupation,
    Plan,
    PlanCell,
    PlanChange,
    PlanChangeLine,
)
from yushu.catalogue.planning import FIRST_YEAR, LAST_YEAR, S
from yushu.kernel.clock import day_of
from yushu.kernel.errors import Forbidden, Invalid, Refusal
from yushu.kernel.words import Words
from yushu.people.models import Office
from yushu.people.roles import Role

if TYPE_CHECKING:
    from yushu.people.actors import Actor

YEAR_TAKEN = Words("{y}年度已有计划", "{y} already has a plan")
AMEND_IT = Words("调整那份计划，或先撤回、作废它", "Amend that plan, or withdraw or discard it first")
ALREADY_LISTED = Words(
    "这个项目已在本市目录里或正在办理", "This project is listed by the city, or about to be"
)
USE_IT = Words("打开原来那一条办理", "Open the entry there is")


@dataclass(frozen=True)
class Need:
    """What an employer wants taught outside Shanxi, to how many, by whom, from when, and why (R26)."""

    occupation: Occupation
    level: str
    people: int
    provider: str
    starts_on: date
    reason: str


def house_of(office: Office) -> Office:
    """The office a case belongs to: a division acts for its house."""
    return office.parent or office


def draft_plan(year: int, annex: str, total: int, *, actor: Actor, at: datetime) -> Plan:
    """Begin the plan of a year from its table of seats and the total its document states.

    Raises Invalid naming row and column, Refusal when the year already has a plan.
    """
    table = parse_annex(annex)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        wrong = Words("没有{y}年度的计划", "There is no plan for {y}").fill(y=year)
        mend = Words("填{a}至{b}之间的年份", "Give a year from {a} to {b}").fill(a=FIRST_YEAR, b=LAST_YEAR)
        raise Invalid(wrong, mend, field="year", cites="R04")
    if Plan.objects.of_year(year).exists():
        raise Refusal(YEAR_TAKEN.fill(y=year), AMEND_IT, field="year", cites="R04")
    with _once(YEAR_TAKEN.fill(y=year), AMEND_IT, cites="R04"):
        plan = open_case(
            Plan,
            actor=actor,
            at=at,
            parties=[(Role.PROVINCE, _own(actor))],
            facts={"year": year, "annex": annex, "total": total},
            year=year,
            stated_total=total,
        )
        plan.add_cells(table, day_of(at))
    return plan


def request_change(plan: Plan, rows: str, reason: str, *, actor: Actor, at: datetime) -> PlanChange:
    """Ask for seats of an issued plan to be raised or cut, one cell a row: institution, field, +20.

    An institution may ask only about its own cells. Raises Invalid naming row and column.
    """
    office = _own(actor)
    if plan.state != S.ISSUED:
        raise Refusal(
            Words("{y}年度计划不在执行中", "The plan of {y} is not in force").fill(y=plan.year),
            Words("草稿直接换分配表", "In a draft replace the table instead"),
            cites="R04",
        )
    lines = [_line(plan, asked) for asked in parse_amendments(rows)]
    if actor.role == Role.INSTITUTION and any(line.institution_id != office.pk for line in lines):
        raise Forbidden(
            Words("只能申请调整本机构的名额", "An institution asks about its own seats only"),
            Words("去掉别家的行", "Remove the rows of others"),
            field="rows",
            cites="A27",
        )
    with transaction.atomic():
        change = open_case(
            PlanChange,
            actor=actor,
            at=at,
            parties=_parties_of_change(plan, lines),
            facts={"plan": str(plan.pk), "rows": rows, "reason": reason},
            plan=plan,
            asked_by=office,
            reason=_reason(reason),
        )
        for line in lines:
            line.change = change
        PlanChangeLine.objects.bulk_create(lines)
    return change


def propose_entry(
    institution: Office, occupation: Occupation, level: str, *, province: Office, actor: Actor, at: datetime
) -> CityEntry:
    """Begin a city's entry of a project. Raises Refusal when the project stands in its catalogue already."""
    city = _own(actor)
    standing = CityEntry.objects.filter(state__in=STANDING, city=city, institution=institution)
    if standing.filter(occupation=occupation, level=level).exists():
        raise Refusal(ALREADY_LISTED, USE_IT, cites="R14")
    parties = [(Role.CITY, city), (Role.INSTITUTION, institution), (Role.PROVINCE, province)]
    with _once(ALREADY_LISTED, USE_IT, cites="R14"):
        return open_case(
            CityEntry,
            actor=actor,
            at=at,
            parties=parties,
            city=city,
            institution=institution,
            occupation=occupation,
            level=level,
        )


def propose_missing(
    need: Need,
    *,
    employer: Office,
    province: Office,
    actor: Actor,
    at: datetime,
    received_on: date | None = None,
) -> MissingOccupation:
    """Begin an employer's proposal. The province may enter it for an employer that does not sign in (A34)."""
    if actor.role == Role.EMPLOYER and employer != _own(actor):
        raise Forbidden(
            Words("只能为本单位提出", "An employer proposes for itself"),
            Words("换本单位的岗位", "Stand at a post of that employer"),
            cites="R26",
        )
    if need.people < 1:
        raise Invalid(
            Words("人数应至少1人", "At least one person"),
            Words("填预计人数", "Give the expected number"),
            field="people",
        )
    return open_case(
        MissingOccupation,
        actor=actor,
        at=at,
        parties=[(Role.EMPLOYER, employer), (Role.PROVINCE, province)],
        happened_on=received_on,
        employer=employer,
        occupation=need.occupation,
        level=need.level,
        people=need.people,
        provider=need.provider,
        starts_on=need.starts_on,
        reason=_reason(need.reason),
    )


def _own(actor: Actor) -> Office:
    if actor.office is None:
        raise Forbidden(
            Words("没有岗位，不能发起", "Only an office may begin this"),
            Words("换一个岗位", "Stand at a post"),
        )
    return house_of(actor.office)


def _reason(text: str) -> str:
    plain = text.strip()
    if not plain:
        raise Invalid(
            Words("没有写理由", "The reason is missing"), Words("写明为什么", "Say why"), field="reason"
        )
    return plain[:500]


@contextmanager
def _once(wrong: Words, mend: Words, *, cites: str) -> Iterator[None]:
    """All or nothing; a unique constraint that two opened at once run into becomes a refusal."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Refusal(wrong, mend, cites=cites) from error


def _line(plan: Plan, asked: Amendment) -> PlanChangeLine:
    """A row understood by the names of the plan's cells, else by the registered names."""
    named = Q(name=asked.institution) | Q(name_en__iexact=asked.institution)
    institutions = Office.objects.filter(named, role=Role.INSTITUTION)[:2]
    occupations = Occupation.objects.called(asked.column)[:2]
    if len(institutions) != 1:
        raise _unknown(plan, asked, asked.institution)
    if len(occupations) != 1:
        raise _unknown(plan, asked, asked.column)
    return PlanChangeLine(institution=institutions[0], occupation=occupations[0], delta=asked.delta)


def _unknown(plan: Plan, asked: Amendment, name: str) -> Invalid:
    cells = PlanCell.objects.named().filter(plan=plan)
    known = "、".join(sorted({cell.name.zh for cell in cells}))
    wrong = Words("没有登记“{n}”", "“{n}” is not registered").fill(n=name)
    mend = Words("计划里现有：{k}", "In the plan now: {k}").fill(k=known)
    return fault(asked.row, name, wrong, mend)


def _parties_of_change(plan: Plan, lines: list[PlanChangeLine]) -> list[tuple[Role, Office]]:
    """The province whose plan it is, and every institution concerned."""
    province = Party.objects.select_related("office").get(chain_id=plan.pk, role=Role.PROVINCE)
    assert province.office is not None
    concerned = {line.institution_id: line.institution for line in lines}
    return [(Role.PROVINCE, province.office), *((Role.INSTITUTION, office) for office in concerned.values())]
