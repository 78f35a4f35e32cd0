"""The small drawings: every width is a number of days, seats or digits."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yushu.casework.dials import Dial
from yushu.catalogue.board import Figures
from yushu.doors.pages import figures, plans
from yushu.doors.pages.exhibits import Seat
from yushu.kernel.words import NOTHING, Words
from yushu.people.areas import CITIES

HEAD = Words("还剩12日", "12 days left")


def dial(state: str, used: int, limit: int | None, roll: int = 0) -> Dial:
    scale = max((limit or 1) + roll, used)
    return Dial(state, HEAD, NOTHING, date(2024, 10, 8), used, limit, roll, scale, NOTHING, "R10")


def drawn(of: Dial) -> list[tuple[str, int, int]]:
    return [(part.kind, part.x, part.width) for part in figures.clock_parts(of)]


def test_a_running_clock_shows_days_used_and_days_a_holiday_added():
    assert drawn(dial("ok", 5, 10, 7)) == [("track", 0, 17), ("roll", 10, 7), ("used", 0, 5)]


def test_a_late_clock_is_ink_up_to_the_due_day_and_red_beyond():
    assert drawn(dial("late", 14, 10, 1)) == [("spent", 0, 11), ("over", 11, 3)]


def test_a_clock_without_a_limit_has_no_bar():
    assert drawn(dial("none", 9, None)) == []


def test_a_weave_has_a_bar_for_every_digit_and_zero_is_a_dot():
    path = figures.weave_path("0f" * 32)
    heights = re.findall(r"h\.5v([\d.]+)h", path)

    assert len(heights) == 64
    assert heights[:2] == ["0.5", "5.0"]


def test_a_seat_bar_runs_from_the_furthest_stage_to_the_nearest():
    seat = Seat(seats=100, announced=60, enrolled=57, opened=28, certified=20)

    assert seat.parts == (("s-cert", 20), ("s-class", 8), ("s-enrol", 29), ("s-open", 3), ("s-plan", 40))


def test_where_nothing_was_announced_or_opened_nothing_is_counted():
    """A certificate came without a class of ours: zero classes beside it would be wrong."""
    assert plans.seat_of(Figures(seats=20, certified=3)) == Seat(20, None, None, None, 3)
    assert plans.seat_of(Figures(seats=20, announced=20)) == Seat(20, 20, 0, 0, 0)
    assert plans.seat_of(Figures(seats=20, opened=18)) == Seat(20, 0, 0, 18, 0)


@given(st.lists(st.integers(0, 500), min_size=5, max_size=5).map(sorted))
def test_a_seat_bar_is_as_long_as_its_seats(stages):
    certified, opened, enrolled, announced, seats = stages

    assert sum(width for _, width in Seat(seats, announced, enrolled, opened, certified).parts) == seats


@given(st.integers(0, 100_000))
def test_the_shades_of_the_map_follow_each_other_without_a_gap(most):
    bands = figures.bands(most)

    assert bands[-1][1] is None
    assert all(high is not None and high + 1 == low for (_, high), (low, _) in pairwise(bands))


@pytest.mark.parametrize("city", CITIES)
def test_every_city_has_its_tile(city):
    assert city[:4] in figures.TILES
