"""Proving the whole ledger from its stored rows, and naming the first thing that does not hold.

Every table is read once, in order, in memory that does not grow with the ledger.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from yushu.ledger import audit_log, audit_seals, faults
from yushu.ledger.entries import commitment, entry_digest, opening_digest
from yushu.ledger.erasure import ERASE
from yushu.ledger.faults import Fault, Report
from yushu.ledger.guards import missing
from yushu.ledger.keys import trusted
from yushu.ledger.models import Chain, Entry
from yushu.ledger.proof import Keys

Progress = Callable[[int], None]
"""Told the number of entries proved so far, every EVERY entries."""

EVERY = 5000
CHUNK = 1000


def verify_everything(progress: Progress | None = None, keys: Keys | None = None) -> Report:
    """Prove every chain, seal, leaf and checkpoint; stop at the first fault. Writers need not stop."""
    report = Report(unguarded=missing(connection))
    report.fault = (
        _verify_chains(Chain.objects.all(), report, progress)
        or _without_chain()
        or audit_seals.verify(report)
        or audit_log.verify(report, trusted() if keys is None else keys)
    )
    return report


def verify_chain(chain_id: UUID) -> Fault | None:
    """Prove one chain by itself: the first fault in it, or None."""
    return _verify_chains(Chain.objects.filter(pk=chain_id), Report(), None)


@dataclass(slots=True)
class _Row:
    """One entry with its chain, its body and its erasure, as one row of one query.

    One query is one moment: entries written while the audit runs are all in it or all out.
    """

    chain_id: UUID
    kind: str
    head: str
    length: int
    opening: str
    opened_at: datetime
    seq: int
    previous: str
    digest: str
    commitment: str
    algorithm: str
    verb: str
    at: datetime
    happened_on: date
    role: str
    office_id: UUID | None
    account_id: UUID | None
    post_id: UUID | None
    basis: str
    salt: str | None
    payload: str | None
    told_by: int | None
    told_in: UUID | None
    told_verb: str | None
    told: str | None

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "id",
        "kind",
        "head",
        "length",
        "algorithm",
        "opened_at",
        "entries__seq",
        "entries__previous",
        "entries__digest",
        "entries__commitment",
        "entries__algorithm",
        "entries__verb",
        "entries__at",
        "entries__happened_on",
        "entries__role",
        "entries__office_id",
        "entries__account_id",
        "entries__post_id",
        "entries__basis",
        "entries__body__salt",
        "entries__body__payload",
        "entries__erasure__told_by_id",
        "entries__erasure__told_by__chain_id",
        "entries__erasure__told_by__verb",
        "entries__erasure__told_by__body__payload",
    )


def _verify_chains(chains: QuerySet[Chain], report: Report, progress: Progress | None) -> Fault | None:
    walk: _Walk | None = None
    for row in _rows(chains):
        if walk is None or walk.chain_id != row.chain_id:
            if walk is not None and (fault := walk.end()):
                return fault
            walk = _Walk(row)
            report.chains += 1
        if row.seq is None:  # an empty chain: the outer join gives one row without an entry
            continue
        if fault := walk.step(row):
            return fault
        report.entries += 1
        report.erased += row.salt is None
        if progress and report.entries % EVERY == 0:
            progress(report.entries)
    return walk.end() if walk is not None else None


def _rows(chains: QuerySet[Chain]) -> Iterator[_Row]:
    ordered = chains.order_by("id", "entries__seq").values_list(*_Row.COLUMNS)
    for values in ordered.iterator(chunk_size=CHUNK):
        yield _Row(*values)


class _Walk:
    """One chain, followed from its opening to its head."""

    def __init__(self, first: _Row) -> None:
        self.chain_id = first.chain_id
        self.length = first.length
        self.head = first.head
        self.seq = 0
        self.digest = opening_digest(first.opening, first.chain_id, first.kind, first.opened_at)

    def step(self, row: _Row) -> Fault | None:
        """Follow the chain by one entry."""
        wrong = self._place(row) or _entry(row) or _body(row)
        if wrong:
            return wrong
        self.seq, self.digest = row.seq, row.digest
        return None

    def _place(self, row: _Row) -> Fault | None:
        if row.seq > self.seq + 1:
            return Fault(faults.REMOVED, self.chain_id, self.seq + 1)
        if row.seq <= self.seq:
            return Fault(faults.OUT_OF_PLACE, self.chain_id, row.seq)
        if row.previous != self.digest:
            return Fault(faults.NOT_FOLLOWING, self.chain_id, row.seq)
        return None

    def end(self) -> Fault | None:
        """What the chain says of its own end must be so."""
        if self.length > self.seq:
            return Fault(faults.REMOVED, self.chain_id, self.seq + 1)
        if self.length < self.seq:
            return Fault(faults.OUT_OF_PLACE, self.chain_id, self.length + 1)
        if self.head != self.digest:
            return Fault(faults.HEAD_ALTERED, self.chain_id, self.seq)
        return None


def _entry(row: _Row) -> Fault | None:
    altered = row.digest != entry_digest(row)
    return Fault(faults.ENTRY_ALTERED, row.chain_id, row.seq) if altered else None


def _body(row: _Row) -> Fault | None:
    if row.salt is not None and row.payload is not None:
        if row.told_by is not None:
            return Fault(faults.ERASED_AND_THERE, row.chain_id, row.seq)
        bound = row.commitment == commitment(row.algorithm, row.salt, row.payload)
        return None if bound else Fault(faults.BODY_ALTERED, row.chain_id, row.seq)
    if row.told_by is None:
        return Fault(faults.BODY_GONE, row.chain_id, row.seq)
    return None if _told(row) else Fault(faults.ERASURE_UNTOLD, row.chain_id, row.seq)


def _told(row: _Row) -> bool:
    """Whether an entry of the same chain says that this very body was erased."""
    if row.told_in != row.chain_id or row.told_verb != ERASE or row.told is None:
        return False
    body: dict[str, Any] = json.loads(row.told)
    return bool(body["facts"].get("seq") == row.seq)


def _without_chain() -> Fault | None:
    chain = Chain.objects.filter(pk=OuterRef("chain_id"))
    lost = Entry.objects.filter(~Exists(chain)).order_by("id").first()
    return Fault(faults.CHAIN_GONE, lost.chain_id, lost.seq) if lost else None
