"""The published working calendars, one file a year, as the State Council announced them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from yushu.kernel.words import Words
from yushu.law.tables import Table, read
from yushu.law.terms import ONE_DAY, WorkingCalendar

HERE = Path(__file__).parent
MAKE_UP = Words("{holiday}调休上班", "working day in exchange for {holiday}")


@dataclass(frozen=True)
class SeedDay:
    """One exceptional day: closed although a weekday, or open although a weekend."""

    date: date
    closed: bool
    note: Words
    source: str


@cache
def published_calendar() -> WorkingCalendar:
    """The calendar of every year that is shipped: what `law` uses where no table is at hand."""
    return WorkingCalendar.of(((day.date, day.closed) for day in seed_days()), published_years())


@cache
def published_years() -> tuple[int, ...]:
    """The years whose holidays are shipped."""
    return tuple(sorted({day.date.year for day in seed_days()}))


@cache
def seed_days() -> tuple[SeedDay, ...]:
    """Every exceptional day that is shipped, in order: the first rows of the editable table."""
    found = [day for path in sorted(HERE.glob("*.toml")) for day in year_of(path)]
    return tuple(sorted(found, key=lambda day: day.date))


def year_of(path: Path) -> list[SeedDay]:
    """The exceptional days of one file. A day outside its year, or said twice, is refused."""
    file = read(path)
    year, source = file.whole("year"), file.text("source")
    file.day("read_on")
    days: dict[date, SeedDay] = {}
    for holiday in file.tables("holidays"):
        for day in _days_of(holiday, source):
            if day.date.year != year or day.date in days:
                raise holiday.fault(
                    f"{day.date}",
                    Words("不在{year}年内，或写了两次", "is outside {year}, or said twice").fill(year=year),
                    Words("对照放假通知改正", "mend it after the notice"),
                )
            days[day.date] = day
    file.close()
    return list(days.values())


def _days_of(holiday: Table, source: str) -> Iterator[SeedDay]:
    name, span = holiday.words(), holiday.table("off")
    day, last = span.day("from"), span.day("to")
    span.close()
    if last < day:
        raise span.fault(
            "to", Words("早于起始日", "is before its first day"), Words("对调两个日期", "swap the two days")
        )
    while day <= last:
        yield SeedDay(day, True, name, source)
        day += ONE_DAY
    for made_up in holiday.days("work"):
        yield SeedDay(made_up, False, MAKE_UP.fill(holiday=name), source)
    holiday.close()
