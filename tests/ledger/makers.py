"""A ledger to look at, and the one way to tamper with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import connection

from yushu.ledger.audit import verify_everything
from yushu.ledger.book import append, open_chain
from yushu.ledger.faults import Fault
from yushu.ledger.guards import lifted
from yushu.ledger.models import Chain, Entry
from yushu.ledger.proof import Ed25519Signer
from yushu.people.actors import PUBLIC, Actor

MORNING = datetime(2024, 9, 24, 1, 12, tzinfo=UTC)
"""Twelve past nine in Beijing."""
TODAY = date(2024, 9, 24)
NEXT_NIGHT = datetime(2024, 9, 24, 16, 5, tzinfo=UTC)
"""Five past midnight in Beijing: the 24th is over."""

SIGNER = Ed25519Signer(bytes(range(32)))
KEYS = {SIGNER.key_id: SIGNER.public_key}


def write(chain_id: UUID, verb: str = "note", *, actor: Actor = PUBLIC, **facts: object) -> Entry:
    """One entry, this morning."""
    return append(chain_id, verb, facts, actor=actor, at=MORNING, happened_on=TODAY)


def make_chain(entries: int = 3, kind: str = "case") -> Chain:
    """A chain with so many entries."""
    chain = open_chain(kind, at=MORNING - timedelta(days=1))
    for number in range(1, entries + 1):
        write(chain.pk, number=number, said=f"第{number}条")
    return Chain.objects.get(pk=chain.pk)


@contextmanager
def tampering() -> Iterator[None]:
    """The guards lifted, as whoever owns the database could lift them."""
    with lifted(connection):
        yield


def run(sql: str, *values: object) -> None:
    """A statement straight to the database, past all of our code."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def first_fault() -> Fault | None:
    """What the audit finds first."""
    return verify_everything(keys=KEYS).fault
