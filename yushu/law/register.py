"""The law's half of the clause map: place, rule, and where a text names a rule.

Whoever knows the process tables and the tests joins them to these rows by id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yushu.law.entries import Clause, Entry
from yushu.law.pack import Pack
from yushu.law.shape import EXPECTED

ID = re.compile(r"(?<![A-Za-z0-9])(?:R\d{2}|A[1-9]\d?|H-[a-z]+(?:-[a-z]+)*)(?![A-Za-z0-9])")


@dataclass(frozen=True)
class Row:
    """One rule at one place. A place without a rule has no entry, a value without a place no clause."""

    clause: Clause | None
    entry: Entry | None


def rows(law: Pack) -> Iterator[Row]:
    """Every clause in the document's order with what rests on it, then what rests on none."""
    for place, clause in law.clauses.items():
        found = law.at(place)
        yield from (Row(clause, entry) for entry in found or (None,))
    yield from (Row(None, entry) for entry in law.rules.values() if not entry.places)


def cited_in(text: str) -> tuple[str, ...]:
    """The ids a text names, in the order of the list, each once. `A4` the paper size reads like a rule:
    ask this of rows, names and first lines, not of style sheets."""
    found = set(ID.findall(text))
    return tuple(name for name in EXPECTED if name in found)


def strangers_in(text: str) -> tuple[str, ...]:
    """What a text names like a rule although no pack answers it: a slip of the pen."""
    return tuple(sorted(set(ID.findall(text)) - set(EXPECTED)))
