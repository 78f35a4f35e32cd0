"""The books of a person or a settlement: what is owed, paid, on its way, and what has come back (R18, R19; A37).

For everybody, at every moment:

    due = paid − recovered + pending + withheld − returning

due        what the decided settlements owe: of each member the line of the newest settlement that was decided
paid       what has been paid for them: shares above zero, by the bank or out of what others owe back
recovered  what has come back: shares below zero, as a sum above zero, to finance or to others of the same claim
pending    decided and not yet paid: the parts in payments that wait, are in a file, or were refused by the bank
withheld   owed, and in no payment while an objection is open, or because what is owed came to more since (A38)
returning  decided to come back and not come back yet, whether it is waited for, written off or before the court;
           of the latter two a later settlement of the same order or project says how much is left out of its sum

No figure is the difference of the others: due comes from the lines, paid and recovered from the shares, pending from
the payments, withheld from the limits, returning from the restated lines and what later ones leave out. So the
equation can fail, and tests rely on that. What was only drafted, claimed or published is in none of them; a settlement
that was replaced, refused or withdrawn owes nothing any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Sum

from yushu.people.models import Person
from yushu.people.persons import same_person_ids
from yushu.subsidies.models import PaidShare, Payment, Settlement, SettlementLine
from yushu.subsidies.paying import PENDING
from yushu.subsidies.settling import S

DECIDED = (S.PAYABLE, S.PAID)


@dataclass(frozen=True)
class Books:
    """Whole yuan. See the head of this file for what each figure is."""

    due: int = 0
    paid: int = 0
    recovered: int = 0
    pending: int = 0
    withheld: int = 0
    returning: int = 0

    @property
    def balanced(self) -> bool:
        """Whether the equation holds."""
        return self.due == self.paid - self.recovered + self.pending + self.withheld - self.returning

    def __add__(self, other: Books) -> Books:
        return Books(*(getattr(self, name) + getattr(other, name) for name in FIGURES))


FIGURES = ("due", "paid", "recovered", "pending", "withheld", "returning")


def books(of: Person | Settlement) -> Books:
    """The books of a person over everything, or of the order or project a settlement stands under."""
    if isinstance(of, Person):
        members = SettlementLine.objects.filter(person__in=same_person_ids(of)).values_list(
            "member", flat=True
        )
    else:
        alike = Settlement.objects.filter(order=of.order_id, project=of.project_id)
        members = SettlementLine.objects.filter(settlement__in=alike.values("pk")).values_list(
            "member", flat=True
        )  # seen: sums only, shown by who may see the case
    return sum(by_member(members).values(), Books())


def by_member(members: Iterable[int]) -> dict[int, Books]:
    """The books of each of these members of classes, in a fixed number of queries."""
    keys = set(members)
    newest, parts = _newest(keys), _payment_parts(keys)
    shares = _shares(keys)
    moved = _moved_under({line.settlement_id for line in newest.values()}, keys)
    found = {}
    for key in keys:
        line = newest.get(key)
        paid, back = shares.get(key, (0, 0))
        pending = parts.get(key, 0)
        withheld, returning = _open(line, moved.get(key, 0)) if line else (0, 0)
        found[key] = Books(line.due_yuan if line else 0, paid, back, pending, withheld, returning)
    return found


def _newest(members: set[int]) -> dict[int, SettlementLine]:
    """Of each member the line of the newest decided settlement."""
    rows = SettlementLine.objects.filter(member__in=members, settlement__state__in=DECIDED)
    rows = rows.select_related("settlement").order_by("settlement__chain__opened_at", "pk")
    return {line.member_id: line for line in rows}  # seen: sums only


def _shares(members: set[int]) -> dict[int, tuple[int, int]]:
    paid: dict[int, int] = defaultdict(int)
    back: dict[int, int] = defaultdict(int)
    for member, yuan in PaidShare.objects.filter(member__in=members).values_list("member", "yuan"):
        if yuan > 0:
            paid[member] += yuan
        else:
            back[member] -= yuan
    return {member: (paid[member], back[member]) for member in {*paid, *back}}


def _payment_parts(members: set[int]) -> dict[int, int]:
    """What payments that are pending carry for each member."""
    rows = Payment.objects.filter(state__in=PENDING).values("settlement")  # seen: sums only
    found: dict[int, int] = defaultdict(int)
    lines = SettlementLine.objects.filter(settlement__in=rows, member__in=members)
    for line in lines:
        found[line.member_id] += part_of(line)
    return found


def part_of(line: SettlementLine) -> int:
    """A line's part of the payment of its settlement."""
    return line.now_yuan if line.limited_yuan is None else line.limited_yuan


def _moved_under(settlements: set[UUID], members: set[int]) -> dict[int, int]:
    """What has moved under these settlements, member by member, net."""
    rows = PaidShare.objects.filter(settlement__in=settlements, member__in=members).order_by()
    return dict(rows.values_list("member").annotate(sum=Sum("yuan")))


def _open(line: SettlementLine, moved: int) -> tuple[int, int]:
    """Of the newest line: what is owed and in no payment, and what is to come back and has not."""
    settlement = line.settlement
    if settlement.now_yuan < 0:
        return 0, moved - line.now_yuan + line.given_up_yuan
    limited = 0 if line.limited_yuan is None else line.now_yuan - line.limited_yuan
    if settlement.state == S.PAYABLE and not settlement.payable_yuan:
        return line.now_yuan, line.given_up_yuan
    return limited, line.given_up_yuan
