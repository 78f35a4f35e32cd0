"""口径 as a table: the province settles how a reading is to be taken, by three hands and a numbered document (A33).

It stands under the model and imports none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.process import DISPATCHED_ON, SIGNED_NO, Check, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.people.roles import Role


class S(models.TextChoices):
    """Where a ruling stands."""

    DRAFT = "DRAFT", "拟定口径"
    SETTLED = "SETTLED", "已明确"
    WITHDRAWN = "WITHDRAWN", "已撤回"


def nothing_else_from_that_day(ruling: Any, _taken: Taken | None) -> Iterable[Check]:
    """A33: a reading has one answer from a day on."""
    yield from ruling.other_checks()


def settle(ruling: Any, taken: Taken) -> None:
    """Keep the number and the day of the document."""
    ruling.note_document(taken)


# fmt: off
RULING = Process(
    name=Words("口径", "Ruling"),
    kind="ruling",
    states=S,
    start=S.DRAFT,
    ends=(S.SETTLED, S.WITHDRAWN),
    opened_by=(Role.PROVINCE,),
    cites="A33",
    path=("settle",),
    steps=(
        Step("settle", S.DRAFT, S.SETTLED, by=Role.PROVINCE, cites="A33", asks=(SIGNED_NO, DISPATCHED_ON), hands=3,
             requires=(nothing_else_from_that_day,), then=settle,
             says=Says(Words("明确口径", "Settle the reading"),
                       Words("签发后：自{d}起按“{o}”执行；此前的不变，以后改变须另行发文。",
                             "From {d} on it is read as “{o}”; a change takes another document."))),
        Step("withdraw", S.DRAFT, S.WITHDRAWN, by=Role.PROVINCE, cites="A33", power=True,
             says=Says(Words("撤回", "Withdraw"), Words("本件办结，口径不变。", "The case ends; nothing changes."))),
    ),
)
# fmt: on
