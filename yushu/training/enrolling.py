"""报名 as a table: waiting, a seat, an offer that lapses, the class (R03; A15, A20–A23, A26, A39).

A seat is given, offered, taken back and turned into a place in a class by what happens elsewhere: those steps
follow, and time is said to take them. It stands under the model and imports none.
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
    """Where an enrolment stands."""

    WAITING = "WAITING", "候补中"
    OFFERED = "OFFERED", "有名额待接受"
    HELD = "HELD", "已有名额"
    ENROLLED = "ENROLLED", "已入班"
    FINISHED = "FINISHED", "培训结束"
    LEFT = "LEFT", "中途离班"
    WITHDRAWN = "WITHDRAWN", "本人退出"
    REFUSED = "REFUSED", "不予录取"
    LAPSED = "LAPSED", "已失效"
    CANCELLED = "CANCELLED", "公告撤回"


SEATED = (S.OFFERED, S.HELD)
"""States that hold a seat of the announcement before the class has opened."""
SEATS = (*SEATED, S.ENROLLED)
"""States of which a person can have only one in the whole province."""
STANDING = (S.WAITING, *SEATS)
"""States in which a second enrolment for the same announcement would be a double."""
COUNTED = (*SEATS, S.FINISHED)
"""States whose seat stays used: a seat is free again only when somebody leaves early or never came."""


def identity_is_promised(enrolment: Any, _taken: Taken | None) -> Iterable[Check]:
    """A34: the commitment is signed by the person, never on behalf, and before the class."""
    yield enrolment.commitment_check()


def claim_seat(enrolment: Any, _taken: Taken) -> None:
    """Take one of the free seats, if there still is one at this moment."""
    enrolment.claim_seat()


def free_seat(enrolment: Any, taken: Taken) -> None:
    """Give the seat on to the first who waits."""
    enrolment.free_seat(taken)


SAY_WITHDRAW = Says(
    Words("退出报名", "Withdraw the enrolment"),
    Words(
        "退出后：名额给候补的第一位；再报名排在最后。",
        "The seat goes to the first who waits; enrolling again puts you last.",
    ),
)
SAY_REFUSE = Says(
    Words("不予录取", "Refuse"),
    Words(
        "办理后：本人看到理由，名额给候补的第一位。",
        "The person reads why; the seat goes to the first who waits.",
    ),
)
SAY_CANCEL = Says(
    Words("随公告撤回", "Called off"), Words("公告撤回，报名取消。", "The announcement was withdrawn.")
)

# fmt: off
ENROLMENT = Process(
    name=Words("报名", "Enrolment"),
    kind="enrolment",
    states=S,
    start=S.WAITING,
    ends=(S.FINISHED, S.LEFT, S.WITHDRAWN, S.REFUSED, S.LAPSED, S.CANCELLED),
    opened_by=(Role.TRAINEE, Role.INSTITUTION),
    cites="R03",
    path=("seat", "enrol", "finish"),
    steps=(
        Step("seat", S.WAITING, S.HELD, by=Role.TIME, cites="A39", follows=True,
             then=claim_seat,
             says=Says(Words("占到名额", "Seat given"), Words("报名时有空名额。", "A seat was free at enrolment."))),
        Step("offer", S.WAITING, S.OFFERED, by=Role.TIME, cites="A39", follows=True, then=claim_seat,
             says=Says(Words("空出名额，待接受", "Seat offered"),
                       Words("有人退出，名额给候补的第一位。", "Somebody left: the first who waits may have it."))),
        Step("expire", S.WAITING, S.LAPSED, by=Role.TIME, cites="A26", until="ends_on",
             says=Says(Words("候补到期失效", "Waiting lapses"), Words("培训已结束。", "The training is over."))),
        Step("accept", S.OFFERED, S.HELD, by=Role.TRAINEE, cites="A39", within=term("H-offer"),
             counts_from="entered_on", recorded_by=Role.INSTITUTION,
             says=Says(Words("接受名额", "Accept the seat"),
                       Words("接受后：名额归你，开班前要签身份承诺。",
                             "The seat is yours; sign the identity commitment before the class opens."))),
        Step("lapse", S.OFFERED, S.LAPSED, by=Role.TIME, cites="A39", within=term("H-offer"), counts_from="entered_on",
             then=free_seat,
             says=Says(Words("逾期未接受", "Offer lapsed"),
                       Words("名额给下一位。", "The seat goes to the next who waits."))),
        Step("enrol", S.HELD, S.ENROLLED, by=Role.TIME, cites="A26", follows=True, requires=(identity_is_promised,),
             says=Says(Words("入班", "Joined the class"), Words("开班时列入名册。", "On the roster of the class."))),
        Step("expire", S.HELD, S.LAPSED, by=Role.TIME, cites="A26", until="ends_on", then=free_seat,
             says=Says(Words("未开班则失效", "Lapses unless a class opens"), Words("培训期已过。", "It is over."))),
        Step("finish", S.ENROLLED, S.FINISHED, by=Role.TIME, cites="R06", follows=True,
             says=Says(Words("培训结束", "Training finished"), Words("班已结业。", "The class is complete."))),
        Step("leave", S.ENROLLED, S.LEFT, by=Role.TIME, cites="A26", follows=True,
             says=Says(Words("中途离班", "Left the class"), Words("离开了班。", "No longer in the class."))),
        Step("withdraw", S.WAITING, S.WITHDRAWN, by=Role.TRAINEE, cites="R03", power=True, recorded_by=Role.INSTITUTION,
             says=SAY_WITHDRAW),
        Step("withdraw", (S.OFFERED, S.HELD), S.WITHDRAWN, by=Role.TRAINEE, cites="R03", power=True,
             recorded_by=Role.INSTITUTION, then=free_seat, says=SAY_WITHDRAW),
        Step("refuse", S.WAITING, S.REFUSED, by=Role.INSTITUTION, cites="R03", asks=(REASON,), power=True,
             says=SAY_REFUSE),
        Step("refuse", (S.OFFERED, S.HELD), S.REFUSED, by=Role.INSTITUTION, cites="R03", asks=(REASON,), power=True,
             then=free_seat, says=SAY_REFUSE),
        Step("cancel", (S.WAITING, S.OFFERED, S.HELD), S.CANCELLED, by=Role.TIME, cites="R04", follows=True,
             says=SAY_CANCEL),
    ),
)
# fmt: on
