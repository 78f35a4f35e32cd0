"""The decision table of eligibility: one row a rule and boundary."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from yushu.training.routes import Held, Record, Study, Title, routes
from yushu.training.rules import Answers, Earlier, Offered, Verdict, verdict

Row = dict[str, str]


def table(name: str) -> list[Row]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def judged(row: Row) -> Verdict:
    record = Record(
        Study(row["study"]),
        row["related"] == "yes",
        day(row["graduates"]),
        Title(row["title"] or "NONE"),
        day(row["title_since"]),
        Held(row["held"] or "NONE"),
        day(row["held_since"]),
        day(row["works_since"]),
    )
    parts = [one.split(":") for one in row["earlier"].split()]
    earlier = tuple(Earlier(key, level, date.fromisoformat(ended)) for key, level, ended in parts)
    answers = Answers(record, row["insured"] == "yes", row["willing"] == "yes", earlier)
    opens, ends = date.fromisoformat(row["opens"]), date.fromisoformat(row["ends"])
    return verdict(answers, Offered("big-data", row["level"], opens, ends, row["planned"] == "yes"))


@pytest.mark.parametrize("row", table("eligibility.csv"), ids=lambda row: f"{row['rule']}: {row['what']}")
def test_eligibility(row: Row):
    found = judged(row)
    marks = {name: getattr(found, name).mark for name in ("target", "subsidy", "exam")}
    assert marks == {name: row[name] for name in marks}
    assert found.admits == (row["target"] != "no"), "a bar of R17 or of the exam never costs the seat"
    assert row["cites"] in {reason.cites for reason in found.target.reasons}


@pytest.mark.parametrize("row", table("eligibility.csv"), ids=lambda row: f"{row['rule']}: {row['what']}")
def test_every_no_says_what_would_change_it(row: Row):
    found = judged(row)
    for answer in (found.target, found.subsidy, found.exam):
        assert answer.reasons
        assert all(reason.text.zh and reason.text.en and reason.cites for reason in answer.reasons)
        assert bool(answer.change.en) == (answer.mark != "ok")


@pytest.mark.parametrize(
    ("rule", "what", "answer", "change"),
    [
        ("R17", "the same within the year: barred on the same date", "subsidy", "on or after 2025-06-21"),
        ("A10", "two earlier classes within the year", "subsidy", "on or after 2025-09-02"),
        ("A20", "the day before it", "target", "on or after 2024-07-01"),
        ("A21", "the diploma comes the day after", "target", "on or after 2024-10-09"),
        ("A21", "two years end today and employed", "target", "Without a job on the opening day"),
        (
            "A21",
            "the diploma day is the opening day and employed",
            "target",
            "Without a job on the opening day",
        ),
        ("A20", "unrelated on the first day", "target", "on or after 2025-06-30"),
        ("4.4", "junior (3): one day short of it", "exam", "met from 2024-11-09"),
        ("4.4", "intermediate (2): the junior level is obtained on", "exam", "met from 2027-11-08"),
        ("4.4", "intermediate (4): the doctorate comes after", "exam", "met from 2024-11-09"),
    ],
)
def test_what_would_change_it_is_a_day_where_a_day_would(rule: str, what: str, answer: str, change: str):
    row = next(
        row for row in table("eligibility.csv") if row["rule"] == rule and row["what"].startswith(what)
    )
    assert change in getattr(judged(row), answer).change.en


def test_a_verdict_is_kept_in_both_languages():
    kept = judged(table("eligibility.csv")[0]).as_facts()
    assert kept["target"]["mark"] == "ok"
    assert {"mark", "zh", "en", "cites"} == set(kept["target"]["reasons"][0])


@pytest.mark.parametrize(("level", "count"), [("JUNIOR", 4), ("MIDDLE", 5), ("SENIOR", 4)])
def test_the_routes_are_numbered_as_in_the_standard(level: str, count: int):
    found = routes(level, Record(Study.BACHELOR, True), date(2024, 11, 8))
    assert [route.number for route in found] == list(range(1, count + 1))
    asked = {"JUNIOR": "college", "MIDDLE": "or higher", "SENIOR": "bachelor or higher"}
    assert any(asked[level] in route.label.en for route in found)


def test_what_was_not_answered_is_not_kept():
    kept = Answers(Record(Study.DOCTOR, True), insured=False, willing=True).as_facts()
    assert "graduates_on" not in kept
    assert (kept["study"], kept["insured"], kept["earlier"]) == ("DOCTOR", False, [])
