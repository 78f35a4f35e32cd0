"""Proving the seals: each follows the one before, and every head it lists still stands in its chain."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import OuterRef, Subquery

from yushu.ledger import faults
from yushu.ledger.faults import Fault, Report
from yushu.ledger.merkle import Frontier
from yushu.ledger.models import Entry, LogLeaf, Seal, SealedHead
from yushu.ledger.proof import payload_digest
from yushu.ledger.seals import KIND, head_hash, seal_digest, statement

CHUNK = 1000


def verify(report: Report) -> Fault | None:
    """Prove every seal in the order of days, against the entries and against the public log."""
    previous, through = "", 0
    stated = _stated()
    for seal in Seal.objects.order_by("day").iterator(chunk_size=CHUNK):
        fault = _itself(seal, previous) or _heads(seal) or _count(seal, through) or _said(seal, stated)
        if fault:
            return fault
        previous, through = seal.digest, seal.through
        report.seals += 1
    surplus = next(stated, None)
    return Fault(faults.SEAL_GONE, index=surplus[0]) if surplus else None


def _stated() -> Iterator[tuple[int, str]]:
    """What the public log says of the seals, in their order.

    Counted before the seals are read: a seal made meanwhile is then met without its statement,
    never a statement without its seal.
    """
    leaves = LogLeaf.objects.filter(kind=KIND).order_by("index").values_list("index", "payload_digest")
    return leaves[: leaves.count()].iterator(chunk_size=CHUNK)


def _itself(seal: Seal, previous: str) -> Fault | None:
    if seal.digest != seal_digest(seal):
        return Fault(faults.SEAL_ALTERED, day=seal.day)
    if seal.previous != previous:
        return Fault(faults.SEAL_NOT_FOLLOWING, day=seal.day)
    return None


def _heads(seal: Seal) -> Fault | None:
    """The list gives the sealed root, and every entry on it is still the one in its chain."""
    standing = Entry.objects.filter(chain_id=OuterRef("chain_id"), seq=OuterRef("seq"))
    heads = SealedHead.objects.filter(seal=seal).order_by("chain_id")
    rows = heads.annotate(now=Subquery(standing.values("digest")))
    frontier, torn = Frontier(seal.algorithm), None
    for chain_id, seq, digest, now in rows.values_list("chain_id", "seq", "digest", "now").iterator(CHUNK):
        frontier.add(head_hash(chain_id, seq, digest, seal.algorithm))
        if now != digest and torn is None:
            torn = Fault(faults.SEAL_TORN, chain_id, seq, day=seal.day)
    # A list that was itself altered proves nothing about the entries: say that first.
    return Fault(faults.SEAL_ROOT, day=seal.day) if frontier.root().hex() != seal.root else torn


def _count(seal: Seal, since: int) -> Fault | None:
    now = Entry.objects.filter(id__gt=since, id__lte=seal.through).count()
    if now == seal.entries:
        return None
    return Fault(faults.SEAL_COUNT.fill(then=seal.entries, now=now), day=seal.day)


def _said(seal: Seal, stated: Iterator[tuple[int, str]]) -> Fault | None:
    leaf = next(stated, None)
    if leaf is None:  # the newest seals may be waiting to be stated
        return None
    index, said = leaf
    agrees = said == payload_digest(statement(seal))
    return None if agrees else Fault(faults.SEAL_MISSTATED, day=seal.day, index=index)
