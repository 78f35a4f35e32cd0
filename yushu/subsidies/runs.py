"""支付批次 as a table: payments in one file, signed by three, sent, answered line by line (R16, A36).

It stands under the model and imports none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.process import DISPATCHED_ON, REASON, SIGNED_NO, Check, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.people.roles import Role


class R(models.TextChoices):
    """Where a run stands."""

    DRAFT = "DRAFT", "编制中"
    SENT = "SENT", "已发送，待回单"
    ANSWERED = "ANSWERED", "回单已齐"
    DROPPED = "DROPPED", "已撤销"


def lines_can_be_paid(run: Any, _taken: Taken | None) -> Iterable[Check]:
    """R16: each line goes to the account that is checked today, and no reading is open."""
    yield from run.line_checks()


def every_line_is_answered(run: Any, _taken: Taken | None) -> Iterable[Check]:
    """R16: paid or refused, with day and reference."""
    yield from run.answer_checks()


def send(run: Any, taken: Taken) -> None:
    """Freeze the file as it is sent; its payments follow."""
    run.send(taken)


def drop(run: Any, taken: Taken) -> None:
    """Its payments wait for a later run."""
    run.drop(taken)


# fmt: off
RUN = Process(
    name=Words("支付批次", "Payment run"),
    kind="payment_run",
    states=R,
    start=R.DRAFT,
    ends=(R.ANSWERED, R.DROPPED),
    opened_by=(Role.FINANCE,),
    cites="R16",
    path=("send", "close"),
    steps=(
        Step("send", R.DRAFT, R.SENT, by=Role.FINANCE, cites="A36", asks=(SIGNED_NO, DISPATCHED_ON), hands=3,
             requires=(lines_can_be_paid,), then=send,
             says=Says(Words("签发支付文件：{n}笔，{y}元", "Sign the payment file: {n} lines, {y} yuan"),
                       Words("签发后：文件定格，按文件付款；回单导入以前不能再列入这些支付。",
                             "The file is frozen and paid from; none of its payments can be gathered again meanwhile."),
                       Words("签发支付文件", "Sign the payment file"))),
        Step("drop", R.DRAFT, R.DROPPED, by=Role.FINANCE, cites="A36", asks=(REASON,), power=True, then=drop,
             says=Says(Words("撤销批次", "Drop the run"),
                       Words("撤销后：所列支付回到待支付。", "Its payments wait for a later run."))),
        Step("close", R.SENT, R.ANSWERED, by=Role.FINANCE, cites="R16", requires=(every_line_is_answered,),
             says=Says(Words("回单已齐，办结", "All lines are answered"),
                       Words("办结后：失败的各笔由培训机构更正账户后另批支付。",
                             "What the bank refused is mended by the institutions and paid in another run."))),
    ),
)
# fmt: on
