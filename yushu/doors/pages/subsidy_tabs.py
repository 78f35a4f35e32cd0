"""The lists of subsidies beside each other, each role its own."""

from __future__ import annotations

from django.urls import reverse

from yushu.doors.pages.shapes import Link
from yushu.kernel.words import Words
from yushu.people.actors import Actor
from yushu.people.roles import Role

EVERY = frozenset({Role.INSTITUTION, Role.CITY, Role.PROVINCE, Role.AUDITOR})
OVERSEES = frozenset({Role.CITY, Role.PROVINCE, Role.AUDITOR})
PAYS = frozenset({Role.FINANCE, Role.PROVINCE, Role.AUDITOR})
TABS: tuple[tuple[Words, str, frozenset[Role]], ...] = (
    (Words("订单", "Orders"), "orders", EVERY | {Role.EMPLOYER}),
    (Words("项目", "Projects"), "projects", EVERY),
    (Words("就业核实", "Employment checks"), "employment_checks", EVERY | {Role.EMPLOYER}),
    (Words("就业记录", "Employment records"), "employment_facts", EVERY | {Role.EMPLOYER}),
    (Words("结算", "Settlements"), "settlements", EVERY | {Role.FINANCE}),
    (Words("异议", "Objections"), "objections", OVERSEES),
    (Words("支付", "Payments"), "payments", EVERY | {Role.FINANCE}),
    (Words("批次", "Runs"), "payment_runs", PAYS),
    (Words("账户", "Accounts"), "payees", PAYS | {Role.INSTITUTION}),
    (Words("追回", "Recoveries"), "recoveries", EVERY | {Role.FINANCE}),
    (Words("口径", "Rulings"), "rulings", EVERY | {Role.FINANCE}),
)
"""Label, list, and who has it."""


def tabs(actor: Actor, current: str) -> list[Link]:
    """The lists this visitor has."""
    return [
        Link(label, reverse(name), current=name == current) for label, name, who in TABS if actor.role in who
    ]
