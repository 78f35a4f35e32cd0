"""The holiday notices once more, in the shorthand of a desk calendar, read by other code than the product's."""

from __future__ import annotations

from datetime import date, timedelta

OFF = {
    2024: "1/1 2/10-2/17 4/4-4/6 5/1-5/5 6/10-6/10 9/15-9/17 10/1-10/7",
    2025: "1/1 1/28-2/4 4/4-4/6 5/1-5/5 5/31-6/2 10/1-10/8",
    2026: "1/1-1/3 2/15-2/23 4/4-4/6 5/1-5/5 6/19-6/21 9/25-9/27 10/1-10/7",
}
WORK = {
    2024: "2/4 2/18 4/7 4/28 5/11 9/14 9/29 10/12",
    2025: "1/26 2/8 4/27 9/28 10/11",
    2026: "1/4 2/14 2/28 5/9 9/20 10/10",
}


def days(year: int, spans: str) -> set[date]:
    """The dates of a line such as "1/1 2/10-2/17"."""
    found = set()
    for span in spans.split():
        first, _, last = span.partition("-")
        start, end = (date(year, *map(int, part.split("/"))) for part in (first, last or first))
        found |= {start + timedelta(days=step) for step in range((end - start).days + 1)}
    return found


HOLIDAYS = set().union(*(days(year, spans) for year, spans in OFF.items()))
MADE_UP = set().union(*(days(year, spans) for year, spans in WORK.items()))


def open_on(day: date) -> bool:
    """Whether offices work that day, by the notices or else by the week."""
    if day in MADE_UP:
        return True
    return day not in HOLIDAYS and day.strftime("%a") not in ("Sat", "Sun")
