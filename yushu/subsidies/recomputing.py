"""What a settlement would come to if it were taken from what is known now (A37). Reads only; nothing is held.

The same formulas as a claim, on the day of the claim; the difference to what was paid, person by person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from yushu.kernel.words import Words
from yushu.subsidies import freezing, guarding
from yushu.subsidies.restating import KEPT
from yushu.subsidies.settling import EXAMINED, S

if TYPE_CHECKING:
    from yushu.subsidies.claiming import Row
    from yushu.subsidies.models import Settlement

CHEAPER = Words(
    "按现在的记录，应付比已付少{y}元", "From what is known now {y} yuan less are owed than were paid"
)


@dataclass(frozen=True)
class Change:
    """One person whose part differs: owed now, paid until now (or granted, where nothing has gone yet), and why.

    What was asked back before and given up is no part of what is paid: no yuan is asked back twice.

    `grounds` are the grounds of a recovery that the record bears out for this person by itself.
    """

    member: int
    person: Any
    seq: int
    holder: str
    masked: str
    due_yuan: int
    paid_yuan: int
    why: Words
    grounds: frozenset[str] = frozenset()

    @property
    def back_yuan(self) -> int:
        """What comes back of what was paid: never more than was paid."""
        return self.paid_yuan - self.due_yuan


@dataclass(frozen=True)
class Outcome:
    """The whole: owed now, paid until now, and whose part differs."""

    due_yuan: int
    paid_yuan: int
    changes: tuple[Change, ...]

    @property
    def back_yuan(self) -> int:
        """What comes back altogether; below zero when more is owed than was paid."""
        return self.paid_yuan - self.due_yuan


def provisionally(settlement: Settlement, *, at: datetime, day: date) -> Outcome:
    """Recount without writing anything."""
    model = type(settlement)
    draft = model(replaces=settlement, **{name: getattr(settlement, name) for name in KEPT})
    claim = freezing.recount(draft, day=day, at=at, bars=guarding.look)
    granted = _granted(settlement)
    changes = []
    for row in claim.rows:
        due = claim.owed.dues.get(row.member, 0)
        still = row.claimed.paid_yuan - row.claimed.spared(due)
        paid = still if granted is None else granted.get(row.member, 0)
        if due != paid:
            who = (row.member, row.person, row.seq, row.holder, row.masked)
            changes.append(Change(*who, due, paid, row.why, _grounds(row)))
    return Outcome(claim.owed.yuan, claim.owed.yuan + sum(one.back_yuan for one in changes), tuple(changes))


def _grounds(row: Row) -> frozenset[str]:
    found = {"TARGET": row.untrue, "CERTIFICATE": bool(row.revoked_for)}
    return frozenset(ground for ground, so in found.items() if so)


def _granted(settlement: Settlement) -> dict[int, int] | None:
    """What a settlement that was decided and not paid yet grants each member; nothing when money has gone."""
    if settlement.state == S.PAID:
        return None
    return dict(settlement.lines.values_list("member", "due_yuan"))


def restatement_of(settlement: Settlement) -> Settlement | None:
    """One that is before the city already, because an objection was upheld after the payment."""
    return settlement.replaced_by.filter(state__in=EXAMINED).first()
