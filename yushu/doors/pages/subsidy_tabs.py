"""The lists of subsidies beside each other, each role its own."""

from __future__ import annotations

from django.urls import reverse

from yushu.doors.pages.shapes import Link
from yushu.kernel.words import Words
from yushu.people.actors import Actor
from yushu.people.roles import Role

EVERY = frozenset({Role.INSTITUTION, Role.CITY, Role.PROVINCE, Role.AUDITOR})
TABS: tuple[tuple[Words, str, frozenset[Role]], ...] = (
    (Words("订单", "Orders"), "orders", EVERY | {Role.EMPLOYER}),
    (Words("项目", "Projects"), "projects", EVERY),
    (Words("就业核实", "Employment checks"), "employment_checks", EVERY | {Role.EMPLOYER}),
    (Words("就业记录", "Employment records"), "employment_facts", EVERY | {Role.EMPLOYER}),
    (Words("口径", "Rulings"), "rulings", EVERY | {Role.FINANCE}),
)
"""Label, list, and who has it."""


def tabs(actor: Actor, current: str) -> list[Link]:
    """The lists this visitor has."""
    return [
        Link(label, reverse(name), current=name == current) for label, name, who in TABS if actor.role in who
    ]
