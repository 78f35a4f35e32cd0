"""The law's half of the clause map."""

from __future__ import annotations

import pytest

from yushu.law.pack import pack
from yushu.law.register import cited_in, rows, strangers_in

ROWS = tuple(rows(pack()))


def test_every_clause_stands_in_the_map_in_the_documents_order():
    places = list(dict.fromkeys(row.clause.place for row in ROWS if row.clause))

    assert places == list(pack().clauses)


def test_every_rule_stands_in_the_map():
    assert {row.entry.id for row in ROWS if row.entry} == set(pack().rules)


def test_a_rule_of_two_places_stands_at_both():
    assert [row.clause.place for row in ROWS if row.entry and row.entry.id == "R31"] == ["六(一)", "六(四)"]


def test_a_place_without_a_rule_is_shown_empty():
    assert [row.clause.place for row in ROWS if row.entry is None] == ["引言", "一"]


def test_a_value_without_a_place_stands_last():
    assert ROWS[-1].clause is None
    assert all(row.entry.id.startswith("H-") for row in ROWS if row.clause is None)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("R10 then R09, and R09 again", ("R09", "R10")),
        ('cites=("R19", "A1")', ("R19", "A1")),
        ("test_R17_bars", ("R17",)),
        ("A1, not A10", ("A1", "A10")),
        ("within H-class-approval (A35)", ("A35", "H-class-approval")),
        ("依R07报送", ("R07",)),
        ("R99, A41, A0, R1, XR09, R091, H-nothing", ()),
        ("", ()),
    ],
)
def test_ids_are_found_in_a_text(text, ids):
    assert cited_in(text) == ids


def test_ids_no_pack_answers_are_found_too():
    assert strangers_in("R33, A41, H-nothing and R09") == ("A41", "H-nothing", "R33")
