"""The published working calendars, one file a year, as the State Council announced them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from yushu.kernel.words import Words
from yushu.law.tables import Table, read
from yushu.law.terms import ONE_DAY, WorkingCalendar

HERE = Path(__file__).parent
MAKE_UP = Words("{holiday}调休上班", "working day in exchange for {holiday}")


class SeedDay(NamedTuple):
    """One exceptional day: closed although a weekday, or open although a weekend."""

    date: date
    closed: bool
    note: Words


class Year(NamedTuple):
    """One published year: where it was announced, and its exceptional days in order."""

    year: int
    source: str
    days: tuple[SeedDay, ...]


@cache
def published() -> tuple[Year, ...]:
    """Every year that is shipped, in order."""
    return tuple(sorted(year_of(path) for path in HERE.glob("*.toml")))


@cache
def published_calendar() -> WorkingCalendar:
    """The calendar of every year that is shipped: what `law` uses where no table is at hand."""
    return WorkingCalendar.of(((day.date, day.closed) for day in seed_days()), published_years())


def seed_days() -> tuple[SeedDay, ...]:
    """Every exceptional day that is shipped, in order: the first rows of the editable table."""
    return tuple(day for year in published() for day in year.days)


def published_years() -> tuple[int, ...]:
    """The years that are shipped, in order."""
    return tuple(year.year for year in published())


def sources() -> dict[int, str]:
    """The years that are shipped, each with the notice it comes from."""
    return {year.year: year.source for year in published()}


def year_of(path: Path) -> Year:
    """The year of one file. A day outside its year, or said twice, is refused."""
    file = read(path)
    year, source = file.whole("year"), file.text("source")
    file.day("read_on")
    days: dict[date, SeedDay] = {}
    for holiday in file.tables("holidays"):
        for row in _days_of(holiday):
            if row.date.year != year or row.date in days:
                raise holiday.fault(
                    f"{row.date}",
                    Words("不在{year}年内，或写了两次", "is outside {year}, or said twice").fill(year=year),
                    Words("对照放假通知改正", "mend it after the notice"),
                )
            days[row.date] = row
    file.close()
    return Year(year, source, tuple(days[day] for day in sorted(days)))


def _days_of(holiday: Table) -> Iterator[SeedDay]:
    name, span = holiday.words(), holiday.table("off")
    day, last = span.day("from"), span.day("to")
    span.close()
    if last < day:
        raise span.fault(
            "to", Words("早于起始日", "is before its first day"), Words("对调两个日期", "swap the two days")
        )
    while day <= last:
        yield SeedDay(day, True, name)
        day += ONE_DAY
    for made_up in holiday.days("work"):
        yield SeedDay(made_up, False, MAKE_UP.fill(holiday=name))
    holiday.close()
