"""结算 as a table: claimed by the institution, decided by the city, shown to the public, payable when the time is over.

R16–R20; A14, A18, A33, A36–A38. No yuan is typed in any step: what is owed is computed at the filing and frozen.
It stands under the model and imports none.

DRAFT → CLAIMED → ACCEPTED (→ VERIFIED near the threshold) → PUBLICISED → PAYABLE → PAID. RETURNED goes back to the
institution; REFUSED and WITHDRAWN end it; REPLACED ends one whose result an objection has changed before it was paid.
A restatement (one that `replaces` another) begins in ACCEPTED: the city decides it without a new claim.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.process import (
    DISPATCHED_ON,
    NOTE,
    REASON,
    SIGNED_NO,
    Ask,
    Check,
    Process,
    Says,
    Step,
    Taken,
)
from yushu.kernel.words import Words
from yushu.law.pack import term
from yushu.people.roles import Role


class S(models.TextChoices):
    """Where a settlement stands."""

    DRAFT = "DRAFT", "核算中，待申领"
    CLAIMED = "CLAIMED", "已申领，待受理"
    RETURNED = "RETURNED", "已退回，待补正"
    ACCEPTED = "ACCEPTED", "已受理，审核中"
    VERIFIED = "VERIFIED", "就业情况已二次核实"
    PUBLICISED = "PUBLICISED", "公示中"
    PAYABLE = "PAYABLE", "公示期满，待拨付"
    PAID = "PAID", "已办结"
    REPLACED = "REPLACED", "已重新核算"
    REFUSED = "REFUSED", "不予拨付"
    WITHDRAWN = "WITHDRAWN", "已撤回"


MINE = (S.DRAFT, S.RETURNED)
"""States in which the institution has it."""
EXAMINED = (S.ACCEPTED, S.VERIFIED)
"""States in which the city examines it."""
OPEN = (S.DRAFT, S.CLAIMED, S.RETURNED, S.ACCEPTED, S.VERIFIED, S.PUBLICISED, S.PAYABLE)
"""States in which nothing else may be claimed under the same order or project."""

REMARKS = Ask(
    "remarks",
    Words("逐人的问题", "What is wrong with which person"),
    "note",
    Words(
        "每行一人：序号、空格、问题。没有就留空",
        "One person a line: number, blank, what is wrong. May stay empty",
    ),
    required=False,
)


def claim_may_be_filed(settlement: Any, _taken: Taken | None) -> Iterable[Check]:
    """R16, R18, A14: somebody to pay for, something to pay, all classes ended, within the window or late."""
    yield from settlement.filing_checks()


def result_is_sound(settlement: Any, _taken: Taken | None) -> Iterable[Check]:
    """R18, A33: what the city should see before it decides; what has changed since the filing."""
    yield from settlement.decision_checks()


def employment_is_checked_twice(settlement: Any, taken: Taken | None) -> Iterable[Check]:
    """R18: near the threshold another person has looked at every fact of employment first."""
    yield from settlement.threshold_checks(taken)


def is_restated(settlement: Any, _taken: Taken | None) -> Iterable[Check]:
    """A37: only what takes the place of another begins with the city."""
    yield from settlement.restated_checks()


def is_to_be_recovered(settlement: Any, _taken: Taken | None) -> Iterable[Check]:
    """A37: only a restatement below what was paid is enforced without publicity; it has had its own hearing."""
    yield from settlement.recovery_checks()


def refresh(settlement: Any, taken: Taken) -> None:
    """Compute it again from what is known now."""
    settlement.refresh(taken)


def file_claim(settlement: Any, taken: Taken) -> None:
    """Take the one-year guard, compute, and freeze."""
    settlement.file(taken)


def note_remarks(settlement: Any, taken: Taken) -> None:
    """Keep what is wrong beside the persons it is about."""
    settlement.note_remarks(taken)


def publicise(settlement: Any, taken: Taken) -> None:
    """The period of publicity begins."""
    settlement.publicise(taken)


def end_publicity(settlement: Any, taken: Taken) -> None:
    """What may be paid now, with objections still open no more than under either outcome."""
    settlement.end_publicity(taken)


def let_go(settlement: Any, taken: Taken) -> None:
    """Give the people free whom this claim was the first to hold."""
    settlement.let_go(taken)


def note_paid(settlement: Any, taken: Taken) -> None:
    """Write each person's part of what was paid."""
    settlement.note_paid(taken)


DECIDED = (SIGNED_NO, DISPATCHED_ON)

SAY_CLAIM = Says(
    Words("申领补贴：{n}人，{y}元", "Claim the subsidy: {n} people, {y} yuan"),
    Words(
        "签发后：按当天的记录重新核算并定格，由市人社局受理；金额与现在不同的，先重新核算再办。",
        "Computed again from the record of that day and frozen for the city; a different sum must be seen first.",
    ),
    Words("申领补贴", "Claim the subsidy"),
)
SAY_REFRESH = Says(
    Words("重新核算", "Compute again"),
    Words(
        "核算后：按现在的记录更新每一行；不改变期限。", "Every line is brought up to date; no term changes."
    ),
)
SAY_RETURN = Says(
    Words("退回补正", "Return for correction"),
    Words(
        "退回后：培训机构看到整体理由和逐人的问题，补正后重新核算。",
        "The institution reads the reasons, mends what is wrong, and everything is computed again.",
    ),
)
SAY_REFUSE = Says(
    Words("不予拨付", "Refuse"),
    Words(
        "签发后：本次不拨付，所列人员的一年限制登记随之放开。",
        "Nothing is paid; its people are free under the one-year rule.",
    ),
)
SAY_APPROVE = Says(
    Words(
        "通过，公示5个工作日：{n}人，{y}元", "Approve and publish for 5 working days: {n} people, {y} yuan"
    ),
    Words(
        "签发后：姓名和证件号隐去后公示；期满无异议，转财政拨付{y}元。",
        "Published with names and numbers masked; without objection {y} yuan go to payment.",
    ),
    Words("审核通过并公示", "Approve and publish"),
)
SAY_WITHDRAW = Says(
    Words("撤回", "Withdraw"),
    Words("撤回后：本次不再审核；以后可以重新申领。", "It is decided no more; a new claim may be made."),
)

# fmt: off
SETTLEMENT = Process(
    name=Words("补贴结算", "Settlement"),
    kind="settlement",
    states=S,
    start=S.DRAFT,
    ends=(S.PAID, S.REPLACED, S.REFUSED, S.WITHDRAWN),
    opened_by=(Role.INSTITUTION, Role.CITY, Role.PROVINCE, Role.FINANCE, Role.TIME),
    cites="R16",
    path=("claim", "accept", "approve", "expire", "pay"),
    steps=(
        Step("claim", S.DRAFT, S.CLAIMED, by=Role.INSTITUTION, cites="R16", within=term("A14"),
             counts_from="completed_on", requires=(claim_may_be_filed,), hands=2, then=file_claim, says=SAY_CLAIM),
        Step("refresh", S.DRAFT, S.DRAFT, by=Role.INSTITUTION, cites="R16", power=True, then=refresh, says=SAY_REFRESH),
        Step("restate", S.DRAFT, S.ACCEPTED, by=Role.TIME, cites="A37", follows=True, requires=(is_restated,),
             says=Says(Words("重新核算，转市人社局审核", "Restated, for the city to decide"))),
        Step("accept", S.CLAIMED, S.ACCEPTED, by=Role.CITY, cites="R16",
             says=Says(Words("受理", "Accept"),
                       Words("受理后：由经办、复核、签发三人审核；就业率接近门槛的，先由另一人核实就业。",
                             "Three hands decide; near the threshold another person checks employment first."))),
        Step("check_employment", S.ACCEPTED, S.VERIFIED, by=Role.CITY, cites="R18", asks=(NOTE,), apart_from="accept",
             says=Says(Words("二次核实就业", "Check employment a second time"),
                       Words("核实后：可以审核。须由受理人以外的人逐人核对就业材料。",
                             "It may be decided. Somebody other than who accepted it compares every fact."))),
        Step("approve", EXAMINED, S.PUBLICISED, by=Role.CITY, cites="R18", asks=DECIDED, hands=3,
             requires=(employment_is_checked_twice, result_is_sound), then=publicise, says=SAY_APPROVE),
        Step("return", (S.CLAIMED, *EXAMINED), S.RETURNED, by=Role.CITY, cites="R16", asks=(REASON, REMARKS),
             then=note_remarks, says=SAY_RETURN),
        Step("refuse", (S.CLAIMED, *EXAMINED), S.REFUSED, by=Role.CITY, cites="R16", asks=(REASON, *DECIDED), hands=3,
             then=let_go, says=SAY_REFUSE),
        Step("claim", S.RETURNED, S.CLAIMED, by=Role.INSTITUTION, cites="R16", requires=(claim_may_be_filed,), hands=2,
             then=file_claim, says=SAY_CLAIM),
        Step("refresh", S.RETURNED, S.RETURNED, by=Role.INSTITUTION, cites="R16", power=True, then=refresh,
             says=SAY_REFRESH),
        Step("withdraw", (*MINE, S.CLAIMED), S.WITHDRAWN, by=Role.INSTITUTION, cites="R16", power=True, then=let_go,
             says=SAY_WITHDRAW),
        Step("expire", S.PUBLICISED, S.PAYABLE, by=Role.TIME, cites="R18", within=term("H-publicity"),
             counts_from="publicised_on", then=end_publicity,
             says=Says(Words("公示期满", "End of publicity"))),
        Step("recall", S.PUBLICISED, S.ACCEPTED, by=Role.CITY, cites="R24", asks=(REASON,), power=True,
             says=Says(Words("停止公示，重新审核", "Stop the publicity and examine again"),
                       Words("停止后：不再公示，回到审核；重新通过的，重新公示。",
                             "It is examined again; once approved it is published anew."))),
        Step("replace", (S.PUBLICISED, S.PAYABLE), S.REPLACED, by=Role.TIME, cites="A38", follows=True,
             says=Says(Words("由新的核算代替", "Replaced by a new one"))),
        Step("enforce", S.ACCEPTED, S.PAYABLE, by=Role.TIME, cites="A37", follows=True, requires=(is_to_be_recovered,),
             says=Says(Words("转追回", "To be recovered"))),
        Step("pay", S.PAYABLE, S.PAID, by=Role.TIME, cites="R16", follows=True, then=note_paid,
             says=Says(Words("拨付办结", "Paid"))),
    ),
)
# fmt: on
