"""What the province has settled, and what it has not: read by whatever depends on a reading (A33)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from yushu.kernel.words import Words
from yushu.law.entries import Entry, Value
from yushu.law.pack import Pack, pack
from yushu.subsidies.employment_rules import KIND_WORDS, UNDECIDED
from yushu.subsidies.models import Ruling
from yushu.subsidies.ruling import S

MONEY = ("A1", "A2", "A3", "A4", *(f"A{number}" for number in range(9, 20)))
"""The readings an amount of money depends on (A33)."""


@dataclass(frozen=True)
class Unsettled:
    """A reading without a ruling; `subject` is an undecided kind of A13."""

    reading: str
    subject: str = ""

    @property
    def words(self) -> Words:
        """The reading by its name."""
        label = pack().entry(self.reading).label
        if not self.subject:
            return Words(f"{self.reading} {label.zh}", f"{self.reading} {label.en}")
        kind = KIND_WORDS[self.subject]
        return Words(f"{self.reading} {label.zh}：{kind.zh}", f"{self.reading} {label.en}: {kind.en}")


def settled(reading: str, on: date, subject: str = "") -> Ruling | None:
    """The ruling that holds for a class that opened on a day: the latest that began by then."""
    rows = Ruling.objects.filter(state=S.SETTLED, reading=reading, subject=subject, since__lte=on)
    return rows.order_by("-since").first()  # seen: rulings bind everybody


def unsettled(readings: Iterable[str], on: date, subjects: Iterable[str] = ()) -> list[Unsettled]:
    """Of these readings, and of these undecided kinds, those nobody has settled for that day.

    A reading settled in the policy pack itself counts as settled.
    """
    named = list(dict.fromkeys(readings))
    held = _in_force(on)
    open_readings = {entry.id for entry in pack().unsettled(named, on)}
    found = [Unsettled(name) for name in named if name in open_readings and (name, "") not in held]
    if _all_count(held):
        return found
    return [
        *found,
        *(Unsettled("A13", kind) for kind in dict.fromkeys(subjects) if ("A13", kind) not in held),
    ]


def held_by(
    readings: Iterable[str], on: date, *, demonstration: bool, subjects: Iterable[str] = ()
) -> list[Unsettled]:
    """What holds a payment: in production every unsettled reading, in demonstration only undecided kinds.

    The defaults run in demonstration; a kind nobody has decided has no default.
    """
    return unsettled(() if demonstration else readings, on, subjects)


def counts_on(on: date) -> dict[str, bool]:
    """The undecided kinds that are settled for a class that opened on a day, and how."""
    held = _in_force(on)
    return {kind: held["A13", kind].option == "yes" for kind in UNDECIDED if ("A13", kind) in held}


def ruled(law: Pack | None = None) -> Pack:
    """The policy pack with every ruling laid over it: formulas that read it follow the province's word."""
    law = law or pack()
    rows = Ruling.objects.filter(state=S.SETTLED, subject="").order_by(
        "since"
    )  # seen: rulings bind everybody
    rules: dict[str, Entry] = dict(law.rules)
    for row in rows:
        rules[row.reading] = _with(rules[row.reading], row)
    return replace(law, rules=rules)


def _with(entry: Entry, row: Ruling) -> Entry:
    """An entry with one ruling more. Facts of the chosen option win over those the reading had before."""
    option = entry.option(row.option)
    before = [value for value in entry.values if value.since <= row.since] or list(entry.values[:1])
    facts: Mapping[str, object] = {**before[-1].facts, **(option.facts if option else {})}
    value = Value(row.since, row.dispatched_on, True, row.document_no, row.document_no, row.option, facts)  # type: ignore[arg-type]  # facts of a pack are scalars
    others = tuple(value for value in entry.values if value.since != row.since)
    return replace(entry, values=tuple(sorted((*others, value), key=lambda one: one.since)))


def _in_force(on: date) -> dict[tuple[str, str], Ruling]:
    rows = Ruling.objects.filter(state=S.SETTLED, since__lte=on).order_by(
        "since"
    )  # seen: rulings bind everybody
    return {(row.reading, row.subject): row for row in rows}


def _all_count(held: Mapping[tuple[str, str], Ruling]) -> bool:
    """A ruling of A13 that counts all kinds leaves none undecided."""
    whole = held.get(("A13", ""))
    return whole is not None and whole.option == "b"
