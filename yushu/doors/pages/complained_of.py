"""From which page a complaint is made: the course, class, certificate or settlement its form begins with."""

from __future__ import annotations

from uuid import UUID

from yushu.casework.models import Case
from yushu.casework.registry import kinds
from yushu.doors.asking import DeskRequest
from yushu.doors.verifying import any_by_code, as_code
from yushu.kernel.words import NOTHING, Words
from yushu.oversight.filing import About
from yushu.people.models import Office
from yushu.subsidies.models import Settlement
from yushu.training.models import Announcement

COURSE = Words("招生公告{n}", "Announcement {n}")
CERTIFICATE = Words("证书{n}", "Certificate {n}")
SETTLEMENT = Words("补贴公示{n}", "Subsidy {n}")
CASES = ("class", "settlement", "enrolment", "application", "training_certificate")
"""Kinds of case from whose page one complains; only of what one may see."""


def about_of(request: DeskRequest) -> About:
    """What the address of the form names: a public code, or a case the visitor may see. Anything else is nothing."""
    if code := as_code(request.GET.get("course", "")):
        found = Announcement.objects.public().filter(code=code).first()  # seen: published on its own page
        return about(found, COURSE.fill(n=found.number)) if found else About()
    if code := request.GET.get("certificate", ""):
        held = any_by_code(code)
        return about(held, CERTIFICATE.fill(n=held.number)) if held else About()
    if code := as_code(request.GET.get("publicity", "")):
        paid = Settlement.objects.published().filter(code=code).first()  # seen: published on its own page
        return about(paid, SETTLEMENT.fill(n=paid.number)) if paid else About()
    for kind in CASES:
        if key := request.GET.get(kind, ""):
            case = seen(request, kind, key)
            return about(case, called(case)) if case else About()
    return About()


def seen(request: DeskRequest, kind: str, key: str) -> Case | None:
    """The case, if there is one that the visitor may see."""
    try:
        pk = UUID(key)
    except ValueError:
        return None
    model = kinds().get(kind)
    return model.objects.visible_to(request.actor).filter(pk=pk).first() if model else None


def about(case: Case, words: Words) -> About:
    """A case with the body it is of."""
    return About(body_of(case), case, words)


def body_of(case: Case) -> Office | None:
    """Who teaches or examines in it."""
    for name in ("institution", "evaluator"):
        if isinstance(found := getattr(case, name, None), Office):
            return found
    announcement = getattr(case, "announcement", None)
    return announcement.institution if announcement is not None else None


def called(case: Case | None) -> Words:
    """The title of a case."""
    return case.title() if case else NOTHING
