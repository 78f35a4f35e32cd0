"""考核申报 as a table: notice and commitment or proofs, confirmation, the exam, and what a false promise costs.

Found before the exam, a false statement ends the application; found after it, everything of that sitting falls,
by notice, defence and decision (A37); a certificate never falls by itself: its own process is asked for.
It stands under the model and imports none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.due_process import DueProcess
from yushu.casework.process import REASON, Check, Process, Says, Step, Taken
from yushu.certification.applying_asks import ABSENT, PAID_ON, PRACTICE, RESUBMITS, SEEN, THEORY
from yushu.kernel.words import Words
from yushu.people.roles import Role


class A(models.TextChoices):
    """Where an application stands."""

    APPLIED = "APPLIED", "已申报，待资格确认"
    RETURNED = "RETURNED", "已退回，待补正"
    CONFIRMED = "CONFIRMED", "资格已确认，待考核"
    GRADED = "GRADED", "成绩已公布"
    NOTIFIED = "NOTIFIED", "已告知，待陈述申辩"
    HEARD = "HEARD", "陈述申辩完毕，待决定"
    WITHDRAWN = "WITHDRAWN", "本人撤回"
    REFUSED = "REFUSED", "不予确认"
    LAPSED = "LAPSED", "考核日前未确认"
    CANCELLED = "CANCELLED", "场次取消"
    VOID = "VOID", "承诺不实，已作废"


WAITING = (A.APPLIED, A.RETURNED)
BEFORE = (*WAITING, A.CONFIRMED)
"""States before the exam: in them a person has one application for an occupation and level."""
AFTER = (A.GRADED, A.NOTIFIED, A.HEARD)
"""States in which there are scores that count."""


def conditions_are_met(application: Any, _taken: Taken | None) -> Iterable[Check]:
    """4.4, R06, R24: training, a route, the register, on the day of the exam."""
    yield from application.condition_checks()


def word_is_given(application: Any, _taken: Taken | None) -> Iterable[Check]:
    """R08: the commitment is signed in person, or there are proofs."""
    yield application.word_check()


def somebody_can_examine(application: Any, _taken: Taken | None) -> Iterable[Check]:
    """R09: assessors who have not taught this person."""
    yield from application.assessor_checks()


def a_seat_is_left(application: Any, _taken: Taken | None) -> Iterable[Check]:
    """R09: no more people than the room holds."""
    yield application.seat_check()


def may_still_withdraw(application: Any, taken: Taken | None) -> Iterable[Check]:
    """R08: before payment and before applications close."""
    yield from application.withdrawal_checks(taken.happened_on if taken else None)


def something_is_to_pay(application: Any, _taken: Taken | None) -> Iterable[Check]:
    """R22: only where the sitting has a fee, and once."""
    yield from application.payment_checks()


def no_certificate_came_of_it(application: Any, _taken: Taken | None) -> Iterable[Check]:
    """A37: a certificate has a process of its own."""
    yield from application.certificate_checks(wanted=False)


def a_certificate_came_of_it(application: Any, _taken: Taken | None) -> Iterable[Check]:
    """A37: what is referred is a certificate that stands."""
    yield from application.certificate_checks(wanted=True)


def list_is_in_hand(application: Any, _taken: Taken | None) -> Iterable[Check]:
    """R09: of a list that has been reported no row changes until it is returned."""
    yield from application.list_checks()


def take_seat(application: Any, taken: Taken) -> None:
    """A seat of the room, if one is free at this moment."""
    application.take_seat(taken)


def free_seat(application: Any, _taken: Taken) -> None:
    """The seat can be given to somebody else."""
    application.free_seat()


def say_again(application: Any, taken: Taken) -> None:
    """What the person says now, and whether it meets the conditions."""
    application.say_again(taken.facts)


def note_payment(application: Any, taken: Taken) -> None:
    """The day of payment closes the way back."""
    application.note_payment(taken.facts["paid_on"])


def void_before(application: Any, _taken: Taken) -> None:
    """Found before the exam: the application is void."""
    application.void_before()


def void_after(application: Any, taken: Taken) -> None:
    """Found after the exam: everything of that sitting is void."""
    application.void_after(taken)


def correct_score(application: Any, taken: Taken) -> None:
    """A new version beside the old one, and the person is told."""
    application.correct_score(taken)


def refer(application: Any, taken: Taken) -> None:
    """Ask the province to begin the certificate's own process."""
    application.refer(taken)


CONFIRMING = (conditions_are_met, word_is_given, somebody_can_examine, a_seat_is_left)
SAY_VOID = Says(
    Words("认定承诺不实，申报作废", "Find the commitment false"),
    Words(
        "第二人确认后：申报作废，已缴费用不退；以后不再适用告知承诺。",
        "Once confirmed the application is void, the fee is kept, and no promise is accepted again.",
    ),
)

HEARING = DueProcess(
    by=Role.EVALUATOR, heard=Role.TRAINEE, notified=A.NOTIFIED, defended=A.HEARD, hands=2, numbered=False
)

# fmt: off
APPLICATION = Process(
    name=Words("考核申报", "Application"),
    kind="application",
    states=A,
    start=A.APPLIED,
    ends=(A.GRADED, A.WITHDRAWN, A.REFUSED, A.LAPSED, A.CANCELLED, A.VOID),
    opened_by=(Role.TRAINEE,),
    cites="R08",
    path=("confirm", "grade"),
    steps=(
        Step("confirm", A.APPLIED, A.CONFIRMED, by=Role.EVALUATOR, cites="R09", requires=CONFIRMING, asks=(SEEN,),
             then=take_seat,
             says=Says(Words("确认资格，安排座位", "Confirm and give a seat"),
                       Words("确认后：本人收到座位号；还剩{f}个座位。", "The person is told the seat; {f} are left."),
                       Words("资格确认", "Confirm the qualification"))),
        Step("return", A.APPLIED, A.RETURNED, by=Role.EVALUATOR, cites="R09", asks=(REASON,), power=True,
             says=Says(Words("退回补正", "Return for correction"),
                       Words("退回后：本人看到理由，补正后再交。", "The person reads why, mends it, sends it again."))),
        Step("refuse", A.APPLIED, A.REFUSED, by=Role.EVALUATOR, cites="R09", asks=(REASON,), hands=2, power=True,
             says=Says(Words("不予确认", "Refuse"),
                       Words("第二人确认后：本人看到理由，可以另报场次。",
                             "Once confirmed the person reads why, and may apply for another sitting."))),
        Step("resubmit", A.RETURNED, A.APPLIED, by=Role.TRAINEE, cites="R08", asks=RESUBMITS, personal=True,
             then=say_again,
             says=Says(Words("补正后再交", "Send it again"),
                       Words("提交后：评价机构重新核对。", "The evaluation body checks it again."))),
        Step("withdraw", BEFORE, A.WITHDRAWN, by=Role.TRAINEE, cites="R08", power=True, personal=True,
             requires=(may_still_withdraw,), then=free_seat,
             says=Says(Words("撤回申报", "Withdraw"),
                       Words("撤回后：本年度这项考核不再适用告知承诺，再报须交证明材料。",
                             "For this exam of this year a promise is no longer enough: proofs are needed."))),
        Step("pay", A.CONFIRMED, A.CONFIRMED, by=Role.EVALUATOR, cites="R22", asks=(PAID_ON,), power=True,
             requires=(something_is_to_pay,), then=note_payment,
             says=Says(Words("登记缴费", "Record the payment"),
                       Words("登记后：不能再撤回申报。", "The application can no longer be withdrawn."))),
        Step("expire", WAITING, A.LAPSED, by=Role.TIME, cites="R09", until="held_on",
             says=Says(Words("未确认，失效", "Not confirmed in time"), Words("考核日已过。", "The exam is over."))),
        Step("cancel", BEFORE, A.CANCELLED, by=Role.TIME, cites="R09", follows=True, then=free_seat,
             says=Says(Words("随场次取消", "Called off"), Words("场次取消。", "The sitting was cancelled."))),
        Step("grade", A.CONFIRMED, A.GRADED, by=Role.TIME, cites="R09", follows=True,
             says=Says(Words("公布成绩", "Scores published"),
                       Words("成绩经第二人确认。", "A second person has confirmed them."))),
        Step("void", BEFORE, A.VOID, by=Role.EVALUATOR, cites="R08", asks=(REASON,), hands=2, power=True,
             then=void_before, says=SAY_VOID),
        Step("regrade", A.GRADED, A.GRADED, by=Role.EVALUATOR, cites="R09", hands=2, power=True,
             asks=(THEORY, PRACTICE, ABSENT, REASON), requires=(no_certificate_came_of_it, list_is_in_hand),
             then=correct_score,
             says=Says(Words("更正成绩", "Correct the scores"),
                       Words("第二人确认后：新成绩生效，原成绩保留，本人收到通知。",
                             "Once confirmed the new scores count, the old ones stay on record, the person is told."))),
        HEARING.notice(A.GRADED, requires=(no_certificate_came_of_it,),
                       says=Says(Words("告知拟认定承诺不实", "Notify of a false commitment"),
                                 Words("告知后：成绩仍然有效；本人可以陈述和申辩，期满再作决定。",
                                       "The scores stay valid; the person may state a defence before any decision."))),
        *HEARING.hearing(Words("提交后：评价机构看到原文再作决定。", "The evaluation body reads it before deciding.")),
        HEARING.decision("void", A.VOID, requires=(no_certificate_came_of_it, list_is_in_hand), then=void_after,
                         says=Says(Words("认定承诺不实，成绩作废", "Void all scores of the sitting"),
                                   Words("第二人确认后：本场全部科目成绩作废，不发证；以后不再适用告知承诺。",
                                         "All subjects are void, no certificate follows, no promise is accepted."),
                                   SAY_VOID.label)),
        HEARING.decision("restore", A.GRADED, power=True,
                         says=Says(Words("不予认定，成绩有效", "Leave the scores valid"),
                                   Words("第二人确认后：成绩有效，事情了结。",
                                         "The scores stand and the matter is closed."))),
        Step("refer", (A.GRADED, A.HEARD), A.GRADED, by=Role.EVALUATOR, cites="A37", asks=(REASON,), hands=2,
             power=True, requires=(a_certificate_came_of_it,), then=refer,
             says=Says(Words("已发证，提请省人社厅处理", "Refer the certificate"),
                       Words("提请后：省人社厅收到通知，按告知、陈述申辩、决定办理；决定之前证书有效。",
                             "The province acts by notice, defence and decision; until then it is valid."))),
    ),
)
# fmt: on
