"""Workings that a page and the API both show: the same lines, whoever asks."""

from __future__ import annotations

from yushu.kernel.words import NOTHING, Words
from yushu.law.terms import ONE_DAY, Due, Unit
from yushu.law.working import DAYS, YUAN, Line

__all__ = ["UNITS", "YUAN", "due_cites", "due_lines", "due_remark"]

UNITS = {
    Unit.DAY: DAYS,
    Unit.WORKDAY: Words("个工作日", "working days"),
    Unit.MONTH: Words("个月", "months"),
}
CITES = {Unit.DAY: ("A5", "A40"), Unit.WORKDAY: ("A40",), Unit.MONTH: ("A40",)}


def due_cites(unit: Unit) -> tuple[str, ...]:
    """The readings that an end of a term rests on."""
    return CITES[unit]


def due_lines(due: Due) -> tuple[Line, ...]:
    """How a term comes to its last day: counted from the day after, rolled off closed days."""
    counted = Words("{first}为第1日，数到{last}", "{first} is the first day, {last} the last").fill(
        first=due.start + ONE_DAY, last=due.nominal
    )
    lines = [Line(Words("期限", "term"), counted, due.count, UNITS[due.unit], due_cites(due.unit))]
    if due.rolled:
        rolled = Words("{nominal}休息，顺延到{on}", "{nominal} is closed; moved on to {on}").fill(
            nominal=due.nominal, on=due.due_on
        )
        lines.append(Line(Words("末日顺延", "rolled off closed days"), rolled, due.rolled, DAYS, ("A40",)))
    return tuple(lines)


def due_remark(due: Due) -> Words:
    """What has to be said beside a provisional last day; nothing beside a firm one."""
    if not due.provisional:
        return NOTHING
    return Words(
        "暂定：{year}年放假安排还没公布，公布后重算",
        "Provisional: the holidays of {year} are not published; counted again when they are",
    ).fill(year=due.due_on.year)
