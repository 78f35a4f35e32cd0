"""Dates and numbers as people read them, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from yushu.doors.pages import speech
from yushu.kernel.words import Words

THURSDAY = date(2024, 9, 26)


def test_a_day_of_this_year_is_said_without_its_year():
    assert speech.short_day(THURSDAY, 2024) == Words("9月26日", "26 Sep")


def test_a_day_of_another_year_is_said_with_it():
    assert speech.short_day(THURSDAY, 2025) == Words("2024年9月26日", "26 Sep 2024")


def test_the_day_of_the_week_stands_where_each_language_puts_it():
    assert speech.day_of_week(THURSDAY, 2024) == Words("9月26日 周四", "Thu 26 Sep")
    assert speech.full_day_of_week(THURSDAY) == Words("2024年9月26日 星期四", "Thursday, 26 September 2024")


def test_the_time_of_day_is_beijings():
    assert speech.clock_time(datetime(2024, 9, 25, 16, 5, tzinfo=UTC)) == "00:05"


@pytest.mark.parametrize(
    ("number", "plain", "signed"), [(18700, "18,700", "+18,700"), (-2, "−2", "−2"), (0, "0", "0")]
)
def test_numbers_have_commas_and_a_true_minus(number, plain, signed):
    assert (speech.thousands(number), speech.with_sign(number)) == (plain, signed)


def test_money_is_whole_yuan():
    assert speech.yuan(85000) == Words("85,000元", "85,000 yuan")
