"""A table that contradicts itself does not start, and the message names the row."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from tests.casework.makers import SAID, T, row, table
from yushu.casework.process import DISPATCHED_ON, REASON, SIGNED_NO, Ask, BrokenTable, Step
from yushu.casework.registry import kinds
from yushu.kernel.errors import Misconfigured
from yushu.kernel.words import Words
from yushu.law.pack import term
from yushu.people.roles import Duty, Role

ON = row("on", T.A, T.B)
END = row("end", T.B, T.C)


def refused(*steps: Step, **columns: Any) -> str:
    with pytest.raises(BrokenTable) as broken:
        table(*steps, **columns)
    return str(broken.value)


def test_a_whole_table_starts() -> None:
    process = table(ON, END)
    assert process.find(T.A, "on") is ON
    assert process.find(T.A, "end") is None
    assert process.leaving(T.B) == (END,)


def test_a_state_nothing_leads_to() -> None:
    assert refused(row("on", T.A, T.C), row("end", T.B, T.C)) == "example: nothing leads to B"


def test_a_state_without_a_way_to_an_end() -> None:
    assert refused(ON, row("end", T.A, T.C), row("again", T.B, T.B)) == "example: no way to an end from B"


@pytest.mark.parametrize("name", ["open", "file", "split", "mend"])
def test_a_name_the_record_or_an_address_uses_already(name: str) -> None:
    assert refused(row(name, T.A, T.B), END).startswith(f"example.{name}: the record and the addresses")


def test_two_doors_of_one_name() -> None:
    assert refused(ON, row("on", T.A, T.C), END) == "example: two doors called on leave A"


def test_a_state_in_which_nobody_is_expected_to_act() -> None:
    idle = row("end", T.B, T.C, power=True)
    assert refused(ON, idle) == "example: nobody is expected to act in B"


def test_a_state_the_table_does_not_know() -> None:
    assert refused(ON, END, row("off", "Z", T.C)) == "example.off: no state called Z"
    assert refused(ON, END, row("off", T.A, "Z")) == "example.off: no state called Z"
    assert refused(ON, END, start="Z") == "example: no state called Z"
    assert refused(ON, END, ends=(T.C, "Z")) == "example: no state called Z"


def test_a_main_path_over_a_step_there_is_not() -> None:
    assert refused(ON, END, path=("on", "off")) == "example: no step called off"


def test_a_clause_the_pack_does_not_have() -> None:
    assert refused(row("on", T.A, T.B, cites="R99"), END) == "example.on: no clause called R99"
    assert refused(row("on", T.A, T.B, cites=""), END) == "example.on: no clause called nothing"


def test_a_term_the_pack_does_not_have() -> None:
    with pytest.raises(Misconfigured, match="R99"):
        term("R99")
    with pytest.raises(Misconfigured, match="R19"):
        term("R19")


HANDED = Ask("note", Words("意见", "Opinion"), hand=Duty.CHECK)
NAMED = Ask("state", Words("状态", "State"))

ROWS = {
    "a term needs a day to count from": {"within": term("R09")},
    "a day to count from needs a term": {"counts_from": "examined_on"},
    "time needs ": {"by": Role.TIME},
    "there are one, two or three hands": {"hands": 4},
    "what is recorded for another is recorded by one hand": {"hands": 2, "recorded_by": Role.PROVINCE},
    "what is done in person is never recorded for another": {"personal": True, "recorded_by": Role.PROVINCE},
    "facts about rows need rows": {"row_asks": (REASON,)},
    "a fact is asked for twice": {"asks": (REASON, REASON)},
    "a fact bears a name the ledger uses itself": {"asks": (NAMED,)},
    "a fact is asked of no hand": {"asks": (SIGNED_NO, DISPATCHED_ON)},
    "nobody waits for a power, so it has no term": {
        "power": True,
        "within": term("R09"),
        "counts_from": "day",
    },
}


@pytest.mark.parametrize(("said", "columns"), ROWS.items(), ids=list(ROWS))
def test_a_row_that_contradicts_itself(said: str, columns: dict[str, Any]) -> None:
    fault = refused(row("on", T.A, T.B, **columns), row("go", T.A, T.B), END)
    assert fault.startswith(f"example.on: {said}")


def test_with_two_hands_nobody_checks() -> None:
    said = "example.on: a fact is asked of no hand"
    assert refused(row("on", T.A, T.B, hands=2, asks=(HANDED,)), END) == said


@pytest.mark.parametrize(
    "columns", [{"asks": (REASON,)}, {"hands": 2}, {"recorded_by": Role.PROVINCE}, {"power": True}]
)
def test_time_has_one_hand_and_nothing_to_say(columns: dict[str, Any]) -> None:
    by_time = {"by": Role.TIME, "within": term("R09"), "counts_from": "day"}
    said = "example.on: time has one hand, gives no facts, and is no power"
    assert refused(row("on", T.A, T.B, **by_time, **columns), row("go", T.A, T.B), END) == said


def test_apart_from_a_step_there_is_not() -> None:
    said = refused(row("on", T.A, T.B, apart_from="off"), END)
    assert said == "example.on: no step called off to stand apart from"


def test_one_holder_has_one_term_in_a_state() -> None:
    """Of two the second would never run."""
    within = {"within": term("R09"), "counts_from": "day"}
    said = refused(row("on", T.A, T.B, **within), row("off", T.A, T.C, **within), END)
    assert said == "example.off: on already has the term in A"


def test_the_clock_of_a_turn_bears_the_name_of_the_step_with_the_term() -> None:
    """A return is another way out of the same turn, not a second turn; a power is no turn at all."""
    back, void = row("back", T.B, T.A), row("void", T.B, T.C, by=Role.PROVINCE, power=True)
    other = row("other", T.B, T.C, by=Role.CITY)
    late = row("late", T.B, T.C, within=term("R09"), counts_from="day")
    process = table(ON, back, late, void, other)
    assert [step.name for step in process.expected(T.B)] == ["late", "other"]


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_day_a_table_counts_from_is_kept_by_its_case(kind: str) -> None:
    model = kinds()[kind]
    days = {step.counts_from for step in model.process.steps if step.counts_from}
    assert all(hasattr(model, day) for day in days)


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_state_and_step_is_said_in_two_languages(kind: str) -> None:
    for step in kinds()[kind].process.steps:
        assert step.says.label.zh
        assert step.says.label.en
        assert all(ask.label.zh and ask.label.en for ask in (*step.asks, *step.row_asks))
    assert SAID.label.en == "Act"


def test_every_column_is_explained_to_a_newcomer() -> None:
    page = (Path(__file__).parents[2] / "docs" / "process.md").read_text(encoding="utf-8")
    table_ = page.split("## The one door")[0]
    assert [column.name for column in fields(Step) if f"`{column.name}`" not in table_] == []
