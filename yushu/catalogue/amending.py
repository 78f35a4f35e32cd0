"""计划调整 as a table: asked for by an institution or the province, decided under a number (A27).

It stands under the model and imports none: guards and effects ask the change they are given.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.process import DISPATCHED_ON, REASON, SIGNED_NO, Check, Mark, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.people.roles import Role


class S(models.TextChoices):
    """Where a change of the plan stands."""

    REQUESTED = "REQUESTED", "已提出，待决定"
    APPROVED = "APPROVED", "已批准"
    REFUSED = "REFUSED", "不予调整"
    WITHDRAWN = "WITHDRAWN", "已撤回"


def plan_is_running(change: Any, taken: Taken | None) -> Iterable[Check]:
    """R04: only an issued plan can be amended, and only in its own year."""
    day = taken.happened_on if taken else change.entered_on
    if not change.plan_is_issued():
        yield Check("no", Words("计划不在执行中，不能调整", "The plan is not in force"), "R04")
    elif day > change.plan.year_ends_on:
        text = Words("{y}年已过，计划不再调整", "{y} is over: the plan is not amended any more")
        yield Check("no", text.fill(y=change.plan.year), "R04")
    else:
        yield Check(
            "ok", Words("{y}年度计划正在执行", "The plan of {y} is in force").fill(y=change.plan.year), "R04"
        )


def nothing_falls_below_use(change: Any, _taken: Taken | None) -> Iterable[Check]:
    """A27, A39: a cut never goes below what is announced or opened."""
    yield from change.line_checks()


def raised_institutions_are_listed(change: Any, taken: Taken | None) -> Iterable[Check]:
    """R22: who is given seats stands on the national list for that occupation."""
    yield from change.listing_checks(taken.happened_on if taken else change.entered_on)


def new_total_is_said(change: Any, _taken: Taken | None) -> Iterable[Check]:
    """R02: the size of the year after the change, beside what the document says."""
    before, after, about = change.totals()
    mark: Mark = "ok" if after == about else "look"
    text = Words(
        "总名额由{b}改为{a}；文件写每年{s}人左右",
        "Seats go from {b} to {a}; the document says about {s} a year",
    )
    yield Check(mark, text.fill(b=before, a=after, s=about), "R02")


def asked_by_itself(change: Any, taken: Taken | None) -> Iterable[Check]:
    """An institution takes back its own request, not the province's proposal."""
    if taken is not None and not change.was_asked_by(taken.actor):
        text = Words("这次调整不是你单位提出的", "Your office did not ask for this change")
        yield Check("no", text, "A27")


def apply(change: Any, taken: Taken) -> None:
    """Raise and cut the cells, and keep the number of the decision."""
    change.apply(taken)


def note_document(change: Any, taken: Taken) -> None:
    """Keep the number and the day of a decision that changes no cell."""
    change.note_document(taken)


DECIDING = (
    plan_is_running,
    nothing_falls_below_use,
    raised_institutions_are_listed,
    new_total_is_said,
)

# fmt: off
PLAN_CHANGE = Process(
    name=Words("计划调整", "Change of the plan"),
    kind="plan_change",
    states=S,
    start=S.REQUESTED,
    ends=(S.APPROVED, S.REFUSED, S.WITHDRAWN),
    opened_by=(Role.INSTITUTION, Role.PROVINCE),
    cites="A27",
    path=("approve",),
    steps=(
        Step("approve", S.REQUESTED, S.APPROVED, by=Role.PROVINCE, cites="A27", requires=DECIDING, hands=3,
             asks=(SIGNED_NO, DISPATCHED_ON), then=apply,
             says=Says(Words("批准调整：增{plus}人，减{minus}人", "Approve: {plus} seats more, {minus} fewer"),
                       Words("签发后：{y}年度计划总名额为{total}，有关机构当天就可以按新名额办理。",
                             "The plan of {y} then has {total} seats; the institutions may use them the same day."),
                       Words("批准调整", "Approve the change"))),
        Step("refuse", S.REQUESTED, S.REFUSED, by=Role.PROVINCE, cites="A27", hands=3,
             asks=(REASON, SIGNED_NO, DISPATCHED_ON), then=note_document,
             says=Says(Words("不予调整", "Refuse"),
                       Words("签发后：名额不变，提出单位看到理由。",
                             "The seats stay as they are; whoever asked reads the reasons."))),
        Step("withdraw", S.REQUESTED, S.WITHDRAWN, by=Role.INSTITUTION, cites="A27", requires=(asked_by_itself,),
             power=True,
             says=Says(Words("撤回申请", "Withdraw the request"),
                       Words("撤回后：名额不变，可以另行提出。", "The seats stay; another request may follow."))),
    ),
)
# fmt: on
