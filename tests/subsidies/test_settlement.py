"""What is owed for a class: who counts, whether the gate is reached, whom it pays for."""

from __future__ import annotations

from datetime import date

import pytest

from tests.law.test_pack import amended
from tests.subsidies.decisions import rows, why
from yushu.kernel.errors import Invalid, Refusal
from yushu.law.pack import pack
from yushu.law.register import strangers_in
from yushu.subsidies.rules import Member, settle

OPENED = date(2024, 6, 1)


def people(
    count: int, employed: int, *, days: int = 12, certified: bool = True, barred: bool = False
) -> list[Member]:
    return [Member(days, certified, barred, number < employed) for number in range(count)]


def roster(row: dict[str, str]) -> list[Member]:
    """The class a decision row describes."""
    number = {key: int(text) for key, text in row.items() if text.isdigit()}
    days = number["days"]
    return (
        people(number["certified"], number["employed"], days=days)
        + people(number["uncertified"], number["uncertified_employed"], days=days, certified=False)
        + people(number["barred"], number["barred_employed"], days=days, barred=True)
    )


@pytest.mark.parametrize("row", rows("settle"), ids=why)
def test_a_class_is_owed(row):
    found = settle(roster(row), OPENED)

    assert found.base == int(row["base"])
    assert found.rate_permille == (int(row["permille"]) if row["permille"] else None)
    assert found.full is (row["full"] == "yes")
    assert found.yuan == int(row["yuan"])
    assert found.near_threshold is (row["near"] == "yes")


def test_one_person_fewer_costs_18700_yuan():
    assert settle(people(50, 40), OPENED).yuan - settle(people(50, 39), OPENED).yuan == 18_700


def test_below_the_gate_the_employed_are_paid_each_by_their_own_days():
    members = people(3, 1, days=10) + people(2, 1, days=46)

    assert settle(members, OPENED).yuan == 1500 + 5000


def test_at_the_gate_everybody_is_paid_by_their_own_days():
    members = people(4, 4, days=10) + people(1, 0, days=46)

    assert settle(members, OPENED).yuan == 4 * 1500 + 5000


def test_somebody_uncertified_and_barred_is_left_out_once():
    both = Member(12, False, True, True)

    found = settle([*people(2, 2), both], OPENED)

    assert found.base == 2
    assert "未取得合格证书1人，一年内已享受0人" in found.lines[0].how.zh


def test_the_working_adds_up_and_ends_with_what_is_owed():
    found = settle(people(45, 40) + people(5, 0, days=9), OPENED)
    sums = [line.amount for line in found.lines if line.unit.zh == "元"]

    assert sum(sums[:-1]) == sums[-1] == found.yuan == 45 * 1700 + 5 * 1350


def test_the_working_compares_in_whole_numbers():
    reached = settle(people(50, 40), OPENED).lines[2]
    missed = settle(people(50, 39), OPENED).lines[2]

    assert (reached.how.zh, reached.amount) == ("40×100≥50×80，按全部可计付人数计付", 800)
    assert (missed.how.en, missed.amount) == ("39 × 100 < 50 × 80: the employed are paid for", 780)


def test_an_empty_base_is_not_divided_by():
    found = settle(people(5, 5, certified=False), OPENED)

    assert (found.rate_permille, found.yuan) == (None, 0)
    assert "不作除法" in found.lines[2].how.zh


def test_every_line_names_clauses_that_exist():
    cited = [name for line in settle(people(50, 39), OPENED).lines for name in line.cites]

    assert {"R18", "R19", "A12", "A13", "A17"} <= set(cited)
    assert not strangers_in(" ".join(cited))
    assert all(name in pack().rules for name in cited)


def test_the_rule_of_the_opening_day_decides():
    with pytest.raises(Refusal) as refused:
        settle(people(2, 2), date(2024, 5, 22))

    assert refused.value.field == "opened"


def test_another_gate_is_another_value():
    law = amended(pack(), "R18", facts={"percent": 70})

    assert settle(people(50, 39), OPENED, law).full


@pytest.mark.parametrize("name", ["A1", "A12", "A17", "A19"])
def test_a_reading_the_sum_cannot_follow_is_refused_and_named(name):
    law = amended(pack(), name, chosen="z")

    with pytest.raises(Refusal) as refused:
        settle(people(2, 2), OPENED, law)

    assert refused.value.cites == name


def test_a_wrong_number_of_days_is_refused_at_its_place():
    with pytest.raises(Invalid) as refused:
        settle([*people(1, 1), Member(-1, True, False, True)], OPENED)

    assert refused.value.field == "members[2].days"
