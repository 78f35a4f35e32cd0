"""Closing a day: where every chain stood, in one digest that can be kept outside the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from yushu.kernel.clock import start_of
from yushu.kernel.crypto import canonical, digest
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.ledger.book import algorithm
from yushu.ledger.entries import SCHEMA, moment
from yushu.ledger.locks import hold
from yushu.ledger.log import checkpoint, log_leaf
from yushu.ledger.merkle import leaf_hash, tree_hash
from yushu.ledger.models import Chain, Checkpoint, Entry, LogLeaf, Seal, SealedHead
from yushu.ledger.proof import Signer

KIND = "seal"


@dataclass(frozen=True)
class Closing:
    """What closing a day left behind."""

    seal: Seal
    checkpoint: Checkpoint

    def __str__(self) -> str:
        """What to keep outside the house: with it nobody inside can rewrite the day unseen."""
        seal, root = self.seal, self.checkpoint
        return (
            f"{seal.day}  {seal.entries} entries  {seal.algorithm} {seal.digest}\n"
            f"log  {root.size} leaves  root {root.root}\n"
            f"signed {moment(root.at)} by {root.key_id}: {root.signature}"
        )


def close_day(day: date, at: datetime, signer: Signer) -> Closing:
    """Seal a day, state the seal publicly, sign the log. Safe to repeat; missed nights are caught up."""
    seal = seal_day(day, at)
    publish(at)
    return Closing(seal, checkpoint(at, signer))


@transaction.atomic
def seal_day(day: date, at: datetime) -> Seal:
    """Seal everything written since the last seal. A day already sealed keeps the seal it has."""
    hold(Entry)
    last = Seal.objects.order_by("-day").first()
    if last is not None and last.day >= day:
        return _sealed_before(day)
    _refuse_before_midnight(day, at)
    since, previous = (last.through, last.digest) if last else (0, "")
    fresh = Entry.objects.filter(id__gt=since)
    grown = Chain.objects.filter(id__in=fresh.values("chain_id")).order_by("id")
    heads = list(grown.values_list("id", "length", "head"))
    current = algorithm()
    seal = Seal(
        day=day,
        through=fresh.aggregate(last=Max("id"))["last"] or since,
        entries=fresh.count(),
        root=tree_hash((head_hash(*head, current) for head in heads), current).hex(),
        previous=previous,
        algorithm=current,
        sealed_at=at,
    )
    seal.digest = seal_digest(seal)
    seal.save(force_insert=True)
    _keep_heads(seal, heads)
    return seal


@transaction.atomic
def publish(at: datetime) -> None:
    """State in the transparency log every seal that is not there yet."""
    hold(LogLeaf)
    stated = LogLeaf.objects.filter(kind=KIND).count()
    for seal in Seal.objects.order_by("day")[stated:]:
        log_leaf(KIND, statement(seal), chain_id=None, at=at)


def statement(seal: Seal) -> dict[str, object]:
    """What is said publicly about a seal."""
    return {
        "schema": SCHEMA,
        "day": seal.day.isoformat(),
        "algorithm": seal.algorithm,
        "digest": seal.digest,
    }


def head_hash(chain_id: UUID, seq: int, head: str, current: str) -> bytes:
    """The leaf of a seal's tree: this chain stood here."""
    return leaf_hash(canonical({"chain": str(chain_id), "seq": seq, "digest": head}), current)


def seal_digest(seal: Seal) -> str:
    """The digest of a seal: every column, and through `previous` every seal before it."""
    covered = {
        "schema": SCHEMA,
        "day": seal.day.isoformat(),
        "through": seal.through,
        "entries": seal.entries,
        "root": seal.root,
        "previous": seal.previous,
        "algorithm": seal.algorithm,
        "sealed_at": moment(seal.sealed_at),
    }
    return digest(seal.algorithm, canonical(covered))


def _keep_heads(seal: Seal, heads: Sequence[tuple[UUID, int, str]]) -> None:
    rows = (SealedHead(seal=seal, chain_id=key, seq=seq, digest=head) for key, seq, head in heads)
    SealedHead.objects.bulk_create(rows, batch_size=500)


def _sealed_before(day: date) -> Seal:
    seal = Seal.objects.filter(day=day).first()
    if seal is None:
        raise Refusal(
            Words("{day}之后的日子已经封存", "A day after {day} is already sealed").fill(day=day),
            Words(
                "漏封的日子已并入后一次封存，无须补", "A missed day is held by the next seal; nothing is lost"
            ),
        )
    return seal


def _refuse_before_midnight(day: date, at: datetime) -> None:
    if at < start_of(day + timedelta(days=1)):
        raise Refusal(
            Words("{day}还没有过完，不能封存", "{day} is not over and cannot be sealed").fill(day=day),
            Words("过了北京时间24时再封", "Seal it after midnight in Beijing"),
        )
