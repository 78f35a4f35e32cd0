"""What every policy pack must answer: the ids, and for each the facts its values carry.

Formulas and process tables count on these, so a pack of another province answers the same list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from yushu.law.terms import Unit

RULES = tuple(f"R{number:02d}" for number in range(1, 33))
READINGS = tuple(f"A{number}" for number in range(1, 41))


@dataclass(frozen=True)
class Fact:
    """How one fact is written: one of some words, or else a whole number within bounds."""

    low: int = 0
    high: int = 0
    words: tuple[str, ...] = ()


TERM = ("days", "unit")
STATUTORY_TERM = ("days", "unit_by")
FACTS: Mapping[str, Fact] = {
    "days": Fact(1, 3_660),
    "month": Fact(1, 12),
    "months": Fact(1, 120),
    "years": Fact(1, 100),
    "hours": Fact(1, 10_000),
    "minutes": Fact(1, 120),
    "seats": Fact(1, 1_000_000),
    "percent": Fact(1, 100),
    "low_percent": Fact(0, 100),
    "high_percent": Fact(0, 100),
    "first_days": Fact(0, 366),
    "first_yuan": Fact(0, 100_000),
    "after_yuan": Fact(0, 100_000),
    "cap_yuan": Fact(0, 1_000_000),
    "people": Fact(1, 100),
    "rounds": Fact(1, 20),
    "score": Fact(0, 100),
    "specialised_hours": Fact(0, 10_000),
    "unit": Fact(words=tuple(Unit)),
    "unit_by": Fact(words=("A5",)),
    "rounding": Fact(words=("ceil", "floor")),
}
SHAPES: Mapping[str, tuple[str, ...]] = {
    "R02": ("seats",),
    "R03": ("years",),
    "R07": STATUTORY_TERM,
    "R09": STATUTORY_TERM,
    "R10": STATUTORY_TERM,
    "R11": STATUTORY_TERM,
    "R17": ("years",),
    "R18": ("percent",),
    "R19": ("first_days", "first_yuan", "after_yuan", "cap_yuan"),
    "A2": ("rounding",),
    "A5": ("unit",),
    "A14": ("months",),
    "A26": ("percent",),
    "A36": ("people",),
    "H-hours-a-day": ("hours",),
    "H-online-hours-a-day": ("hours",),
    "H-class-hour": ("minutes",),
    "H-grace": ("minutes",),
    "H-near-threshold": ("low_percent", "high_percent"),
    "H-plan-close": TERM,
    "H-graduating-year": ("month",),
    "H-offer": TERM,
    "H-class-approval": TERM,
    "H-publicity": TERM,
    "H-objection": TERM,
    "H-complaint": TERM,
    "H-soon": ("days",),
    "H-evidence-retention": ("years",),
    "H-voucher-retention": ("years",),
    "H-impact-retention": ("years",),
    "H-network-log": ("months",),
    "H-promise-record": ("years",),
    "H-pass-mark": ("score",),
    "H-assessors": ("people",),
    "H-learning-year": ("hours", "specialised_hours"),
    "H-defence": TERM,
    "H-acceptance": TERM,
    "H-extended": TERM,
    "H-account": TERM,
    "H-rectification": TERM,
    "H-recheck": TERM,
    "H-rectification-rounds": ("rounds",),
    "H-sign-device": ("people",),
    "H-sign-places": ("minutes",),
    "H-sign-instant": ("people",),
    "H-sign-rolls": ("days", "minutes"),
    "H-sign-burst": ("days",),
    "H-device-retention": ("months",),
}
HOUSE = tuple(name for name in SHAPES if name.startswith("H-"))
EXPECTED = (*RULES, *READINGS, *HOUSE)
