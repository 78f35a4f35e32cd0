"""A33: only the province settles a reading, by three hands and a number, from a day on; until then money is held."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from tests.catalogue.makers import moment, take, three_hands
from tests.subsidies import makers as make
from tests.subsidies.refusing import refuses
from yushu.casework.agreement import disagreements
from yushu.kernel.errors import Forbidden, Invalid, Refusal
from yushu.law.pack import pack
from yushu.people.roles import Duty, Role
from yushu.subsidies import models as s
from yushu.subsidies import rulings
from yushu.subsidies.interpreting import draft_ruling
from yushu.subsidies.rules import DayRate, year_bar
from yushu.subsidies.ruling import S
from yushu.subsidies.rulings import Unsettled, counts_on, held_by, ruled, settled, unsettled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
OPENED = date(2024, 6, 3)


def test_three_hands_settle_a_reading_under_a_number(cast: Cast):
    case = make.make_ruling(cast)
    take(case, "settle", cast.owner(Role.PROVINCE), "2024-11-01")
    case.refresh_from_db()
    assert (case.state, settled("A1", OPENED)) == (S.DRAFT, None)

    with pytest.raises(Forbidden):
        take(case, "settle", cast.owner(Role.PROVINCE), "2024-11-01")
    take(case, "settle", cast.colleague(Role.PROVINCE, Duty.CHECK), "2024-11-01")
    take(case, "settle", cast.colleague(Role.PROVINCE, Duty.SIGN), "2024-11-01", make.numbered("2024-11-01"))
    case.refresh_from_db()

    assert (case.state, case.document_no, case.dispatched_on) == (
        S.SETTLED,
        "晋人社函〔2024〕15号",
        date(2024, 11, 1),
    )
    assert settled("A1", OPENED) == case


@pytest.mark.parametrize("role", [Role.CITY, Role.INSTITUTION, Role.AUDITOR])
def test_nobody_but_the_province_settles(cast: Cast, role):
    with pytest.raises(Forbidden):
        draft_ruling("A1", "a", OPENED, actor=cast.owner(role).actor, at=moment("2024-11-01"))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reading": "A5"}, "reading"),
        ({"reading": "R19"}, "reading"),
        ({"reading": "A20"}, "reading"),
        ({"option": "z"}, "option"),
        ({"reading": "A14", "subject": "ARMY", "option": "yes"}, "reading"),
        ({"reading": "A13", "subject": "CONTRACT", "option": "yes"}, "reading"),
        ({"reading": "A13", "subject": "ARMY", "option": "a"}, "option"),
        ({"since": "2024-05-22"}, "since"),
    ],
)
def test_what_is_no_open_reading_is_refused(cast: Cast, said, field):
    with pytest.raises(Invalid) as refused:
        make.make_ruling(cast, **{"since": "2024-05-23", **said})
    assert refused.value.field == field


def test_it_holds_from_its_day_on_and_the_latest_wins(cast: Cast):
    first = make.settled_ruling(cast, "A9", "b", "2024-06-01")
    second = make.settled_ruling(cast, "A9", "a", "2025-01-01", on="2024-12-02")

    days = [date(2024, 5, 31), date(2024, 6, 1), date(2024, 12, 31), date(2025, 1, 1)]
    assert [settled("A9", day) for day in days] == [None, first, first, second]


def test_a_reading_has_one_answer_from_a_day_on(cast: Cast):
    make.settled_ruling(cast, "A9", "b", "2024-06-01")
    again = make.make_ruling(cast, "A9", "a", "2024-06-01")
    with pytest.raises(Refusal) as refused:
        three_hands(again, "settle", cast, "2024-11-02")
    assert refused.value.cites == "A33"

    s.Ruling.objects.filter(pk=again.pk).update(document_no="晋人社函〔2024〕16号", dispatched_on=OPENED)
    with refuses("ruling_once_a_day"):
        s.Ruling.objects.filter(pk=again.pk).update(state=S.SETTLED)


def test_a_withdrawn_draft_settles_nothing(cast: Cast):
    case = make.make_ruling(cast)
    take(case, "withdraw", cast.owner(Role.PROVINCE), "2024-11-01")

    assert settled("A1", OPENED) is None


def test_unsettled_readings_are_named(cast: Cast):
    make.settled_ruling(cast, "A1")

    assert unsettled(["A1", "A2", "R19", "A2"], OPENED) == [Unsettled("A2")]
    assert "A2 一天怎样算" in Unsettled("A2").words.zh


def test_production_holds_what_rests_on_an_unsettled_reading_and_demonstration_does_not(cast: Cast):
    make.settled_ruling(cast, "A1")

    assert held_by(("A1", "A2"), OPENED, demonstration=False) == [Unsettled("A2")]
    assert held_by(("A1", "A2"), OPENED, demonstration=True) == []


def test_an_undecided_kind_is_held_everywhere_until_its_own_ruling(cast: Cast):
    for demonstration in (True, False):
        found = held_by((), OPENED, demonstration=demonstration, subjects=["ARMY"])
        assert found == [Unsettled("A13", "ARMY")]
    assert "应征入伍" in found[0].words.zh

    make.settled_ruling(cast, "A13", "no", subject="ARMY")
    assert held_by((), OPENED, demonstration=True, subjects=["ARMY"]) == []
    assert counts_on(OPENED) == {"ARMY": False}
    assert unsettled((), OPENED, ["CIVIL_SERVICE", "ARMY"]) == [Unsettled("A13", "CIVIL_SERVICE")]


def test_a_ruling_that_counts_all_kinds_leaves_none_undecided(cast: Cast):
    make.settled_ruling(cast, "A13", "b")

    assert unsettled(["A13"], OPENED, ["ARMY"]) == []


def test_a_ruling_of_a_kind_does_not_settle_the_reading_itself(cast: Cast):
    make.settled_ruling(cast, "A13", "yes", subject="ARMY")

    assert unsettled(["A13"], OPENED) == [Unsettled("A13")]
    assert settled("A13", OPENED) is None
    assert settled("A13", OPENED, "ARMY") is not None


def test_formulas_follow_the_ruling_from_its_day_on(cast: Cast):
    make.settled_ruling(cast, "A9", "a", "2025-01-01")
    law = ruled()

    assert not year_bar(date(2024, 6, 20), date(2025, 1, 2), law).barred
    assert year_bar(date(2024, 6, 20), date(2025, 1, 2)).barred
    assert year_bar(date(2024, 6, 20), date(2024, 12, 31), law).barred
    assert (law.on("A9", date(2025, 1, 1)).ruling, law.on("A9", date(2024, 12, 31)).ruling) == (
        "晋人社函〔2024〕15号",
        "",
    )
    assert DayRate.on(OPENED, law) == DayRate.on(OPENED)


def test_a_ruling_from_the_first_day_takes_the_place_of_the_default(cast: Cast):
    make.settled_ruling(cast, "A14", "b", "2024-05-23")
    value = ruled().on("A14", OPENED)

    assert (value.chosen, value.number("months"), value.settled) == ("b", 3, True)


def test_facts_that_go_with_no_option_are_kept(cast: Cast):
    make.settled_ruling(cast, "A2", "c", "2024-06-01")
    value = ruled().on("A2", OPENED)

    assert (value.chosen, value.text("rounding")) == ("c", "ceil")


def test_the_shipped_pack_is_left_as_it_was(cast: Cast):
    before = pack().entry("A9").values
    make.settled_ruling(cast, "A9", "a")
    ruled()

    assert pack().entry("A9").values == before


def test_all_money_readings_are_listed():
    assert tuple(f"A{n}" for n in (1, 2, 3, 4, *range(9, 20))) == rulings.MONEY
    assert all(pack().entry(name).options for name in rulings.MONEY)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"state": "NOWHERE"}, "ruling_state_known"),
        ({"state": "SETTLED", "document_no": ""}, "ruling_settled_by_a_document"),
        (
            {"state": "SETTLED", "document_no": "晋人社函〔2024〕15号", "dispatched_on": None},
            "ruling_settled_by_a_document",
        ),
        ({"reading": "A14", "subject": "ARMY"}, "ruling_subject_is_undecided"),
        ({"reading": "A13", "subject": "LICENCE"}, "ruling_subject_is_undecided"),
    ],
)
def test_the_database_refuses_by_name(cast: Cast, change: dict[str, Any], name: str):
    case = make.make_ruling(cast)
    with refuses(name):
        s.Ruling.objects.filter(pk=case.pk).update(**change)


def test_a_ruling_changed_behind_its_record_is_found(cast: Cast):
    case = make.settled_ruling(cast, "A9", "b")
    assert not list(disagreements())
    s.Ruling.objects.filter(pk=case.pk).update(option="a")
    assert [one.what for one in disagreements()] == ["evidence"]
