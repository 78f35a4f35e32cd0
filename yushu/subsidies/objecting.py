"""异议 as a table: anybody objects during the publicity, the city decides with reasons by three hands (A38).

While one is open no more is paid than is owed under either outcome. It stands under the model and imports none.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from yushu.casework.process import DISPATCHED_ON, REASON, SIGNED_NO, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.law.pack import term
from yushu.people.roles import Role


class S(models.TextChoices):
    """Where an objection stands."""

    RECEIVED = "RECEIVED", "已收到，待核查"
    UPHELD = "UPHELD", "异议成立"
    DISMISSED = "DISMISSED", "异议不成立"


GROUNDS = {
    "EMPLOYMENT": Words("没有就业，或已不在职", "Not employed, or no longer"),
    "TARGET": Words("不属于培育对象，或开班时已就业", "Outside the target group, or employed at the opening"),
    "HOURS": Words("没有参加培训，或学时不实", "Did not attend, or hours that are not true"),
    "WHOLE": Words("整件申领不实", "The whole claim is untrue"),
}
"""What may be objected. All but the last are about one person of the list."""


def decide(objection: Any, taken: Taken) -> None:
    """Keep the answer and let the settlement follow it."""
    objection.decide(taken)


DECIDED = (REASON, SIGNED_NO, DISPATCHED_ON)

# fmt: off
OBJECTION = Process(
    name=Words("公示异议", "Objection"),
    kind="objection",
    states=S,
    start=S.RECEIVED,
    ends=(S.UPHELD, S.DISMISSED),
    opened_by=(Role.PUBLIC, Role.TRAINEE, Role.INSTITUTION, Role.EMPLOYER, Role.EVALUATOR, Role.CITY, Role.PROVINCE,
               Role.FINANCE, Role.AUDITOR),
    cites="A38",
    path=("uphold",),
    steps=(
        Step("uphold", S.RECEIVED, S.UPHELD, by=Role.CITY, cites="A38", within=term("H-objection"),
             counts_from="opened_on", asks=DECIDED, hands=3, then=decide,
             says=Says(Words("异议成立", "Uphold"),
                       Words("签发后：补贴重新核算，成为新的一件；提出人凭编号看到答复。",
                             "The settlement is computed again as a new one; who objected reads the answer."))),
        Step("dismiss", S.RECEIVED, S.DISMISSED, by=Role.CITY, cites="A38", asks=DECIDED, hands=3, then=decide,
             says=Says(Words("异议不成立", "Dismiss"),
                       Words("签发后：按原来的核算办理，因异议少拨的随后补足。",
                             "The settlement stands; what was held back because of it follows."))),
    ),
)
# fmt: on
