"""追回 as a table: what was paid on a fact that turned out false comes back, by due process and to an end (A37, R18).

Nothing changes before the decision; it makes a new settlement, and what that one owes less is asked back, in
instalments if need be. It stands under the model and imports none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.due_process import NUMBERED, DueProcess
from yushu.casework.process import REASON, Ask, Check, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.people.roles import Role


class V(models.TextChoices):
    """Where a recovery stands."""

    DRAFT = "DRAFT", "拟追回，待告知"
    NOTIFIED = "NOTIFIED", "已告知，待陈述申辩"
    HEARD = "HEARD", "陈述申辩完毕，待决定"
    OWED = "OWED", "已决定，待退回"
    REMITTED = "REMITTED", "已汇出，待确认到账"
    SETTLED = "SETTLED", "已退清"
    WRITTEN_OFF = "WRITTEN_OFF", "已核销"
    COURT = "COURT", "已移送法院"
    CORRECTED = "CORRECTED", "未付部分已重新核算"
    DROPPED = "DROPPED", "不予追回"
    WITHDRAWN = "WITHDRAWN", "已撤回"


UNDECIDED = (V.DRAFT, V.NOTIFIED, V.HEARD)
"""A settlement has one recovery at most that is not decided."""
RUNNING = (V.OWED, V.REMITTED)
"""Decided, and not at its end."""
GIVEN_UP = (V.WRITTEN_OFF, V.COURT)
"""Ends in which something is still owed that nobody waits for here."""

GROUNDS = {
    "CERTIFICATE": Words("培训合格证书已撤销", "A training certificate was revoked"),
    "EMPLOYMENT": Words("就业记录不实或已撤销", "A fact of employment was false or withdrawn"),
    "TARGET": Words("承诺不实，不属培育对象", "A false commitment: outside the target group"),
    "HOURS": Words("出勤更正，学时不足", "Attendance was corrected"),
    "OTHER": Words("其他查实的情况", "Something else that was established"),
}
BORNE_OUT = {
    "CERTIFICATE": Words(
        "先按程序撤销培训合格证书，或改选原因",
        "First revoke the certificate by due process, or choose another ground",
    ),
    "TARGET": Words(
        "先按程序撤销培训合格证书，或录入开班日的参保记录",
        "First revoke the certificate by due process, or record the insurance of the opening day",
    ),
}
"""Grounds the record itself must bear out for somebody, and what to do first where it does not."""
MOST_PARTS = 24

PARTS = Ask(
    "parts",
    Words("分几期退回", "Instalments"),
    "number",
    Words(
        "1至24；每月一期，金额均分，尾数并入第一期",
        "1 to 24, a month apart, equal; what is left over goes first",
    ),
)
FIRST_DUE = Ask(
    "first_due_on", Words("首期到期日", "First due day"), "day", Words("今天以后的日子", "A day after today")
)
PLAN = (PARTS, FIRST_DUE)
YUAN = Ask("yuan", Words("汇出金额（元）", "Yuan remitted"), "number")
SENT_ON = Ask("sent_on", Words("汇出日期", "Remitted on"), "date")
VOUCHER = Ask(
    "voucher",
    Words("汇款凭证号", "Voucher number"),
    "text",
    Words("银行回单上的流水号", "The bank's reference"),
    longest=60,
)
ARRIVED_ON = Ask("arrived_on", Words("到账日期", "Arrived on"), "date")
RECEIPT = Ask("receipt_no", Words("收款凭证号", "Receipt number"), longest=60)


def something_comes_back(recovery: Any, _taken: Taken | None) -> Iterable[Check]:
    """A37: what the record says today is less than what was paid; the same as the notice said."""
    yield from recovery.result_checks()


def result_is_as_notified(recovery: Any, taken: Taken | None) -> Iterable[Check]:
    """A37: nobody is held to a sum they were not heard about."""
    yield from recovery.notified_checks(taken)


def was_paid(recovery: Any, _taken: Taken | None) -> Iterable[Check]:
    """A37: what was never paid is not asked back."""
    yield from recovery.paid_checks(paid=True)


def was_not_paid(recovery: Any, _taken: Taken | None) -> Iterable[Check]:
    """A37: what is on its way, or was paid, is not merely corrected."""
    yield from recovery.paid_checks(paid=False)


def plan_is_possible(recovery: Any, taken: Taken | None) -> Iterable[Check]:
    """A37: instalments of at least a yuan, from a day that lies ahead."""
    yield from recovery.plan_checks(taken)


def sum_is_still_owed(recovery: Any, taken: Taken | None) -> Iterable[Check]:
    """A37: nobody pays back more than is owed."""
    yield from recovery.sum_checks(taken)


def something_is_left(recovery: Any, _taken: Taken | None) -> Iterable[Check]:
    """A37: after this sum something is still owed."""
    yield from recovery.rest_checks(left=True)


def nothing_is_left(recovery: Any, _taken: Taken | None) -> Iterable[Check]:
    """A37: this sum is the last."""
    yield from recovery.rest_checks(left=False)


def note_result(recovery: Any, taken: Taken) -> None:
    """What the notice says comes back, person by person."""
    recovery.note_result(taken)


def recover(recovery: Any, taken: Taken) -> None:
    """A new settlement takes the old one's place; its less is owed back by the plan."""
    recovery.recover(taken)


def correct(recovery: Any, taken: Taken) -> None:
    """A new settlement takes the place of the one that was not paid yet."""
    recovery.correct(taken)


def plan_again(recovery: Any, taken: Taken) -> None:
    """Another plan for what is still owed."""
    recovery.plan_again(taken)


def remit(recovery: Any, taken: Taken) -> None:
    """What the institution says it has sent."""
    recovery.remit(taken)


def receive(recovery: Any, taken: Taken) -> None:
    """It has arrived: every person's part, and the instalments it covers."""
    recovery.receive(taken)


def not_arrived(recovery: Any, _taken: Taken) -> None:
    """It has not."""
    recovery.not_arrived()


HEARING = DueProcess(by=Role.CITY, heard=Role.INSTITUTION, notified=V.NOTIFIED, defended=V.HEARD)
SAY_NOTIFY = Says(
    Words("告知拟追回：{k}人，{y}元", "Notify of the intended recovery: {k} people, {y} yuan"),
    Words(
        "签发后：{o}可以在期限内陈述和申辩；决定以前，结算和支付都不变。",
        "{o} may state a defence within the term; settlement and payment stay as they are until the decision.",
    ),
    Words("告知拟追回", "Notify of the intended recovery"),
)
ENDED = Words(
    "追回{n}已于{d}决定，理由、金额和期限见办理记录",
    "Recovery {n} was decided on {d}; its record says why, how much and by when",
)
DROPPED = Words("追回{n}已于{d}决定不予追回", "Recovery {n} was dropped on {d}")

# fmt: off
RECOVERY = Process(
    name=Words("补贴追回", "Recovery"),
    kind="recovery",
    states=V,
    start=V.DRAFT,
    ends=(V.SETTLED, *GIVEN_UP, V.CORRECTED, V.DROPPED, V.WITHDRAWN),
    opened_by=(Role.CITY, Role.PROVINCE),
    cites="A37",
    path=("notify", "defend", "recover", "remit", "settle"),
    steps=(
        HEARING.notice(V.DRAFT, SAY_NOTIFY, requires=(something_comes_back,), then=note_result, power=False),
        Step("withdraw", V.DRAFT, V.WITHDRAWN, by=Role.CITY, cites="A37", asks=(REASON,), power=True,
             says=Says(Words("撤回", "Withdraw"), Words("撤回后：一切不变。", "Nothing changes."))),
        *HEARING.hearing(Words("提交后：市人社局看到原文再作决定。", "The city reads it before deciding.")),
        HEARING.decision("recover", V.OWED, asks=PLAN, then=recover, serves=ENDED,
                         requires=(was_paid, result_is_as_notified, plan_is_possible),
                         says=Says(Words("决定追回：{k}人，{y}元", "Decide to recover: {k} people, {y} yuan"),
                                   Words("签发后：结算重新核算成新的一件，{o}按期退回{y}元。",
                                         "A new settlement takes its place; {o} pays {y} yuan back by the plan."),
                                   Words("决定追回", "Decide to recover"))),
        HEARING.decision("correct", V.CORRECTED, then=correct, serves=ENDED, power=True,
                         requires=(was_not_paid, result_is_as_notified),
                         says=Says(Words("尚未支付，重新核算", "Not paid yet: settle again"),
                                   Words("签发后：原结算不再支付，新的结算由市人社局审核公示。",
                                         "The old settlement is not paid; the new one is decided and published."))),
        HEARING.decision("drop", V.DROPPED, serves=DROPPED, power=True,
                         says=Says(Words("不予追回", "Drop it"),
                                   Words("签发后：结算和支付不变，事情了结。",
                                         "Settlement and payment stay; the matter is closed."))),
        HEARING.notice(V.HEARD, SAY_NOTIFY, requires=(something_comes_back,), then=note_result),
        Step("remit", V.OWED, V.REMITTED, by=Role.INSTITUTION, cites="A37", until="next_due_on",
             asks=(YUAN, SENT_ON, VOUCHER), requires=(sum_is_still_owed,), recorded_by=Role.FINANCE, then=remit,
             says=Says(Words("登记退回款，还应退{r}元", "Record what was sent back; {r} yuan are owed"),
                       Words("登记后：由财政部门确认到账。", "The finance office confirms that it arrived."),
                       Words("登记退回款", "Record what was sent back"))),
        Step("confirm", V.REMITTED, V.OWED, by=Role.FINANCE, cites="A37", asks=(ARRIVED_ON, RECEIPT),
             requires=(something_is_left,), then=receive,
             says=Says(Words("确认到账{p}元", "It arrived: {p} yuan"),
                       Words("确认后：计入已退回，其余按期退回。", "It counts as paid back; the rest follows."),
                       Words("确认到账", "It arrived"))),
        Step("settle", V.REMITTED, V.SETTLED, by=Role.FINANCE, cites="A37", asks=(ARRIVED_ON, RECEIPT),
             requires=(nothing_is_left,), then=receive,
             says=Says(Words("确认到账{p}元，已退清", "It arrived: {p} yuan, all is paid back"),
                       Words("确认后：追回办结。", "The recovery is closed."),
                       Words("确认到账，退清", "All is paid back"))),
        Step("not_arrived", V.REMITTED, V.OWED, by=Role.FINANCE, cites="A37", asks=(REASON,), power=True,
             then=not_arrived,
             says=Says(Words("没有到账", "It did not arrive"),
                       Words("办理后：培训机构看到理由，期限照原来的走。",
                             "The institution reads why; its term runs as before."))),
        HEARING.decision("replan", V.OWED, source=V.OWED, asks=PLAN, requires=(plan_is_possible,), then=plan_again,
                         serves=ENDED, power=True,
                         says=Says(Words("调整分期：还应退{r}元", "Another plan for {r} yuan"),
                                   Words("签发后：未退的部分按新的分期退回；已经逾期的仍记为逾期。",
                                         "What is owed follows the new plan; what was late stays late."),
                                   Words("调整分期", "Another plan"))),
        Step("write_off", V.OWED, V.WRITTEN_OFF, by=Role.PROVINCE, cites="A37", asks=(REASON, *NUMBERED), hands=3,
             power=True,
             says=Says(Words("核销{r}元", "Write off {r} yuan"),
                       Words("签发后：不再追回，以后申领也不扣回；同一人以后应付的先抵这一部分。",
                             "It is asked back no more, and taken out of no later claim for others."),
                       Words("核销", "Write off"))),
        Step("court", V.OWED, V.COURT, by=Role.PROVINCE, cites="A37", asks=(REASON, *NUMBERED), hands=3, power=True,
             says=Says(Words("移送法院：{r}元", "To the court: {r} yuan"),
                       Words("签发后：由法院执行，以后申领不再扣回，本平台记录到此为止。",
                             "The court enforces it, no later claim does; this record ends."),
                       Words("移送法院", "To the court"))),
    ),
)
# fmt: on
