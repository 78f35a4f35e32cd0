"""The yearly plan as data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from ninja import Router, Schema

from yushu.catalogue.models import Plan, PlanCell
from yushu.catalogue.models.occupations import name_of
from yushu.doors.api.answering import REFUSALS, Answer, everybody, version, words_to
from yushu.doors.api.asking import Year, told
from yushu.doors.api.description import described
from yushu.doors.asking import DeskRequest
from yushu.kernel.errors import Invalid, Refusal
from yushu.kernel.words import Words
from yushu.people.actors import PUBLIC

router = Router(tags=["plan"])
YEAR = re.compile(r"[0-9]{4}")


class Seats(Schema):
    """Seats, and how many of them are announced and opened."""

    seats: int = told("名额", "seats")
    announced: int = told("已公告", "announced")
    opened: int = told("已开班", "taken by classes that have opened")


class Cell(Seats):
    """The seats of one institution in one occupation."""

    institution: str = told("培训机构", "training institution")
    occupation: str = told("职业代号", "key of the occupation")
    occupation_name: str = told("职业", "occupation")


class PlanAnswer(Answer):
    """An issued plan."""

    year: int = told("年度", "year")
    document_no: str = told("文号", "document number")
    issued_on: date | None = told("下达日期", "day it was issued")
    state: str = told("ISSUED已下达，CLOSED已结束", "ISSUED, or CLOSED when its year is over")
    cells: list[Cell] = told("各格", "the cells")
    totals: Seats = told("合计", "the totals")


class NotThere(Refusal):
    """What was asked for does not exist."""

    status = 404


@router.get("/{year}", response={200: PlanAnswer, **REFUSALS}, **described("plan"))
@everybody
def plan(request: DeskRequest, year: Year) -> PlanAnswer:
    """The plan of a year, once it has been issued."""
    found = _issued(year)
    say = words_to(request)
    cells = [
        Cell(
            institution=say(name_of(cell.institution)),
            occupation=cell.occupation.key,
            occupation_name=say(cell.occupation.words),
            **_seats([cell]).dict(),
        )
        for cell in found.cells.named()
    ]
    return PlanAnswer(
        year=found.year,
        document_no=found.document_no,
        issued_on=found.issued_on,
        state=found.state,
        cells=cells,
        totals=_seats(found.cells.all()),
        cites=["R04", "R28"],
        pack_version=version(),
    )


def _issued(year: str) -> Plan:
    if not YEAR.fullmatch(year):
        raise Invalid(
            Words("年度不是四位数字", "the year is not four digits"),
            Words("写成2024的样子", "write it like 2024"),
            field="year",
        )
    found = Plan.objects.visible_to(PUBLIC).of_year(int(year)).first()
    if found is None:
        raise NotThere(
            Words("没有已下达的{year}年度计划", "no plan has been issued for {year}").fill(year=year),
            Words("换一个年度", "ask for another year"),
            field="year",
        )
    return found


def _seats(cells: Iterable[PlanCell]) -> Seats:
    rows = list(cells)
    return Seats(
        seats=sum(cell.seats for cell in rows),
        announced=sum(cell.announced for cell in rows),
        opened=sum(cell.taken for cell in rows),
    )
