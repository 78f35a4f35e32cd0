"""The law as a calculator: when a term ends, what training is worth, what a class is owed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ninja import Router

from yushu.casework.calendar import working_calendar
from yushu.doors import workings
from yushu.doors.api.answering import REFUSALS, Answer, LineAnswer, everybody, told_lines, version, words_to
from yushu.doors.api.asking import Count, Days, Opened, SettleAsked, Start, TermUnit, Unit, told
from yushu.doors.api.description import described
from yushu.doors.asking import DeskRequest
from yushu.law import terms
from yushu.law.working import Line
from yushu.subsidies import rules

router = Router(tags=["law"])


class DueAnswer(Answer):
    """The last day of a term."""

    start: date = told("起算事件发生的日期", "day of the event")
    count: int = told("期限的长度", "length of the term")
    unit: TermUnit = told("单位", "its unit")
    nominal: date = told("顺延前的末日", "last day before any roll")
    due: date = told("最后一天", "the last day to act")
    rolled: int = told("因休息顺延的天数", "days added because offices are closed")
    provisional: bool = told(
        "是否暂定：所落年份的放假安排还没公布", "whether the year's holidays are still unpublished"
    )
    lines: list[LineAnswer] = told("算法", "the working")


class WorthAnswer(Answer):
    """What one person's training is worth."""

    days: int = told("培训日数", "training days")
    opened: date = told("开班日期", "day the class opened")
    yuan: int = told("每人金额，元", "yuan for one person")
    lines: list[LineAnswer] = told("算法，各行相加得总额", "the working; its lines add up to the sum")


class SettleAnswer(Answer):
    """What is owed for a class."""

    opened: date = told("开班日期", "day the class opened")
    base: int = told("可计付人数", "people who can be paid for")
    employed: int = told("其中已就业人数", "of these employed")
    rate_permille: int | None = told(
        "就业率，千分数，舍去尾数；没有可计付人员时为空",
        "employment rate in thousandths, rounded down; null for an empty base",
    )
    full: bool = told("是否按全部可计付人数拨付", "whether all of the base is paid for")
    yuan: int = told("应付金额，元", "yuan owed")
    near_threshold: bool = told(
        "是否临近比例线，须二次复核", "whether the rate is so near the gate that it is checked twice"
    )
    lines: list[LineAnswer] = told("算法", "the working")


@router.get("/due", response={200: DueAnswer, **REFUSALS}, **described("due"))
@everybody
def due(request: DeskRequest, start: Start, count: Count, unit: Unit = TermUnit.DAY) -> DueAnswer:
    """The last day of a term, by the working calendar now in force."""
    found = terms.due(start, count, unit, working_calendar())
    return DueAnswer(
        start=start,
        count=count,
        unit=unit,
        nominal=found.nominal,
        due=found.due_on,
        rolled=found.rolled,
        provisional=found.provisional,
        lines=told_lines(workings.due_lines(found), words_to(request)),
        cites=list(workings.due_cites(found.unit)),
        pack_version=version(),
    )


@router.get("/worth", response={200: WorthAnswer, **REFUSALS}, **described("worth"))
@everybody
def worth(request: DeskRequest, days: Days, opened: Opened) -> WorthAnswer:
    """What one person's training days are worth, by the rate of the day the class opened."""
    rate = rules.DayRate.on(opened)
    lines = rules.worth_lines(rate, days)
    return WorthAnswer(
        days=days,
        opened=opened,
        yuan=rules.worth(rate, days),
        lines=told_lines(lines, words_to(request)),
        cites=all_cites(lines),
        pack_version=version(),
    )


@router.post("/settle", response={200: SettleAnswer, **REFUSALS}, **described("settle"))
@everybody
def settle(request: DeskRequest, asked: SettleAsked) -> SettleAnswer:
    """What would be owed for a class of these people. A calculation: nothing is stored."""
    members = [rules.Member(m.days, m.certified, m.barred, m.employed) for m in asked.members]
    found = rules.settle(members, asked.opened)
    return SettleAnswer(
        opened=asked.opened,
        base=found.base,
        employed=found.employed,
        rate_permille=found.rate_permille,
        full=found.full,
        yuan=found.yuan,
        near_threshold=found.near_threshold,
        lines=told_lines(found.lines, words_to(request)),
        cites=all_cites(found.lines),
        pack_version=version(),
    )


def all_cites(lines: Iterable[Line]) -> list[str]:
    """Every clause the lines name, each once, in the order they come."""
    return list(dict.fromkeys(cite for line in lines for cite in line.cites))
