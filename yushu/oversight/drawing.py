"""Drawing what is inspected: from a frozen list, by the order of a keyed digest that anybody can compute again.

The server makes the seed after the list is frozen, one draw a day for an office, and every draw stays on record.
Before the visits only the commitment is public: list and seed together would announce them. Afterwards both are.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import NamedTuple

from yushu.kernel.crypto import canonical, digest

ALGORITHM = "sha256"
HEAVIEST = 5
"""No class has more tickets than this, however many warning signs there are."""


class Ticketed(NamedTuple):
    """Something that may be drawn, and how many tickets it has: one, and one more for each warning sign."""

    key: str
    tickets: int


def tickets_for(signs: int) -> int:
    """One ticket, and one more for each sign, up to the bound."""
    return min(HEAVIEST, 1 + signs)


def make_seed() -> str:
    """128 random bits, in hexadecimal."""
    return secrets.token_hex(16)


def population_digest(population: Sequence[Ticketed]) -> str:
    """The digest of the frozen list: keys in order with their tickets, as canonical JSON."""
    return digest(ALGORITHM, canonical([[one.key, one.tickets] for one in sorted(population)]))


def commitment(seed: str, population: Sequence[Ticketed]) -> str:
    """What is published at once: the digest of the seed and of the list's digest, with a line feed between."""
    return digest(ALGORITHM, f"{seed}\n{population_digest(population)}".encode())


def place(seed: str, one: Ticketed) -> str:
    """The lowest of its tickets: the digest of seed, key and number of the ticket."""
    return min(
        digest(ALGORITHM, f"{seed}\n{one.key}\n{number}".encode()) for number in range(1, one.tickets + 1)
    )


def ranked(seed: str, population: Sequence[Ticketed]) -> list[str]:
    """The keys in the order of their places; whoever draws n takes the first n."""
    return [one.key for one in sorted(population, key=lambda one: (place(seed, one), one.key))]
