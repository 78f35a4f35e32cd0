"""Statutory terms: when a period ends, how much of it is used, what a holiday adds.

Three habits of Chinese procedure are kept here and nowhere else. The first day is not counted.
The last day of a term to act moves off closed days. A window of eligibility never moves (A40).
The working calendar comes in as a value, because it is a table that officers edit.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple, Self

from yushu.kernel.errors import Invalid
from yushu.kernel.words import Words

ONE_DAY = timedelta(days=1)
LONGEST = 3_660
"""Ten years in days. No clause of the programme comes near it; a longer count is a typing error."""
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)


class Unit(StrEnum):
    """What a term counts."""

    DAY = "day"
    WORKDAY = "workday"
    MONTH = "month"

    @property
    def label(self) -> Words:
        """The unit as the clock writes it."""
        return UNIT_LABELS[self]


UNIT_LABELS = {
    Unit.DAY: Words("日", "days"),
    Unit.WORKDAY: Words("个工作日", "working days"),
    Unit.MONTH: Words("个月", "months"),
}


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days offices work. `years` are those whose holidays have been published.

    Outside them weekends are closed and nothing else is known, so an answer is provisional.
    """

    off: frozenset[date]
    work: frozenset[date]
    years: frozenset[int]

    @classmethod
    def of(cls, days: Iterable[tuple[date, bool]], years: Iterable[int]) -> Self:
        """A calendar from rows (day, closed), for example those of the editable table."""
        rows = tuple(days)
        off = frozenset(day for day, closed in rows if closed)
        work = frozenset(day for day, closed in rows if not closed)
        return cls(off, work, frozenset(years))

    def __post_init__(self) -> None:
        for day in sorted(self.off & self.work):
            raise Invalid(
                Words("{day}既是休息日又是工作日", "{day} is both a day off and a working day").fill(day=day),
                Words("在工作日历中只保留一条", "keep one of the two rows in the working calendar"),
                field="calendar",
            )

    def closed(self, day: date) -> bool:
        """Whether offices are closed: a published holiday, or a weekend nobody has to make up."""
        return day in self.off or (day.weekday() >= 5 and day not in self.work)

    def published(self, day: date) -> bool:
        """Whether the holidays of that day's year are known."""
        return day.year in self.years


@dataclass(frozen=True)
class Due:
    """The end of a term, with its working: `nominal` is the day before any roll, `rolled` the days added."""

    start: date
    count: int
    unit: Unit
    nominal: date
    due_on: date
    rolled: int
    provisional: bool


class OpenDay(NamedTuple):
    """A working day, and whether finding it needed a year that is not published."""

    on: date
    provisional: bool


def due(start: date, count: int, unit: str, calendar: WorkingCalendar) -> Due:
    """The last day to act, `count` units after `start`. The first day is not counted; the last rolls."""
    unit = unit_of(unit)
    _check(start, count)
    if unit is Unit.WORKDAY:
        end = _after_workdays(start, count, calendar)
        return Due(start, count, unit, end.on, end.on, 0, end.provisional)
    nominal = anniversary(start, months=count) if unit is Unit.MONTH else start + count * ONE_DAY
    end = next_open(nominal, calendar)
    return Due(start, count, unit, nominal, end.on, (end.on - nominal).days, end.provisional)


def resume(resumed_on: date, left: int, unit: str, calendar: WorkingCalendar) -> Due:
    """The end of a term that was paused: resumption plus what was left, rolled (A7).

    Where nothing was left, the holder still has the next working day.
    """
    if left > 0:
        return due(resumed_on, left, unit, calendar)
    _check(resumed_on, 0)
    tomorrow = resumed_on + ONE_DAY
    end = next_open(tomorrow, calendar)
    return Due(resumed_on, 0, unit_of(unit), tomorrow, end.on, (end.on - tomorrow).days, end.provisional)


def used(start: date, on: date, unit: str, calendar: WorkingCalendar) -> int:
    """Units gone by at the end of `on`. The first day is not counted, so on it nothing is used."""
    unit = unit_of(unit)
    _check(start, 0)
    _check(on, 0)
    if on <= start:
        return 0
    if unit is Unit.DAY:
        return (on - start).days
    if unit is Unit.MONTH:
        months = (on.year - start.year) * 12 + on.month - start.month
        return months if anniversary(start, months=months) <= on else months - 1
    return sum(not calendar.closed(start + step * ONE_DAY) for step in range(1, (on - start).days + 1))


def remainder(start: date, count: int, on: date, unit: str, calendar: WorkingCalendar) -> int:
    """Units left of a term when it is paused on a day; never below nothing."""
    return max(count - used(start, on, unit, calendar), 0)


def next_open(day: date, calendar: WorkingCalendar) -> OpenDay:
    """The first working day on or after a day."""
    provisional = not calendar.published(day)
    while calendar.closed(day):
        day += ONE_DAY
        provisional = provisional or not calendar.published(day)
    return OpenDay(day, provisional)


def anniversary(day: date, *, years: int = 0, months: int = 0) -> date:
    """The corresponding day so many years and months on. A month without that day gives its last (A40)."""
    _check(day, 0)
    ahead = day.year * 12 + day.month - 1 + years * 12 + months
    year, month = divmod(ahead, 12)
    if not EARLIEST.year <= year <= LATEST.year:
        raise _beyond_the_calendar("start")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def window_end(day: date, *, years: int = 0, months: int = 0) -> date:
    """The last day of a window of eligibility. It is included, and it never rolls (A40)."""
    return anniversary(day, years=years, months=months)


def unit_of(text: str) -> Unit:
    """The unit a caller named."""
    try:
        return Unit(text)
    except ValueError:
        raise Invalid(
            Words("没有“{text}”这种期限单位", "there is no unit of time called “{text}”").fill(text=text),
            Words("写day（日）、workday（工作日）或month（月）", "write day, workday or month"),
            field="unit",
        ) from None


def _check(start: date, count: int) -> None:
    """Refuse what cannot be counted: a negative or endless term, a day outside the calendar."""
    if not 0 <= count <= LONGEST:
        raise Invalid(
            Words("期限{count}不在0至{most}之间", "the term {count} is not between 0 and {most}").fill(
                count=count, most=LONGEST
            ),
            Words("填0至{most}之间的整数", "give a whole number from 0 to {most}").fill(most=LONGEST),
            field="count",
        )
    if not EARLIEST <= start <= LATEST:
        raise _beyond_the_calendar("start")


def _after_workdays(start: date, count: int, calendar: WorkingCalendar) -> OpenDay:
    """The count-th working day after a day; with nothing to count, that day or the next open one."""
    end = next_open(start, calendar) if count == 0 else OpenDay(start, False)
    for _ in range(count):
        following = next_open(end.on + ONE_DAY, calendar)
        end = OpenDay(following.on, end.provisional or following.provisional)
    return end


def _beyond_the_calendar(field: str) -> Invalid:
    return Invalid(
        Words("日期超出{first}年至{last}年", "the date lies outside {first} to {last}").fill(
            first=EARLIEST.year, last=LATEST.year
        ),
        Words("核对年份后重填", "check the year and enter it again"),
        field=field,
    )
