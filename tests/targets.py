"""What the permission matrix and the query counts aim at: an object for every address that names one.

The key of `TARGETS` is the name of the address; where one address serves several things
(a page for every step of every process), `name#variant` adds a row for each. The aims themselves
stand in tests/aims.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.urls import reverse

from tests.cast import Cast
from yushu.people.roles import Role

Kwargs = dict[str, Any]

MakeRows = Callable[[Cast, int], None]
Make = Callable[[Cast, bool], Kwargs]


class Target(NamedTuple):
    """How an address is aimed. Without `sides` its object belongs to nobody, such as a clause."""

    make: Make
    sides: bool = True


TARGETS: dict[str, Target] = {}

BODIES: dict[str, dict[str, str]] = {}
"""What a POST sends; nothing, when it is not listed."""


class Rows(NamedTuple):
    """A list: who looks at it, how to make so many more rows, and how many there can be."""

    role: Role
    make: Callable[[Cast, int], None]
    most: int


LISTS: dict[str, Rows] = {}
"""List pages; `name?query` asks for a filter, `name#variant` is aimed like the target of that label."""


def target(label: str, *, sides: bool = True) -> Callable[[Make], Make]:
    """Register what an address needs, for an object of the own side (True) or of the other (False)."""

    def register(make: Make) -> Make:
        TARGETS[label] = Target(make, sides)
        return make

    return register


def many(label: str, role: Role, *, most: int = 500) -> Callable[[MakeRows], MakeRows]:
    """Register a list page, who looks at it, and how to make so many more of its rows."""

    def register(make: MakeRows) -> MakeRows:
        LISTS[label] = Rows(role, make, most)
        return make

    return register


def address_of(label: str, cast: Cast) -> str:
    """The address of a list."""
    name, _, query = label.partition("?")
    kwargs = TARGETS[name].make(cast, True) if name in TARGETS else {}
    return f"{reverse(name.split('#')[0], kwargs=kwargs)}?{query}"
