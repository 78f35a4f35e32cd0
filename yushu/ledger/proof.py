"""What leaves the house to be checked elsewhere: signed roots, proofs of inclusion and of growth.

Pure: nothing here asks a database. A verifier needs this file's rules, the public key and the proof.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from yushu.kernel.crypto import canonical, digest
from yushu.ledger.entries import SCHEMA, moment
from yushu.ledger.merkle import leaf_hash, verify_consistency, verify_inclusion

Keys = Mapping[str, Ed25519PublicKey]
"""Public keys by their id."""


def key_id(key: Ed25519PublicKey) -> str:
    """The name of a public key: the first sixteen digits of its SHA-256."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


class Signer(Protocol):
    """Whoever signs the log's roots: a key in the settings, or a device that keeps it."""

    @property
    def key_id(self) -> str:
        """The id of the public key that verifies."""

    def sign(self, statement: bytes) -> bytes:
        """An Ed25519 signature over the statement."""


class Ed25519Signer:
    """Signs with a private key of 32 bytes."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public_key(self) -> Ed25519PublicKey:
        """The key that verifies what this one signs."""
        return self._key.public_key()

    @property
    def key_id(self) -> str:
        """The id of the public key."""
        return key_id(self.public_key)

    def sign(self, statement: bytes) -> bytes:
        """The signature over the statement."""
        return self._key.sign(statement)


def payload_digest(payload: Mapping[str, object]) -> str:
    """The digest under which a public statement stands in the log."""
    return digest("sha256", canonical(payload))


def leaf_data(kind: str, payload: str, chain_id: UUID | None, at: datetime) -> bytes:
    """The bytes of a leaf: what was stated (as a digest), about which chain, and when."""
    chain = None if chain_id is None else str(chain_id)
    return canonical({"schema": SCHEMA, "kind": kind, "payload": payload, "chain": chain, "at": moment(at)})


@dataclass(frozen=True)
class SignedRoot:
    """At this moment the log held `size` leaves under `root`; so says the holder of the key."""

    size: int
    root: str
    at: str
    key_id: str
    signature: str

    def statement(self) -> bytes:
        """The bytes that are signed."""
        return f"yushu transparency log\n{self.size}\n{self.root}\n{self.at}\n".encode()

    def genuine(self, keys: Keys) -> bool:
        """Whether one of these keys signed it."""
        key = keys.get(self.key_id)
        if key is None:
            return False
        try:
            key.verify(bytes.fromhex(self.signature), self.statement())
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class Proof:
    """That one leaf stands in the log at `index` under a signed root."""

    index: int
    leaf: str
    path: tuple[str, ...]
    signed: SignedRoot

    def genuine(self, keys: Keys) -> bool:
        """Whether the leaf is in the log this root was signed for."""
        try:
            path = [bytes.fromhex(step) for step in self.path]
            root = bytes.fromhex(self.signed.root)
        except ValueError:
            return False
        leaf = leaf_hash(self.leaf.encode())
        return self.signed.genuine(keys) and verify_inclusion(leaf, self.index, self.signed.size, path, root)

    def states(self, payload: Mapping[str, object]) -> bool:
        """Whether the leaf is about exactly this payload."""
        return f'"payload":"{payload_digest(payload)}"' in self.leaf

    def as_dict(self) -> dict[str, object]:
        """The proof as JSON, for a file or an API answer."""
        return asdict(self)


@dataclass(frozen=True)
class Growth:
    """That the log of the later root only added leaves to the log of the earlier one."""

    earlier: SignedRoot
    later: SignedRoot
    path: tuple[str, ...]

    def genuine(self, keys: Keys) -> bool:
        """Whether both roots are signed and nothing between them was changed or taken away."""
        try:
            path = [bytes.fromhex(step) for step in self.path]
            first, second = bytes.fromhex(self.earlier.root), bytes.fromhex(self.later.root)
        except ValueError:
            return False
        if not (self.earlier.genuine(keys) and self.later.genuine(keys)):
            return False
        return verify_consistency(self.earlier.size, self.later.size, first, second, path)
