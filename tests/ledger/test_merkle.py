"""The tree against the definitions of RFC 6962, section 2.1, written down again as they stand there."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yushu.ledger.merkle import (
    Frontier,
    Node,
    complete_nodes,
    consistency_spans,
    inclusion_spans,
    leaf_hash,
    span_hash,
    tree_hash,
    verify_consistency,
    verify_inclusion,
)

# The recursive definitions. MTH, PATH and PROOF are the names the document gives them.


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def cut(n: int) -> int:
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def mth(d: list[bytes]) -> bytes:
    if not d:
        return sha(b"")
    if len(d) == 1:
        return sha(b"\x00" + d[0])
    k = cut(len(d))
    return sha(b"\x01" + mth(d[:k]) + mth(d[k:]))


def path(m: int, d: list[bytes]) -> list[bytes]:
    if len(d) == 1:
        return []
    k = cut(len(d))
    return [*path(m, d[:k]), mth(d[k:])] if m < k else [*path(m - k, d[k:]), mth(d[:k])]


def proof(m: int, d: list[bytes]) -> list[bytes]:
    return subproof(m, d, whole=True)


def subproof(m: int, d: list[bytes], *, whole: bool) -> list[bytes]:
    if m == len(d):
        return [] if whole else [mth(d)]
    k = cut(len(d))
    if m <= k:
        return [*subproof(m, d[:k], whole=whole), mth(d[k:])]
    return [*subproof(m - k, d[k:], whole=False), mth(d[:k])]


def data(size: int) -> list[bytes]:
    return [f"第{number}条".encode() for number in range(size)]


def nodes(d: list[bytes]) -> dict[Node, bytes]:
    """Every complete node, as the log stores them."""
    frontier, found = Frontier(), {}
    for number, item in enumerate(d):
        found[0, number] = leaf_hash(item)
        found.update(frontier.add(leaf_hash(item)))
    return found


SIZES = range(1, 34)
sizes = st.integers(1, 200)


def test_the_empty_tree_and_the_first_leaf_are_the_published_values():
    assert tree_hash([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@pytest.mark.parametrize("size", SIZES)
def test_the_root_is_the_documents(size: int):
    assert tree_hash(leaf_hash(item) for item in data(size)) == mth(data(size))


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_has_the_documents_path_and_it_verifies(size: int):
    d = data(size)
    stored = nodes(d)
    for index in range(size):
        ours = [span_hash(span, stored.__getitem__) for span in inclusion_spans(index, size)]
        assert ours == path(index, d)
        assert verify_inclusion(leaf_hash(d[index]), index, size, ours, mth(d))


@pytest.mark.parametrize("second", SIZES)
def test_every_earlier_tree_has_the_documents_proof_and_it_verifies(second: int):
    d = data(second)
    stored = nodes(d)
    for first in range(1, second + 1):
        ours = [span_hash(span, stored.__getitem__) for span in consistency_spans(first, second)]
        assert ours == proof(first, d)
        assert verify_consistency(first, second, mth(d[:first]), mth(d), ours)


@given(size=sizes, choice=st.data())
def test_a_path_proves_nothing_else(size: int, choice: st.DataObject):
    d = data(size)
    index = choice.draw(st.integers(0, size - 1))
    true = path(index, d)
    leaf, root = leaf_hash(d[index]), mth(d)
    other = choice.draw(st.integers(0, size + 1).filter(lambda number: number != index))

    assert not verify_inclusion(leaf_hash(b"another"), index, size, true, root)
    assert not verify_inclusion(leaf, index, size, true, mth([*d, b"one more"]))
    assert not verify_inclusion(leaf, index, size, [*true, root], root)
    if true:
        assert not verify_inclusion(leaf, other, size, true, root)
        assert not verify_inclusion(leaf, index, size, true[:-1], root)
        assert not verify_inclusion(leaf, index, size, [*true[:-1], sha(b"forged")], root)


@given(second=sizes, choice=st.data())
def test_a_changed_past_is_not_consistent(second: int, choice: st.DataObject):
    d = data(second)
    first = choice.draw(st.integers(1, second))
    changed = [*d]
    changed[choice.draw(st.integers(0, first - 1))] = b"changed"
    honest, forged = mth(d[:first]), proof(first, changed)

    assert not verify_consistency(first, second, honest, mth(changed), forged)
    assert not verify_consistency(first, second, honest, mth(d), [*proof(first, d), sha(b"more")])


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_outside_the_tree_has_no_path(index: int, size: int):
    with pytest.raises(ValueError, match="not in a tree"):
        inclusion_spans(index, size)
    assert not verify_inclusion(leaf_hash(b""), index, size, [], leaf_hash(b""))


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3)])
def test_a_longer_tree_does_not_begin_a_shorter_one(first: int, second: int):
    with pytest.raises(ValueError, match="does not begin"):
        consistency_spans(first, second)
    assert not verify_consistency(first, second, b"", b"", [])


@given(size=st.integers(0, 300), more=st.integers(0, 40))
def test_a_tree_grown_from_its_edge_is_the_whole_tree(size: int, more: int):
    d = data(size + more)
    stored = nodes(d[:size])
    grown = Frontier(size=size, peaks=[stored[node] for node in complete_nodes((0, size))])
    for item in d[size:]:
        grown.add(leaf_hash(item))

    assert grown.root() == mth(d)


def test_another_digest_gives_another_tree():
    assert tree_hash([leaf_hash(b"a", "sm3")], "sm3") != tree_hash([leaf_hash(b"a")])
    assert tree_hash([], "sm3").hex().startswith("1ab21d83")
