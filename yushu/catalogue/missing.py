"""缺项职业 as a table: an occupation Shanxi cannot teach yet, proposed by an employer (R26).

The clause sets no number of days for the decision; it does say that it comes before training starts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.process import DISPATCHED_ON, REASON, SIGNED_NO, Ask, Check, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.people.roles import Duty, Role


class S(models.TextChoices):
    """Where a proposal stands."""

    PROPOSED = "PROPOSED", "已提出，待批准"
    APPROVED = "APPROVED", "已批准"
    REFUSED = "REFUSED", "不予批准"
    WITHDRAWN = "WITHDRAWN", "已撤回"


PEOPLE = Ask(
    "approved_people",
    Words("批准人数", "People approved"),
    "number",
    Words("不超过单位提出的人数", "Not above what the employer proposed"),
    hand=Duty.HANDLE,
)


def training_has_not_begun(proposal: Any, taken: Taken | None) -> Iterable[Check]:
    """R26: approved before training starts, or not at all."""
    day = taken.happened_on if taken else proposal.entered_on
    if day < proposal.starts_on:
        text = Words("计划{d}开班，批准在先", "Training is to start on {d}: approval comes first")
        yield Check("ok", text.fill(d=proposal.starts_on), "R26")
    else:
        text = Words(
            "计划{d}开班，已不能事先批准", "Training was to start on {d}: it is too late to approve before"
        )
        yield Check("no", text.fill(d=proposal.starts_on), "R26")


def shanxi_cannot_teach_it(proposal: Any, taken: Taken | None) -> Iterable[Check]:
    """R26: "truly cannot train yet". A seat in the plan disproves it; a listing asks for a second look."""
    yield from proposal.capacity_checks(taken.happened_on if taken else proposal.entered_on)


def demand_is_said(proposal: Any, _taken: Taken | None) -> Iterable[Check]:
    """R26: "large" demand has no number in the document; an officer judges it."""
    text = Words(
        "单位预计需要{n}人；文件没有写多少算较大，由你判断",
        "{n} people expected; you decide whether that is large",
    )
    yield Check("look", text.fill(n=proposal.people), "R26")


def not_more_than_proposed(proposal: Any, taken: Taken | None) -> Iterable[Check]:
    """An approval does not reach beyond the proposal."""
    if taken is None or "approved_people" not in taken.facts:
        return
    people = int(taken.facts["approved_people"])
    if not 1 <= people <= proposal.people:
        text = Words("批准人数{p}应在1至{n}之间", "{p} people: approve from 1 to {n}").fill(
            p=people, n=proposal.people
        )
        yield Check("no", text, "R26")


def note_approval(proposal: Any, taken: Taken) -> None:
    """Keep how many were approved, under which number."""
    proposal.note_decision(taken, int(taken.facts["approved_people"]))


def note_refusal(proposal: Any, taken: Taken) -> None:
    """Keep the number of the refusal."""
    proposal.note_decision(taken, None)


APPROVING = (
    training_has_not_begun,
    shanxi_cannot_teach_it,
    demand_is_said,
    not_more_than_proposed,
)

# fmt: off
MISSING_OCCUPATION = Process(
    name=Words("缺项职业省外培训", "Training outside Shanxi"),
    kind="missing_occupation",
    states=S,
    start=S.PROPOSED,
    ends=(S.APPROVED, S.REFUSED, S.WITHDRAWN),
    opened_by=(Role.EMPLOYER, Role.PROVINCE),
    cites="R26",
    path=("approve",),
    steps=(
        Step("approve", S.PROPOSED, S.APPROVED, by=Role.PROVINCE, cites="R26", requires=APPROVING, hands=3,
             asks=(PEOPLE, SIGNED_NO, DISPATCHED_ON), then=note_approval,
             says=Says(Words("批准省外培训", "Approve training outside Shanxi"),
                       Words("签发后：{who}可以送人到{where}培训，至多{n}人；这些学员以后可以按规定申领补贴。",
                             "{who} may send up to {n} people to {where}; they may then be subsidised by the rules."))),
        Step("refuse", S.PROPOSED, S.REFUSED, by=Role.PROVINCE, cites="R26", hands=3,
             asks=(REASON, SIGNED_NO, DISPATCHED_ON), then=note_refusal,
             says=Says(Words("不予批准", "Refuse"),
                       Words("签发后：省外培训不能申领补贴，单位看到理由。",
                             "Training outside Shanxi is not subsidised; the employer reads the reasons."))),
        Step("withdraw", S.PROPOSED, S.WITHDRAWN, by=Role.EMPLOYER, cites="R26", recorded_by=Role.PROVINCE, power=True,
             says=Says(Words("撤回申请", "Withdraw the proposal"),
                       Words("撤回后：本件办结，可以另行提出。", "The case ends; another proposal may follow."))),
    ),
)
# fmt: on
