"""Whether the cases still say what their records say: a row changed behind the one door is named here.

The ledger proves that nobody rewrote the record. This compares the record with the tables it speaks of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from yushu.casework.models import Case
from yushu.casework.registry import kinds
from yushu.ledger import book

TOGETHER = 200
"""Cases read with one look at their records."""


@dataclass(frozen=True)
class Disagreement:
    """A case that is not as its record left it: in its state, or in what it states."""

    kind: str
    number: str
    chain_id: UUID
    what: str
    record: str
    found: str

    def __str__(self) -> str:
        said = f"its record says {self.record}"
        return f"{self.kind} {self.number} ({self.chain_id}): {self.what} is {self.found}, {said}"


def disagreements() -> Iterator[Disagreement]:
    """Every case that differs from its record. Of an erased body nobody can say, so nothing is compared."""
    for model in kinds().values():
        cases = model.objects.order_by("pk").iterator(chunk_size=TOGETHER)
        while group := tuple(islice(cases, TOGETHER)):
            yield from _differing(group)


def _differing(cases: tuple[Case, ...]) -> Iterator[Disagreement]:
    last: dict[UUID, dict[str, str | None]] = {case.pk: {} for case in cases}
    for line in book.history(last):
        _keep(last[line.chain_id], line.facts)
    for case in cases:
        said = last[case.pk]
        for what, found in (("state", str(case.state)), ("evidence", case.evidence())):
            record = said.get(what)
            if record is not None and record != found:
                yield Disagreement(case.process.kind, case.number, case.pk, what, record, found)


def _keep(said: dict[str, str | None], facts: Mapping[str, Any] | None) -> None:
    """The newest word on each: lines come newest first. An erased line may have had one."""
    for what in ("state", "evidence"):
        if facts is None or what in facts:
            said.setdefault(what, None if facts is None else facts[what])
