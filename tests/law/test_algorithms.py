"""The worked tables of docs/algorithms are what the code answers."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from yushu.law.calendars import published_calendar
from yushu.law.terms import ONE_DAY, due, remainder, resume, used, window_end
from yushu.subsidies.rules import (
    Attended,
    DayRate,
    Member,
    gate,
    near,
    other_readings,
    payable_days,
    settle,
    worth,
    year_bar,
)

DOCS = Path(__file__).resolve().parents[2] / "docs" / "algorithms"
CALENDAR = published_calendar()
OPENED = date(2024, 6, 3)


def table(page: str, head: str) -> list[list[str]]:
    """The rows of the table that starts with such a head line."""
    _, found, rest = (DOCS / f"{page}.md").read_text(encoding="utf-8").partition(f"| {head} |")
    assert found, f"{page}.md has no table headed {head}"
    body = rest.splitlines()[2:]
    rows = body[: next((n for n, line in enumerate(body) if not line.startswith("|")), len(body))]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def whole(text: str) -> int:
    return int(text.replace(",", ""))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("row", table("terms", "start | count | unit"), ids=" ".join)
def test_terms(row):
    start, count, unit, nominal, ends, rolled, _ = row
    found = due(day(start), int(count), unit, CALENDAR)

    assert (found.nominal, found.due_on, found.rolled) == (day(nominal), day(ends), int(rolled))


@pytest.mark.parametrize("row", table("terms", "start | count | returned"), ids=" ".join)
def test_pauses(row):
    start, count, returned, gone, left, again, ends = row

    assert used(day(start), day(returned), "day", CALENDAR) == int(gone)
    assert remainder(day(start), int(count), day(returned), "day", CALENDAR) == int(left)
    assert resume(day(again), int(left), "day", CALENDAR).due_on == day(ends)


@pytest.mark.parametrize("row", table("terms", "from | length"), ids=" ".join)
def test_windows(row):
    start, length, last, free = row
    ends = window_end(day(start), years=int(length.split()[0]))

    assert (ends, ends + ONE_DAY) == (day(last), day(free))


@pytest.mark.parametrize("row", table("subsidy", "days | yuan"), ids=" ".join)
def test_worth(row):
    assert worth(DayRate.on(OPENED), int(row[0])) == whole(row[1])


def test_other_readings_of_the_example():
    dates = [OPENED + timedelta(days=step) for step in range(16)]
    dates = [on for on in dates if on.weekday() < 5]

    assert dates[-1] == date(2024, 6, 18)
    assert [line.amount for line in other_readings(dates, OPENED)] == [1600, 2100]


@pytest.mark.parametrize("row", table("subsidy", "attended | dates"), ids=" ".join)
def test_payable_days(row):
    attended, dates, hours, paid, _ = row
    spells: list[Attended] = []
    for number, length in re.findall(r"(\d+) × (\d+)", attended):
        for _ in range(int(number)):
            spells.append(Attended(OPENED + timedelta(days=len(spells)), int(length) * 45))

    found = payable_days(spells, 100, OPENED)

    assert [line.amount for line in found.lines] == [int(dates), int(hours), 100, int(paid)]


@pytest.mark.parametrize("row", table("subsidy", "earlier class ended | new class opens"), ids=" ".join)
def test_one_year(row):
    ended, opens, verdict = row

    assert year_bar(day(ended), day(opens)).barred is (verdict == "barred")


@pytest.mark.parametrize("row", table("subsidy", "employed | base"), ids=" ".join)
def test_gate(row):
    employed, base = int(row[0]), int(row[1])

    assert gate(employed, base, 80) is (row[2] == "reached")
    assert near(employed, base, 80, 78, 85) is (row[3] == "yes")


@pytest.mark.parametrize("row", table("subsidy", "roster | certified and free"), ids=" ".join)
def test_settlements(row):
    roster, base, employed, days, yuan = map(whole, row)
    members = [Member(days, number < base, False, number < employed) for number in range(roster)]

    assert settle(members, OPENED).yuan == yuan
