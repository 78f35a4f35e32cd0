"""The shipped working calendar is the State Council's, day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.law.notices import HOLIDAYS, MADE_UP, open_on
from yushu.kernel.errors import Invalid
from yushu.law.calendars import published_calendar, published_years, seed_days, sources, year_of
from yushu.law.tables import PackFault
from yushu.law.terms import WorkingCalendar

CALENDAR = published_calendar()
HEAD = 'year = 2027\nsource = "通知"\nread_on = 2026-11-24\n'


def test_three_years_are_published():
    assert published_years() == tuple(sources()) == (2024, 2025, 2026)
    assert all(str(year) in source for year, source in sources().items())


def test_every_day_of_the_three_years_is_open_or_closed_as_the_notices_say():
    days = [date(2024, 1, 1) + timedelta(days=step) for step in range(366 + 365 + 365)]

    assert days[-1] == date(2026, 12, 31)
    assert [day for day in days if CALENDAR.closed(day) is open_on(day)] == []


def test_the_seed_rows_are_the_exceptions_only_in_order_and_once():
    days = [row.date for row in seed_days()]

    assert days == sorted(set(days))
    assert {row.date for row in seed_days() if row.closed} == HOLIDAYS
    assert {row.date for row in seed_days() if not row.closed} == MADE_UP


@pytest.mark.parametrize(
    ("day", "closed", "zh", "en"),
    [
        (date(2024, 10, 1), True, "国庆节", "National Day"),
        (date(2024, 10, 12), False, "国庆节调休上班", "working day in exchange for National Day"),
        (date(2026, 2, 14), False, "春节调休上班", "working day in exchange for Spring Festival"),
    ],
)
def test_a_row_says_why(day, closed, zh, en):
    row = next(row for row in seed_days() if row.date == day)

    assert (row.closed, row.note) == (closed, (zh, en))


def test_a_made_up_saturday_is_worked_and_the_next_one_is_not():
    assert not CALENDAR.closed(date(2024, 10, 12))
    assert CALENDAR.closed(date(2024, 10, 19))


def test_the_table_an_officer_edits_gives_the_same_calendar():
    rows = [(row.date, row.closed) for row in seed_days()]

    assert WorkingCalendar.of(rows, published_years()) == CALENDAR


def test_a_day_cannot_be_off_and_worked():
    day = date(2027, 1, 1)

    with pytest.raises(Invalid) as refused:
        WorkingCalendar(frozenset({day}), frozenset({day}), frozenset({2027}))

    assert "2027-01-01" in refused.value.wrong.zh


@pytest.mark.parametrize(
    ("holidays", "names"),
    [
        ("off = { from = 2027-01-03, to = 2027-01-01 }\nwork = []", "to"),
        ("off = { from = 2026-12-31, to = 2027-01-01 }\nwork = []", "2026-12-31"),
        ("off = { from = 2027-01-01, to = 2027-01-01 }\nwork = [2027-01-01]", "2027-01-01"),
        ("off = { from = 2027-01-01, to = 2027-01-01 }\nwork = []\nworks = []", "works"),
        ("off = { from = 2027-01-01 }\nwork = []", "to"),
    ],
    ids=["backwards", "another year", "off and worked", "mistyped key", "no end"],
)
def test_a_wrong_notice_is_refused_by_name(tmp_path, holidays, names):
    path = tmp_path / "2027.toml"
    path.write_text(f'{HEAD}[[holidays]]\nzh = "元旦"\nen = "New Year"\n{holidays}\n', encoding="utf-8")

    with pytest.raises(PackFault) as refused:
        year_of(path)

    assert "2027.toml" in refused.value.where
    assert names in refused.value.where
