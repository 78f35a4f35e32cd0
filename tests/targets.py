"""What the permission matrix and the query counts aim at: an object for every address that names one.

The key of `TARGETS` is the name of the address; where one address serves several things
(a page for every step of every process), `name#variant` adds a row for each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.cast import Cast
from yushu.people.roles import Role

Kwargs = dict[str, Any]

TARGETS: dict[str, Callable[[Cast, bool], Kwargs]] = {}
"""What the address needs, for an object of the own side (True) or of the other (False)."""

BODIES: dict[str, dict[str, str]] = {}
"""What a POST sends; nothing, when it is not listed."""

LISTS: dict[str, tuple[Role, Callable[[Cast, int], None]]] = {}
"""List pages: who looks, and how to make so many more rows. `name?query` asks for a filter."""


def target(label: str) -> Callable[[Callable[[Cast, bool], Kwargs]], Callable[[Cast, bool], Kwargs]]:
    """Register how an address is aimed."""

    def register(make: Callable[[Cast, bool], Kwargs]) -> Callable[[Cast, bool], Kwargs]:
        TARGETS[label] = make
        return make

    return register
