"""What the permission matrix and the query counts aim at: an object for every address that names one.

The key of `TARGETS` is the name of the address; where one address serves several things
(a page for every step of every process), `name#variant` adds a row for each. The aims themselves
stand in tests/aims.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from tests.cast import Cast
from yushu.people.roles import Role

Kwargs = dict[str, Any]

Make = Callable[[Cast, bool], Kwargs]


class Target(NamedTuple):
    """How an address is aimed. Without `sides` its object belongs to nobody, such as a clause."""

    make: Make
    sides: bool = True


TARGETS: dict[str, Target] = {}

BODIES: dict[str, dict[str, str]] = {}
"""What a POST sends; nothing, when it is not listed."""

LISTS: dict[str, tuple[Role, Callable[[Cast, int], None]]] = {}
"""List pages: who looks, and how to make so many more rows. `name?query` asks for a filter."""


def target(label: str, *, sides: bool = True) -> Callable[[Make], Make]:
    """Register what an address needs, for an object of the own side (True) or of the other (False)."""

    def register(make: Make) -> Make:
        TARGETS[label] = Target(make, sides)
        return make

    return register


def many(label: str, role: Role) -> Callable[[Callable[[Cast, int], None]], Callable[[Cast, int], None]]:
    """Register a list page, who looks at it, and how to make so many more of its rows."""

    def register(make: Callable[[Cast, int], None]) -> Callable[[Cast, int], None]:
        LISTS[label] = (role, make)
        return make

    return register
