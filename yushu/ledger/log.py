"""The transparency log: public statements that can be proved and never quietly taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from yushu.ledger.entries import moment, plain
from yushu.ledger.locks import hold
from yushu.ledger.merkle import (
    Frontier,
    Node,
    Span,
    complete_nodes,
    consistency_spans,
    inclusion_spans,
    leaf_hash,
    span_hash,
)
from yushu.ledger.models import Checkpoint, LogLeaf, LogNode
from yushu.ledger.proof import Growth, Proof, SignedRoot, Signer, leaf_data, payload_digest

BATCH = 500


class LogBroken(Exception):
    """The stored log does not give the root that was signed for it. Nothing is signed or proved from it."""


def log_leaf(kind: str, payload: Mapping[str, object], *, chain_id: UUID | None, at: datetime) -> LogLeaf:
    """State something publicly, for ever, inside the caller's transaction.

    The payload itself is not stored, only its digest: give it nothing that could be guessed
    back to a person, or a random code that forbids guessing.
    """
    hold(LogLeaf)
    last = LogLeaf.objects.aggregate(last=Max("index"))["last"]
    stated = payload_digest({key: plain(value) for key, value in payload.items()})
    return LogLeaf.objects.create(
        index=0 if last is None else last + 1,
        kind=kind,
        payload_digest=stated,
        chain_id=chain_id,
        leaf_hash=leaf_hash(leaf_data(kind, stated, chain_id, at)).hex(),
        at=at,
    )


@transaction.atomic
def checkpoint(at: datetime, signer: Signer) -> Checkpoint:
    """Sign the log as it stands. Without new leaves since the last time, the last signature is given back."""
    hold(Checkpoint)
    last = Checkpoint.objects.order_by("-size").first()
    size = LogLeaf.objects.count()
    if last is not None and last.size == size:
        return last
    frontier = _frontier(last)
    _grow(frontier, size)
    root = frontier.root().hex()
    unsigned = SignedRoot(size=size, root=root, at=moment(at), key_id=signer.key_id, signature="")
    signature = signer.sign(unsigned.statement()).hex()
    return Checkpoint.objects.create(size=size, root=root, at=at, signature=signature, key_id=signer.key_id)


def inclusion(leaf: LogLeaf) -> Proof | None:
    """The proof that a leaf is in the log as last signed; None until the next checkpoint takes it in."""
    latest = Checkpoint.objects.filter(size__gt=leaf.index).order_by("-size").first()
    if latest is None:
        return None
    data = leaf_data(leaf.kind, leaf.payload_digest, leaf.chain_id, leaf.at)
    path = _hashes(inclusion_spans(leaf.index, latest.size))
    return Proof(index=leaf.index, leaf=data.decode(), path=path, signed=signed_root(latest))


def growth(earlier: Checkpoint, later: Checkpoint) -> Growth:
    """The proof that between two checkpoints leaves were only added."""
    path = _hashes(consistency_spans(earlier.size, later.size))
    return Growth(earlier=signed_root(earlier), later=signed_root(later), path=path)


def signed_root(stored: Checkpoint) -> SignedRoot:
    """A checkpoint in the form that leaves the house."""
    return SignedRoot(
        size=stored.size,
        root=stored.root,
        at=moment(stored.at),
        key_id=stored.key_id,
        signature=stored.signature,
    )


def _frontier(last: Checkpoint | None) -> Frontier:
    """The tree as it was last signed, from the stored nodes of its right edge."""
    if last is None:
        return Frontier()
    edge = list(complete_nodes((0, last.size)))
    hashes = _stored(edge)
    frontier = Frontier(size=last.size, peaks=[hashes[node] for node in edge])
    if frontier.root().hex() != last.root:
        raise LogBroken(f"the log no longer gives the root signed at {last.size} leaves")
    return frontier


def _grow(frontier: Frontier, size: int) -> None:
    """Add the leaves not yet in the tree and store the nodes they complete."""
    fresh = (
        LogLeaf.objects.filter(index__gte=frontier.size).order_by("index").values_list("index", "leaf_hash")
    )
    completed: list[LogNode] = []
    for index, stored in fresh.iterator(chunk_size=BATCH):
        if index != frontier.size:
            raise LogBroken(f"leaf {frontier.size} is not in the log")
        for (level, position), value in frontier.add(bytes.fromhex(stored)):
            completed.append(LogNode(level=level, position=position, hash=value.hex()))
        if len(completed) >= BATCH:
            LogNode.objects.bulk_create(completed)
            completed = []
    LogNode.objects.bulk_create(completed)
    if frontier.size != size:
        raise LogBroken(f"the log counts {size} leaves and has {frontier.size}")


def _hashes(spans: list[Span]) -> tuple[str, ...]:
    hashes = _stored([node for span in spans for node in complete_nodes(span)])
    return tuple(span_hash(span, hashes.__getitem__).hex() for span in spans)


def _stored(nodes: Iterable[Node]) -> dict[Node, bytes]:
    """The hashes of these nodes, in two queries however many they are."""
    wanted = set(nodes)
    leaves = [position for level, position in wanted if level == 0]
    found = {
        (0, index): bytes.fromhex(value)
        for index, value in LogLeaf.objects.filter(index__in=leaves).values_list("index", "leaf_hash")
    }
    inner = [Q(level=level, position=position) for level, position in wanted if level]
    if inner:
        stored = LogNode.objects.filter(Q(*inner, _connector=Q.OR))
        for level, position, value in stored.values_list("level", "position", "hash"):
            found[level, position] = bytes.fromhex(value)
    if wanted - found.keys():
        raise LogBroken(f"nodes {sorted(wanted - found.keys())} of the log are missing")
    return found
