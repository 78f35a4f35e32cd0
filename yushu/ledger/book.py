"""Writing in the ledger and reading it back."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from yushu.kernel.crypto import canonical
from yushu.kernel.errors import Misconfigured
from yushu.ledger.entries import SCHEMA, commitment, entry_digest, opening_digest, plain
from yushu.ledger.models import ALGORITHMS, Body, Chain, Entry
from yushu.people.actors import Actor
from yushu.people.roles import Role

SALT_BYTES = 32


@dataclass(frozen=True)
class Item:
    """One act to be written: the verb, its facts, and the document it rests on."""

    verb: str
    facts: Mapping[str, object] = field(default_factory=dict)
    basis: str = ""


@dataclass(frozen=True)
class Line:
    """One entry as a screen shows it. `facts` is None once the body has been erased."""

    chain_id: UUID
    seq: int
    verb: str
    who: str
    role: Role
    at: datetime
    happened_on: date
    basis: str
    facts: Mapping[str, Any] | None
    algorithm: str
    digest: str

    @property
    def fragment(self) -> str:
        """The two ends of the digest, for the eye to compare: `SM3 e164 3eca…0b48`."""
        name = "SM3" if self.algorithm == "sm3" else "SHA-256"
        return f"{name} {self.digest[:4]} {self.digest[4:8]}…{self.digest[-4:]}"


def algorithm() -> str:
    """The digest algorithm new entries and seals are written with (setting YUSHU_DIGEST)."""
    chosen: str = getattr(settings, "YUSHU_DIGEST", "sha256")
    if chosen not in dict(ALGORITHMS):
        raise Misconfigured(f"YUSHU_DIGEST is {chosen!r}; it must be sha256 or sm3")
    return chosen


def open_chain(kind: str, *, at: datetime, pk: UUID | None = None) -> Chain:
    """Begin the history of one thing. Its key becomes the key of the thing itself."""
    key, current = pk or uuid4(), algorithm()
    head = opening_digest(current, key, kind, at)
    return Chain.objects.create(id=key, kind=kind, head=head, algorithm=current, opened_at=at)


def chain_for(kind: str, pk: UUID, at: datetime) -> Chain:
    """The chain of a thing that is not a case (a person, an office), opened when first needed."""
    current = algorithm()
    opening = {
        "kind": kind,
        "head": opening_digest(current, pk, kind, at),
        "algorithm": current,
        "opened_at": at,
    }
    chain, _ = Chain.objects.get_or_create(id=pk, defaults=opening)
    if chain.kind != kind:
        raise ValueError(f"chain {pk} is the history of a {chain.kind}, not of a {kind}")
    return chain


def append(
    chain_id: UUID,
    verb: str,
    facts: Mapping[str, object],
    *,
    actor: Actor,
    at: datetime,
    happened_on: date,
    basis: str = "",
    who: str = "",
) -> Entry:
    """Write one act at the end of a chain, in five statements, inside the caller's transaction.

    Concurrent writers of one chain queue; sequence numbers have no gaps.
    """
    item = Item(verb, facts, basis)
    return bulk_append(chain_id, [item], actor=actor, at=at, happened_on=happened_on, who=who)[0]


def bulk_append(
    chain_id: UUID,
    items: Sequence[Item],
    *,
    actor: Actor,
    at: datetime,
    happened_on: date,
    who: str = "",
) -> list[Entry]:
    """Write many acts of one actor at the end of a chain, in the given order, all or none."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "the ledger is written inside the transaction of the act it records"
        )
    if not items:
        return []
    last, previous = _claim(chain_id, len(items))
    hand = _Hand(chain_id, actor, at, happened_on, who or standing(actor))
    entries, bodies = [], []
    for seq, item in enumerate(items, start=last - len(items) + 1):
        entry, body = hand.write(seq, previous, item)
        entries.append(entry)
        bodies.append(body)
        previous = entry.digest
    Entry.objects.bulk_create(entries, batch_size=500)
    Body.objects.bulk_create(bodies, batch_size=500)
    Chain.objects.filter(pk=chain_id).update(head=previous)
    return entries


def _claim(chain_id: UUID, places: int) -> tuple[int, str]:
    """Take the next places in the chain; give back the last of them and the head to follow.

    The update comes first because it is the lock: it holds the chain's row on PostgreSQL and
    the database's write lock on SQLite until the transaction ends.
    """
    if not Chain.objects.filter(pk=chain_id).update(length=F("length") + places):
        raise Chain.DoesNotExist(f"no chain {chain_id}; open it before writing to it")
    last, head = Chain.objects.values_list("length", "head").get(pk=chain_id)
    return last, head


@dataclass(frozen=True)
class _Hand:
    """What is the same for every entry written in one act."""

    chain_id: UUID
    actor: Actor
    at: datetime
    happened_on: date
    who: str

    def write(self, seq: int, previous: str, item: Item) -> tuple[Entry, Body]:
        """An entry and its body, not yet stored."""
        current, salt, payload = algorithm(), secrets.token_hex(SALT_BYTES), self._payload(item)
        account, post = self.actor.account, self.actor.post
        entry = Entry(
            chain_id=self.chain_id,
            seq=seq,
            previous=previous,
            commitment=commitment(current, salt, payload),
            algorithm=current,
            verb=item.verb,
            at=self.at,
            happened_on=self.happened_on,
            role=self.actor.role.value,
            office_id=post.office_id if post else None,
            account_id=account.pk if account else None,
            post_id=post.pk if post else None,
            basis=item.basis,
        )
        entry.digest = entry_digest(entry)
        return entry, Body(entry=entry, salt=salt, payload=payload)

    def _payload(self, item: Item) -> str:
        office = self.actor.office
        content = {
            "schema": SCHEMA,
            "who": self.who,
            "role": self.actor.role.value,
            "office": office.name if office else "",
            "facts": plain(item.facts),
        }
        return canonical(content).decode()


def standing(actor: Actor) -> str:
    """Who acts, in words: office and post, or the person's own name, or the bare role."""
    if actor.post is not None:
        return f"{actor.post.office.name}·{actor.post.title}"
    if actor.person is not None:
        return actor.person.name
    return str(actor.role.label)


def history(chain_ids: Iterable[UUID], *, limit: int | None = None) -> list[Line]:
    """What happened to these things, newest first, in one query."""
    entries = Entry.objects.filter(chain_id__in=list(chain_ids)).select_related("body").order_by("-id")
    return [_line(entry) for entry in entries[:limit]]


def _line(entry: Entry) -> Line:
    body = getattr(entry, "body", None)
    said = json.loads(body.payload) if body else None
    return Line(
        chain_id=entry.chain_id,
        seq=entry.seq,
        verb=entry.verb,
        who=said["who"] if said else str(Role(entry.role).label),
        role=Role(entry.role),
        at=entry.at,
        happened_on=entry.happened_on,
        basis=entry.basis,
        facts=said["facts"] if said else None,
        algorithm=entry.algorithm,
        digest=entry.digest,
    )
