"""Proving the transparency log: every leaf, and every root that was ever signed."""

from __future__ import annotations

from yushu.ledger import faults
from yushu.ledger.faults import Fault, Report
from yushu.ledger.log import signed_root
from yushu.ledger.merkle import Frontier, leaf_hash
from yushu.ledger.models import Checkpoint, LogLeaf
from yushu.ledger.proof import Keys, leaf_data

CHUNK = 1000


def verify(report: Report, keys: Keys) -> Fault | None:
    """Rebuild the log leaf by leaf and compare it with each signed root as its size is reached."""
    frontier = Frontier()
    # Read before the leaves, so that every root asked for has its leaves in what is read after.
    signed = list(Checkpoint.objects.order_by("-size"))
    for leaf in LogLeaf.objects.order_by("index").iterator(chunk_size=CHUNK):
        if fault := _roots(signed, frontier, report, keys) or _leaf(leaf, frontier):
            return fault
        report.leaves += 1
    return _roots(signed, frontier, report, keys) or _beyond(signed, frontier)


def _roots(signed: list[Checkpoint], frontier: Frontier, report: Report, keys: Keys) -> Fault | None:
    """Check off the roots signed at this size; the shortest log stands last in the list."""
    while signed and signed[-1].size == frontier.size:
        root = signed_root(signed.pop())
        if root.root != frontier.root().hex():
            return Fault(faults.ROOT_DIFFERS, index=root.size)
        if not root.genuine(keys):
            return Fault(faults.SIGNATURE, index=root.size)
        report.checkpoints += 1
    return None


def _leaf(leaf: LogLeaf, frontier: Frontier) -> Fault | None:
    """The leaf stands at its place and is the hash of what it says; it joins the tree."""
    if leaf.index != frontier.size:
        return Fault(faults.LEAF_GONE, index=frontier.size)
    computed = leaf_hash(leaf_data(leaf.kind, leaf.payload_digest, leaf.chain_id, leaf.at))
    if computed.hex() != leaf.leaf_hash:
        return Fault(faults.LEAF_ALTERED, leaf.chain_id, index=leaf.index)
    frontier.add(computed)
    return None


def _beyond(signed: list[Checkpoint], frontier: Frontier) -> Fault | None:
    """A root signed over more leaves than there are: the tail was cut."""
    return Fault(faults.LEAF_GONE, index=frontier.size) if signed else None
