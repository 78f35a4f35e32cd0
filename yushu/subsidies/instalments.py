"""How a debt is cut into instalments, and which of them a sum has covered. Pure (A37)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from yushu.law.terms import window_end


def cut(total: int, parts: int, first_due: date) -> list[tuple[date, int]]:
    """Equal parts a month apart; what is left over goes into the first. They add up to the total.

    A month ends clipped, as everywhere (A40): after 31 January comes the last day of February.
    """
    each, over = divmod(total, parts)
    return [
        (window_end(first_due, months=number) if number else first_due, each + (over if number == 0 else 0))
        for number in range(parts)
    ]


def covered(dues: Iterable[int], received: int) -> int:
    """How many instalments, from the first on, a sum covers whole."""
    count, left = 0, received
    for yuan in dues:
        left -= yuan
        if left < 0:
            break
        count += 1
    return count


def next_due(dues: Sequence[tuple[date, int]], received: int) -> date | None:
    """The day of the first instalment that is not covered; nothing when all are."""
    place = covered([yuan for _, yuan in dues], received)
    return dues[place][0] if place < len(dues) else None
