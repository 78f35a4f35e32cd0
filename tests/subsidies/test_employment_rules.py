"""五(四), R18: who counts as employed on the day of a claim (A13, A14, A15)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.law.test_pack import amended
from tests.subsidies.decisions import rows, why
from yushu.kernel.errors import Invalid, Refusal
from yushu.law.calendars import published_calendar
from yushu.law.pack import Pack, pack
from yushu.subsidies import employment_rules
from yushu.subsidies.employment_rules import Spell, Standing, standing, window_end
from yushu.subsidies.models import UNDECIDED

ROWS = rows("employment")
OPENED, COMPLETED, CLAIM = date(2024, 6, 3), date(2024, 7, 5), date(2024, 9, 2)
BOTH = (Spell("CONTRACT", date(2024, 7, 15)), Spell("INSURANCE", date(2024, 7, 15)))


def spells(text: str) -> list[Spell]:
    """CONTRACT 2024-07-15..2024-09-01; INSURANCE 2024-07-15, each with its place as its key."""
    found = []
    for number, part in enumerate(filter(None, (part.strip() for part in text.split(";"))), start=1):
        kind, days = part.split(" ")
        since, _, until = days.partition("..")
        last = date.fromisoformat(until) if until else None
        found.append(Spell(kind, date.fromisoformat(since), last, str(number)))
    return found


def law_of(text: str) -> Pack:
    """The pack with a reading taken otherwise: `A14=b 3` is option b with three months."""
    law = pack()
    if text:
        name, _, rest = text.partition("=")
        chosen, _, months = rest.partition(" ")
        law = amended(law, name, chosen=chosen, **({"facts": {"months": int(months)}} if months else {}))
    return law


def asked(row: dict[str, str]) -> Standing:
    pairs = [part.split("=") for part in row["counts"].split(";") if part]
    return standing(
        spells(row["facts"]),
        opened=date.fromisoformat(row["opened"]),
        completed=date.fromisoformat(row["completed"]),
        claim_day=date.fromisoformat(row["claim"]),
        group_b=row["group"] == "b",
        calendar=published_calendar(),
        law=law_of(row["readings"]),
        counts={kind: said == "yes" for kind, said in pairs},
    )


def now(*facts: Spell, group_b: bool = False, claim: date = CLAIM, **more: Any) -> Standing:
    return standing(
        facts,
        opened=OPENED,
        completed=COMPLETED,
        claim_day=claim,
        group_b=group_b,
        calendar=published_calendar(),
        **more,
    )


@pytest.mark.parametrize("row", ROWS, ids=why)
def test_somebody_counts_or_not(row):
    found = asked(row)

    said = {name: "yes" if getattr(found, name) else "no" for name in ("yes", "outside", "undecided")}
    assert said == {name: row[name] for name in said}


def test_every_row_says_something_of_its_own():
    assert len({why(row) for row in ROWS}) == len(ROWS) >= 35


def test_the_term_of_six_months_rolls_and_its_month_end_clips():
    ends = {
        date(2024, 7, 5): date(2025, 1, 6),
        date(2024, 8, 1): date(2025, 2, 5),
        date(2024, 8, 30): date(2025, 2, 28),
        date(2024, 8, 31): date(2025, 2, 28),
    }
    for completed, last in ends.items():
        assert window_end(completed, OPENED, published_calendar()) == last


def test_the_answer_names_the_facts_it_rests_on():
    old = Spell("INSURANCE", date(2024, 1, 1), date(2024, 2, 1), "old")
    found = now(
        old, Spell("CONTRACT", date(2024, 7, 15), None, "c"), Spell("INSURANCE", date(2024, 7, 20), None, "i")
    )

    assert found.evidence == ("c", "i")
    assert "2024-07-20" in found.why.zh
    assert found.cites == ("A13", "A14")


def test_outside_names_what_made_it_so():
    found = now(
        Spell("CONTRACT", date(2024, 5, 1), None, "c"),
        Spell("INSURANCE", date(2024, 5, 1), None, "i"),
        group_b=True,
    )

    assert (found.outside, found.evidence) == (True, ("i",))


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ("", "没有就业记录"),
        ("CONTRACT 2024-07-15", "没有同期参保"),
        ("INSURANCE 2024-07-15", "没有同期劳动合同"),
        ("CONTRACT 2024-07-15..2024-07-31; INSURANCE 2024-08-01", "没有同期参保"),
        ("LICENCE 2024-07-15..2024-08-31", "2024-08-31为止"),
        ("LICENCE 2024-09-03", "还没有到"),
    ],
)
def test_a_no_says_what_is_missing(facts, says):
    assert says in now(*spells(facts)).why.zh


def test_too_late_names_the_last_day():
    found = now(Spell("LICENCE", date(2025, 1, 7)), claim=date(2025, 2, 10))

    assert "2025-01-06" in found.why.zh


def test_undecided_shows_the_other_result_and_names_the_kind():
    found = now(Spell("ARMY", date(2024, 9, 1), None, "a"))

    assert found.otherwise is not None
    assert (found.yes, found.otherwise.yes, found.evidence) == (False, True, ("a",))
    assert "应征入伍" in found.why.zh


def test_two_employers_are_remarked_on_and_change_nothing():
    one = Spell("CONTRACT", date(2024, 7, 15), employer="甲公司")
    same, other = (Spell("INSURANCE", date(2024, 7, 15), employer=name) for name in ("甲公司", "乙公司"))

    assert now(one, same).look == ()
    assert (now(one, other).yes, len(now(one, other).look)) == (True, 1)
    assert now(one, Spell("INSURANCE", date(2024, 7, 15))).look == ()


def test_only_the_employers_of_the_day_are_compared():
    past = Spell("CONTRACT", date(2024, 7, 15), date(2024, 8, 1), employer="乙公司")
    one = Spell("CONTRACT", date(2024, 7, 15), employer="甲公司")
    insured = Spell("INSURANCE", date(2024, 7, 15), employer="乙公司")

    assert len(now(past, one, insured).look) == 1


@pytest.mark.parametrize(("opened", "completed", "claim"), [(3, 2, 4), (1, 3, 2)])
def test_days_out_of_order_are_refused(opened, completed, claim):
    days = {"opened": opened, "completed": completed, "claim_day": claim}
    given_days = {name: date(2024, 7, number) for name, number in days.items()}
    with pytest.raises(Invalid) as refused:
        standing(BOTH, group_b=False, calendar=published_calendar(), **given_days)

    assert refused.value.field == "claim_day"


def test_a_reading_the_rule_cannot_follow_is_refused_by_name():
    with pytest.raises(Refusal) as refused:
        now(*BOTH, law=amended(pack(), "A14", chosen="z"))

    assert refused.value.cites == "A14"


def test_the_rule_knows_the_same_undecided_kinds_as_the_record():
    assert set(employment_rules.UNDECIDED) == set(UNDECIDED)
    assert set(employment_rules.KIND_WORDS) == set(employment_rules.UNDECIDED)


days = st.integers(min_value=0, max_value=400).map(lambda n: date(2024, 3, 1) + timedelta(days=n))
facts = st.lists(
    st.builds(
        lambda kind, since, length: Spell(
            kind, since, None if length is None else since + timedelta(days=length)
        ),
        st.sampled_from(["CONTRACT", "INSURANCE", "LICENCE", "ARMY"]),
        days,
        st.none() | st.integers(min_value=0, max_value=200),
    ),
    max_size=6,
)


def by_days(found: list[Spell], claim: date, group_b: bool) -> tuple[bool, bool]:
    """The same answer found otherwise: day by day, back from the claim."""

    def on(kind: str, day: date) -> bool:
        return any(s.kind == kind and s.since <= day <= (s.until or day) for s in found)

    def works(day: date) -> bool:
        return on("LICENCE", day) or (on("CONTRACT", day) and on("INSURANCE", day))

    if group_b and (on("INSURANCE", OPENED) or on("LICENCE", OPENED)):
        return False, True
    day, last = claim, date(2025, 1, 6)
    while works(day) and day > last:
        day -= timedelta(days=1)
    return works(day), False


@given(facts, st.integers(min_value=0, max_value=300), st.booleans())
def test_the_answer_is_that_of_counting_day_by_day(found, after, group_b):
    claim = COMPLETED + timedelta(days=after)
    said = now(*found, group_b=group_b, claim=claim, counts={"ARMY": False})

    assert (said.yes, said.outside) == by_days(found, claim, group_b)


@given(facts)
def test_the_order_of_the_facts_changes_nothing(found):
    assert now(*found).yes == now(*reversed(found)).yes
