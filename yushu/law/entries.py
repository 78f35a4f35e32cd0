"""The nouns of a policy pack: clauses, documents, entries, their options and dated values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yushu.kernel.words import NOTHING, Words

Scalar = int | str | bool


class Kind(StrEnum):
    """What an entry is: a rule of the document, a settled reading of it, or a value the house needs."""

    RULE = "R"
    READING = "A"
    HOUSE = "H"


@dataclass(frozen=True)
class Document:
    """A source: its number or name as cited, its title, and the day it was issued, if known."""

    name: str
    title: Words
    issued_on: date | None


@dataclass(frozen=True)
class Clause:
    """One place of the document, said in our own words."""

    place: str
    place_en: str
    zh: str
    en: str

    @property
    def label(self) -> Words:
        """The place as a link shows it."""
        return Words(self.place, self.place_en)

    @property
    def says(self) -> Words:
        """What the place provides, paraphrased."""
        return Words(self.zh, self.en)


@dataclass(frozen=True)
class Option:
    """One way to read a clause, and the facts that follow from reading it so."""

    code: str
    says: Words
    facts: Mapping[str, Scalar]


@dataclass(frozen=True)
class Value:
    """What an entry says from a day on.

    `read_on` is the day somebody last held the source in hand (None: never), `ruling` the number
    of the document that settled a reading (empty: not settled, see A33).
    """

    since: date
    read_on: date | None
    confirmed: bool
    ruling: str
    source: str
    chosen: str
    facts: Mapping[str, Scalar]

    def __getitem__(self, key: str) -> Scalar:
        return self.facts[key]

    def __contains__(self, key: str) -> bool:
        return key in self.facts

    def number(self, key: str) -> int:
        """A fact that is a whole number."""
        return int(self.facts[key])

    def text(self, key: str) -> str:
        """A fact that is a word or an id."""
        return str(self.facts[key])

    def flag(self, key: str) -> bool:
        """A fact that is yes or no."""
        return self.facts[key] is True

    @property
    def settled(self) -> bool:
        """Whether a document of the province has settled this value."""
        return bool(self.ruling)


@dataclass(frozen=True)
class Entry:
    """One thing the law or the house says, with its values in order of their day."""

    id: str
    clause: str
    also: tuple[str, ...]
    zh: str
    en: str
    says: Words
    source: str
    values: tuple[Value, ...]
    options: tuple[Option, ...] = ()
    why: Words = NOTHING
    last_value_still_valid_on: date | None = None

    @property
    def kind(self) -> Kind:
        """Rule, reading or house value: the first letter of the id."""
        return Kind(self.id[0])

    @property
    def house(self) -> bool:
        """Whether this is not the document's own word: screens mark it so."""
        return self.kind is not Kind.RULE

    @property
    def label(self) -> Words:
        """The short name for screens."""
        return Words(self.zh, self.en)

    @property
    def places(self) -> tuple[str, ...]:
        """Every place of the document this rests on."""
        return tuple(place for place in (self.clause, *self.also) if place)

    @property
    def read_on(self) -> date | None:
        """The last day somebody held the source of the newest value, or found it still in force."""
        days = (self.values[-1].read_on, self.last_value_still_valid_on)
        return max((day for day in days if day), default=None)

    def option(self, code: str) -> Option | None:
        """The option with that letter."""
        return next((option for option in self.options if option.code == code), None)
