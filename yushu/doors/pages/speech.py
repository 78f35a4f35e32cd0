"""How dates and numbers are said, in both languages."""

from __future__ import annotations

from datetime import date, datetime

from yushu.kernel.clock import BEIJING
from yushu.kernel.words import Words

MONTHS = ("January", "February", "March", "April", "May", "June", "July")
MONTHS += ("August", "September", "October", "November", "December")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HAN_DAYS = "一二三四五六日"


def short_day(on: date, year: int) -> Words:
    """A day in running text; its year is said only when it is not `year`."""
    zh, en = f"{on.month}月{on.day}日", f"{on.day} {MONTHS[on.month - 1][:3]}"
    return Words(zh, en) if on.year == year else Words(f"{on.year}年{zh}", f"{en} {on.year}")


def full_day(on: date) -> Words:
    """A day with its year, always."""
    return Words(f"{on.year}年{on.month}月{on.day}日", f"{on.day} {MONTHS[on.month - 1]} {on.year}")


def week_day(on: date, *, whole: bool = False) -> Words:
    """周四, Thu; whole: 星期四, Thursday."""
    han, name = HAN_DAYS[on.weekday()], DAYS[on.weekday()]
    return Words(f"星期{han}", name) if whole else Words(f"周{han}", name[:3])


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

