"""名册报送 as a table: due thirty days after the completion exam, accepted or returned by rows (R07; A6, A30).

Late is taken all the same and stays late. It stands under the model and imports none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.process import REASON, Ask, Check, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.law.pack import term
from yushu.people.roles import Role


class S(models.TextChoices):
    """Where a roster report stands."""

    DUE = "DUE", "已结业，待报送"
    REPORTED = "REPORTED", "已报送，待收件"
    RETURNED = "RETURNED", "已退回，待补正"
    ACCEPTED = "ACCEPTED", "已收件"


ROW_REASON = Ask(
    "why",
    Words("这一行的问题", "What is wrong with this row"),
    hint=Words("写清缺什么、怎么补", "Say what is missing and how to mend it"),
    required=False,
)


def lines_are_true(report: Any, _taken: Taken | None) -> Iterable[Check]:
    """R07: what is reported is what the class, its attendance and its exam say today."""
    yield from report.line_checks()


def freeze(report: Any, taken: Taken) -> None:
    """Take the rows as they are now, digest them, and give the sheet a code of its own."""
    report.freeze(taken)


def settle(report: Any, taken: Taken) -> None:
    """Keep the remarks, and a sheet for the rows that went apart."""
    report.settle(taken)


SAY_REPORT = Says(
    Words("报送名册：{n}人", "Report the roster: {n} people"),
    Words(
        "签发后：名册定格，打印件带查验码；改了再报，旧打印件查得出已作废。",
        "The roster is frozen and its print carries a code; after a new report an old print is known to be outdated.",
    ),
    Words("报送名册", "Report the roster"),
)

# fmt: off
ROSTER = Process(
    name=Words("名册报送", "Roster report"),
    kind="roster",
    states=S,
    start=S.DUE,
    ends=(S.ACCEPTED,),
    opened_by=(Role.INSTITUTION,),
    cites="R07",
    path=("report", "accept"),
    steps=(
        Step("report", S.DUE, S.REPORTED, by=Role.INSTITUTION, cites="R07", within=term("R07"),
             counts_from="examined_on", requires=(lines_are_true,), hands=2, then=freeze, says=SAY_REPORT),
        Step("accept", S.REPORTED, S.ACCEPTED, by=Role.PROVINCE, cites="R07", rows=True, then=settle,
             says=Says(Words("收件", "Accept"),
                       Words("收件后：选中的人报送完毕，其余仍待收件；逾期的记为逾期。",
                             "Those chosen are done, the others wait; what was late is marked late."))),
        Step("return", S.REPORTED, S.RETURNED, by=Role.PROVINCE, cites="R07", asks=(REASON,), rows=True,
             row_asks=(ROW_REASON,), then=settle,
             says=Says(Words("退回补正", "Return for correction"),
                       Words("退回后：选中的人另成一件退回，其余照常收件。",
                             "Those chosen go back as a case of their own; the rest goes on."))),
        Step("report", S.RETURNED, S.REPORTED, by=Role.INSTITUTION, cites="R07", requires=(lines_are_true,), hands=2,
             then=freeze, says=SAY_REPORT),
    ),
)
# fmt: on
