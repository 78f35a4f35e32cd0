"""How far the people of a plan's cells have come, as far as certification knows: counted, never estimated."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Q

from yushu.catalogue.board import Progress
from yushu.certification.issuance import S
from yushu.certification.life import L
from yushu.certification.models import Candidate, LevelCertificate
from yushu.people.areas import city_of

if TYPE_CHECKING:
    from yushu.catalogue.models import Plan

Key = tuple[UUID, int]
"""Institution and occupation: what a cell is of."""

ENDED = (S.ISSUED, S.CLOSED, S.VOID)
GONE = (L.REVOKED, L.SUPERSEDED)


def progress_of(plan: Plan) -> dict[int, Progress]:
    """For each cell of a plan: who passed the training, is in review, holds a certificate. Three queries.

    A batch belongs to the year in which it was examined. Everybody in a batch has finished a class.
    """
    keys = {(cell.institution_id, cell.occupation_id): cell.pk for cell in plan.cells.all()}
    seen: dict[Key, dict[str, int]] = defaultdict(lambda: {"passed": 0, "in_review": 0, "certified": 0})
    for key, passed, waiting in _people(plan.year):
        seen[key] |= {"passed": passed, "in_review": waiting}
    for key, count in _certified(plan.year):
        seen[key]["certified"] = count
    return {keys[key]: Progress(**figures) for key, figures in seen.items() if key in keys}


def _people(year: int) -> list[tuple[Key, int, int]]:
    running = ~Q(batch__state__in=ENDED)
    rows = (
        Candidate.objects.filter(batch__examined_on__year=year)
        .exclude(batch__state=S.VOID)
        .values_list("batch__institution", "batch__occupation")
        .annotate(
            trained=Count("person", distinct=True), waiting=Count("person", distinct=True, filter=running)
        )
    )
    return [((office, occupation), trained, waiting) for office, occupation, trained, waiting in rows]


def _certified(year: int) -> list[tuple[Key, int]]:
    rows = (
        LevelCertificate.objects.exclude(state__in=GONE)
        .filter(examined_on__year=year)
        .values_list("candidate__batch__institution", "occupation")
        .annotate(n=Count("person", distinct=True))
    )
    return [((office, occupation), count) for office, occupation, count in rows]


def homes_of(year: int) -> dict[str, int]:
    """People examined in a year by the city they live in; the empty key is elsewhere or not said."""
    rows: Any = (
        Candidate.objects.filter(batch__examined_on__year=year)
        .exclude(batch__state=S.VOID)
        .values_list("person__home_area")
        .annotate(n=Count("person", distinct=True))
    )
    cities: dict[str, int] = defaultdict(int)
    for area, count in rows:
        cities[city_of(area)] += count
    return dict(cities)
