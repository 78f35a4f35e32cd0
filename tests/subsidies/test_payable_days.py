"""A2, A3, A4: how many training days one person is paid for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.law.test_pack import amended
from yushu.kernel.errors import Invalid, Refusal
from yushu.law.pack import pack
from yushu.subsidies.rules import Attended, DayRate, payable_days, worth

OPENED = date(2024, 6, 3)
HOUR = 45
MANY = 300


def attended(*hours: int, online: bool = False) -> list[Attended]:
    """One person's class hours, one number a date from the opening on."""
    dates = [OPENED + timedelta(days=step) for step in range(len(hours))]
    if online:
        return [Attended(on, online_minutes=part * HOUR) for on, part in zip(dates, hours, strict=True)]
    return [Attended(on, part * HOUR) for on, part in zip(dates, hours, strict=True)]


def days(spells: list[Attended], class_days: int = MANY, **readings: str) -> int:
    law = pack()
    for name, chosen in readings.items():
        law = amended(law, name, chosen=chosen)
    return payable_days(spells, class_days, OPENED, law).days


def test_eighty_hours_in_twenty_half_days_are_ten_days_and_1500_yuan():
    found = days(attended(*[4] * 20))

    assert found == 10
    assert worth(DayRate.on(OPENED), found) == 1500


@pytest.mark.parametrize(
    ("hours", "ceil"),
    [(64, 8), (80, 10), (90, 12), (96, 12), (100, 13), (120, 15), (128, 16), (160, 20), (200, 25), (360, 45)],
)
def test_hours_give_days_and_a_part_of_a_day_counts_as_one(hours, ceil):
    whole, part = divmod(hours, 8)

    assert days(attended(*[8] * whole, *([part] if part else []))) == ceil


def test_never_more_days_than_dates_however_long_the_hours():
    assert days(attended(12, 12, 12, 12)) == 4


def test_one_hundred_and_twenty_eight_hours_made_up_are_sixteen_days():
    assert days(attended(*[8] * 15, 6)) == 16
    assert days(attended(*[8] * 15, 6, 2)) == 16


def test_a_strict_review_rounds_down():
    law = amended(pack(), "A2", facts={"rounding": "floor"})

    assert payable_days(attended(*[8] * 11, 2), MANY, OPENED, law).days == 11


def test_one_minute_short_of_a_day_is_no_day_when_rounded_down():
    law = amended(pack(), "A2", facts={"rounding": "floor"})

    assert payable_days([Attended(OPENED, 359)], MANY, OPENED, law).days == 0
    assert payable_days([Attended(OPENED, 360)], MANY, OPENED, law).days == 1


@pytest.mark.parametrize(("option", "counted"), [("a", 5), ("b", 2), ("c", 4), ("d", 4)])
def test_the_other_readings_of_a_day_can_be_followed(option, counted):
    assert days(attended(8, 8, 4, 4, 2), A2=option) == counted


class TestOnlineStudy:
    """A3: verified hours, with a ceiling for each date."""

    def test_counts_like_any_other_up_to_eight_hours_a_date(self):
        assert days(attended(8, 8, 8, online=True)) == 3

    def test_above_the_ceiling_does_not_count(self):
        spells = attended(16, 1, online=True)

        assert payable_days(spells, MANY, OPENED).lines[1].amount == 9
        assert days(spells) == 2

    def test_the_ceiling_holds_for_a_date_and_not_for_a_spell(self):
        twice = attended(8, online=True) * 2

        assert payable_days(twice, MANY, OPENED).lines[1].amount == 8

    def test_on_site_hours_of_the_same_date_stand_beside_it(self):
        spells = [Attended(OPENED, 4 * HOUR, 10 * HOUR)]

        assert payable_days(spells, MANY, OPENED).lines[1].amount == 12
        assert days(spells) == 1

    def test_does_not_count_where_the_province_reads_it_so(self):
        assert days(attended(8, 8, online=True), A3="a") == 0

    def test_a_share_of_the_whole_cannot_be_followed_yet(self):
        with pytest.raises(Refusal) as refused:
            days(attended(8), A3="c")

        assert refused.value.cites == "A3"


class TestPlannedOrAttended:
    """A4: one's own days, never more than the class had."""

    def test_more_than_the_class_is_not_paid(self):
        assert days(attended(*[8] * 14), class_days=12) == 12

    def test_fewer_than_the_class_is_what_was_attended(self):
        assert days(attended(*[8] * 9), class_days=12) == 9

    def test_the_days_of_the_class_where_the_province_reads_it_so(self):
        assert days(attended(*[8] * 9), class_days=12, A4="a") == 12


def test_spells_of_one_date_are_one_date():
    assert days([Attended(OPENED, 4 * HOUR), Attended(OPENED, 4 * HOUR)]) == 1


def test_a_date_without_minutes_is_no_attendance():
    assert days([Attended(OPENED), Attended(OPENED + timedelta(days=1), 8 * HOUR)]) == 1


def test_nobody_came():
    assert days([]) == 0


def test_the_working_names_dates_hours_class_and_result():
    lines = payable_days(attended(*[4] * 20), 15, OPENED).lines

    assert [line.amount for line in lines] == [20, 80, 15, 10]
    assert lines[-1].cites == ("A2", "A4")
    assert lines[1].how.zh == "3,600分钟，每360分钟为1日"


@pytest.mark.parametrize(
    ("spell", "field"),
    [
        (Attended(OPENED, -1), "attended[1].minutes"),
        (Attended(OPENED, 1_441), "attended[1].minutes"),
        (Attended(OPENED, 0, -1), "attended[1].online_minutes"),
        (Attended(OPENED - timedelta(days=1), 45), "attended[1].on"),
    ],
)
def test_an_impossible_attendance_is_refused_at_its_place(spell, field):
    with pytest.raises(Invalid) as refused:
        payable_days([spell], MANY, OPENED)

    assert refused.value.field == field


def test_an_impossible_class_is_refused():
    with pytest.raises(Invalid) as refused:
        payable_days([], -1, OPENED)

    assert refused.value.field == "class_days"
