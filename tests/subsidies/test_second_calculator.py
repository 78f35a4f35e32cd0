"""Random small worlds in the database: the claim as frozen is what a second calculator makes of the same facts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.subsidies.second_calculator import Job, Trainee, pile, reckon, year_on
from tests.subsidies.worlds import DATES, OPENED, PEOPLE, Ground, compare, settle
from yushu.subsidies import claiming
from yushu.subsidies.rules import DayRate, worth, year_bar

CLAIMS = (date(2024, 11, 12), date(2025, 2, 6), date(2025, 3, 10))
KINDS = ("CONTRACT", "INSURANCE", "LICENCE", "FLEXIBLE_INSURED", "ARMY", "FURTHER_STUDY")
DAYS = st.dates(date(2024, 5, 20), date(2025, 3, 20))
HIRED = (Job("CONTRACT", date(2024, 9, 2)), Job("INSURANCE", date(2024, 9, 2)))


@st.composite
def jobs(draw: Any, steady: int) -> tuple[Job, ...]:
    """A steady job for so many of four, pieces of several for the others."""
    if draw(st.integers(0, 3)) < steady:
        return HIRED
    found = []
    for kind in draw(st.lists(st.sampled_from(KINDS), max_size=4)):
        since, lasts = draw(DAYS), draw(st.none() | st.integers(0, 200))
        found.append(Job(kind, since, None if lasts is None else since + timedelta(days=lasts)))
    return tuple(found)


@st.composite
def worlds(draw: Any, dates: list[date]) -> list[Trainee]:
    """Up to ten people of one class."""
    class_dates = draw(st.integers(1, DATES) | st.sampled_from([9, 10, 11, 45, 46]))
    completed = dates[class_dates - 1] + timedelta(days=draw(st.integers(1, 20)))
    rare = st.sampled_from([True, False, False, False, False, False])
    steady = draw(st.sampled_from([0, 2, 2, 3, 3, 4]))
    people = []
    for _ in range(draw(st.integers(1, 2) | st.integers(5, PEOPLE))):
        there = draw(st.sampled_from([class_dates, class_dates, draw(st.integers(0, class_dates))]))
        spent = draw(st.sampled_from([360, 360, 360, 180, 200, 45]))
        earlier: tuple[tuple[date, date], ...] = ()
        if draw(rare):
            ended = OPENED - timedelta(days=draw(st.sampled_from([30, 364, 365, 366, 367, 400])))
            earlier = ((ended - timedelta(days=5), ended),)
        people.append(
            Trainee(
                OPENED,
                completed,
                class_dates,
                dict.fromkeys(dates[:there], spent),
                certified=not draw(rare),
                left_school=draw(st.booleans()),
                jobs=draw(jobs(steady)),
                earlier=earlier,
            )
        )
    return people


class _Undone(Exception):
    """Everything an example wrote is taken back."""


def claimed(ground: Ground, people: list[Trainee], on: date) -> None:
    try:
        with transaction.atomic():
            ground.stand(people)
            compare(settle(ground, on), people)
            raise _Undone
    except _Undone:
        pass


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
def test_a_claim_as_frozen_is_what_the_second_calculator_reckons(cast: Cast):
    ground = Ground(cast)

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate],
    )
    @given(worlds(ground.dates), st.sampled_from(CLAIMS))
    def each(people: list[Trainee], on: date) -> None:
        claimed(ground, people, on)

    each()


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
@pytest.mark.parametrize("kind", ["INSURANCE", "LICENCE", "FLEXIBLE_INSURED"])
def test_whoever_left_school_and_had_work_at_the_opening_is_in_neither_number(cast: Cast, kind: str):
    ground = Ground(cast)
    terms = {"minutes": dict.fromkeys(ground.dates[:9], 360), "left_school": True}
    before = Job(kind, OPENED - timedelta(days=30), OPENED)
    people = [Trainee(OPENED, date(2024, 7, 1), 9, jobs=HIRED, **terms) for _ in range(4)]
    people.append(Trainee(OPENED, date(2024, 7, 1), 9, jobs=(before, *HIRED), **terms))
    claimed(ground, people, CLAIMS[0])


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
def test_whether_somebody_in_the_army_at_the_opening_is_outside_waits_too(cast: Cast):
    """Two results: in the base if the army does not count, in neither number if it does."""
    ground = Ground(cast)
    terms = {"minutes": dict.fromkeys(ground.dates[:9], 360), "left_school": True}
    before = Job("ARMY", OPENED - timedelta(days=30), OPENED)
    people = [Trainee(OPENED, date(2024, 7, 1), 9, jobs=HIRED, **terms) for _ in range(4)]
    people.append(Trainee(OPENED, date(2024, 7, 1), 9, jobs=(before, *HIRED), **terms))
    assert (reckon(people, CLAIMS[0]).due, reckon(people, CLAIMS[0], yes=True).due) == (6_750, 5_400)
    claimed(ground, people, CLAIMS[0])


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
def test_a_claim_that_paid_one_day_more_would_be_found(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    """The negative control: the two are not the same calculator."""
    ground = Ground(cast)
    monkeypatch.setattr(claiming, "worth", lambda rate, days: worth(rate, days + 1))
    people = [Trainee(OPENED, date(2024, 7, 1), 9, dict.fromkeys(ground.dates[:9], 360), jobs=HIRED)]
    with pytest.raises(AssertionError):
        claimed(ground, people, CLAIMS[0])


@given(st.integers(0, 200))
def test_days_are_worth_what_is_put_down_for_them(days: int):
    assert worth(DayRate.on(OPENED), days) == pile(days)


@settings(max_examples=500)
@given(st.dates(date(2023, 6, 1), date(2032, 12, 31)), st.integers(-3, 3))
def test_the_year_ends_on_the_same_day(ended: date, off: int):
    opens = max(year_on(ended) + timedelta(days=off), OPENED)
    assert year_bar(ended, opens).barred is (opens <= year_on(ended))
