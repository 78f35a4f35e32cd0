"""The worked table of claims: every rule of the money and every edge of it, worked by hand, run as a real claim.

decisions/claims.csv is written from the regulation and the settled readings, one row per rule and edge. Here each row
becomes rows in a database, is claimed through the real steps, and what comes out is what the row says.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.cast import make_cast
from tests.catalogue.makers import moment
from tests.law.test_pack import amended, with_entry
from tests.subsidies import settlementmakers as make
from tests.subsidies.claimtable import ASKED, World, called, claims
from tests.subsidies.claimworlds import ClaimGround
from tests.subsidies.worlds import compare
from yushu.casework.calendar import publish_shipped
from yushu.doors.pages.classes import city_of_office
from yushu.kernel.clock import BEIJING
from yushu.kernel.errors import Refusal
from yushu.kernel.words import NOTHING
from yushu.law.entries import Value
from yushu.law.pack import Pack, pack
from yushu.law.terms import window_end as term_end
from yushu.people.roles import Role
from yushu.subsidies import (
    claiming,
    employment_rules,
    ending,
    freezing,
    guarding,
    rules,
    rulings,
    settlement_rules,
)
from yushu.subsidies import models as s
from yushu.subsidies.restating import restate

ROWS = claims()
CLAUSES = {
    *("R06", "R16", "R17", "R18", "R19", "R20", "R24"),
    *(f"A{number}" for number in (1, 2, 3, 4, *range(9, 20), 22, 25, 28, 29, 33, 37, 38, 40)),
}
"""What the table must have rows for, and all that it may name."""
Said = dict[str, str]


@pytest.fixture(scope="module")
def _made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[ClaimGround]:
    with django_db_blocker.unblock(), transaction.atomic():
        try:
            publish_shipped(at=datetime(2024, 1, 2, tzinfo=BEIJING))
            yield ClaimGround(make_cast())
        finally:
            transaction.set_rollback(True)


@pytest.fixture
def ground(_made: ClaimGround, db: Any) -> ClaimGround:
    """The class of a hundred; what a row makes of it is gone after the row."""
    return _made


def rate(said: str) -> Pack:
    """`2024-07-01 10/160/110/5200`: another rate from a day on."""
    since, _, numbers = said.partition(" ")
    names = ("first_days", "first_yuan", "after_yuan", "cap_yuan")
    facts = dict(zip(names, map(int, numbers.split("/")), strict=True))
    entry, day = pack().entry("R19"), date.fromisoformat(since)
    value: Value = dataclasses.replace(entry.values[-1], since=day, facts=facts)
    return with_entry(pack(), dataclasses.replace(entry, values=(*entry.values, value)))


def said_of(case: s.Settlement, ground: ClaimGround, world: World) -> Said:
    """The figures of a settlement and of the one, in the words of the table."""
    line = case.lines.get(member=ground.one)
    held = ending.held_by(case, demonstration=world.row["mode"] == "demonstration")
    works = "undecided" if line.undecided else _yes(line.employed)
    reason = "" if line.counts and (case.full or line.employed) else " ".join(line.cites)
    return {
        "days": str(line.days),
        "worth": str(line.worth_yuan),
        "counts": _yes(line.counts),
        "works": works,
        "reason": reason,
        "due_one": str(line.due_yuan),
        "base": str(case.base),
        "employed": str(case.employed),
        "full": _yes(case.full),
        "near": _yes(case.near),
        "due": str(case.due_yuan),
        "otherwise": str(case.otherwise_yuan),
        "paid_before": str(case.paid_before_yuan),
        "now": str(case.now_yuan),
        "held": "; ".join(f"{one.reading} {one.subject}".strip() for one in held),
    }


def _yes(found: bool) -> str:
    return "yes" if found else "no"


def played(ground: ClaimGround, row: Said) -> tuple[Said, s.Settlement | None]:
    """The row in the database and claimed: what came out, and the settlement that stands."""
    world = World(row)
    scheme, on, event = ground.cut(world), world.day("claim"), row["event"]
    before = ground.first_stage(scheme, world.day("first_claim"), event) if row["first_claim"] else None
    case: s.Settlement | None = None
    filed, payable = "yes", ""
    try:
        case = make.draft(scheme, ground.cast, on.isoformat())
        case = make.claim(case, ground.cast, on.isoformat())
        if event and not before:
            case = ground.objected(case, event, on)
            payable = str(case.payable_yuan)
    except Refusal:
        filed = "no"
    if case is None and event == "REVOKED" and before:
        actor = ground.cast.owner(Role.CITY).actor
        case = restate(before, "证书系虚假", actor=actor, at=moment(on), day=on)
    found = said_of(case, ground, world) if case else dict.fromkeys(ASKED, "")
    return {**found, "filed": filed, "payable": payable}, case


def differences(found: Said, row: Said) -> dict[str, tuple[str, str]]:
    """Where what came out is not what the row says. A reason is named among those of the line."""
    wrong = {key: (found[key], row[key]) for key in ASKED if key != "reason" and found[key] != row[key]}
    reasons = found["reason"].split()
    if bool(reasons) != bool(row["reason"]) or not set(row["reason"].split()) <= set(reasons):
        wrong["reason"] = (found["reason"], row["reason"])
    return wrong


def run(
    ground: ClaimGround, row: Said, patch: pytest.MonkeyPatch
) -> tuple[dict[str, Any], s.Settlement | None]:
    if row["rate"]:
        law = rate(row["rate"])
        patch.setattr(rulings, "pack", lambda: law)
    found, case = played(ground, row)
    return differences(found, row), case


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=called)
def test_a_claim_comes_to_what_was_worked_by_hand(
    ground: ClaimGround, row: Said, monkeypatch: pytest.MonkeyPatch
):
    wrong, case = run(ground, row, monkeypatch)
    assert not wrong, f"{row['id']} {row['why_en']} ({row['working']}): came out, written = {wrong}"
    people = World(row).trainees()
    if case and people:
        compare(case, people)
    if row["payer"]:
        assert case is not None
        city = city_of_office(ground.cast.owner(Role.INSTITUTION).actor)
        assert (case.city, city.area) == (city, row["payer"])


# The table itself


def test_the_table_names_every_clause_of_the_money_and_no_other():
    named = {clause for row in ROWS for clause in row["clauses"].split()}
    assert named == CLAUSES


def test_every_row_is_one_of_its_own_and_says_why_in_two_languages():
    assert len(ROWS) >= 50
    assert len({row["id"] for row in ROWS}) == len({row["why_en"] for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert row["working"], row["id"]
        assert re.search("[一-鿿]", row["why_zh"]), row["id"]
        assert row["why_en"].isascii() or "×" in row["why_en"], row["id"]


SUM = re.compile(r"^[\d×+\-, ()]+=\s*-?[\d,]+$")


@pytest.mark.parametrize("row", ROWS, ids=called)
def test_the_arithmetic_of_a_row_is_right(row: Said):
    """Each sum written out is true, and the one that ends the working is what is due."""
    sums = [part.strip() for part in row["working"].split(";") if SUM.match(part.strip())]
    ends = []
    for one in sums:
        left, _, right = one.replace(",", "").partition("=")
        assert sum_of(left) == int(right), one
        ends.append(right.strip())
    assert {row["due"], row["now"], row["payable"]} & set(ends) or not row["due"] or row["due"] == "0"


def sum_of(text: str) -> int:
    """Terms of ×, + and −, without a parser's power: nothing else is allowed in the working."""
    total = 0
    for sign, term in re.findall(r"([+-]?)\s*([\d×\s]+)", text):
        product = 1
        for number in term.split("×"):
            product *= int(number)
        total += -product if sign == "-" else product
    return total


# Negative controls: a product that is wrong in one thing disagrees with the rows named beside it

Mutant = Callable[[pytest.MonkeyPatch], None]


def _law(name: str, chosen: str = "", **facts: object) -> Mutant:
    """One figure of the pack is another, or a reading is taken otherwise."""

    def change(patch: pytest.MonkeyPatch) -> None:
        newest = pack().entry(name).values[-1]
        law = amended(pack(), name, chosen=chosen or newest.chosen, facts={**newest.facts, **facts})
        patch.setattr(rulings, "pack", lambda: law)

    return change


def _set(where: Any, name: str, value: Any) -> Mutant:
    return lambda patch: patch.setattr(where, name, value)


def _rounded(employed: int, base: int, percent: int) -> bool:
    return base > 0 and round(employed * 100 / base) >= percent


def _open_edge(ended: date, opens: date, law: Pack | None = None) -> rules.YearBar:
    found = rules.year_bar(ended, opens, law)
    return dataclasses.replace(found, barred=opens < found.until)


def _six_months_flat(completed: date, *_: Any) -> date:
    return term_end(completed, months=6)


def _every_class(scheme: Any, _as_of: date) -> list[Any]:
    return list(scheme.classes().select_related("occupation", "direction", "institution"))


def _as_if_dismissed(people: Any, _open: Any, on: date, law: Pack | None = None) -> Any:
    return settlement_rules.owe(people, on, law)


MUTANTS: dict[str, tuple[Mutant, str]] = {
    "151 yuan a day": (_law("R19", first_yuan=151), "D02"),
    "the first rate for nine days": (_law("R19", first_days=9), "D03"),
    "no cap": (_law("R19", cap_yuan=10_000), "D07"),
    "79 for 80": (_law("R18", percent=79), "G07"),
    "81 for 80": (_law("R18", percent=81), "G08"),
    "the rate is rounded": (_set(settlement_rules, "gate", _rounded), "G06"),
    "the floor of the hours": (_law("A2", rounding="floor"), "D09"),
    "any date is a day": (_law("A2", "a"), "D12"),
    "hours only": (_law("A2", "c"), "D13"),
    "no ceiling online": (_law("H-online-hours-a-day", hours=24), "D18"),
    "no days of the class": (_set(claiming, "_training_days", lambda of: dict.fromkeys(of, 99)), "D21"),
    "the uncertified in the base": (_set(claiming, "_certified", lambda *_: ("any", NOTHING, "")), "B02"),
    "no target group": (_set(employment_rules, "_employed_before", lambda *_: []), "B07"),
    "no one-year rule": (_set(guarding, "_bars", lambda *_: None), "Y01"),
    "the year's last day is free": (_set(guarding, "year_bar", _open_edge), "Y01"),
    "by the calendar year": (_law("A9", "a"), "Y03"),
    "the term does not roll": (_set(employment_rules, "window_end", _six_months_flat), "E03"),
    "at the claim only": (_law("A14", "a"), "E04"),
    "a contract is enough": (_law("A13", "c"), "E13"),
    "every kind counts": (_law("A13", "b"), "U01"),
    "what was paid is forgotten": (_set(freezing, "paid_before", lambda *_: {}), "S01"),
    "classes not yet ended": (_set(claiming, "finished", _every_class), "S13"),
    "objections hold nothing": (_set(ending, "surely_owed", _as_if_dismissed), "O01"),
}


@pytest.mark.django_db
@pytest.mark.once
@pytest.mark.parametrize("name", MUTANTS)
def test_a_product_that_is_wrong_in_one_thing_disagrees(
    ground: ClaimGround, name: str, monkeypatch: pytest.MonkeyPatch
):
    mutate, place = MUTANTS[name]
    mutate(monkeypatch)
    row = next(row for row in ROWS if row["id"] == place)
    assert run(ground, row, monkeypatch)[0], f"{place} does not notice: {name}"
