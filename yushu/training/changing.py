"""培训班变更 as a table: sessions dropped and added once a class is approved, each a small approval (R24, A35).

It stands under the model and imports none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.process import REASON, Check, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.law.pack import term
from yushu.people.roles import Role


class S(models.TextChoices):
    """Where a change stands."""

    REQUESTED = "REQUESTED", "已提出，待批准"
    APPROVED = "APPROVED", "已批准"
    REFUSED = "REFUSED", "不予变更"
    WITHDRAWN = "WITHDRAWN", "已撤回"


def nothing_held_is_dropped(change: Any, _taken: Taken | None) -> Iterable[Check]:
    """A session that has begun is a fact and cannot be dropped."""
    yield from change.drop_checks()


def hours_still_add_up(change: Any, _taken: Taken | None) -> Iterable[Check]:
    """R05: after the change the timetable still gives the announced hours of each kind."""
    yield from change.hour_checks()


def class_is_not_subsidised(change: Any, _taken: Taken | None) -> Iterable[Check]:
    """A35: only a class outside the plan changes by filing."""
    if change.training_class.cell is not None:
        text = Words("计划内的班须经批准", "A class of the plan must have it approved")
        yield Check("no", text, "A35")


def apply(change: Any, taken: Taken) -> None:
    """Drop and add the sessions; teachers and rooms are claimed at this moment."""
    change.apply(taken)


SOUND = (nothing_held_is_dropped, hours_still_add_up)

# fmt: off
CLASS_CHANGE = Process(
    name=Words("培训班变更", "Change of a class"),
    kind="class_change",
    states=S,
    start=S.REQUESTED,
    ends=(S.APPROVED, S.REFUSED, S.WITHDRAWN),
    opened_by=(Role.INSTITUTION,),
    cites="R24",
    path=("approve",),
    steps=(
        Step("approve", S.REQUESTED, S.APPROVED, by=Role.CITY, cites="A35", within=term("H-class-approval"),
             counts_from="opened_on", requires=SOUND, hands=2, then=apply,
             says=Says(Words("批准变更：去{d}节，加{a}节", "Approve: {d} sessions dropped, {a} added"),
                       Words("签发后：课表立即按变更执行，学员看到新课表。", "The timetable changes at once."),
                       Words("批准变更", "Approve the change"))),
        Step("refuse", S.REQUESTED, S.REFUSED, by=Role.CITY, cites="A35", asks=(REASON,), hands=2,
             says=Says(Words("不予变更", "Refuse the change"),
                       Words("签发后：按原课表上课。", "The timetable stays as it is."))),
        Step("lodge", S.REQUESTED, S.APPROVED, by=Role.INSTITUTION, cites="A35", power=True,
             requires=(class_is_not_subsidised, *SOUND), then=apply,
             says=Says(Words("备案变更：去{d}节，加{a}节", "File: {d} sessions dropped, {a} added"),
                       Words("备案后：课表立即按变更执行。", "The timetable changes at once."),
                       Words("备案变更", "File the change"))),
        Step("withdraw", S.REQUESTED, S.WITHDRAWN, by=Role.INSTITUTION, cites="A35", power=True,
             says=Says(Words("撤回变更", "Withdraw the change"),
                       Words("撤回后：按原课表上课。", "The timetable stays as it is."))),
    ),
)
# fmt: on
