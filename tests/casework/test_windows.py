"""Windows that end on a day of their own, and steps that follow from another act."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.casework.makers import T, row, table
from yushu.casework.dials import Reading, read
from yushu.casework.facts import cleaned
from yushu.casework.process import Ask, BrokenTable
from yushu.kernel.words import Words
from yushu.law.pack import term
from yushu.law.terms import WorkingCalendar
from yushu.people.roles import Role

END = row("end", T.B, T.C)
WEEKENDS = WorkingCalendar(frozenset(), frozenset(), frozenset({2024}))
TERM = {"within": term("R09"), "counts_from": "day"}


@pytest.mark.parametrize(
    "columns",
    [{"until": "ends_on", "follows": True}, {"until": "ends_on", **TERM}, {"follows": True, **TERM}],
)
def test_time_acts_in_one_way_only(columns: dict[str, Any]):
    with pytest.raises(BrokenTable, match="time needs one of a term, a last day, or an act to follow"):
        table(row("on", T.A, T.B, by=Role.TIME, **columns), row("go", T.A, T.B), END)


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        ({"follows": True}, "only time follows another act"),
        ({"until": "ends_on", **TERM}, "a term, or a last day of its own"),
    ],
)
def test_a_party_follows_nothing_and_has_one_last_day(columns: dict[str, Any], fault: str):
    with pytest.raises(BrokenTable, match=fault):
        table(row("on", T.A, T.B, **columns), END)


def test_a_party_may_have_a_last_day_that_a_decision_has_set():
    process = table(row("on", T.A, T.B, until="ends_on"), END)

    assert [step.runs_out for step in process.expected(T.A)] == [True]


def test_the_clock_of_a_state_is_the_window_and_not_what_may_follow():
    follows = row("on", T.A, T.B, by=Role.TIME, follows=True)
    process = table(follows, row("out", T.A, T.C, by=Role.TIME, until="ends_on"), END)
    assert [step.name for step in process.expected(T.A)] == ["out"]


def test_the_dial_of_a_window_counts_down_to_its_day():
    """Saturday 5 October stays Saturday 5 October."""
    first, last = date(2024, 9, 25), date(2024, 10, 5)
    clock = Reading(first, None, "day", last, last, False, 0, 0, first, None, None, "", False)
    shown = read(clock, date(2024, 9, 30), WEEKENDS)
    assert (shown.state, shown.due, shown.head.en, shown.used, shown.limit) == (
        "ok",
        last,
        "5 days left",
        5,
        10,
    )
    assert read(clock, last, WEEKENDS).head.en == "Due today"


def test_a_day_may_lie_ahead_and_is_still_read_as_a_day():
    ask = Ask("opens_on", Words("开班", "Starts"), "day")
    assert cleaned((ask,), {"opens_on": "2999-01-01"}) == {"opens_on": "2999-01-01"}
