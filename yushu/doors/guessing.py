"""A bound on guessing at an open door: after so many misses from one address it stays shut for a while.

Counted in the cache, under a keyed fingerprint of the address. Whoever finds what they look for is never counted.
"""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache

from yushu.doors.asking import DeskRequest
from yushu.doors.signing_in import client_address
from yushu.kernel.crypto import blind_index

MOST_MISSES = 60
SECONDS = 600


def shut_for(request: DeskRequest, door: str) -> bool:
    """Whether this address has missed too often at this door lately."""
    return int(cache.get(_key(request, door), 0)) >= MOST_MISSES


def count_miss(request: DeskRequest, door: str, weight: int = 1) -> None:
    """Count one miss, or an act that weighs more. Two at once may count as one: a bound, not an account."""
    key = _key(request, door)
    if not cache.add(key, weight, SECONDS):
        cache.set(key, int(cache.get(key, 0)) + weight, SECONDS)


def _key(request: DeskRequest, door: str) -> str:
    address = client_address(request) or ""
    return f"guess:{door}:{blind_index(settings.YUSHU_INDEX_KEY, door, address)[:32]}"
