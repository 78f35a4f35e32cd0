"""After the publicity: what may be paid, what holds it, who gets which part, what comes back (A33, A38; R16)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from yushu.casework.models import Party
from yushu.casework.process import Taken
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.people.models import Office
from yushu.people.roles import Role
from yushu.subsidies import guarding, paying, rulings
from yushu.subsidies.given_up import given_up
from yushu.subsidies.paying import AT_REST, P
from yushu.subsidies.settlement_rules import surely_owed
from yushu.subsidies.settling import S

if TYPE_CHECKING:
    from yushu.subsidies.models import PaidShare, Settlement

HELD = Words("暂缓拨付：{w}", "Payment is held: {w}")
WAIT = Words("口径有文号以后再拨付", "Pay once a ruling with a number settles it")
NOT_NOW = Words("现在不能拨付", "It cannot be paid now")
LOOK = Words(
    "看结算的状态：公示期满、没有办过拨付的才能拨付", "It must be past its publicity and not yet taken up"
)


def end_publicity(settlement: Settlement, taken: Taken) -> None:
    """Fix what may be paid and open the payment; people whom a final claim leaves unpaid are free again."""
    limit(settlement)
    if office := finance_of(settlement.city):
        Party.objects.get_or_create(chain_id=settlement.pk, role=Role.FINANCE, office=office)
    if (settlement.final or settlement.order_id) and not settlement.open_findings():
        unpaid = settlement.lines.filter(due_yuan=0).values_list("member", flat=True)
        guarding.release(settlement.pk, taken.happened_on, list(unpaid))
    open_payment(settlement, taken)


def open_payment(settlement: Settlement, taken: Taken) -> None:
    """A payment of what may be paid now, if anything may."""
    if settlement.payable_yuan and settlement.payable_yuan > 0:
        paying.open_payment(settlement, settlement.payable_yuan, taken)


def lift(settlement: Settlement, taken: Taken) -> None:
    """Objections are decided and nothing has been sent: what was held back is paid together with the rest."""
    stop_payments(settlement, taken)
    limit(settlement)
    settlement.save()
    open_payment(settlement, taken)


def finance_of(city: Office) -> Office | None:
    """The finance department that pays in a city: its own, else the province's."""
    rows = Office.objects.filter(role=Role.FINANCE, parent=None, area__in=(city.area, ""))  # seen: who pays
    return rows.order_by("-area", "name").first()


def limit(settlement: Settlement) -> None:
    """A38: with objections open, no more than is owed under either outcome; without, all of it."""
    findings = settlement.open_findings()
    settlement.payable_yuan = settlement.now_yuan
    if not findings:
        settlement.lines.update(limited_yuan=None)
        return
    sure = surely_owed(settlement.claimed(), findings, settlement.first_opened, rulings.ruled())
    lines = list(settlement.lines.all())
    left = given_up(settlement, [line.member_id for line in lines])
    surely = 0
    for line in lines:
        due, one = sure.dues.get(line.member_id, 0), line.claimed(left.get(line.member_id, 0))
        line.limited_yuan = due - line.paid_yuan + one.spared(due)
        surely += line.limited_yuan
    settlement.payable_yuan = min(settlement.now_yuan, max(0, surely))
    settlement.lines.model.objects.bulk_update(lines, ["limited_yuan"])


def held_by(settlement: Settlement, *, demonstration: bool) -> list[rulings.Unsettled]:
    """What the province must settle before it is paid: in demonstration only what makes the two results differ."""
    differ = settlement.kinds if settlement.otherwise_yuan != settlement.due_yuan else []
    on = settlement.first_opened
    return rulings.held_by(rulings.MONEY, on, demonstration=demonstration, subjects=differ)


def may_stop(settlement: Settlement) -> bool:
    """Whether no payment of it has gone into a file: then another settlement may still take its place."""
    if settlement.state == S.PAYABLE:
        return not settlement.payments.exclude(state__in=(*AT_REST, P.STOPPED)).exists()
    return settlement.state == S.PUBLICISED


def stop_payments(settlement: Settlement, taken: Taken) -> None:
    """What was to be paid and is in nobody's file is not paid any more."""
    for payment in settlement.payments.filter(state__in=AT_REST):
        payment.follow("stop", taken)


def note_paid(settlement: Settlement, taken: Taken, model: type[PaidShare]) -> None:
    """A share for each person of what was paid. What comes back is written by `take_back` as it comes."""
    if settlement.now_yuan <= 0 or not settlement.payable_yuan:
        return
    model.objects.bulk_create(
        model(
            settlement=settlement,
            member_id=line.member_id,
            person_id=line.person_id,
            source_id=settlement.pk,
            on=taken.happened_on,
            yuan=part,
        )
        for line in settlement.lines.all()
        if (part := line.now_yuan if line.limited_yuan is None else line.limited_yuan)
    )


def take_back(
    settlement: Settlement, yuan: int, *, source: UUID, on: date, part: int = 0
) -> list[tuple[int, int]]:
    """Share out a sum that came back among those of a restatement who owe it, in their order.

    `part` is the number of the receipt; two may arrive on one day.

    Gives back (member, yuan below zero). Raises Refusal for more than is still owed.
    """
    shares = settlement.shares.model
    back: dict[int, int] = {}
    for share in shares.objects.filter(settlement=settlement):  # seen: with the settlement
        back[share.member_id] = back.get(share.member_id, 0) + share.yuan
    made, left = [], yuan
    for line in settlement.lines.all():
        owes = max(0, -(line.now_yuan - back.get(line.member_id, 0)))
        taken = min(owes, left)
        if taken:
            made.append((line, taken))
            left -= taken
    if left:
        wrong = Words("追回的比应退的多{y}元", "{y} yuan more came back than are owed").fill(y=left)
        raise Refusal(wrong, Words("核对金额", "Check the sum"), field="yuan")
    shares.objects.bulk_create(
        shares(
            settlement=settlement,
            member_id=line.member_id,
            person_id=line.person_id,
            source_id=source,
            part=part,
            on=on,
            yuan=-taken,
        )
        for line, taken in made
    )
    return [(line.member_id, -taken) for line, taken in made]
