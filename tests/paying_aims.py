"""What the addresses of payments, runs, accounts and recoveries are aimed at in the permission matrix."""

from __future__ import annotations

from datetime import date

from tests.aims import CASES, DEMANDED, once, side
from tests.cast import Cast
from tests.subsidies import payingmakers as pay
from tests.subsidies import settlementmakers as money
from tests.targets import BODIES, Kwargs, target
from yushu.subsidies.models import PayeeAccount, Payment, PaymentRun, Recovery, Settlement

NUMBERS = {True: pay.ACCOUNT, False: "149900190001010099"}
FIRST = {True: 700, False: 800}
"""Where the numbers of the people of either side begin."""


def payable(cast: Cast, own: bool, apart: int) -> Settlement:
    """A settlement of that side whose publicity is over, with two people of its own."""
    us = side(cast, own)
    return money.payable(us, money.project(us, n=2, employed=2, first=FIRST[own] + apart))


@once
def payment(cast: Cast, own: bool) -> Payment:
    """What that side's finance office can gather."""
    return payable(cast, own, 0).payments.get()


@once
def run(cast: Cast, own: bool) -> PaymentRun:
    """A run of that side's finance office, being drawn up."""
    us = side(cast, own)
    pay.account(us, account=NUMBERS[own])
    return pay.gathered(us, payable(cast, own, 10).payments.get())


def payee(cast: Cast, own: bool) -> PayeeAccount:
    """The account of that side's institution."""
    return run(cast, own).lines.get().payee


@once
def recovery(cast: Cast, own: bool) -> Recovery:
    """What that side's institution owes back."""
    us = side(cast, own)
    settlement = money.pay(payable(cast, own, 20))
    pay.withdraw_facts(us, settlement.lines.first().person)
    return pay.decided(pay.recovery(us, settlement), us)


CASES |= {"payment": payment, "payment_run": run, "payee": payee, "recovery": recovery}
DAY = date(2024, 11, 26)
DEMANDED |= {
    "payment": {"paid_on": DAY, "reference": "B1"},
    "payment_run": {"digest": "0" * 64, "document_no": "晋财函〔2024〕1号", "sent_on": DAY},
    "recovery": {"next_due_on": DAY},
}


@target("run_file")
@target("run_answer")
def of_run(cast: Cast, own: bool) -> Kwargs:
    return {"pk": run(cast, own).pk}


@target("recovery_new")
def of_settlement(cast: Cast, own: bool) -> Kwargs:
    return {"pk": payment(cast, own).settlement_id}


BODIES["payee_new"] = {"holder": "某机构", "bank": "某银行太原分行", "account": "149900190001010777"}
BODIES["recovery_new"] = {"ground": "OTHER", "about": "经核实情况不实"}
