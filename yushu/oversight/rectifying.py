"""整改 as a table: mended by the day the decision set, re-checked by somebody else, again or accepted (R24).

It stands under the model and imports none.
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
    """Where a rectification stands."""

    ORDERED = "ORDERED", "整改中"
    REPORTED = "REPORTED", "已报告，待复查"
    ACCEPTED = "ACCEPTED", "复查合格"
    FAILED = "FAILED", "整改不合格"


MENDED = Ask(
    "mended",
    Words("整改情况", "What was mended"),
    "note",
    Words("逐条对应整改要求写；证明材料写明存放处。", "Item by item, with where the proof is kept."),
    longest=2000,
)
RECHECKED_ON = Ask("rechecked_on", Words("复查日期", "Day of the re-check"), "date")
RECHECK = Ask("recheck", Words("复查情况", "What the re-check found"), "note", longest=2000)
NEXT_DUE = Ask("due_on", Words("新的整改期限", "New last day"), "day")


def another_person_checks(case: Any, taken: Taken | None) -> Iterable[Check]:
    """Whoever inspected does not check again."""
    yield from case.recheck_checks(taken)


def a_round_is_left(case: Any, taken: Taken | None) -> Iterable[Check]:
    """The same thing is not mended for ever, and a new term lies ahead."""
    yield from case.round_checks(taken)


def term_is_over(case: Any, taken: Taken | None) -> Iterable[Check]:
    """Without a report it has failed only once its term is over."""
    yield from case.overdue_checks(taken)


def note_report(case: Any, taken: Taken) -> None:
    """Keep what was mended and when it was said."""
    case.note_report(taken)


def note_recheck(case: Any, taken: Taken) -> None:
    """Keep what the re-check found."""
    case.recheck = str(taken.facts["recheck"])


def begin_round(case: Any, taken: Taken) -> None:
    """Another round with its own term."""
    case.begin_round(taken)


# fmt: off
RECTIFICATION = Process(
    name=Words("整改", "Rectification"),
    kind="rectification",
    states=S,
    start=S.ORDERED,
    ends=(S.ACCEPTED, S.FAILED),
    opened_by=(Role.CITY, Role.PROVINCE),
    cites="R24",
    path=("report", "accept"),
    steps=(
        Step("report", S.ORDERED, S.REPORTED, by=Role.INSTITUTION, cites="H-rectification", until="due_on",
             asks=(MENDED,), recorded_by=Role.CITY, then=note_report,
             says=Says(Words("报告整改情况", "Report what was mended"),
                       Words("提交后：由检查人以外的人复查。", "Somebody other than the inspectors checks again."))),
        Step("accept", S.REPORTED, S.ACCEPTED, by=Role.CITY, cites="R24", within=term("H-recheck"),
             counts_from="reported_on", asks=(RECHECKED_ON, RECHECK), hands=2, requires=(another_person_checks,),
             then=note_recheck,
             says=Says(Words("复查合格", "Accept it"),
                       Words("签发后：整改办结；逾期过的仍记逾期。", "It is closed; what was late stays late."))),
        Step("again", S.REPORTED, S.ORDERED, by=Role.CITY, cites="R24", asks=(RECHECK, NEXT_DUE), hands=2,
             requires=(another_person_checks, a_round_is_left), then=begin_round,
             says=Says(Words("继续整改", "Have it mended again"),
                       Words("签发后：机构在新期限内再改、再报。", "The institution mends it again by the new day."))),
        Step("fail", S.REPORTED, S.FAILED, by=Role.CITY, cites="R24", asks=(REASON,), hands=2, power=True,
             requires=(another_person_checks,),
             says=Says(Words("认定整改不合格", "Find that it failed"),
                       Words("签发后：整改办结，结论报省厅。", "It is closed, and the province reads the result."))),
        Step("fail", S.ORDERED, S.FAILED, by=Role.CITY, cites="R24", asks=(REASON,), hands=2, power=True,
             requires=(term_is_over,),
             says=Says(Words("认定逾期不改", "Find that nothing was mended in time"),
                       Words("签发后：整改办结，结论报省厅。", "It is closed, and the province reads the result."))),
    ),
)
# fmt: on
