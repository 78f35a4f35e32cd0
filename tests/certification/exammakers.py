"""Sittings and applications as the tests meet them: two people trained in 区块链, one day of examination."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

from tests.cast import Cast, Member
from tests.certification.makers import moment, take
from tests.people.numbers import invented
from tests.training import classmakers
from tests.training.makers import GRADUATE, make_applicant, make_cell
from yushu.casework.moving import Given
from yushu.casework.timely import sweep
from yushu.catalogue.models import Listing, ListingKind, Occupation
from yushu.certification.drafting import (
    Asked,
    Course,
    Signed,
    Terms,
    apply_for,
    draft_sitting,
    name_assessor,
    shown_for,
)
from yushu.certification.models import Application, ScoreVersion, Sitting, Way
from yushu.certification.scoring import Points, enter_scores
from yushu.ledger import book
from yushu.people.documents import DocumentKind
from yushu.people.models import Office, Person
from yushu.people.persons import find_or_create_person
from yushu.people.roles import Duty, Role
from yushu.training.models import TrainingCertificate

TRAINED = "2024-10-10"
"""The completion exam of the class everybody here comes from."""
DRAFTED, HELD, UNTIL = "2024-10-14", "2024-11-02", "2024-10-28"
ASSESSORS = (911, 912, 913)
REASON = Given({"reason": "学历数据核对不符"})


def trained(cast: Cast, **terms: Any) -> list[Member]:
    """People of a completed class, with accounts."""
    classmakers.completed(cast, **terms)
    people = terms.get("people", 2)
    return [make_applicant(seq) for seq in range(classmakers.APPLICANTS, classmakers.APPLICANTS + people)]


def catalogue(cast: Cast) -> None:
    """The catalogue with its occupations, and the plan."""
    make_cell(cast)


def blockchain() -> Occupation:
    return Occupation.objects.get(short_zh="区块链")


def course(level: str = "JUNIOR") -> Course:
    return Course(blockchain(), level)


def make_site(area: str = "140105", name: str = "考核站点甲") -> Office:
    """A listed site."""
    site, _ = Office.objects.get_or_create(name=name, defaults={"role": Role.EVALUATOR, "area": area})
    listed(site, ListingKind.SITE)
    return site


def listed(office: Office, kind: str) -> None:
    Listing.objects.get_or_create(
        office=office, kind=kind, occupation=blockchain(), defaults={"source": "国家名单"}
    )


def assessor(seq: int, name: str = "考评员甲") -> Person:
    return find_or_create_person(kind=DocumentKind.RESIDENT, number=invented(seq), name=name)


def draft(
    cast: Cast, *, level: str = "JUNIOR", assessors: Any = ASSESSORS, on: str = DRAFTED, **terms: Any
) -> Sitting:
    """A sitting of the cast's evaluator, not yet announced."""
    evaluator = cast.owner(Role.EVALUATOR)
    listed(evaluator.office, ListingKind.ASSESSES)
    said = Terms(
        make_site(), "机房一", date.fromisoformat(HELD), time(9), date.fromisoformat(on),
        date.fromisoformat(UNTIL), 30, "0351-0000001",
    )  # fmt: skip
    made = draft_sitting(
        evaluator.office,
        replace(said, **terms),
        [course(level)],
        province=cast.owner(Role.PROVINCE).office,
        nation=cast.nation,
        actor=evaluator.actor,
        at=moment(on),
    )
    for seq in assessors:
        name_assessor(made, assessor(seq), "高级工程师", actor=evaluator.actor, at=moment(on))
    return made


def opened(cast: Cast, on: str = DRAFTED, **terms: Any) -> Sitting:
    """A sitting that takes applications."""
    return take(draft(cast, on=on, **terms), "publish", cast.owner(Role.EVALUATOR), on)


def asked(sitting: Sitting, way: str = Way.PROMISE, on: str = "2024-10-20", **more: Any) -> Asked:
    """What somebody hands in who finished a related bachelor course; the commitment as it is shown."""
    level = more.pop("level", "JUNIOR")
    record = more.pop("record", GRADUATE.record)
    if way == Way.PROOFS:
        return Asked(record, way, more.pop("proofs", "毕业证书 1234，2024-06-30"))
    shown = shown_for(sitting, course(level), "zh-hans", date.fromisoformat(on))
    return Asked(record, way, commitment=Signed("zh-hans", shown.digest(book.algorithm())))


def applied(member: Member, sitting: Sitting, on: str = "2024-10-20", **more: Any) -> Application:
    """A person applies in person."""
    said = more.pop("said", None) or asked(sitting, on=on, **more)
    return apply_for(member.person, sitting, course(more.get("level", "JUNIOR")), said, actor=member.actor,
                     at=moment(on))  # fmt: skip


def confirmed(cast: Cast, *members: Member, sitting: Sitting | None = None) -> list[Application]:
    """Applications with their seats, in the order of the members."""
    where = sitting or opened(cast)
    rows = [applied(member, where) for member in members]
    return [take(row, "confirm", cast.owner(Role.EVALUATOR), "2024-10-21") for row in rows]


def scored(sitting: Sitting, cast: Cast, *marks: tuple[int | None, int | None], on: str = HELD) -> None:
    """Scores by seat, entered by one."""
    sitting.refresh_from_db()
    given = {
        seat: Points(theory, practice, theory is None) for seat, (theory, practice) in enumerate(marks, 1)
    }
    enter_scores(sitting, given, actor=cast.owner(Role.EVALUATOR).actor, at=moment(on), rev=sitting.rev)


def night(on: str) -> None:
    """What time decides by a day is carried out."""
    sweep(date.fromisoformat(on), at=moment(on, 3))


def two_hands(case: Any, step: str, cast: Cast, on: str, given: Given | None = None) -> Any:
    """Handled by one of the evaluator, signed by another."""
    take(case, step, cast.owner(Role.EVALUATOR), on, given=given or Given())
    return take(case, step, cast.colleague(Role.EVALUATOR, Duty.SIGN), on)


def published(cast: Cast, *marks: tuple[int | None, int | None], people: int = 0) -> Sitting:
    """A sitting whose scores are public."""
    members = trained(cast, people=people or len(marks))
    sitting = confirmed(cast, *members)[0].sitting
    scored(sitting, cast, *marks)
    night("2024-11-03")
    return two_hands(sitting, "announce", cast, "2024-11-05")


def finished(cast: Cast, *marks: tuple[int | None, int | None]) -> Sitting:
    """A sitting whose people are on their way to certificates."""
    return take(published(cast, *marks), "finish", cast.owner(Role.EVALUATOR), "2024-11-06")


def training_of(member: Member) -> TrainingCertificate:
    return TrainingCertificate.objects.get(person=member.person)


def versions(application: Application) -> list[ScoreVersion]:
    return list(application.scores.order_by("number"))
