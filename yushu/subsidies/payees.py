"""收款账户 as a table: an institution names its account by two persons, the finance office checks it (R16, A36).

A new account counts from the check on; while money is on its way to the old one nothing changes.
It stands under the model and imports none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.process import REASON, Ask, Check, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.people.roles import Role


class A(models.TextChoices):
    """Where an account stands."""

    DRAFT = "DRAFT", "填写账户"
    SUBMITTED = "SUBMITTED", "待财政核对"
    CURRENT = "CURRENT", "在用"
    REFUSED = "REFUSED", "不予采用"
    WITHDRAWN = "WITHDRAWN", "已撤回"
    REPLACED = "REPLACED", "已更换"


OPEN = (A.DRAFT, A.SUBMITTED)
"""Named, and not yet checked."""

COMPARED = Ask(
    "compared",
    Words("核对了什么", "What was compared"),
    "note",
    Words("如“开户许可证原件、银行预留印鉴”", "Such as: the bank's opening permit, the seal on file"),
)


def nothing_is_on_its_way(payee: Any, _taken: Taken | None) -> Iterable[Check]:
    """A36: no account changes while a payment to the institution is in a run."""
    yield from payee.under_way_checks()


def holder_is_the_institution(payee: Any, _taken: Taken | None) -> Iterable[Check]:
    """R16: the institution is paid, and nobody else."""
    yield from payee.holder_checks()


def take_effect(payee: Any, taken: Taken) -> None:
    """The account before it is replaced."""
    payee.take_effect(taken)


# fmt: off
PAYEE = Process(
    name=Words("收款账户", "Account for payments"),
    kind="payee",
    states=A,
    start=A.DRAFT,
    ends=(A.CURRENT, A.REFUSED, A.WITHDRAWN, A.REPLACED),
    opened_by=(Role.INSTITUTION,),
    cites="R16",
    path=("submit", "accept"),
    steps=(
        Step("submit", A.DRAFT, A.SUBMITTED, by=Role.INSTITUTION, cites="A36", hands=2,
             requires=(holder_is_the_institution,),
             says=Says(Words("报送收款账户{m}", "Hand in the account {m}"),
                       Words("签发后：由财政部门核对；核对以前仍付到原账户。",
                             "The finance office checks it; until then the account before it counts."),
                       Words("报送收款账户", "Hand in the account"))),
        Step("withdraw", OPEN, A.WITHDRAWN, by=Role.INSTITUTION, cites="A36", power=True,
             says=Says(Words("撤回", "Withdraw"), Words("撤回后：原账户不变。", "The account before it stays."))),
        Step("accept", A.SUBMITTED, A.CURRENT, by=Role.FINANCE, cites="A36", asks=(COMPARED,), hands=2,
             requires=(holder_is_the_institution, nothing_is_on_its_way), then=take_effect,
             says=Says(Words("核对无误，启用账户{m}", "It is right: use the account {m}"),
                       Words("签发后：以后的支付付到这个账户，原账户停用。",
                             "Payments go to this account from now on; the one before it ends."),
                       Words("启用账户", "Use the account"))),
        Step("refuse", A.SUBMITTED, A.REFUSED, by=Role.FINANCE, cites="A36", asks=(REASON,), power=True,
             says=Says(Words("不予采用", "Do not use it"),
                       Words("办理后：原账户不变，培训机构看到理由，另行填报。",
                             "The account before it stays; the institution reads why and names another."))),
        Step("replace", A.CURRENT, A.REPLACED, by=Role.TIME, cites="A36", follows=True,
             says=Says(Words("随新账户停用", "Replaced"), Words("新账户启用。", "A new account is used."))),
    ),
)
# fmt: on
