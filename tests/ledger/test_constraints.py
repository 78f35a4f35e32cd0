"""The database as last referee: what the tables refuse by themselves, with the guards out of the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.ledger.makers import MORNING, tampering
from yushu.ledger.models import Chain, Entry, Erasure, LogNode, SealedHead

pytestmark = pytest.mark.django_db


def an_entry(chain: Chain, **changes: object) -> None:
    first = Entry.objects.filter(chain=chain).values().get(seq=2)
    Entry.objects.create(**{**first, "id": None, "seq": 9, **changes})


def an_erasure(chain: Chain, **changes: object) -> None:
    one, two = Entry.objects.filter(chain=chain, seq__in=(2, 3)).order_by("seq")
    Erasure.objects.create(**{"entry": one, "told_by": two, "reason": "本人申请", "at": MORNING, **changes})


def a_sealed_head(chain: Chain) -> None:
    for head in list(SealedHead.objects.filter(chain_id=chain.pk)):
        head.pk = None
        head.save(force_insert=True)


BROKEN: dict[str, Callable[[Chain], object]] = {
    "chain_has_a_kind": lambda chain: Chain.objects.create(
        id=uuid4(), kind="", head="", algorithm="sha256", opened_at=datetime(2024, 9, 1, tzinfo=UTC)
    ),
    "entry_place_in_chain_once": lambda chain: an_entry(chain, seq=2),
    "entry_counts_from_one": lambda chain: an_entry(chain, seq=0),
    "entry_has_a_verb": lambda chain: an_entry(chain, verb=""),
    "erasure_has_a_reason": lambda chain: an_erasure(chain, reason=""),
    "erasure_told_afterwards": lambda chain: an_erasure(chain, told_by=Entry.objects.get(chain=chain, seq=1)),
    "sealed_head_once": a_sealed_head,
    "log_node_once": lambda chain: LogNode.objects.create(level=1, position=0, hash="cd" * 32),
    "log_node_above_the_leaves": lambda chain: LogNode.objects.create(level=0, position=0, hash="cd" * 32),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_table_itself_refuses(full: Chain, name: str):
    table = next(table for table in tables() if name in constraints(table))
    with tampering(), pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BROKEN[name](full)

    # SQLite names the columns of a broken unique constraint, everything else names the constraint.
    columns = ", ".join(f"{table}.{column}" for column in constraints(table)[name]["columns"])
    assert name in str(refusal.value) or columns in str(refusal.value)


def tables() -> list[str]:
    return [model._meta.db_table for model in (Chain, Entry, Erasure, SealedHead, LogNode)]


def constraints(table: str) -> dict[str, dict[str, list[str]]]:
    with connection.cursor() as cursor:
        found: dict[str, dict[str, list[str]]] = connection.introspection.get_constraints(cursor, table)
    return found
