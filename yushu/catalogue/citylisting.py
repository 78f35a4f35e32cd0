"""市级培训项目目录 as a table: a city lists a project, and adjusts its list as it must (R14, R15).

It stands under the model and imports none: guards and effects ask the entry they are given.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.process import DISPATCHED_ON, REASON, SIGNED_NO, Check, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.people.roles import Role


class S(models.TextChoices):
    """Where an entry of a city's catalogue stands."""

    PROPOSED = "PROPOSED", "拟列入"
    LISTED = "LISTED", "在目录"
    SUSPENDED = "SUSPENDED", "已暂停"
    WITHDRAWN = "WITHDRAWN", "已移出"
    DROPPED = "DROPPED", "未列入"


PUBLIC_STATES = (S.LISTED, S.SUSPENDED, S.WITHDRAWN)
"""What stood in a published catalogue can be looked up, also after it was taken out."""
STANDING = (S.PROPOSED, S.LISTED, S.SUSPENDED)
"""States in which a second entry for the same project would be a double."""


def institution_is_listed(entry: Any, taken: Taken | None) -> Iterable[Check]:
    """R15, R22: the institution stands on the list for this occupation."""
    yield from entry.listing_checks(taken.happened_on if taken else entry.entered_on)


def standard_is_in_force(entry: Any, taken: Taken | None) -> Iterable[Check]:
    """R05, R14: there is a national standard for the occupation at this level."""
    yield entry.standard_check(taken.happened_on if taken else entry.entered_on)


def note_document(entry: Any, taken: Taken) -> None:
    """Keep the number and the day of the city's decision."""
    entry.note_document(taken)


LISTING = (institution_is_listed, standard_is_in_force)
OUTWARD = (SIGNED_NO, DISPATCHED_ON)

# fmt: off
CITY_ENTRY = Process(
    name=Words("市级培训项目目录", "City catalogue entry"),
    kind="city_entry",
    states=S,
    start=S.PROPOSED,
    ends=(S.LISTED, S.WITHDRAWN, S.DROPPED),
    opened_by=(Role.CITY,),
    cites="R14",
    path=("list",),
    steps=(
        Step("list", S.PROPOSED, S.LISTED, by=Role.CITY, cites="R14", requires=LISTING, hands=3, asks=OUTWARD,
             then=note_document,
             says=Says(Words("列入本市目录", "List in the city's catalogue"),
                       Words("签发后：{what}进入{city}的公开目录，{who}可以按规定申领补贴。",
                             "{what} enters the public catalogue of {city}; {who} may then claim by the rules."))),
        Step("drop", S.PROPOSED, S.DROPPED, by=Role.CITY, cites="R14", asks=(REASON,), power=True,
             says=Says(Words("不列入", "Do not list"),
                       Words("本件办结，目录不变。", "The case ends; the catalogue stays."))),
        Step("suspend", S.LISTED, S.SUSPENDED, by=Role.CITY, cites="R14", hands=3, asks=(REASON, *OUTWARD), power=True,
             says=Says(Words("暂停", "Suspend"),
                       Words("签发后：暂停期间不接受新班；已开的班照常。",
                             "No new class meanwhile; open classes go on."))),
        Step("stop", S.LISTED, S.SUSPENDED, by=Role.PROVINCE, cites="R24", hands=3, asks=(REASON, *OUTWARD), power=True,
             says=Says(Words("责令暂停", "Order a suspension"),
                       Words("签发后：由市人社局查明，再恢复或移出。",
                             "The city looks into it, then resumes or removes."))),
        Step("resume", S.SUSPENDED, S.LISTED, by=Role.CITY, cites="R14", requires=LISTING, hands=3, asks=OUTWARD,
             says=Says(Words("恢复", "Resume"), Words("签发后：可以接受新班。", "New classes are possible again."))),
        Step("withdraw", (S.LISTED, S.SUSPENDED), S.WITHDRAWN, by=Role.CITY, cites="R14", hands=3, power=True,
             asks=(REASON, *OUTWARD),
             says=Says(Words("移出目录", "Remove from the catalogue"),
                       Words("签发后：不接受新班；已开的班照常办完。", "No new class; open classes are finished."))),
    ),
)
# fmt: on
