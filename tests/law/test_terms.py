"""Terms as procedure counts them: A5, A7, A40 and the Civil Code's habits."""

from __future__ import annotations

from datetime import date

import pytest

from yushu.kernel.errors import Invalid
from yushu.law.calendars import published_calendar
from yushu.law.terms import (
    LATEST,
    OpenDay,
    Unit,
    WorkingCalendar,
    anniversary,
    due,
    next_open,
    remainder,
    resume,
    used,
    window_end,
)

CALENDAR = published_calendar()
EMPTY = WorkingCalendar(frozenset(), frozenset(), frozenset())


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_a_report_due_in_the_national_holiday_is_due_on_the_first_working_day_after_it():
    found = due(day("2024-09-06"), 30, "day", CALENDAR)

    assert (found.nominal, found.due_on, found.rolled) == (day("2024-10-06"), day("2024-10-08"), 2)
    assert not found.provisional


@pytest.mark.parametrize(
    ("start", "count", "unit", "ends"),
    [
        ("2024-09-21", 10, "day", "2024-10-08"),  # day 10 is 1 October
        ("2024-09-04", 10, "day", "2024-09-14"),  # a Saturday that is worked
        ("2024-09-05", 10, "day", "2024-09-18"),  # a holiday, then the rest of it
        ("2024-09-06", 1, "day", "2024-09-09"),  # a Friday: day 1 is Saturday
        ("2024-09-09", 0, "day", "2024-09-09"),
        ("2024-09-08", 0, "day", "2024-09-09"),
        ("2024-09-27", 1, "workday", "2024-09-29"),  # the Sunday that is worked
        ("2024-09-30", 1, "workday", "2024-10-08"),
        ("2024-09-30", 5, "workday", "2024-10-12"),  # the Saturday that is worked
        ("2024-10-03", 1, "workday", "2024-10-08"),
        ("2024-10-03", 0, "workday", "2024-10-08"),
        ("2024-10-08", 0, "workday", "2024-10-08"),
        ("2024-08-31", 6, "month", "2025-02-28"),  # a Friday
        ("2024-04-01", 6, "month", "2024-10-08"),
    ],
)
def test_the_first_day_is_not_counted_and_the_last_rolls_off_closed_days(start, count, unit, ends):
    assert due(day(start), count, unit, CALENDAR).due_on == day(ends)


def test_working_days_never_roll_because_only_open_days_are_counted():
    found = due(day("2024-09-30"), 5, Unit.WORKDAY, CALENDAR)

    assert (found.nominal, found.rolled) == (found.due_on, 0)


@pytest.mark.parametrize(
    ("start", "count", "unit", "provisional"),
    [
        ("2026-12-01", 30, "day", False),  # Thursday 31 December 2026
        ("2026-12-01", 31, "day", True),
        ("2026-12-02", 30, "day", True),
        ("2026-12-28", 3, "workday", False),
        ("2026-12-28", 4, "workday", True),
        ("2023-12-20", 20, "day", False),  # only the last day is looked up
        ("2023-12-28", 3, "workday", True),  # every day is looked up
        ("2026-06-30", 12, "month", True),
    ],
)
def test_an_answer_that_looked_into_an_unpublished_year_is_provisional(start, count, unit, provisional):
    assert due(day(start), count, unit, CALENDAR).provisional is provisional


def test_a_term_ending_on_the_last_closed_days_of_a_published_year_looks_into_the_next():
    saturday = WorkingCalendar(frozenset(), frozenset(), frozenset({2022}))

    found = due(day("2022-12-21"), 10, "day", saturday)

    assert (found.nominal, found.due_on) == (day("2022-12-31"), day("2023-01-02"))
    assert found.provisional


def test_without_any_published_year_weekends_are_closed_and_all_is_provisional():
    assert next_open(day("2024-10-05"), EMPTY) == OpenDay(day("2024-10-07"), True)


def test_loading_the_missing_year_settles_the_deadline():
    before = WorkingCalendar(frozenset(), frozenset(), frozenset({2023}))

    assert due(day("2024-09-21"), 10, "day", before).provisional
    assert due(day("2024-09-21"), 10, "day", before).due_on == day("2024-10-01")
    assert due(day("2024-09-21"), 10, "day", CALENDAR).due_on == day("2024-10-08")


@pytest.mark.parametrize(
    ("start", "on", "unit", "gone"),
    [
        ("2024-09-21", "2024-09-21", "day", 0),
        ("2024-09-21", "2024-09-26", "day", 5),
        ("2024-09-21", "2024-09-20", "day", 0),
        ("2024-09-21", "2024-10-11", "day", 20),
        ("2024-09-27", "2024-10-08", "workday", 3),
        ("2024-09-30", "2024-10-07", "workday", 0),
        ("2024-01-31", "2024-02-28", "month", 0),
        ("2024-01-31", "2024-02-29", "month", 1),
        ("2024-03-15", "2025-03-14", "month", 11),
    ],
)
def test_used_counts_what_is_gone_without_the_first_day(start, on, unit, gone):
    assert used(day(start), day(on), unit, CALENDAR) == gone


class TestAReturnForCorrectionPausesTheTerm:
    """A7: used days stay used, due = resumption + remainder, rolled."""

    def test_five_used_of_ten_leave_five_from_the_resumption(self):
        left = remainder(day("2024-09-21"), 10, day("2024-09-26"), "day", CALENDAR)
        found = resume(day("2024-10-11"), left, "day", CALENDAR)

        assert left == 5
        assert found.due_on == day("2024-10-16")

    def test_the_resumed_term_rolls_too(self):
        assert resume(day("2024-09-26"), 5, "day", CALENDAR).due_on == day("2024-10-08")

    @pytest.mark.parametrize("on", ["2024-10-01", "2024-10-08", "2024-11-30"])
    def test_returned_on_the_last_day_or_later_nothing_is_left(self, on):
        assert remainder(day("2024-09-21"), 10, day(on), "day", CALENDAR) == 0

    @pytest.mark.parametrize(
        ("resumed", "ends"),
        [("2024-10-08", "2024-10-09"), ("2024-10-11", "2024-10-12"), ("2024-09-30", "2024-10-08")],
    )
    def test_where_nothing_is_left_the_next_working_day_is_due(self, resumed, ends):
        assert resume(day(resumed), 0, "day", CALENDAR).due_on == day(ends)

    def test_the_next_working_day_may_be_provisional(self):
        assert resume(day("2026-12-31"), 0, "day", CALENDAR).provisional

    def test_working_days_resume_as_working_days(self):
        assert resume(day("2024-09-30"), 2, "workday", CALENDAR).due_on == day("2024-10-09")


class TestAWindowOfEligibilityDoesNotRoll:
    """A40: and month ends clip."""

    def test_a_year_from_the_leap_day_ends_on_the_last_of_february(self):
        assert window_end(day("2024-02-29"), years=1) == day("2025-02-28")

    def test_four_years_from_the_leap_day_end_on_the_leap_day(self):
        assert window_end(day("2024-02-29"), years=4) == day("2028-02-29")

    def test_a_window_ending_in_a_holiday_ends_in_the_holiday(self):
        assert window_end(day("2023-10-01"), years=1) == day("2024-10-01")

    @pytest.mark.parametrize(
        ("start", "months", "ends"),
        [
            ("2024-08-31", 6, "2025-02-28"),
            ("2023-08-31", 6, "2024-02-29"),
            ("2024-12-31", 2, "2025-02-28"),
            ("2024-12-15", 1, "2025-01-15"),
            ("2024-03-31", 1, "2024-04-30"),
            ("2024-03-31", 0, "2024-03-31"),
        ],
    )
    def test_a_month_without_that_day_gives_its_last(self, start, months, ends):
        assert anniversary(day(start), months=months) == day(ends)


class TestWhatCannotBeCountedIsRefused:
    @pytest.mark.parametrize("count", [-1, 3_661, 10**12])
    def test_a_negative_or_endless_term(self, count):
        with pytest.raises(Invalid) as refused:
            due(day("2024-09-06"), count, "day", CALENDAR)

        assert refused.value.field == "count"
        assert "3660" in refused.value.mend.en

    @pytest.mark.parametrize("unit", ["week", "", "DAY"])
    def test_an_unknown_unit(self, unit):
        with pytest.raises(Invalid) as refused:
            due(day("2024-09-06"), 1, unit, CALENDAR)

        assert refused.value.field == "unit"

    @pytest.mark.parametrize("start", ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"])
    def test_a_day_no_calendar_of_ours_holds(self, start):
        with pytest.raises(Invalid) as refused:
            due(day(start), 30, "day", CALENDAR)

        assert refused.value.field == "start"

    def test_a_term_that_runs_out_of_the_calendar(self):
        with pytest.raises(Invalid):
            anniversary(LATEST, months=1)

    def test_the_last_day_we_count_from_still_has_a_longest_term(self):
        for unit in Unit:
            if unit is not Unit.MONTH:
                assert due(LATEST, 3_660, unit, CALENDAR).due_on > LATEST


def test_a_unit_names_itself_in_two_languages():
    assert Unit.WORKDAY.label == ("个工作日", "working days")
    assert [str(unit) for unit in Unit] == ["day", "workday", "month"]
