"""What a clock shows: days used of days allowed, the due day, the clause.

A dial is a value for the page. It never decides anything; `clocks.py` does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from yushu.casework.process import Mark
from yushu.kernel.words import NOTHING, Words
from yushu.law.terms import WorkingCalendar, used

__all__ = ["Dial", "Mark", "Node", "Reading", "read"]

State = Literal["ok", "soon", "late", "done", "held", "none", "todo"]
SOON = 3
"""Days before the due day from which a clock is shown in ochre."""

DAYS = {
    "day": Words("日", " days"),
    "workday": Words("个工作日", " working days"),
    "month": Words("个月", " months"),
}
UNSET = Words("未规定期限", "no time limit set")
UNWRITTEN = Words("文件没有写几日内办", "The document sets no number of days")


@dataclass(frozen=True)
class Reading:
    """The stored facts of one clock, as far as a dial needs them."""

    starts_on: date
    limit: int | None
    unit: str
    due_on: date | None
    nominal_on: date | None
    provisional: bool
    used_before: int
    late_before: int
    runs_from: date
    paused_on: date | None
    closed_on: date | None
    cites: str
    house: bool


@dataclass(frozen=True)
class Dial:
    """One clock, ready to draw. `scale` is the full width of the bar in days."""

    state: State
    head: Words
    side: Words
    due: date | None
    used: int
    limit: int | None
    roll: int
    scale: int
    foot: Words
    cites: str
    house: bool = False
    provisional: bool = False
    closed_on: date | None = None

    @property
    def spent(self) -> int:
        """Days of the bar up to the due day when the clock has run over it."""
        return min(self.used, (self.limit or 0) + self.roll)

    @property
    def over(self) -> int:
        """Days of the bar beyond the due day."""
        return max(0, self.used - self.spent)


@dataclass(frozen=True)
class Node:
    """One stop of a process rail."""

    label: Words
    who: Words | str
    on: date | None
    state: Literal["done", "now", "todo"]
    number: int
    dial: Dial | None = None
    note: Words = NOTHING


def read(clock: Reading, today: date, calendar: WorkingCalendar) -> Dial:
    """The dial of a clock on a day. A closed clock is read on the day it was closed."""
    until = clock.closed_on or clock.paused_on or today
    if clock.limit is None and clock.due_on is not None:
        clock = replace(clock, limit=(clock.due_on - clock.starts_on).days)
    count = clock.used_before + (0 if clock.paused_on else max(0, _used(clock, until, calendar)))
    if clock.limit is None or clock.due_on is None:
        return _without_limit(clock, count, today)
    if clock.paused_on:
        return _held(clock, count, today)
    return _with_limit(clock, count, until, calendar)


def _used(clock: Reading, until: date, calendar: WorkingCalendar) -> int:
    return used(clock.runs_from, until, clock.unit, calendar)


def _without_limit(clock: Reading, count: int, today: date) -> Dial:
    waited = ((clock.closed_on or today) - clock.starts_on).days
    if clock.closed_on:
        head = Words("已完成", "Done")
        ended = clock.closed_on
        return Dial(
            "done", head, UNSET, None, count, None, 0, 1, UNWRITTEN, clock.cites, clock.house, closed_on=ended
        )
    head = Words("已等{n}日", "Waiting {n} days").fill(n=waited)
    return Dial("none", head, UNSET, None, waited, None, 0, 1, UNWRITTEN, clock.cites, clock.house)


def _held(clock: Reading, count: int, today: date) -> Dial:
    limit = clock.limit or 0
    waited = (today - (clock.paused_on or today)).days
    head = Words("已暂停{n}日", "On hold {n} days").fill(n=waited)
    side = Words("补正后还有{n}{u}", "{n}{u} left once mended").fill(
        n=max(0, limit - count), u=DAYS[clock.unit]
    )
    foot = Words("停在第{n}{u}，限{m}{u}", "Stopped on day {n} of {m}").fill(
        n=count, m=limit, u=DAYS[clock.unit]
    )
    return Dial("held", head, side, None, count, limit, 0, max(limit, count), foot, clock.cites, clock.house)


def _with_limit(clock: Reading, count: int, until: date, calendar: WorkingCalendar) -> Dial:
    limit, due = clock.limit or 0, clock.due_on or until
    roll = _rolled(clock)
    state, head = _urgency(clock, until, due, calendar)
    unit = DAYS[clock.unit]
    said = Words("用了{n}{u}，限{m}{u}", "{n} of {m}{u} used") if clock.closed_on else None
    foot = (said or Words("已用{n}{u}，限{m}{u}", "{n} of {m}{u} used")).fill(n=count, m=limit, u=unit)
    scale = max(limit + roll, count)
    return Dial(
        state,
        head,
        NOTHING,
        due,
        count,
        limit,
        roll,
        scale,
        foot,
        clock.cites,
        clock.house,
        clock.provisional,
        clock.closed_on,
    )


def _rolled(clock: Reading) -> int:
    if clock.due_on is None or clock.nominal_on is None or clock.unit != "day":
        return 0
    return max(0, (clock.due_on - clock.nominal_on).days)


def _urgency(clock: Reading, until: date, due: date, calendar: WorkingCalendar) -> tuple[State, Words]:
    """Late stays late: days lost before a return for correction count, whatever came after."""
    if late := clock.late_before + max(0, (until - due).days):
        return "late", Words("超期{n}日", "{n} days late").fill(n=late)
    if clock.closed_on:
        return "done", Words("按期", "On time")
    if until == due:
        return "soon", Words("今天到期", "Due today")
    left = used(until, due, clock.unit, calendar)
    head = Words("还剩{n}{u}", "{n}{u} left").fill(n=left, u=DAYS[clock.unit])
    return ("soon" if (due - until).days <= SOON else "ok"), head
