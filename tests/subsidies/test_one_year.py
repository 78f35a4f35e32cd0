"""五(四), R17: the same occupation at the same level is subsidised once within a year."""

from __future__ import annotations

from datetime import date

import pytest

from tests.law.test_pack import amended
from yushu.kernel.errors import Refusal
from yushu.law.pack import pack
from yushu.subsidies.rules import year_bar


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("ended", "opens", "barred"),
    [
        ("2024-06-20", "2025-06-20", True),
        ("2024-06-20", "2025-06-21", False),
        ("2024-06-20", "2024-06-21", True),
        ("2024-06-20", "2026-06-20", False),
        ("2024-02-29", "2025-02-28", True),
        ("2024-02-29", "2025-03-01", False),
        ("2023-10-01", "2024-10-01", True),  # a holiday: a window does not roll
        ("2023-10-01", "2024-10-02", False),
        ("2023-06-01", "2024-06-01", True),  # the earlier class ended before the document
    ],
)
def test_barred_until_the_same_date_next_year_and_allowed_from_the_day_after(ended, opens, barred):
    assert year_bar(day(ended), day(opens)).barred is barred


def test_the_bar_says_until_when_and_from_when():
    bar = year_bar(day("2024-02-29"), day("2024-09-01"))

    assert (bar.until, bar.allowed_from) == (day("2025-02-28"), day("2025-03-01"))
    assert "2025-02-28" in bar.line.how.zh
    assert bar.line.cites == ("R17", "A9", "A10")


def test_the_working_counts_the_days_still_to_wait():
    assert year_bar(day("2024-06-20"), day("2025-06-20")).line.amount == 1
    assert year_bar(day("2024-06-20"), day("2025-06-21")).line.amount == 0


@pytest.mark.parametrize(("opens", "barred"), [("2024-12-31", True), ("2025-01-01", False)])
def test_by_the_calendar_year_the_new_year_frees(opens, barred):
    law = amended(pack(), "A9", chosen="a")

    assert year_bar(day("2024-06-20"), day(opens), law).barred is barred


def test_a_reading_the_calculation_cannot_follow_is_refused_and_named():
    law = amended(pack(), "A10", chosen="a")

    with pytest.raises(Refusal) as refused:
        year_bar(day("2024-06-20"), day("2025-06-21"), law)

    assert refused.value.cites == "A10"
    assert "A10" in refused.value.wrong.zh


def test_two_years_would_be_one_more_value():
    law = amended(pack(), "R17", facts={"years": 2})

    assert year_bar(day("2024-06-20"), day("2026-06-20"), law).barred
