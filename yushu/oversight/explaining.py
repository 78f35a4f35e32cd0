"""情况说明 as a table: an institution is asked for its account of a matter, in the officer's words (R24).

It stands under the model and imports none. It is a case of its own, so that who is asked stands in no
case that holds what somebody has complained of.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from yushu.casework.process import Ask, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.law.pack import term
from yushu.people.roles import Role


class E(models.TextChoices):
    """Where a request for an account stands."""

    ASKED = "ASKED", "待说明"
    GIVEN = "GIVEN", "已说明"
    LAPSED = "LAPSED", "期满未说明"


ACCOUNT = Ask(
    "account",
    Words("情况说明", "Account"),
    "note",
    Words("写事实和依据；有记录、照片的写明存放处。", "State the facts and what they rest on."),
    longest=2000,
)


def note_account(case: Any, taken: Taken) -> None:
    """Keep what was said."""
    case.account = str(taken.facts["account"])


# fmt: off
ACCOUNT_REQUEST = Process(
    name=Words("情况说明", "Account asked for"),
    kind="account",
    states=E,
    start=E.ASKED,
    ends=(E.GIVEN, E.LAPSED),
    opened_by=(Role.CITY, Role.PROVINCE),
    cites="R24",
    path=("give",),
    steps=(
        Step("give", E.ASKED, E.GIVEN, by=Role.INSTITUTION, cites="R24", within=term("H-account"),
             counts_from="opened_on", asks=(ACCOUNT,), recorded_by=Role.CITY, then=note_account,
             says=Says(Words("说明情况", "Give the account"),
                       Words("提交后：主管部门看到原文，不能再改。", "The office reads it as written."))),
        Step("lapse", E.ASKED, E.LAPSED, by=Role.TIME, cites="R24", within=term("H-account"), counts_from="opened_on",
             says=Says(Words("期满未说明", "No account in time"),
                       Words("主管部门按查到的情况处理。", "The office goes by what it has found."))),
    ),
)
# fmt: on
