from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.ledger.makers import KEYS, MORNING, SIGNER, TODAY, first_fault, make_chain, tampering
from yushu.kernel.errors import Misconfigured
from yushu.ledger import faults, keys
from yushu.ledger.faults import Fault
from yushu.ledger.log import LogBroken, checkpoint, growth, inclusion, log_leaf, signed_root
from yushu.ledger.models import Checkpoint, LogLeaf, LogNode
from yushu.ledger.proof import Ed25519Signer, Growth, Proof, SignedRoot

pytestmark = pytest.mark.django_db


def certificate(number: int) -> dict[str, object]:
    return {"code": f"0123456789ABC{number:03}", "status": "VALID", "issued_on": TODAY}


def state(count: int) -> list[LogLeaf]:
    """So many certificates stated publicly."""
    start = LogLeaf.objects.count()
    return [
        log_leaf("certificate", certificate(number), chain_id=None, at=MORNING)
        for number in range(start, start + count)
    ]


def test_leaves_are_numbered_from_zero_without_gaps():
    assert [leaf.index for leaf in state(3)] == [0, 1, 2]


def test_the_log_keeps_a_digest_and_not_what_was_said():
    (leaf,) = state(1)
    said = json.dumps({**certificate(0), "issued_on": "2024-09-24"}, sort_keys=True, separators=(",", ":"))

    assert leaf.payload_digest == hashlib.sha256(said.encode()).hexdigest()


def test_a_leaf_is_written_inside_the_act_it_states(transactional_db: None):
    with pytest.raises(transaction.TransactionManagementError):
        state(1)


def test_a_leaf_that_has_not_been_signed_has_no_proof_yet():
    (leaf,) = state(1)
    assert inclusion(leaf) is None

    checkpoint(MORNING, SIGNER)
    assert inclusion(leaf) is not None


@pytest.mark.parametrize("steps", [(1,), (2, 1), (5, 3, 6), (16, 1), (7, 9)])
def test_every_leaf_is_proved_whatever_the_nights_brought(steps: tuple[int, ...]):
    for night, count in enumerate(steps):
        state(count)
        checkpoint(MORNING + timedelta(days=night), SIGNER)

    for leaf in LogLeaf.objects.all():
        proof = inclusion(leaf)
        assert proof is not None
        assert proof.genuine(KEYS)
        assert proof.states({**certificate(leaf.index), "issued_on": "2024-09-24"})
        assert not proof.states(certificate(leaf.index + 1) | {"issued_on": "2024-09-24"})
    assert first_fault() is None


def test_a_log_that_grew_is_proved_to_have_only_grown():
    signed = []
    for night, count in enumerate((3, 4, 1, 9)):
        state(count)
        signed.append(checkpoint(MORNING + timedelta(days=night), SIGNER))

    for number, earlier in enumerate(signed):
        for later in signed[number:]:
            assert growth(earlier, later).genuine(KEYS)


def test_a_proof_is_checked_by_somebody_with_the_proof_and_the_public_key_only():
    """Everything an outsider does, in the standard library and the raw signature."""
    leaf = state(6)[4]
    checkpoint(MORNING, SIGNER)
    proof = inclusion(leaf)
    assert proof is not None
    sent: dict[str, Any] = json.loads(json.dumps(proof.as_dict()))

    # Leaf 4 of 6: its sibling 5 to the right, then leaves 0 to 3 to the left.
    current = hashlib.sha256(b"\x00" + sent["leaf"].encode()).digest()
    right, left = (bytes.fromhex(step) for step in sent["path"])
    current = hashlib.sha256(b"\x01" + current + right).digest()
    current = hashlib.sha256(b"\x01" + left + current).digest()
    assert current.hex() == sent["signed"]["root"]
    head = sent["signed"]
    signed = f"yushu transparency log\n{head['size']}\n{head['root']}\n{head['at']}\n"
    key = Ed25519PublicKey.from_public_bytes(SIGNER.public_key.public_bytes_raw())
    key.verify(bytes.fromhex(head["signature"]), signed.encode())


def test_a_proof_takes_few_queries_and_few_rows_in_a_long_log():
    leaves = state(70)
    checkpoint(MORNING, SIGNER)
    with CaptureQueriesContext(connection) as queries:
        proof = inclusion(leaves[37])

    assert len(queries) == 3
    assert proof is not None
    assert len(proof.path) <= 7


def test_signing_again_without_new_leaves_gives_the_last_signature():
    state(2)
    first = checkpoint(MORNING, SIGNER)

    assert checkpoint(MORNING + timedelta(days=1), SIGNER) == first
    assert Checkpoint.objects.count() == 1


def test_an_empty_log_can_be_signed():
    empty = checkpoint(MORNING, SIGNER)

    assert empty.size == 0
    assert signed_root(empty).genuine(KEYS)
    assert first_fault() is None
    state(3)
    checkpoint(MORNING, SIGNER)
    assert first_fault() is None


# What a forger would try


def altered(proof: Proof, **changes: Any) -> Proof:
    return Proof(
        **{**{name: getattr(proof, name) for name in ("index", "leaf", "path", "signed")}, **changes}
    )


@pytest.fixture
def proof() -> Proof:
    leaf = state(5)[2]
    checkpoint(MORNING, SIGNER)
    found = inclusion(leaf)
    assert found is not None
    return found


def test_no_part_of_a_proof_can_be_changed(proof: Proof):
    root = proof.signed
    fake = SignedRoot(root.size, root.root, root.at, root.key_id, "00" * 64)
    larger = SignedRoot(root.size + 1, root.root, root.at, root.key_id, root.signature)
    unreadable = SignedRoot(root.size, root.root, root.at, root.key_id, "not hexadecimal")

    assert proof.genuine(KEYS)
    assert not proof.genuine({})
    assert not altered(proof, index=3).genuine(KEYS)
    assert not altered(proof, leaf=proof.leaf.replace("certificate", "cert")).genuine(KEYS)
    assert not altered(proof, path=proof.path[::-1]).genuine(KEYS)
    assert not altered(proof, path=("zz",)).genuine(KEYS)
    for signed in (fake, larger, unreadable):
        assert not altered(proof, signed=signed).genuine(KEYS)


def test_growth_needs_both_signatures_and_a_readable_path():
    state(3)
    first = checkpoint(MORNING, SIGNER)
    state(3)
    both = growth(first, checkpoint(MORNING, SIGNER))
    unsigned = SignedRoot(3, both.earlier.root, both.earlier.at, both.earlier.key_id, "")

    assert both.genuine(KEYS)
    assert not Growth(unsigned, both.later, both.path).genuine(KEYS)
    assert not Growth(both.earlier, both.later, ("zz",)).genuine(KEYS)
    assert not Growth(both.earlier, both.later, both.path[1:]).genuine(KEYS)


def test_an_altered_leaf_is_named():
    state(5)
    checkpoint(MORNING, SIGNER)
    with tampering():
        LogLeaf.objects.filter(index=3).update(kind="seal")

    assert first_fault() == Fault(faults.SEAL_GONE, index=3)
    with tampering():
        LogLeaf.objects.filter(index=3).update(kind="other")
    assert first_fault() == Fault(faults.LEAF_ALTERED, index=3)


def test_an_altered_leaf_with_its_hash_made_to_fit_gives_another_root():
    chain = make_chain()
    state(5)
    checkpoint(MORNING, SIGNER)
    forged = log_leaf("certificate", {"code": "FORGED"}, chain_id=chain.pk, at=MORNING)
    columns = ("payload_digest", "leaf_hash", "chain_id")
    with tampering():
        LogLeaf.objects.filter(pk=forged.pk).delete()
        LogLeaf.objects.filter(index=3).update(**{name: getattr(forged, name) for name in columns})

    assert first_fault() == Fault(faults.ROOT_DIFFERS, index=5)


@pytest.mark.parametrize("index", [1, 4])
def test_a_removed_leaf_is_named(index: int):
    state(5)
    checkpoint(MORNING, SIGNER)
    with tampering():
        LogLeaf.objects.filter(index=index).delete()

    assert first_fault() == Fault(faults.LEAF_GONE, index=index)


def test_a_root_signed_with_a_strange_key_is_named():
    state(2)
    checkpoint(MORNING, Ed25519Signer(bytes(32)))

    assert first_fault() == Fault(faults.SIGNATURE, index=2)


def sign_and_prove(leaf: LogLeaf) -> None:
    checkpoint(MORNING, SIGNER)
    inclusion(leaf)


@pytest.mark.parametrize("what", ["leaf", "node", "counted"])
def test_nothing_is_signed_or_proved_from_a_broken_log(what: str):
    leaves = state(4)
    checkpoint(MORNING, SIGNER)
    state(2)
    with tampering():
        if what == "leaf":
            LogLeaf.objects.filter(index=4).delete()
        elif what == "node":
            LogNode.objects.filter(level=2).update(hash="00" * 32)
        else:
            LogNode.objects.filter(level=1).delete()

    with pytest.raises(LogBroken):
        sign_and_prove(leaves[0])


# Keys from the settings


def test_a_retired_key_is_still_trusted(settings):
    old = Ed25519Signer(bytes(32))
    settings.YUSHU_LOG_RETIRED = (old.public_key.public_bytes_raw(),)

    assert set(keys.trusted()) == {keys.signer().key_id, old.key_id}


def test_without_a_key_the_log_is_not_signed(settings):
    settings.YUSHU_LOG_KEY = None
    with pytest.raises(Misconfigured, match="YUSHU_LOG_KEY"):
        keys.signer()
