"""The policy pack: what the document says, as values with dates.

    pack().on("R19", date(2024, 6, 1)).number("cap_yuan")   # 5000

A number that a rule of the programme needs is asked for here, by id and day, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from yushu.kernel.errors import Misconfigured, Refusal
from yushu.kernel.words import Words
from yushu.law.entries import Clause, Document, Entry, Kind, Value
from yushu.law.loading import load_parts
from yushu.law.shape import SHAPES
from yushu.law.terms import Unit

PACKS = Path(__file__).parent / "packs"
DEFAULT = "shanxi"


@dataclass(frozen=True)
class Pack:
    """One province's reading of the programme."""

    name: str
    version: str
    title: Words
    documents: Mapping[str, Document]
    clauses: Mapping[str, Clause]
    rules: Mapping[str, Entry]

    def entry(self, name: str) -> Entry:
        """The entry with an id."""
        if name in self.rules:
            return self.rules[name]
        raise Refusal(
            Words("政策包中没有{name}", "the policy pack has no {name}").fill(name=name),
            Words(
                "写R01至R32、A1至A40或H-开头的编号", "name one of R01 to R32, A1 to A40, or a house value H-…"
            ),
            field="id",
        )

    def on(self, name: str, day: date, *, field: str = "day") -> Value:
        """What an entry says on a day. Before its first value the law is silent, and this refuses.

        `field` is what the caller calls that day, so that the refusal lands beside the right box.
        """
        entry = self.entry(name)
        valid = [value for value in entry.values if value.since <= day]
        if valid:
            return valid[-1]
        first = entry.values[0].since
        raise Refusal(
            Words("{day}时{name}尚未施行", "{name} was not yet in force on {day}").fill(
                day=day, name=entry.label
            ),
            Words("选择{first}或以后的日期", "choose {first} or a later day").fill(first=first),
            field=field,
            cites=name,
        )

    def of(self, kind: Kind) -> Iterator[Entry]:
        """All entries of one kind, in order."""
        return (entry for entry in self.rules.values() if entry.kind is kind)

    def at(self, place: str) -> tuple[Entry, ...]:
        """The entries that rest on a clause."""
        return tuple(entry for entry in self.rules.values() if place in entry.places)

    def unread(self, day: date, days: int = 365) -> tuple[Entry, ...]:
        """Entries whose source nobody has held for more than so many days, or ever."""
        return tuple(
            entry
            for entry in self.rules.values()
            if entry.read_on is None or (day - entry.read_on).days > days
        )

    def unsettled(self, names: Iterable[str], day: date) -> tuple[Entry, ...]:
        """Of these ids, the readings no document number has settled by that day (A33)."""
        entries = (self.entry(name) for name in names)
        return tuple(
            entry for entry in entries if entry.kind is Kind.READING and not self.on(entry.id, day).settled
        )


class Limit(NamedTuple):
    """A term's length on a day, to be taken apart as `length, unit`."""

    length: int
    unit: Unit


@dataclass(frozen=True)
class Term:
    """A reference to a term of the pack, for a row of a process table."""

    id: str

    def on(self, pack: Pack, day: date) -> Limit:
        """How long the term is. Where the clause only says 日, a reading says which days count (A5)."""
        value = pack.on(self.id, day)
        if "months" in value:
            return Limit(value.number("months"), Unit.MONTH)
        unit = pack.on(value.text("unit_by"), day) if "unit_by" in value else value
        return Limit(value.number("days"), Unit(unit.text("unit")))


def is_term(name: str) -> bool:
    """Whether an id stands for a length of time that a clock can count."""
    keys = set(SHAPES.get(name, ()))
    return "months" in keys or any({"days", unit} <= keys for unit in ("unit", "unit_by"))


def term(name: str) -> Term:
    """The term with an id. A process table naming an id that is no term does not start."""
    if name in pack().rules and is_term(name):
        return Term(name)
    raise Misconfigured(f"{name} is not a term of the policy pack: name an id that carries days or months")


def load(folder: Path) -> Pack:
    """The pack of a folder."""
    parts = load_parts(folder)
    return Pack(parts.name, parts.version, parts.title, parts.documents, parts.clauses, parts.entries)


def pack(name: str = DEFAULT) -> Pack:
    """The shipped pack of a province, read once."""
    return _shipped(name)


@cache
def _shipped(name: str) -> Pack:
    return load(PACKS / name)


def names() -> tuple[str, ...]:
    """The provinces that have a pack."""
    return tuple(sorted(path.parent.name for path in PACKS.glob("*/pack.toml")))
