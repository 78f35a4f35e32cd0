"""The end of a project that owes nothing more: no claim of nothing is filed, the project is simply closed (R20, A18).

Whether nothing is owed is computed by the same formulas as a claim, on the day of the closing. Nothing is paid by it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from yushu.casework.process import Check, Taken
from yushu.kernel.words import Words
from yushu.subsidies import freezing, guarding
from yushu.subsidies.recovering import RUNNING, UNDECIDED
from yushu.subsidies.settling import OPEN
from yushu.training.classing import CLASS

if TYPE_CHECKING:
    from yushu.subsidies.claiming import Claim

NOT_ENDED = Words("还有{k}个班没有结束", "{k} classes have not ended")
CLAIMED = Words("结算{n}在办，先办完或撤回", "Settlement {n} is under way: finish or withdraw it first")
ASKED_BACK = Words("追回{n}还没有办完", "Recovery {n} is not at its end")
OWED = Words("还有{y}元应付，先申领末次结算", "{y} yuan are still owed: claim the final settlement first")
TOO_MUCH = Words(
    "应付比已付少{y}元，由市人社局按程序追回",
    "{y} yuan less are owed than were paid: the city asks them back",
)
EVEN = Words("应付{a}元，都已付清", "{a} yuan are owed, and all of it is paid")
COUNTED_THEN = Words(
    "签发时按当天的记录核算，没有应付未付的才能关闭",
    "Counted from the record of the day it is signed: it closes only if nothing is left to pay",
)


def checks(project: Any, taken: Taken | None) -> Iterable[Check]:
    """What stands in the way. The sums are counted when somebody presses, not whenever the page is read."""
    found = list(_under_way(project))
    yield from found
    if found:
        return
    if taken is None:
        yield Check("look", COUNTED_THEN, "R20")
        return
    draft, _ = _counted(project, taken.happened_on, taken.at)
    if draft.now_yuan:
        words = OWED if draft.now_yuan > 0 else TOO_MUCH
        yield Check("no", words.fill(y=f"{abs(draft.now_yuan):,}"), "R20" if draft.now_yuan > 0 else "A37")
        return
    yield Check("ok", EVEN.fill(a=f"{draft.due_yuan:,}"), "R20")


def _under_way(project: Any) -> Iterable[Check]:
    left = project.classes().exclude(state__in=CLASS.ends).count()
    if left:
        yield Check("no", NOT_ENDED.fill(k=left), "R20")
    if claimed := project.settlements.filter(state__in=OPEN).first():
        yield Check("no", CLAIMED.fill(n=claimed.number), "R20")
    recoveries: Any = project.settlements.model._meta.get_field("recoveries").related_model
    waiting = recoveries.objects.filter(settlement__project=project, state__in=(*UNDECIDED, *RUNNING))
    if asked := waiting.first():  # seen: only whether, by whoever closes the project
        yield Check("no", ASKED_BACK.fill(n=asked.number), "A37")


def set_free(project: Any, taken: Taken) -> None:
    """Whoever was never paid for has enjoyed no subsidy: as after a final settlement, the year lets them go (A10)."""
    _, claim = _counted(project, taken.happened_on, taken.at)
    unpaid = [row.member for row in claim.rows if not claim.owed.dues.get(row.member)]
    guarding.release(project.pk, taken.happened_on, unpaid)


def _counted(project: Any, day: date, at: datetime) -> tuple[Any, Claim]:
    """What a final claim of that day would come to."""
    draft = project.settlements.model(project=project, as_of=day, claim_day=day, final=True)
    claim = freezing.recount(draft, day=day, at=at, bars=guarding.look)
    freezing.figures(draft, claim)
    return draft, claim
