"""就业核实 as a table: an institution asks an employer about its people, the employer answers row by row (A13, A34).

It stands under the model and imports none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.process import REASON, Ask, Check, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.people.roles import Role


class S(models.TextChoices):
    """Where a request for confirmation stands."""

    ASKED = "ASKED", "待用人单位核实"
    CONFIRMED = "CONFIRMED", "已核实"
    DENIED = "DENIED", "不属实"
    WITHDRAWN = "WITHDRAWN", "已撤回"


ROW_REASON = Ask(
    "why",
    Words("这一人的情况", "What is not so"),
    hint=Words("如“9月已离职”“没有录用”", "Such as: left in September; never hired"),
    required=False,
)


def days_are_possible(check: Any, taken: Taken | None) -> Iterable[Check]:
    """A13: nobody confirms employment that has not begun."""
    yield from check.day_checks(taken)


def confirm(check: Any, taken: Taken) -> None:
    """A fact for each person confirmed."""
    check.confirm(taken)


def deny(check: Any, taken: Taken) -> None:
    """Keep what is not so."""
    check.deny(taken)


# fmt: off
EMPLOYMENT = Process(
    name=Words("就业核实", "Employment check"),
    kind="employment",
    states=S,
    start=S.ASKED,
    ends=(S.CONFIRMED, S.DENIED, S.WITHDRAWN),
    opened_by=(Role.INSTITUTION,),
    cites="A13",
    path=("confirm",),
    steps=(
        Step("confirm", S.ASKED, S.CONFIRMED, by=Role.EMPLOYER, cites="A13", recorded_by=Role.CITY, rows=True,
             requires=(days_are_possible,), then=confirm,
             says=Says(Words("确认{k}人的{n}项", "Confirm {n} statements about {k} people"),
                       Words("确认后：选中的人按所列起始日记为在职；其余仍待核实。查明不实的，依法处理。",
                             "Those chosen are recorded as employed from the days listed; the others wait."),
                       Words("确认在职", "Confirm employment"))),
        Step("deny", S.ASKED, S.DENIED, by=Role.EMPLOYER, cites="A13", recorded_by=Role.CITY, rows=True, asks=(REASON,),
             row_asks=(ROW_REASON,), then=deny,
             says=Says(Words("不属实", "Not so"),
                       Words("办理后：选中的人不记就业，培训机构看到理由；其余仍待核实。",
                             "Nothing is recorded for those chosen, and the institution reads why; the others wait."))),
        Step("withdraw", S.ASKED, S.WITHDRAWN, by=Role.INSTITUTION, cites="A13", power=True,
             says=Says(Words("撤回核实", "Withdraw the request"),
                       Words("撤回后：用人单位不再看到这份名单。", "The employer no longer sees this list."))),
    ),
)
# fmt: on
