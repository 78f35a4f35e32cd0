"""Keeping secrets and proving bytes: sealing, blind indexes, digests, canonical JSON, random codes."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

import rfc8785
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

NONCE_BYTES = 12
_ALGORITHMS: dict[str, type[hashes.HashAlgorithm]] = {"sha256": hashes.SHA256, "sm3": hashes.SM3}

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, so that a code can be read aloud."""
CODE_LENGTH = 16


class Broken(Exception):
    """A sealed value that cannot be opened: unknown key, altered bytes, or another column's value."""


@dataclass(frozen=True)
class Keyring:
    """Keys by their number. `current` seals; every key opens what it once sealed."""

    keys: Mapping[int, bytes] = field(repr=False)
    current: int

    def __post_init__(self) -> None:
        if self.current not in self.keys:
            raise ValueError(f"the current key {self.current} is not on the ring")
        for number, key in self.keys.items():
            if not 0 <= number <= 255 or len(key) != 32:
                raise ValueError(f"key {number} must have a number of one byte and 32 bytes")


def seal(keyring: Keyring, text: str, *, where: str) -> bytes:
    """Encrypt a text for one column: key number, nonce, ciphertext.

    `where` is "table.column"; a value copied into another column does not open there.
    """
    nonce = secrets.token_bytes(NONCE_BYTES)
    cipher = AESGCMSIV(keyring.keys[keyring.current])
    return bytes([keyring.current]) + nonce + cipher.encrypt(nonce, text.encode(), where.encode())


def open_sealed(keyring: Keyring, sealed: bytes, *, where: str) -> str:
    """The text that was sealed for this column; Broken if it was not."""
    number, nonce, body = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    key = keyring.keys.get(number[0]) if number else None
    if key is None:
        raise Broken(f"{where}: sealed with key {number.hex() or 'none'}, which is not on the ring")
    try:
        return AESGCMSIV(key).decrypt(nonce, body, where.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise Broken(f"{where}: the sealed value was altered or belongs elsewhere") from error


def blind_index(key: bytes, kind: str, normalised: str) -> str:
    """A keyed fingerprint (HMAC-SHA-256, hexadecimal) under which an encrypted value is found again."""
    return hmac.digest(key, f"{kind}\0{normalised}".encode(), "sha256").hex()


def digest(algorithm: str, data: bytes) -> str:
    """The digest in hexadecimal under an algorithm's id: `sha256` or `sm3`."""
    if algorithm not in _ALGORITHMS:
        raise ValueError(f"unknown digest algorithm {algorithm!r}; known: {', '.join(_ALGORITHMS)}")
    running = hashes.Hash(_ALGORITHMS[algorithm]())
    running.update(data)
    return running.finalize().hex()


def canonical(value: object) -> bytes:
    """The one way to write a value as JSON (RFC 8785): equal values give equal bytes."""
    return rfc8785.dumps(value)  # type: ignore[arg-type]  # the package types its input as a closed union


def random_code() -> str:
    """Sixteen characters holding 80 random bits: fit for an address that leaves the office."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def code_for(key: bytes, kind: str, normalised: str) -> str:
    """A code like `random_code`, always the same for the same value: nobody without the key can tell it."""
    number = int(blind_index(key, kind, normalised), 16)
    return "".join(CODE_ALPHABET[number >> 5 * place & 31] for place in range(CODE_LENGTH))
