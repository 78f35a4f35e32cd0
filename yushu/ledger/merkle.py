"""The hash tree of RFC 6962 and its two proofs. Pure: bytes in, bytes out.

Leaves and inner nodes are hashed under different prefixes, so that no inner node can be
passed off as a leaf.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from yushu.kernel.crypto import digest

Node = tuple[int, int]
"""Level and position: the node over the 2^level leaves from leaf position·2^level."""
Span = tuple[int, int]
"""Leaves from the first number up to, not including, the second."""


def leaf_hash(data: bytes, algorithm: str = "sha256") -> bytes:
    """The hash of one leaf's data."""
    return bytes.fromhex(digest(algorithm, b"\x00" + data))


def node_hash(left: bytes, right: bytes, algorithm: str = "sha256") -> bytes:
    """The hash of two subtrees side by side."""
    return bytes.fromhex(digest(algorithm, b"\x01" + left + right))


@dataclass
class Frontier:
    """A tree that grows leaf by leaf and remembers only the complete subtrees at its right edge."""

    algorithm: str = "sha256"
    size: int = 0
    peaks: list[bytes] = field(default_factory=list)
    """The complete subtrees, widest first: one for every bit set in `size`."""

    def add(self, leaf: bytes) -> list[tuple[Node, bytes]]:
        """Append a leaf's hash; give back the inner nodes this completes, lowest first."""
        completed, level, current = [], 0, leaf
        while self.size >> level & 1:
            current = node_hash(self.peaks.pop(), current, self.algorithm)
            level += 1
            completed.append(((level, self.size >> level), current))
        self.peaks.append(current)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """The tree hash of all leaves so far."""
        if not self.peaks:
            return bytes.fromhex(digest(self.algorithm, b""))
        *rest, current = self.peaks
        for peak in reversed(rest):
            current = node_hash(peak, current, self.algorithm)
        return current


def tree_hash(leaves: Iterable[bytes], algorithm: str = "sha256") -> bytes:
    """The tree hash over leaf hashes, in memory that does not grow with their number."""
    frontier = Frontier(algorithm)
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root()


def complete_nodes(span: Span) -> Iterator[Node]:
    """The fewest complete subtrees that make up a subtree of the tree, left to right."""
    start, end = span
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def span_hash(span: Span, node: Callable[[Node], bytes]) -> bytes:
    """The hash of a subtree, from its complete subtrees."""
    *rest, current = [node(part) for part in complete_nodes(span)]
    for left in reversed(rest):
        current = node_hash(left, current)
    return current


def inclusion_spans(index: int, size: int) -> list[Span]:
    """The subtrees whose hashes lead from one leaf up to the root of a tree of this size."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    start, end, spans = 0, size, []
    while end - start > 1:
        middle = start + _left_width(end - start)
        if index < middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    return spans[::-1]


def consistency_spans(first: int, second: int) -> list[Span]:
    """The subtrees whose hashes show that the tree of `first` leaves begins the tree of `second`."""
    if not 0 < first <= second:
        raise ValueError(f"a tree of {first} does not begin a tree of {second}")
    start, end, spans = 0, second, []
    while end != first:
        middle = start + _left_width(end - start)
        if first <= middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    if start:
        spans.append((start, end))
    return spans[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path proves that this leaf stands at this index of the tree with this root."""
    if not 0 <= index < size:
        return False
    spans = inclusion_spans(index, size)
    if len(spans) != len(path):
        return False
    current = leaf
    for (start, _), sibling in zip(spans, path, strict=True):
        current = node_hash(current, sibling) if start > index else node_hash(sibling, current)
    return current == root


def verify_consistency(
    first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether the path proves that the later tree only added leaves to the earlier one."""
    if not 0 < first <= second:
        return False
    spans = consistency_spans(first, second)
    if len(spans) != len(path):
        return False
    # A first tree that is itself one complete subtree is its own starting point.
    begun = not spans or spans[0][1] != first
    parts = list(zip(spans, path, strict=True))
    if begun:
        older = newer = first_root
    else:
        older = newer = parts.pop(0)[1]
    for (start, _), sibling in parts:
        newer = node_hash(newer, sibling) if start >= first else node_hash(sibling, newer)
        older = older if start >= first else node_hash(sibling, older)
    return older == first_root and newer == second_root


def _left_width(width: int) -> int:
    """The largest power of two smaller than the width: where RFC 6962 cuts a tree."""
    return 1 << (width - 1).bit_length() - 1
