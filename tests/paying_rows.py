"""How the lists of payments, runs, accounts and recoveries get their rows."""

from __future__ import annotations

from itertools import count
from typing import Any

from tests.cast import Cast
from tests.paying_aims import payment, recovery, run
from tests.targets import many
from yushu.ledger import book
from yushu.people.roles import Role
from yushu.subsidies.models import PayeeAccount, Payment, PaymentRun, Recovery


def copied(cast: Cast, model: Any, like: Any, **change: Any) -> Any:
    """One more like it, written past the rules: the list asks for rows, not for how they came to be."""
    number = next(cast.made.setdefault("paying numbers", count(1)))
    chain = book.open_chain(model.process.kind, at=like.chain.opened_at)
    for party in like.chain.parties.all():
        party.pk, party.chain_id = None, chain.pk
        party.save(force_insert=True)
    values = {field.attname: getattr(like, field.attname) for field in model._meta.concrete_fields}
    values |= {"chain_id": chain.pk, "number": f"x-{number}", **change}
    return model.objects.create(**values)


@many("payments", Role.FINANCE)
def payments(cast: Cast, n: int) -> None:
    """Held ones, which name the readings they wait for."""
    one = payment(cast, True)
    for _ in range(n):
        seq = one.settlement.payments.count() + 1
        copied(cast, Payment, one, seq=seq, state="HELD")


@many("payment_runs", Role.FINANCE)
def runs(cast: Cast, n: int) -> None:
    for _ in range(n):
        copied(cast, PaymentRun, run(cast, True), state="DROPPED")


@many("payees", Role.FINANCE)
def payees(cast: Cast, n: int) -> None:
    like = run(cast, True).lines.get().payee
    for _ in range(n):
        copied(cast, PayeeAccount, like, state="REPLACED")


@many("recoveries", Role.CITY)
def recoveries(cast: Cast, n: int) -> None:
    for _ in range(n):
        copied(cast, Recovery, recovery(cast, True), state="DROPPED", restated_id=None)


@many("case#payment_run", Role.FINANCE)
def lines(cast: Cast, n: int) -> None:
    """Lines of one run."""
    made, one = run(cast, True), payment(cast, True)
    for _ in range(n):
        seq = made.lines.count() + 1
        made.lines.create(
            seq=seq,
            code=f"x-{seq}",
            payment=one,
            payee=made.lines.first().payee,
            yuan=1,
            outcome="FAILED",
            why="x",
        )
