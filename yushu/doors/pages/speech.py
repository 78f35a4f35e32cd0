"""How dates and numbers are said, in both languages."""

from __future__ import annotations

from datetime import date, datetime

from yushu.kernel.clock import BEIJING
from yushu.kernel.words import Words

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEK = (
    Words("周一", "Mon"),
    Words("周二", "Tue"),
    Words("周三", "Wed"),
    Words("周四", "Thu"),
    Words("周五", "Fri"),
    Words("周六", "Sat"),
    Words("周日", "Sun"),
)
WHOLE_WEEK = (
    Words("星期一", "Monday"),
    Words("星期二", "Tuesday"),
    Words("星期三", "Wednesday"),
    Words("星期四", "Thursday"),
    Words("星期五", "Friday"),
    Words("星期六", "Saturday"),
    Words("星期日", "Sunday"),
)


def short_day(on: date, year: int) -> Words:
    """A day in running text; its year is said only when it is not `year`."""
    month = MONTHS[on.month - 1][:3]
    if on.year == year:
        return Words(f"{on.month}月{on.day}日", f"{on.day} {month}")
    return Words(f"{on.year}年{on.month}月{on.day}日", f"{on.day} {month} {on.year}")


def full_day(on: date) -> Words:
    """A day with its year, always."""
    return Words(f"{on.year}年{on.month}月{on.day}日", f"{on.day} {MONTHS[on.month - 1]} {on.year}")


def month_name(on: date) -> Words:
    """The month a day is in."""
    return Words(f"{on.month}月", MONTHS[on.month - 1])


def week_day(on: date, *, whole: bool = False) -> Words:
    """周四, Thu; whole: 星期四, Thursday."""
    return (WHOLE_WEEK if whole else WEEK)[on.weekday()]


def day_of_week(on: date, year: int) -> Words:
    """A day with its day of the week."""
    short, week = short_day(on, year), week_day(on)
    return Words(f"{short.zh} {week.zh}", f"{week.en} {short.en}")


def full_day_of_week(on: date) -> Words:
    """A day with its year and the whole name of its day of the week."""
    full, week = full_day(on), week_day(on, whole=True)
    return Words(f"{full.zh} {week.zh}", f"{week.en}, {full.en}")


def clock_time(at: datetime) -> str:
    """Hours and minutes in Beijing."""
    return at.astimezone(BEIJING).strftime("%H:%M")


def thousands(number: int) -> str:
    """A whole number with thousands commas and a true minus."""
    return f"{number:,}".replace("-", "−")


def with_sign(number: int) -> str:
    """A difference: plus or a true minus before it, nothing before zero."""
    return f"+{number:,}" if number > 0 else thousands(number)


def yuan(amount: int) -> Words:
    """Whole yuan with the unit."""
    figure = thousands(amount)
    return Words(f"{figure}元", f"{figure} yuan")
