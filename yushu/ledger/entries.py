"""What is digested, and how. Pure: the auditor recomputes the same bytes from the stored columns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Protocol
from uuid import UUID

from yushu.kernel.crypto import canonical, digest
from yushu.kernel.words import Words

SCHEMA = 1
"""The form of a body and of what an entry's digest covers. A change of form takes the next number."""


class Digestible(Protocol):
    """The columns an entry's digest covers: an entry itself, or a row read for verification."""

    chain_id: UUID
    seq: int
    previous: str
    commitment: str
    algorithm: str
    verb: str
    at: datetime
    happened_on: date
    role: str
    office_id: UUID | None
    account_id: UUID | None
    post_id: UUID | None
    basis: str


def moment(at: datetime) -> str:
    """A moment as it is digested: UTC to the microsecond, the finest both databases keep."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def opening_digest(algorithm: str, chain_id: UUID, kind: str, opened_at: datetime) -> str:
    """What the first entry of a chain follows: the chain's own identity."""
    opening = {"schema": SCHEMA, "chain": str(chain_id), "kind": kind, "opened_at": moment(opened_at)}
    return digest(algorithm, canonical(opening))


def commitment(algorithm: str, salt: str, payload: str) -> str:
    """Binds an entry to its body; without the salt nobody can guess the body back."""
    return digest(algorithm, bytes.fromhex(salt) + payload.encode())


def entry_digest(entry: Digestible) -> str:
    """The digest of an entry: every column, and through `previous` every entry before it."""
    covered = {
        "schema": SCHEMA,
        "chain": str(entry.chain_id),
        "seq": entry.seq,
        "previous": entry.previous,
        "commitment": entry.commitment,
        "algorithm": entry.algorithm,
        "verb": entry.verb,
        "at": moment(entry.at),
        "happened_on": entry.happened_on.isoformat(),
        "role": entry.role,
        "office": _name(entry.office_id),
        "account": _name(entry.account_id),
        "post": _name(entry.post_id),
        "basis": entry.basis,
    }
    return digest(entry.algorithm, canonical(covered))


def _name(key: UUID | None) -> str | None:
    return None if key is None else str(key)


def plain(value: object) -> object:
    """A fact as JSON holds it. What has no exact form there (a float, a model) is refused."""
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, Words):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return _plain_collection(value)


def _plain_collection(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=canonical)
    raise TypeError(
        f"a fact must be text, a whole number, a day or a list of these, not {type(value).__name__}"
    )
