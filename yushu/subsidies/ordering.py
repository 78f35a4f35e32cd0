"""订单 as a table: an employer's order, agreed, confirmed by the employer, taken into the city's catalogue (R16, R20).

An order is settled once. It stands under the model and imports none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.process import DISPATCHED_ON, REASON, SIGNED_NO, Check, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.people.roles import Role


class S(models.TextChoices):
    """Where an order stands."""

    DRAFT = "DRAFT", "编制订单"
    PROPOSED = "PROPOSED", "待用人单位确认"
    CONFIRMED = "CONFIRMED", "已确认，待入库"
    REGISTERED = "REGISTERED", "已入库"
    CLOSED = "CLOSED", "已结清"
    REFUSED = "REFUSED", "不予入库"
    WITHDRAWN = "WITHDRAWN", "已撤回"


DRAWN_UP = (S.DRAFT, S.PROPOSED, S.CONFIRMED)
"""Before the catalogue: nothing is owed under it yet."""


def classes_may_be_covered(scheme: Any, _taken: Taken | None) -> Iterable[Check]:
    """R16: classes of the plan, of the institution itself, none of them stopped or ended without certificates."""
    yield from scheme.class_checks()


def order_covers_a_class(scheme: Any, _taken: Taken | None) -> Iterable[Check]:
    """R20: an order without a class has nothing to settle."""
    yield from scheme.cover_checks()


def nothing_is_claimed(scheme: Any, _taken: Taken | None) -> Iterable[Check]:
    """R20: what has been claimed under it is decided first."""
    yield from scheme.claim_checks()


def note_registration(scheme: Any, taken: Taken) -> None:
    """Keep the number and the day under which it entered the catalogue."""
    scheme.note_registration(taken)


def let_go(scheme: Any, _taken: Taken) -> None:
    """Its classes are free for another order or project."""
    scheme.let_go()


COVERED = (order_covers_a_class, classes_may_be_covered)
NUMBERED = (SIGNED_NO, DISPATCHED_ON)

SAY_REGISTER = Says(
    Words("列入补贴项目库：{n}人", "Take it into the catalogue: {n} people"),
    Words(
        "签发后：进入本市补贴性培训项目库，所列{k}个班结业后可以按规定结算；入库不等于同意拨付。",
        "Its {k} classes may be settled by the rules once completed; nothing is granted yet.",
    ),
    Words("列入补贴项目库", "Take it into the catalogue"),
)
SAY_RETURN = Says(
    Words("退回补正", "Return for correction"),
    Words("退回后：培训机构改好后重新提交。", "The institution mends it and hands it in again."),
)
SAY_REFUSE = Says(
    Words("不予入库", "Refuse"),
    Words(
        "签发后：所列的班可以编入别的订单或项目，培训机构看到理由。",
        "Its classes may go under another order or project; the institution reads the reasons.",
    ),
)
SAY_WITHDRAW = Says(
    Words("撤回", "Withdraw"),
    Words("撤回后：所列的班可以编入别的订单或项目。", "Its classes may go under another order or project."),
)
SAY_STRIKE = Says(
    Words("移出补贴项目库", "Remove from the catalogue"),
    Words(
        "签发后：不再据此结算，所列的班放开。", "Nothing is settled under it any more; its classes are free."
    ),
)
SAY_CLOSE = Says(
    Words("结清关闭", "Settled and closed"),
    Words("末次结算办结，不再增加班次。", "The final settlement is done; no class is added any more."),
)

# fmt: off
ORDER = Process(
    name=Words("订单", "Order"),
    kind="order",
    states=S,
    start=S.DRAFT,
    ends=(S.CLOSED, S.REFUSED, S.WITHDRAWN),
    opened_by=(Role.INSTITUTION,),
    cites="R20",
    path=("propose", "confirm", "register", "close"),
    steps=(
        Step("propose", S.DRAFT, S.PROPOSED, by=Role.INSTITUTION, cites="R20", requires=COVERED,
             says=Says(Words("送用人单位确认：{n}人", "Send to the employer: {n} people"),
                       Words("送出后：内容定下来，由{e}用自己的账号确认或退回。",
                             "Its terms stand; {e} confirms or returns it under its own sign-in."),
                       Words("送用人单位确认", "Send to the employer"))),
        Step("confirm", S.PROPOSED, S.CONFIRMED, by=Role.EMPLOYER, cites="R20", recorded_by=Role.CITY, requires=COVERED,
             says=Says(Words("确认订单：{n}人", "Confirm the order: {n} people"),
                       Words("确认后：由市人社局审核入库。单位不用本平台的，由市人社局凭签章的纸质件代录。",
                             "The city decides next. It records the paper of an employer that does not sign in."),
                       Words("确认订单", "Confirm the order"))),
        Step("decline", S.PROPOSED, S.DRAFT, by=Role.EMPLOYER, cites="R20", recorded_by=Role.CITY, asks=(REASON,),
             says=Says(Words("不确认，退回", "Do not confirm"),
                       Words("退回后：培训机构看到理由，改好再送。",
                             "The institution reads why, mends it and sends it again."))),
        Step("register", S.CONFIRMED, S.REGISTERED, by=Role.CITY, cites="R16", requires=COVERED, asks=NUMBERED, hands=3,
             then=note_registration, says=SAY_REGISTER),
        Step("return", S.CONFIRMED, S.DRAFT, by=Role.CITY, cites="R16", asks=(REASON,), says=SAY_RETURN),
        Step("refuse", S.CONFIRMED, S.REFUSED, by=Role.CITY, cites="R16", asks=(REASON, *NUMBERED), hands=3,
             then=let_go, says=SAY_REFUSE),
        Step("withdraw", DRAWN_UP, S.WITHDRAWN, by=Role.INSTITUTION, cites="R20", power=True, then=let_go,
             says=SAY_WITHDRAW),
        Step("withdraw", S.REGISTERED, S.WITHDRAWN, by=Role.INSTITUTION, cites="R20", asks=(REASON,), power=True,
             requires=(nothing_is_claimed,), then=let_go, says=SAY_WITHDRAW),
        Step("strike", S.REGISTERED, S.WITHDRAWN, by=Role.CITY, cites="R16", asks=(REASON, *NUMBERED), hands=3,
             power=True, requires=(nothing_is_claimed,), then=let_go, says=SAY_STRIKE),
        Step("close", S.REGISTERED, S.CLOSED, by=Role.TIME, cites="R20", follows=True, says=SAY_CLOSE),
    ),
)
# fmt: on
