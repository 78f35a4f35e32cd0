"""What a clock shows, state by state, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from yushu.casework.dials import Reading, read
from yushu.law.calendars import published_calendar

CALENDAR = published_calendar()
TEN = Reading(
    starts_on=date(2024, 9, 5),
    limit=10,
    unit="day",
    due_on=date(2024, 9, 18),
    nominal_on=date(2024, 9, 15),
    provisional=False,
    used_before=0,
    late_before=0,
    runs_from=date(2024, 9, 5),
    paused_on=None,
    closed_on=None,
    cites="R10",
    house=False,
)
"""Ten days from 5 September: the last falls on the mid-autumn days and moves to the 18th."""


def shown(clock: Reading, on: str):
    return read(clock, date.fromisoformat(on), CALENDAR)


@pytest.mark.parametrize(
    ("on", "state", "head", "english"),
    [
        ("2024-09-05", "ok", "还剩13日", "13 days left"),
        ("2024-09-14", "ok", "还剩4日", "4 days left"),
        ("2024-09-15", "soon", "还剩3日", "3 days left"),
        ("2024-09-17", "soon", "还剩1日", "1 day left"),
        ("2024-09-18", "soon", "今天到期", "Due today"),
        ("2024-09-19", "late", "超期1日", "1 day late"),
        ("2024-10-18", "late", "超期30日", "30 days late"),
    ],
)
def test_a_running_clock(on: str, state: str, head: str, english: str) -> None:
    dial = shown(TEN, on)
    assert (dial.state, dial.head.zh, dial.head.en, dial.cites) == (state, head, english, "R10")


def test_the_bar_shows_the_days_a_holiday_added() -> None:
    dial = shown(TEN, "2024-09-10")
    assert (dial.used, dial.limit, dial.roll, dial.scale, dial.spent, dial.over) == (5, 10, 3, 13, 5, 0)


def test_the_bar_runs_over_the_due_day() -> None:
    dial = shown(TEN, "2024-09-20")
    assert (dial.used, dial.scale, dial.spent, dial.over) == (15, 15, 13, 2)


def test_done_in_time_and_done_late_stay_what_they_were() -> None:
    done = shown(replace(TEN, closed_on=date(2024, 9, 18)), "2025-01-01")
    late = shown(replace(TEN, closed_on=date(2024, 9, 19)), "2025-01-01")
    assert (done.state, done.head.zh, done.foot.zh) == ("done", "按期", "用了13日，限10日")
    assert (late.state, late.head.zh, late.closed_on) == ("late", "超期1日", date(2024, 9, 19))


def test_days_late_before_a_pause_are_never_washed_off() -> None:
    again = replace(TEN, used_before=15, late_before=2, runs_from=date(2024, 9, 24), due_on=date(2024, 9, 25))
    assert (shown(again, "2024-09-24").state, shown(again, "2024-09-24").head.zh) == ("late", "超期2日")
    closed = replace(again, closed_on=date(2024, 9, 25))
    assert (shown(closed, "2025-01-01").state, shown(closed, "2025-01-01").head.zh) == ("late", "超期2日")


def test_on_hold() -> None:
    dial = shown(replace(TEN, used_before=6, paused_on=date(2024, 9, 11)), "2024-09-26")
    assert (dial.state, dial.head.zh, dial.side.zh, dial.foot.zh, dial.due) == (
        "held",
        "已暂停15日",
        "补正后还有4日",
        "停在第6日，限10日",
        None,
    )


def test_without_a_limit_it_says_that_the_document_sets_none() -> None:
    open_ended = replace(TEN, limit=None, due_on=None, nominal_on=None)
    waiting = shown(open_ended, "2024-09-26")
    done = shown(replace(open_ended, closed_on=date(2024, 9, 20)), "2024-09-26")
    assert (waiting.state, waiting.head.zh, waiting.side.zh) == ("none", "已等21日", "未规定期限")
    assert (done.state, done.head.zh, done.limit) == ("done", "已完成", None)


@pytest.mark.parametrize("limit", [10, None])
def test_a_house_rule_is_shown_as_one(limit: int | None) -> None:
    house = replace(TEN, cites="H-defence", house=True, limit=limit, due_on=TEN.due_on if limit else None)
    assert shown(house, "2024-09-10").house
    assert not shown(TEN, "2024-09-10").house


def test_working_days_are_counted_as_working_days() -> None:
    """From Thursday 10 October five working days, Saturday the 12th among them."""
    five = replace(
        TEN,
        starts_on=date(2024, 10, 10),
        runs_from=date(2024, 10, 10),
        limit=5,
        unit="workday",
        due_on=date(2024, 10, 16),
        nominal_on=date(2024, 10, 16),
    )
    dial = shown(five, "2024-10-12")
    assert (dial.used, dial.head.zh, dial.head.en, dial.roll) == (
        2,
        "还剩3个工作日",
        "3 working days left",
        0,
    )


def test_months_have_words_too() -> None:
    months = replace(TEN, limit=2, unit="month", due_on=date(2024, 11, 5), nominal_on=date(2024, 11, 5))
    assert shown(months, "2024-09-10").foot.zh == "已用0个月，限2个月"


def test_a_provisional_day_says_so() -> None:
    assert shown(replace(TEN, provisional=True), "2024-09-10").provisional
