"""Computing a settlement again as a new one: after an objection, or when a fact turned out false (A18, A37, A38)."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from yushu.casework.opening import open_case
from yushu.casework.process import Taken
from yushu.casework.stepping import take
from yushu.kernel.words import Words
from yushu.people.actors import TIME
from yushu.people.roles import Role
from yushu.subsidies import ending, freezing, guarding
from yushu.subsidies.settling import MINE, OPEN, SETTLEMENT, S

if TYPE_CHECKING:
    from yushu.people.actors import Actor
    from yushu.subsidies.models import Objection, Settlement

UPHELD = Words("异议{n}成立", "objection {n} upheld")
SETTLED = Words("异议{n}办结，补足因异议少拨的部分", "objection {n} decided: the rest follows")
KEPT = (
    "institution",
    "city",
    "order",
    "project",
    "stage",
    "final",
    "as_of",
    "claim_day",
    "completed_on",
    "first_opened",
)


@transaction.atomic
def restate(settlement: Settlement, why: str, *, actor: Actor, at: datetime, day: date) -> Settlement | None:
    """The same settlement from what is known now, as a new case before the city; nothing when nothing differs.

    It keeps the day of the claim. One that was published or payable and not yet taken up for payment ends.
    """
    model = type(settlement)
    settlement.refresh_from_db()
    draft = model(replaces=settlement, **{name: getattr(settlement, name) for name in KEPT})
    claim = freezing.recount(draft, day=day, at=at, bars=guarding.look)
    freezing.figures(draft, claim)
    unpaid = ending.may_stop(settlement)
    if draft.now_yuan == (settlement.now_yuan if unpaid else 0):
        return None
    if unpaid:
        step = SETTLEMENT.named("replace")
        ending.stop_payments(settlement, Taken(step, actor, at, day, {}))
        settlement.refresh_from_db()
        take(settlement, "replace", actor=TIME, at=at, rev=settlement.rev, happened_on=day)
    made = open_case(
        model,
        actor=actor,
        at=at,
        happened_on=day,
        parties=[(Role.INSTITUTION, settlement.institution), (Role.CITY, settlement.city)],
        facts={"replaces": settlement.number, "why": why},
        replaces=settlement,
        why=why[:200],
        working=[],
        **{name: getattr(settlement, name) for name in KEPT},
    )
    bars = partial(guarding.take, chain=made.pk, at=at)
    freezing.freeze(made, freezing.recount(made, day=day, at=at, bars=bars))
    made.claimed_at = at
    made.save()
    return take(made, "restate", actor=TIME, at=at, rev=made.rev, happened_on=day)


def after_decision(objection: Objection, taken: Taken) -> None:
    """What the decision of an objection makes of the settlement that now stands in its place.

    One that is still examined is not touched: its guard sees the finding. One whose payment is under way is
    looked at again once it is paid.
    """
    settlement, upheld = current_of(objection.settlement), objection.state == "UPHELD"
    if settlement.state == S.PAID or (upheld and ending.may_stop(settlement)):
        why = (UPHELD if upheld else SETTLED).fill(n=objection.number).zh
        restate(settlement, why, actor=taken.actor, at=taken.at, day=taken.happened_on)
    elif settlement.state == S.PAYABLE and ending.may_stop(settlement):
        ending.lift(settlement, taken)


def current_of(settlement: Settlement) -> Settlement:
    """The settlement of the same order or project that is under way, else the last that was paid."""
    rows = type(settlement).objects.filter(order=settlement.order_id, project=settlement.project_id)
    open_one = rows.filter(state__in=OPEN).exclude(state__in=MINE).first()  # seen: with its scheme
    return open_one or rows.filter(state=S.PAID).order_by("-opened_on", "-number").first() or settlement


def after_payment(settlement: Settlement, taken: Taken) -> Settlement | None:
    """The rest, or what objections have meanwhile changed, once all of them are decided."""
    if settlement.open_findings():
        return None
    last = settlement.objections.order_by("-decided_on", "-number").first()
    if last is None:
        return None
    why = SETTLED.fill(n=last.number).zh
    return restate(settlement, why, actor=taken.actor, at=taken.at, day=taken.happened_on)
