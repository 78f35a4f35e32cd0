"""Which classes an order or a project may cover, and what stands in its way (R16, R20)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from yushu.casework.process import Check
from yushu.casework.stepping import take
from yushu.kernel.words import Words
from yushu.people.actors import TIME
from yushu.training.classing import S as Class

FIT = (Class.APPROVED, Class.RUNNING, Class.COMPLETED)
"""A class that was approved and neither stopped nor ended without certificates."""
WITHOUT_EFFECT = ("REFUSED", "WITHDRAWN")
"""States of a settlement that paid nothing and never will."""


def unfit(scheme: Any, case: Any) -> Words | None:
    """Why a class may not stand under a scheme; None when it may."""
    if case.institution_id != scheme.institution_id:
        return Words("{c}不是本机构的班", "{c} is not a class of this institution").fill(c=case.called)
    if case.cell_id is None:
        return Words("{c}在计划外，不享受补贴", "{c} is outside the plan and not subsidised").fill(
            c=case.called
        )
    if case.state not in FIT:
        text = Words("{c}现在是“{s}”，不能列入", "{c} is “{s}” and cannot be covered")
        return text.fill(c=case.called, s=case.process.label(case.state))
    return None


def class_checks(scheme: Any) -> Iterable[Check]:
    """R16: every class under it may still stand there."""
    cases = list(scheme.classes().select_related("occupation", "institution"))
    wrong = [said for case in cases if (said := unfit(scheme, case))]
    yield from (Check("no", said, "R16") for said in wrong)
    if cases and not wrong:
        text = Words(
            "{k}个班都在计划内，由本机构承办", "{k} classes, all in the plan and taught by the institution"
        )
        yield Check("ok", text.fill(k=len(cases)), "R16")


def cover_checks(scheme: Any) -> Iterable[Check]:
    """R20: at least one class."""
    if not scheme.places.exists():
        yield Check("no", Words("还没有列入培训班", "No class stands under it yet"), "R20")


def claim_checks(scheme: Any) -> Iterable[Check]:
    """R20: no settlement under it is being decided, or has paid anything."""
    if count := scheme.settlements.exclude(state__in=WITHOUT_EFFECT).count():
        text = Words("名下已有{n}件结算申领", "{n} settlements have been claimed under it")
        yield Check("no", text.fill(n=count), "R20")


def final_claim(scheme: Any) -> bool:
    """Whether its final settlement is claimed already: nothing is added after that."""
    return bool(scheme.settlements.filter(final=True).exclude(state__in=WITHOUT_EFFECT).exists())


def close(scheme: Any, *, at: datetime, day: date) -> Any:
    """Close it as the consequence of its final settlement (R20). Called inside that settlement's own step."""
    scheme.refresh_from_db()
    return take(scheme, "close", actor=TIME, at=at, rev=scheme.rev, happened_on=day)
