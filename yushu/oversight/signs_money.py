"""Signs in settlements: a rate close to the gate of employment, where one person turns the whole sum (R18)."""

from __future__ import annotations

from yushu.kernel.words import Words
from yushu.oversight.signs import Evidence, Hit, Scope, ordered
from yushu.subsidies.models import Settlement
from yushu.subsidies.settling import MINE
from yushu.subsidies.settling import S as Settled

OVER = (*MINE, Settled.REPLACED, Settled.REFUSED, Settled.WITHDRAWN)
"""States in which nothing is claimed by it, or no more."""
RATE = Words("{b}人中就业{e}人", "{e} of {b} employed")
SUM = Words("应付{d}元，本次{n}元", "{d} yuan due, {n} yuan now")


def near_the_threshold(scope: Scope) -> list[Hit]:
    """Settlements whose rate lies in the range that is checked twice, or that one person would turn."""
    rows = Settlement.objects.filter(near=True, as_of__gte=scope.since, as_of__lte=scope.day)
    mine = rows.filter(city__area__startswith=scope.area).exclude(state__in=OVER)
    return ordered(_hit(row) for row in mine.select_related("institution", "order", "project"))


def _hit(row: Settlement) -> Hit:
    rate = RATE.fill(b=row.base, e=row.employed)
    figures = (
        Evidence(row.as_of.isoformat(), "", rate),
        Evidence(row.claim_day.isoformat(), "", SUM.fill(d=f"{row.due_yuan:,}", n=f"{row.now_yuan:,}")),
    )
    return Hit("near", "settlement", row.pk, row.title(), row.institution, rate, figures)
