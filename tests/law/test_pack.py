"""The Shanxi pack says what 晋人社厅发〔2024〕27号 says, dated, and admits what nobody has confirmed."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest

from yushu.kernel.errors import Misconfigured, Refusal
from yushu.law.entries import Entry, Kind
from yushu.law.pack import Limit, Pack, names, pack, term
from yushu.law.shape import EXPECTED, HOUSE
from yushu.law.terms import Unit

FIRST = date(2024, 5, 23)
JUNE = date(2024, 6, 1)
PLACES = (
    ["通知", "引言", "一", "二", "三"]
    + [f"四({part})" for part in "一二三"]
    + [f"五({part})" for part in "一二三四五六七八"]
    + [f"六({part})" for part in "一二三四"]
    + ["附件"]
)


def amended(law: Pack, name: str, **changes: object) -> Pack:
    """The pack with one entry's newest value changed."""
    entry = law.entry(name)
    value = dataclasses.replace(entry.values[-1], **changes)
    return with_entry(law, dataclasses.replace(entry, values=(*entry.values[:-1], value)))


def with_entry(law: Pack, entry: Entry) -> Pack:
    return dataclasses.replace(law, rules={**law.rules, entry.id: entry})


def test_every_rule_reading_and_house_value_is_there_in_order():
    assert tuple(pack().rules) == EXPECTED
    assert [len(list(pack().of(kind))) for kind in Kind] == [32, 40, len(HOUSE)]


def test_every_place_of_the_document_is_paraphrased_in_two_languages():
    clauses = pack().clauses

    assert list(clauses) == PLACES
    assert all(clause.zh and clause.en and clause.place_en for clause in clauses.values())
    assert clauses["四(三)"].label == ("四(三)", "Part 4 (3)")


@pytest.mark.parametrize(
    ("name", "key", "amount"),
    [
        ("R02", "seats", 500),
        ("R03", "years", 2),
        ("R07", "days", 30),
        ("R09", "days", 30),
        ("R10", "days", 10),
        ("R11", "days", 30),
        ("R17", "years", 1),
        ("R18", "percent", 80),
        ("R19", "first_days", 10),
        ("R19", "first_yuan", 150),
        ("R19", "after_yuan", 100),
        ("R19", "cap_yuan", 5000),
        ("A14", "months", 6),
        ("A26", "percent", 20),
        ("A36", "people", 3),
    ],
)
def test_a_number_of_the_document_is_a_typed_value(name, key, amount):
    value = pack().on(name, JUNE)

    assert value[key] == amount
    assert value.number(key) == amount


def test_what_stands_in_the_document_is_confirmed_and_what_is_read_into_it_is_not():
    law = pack()

    assert all(law.on(entry.id, JUNE).confirmed for entry in law.of(Kind.RULE))
    assert not any(law.on(entry.id, JUNE).confirmed for entry in law.of(Kind.READING))
    assert not any(law.on(entry.id, JUNE).settled for entry in law.of(Kind.READING))


def test_a_reading_and_a_house_value_are_marked_as_not_the_documents_word():
    law = pack()

    assert not law.entry("R10").house
    assert law.entry("A2").house
    assert law.entry("H-publicity").house


@pytest.mark.parametrize("entry", list(pack().of(Kind.READING)), ids=lambda entry: entry.id)
def test_a_reading_gives_its_question_its_options_its_choice_and_why(entry):
    chosen = entry.option(pack().on(entry.id, JUNE).chosen)

    assert chosen is not None
    assert all(text.zh and text.en for text in (entry.says, entry.why, *(one.says for one in entry.options)))
    assert len(entry.options) > 1 or entry.id == "A31"


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("A1", "a"),
        ("A2", "d"),
        ("A5", "a"),
        ("A6", "b"),
        ("A9", "b"),
        ("A12", "d"),
        ("A17", "b"),
        ("A38", "c"),
    ],
)
def test_the_settled_defaults_are_chosen(name, chosen):
    assert pack().on(name, JUNE).chosen == chosen


def test_a_rule_is_silent_before_its_first_day():
    assert pack().on("R19", FIRST)["cap_yuan"] == 5000
    with pytest.raises(Refusal) as refused:
        pack().on("R19", FIRST - timedelta(days=1), field="opened")

    assert refused.value.field == "opened"
    assert refused.value.cites == "R19"
    assert "2024-05-22" in refused.value.wrong.zh
    assert "2024-05-23" in refused.value.mend.zh


def test_an_unknown_id_is_refused_with_the_ids_there_are():
    with pytest.raises(Refusal) as refused:
        pack().on("R99", JUNE)

    assert refused.value.field == "id"
    assert "R01" in refused.value.mend.en


def test_next_years_rate_is_one_more_value():
    entry = pack().entry("R19")
    raised = dataclasses.replace(
        entry.values[0], since=date(2027, 1, 1), facts={**entry.values[0].facts, "cap_yuan": 6000}
    )
    law = with_entry(pack(), dataclasses.replace(entry, values=(*entry.values, raised)))

    assert law.on("R19", date(2026, 12, 31))["cap_yuan"] == 5000
    assert law.on("R19", date(2027, 1, 1))["cap_yuan"] == 6000


class TestWhatNobodyHasReadForAYear:
    def test_a_value_read_a_year_ago_to_the_day_is_still_read(self):
        law = amended(pack(), "R19", read_on=date(2025, 3, 1))

        assert law.entry("R19") not in law.unread(date(2026, 3, 1))
        assert law.entry("R19") in law.unread(date(2026, 3, 2))

    def test_the_length_of_the_year_can_be_asked(self):
        law = amended(pack(), "R19", read_on=date(2025, 3, 1))

        assert law.entry("R19") in law.unread(date(2025, 3, 12), days=10)

    def test_what_nobody_ever_read_is_always_listed(self):
        assert pack().entry("H-publicity") in pack().unread(FIRST)

    def test_finding_the_last_value_still_in_force_counts_as_reading(self):
        law = amended(pack(), "R19", read_on=date(2024, 5, 23))
        seen = dataclasses.replace(law.entry("R19"), last_value_still_valid_on=date(2026, 2, 1))

        assert seen.read_on == date(2026, 2, 1)
        assert seen not in with_entry(law, seen).unread(date(2026, 6, 1))


def test_readings_without_a_document_number_are_named():
    law = amended(pack(), "A2", ruling="晋人社函〔2025〕1号")

    assert [entry.id for entry in law.unsettled(("A1", "A2", "R19", "H-publicity"), JUNE)] == ["A1"]


class TestATermOfAProcessTable:
    @pytest.mark.parametrize(
        ("name", "length", "unit"),
        [
            ("R07", 30, "day"),
            ("R09", 30, "day"),
            ("R10", 10, "day"),
            ("R11", 30, "day"),
            ("A14", 6, "month"),
            ("H-class-approval", 5, "workday"),
            ("H-publicity", 5, "workday"),
            ("H-complaint", 15, "workday"),
        ],
    )
    def test_has_its_length_and_unit_from_the_pack(self, name, length, unit):
        assert term(name).on(pack(), JUNE) == Limit(length, Unit(unit))

    def test_counts_working_days_once_the_province_reads_it_so(self):
        law = amended(pack(), "A5", chosen="b", facts=dict(pack().entry("A5").option("b").facts))

        assert term("R10").on(law, JUNE) == (10, "workday")
        assert term("H-publicity").on(law, JUNE) == (5, "workday")

    @pytest.mark.parametrize("name", ["R19", "R08", "R99", "H-soon", "A5", ""])
    def test_that_is_no_term_does_not_start(self, name):
        with pytest.raises(Misconfigured):
            term(name)


def test_the_pack_is_read_once_and_names_its_version():
    assert pack() is pack("shanxi")
    assert pack().version
    assert names() == ("shanxi",)
