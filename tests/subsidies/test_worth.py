"""五(四), R19: 150 yuan a day for the first ten training days, 100 after, no more than 5,000 a person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.subsidies.decisions import rows, why
from yushu.kernel.errors import Invalid, Refusal
from yushu.subsidies.rules import DayRate, other_readings, worth, worth_lines

OPENED = date(2024, 6, 3)
RATE = DayRate.on(OPENED)


@pytest.mark.parametrize("row", rows("worth"), ids=why)
def test_so_many_days_are_worth_so_much(row):
    rate = DayRate.on(date.fromisoformat(row["opened"]))

    assert worth(rate, int(row["days"])) == int(row["yuan"])


def test_the_working_shows_both_rates():
    first, after = worth_lines(RATE, 12)

    assert (first.amount, first.how.zh, first.cites) == (1500, "10日×150元", ("R19", "A1"))
    assert (after.amount, after.how.en) == (200, "2 days × 100 yuan")


def test_the_working_shows_what_the_cap_takes_off():
    *_, cap = worth_lines(RATE, 60)

    assert cap.amount == -1500
    assert cap.cites == ("R19", "A19")
    assert "5,000" in cap.how.zh


def test_at_the_cap_exactly_nothing_is_taken_off():
    assert [line.amount for line in worth_lines(RATE, 45)] == [1500, 3500]


@pytest.mark.parametrize("days", [-1, 3_661, True, 1.5, "12", None])
def test_what_is_no_number_of_days_is_refused(days):
    with pytest.raises(Invalid) as refused:
        worth(RATE, days)

    assert refused.value.field == "days"
    assert refused.value.wrong.zh
    assert refused.value.mend.en


def test_before_the_document_there_is_no_rate():
    with pytest.raises(Refusal) as refused:
        DayRate.on(date(2024, 5, 22))

    assert refused.value.field == "opened"


class TestOtherReadingsOfTheFirstTenDays:
    """A1: shown to reviewers as alternatives, never paid."""

    TWELVE = tuple(
        OPENED + timedelta(days=step) for step in range(16) if (OPENED + timedelta(days=step)).weekday() < 5
    )

    def test_twelve_training_days_over_sixteen_calendar_days_are_worth_1700(self):
        assert len(self.TWELVE) == 12
        assert (self.TWELVE[-1] - OPENED).days == 15
        assert worth(RATE, len(self.TWELVE)) == 1700

    def test_by_calendar_days_eight_fall_into_the_first_ten(self):
        by_calendar, _ = other_readings(self.TWELVE, OPENED)

        assert by_calendar.amount == 8 * 150 + 4 * 100

    def test_every_calendar_day_counted_is_sixteen(self):
        _, every_day = other_readings(self.TWELVE, OPENED)

        assert every_day.amount == 2100

    def test_a_class_without_dates_has_no_other_reading(self):
        assert other_readings((), OPENED) == ()

    def test_a_date_before_the_opening_is_refused(self):
        with pytest.raises(Invalid) as refused:
            other_readings((OPENED - timedelta(days=1),), OPENED)

        assert refused.value.field == "dates"
