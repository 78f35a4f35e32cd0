"""Terms against a clerk who turns the leaves of the desk calendar one by one."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.law.notices import open_on
from yushu.law.calendars import published_calendar
from yushu.law.terms import Unit, anniversary, due, remainder, resume, used

CALENDAR = published_calendar()
LEAF = timedelta(days=1)
DAYS = st.dates(date(2023, 6, 1), date(2027, 6, 30))
COUNTS = st.integers(0, 200)
COUNTED = st.sampled_from([Unit.DAY, Unit.WORKDAY])


def turned(start: date, count: int, unit: Unit) -> tuple[date, bool]:
    """The clerk: turn a leaf, tick it if it counts, go on until all are ticked and the leaf is open."""
    today, ticks, looked_up = start, 0, []
    while ticks < count:
        today += LEAF
        if unit is Unit.DAY:
            ticks += 1
            continue
        looked_up.append(today)
        ticks += open_on(today)
    looked_up.append(today)
    while not open_on(today):
        today += LEAF
        looked_up.append(today)
    return today, any(not 2024 <= leaf.year <= 2026 for leaf in looked_up)


@given(DAYS, COUNTS, COUNTED)
def test_a_term_ends_where_the_clerk_ends(start, count, unit):
    found = due(start, count, unit, CALENDAR)

    assert (found.due_on, found.provisional) == turned(start, count, unit)


@given(DAYS, COUNTS, COUNTED)
def test_a_term_ends_on_an_open_day_and_says_how_far_it_rolled(start, count, unit):
    found = due(start, count, unit, CALENDAR)

    assert open_on(found.due_on)
    assert found.nominal + timedelta(days=found.rolled) == found.due_on


@given(DAYS, COUNTS, COUNTED)
def test_a_longer_term_never_ends_earlier(start, count, unit):
    assert due(start, count, unit, CALENDAR).due_on <= due(start, count + 1, unit, CALENDAR).due_on


@given(DAYS, COUNTS)
def test_working_days_up_to_the_due_day_are_all_used_and_the_day_before_they_are_not(start, count):
    ends = due(start, count + 1, Unit.WORKDAY, CALENDAR).due_on

    assert used(start, ends, "workday", CALENDAR) == count + 1
    assert used(start, ends - LEAF, "workday", CALENDAR) == count


@given(DAYS, st.integers(1, 60), st.integers(0, 80), st.integers(0, 90), COUNTED)
def test_a_pause_gives_back_exactly_what_was_left(start, count, until_return, pause, unit):
    returned = start + until_return * LEAF
    resumed = returned + pause * LEAF
    left = remainder(start, count, returned, unit, CALENDAR)

    found = resume(resumed, left, unit, CALENDAR)

    assert left == max(count - used(start, returned, unit, CALENDAR), 0)
    assert found.due_on == turned(resumed, max(left, 1), unit)[0]


@given(DAYS, COUNTS)
def test_a_pause_without_length_changes_nothing_while_days_are_left(start, count):
    halfway = start + (count // 2) * LEAF
    left = remainder(start, count, halfway, "day", CALENDAR)
    if left:
        assert resume(halfway, left, "day", CALENDAR).due_on == due(start, count, "day", CALENDAR).due_on


@given(st.dates(date(1950, 1, 1), date(2150, 12, 31)), st.integers(0, 40), st.integers(0, 40))
def test_a_corresponding_day_is_in_the_right_month_and_as_late_as_it_can_be(day, years, months):
    found = anniversary(day, years=years, months=months)

    assert (found.year - day.year) * 12 + found.month - day.month == years * 12 + months
    assert found.day == day.day or (found.day < day.day and (found + LEAF).day == 1)


@given(DAYS, st.integers(0, 48))
def test_so_many_months_are_used_from_the_corresponding_day_on(start, months):
    ends = anniversary(start, months=months)

    assert used(start, ends, "month", CALENDAR) == months
    if months:
        assert used(start, ends - LEAF, "month", CALENDAR) == months - 1
