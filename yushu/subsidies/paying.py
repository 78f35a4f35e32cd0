"""支付 as a table: what a settlement owes goes to the institution in one line, once (R16, R20; A33, A37).

A payment waits while a reading it rests on is unsettled, is gathered into a run, sent, and paid or refused by the
bank; a refused one is mended by the institution and tried again. It stands under the model and imports none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models

from yushu.casework.process import NOTE, REASON, Check, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.people.roles import Role

if TYPE_CHECKING:
    from yushu.subsidies.models.payments import Payment


class P(models.TextChoices):
    """Where a payment stands."""

    HELD = "HELD", "暂缓支付，待明确口径"
    READY = "READY", "待支付"
    GATHERED = "GATHERED", "已列入支付批次"
    SENT = "SENT", "已发送，待回单"
    PAID = "PAID", "已支付"
    FAILED = "FAILED", "支付失败"
    STOPPED = "STOPPED", "不再支付"


PENDING = (P.HELD, P.READY, P.GATHERED, P.SENT, P.FAILED)
"""Decided and not yet paid."""
AT_REST = (P.HELD, P.READY, P.FAILED)
"""Pending, and in nobody's file: the amount can still be stopped."""


def open_payment(settlement: Any, yuan: int, taken: Taken) -> Payment | None:
    """A payment of so many yuan under a settlement that has become payable; inside that step's effect.

    Held while a reading or an undecided kind it rests on has no ruling, else ready for the finance office.
    Nothing is opened when nothing is owed.
    """
    opened: Payment | None = settlement.payments.model.open_for(settlement, yuan, taken) if yuan > 0 else None
    return opened


def readings_are_settled(payment: Any, _taken: Taken | None) -> Iterable[Check]:
    """A33: only the province interprets; money that depends on a reading waits for its document."""
    yield from payment.reading_checks()


def account_is_checked(payment: Any, _taken: Taken | None) -> Iterable[Check]:
    """R16: money goes to an account that two persons named and the finance office has checked."""
    yield from payment.account_checks()


def gather(payment: Any, taken: Taken) -> None:
    """A line of the run that is being drawn up."""
    payment.gather(taken)


def take_out(payment: Any, _taken: Taken) -> None:
    """The line of a run that was never sent is struck."""
    payment.take_out()


def note_paid(payment: Any, taken: Taken) -> None:
    """The day and the reference of the bank, and what follows for the settlement."""
    payment.note_paid(taken)


def note_failed(payment: Any, _taken: Taken) -> None:
    """Why the bank refused."""
    payment.note_failed()


# fmt: off
PAYMENT = Process(
    name=Words("补贴支付", "Payment"),
    kind="payment",
    states=P,
    start=P.HELD,
    ends=(P.PAID, P.STOPPED),
    opened_by=(Role.CITY, Role.PROVINCE, Role.TIME),
    cites="R16",
    path=("gather", "send", "pay"),
    steps=(
        Step("release", P.HELD, P.READY, by=Role.FINANCE, cites="A33", requires=(readings_are_settled,),
             says=Says(Words("口径已明确，转待支付", "Settled: ready to pay"),
                       Words("转出后：可以列入支付批次。", "It may be gathered into a run."))),
        Step("ready", P.HELD, P.READY, by=Role.TIME, cites="A33", follows=True,
             says=Says(Words("可以支付", "Ready to pay"), Words("没有待明确的口径。", "No reading is unsettled."))),
        Step("gather", P.READY, P.GATHERED, by=Role.FINANCE, cites="R16",
             requires=(readings_are_settled, account_is_checked), then=gather,
             says=Says(Words("列入支付批次：{y}元", "Gather {y} yuan into the run"),
                       Words("列入后：成为编制中批次的一笔，批次签发后付给{o}。",
                             "A line of the run being drawn up; paid to {o} once the run is signed."),
                       Words("列入支付批次", "Gather into a run"))),
        Step("take_out", P.GATHERED, P.READY, by=Role.FINANCE, cites="R16", asks=(REASON,), power=True, then=take_out,
             says=Says(Words("移出批次", "Take out of the run"),
                       Words("移出后：仍待支付，可以列入以后的批次。", "It waits for a later run."))),
        Step("put_back", P.GATHERED, P.READY, by=Role.TIME, cites="R16", follows=True, then=take_out,
             says=Says(Words("随批次撤销", "The run was dropped"), Words("批次撤销。", "The run was dropped."))),
        Step("send", P.GATHERED, P.SENT, by=Role.TIME, cites="R16", follows=True,
             says=Says(Words("随批次发送", "Sent with its run"), Words("批次签发。", "The run was signed."))),
        Step("pay", P.SENT, P.PAID, by=Role.TIME, cites="R16", follows=True, then=note_paid,
             says=Says(Words("回单：已支付", "The bank: paid"), Words("银行回单。", "The bank has answered."))),
        Step("fail", P.SENT, P.FAILED, by=Role.TIME, cites="R16", follows=True, then=note_failed,
             says=Says(Words("回单：支付失败", "The bank: refused"), Words("银行回单。", "The bank has answered."))),
        Step("retry", P.FAILED, P.READY, by=Role.INSTITUTION, cites="R16", asks=(NOTE,), hands=2,
             requires=(account_is_checked,),
             says=Says(Words("账户已核对，请再支付{y}元", "The account is right: pay {y} yuan again"),
                       Words("签发后：财政部门可以再次列入批次；同一笔不会付两次。",
                             "The finance office may gather it again; nothing is paid twice."),
                       Words("账户已核对，请再支付", "Ask to be paid again"))),
        Step("stop", AT_REST, P.STOPPED, by=Role.TIME, cites="A37", follows=True,
             says=Says(Words("不再支付", "Not paid any more"),
                       Words("结算另作决定，金额以新的结算为准。", "A new settlement has taken its place."))),
    ),
)
# fmt: on
