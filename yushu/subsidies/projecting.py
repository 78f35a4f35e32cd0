"""项目 as a table: a training project of an institution, settled in stages, trued up at the last (R16, R20; A18).

It stands under the model and imports none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.process import REASON, Check, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.people.roles import Role
from yushu.subsidies.ordering import (
    NUMBERED,
    SAY_CLOSE,
    SAY_REFUSE,
    SAY_REGISTER,
    SAY_RETURN,
    SAY_STRIKE,
    SAY_WITHDRAW,
    classes_may_be_covered,
    let_go,
    note_registration,
    nothing_is_claimed,
)


class S(models.TextChoices):
    """Where a project stands."""

    DRAFT = "DRAFT", "编制项目"
    SUBMITTED = "SUBMITTED", "已提交，待入库"
    REGISTERED = "REGISTERED", "已入库"
    CLOSED = "CLOSED", "已结清"
    REFUSED = "REFUSED", "不予入库"
    WITHDRAWN = "WITHDRAWN", "已撤回"


def nothing_more_is_owed(project: Any, taken: Taken | None) -> Iterable[Check]:
    """R20: its classes have ended, all that is owed is paid, and nothing is asked back."""
    yield from project.end_checks(taken)


def conclude(project: Any, taken: Taken) -> None:
    """Whoever was never paid for is free again under the one-year rule."""
    project.conclude(taken)


# fmt: off
PROJECT = Process(
    name=Words("项目", "Project"),
    kind="project",
    states=S,
    start=S.DRAFT,
    ends=(S.CLOSED, S.REFUSED, S.WITHDRAWN),
    opened_by=(Role.INSTITUTION,),
    cites="R20",
    path=("submit", "register", "close"),
    steps=(
        Step("submit", S.DRAFT, S.SUBMITTED, by=Role.INSTITUTION, cites="R20", requires=(classes_may_be_covered,),
             says=Says(Words("提交项目：{n}人", "Hand in the project: {n} people"),
                       Words("提交后：由市人社局审核入库；入库以后到结清以前，还可以增加班次。",
                             "The city decides. Classes may be added until the project is closed."),
                       Words("提交项目", "Hand in the project"))),
        Step("register", S.SUBMITTED, S.REGISTERED, by=Role.CITY, cites="R16", requires=(classes_may_be_covered,),
             asks=NUMBERED, hands=3, then=note_registration, says=SAY_REGISTER),
        Step("return", S.SUBMITTED, S.DRAFT, by=Role.CITY, cites="R16", asks=(REASON,), says=SAY_RETURN),
        Step("refuse", S.SUBMITTED, S.REFUSED, by=Role.CITY, cites="R16", asks=(REASON, *NUMBERED), hands=3,
             then=let_go, says=SAY_REFUSE),
        Step("withdraw", (S.DRAFT, S.SUBMITTED), S.WITHDRAWN, by=Role.INSTITUTION, cites="R20", power=True, then=let_go,
             says=SAY_WITHDRAW),
        Step("withdraw", S.REGISTERED, S.WITHDRAWN, by=Role.INSTITUTION, cites="R20", asks=(REASON,), power=True,
             requires=(nothing_is_claimed,), then=let_go, says=SAY_WITHDRAW),
        Step("strike", S.REGISTERED, S.WITHDRAWN, by=Role.CITY, cites="R16", asks=(REASON, *NUMBERED), hands=3,
             power=True, requires=(nothing_is_claimed,), then=let_go, says=SAY_STRIKE),
        Step("conclude", S.REGISTERED, S.CLOSED, by=Role.INSTITUTION, cites="R20", hands=2, power=True,
             requires=(nothing_more_is_owed,), then=conclude,
             says=Says(Words("结清关闭，不再申领", "Close: nothing more is claimed"),
                       Words("签发后：不再增加班次，也不再申领；没有拨付的人不受一年限制。",
                             "No class is added and nothing more is claimed; who was not paid for is free again."),
                       Words("结清关闭", "Close it"))),
        Step("close", S.REGISTERED, S.CLOSED, by=Role.TIME, cites="R20", follows=True, says=SAY_CLOSE),
    ),
)
# fmt: on
