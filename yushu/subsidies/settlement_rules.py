"""What a settlement owes: one gate over all its classes, each person by the rate of the own class (R18, R20; A16).

Pure: people as counted in, sums with their working out. How a person comes to be counted so stands in claiming.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, combinations
from typing import Literal

from yushu.law.pack import Pack, pack
from yushu.law.working import followed
from yushu.subsidies.rules import FOLLOWED, DayRate, gate, near, worth

Ground = Literal["EMPLOYMENT", "TARGET", "HOURS", "WHOLE"]
UNIT_FOLLOWED: Mapping[str, str] = {"A16": "b", "A18": "b", "A25": "b", "A38": "c"}
"""Readings of the whole settlement, with the options it can follow."""
MOST_OUTCOMES = 8
"""As many open objections are thought through in every combination; beyond, the surest sum is taken."""


@dataclass(frozen=True)
class Claimed:
    """One person of one class as a settlement counts them.

    `otherwise` is how they count if every undecided kind of employment does (A13, A33). `registered`: what bars
    them is the integrity register, not the one-year rule. `given_up_yuan` is what was to come back of `paid_yuan`
    and was written off or handed to the court.
    """

    key: int
    opened: date
    days: int
    certified: bool
    barred: bool = False
    registered: bool = False
    outside: bool = False
    employed: bool = False
    otherwise: bool = False
    otherwise_outside: bool = False
    paid_yuan: int = 0
    given_up_yuan: int = 0

    def spared(self, due: int) -> int:
        """What was paid beyond `due` and given up: it is not taken out of what others bring (A37)."""
        return min(self.given_up_yuan, max(0, self.paid_yuan - due))

    @property
    def counts(self) -> bool:
        """Whether the person is in the base (A12, A15)."""
        return self.certified and not self.barred and not self.outside

    @property
    def decided_otherwise(self) -> Claimed:
        """The same person with every undecided kind counting."""
        return replace(self, employed=self.otherwise, outside=self.otherwise_outside)


@dataclass(frozen=True)
class Owed:
    """What is owed: the base, who of it has work, whether the gate is reached, and each person's part."""

    base: int
    employed: int
    full: bool
    near: bool
    yuan: int
    dues: Mapping[int, int]

    @property
    def basis_points(self) -> int:
        """The rate in hundredths of a per cent, cut and never rounded; nothing without a base."""
        return self.employed * 10_000 // self.base if self.base else 0


def owe(people: Sequence[Claimed], on: date, law: Pack | None = None) -> Owed:
    """What these people bring, the gate taken over all of them (A16).

    `on` is the day the first of the classes opened: its gate decides for the whole. Each person is
    worth what the rate of the day the own class opened makes of the days.
    """
    law = law or pack()
    for name in ("A1", "A12", "A17", "A19"):
        followed(law, name, on, FOLLOWED[name], field="opened")
    for name, options in UNIT_FOLLOWED.items():
        followed(law, name, on, options, field="opened")
    percent, close = law.on("R18", on).number("percent"), law.on("H-near-threshold", on)
    held = [one for one in people if one.counts]
    employed = sum(one.employed for one in held)
    full = gate(employed, len(held), percent)
    rates = {opened: DayRate.on(opened, law) for opened in {one.opened for one in held}}
    dues = {one.key: worth(rates[one.opened], one.days) for one in held if full or one.employed}
    twice = near(employed, len(held), percent, close.number("low_percent"), close.number("high_percent"))
    return Owed(len(held), employed, full, twice, sum(dues.values()), dues)


def found_against(people: Sequence[Claimed], findings: Iterable[tuple[int | None, str]]) -> list[Claimed]:
    """The same people once these findings hold; a finding without a person is about everybody."""
    by_key: dict[int | None, set[str]] = {}
    for key, ground in findings:
        by_key.setdefault(key, set()).add(ground)
    everybody = by_key.get(None, set())
    return [_found(one, everybody | by_key.get(one.key, set())) for one in people]


def _found(one: Claimed, grounds: set[str]) -> Claimed:
    if {"HOURS", "WHOLE"} & grounds:
        return replace(one, certified=False)
    if "TARGET" in grounds:
        return replace(one, outside=True, otherwise_outside=True)
    if "EMPLOYMENT" in grounds:
        return replace(one, employed=False, otherwise=False)
    return one


def surely_owed(
    people: Sequence[Claimed],
    open_findings: Sequence[tuple[int | None, str]],
    on: date,
    law: Pack | None = None,
) -> Owed:
    """What is owed whichever way the open objections are decided: the least of all outcomes (A38).

    With very many objections: what those nobody objects to would get below the gate, which no outcome undercuts.
    """
    if len(open_findings) > MOST_OUTCOMES:
        return _below_the_gate(found_against(people, open_findings), on, law)
    subsets = chain.from_iterable(combinations(open_findings, size) for size in range(len(open_findings) + 1))
    return min((owe(found_against(people, held), on, law) for held in subsets), key=lambda owed: owed.yuan)


def _below_the_gate(people: Sequence[Claimed], on: date, law: Pack | None) -> Owed:
    whole = owe(people, on, law)
    working = {one.key for one in people if one.counts and one.employed}
    law = law or pack()
    dues = {one.key: worth(DayRate.on(one.opened, law), one.days) for one in people if one.key in working}
    return replace(whole, full=False, dues=dues, yuan=sum(dues.values()))


def cliff(
    people: Sequence[Claimed], on: date, law: Pack | None = None, *, around: int = 4
) -> list[tuple[int, int]]:
    """The sum for each number of employed around the real one, as (employed, yuan). For reviewers only (R18)."""
    real = owe(people, on, law)
    held = sorted((one for one in people if one.counts), key=lambda one: (not one.employed, one.key))
    rest = [one for one in people if not one.counts]
    low, high = max(0, real.employed - around), min(real.base, real.employed + around)
    return [(number, owe([*_with(held, number), *rest], on, law).yuan) for number in range(low, high + 1)]


def _with(held: Sequence[Claimed], number: int) -> list[Claimed]:
    return [replace(one, employed=place < number) for place, one in enumerate(held)]
