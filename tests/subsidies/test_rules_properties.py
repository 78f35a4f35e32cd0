"""The rules against a clerk who pays day by day with fractions, and against common sense."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from yushu.subsidies.rules import (
    Attended,
    DayRate,
    Member,
    gate,
    payable_days,
    settle,
    worth,
    worth_lines,
    year_bar,
)

OPENED = date(2024, 6, 1)
RATE = DayRate.on(OPENED)
DAYS = st.integers(0, 120)
MEMBERS = st.lists(st.builds(Member, DAYS, st.booleans(), st.booleans(), st.booleans()), max_size=60)
MOST_MINUTES = 16 * 60
SPELLS = st.lists(
    st.builds(
        Attended,
        st.dates(OPENED, OPENED + timedelta(days=40)),
        st.integers(0, MOST_MINUTES),
        st.integers(0, MOST_MINUTES),
    ),
    max_size=40,
)


def paid_out(days: int) -> int:
    """The clerk puts a note on the pile for every day, until the pile is as high as it may be."""
    pile = 0
    for number in range(1, days + 1):
        pile += 150 if number <= 10 else 100
    return 5000 if pile > 5000 else pile


def owed(members: list[Member]) -> tuple[Fraction | None, int]:
    """The clerk's rate and sum for a class."""
    base = [one for one in members if one.certified and not one.barred]
    hired = [one for one in base if one.employed]
    rate = Fraction(len(hired), len(base)) if base else None
    paid = base if rate is not None and rate >= Fraction(4, 5) else hired
    return rate, sum(paid_out(one.days) for one in paid)


@given(DAYS)
def test_a_persons_training_is_worth_what_the_clerk_pays_out(days):
    assert worth(RATE, days) == paid_out(days)


@given(DAYS)
def test_the_working_adds_up(days):
    assert sum(line.amount for line in worth_lines(RATE, days)) == worth(RATE, days)


@given(DAYS)
def test_one_day_more_is_never_worth_less(days):
    assert worth(RATE, days) <= worth(RATE, days + 1) <= worth(RATE, days) + RATE.first_yuan


@given(MEMBERS)
def test_a_class_is_owed_what_the_clerk_reckons(members):
    found = settle(members, OPENED)
    rate, yuan = owed(members)

    assert found.yuan == yuan
    assert found.rate_permille == (None if rate is None else int(rate * 1000))
    assert found.full is (rate is not None and rate >= Fraction(80, 100))


@given(MEMBERS)
def test_a_class_is_near_where_one_hire_or_one_dismissal_turns_it_or_inside_the_range(members):
    found = settle(members, OPENED)
    rate = Fraction(found.employed, found.base) if found.base else None
    turned = set()
    for index, member in enumerate(members):
        other = Member(member.days, member.certified, member.barred, not member.employed)
        turned.add(settle([*members[:index], other, *members[index + 1 :]], OPENED).full != found.full)

    inside = rate is not None and Fraction(78, 100) <= rate <= Fraction(85, 100)
    assert found.near_threshold is (True in turned or inside)


@given(MEMBERS, st.randoms(use_true_random=False))
def test_the_order_of_the_roster_changes_nothing(members, random):
    shuffled = members[:]
    random.shuffle(shuffled)

    assert settle(shuffled, OPENED) == settle(members, OPENED)


@given(MEMBERS)
def test_a_new_job_never_lowers_what_is_owed(members):
    hired = [Member(one.days, one.certified, one.barred, True) for one in members]

    assert settle(members, OPENED).yuan <= settle(hired, OPENED).yuan


@given(MEMBERS)
def test_no_class_is_owed_more_than_the_cap_for_everybody_in_the_base(members):
    found = settle(members, OPENED)

    assert found.yuan <= found.base * RATE.cap_yuan


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_gate_is_the_fraction(employed, others):
    base = employed + others

    assert gate(employed, base, 80) is (base > 0 and Fraction(employed, base) >= Fraction(80, 100))


@given(SPELLS, st.integers(0, 60))
def test_payable_days_are_bounded_by_dates_hours_and_class(spells, class_days):
    days = payable_days(spells, class_days, OPENED).days
    present = {spell.on for spell in spells if spell.minutes or spell.online_minutes}
    online = {
        on: min(sum(spell.online_minutes for spell in spells if spell.on == on), 8 * 45) for on in present
    }
    hours = Fraction(sum(spell.minutes for spell in spells) + sum(online.values()), 45)
    by_hours = next(count for count in range(10_000) if count * 8 >= hours)

    assert days == min(len(present), by_hours, class_days)


@given(st.dates(date(2023, 1, 1), date(2040, 12, 31)), st.integers(1, 800))
def test_the_bar_falls_exactly_once(ended, later):
    opens = max(ended + timedelta(days=later), date(2024, 5, 23))
    bar = year_bar(ended, opens)

    assert bar.barred is (opens < bar.allowed_from)
    assert bar.allowed_from - bar.until == timedelta(days=1)
    assert 365 <= (bar.until - ended).days <= 366
    assert (bar.until.month, bar.until.day) == (ended.month, ended.day) or (ended.month, ended.day) == (2, 29)
