"""The only place that reads the time of day.

Domain rooms never import this: they are told the moment (`at`) and the day (`happened_on`).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Fixed offset: China has kept one time zone without daylight saving since 1991."""


def now(offset: timedelta = timedelta()) -> datetime:
    """The present moment, aware, shifted by the rehearsal offset."""
    return datetime.now(UTC) + offset


def day_of(moment: datetime) -> date:
    """The Beijing calendar day of a moment. Every statutory day is Beijing's."""
    return moment.astimezone(BEIJING).date()


def start_of(day: date) -> datetime:
    """Midnight in Beijing at the start of a day."""
    return datetime(day.year, day.month, day.day, tzinfo=BEIJING)
