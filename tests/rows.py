"""How the lists get their rows: for counting queries, and for the bench."""

from __future__ import annotations

from datetime import date
from itertools import count

from tests.aims import APPROVAL, UNDER_A_NUMBER, announcement, batch, plan
from tests.cast import Cast
from tests.catalogue.makers import ask, make_entry, make_missing, moment
from tests.certification.makers import make_batch, make_candidate, make_occupation, take, three_hands
from tests.targets import many
from tests.training.makers import enrol_self, make_applicant, publish
from yushu.casework.models import Notice
from yushu.casework.moving import Given
from yushu.catalogue.drafting import draft_plan
from yushu.catalogue.models import CityEntry, Level, Listing, ListingKind, Occupation, Standard
from yushu.people.models import Office
from yushu.people.roles import Role

PASSED = ((820, 760),)
ANNEX = "培训机构,大数据,合计\n太原理工大学,{n},{n}\n合计,{n},{n}\n"
LATER = date(2099, 1, 1)
FIRST = 100
"""Sequence numbers below belong to the cast and to single cases."""


def fresh(cast: Cast) -> int:
    """A number nobody else of this cast has."""
    return next(cast.made.setdefault("numbers", count(FIRST)))


@many("batches", Role.EVALUATOR)
def batches(cast: Cast, n: int) -> None:
    for _ in range(n):
        make_batch(cast, scores=PASSED, first=fresh(cast))


@many("desk", Role.PROVINCE)
def reported(cast: Cast, n: int) -> None:
    for _ in range(n):
        case = make_batch(cast, scores=PASSED, first=fresh(cast))
        take(case, "report", cast.owner(Role.EVALUATOR), "2024-09-21")


@many("case#batch", Role.EVALUATOR)
def candidates(cast: Cast, n: int) -> None:
    for _ in range(n):
        make_candidate(batch(cast, True), fresh(cast), 820, 760)


@many("certificates", Role.EVALUATOR)
def certificates(cast: Cast, n: int) -> None:
    case = make_batch(cast, scores=PASSED * n, first=fresh(cast))
    for _ in range(n):
        fresh(cast)
    take(case, "report", cast.owner(Role.EVALUATOR), "2024-09-21")
    three_hands(case, "forward", cast, "2024-09-26")
    take(case, "approve", cast.owner(Role.PROVINCE), "2024-10-21", legal="2024-10-18", given=Given(APPROVAL))
    take(case, "issue", cast.owner(Role.EVALUATOR), "2024-11-01")


@many("requests?tab=plan_change", Role.PROVINCE)
def changes(cast: Cast, n: int) -> None:
    for _ in range(n):
        ask(plan(cast, True), "太原理工大学,大数据,+1", cast.owner(Role.PROVINCE))


@many("requests?tab=missing_occupation", Role.EMPLOYER)
def missing(cast: Cast, n: int) -> None:
    for _ in range(n):
        make_missing(cast)


@many("requests?tab=city_entry", Role.CITY)
def entries(cast: Cast, n: int) -> None:
    for _ in range(n):
        entry(cast)


@many("cities", Role.PUBLIC)
def listed_entries(cast: Cast, n: int) -> None:
    for _ in range(n):
        CityEntry.objects.filter(pk=entry(cast).pk).update(state="LISTED", **UNDER_A_NUMBER)


def entry(cast: Cast) -> CityEntry:
    school = Office.objects.create(role=Role.INSTITUTION, area="140100", name=f"培训机构{fresh(cast)}")
    return make_entry(cast, institution=school.name)


@many("plans", Role.PROVINCE, most=70)
def plans(cast: Cast, n: int) -> None:
    for _ in range(n):
        year = 2025 + fresh(cast) - FIRST
        plan(cast, True)
        draft_plan(year, ANNEX.format(n=20), 20, actor=cast.actor(Role.PROVINCE), at=moment("2024-12-02"))


@many("notices", Role.CITY)
def notices(cast: Cast, n: int) -> None:
    office, about = cast.owner(Role.CITY).office, batch(cast, True)
    for _ in range(n):
        Notice.objects.create(
            chain_id=about.pk, office=office, zh="有一件新的", en="Something new", at=moment("2024-09-26")
        )


@many("occupations", Role.PUBLIC, most=60)
def occupations(cast: Cast, n: int) -> None:
    for _ in range(n):
        occupation(cast)


def occupation(cast: Cast) -> Occupation:
    number = fresh(cast)
    return Occupation.objects.create(
        key=f"occupation-{number}",
        zh=f"职业{number}",
        en=f"Occupation {number}",
        short_zh=f"职{number}",
        short_en=f"O{number}",
        place=number,
    )


@many("institutions", Role.PUBLIC)
def institutions(cast: Cast, n: int) -> None:
    listings(cast, n, ListingKind.TEACHES, Role.INSTITUTION)


@many("evaluators", Role.PUBLIC)
def evaluators(cast: Cast, n: int) -> None:
    listings(cast, n, ListingKind.ASSESSES, Role.EVALUATOR)


def listings(cast: Cast, n: int, kind: str, role: Role) -> None:
    for _ in range(n):
        office = Office.objects.create(role=role, name=f"机构{fresh(cast)}", name_en="A body")
        Listing.objects.create(office=office, kind=kind, occupation=make_occupation(), source="国家目录")


@many("standards", Role.PUBLIC)
def standards(cast: Cast, n: int) -> None:
    for _ in range(n):
        Standard.objects.create(
            occupation=occupation(cast), level=Level.JUNIOR, since=date(2024, 1, 1), source="国家标准"
        )


@many("courses", Role.PUBLIC)
@many("announcements", Role.INSTITUTION)
def announced(cast: Cast, n: int) -> None:
    for _ in range(n):
        made = publish(cast, planned=False)
        # Whatever day it is when the tests run, enrolment is open.
        type(made).objects.filter(pk=made.pk).update(enrol_until=LATER, opens_on=LATER, ends_on=LATER)


@many("applicants", Role.INSTITUTION)
def applicants(cast: Cast, n: int) -> None:
    for _ in range(n):
        enrol_self(make_applicant(fresh(cast)), announcement(cast, True))


@many("my_enrolments", Role.TRAINEE)
def my_enrolments(cast: Cast, n: int) -> None:
    for _ in range(n):
        full = publish(cast, planned=False, seats=1)
        enrol_self(make_applicant(fresh(cast)), full)
        enrol_self(cast.owner(Role.TRAINEE), full)
