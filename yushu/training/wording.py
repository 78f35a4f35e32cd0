"""Reading an announcement for promises nobody may make (R23), in plain words and in simple disguise.

A phrase is found whatever stands between its characters: spaces, punctuation, marks of no width, full-width
or traditional forms. What is forbidden blocks; what can also be said truthfully, and a forbidden phrase in a
sentence that denies it, goes to a person. Pure: text in, findings out.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from yushu.kernel.words import Words
from yushu.law.tables import Table, read

TEXTS = Path(__file__).parent / "texts"
CLAUSE = "R23"
AROUND = 8
"""Characters shown on either side of a finding."""

NEAR = 12
"""Characters before a phrase in which a denial still speaks of it; a full stop ends its reach."""
STOPS = "。；;！!？?\n"
BREAKS = f"{STOPS}，,：:"
"""A phrase that is found only across one of these may be two half sentences: a person looks."""

Grade = Literal["forbidden", "doubtful"]


@dataclass(frozen=True)
class Family:
    """One kind of promise: what it is, how to say honestly what is meant, and the phrases that give it away."""

    key: str
    label: Words
    honest: Words
    forbidden: tuple[str, ...]
    doubtful: tuple[str, ...]

    def phrases(self) -> list[tuple[Grade, str]]:
        """Every phrase with its grade, the forbidden first."""
        return [*(("forbidden", it) for it in self.forbidden), *(("doubtful", it) for it in self.doubtful)]


@dataclass(frozen=True)
class Finding:
    """A phrase found: which family, how grave, and the place as the author wrote it."""

    family: Family
    grade: Grade
    phrase: str
    excerpt: str
    start: int

    @property
    def blocks(self) -> bool:
        """Whether it may not be published at all."""
        return self.grade == "forbidden"


@dataclass(frozen=True)
class Plain:
    """A text without its disguises, each character with its place in the original."""

    text: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class Disguises:
    """Traditional characters with their plain forms, and the words by which a sentence denies a promise."""

    simplified: dict[int, str]
    denials: tuple[str, ...]


@cache
def disguises() -> Disguises:
    """The shipped ones."""
    file = read(TEXTS / "disguises.toml")
    pairs = file.text("traditional").split()
    found = Disguises({ord(pair[0]): pair[1] for pair in pairs}, file.texts("denials"))
    file.close()
    return found


@cache
def families() -> tuple[Family, ...]:
    """The families of the shipped file."""
    file = read(TEXTS / "promises.toml")
    found = tuple(_family(key, file.table(key)) for key in file.names())
    file.close()
    return found


def _family(key: str, table: Table) -> Family:
    family = Family(
        key,
        table.words(),
        table.words("honest_zh", "honest_en"),
        table.texts("forbidden"),
        table.texts("doubtful"),
    )
    table.close()
    return family


def plain(text: str) -> Plain:
    """The letters and digits of a text, narrow, simplified, lower case; nothing else."""
    kept: list[str] = []
    places: list[int] = []
    for place, mark in enumerate(text):
        for narrow in unicodedata.normalize("NFKC", mark).translate(disguises().simplified).lower():
            if narrow.isalnum() or narrow == "%":
                kept.append(narrow)
                places.append(place)
    return Plain("".join(kept), tuple(places))


def read_text(text: str) -> tuple[Finding, ...]:
    """What speaks against a text, in the order of the text. Of phrases that overlap the graver, then longer, counts."""
    bare = plain(text)
    found: list[tuple[int, int, Finding]] = []
    for family in families():
        for grade, phrase in family.phrases():
            wanted = plain(phrase).text
            start = bare.text.find(wanted)
            while start >= 0:
                found.append((start, start + len(wanted), _finding(text, bare, family, grade, phrase, start)))
                start = bare.text.find(wanted, start + 1)
    return tuple(_apart(found))


def _finding(text: str, bare: Plain, family: Family, grade: Grade, phrase: str, start: int) -> Finding:
    first = bare.places[start]
    last = bare.places[start + len(plain(phrase).text) - 1]
    excerpt = text[max(0, first - AROUND) : last + 1 + AROUND]
    mild = _is_denied(text, first) or any(mark in BREAKS for mark in text[first:last])
    return Finding(family, "doubtful" if mild else grade, phrase, " ".join(excerpt.split()), first)


def _is_denied(text: str, start: int) -> bool:
    before = text[max(0, start - 2 * NEAR) : start]
    for stop in STOPS:
        before = before.rsplit(stop, 1)[-1]
    return any(denial in plain(before).text[-NEAR:] for denial in disguises().denials)


def _apart(found: list[tuple[int, int, Finding]]) -> list[Finding]:
    kept: list[tuple[int, int, Finding]] = []
    for start, end, finding in sorted(found, key=lambda row: (not row[2].blocks, row[0] - row[1], row[0])):
        if all(end <= other or start >= stop for other, stop, _ in kept):
            kept.append((start, end, finding))
    return [finding for _, _, finding in sorted(kept, key=lambda row: row[0])]
