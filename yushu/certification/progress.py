"""How far the people of a plan's cells have come: counted, never estimated."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, F, Q

from yushu.catalogue.board import Progress
from yushu.certification.issuance import S
from yushu.certification.life import L
from yushu.certification.models import Candidate, LevelCertificate
from yushu.people.areas import city_of
from yushu.training.classing import S as C
from yushu.training.enrolling import COUNTED
from yushu.training.enrolling import S as E
from yushu.training.models import Enrolment, Member

if TYPE_CHECKING:
    from yushu.catalogue.models import Plan

Key = tuple[UUID, int]
"""Institution and occupation: what a cell is of."""

ENDED = (S.ISSUED, S.CLOSED, S.VOID)
GONE = (L.REVOKED, L.SUPERSEDED)
COMPLETED = C.COMPLETED


def progress_of(plan: Plan) -> dict[int, Progress]:
    """For each cell of a plan: enrolled, passed, failed, in review, certified. Seven queries.

    Who left a class that had opened stays among the enrolled, as the seat stays used; whoever took that place
    over is not counted a second time.

    Enrolments, classes and training certificates know their cell. A batch belongs to the year in
    which it was examined, and its people to the cell of their institution and occupation.
    """
    keys = {(cell.institution_id, cell.occupation_id): cell.pk for cell in plan.cells.all()}
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for cell, count in _left(plan):
        found[cell]["enrolled"] += count
    for stage, rows in _stages(plan).items():
        for cell, count in rows:
            found[cell][stage] += count
    for stage, people in (("in_review", _in_review(plan.year)), ("certified", _certified(plan.year))):
        for key, count in people:
            if key in keys:
                found[keys[key]][stage] = count
    return {cell: Progress(**figures) for cell, figures in found.items()}


def _stages(plan: Plan) -> dict[str, list[tuple[int, int]]]:
    """What the training room knows by cell."""
    seated = Enrolment.objects.filter(announcement__cell__plan=plan, state__in=COUNTED)
    done = Member.objects.filter(training_class__cell__plan=plan, training_class__state=COMPLETED)
    holds = Q(certificates__isnull=False) & ~Q(certificates__state__in=GONE)
    return {
        "enrolled": list(seated.values_list("announcement__cell").annotate(Count("pk"))),
        "passed": list(_by_cell(done.filter(holds))),
        "failed": list(_by_cell(done.filter(left_on=None).exclude(pk__in=done.filter(holds).values("pk")))),
    }


def _left(plan: Plan) -> list[tuple[int, int]]:
    """Seats used by people who left after the opening, less those that somebody has taken over."""
    joined = Member.objects.filter(training_class__cell__plan=plan).exclude(joined_on=None)
    left = joined.filter(enrolment__state=E.LEFT)
    over = joined.filter(seq__gt=F("training_class__opened_with")).exclude(training_class__opened_with=0)
    return [*_by_cell(left), *((cell, -count) for cell, count in _by_cell(over))]


def _by_cell(members: Any) -> Any:
    return members.values_list("training_class__cell").annotate(Count("person", distinct=True))


def _in_review(year: int) -> list[tuple[Key, int]]:
    rows = (
        Candidate.objects.filter(batch__examined_on__year=year)
        .exclude(batch__state__in=ENDED)
        .values_list("batch__institution", "batch__occupation")
        .annotate(waiting=Count("person", distinct=True))
    )
    return [((office, occupation), waiting) for office, occupation, waiting in rows]


def _certified(year: int) -> list[tuple[Key, int]]:
    rows = (
        LevelCertificate.objects.exclude(state__in=GONE)
        .filter(examined_on__year=year)
        .values_list("candidate__batch__institution", "occupation")
        .annotate(n=Count("person", distinct=True))
    )
    return [((office, occupation), count) for office, occupation, count in rows]


def homes_of(year: int) -> dict[str, int]:
    """People enrolled in a year's plan by the city they live in; the empty key is elsewhere or not said."""
    rows: Any = (
        Enrolment.objects.filter(announcement__cell__plan__year=year, state__in=COUNTED)
        .values_list("person__home_area")
        .annotate(n=Count("person", distinct=True))
    )
    cities: dict[str, int] = defaultdict(int)
    for area, count in rows:
        cities[city_of(area)] += count
    return dict(cities)
