"""Who may sit an exam, and how they may show it: the decision table, one row a rule and boundary (4.4, R08)."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from yushu.certification.eligibility import record_of, said
from yushu.certification.rules import Decision, Known, decide, has_passed, points, tenths

TABLE = Path(__file__).with_name("eligibility.csv")
with TABLE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def decision(row: dict[str, str]) -> Decision:
    """What the rules say to a row."""
    more = {row["known"]: True} if row["known"] else {}
    trained = date.fromisoformat(row["trained_on"]) if row["trained_on"] else None
    on = date.fromisoformat(row["on"])
    return decide(row["level"], record_of(row), Known(trained_on=trained, **more), on)


def answer(found: Decision) -> str:
    """Yes, no, or look: whether only a person can say."""
    marks = {reason.mark for reason in found.reasons}
    return "no" if "no" in marks else "look" if "look" in marks else "yes"


@pytest.mark.parametrize("row", ROWS, ids=[row["case"] for row in ROWS])
def test_the_table_decides_as_written(row: dict[str, str]) -> None:
    found = decision(row)

    opened = ";".join(str(route.number) for route in found.routes if route.open)
    assert (answer(found), opened) == (row["admits"], row["open"])
    assert found.may_promise == (row["promise"] == "yes")
    assert found.admits == (row["admits"] != "no")


@pytest.mark.parametrize("row", [row for row in ROWS if row["lacks"]], ids=lambda row: row["case"])
def test_what_a_route_lacks_is_said(row: dict[str, str]) -> None:
    assert any(row["lacks"] in route.lacks.zh for route in decision(row).routes)


def test_every_level_shows_every_route_of_the_standard() -> None:
    record = record_of({"study": "BACHELOR", "related": "yes"})
    counts = {
        level: len(decide(level, record, Known(), date(2024, 11, 2)).routes)
        for level in ("JUNIOR", "MIDDLE", "SENIOR")
    }
    assert counts == {"JUNIOR": 4, "MIDDLE": 5, "SENIOR": 4}


def test_the_day_from_which_a_route_opens_is_named() -> None:
    record = record_of(
        {"study": "COLLEGE", "related": "yes", "graduates_on": "2022-06-30", "works_since": "2023-11-03"}
    )
    found = decide("JUNIOR", record, Known(trained_on=date(2024, 10, 10)), date(2024, 11, 2))
    assert "2024-11-03" in next(reason for reason in found.reasons if reason.mark == "no").text.zh


def test_a_bachelor_is_not_told_that_the_doctors_route_opened_with_the_bachelor_diploma() -> None:
    record = record_of({"study": "BACHELOR", "related": "yes", "graduates_on": "2023-06-30"})
    found = decide("MIDDLE", record, Known(trained_on=date(2024, 10, 10)), date(2024, 11, 2))
    assert [route.open_from for route in found.routes] == [None] * 5
    assert any(reason.text.zh.endswith("不符合任何一条") for reason in found.reasons)


def test_what_was_said_is_kept_and_read_back() -> None:
    row = next(row for row in ROWS if row["case"].startswith("senior 2: bachelor"))
    assert record_of(said(record_of(row))) == record_of(row)


@pytest.mark.parametrize(
    ("text", "value"),
    [("60", 600), ("59.5", 595), ("100", 1000), ("0", 0), (" 82.0 ", 820), ("100.1", None), ("59.55", None),
     ("-1", None), ("", None), ("六十", None), ("1e2", None)],
)  # fmt: skip
def test_points_have_one_decimal_and_no_rounding(text: str, value: int | None) -> None:
    assert tenths(text) == value


def test_points_are_written_with_their_decimal() -> None:
    assert (points(595), points(1000)) == ("59.5", "100.0")


@pytest.mark.parametrize(
    ("theory", "practice", "passed"),
    [(600, 600, True), (600, 595, False), (595, 600, False), (1000, 590, False), (590, 1000, False),
     (None, 1000, False), (1000, None, False), (None, None, False)],
)  # fmt: skip
def test_both_parts_must_reach_the_mark(theory: int | None, practice: int | None, passed: bool) -> None:
    """60 and 60 pass; no part makes up for the other, nothing is rounded up, an absent score is no score."""
    assert has_passed(theory, practice, 600) is passed
