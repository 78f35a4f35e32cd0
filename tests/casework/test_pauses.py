"""A return for correction stops the clock; late stays late (A7)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.casework.makers import BACK, clock, reported, running
from tests.cast import Cast
from tests.certification.makers import moment, take, three_hands
from yushu.casework.calendar import working_calendar
from yushu.casework.clocks import dial
from yushu.casework.desk import group_of
from yushu.casework.moving import Given
from yushu.casework.timely import sweep
from yushu.people.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def back(batch, cast: Cast, on: str):
    return take(batch, "return", cast.owner(Role.PROVINCE), on, given=BACK)


def again(batch, cast: Cast, on: str):
    return take(batch, "report", cast.owner(Role.EVALUATOR), on)


def shown(batch, on: str):
    return dial(clock(batch, "forward"), date.fromisoformat(on), working_calendar())


def test_days_used_stay_used_over_two_pauses(cast: Cast) -> None:
    """Received on the 5th: three days used, then two, then five are left."""
    batch = reported(cast, "2024-09-05")
    back(batch, cast, "2024-09-08")
    again(batch, cast, "2024-09-11")
    back(batch, cast, "2024-09-13")
    again(batch, cast, "2024-09-18")
    held = clock(batch, "forward")
    assert (held.used_before, held.runs_from, held.due_on) == (5, date(2024, 9, 18), date(2024, 9, 23))
    assert list(held.pauses.order_by("pk").values_list("since", "until", "used")) == [
        (date(2024, 9, 8), date(2024, 9, 11), 3),
        (date(2024, 9, 13), date(2024, 9, 18), 5),
    ]


def test_twice_back_and_forth_on_one_day(cast: Cast) -> None:
    batch = reported(cast, "2024-09-05")
    for _ in range(2):
        back(batch, cast, "2024-09-09")
        again(batch, cast, "2024-09-09")
    assert (running(batch).used_before, running(batch).due_on) == (4, date(2024, 9, 18))


def test_what_remains_rolls_off_a_holiday(cast: Cast) -> None:
    """Four days left on 27 September end in the holiday week."""
    batch = reported(cast, "2024-09-05")
    back(batch, cast, "2024-09-11")
    again(batch, cast, "2024-09-27")
    assert (running(batch).nominal_on, running(batch).due_on) == (date(2024, 10, 1), date(2024, 10, 8))


def test_with_nothing_left_the_next_working_day_is_the_last(cast: Cast) -> None:
    batch = reported(cast, "2024-09-05")
    back(batch, cast, "2024-09-20")
    again(batch, cast, "2024-09-30")
    assert running(batch).due_on == date(2024, 10, 8)


def test_while_it_is_held_nobody_becomes_late(cast: Cast) -> None:
    batch = reported(cast, "2024-09-05")
    back(batch, cast, "2024-09-11")
    assert sweep(date(2024, 12, 1), at=moment("2024-12-01", 1)) == (0, 0)
    assert clock(batch, "forward").late_since is None
    assert (shown(batch, "2024-12-01").state, group_of(clock(batch, "forward"), date(2024, 12, 1))) == (
        "held",
        "held",
    )


def test_late_before_the_return_is_late_for_ever(cast: Cast) -> None:
    """Due on the 18th, returned on the 20th: two days late, whatever comes after."""
    batch = reported(cast, "2024-09-05")
    back(batch, cast, "2024-09-20")
    assert (clock(batch, "forward").late_since, clock(batch, "forward").late_before) == (date(2024, 9, 19), 2)

    again(batch, cast, "2024-09-24")
    today = shown(batch, "2024-09-24")
    assert (today.state, today.head.zh, today.due) == ("late", "超期2日", date(2024, 9, 25))
    assert group_of(running(batch), date(2024, 9, 24)) == "late"
    assert shown(batch, "2024-09-28").head.zh == "超期5日"

    three_hands(batch, "forward", cast, "2024-09-25")
    closed = shown(batch, "2024-12-01")
    assert (closed.state, closed.head.zh, clock(batch, "forward").late_since) == (
        "late",
        "超期2日",
        date(2024, 9, 19),
    )


def test_late_again_after_the_return_adds_up(cast: Cast) -> None:
    batch = reported(cast, "2024-09-05")
    back(batch, cast, "2024-09-20")
    again(batch, cast, "2024-09-24")
    back(batch, cast, "2024-09-26")
    assert clock(batch, "forward").late_before == 3


def test_a_clock_on_hold_ends_when_its_turn_can_no_longer_come(cast: Cast) -> None:
    batch = back(reported(cast, "2024-09-05"), cast, "2024-09-11")
    take(batch, "withdraw", cast.owner(Role.EVALUATOR), "2024-09-20", given=Given({"reason": "学员放弃"}))
    ended = clock(batch, "forward")
    assert (ended.closed_on, ended.outcome, ended.closed_at) == (
        date(2024, 9, 11),
        "withdraw",
        moment("2024-09-20"),
    )


def test_a_return_by_the_nation_pauses_nothing_and_opens_a_fresh_ten_days(cast: Cast) -> None:
    batch = reported(cast, "2024-09-05")
    three_hands(batch, "forward", cast, "2024-09-10")
    facts = Given({"document_no": "协调办函〔2024〕8号", "reason": "照片不清"})
    take(batch, "refuse", cast.owner(Role.PROVINCE), "2024-09-20", legal="2024-09-18", given=facts)
    again(batch, cast, "2024-09-24")
    fresh = running(batch)
    assert (fresh.round, fresh.used_before, fresh.starts_on) == (2, 0, date(2024, 9, 24))


def test_a_resubmission_does_not_move_the_day_of_receipt(cast: Cast) -> None:
    batch = reported(cast, "2024-09-05")
    back(batch, cast, "2024-09-08")
    again(batch, cast, "2024-09-11")
    batch.refresh_from_db()
    assert batch.received_on == date(2024, 9, 5)
