"""Announcements, people and enrolments as the tests of training meet them."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cast import Cast, Member
from tests.catalogue.makers import make_plan_2024, moment, take
from tests.people.numbers import invented
from yushu.casework.moving import NONE, Given
from yushu.catalogue.models import Listing, ListingKind, Occupation, PlanCell
from yushu.kernel.crypto import digest
from yushu.ledger import book
from yushu.people.actors import Actor
from yushu.people.documents import DocumentKind
from yushu.people.models import Account, Person
from yushu.people.persons import find_or_create_person
from yushu.people.roles import Role
from yushu.training.models import Announcement, Enrolment
from yushu.training.opening import Course, Signed, draft_announcement, enrol, shown_for
from yushu.training.routes import Record, Study
from yushu.training.rules import Answers

ON = "2024-09-02"
"""The day on which most of these tests happen."""
TERMS = {
    "seats": 20,
    "enrol_from": "2024-09-02",
    "enrol_until": "2024-09-30",
    "opens_on": "2024-10-08",
    "ends_on": "2024-11-08",
    "venue_area": "140105",
    "venue": "太原市小店区学府街1号",
    "theory_online": 40,
    "theory_offline": 24,
    "practice_online": 0,
    "practice_offline": 64,
    "fee_yuan": 0,
    "cost_basis": "不收费",
    "contact": "招生办 0351-0000000",
    "body": "本期开设大数据初级培训，培训合格的颁发培训合格证书。",
}
GRADUATE = Answers(Record(Study.BACHELOR, True, date(2024, 6, 30)), insured=False, willing=True)
"""Finished a related bachelor course this summer: in the target group, and may sit the junior examination."""
WORKER = Answers(Record(Study.BACHELOR, True, date(2019, 6, 30)), insured=True, willing=True)


def make_cell(cast: Cast, seats: int = 60) -> PlanCell:
    """Seats of the plan of 2024 for 区块链 at the cast's institution, which stands on the list."""
    plan, office = make_plan_2024(cast), cast.owner(Role.INSTITUTION).office
    field = Occupation.objects.get(short_zh="区块链")
    cell, _ = PlanCell.objects.get_or_create(
        plan=plan, institution=office, occupation=field, defaults={"seats": seats}
    )
    Listing.objects.get_or_create(
        office=office, kind=ListingKind.TEACHES, occupation=field, defaults={"source": "国家名单"}
    )
    return cell


def draft(
    cast: Cast, *, cell: PlanCell | None = None, planned: bool = True, on: str = ON, **terms: Any
) -> Announcement:
    """An announcement of the cast's institution, not yet published."""
    cell = (cell or make_cell(cast)) if planned else None
    field = cell.occupation if cell else make_cell(cast).occupation
    member = cast.owner(Role.INSTITUTION)
    return draft_announcement(
        Course(field, "JUNIOR", cell=cell),
        {**TERMS, **terms},
        province=cast.owner(Role.PROVINCE).office,
        actor=member.actor,
        at=moment(on),
    )


def publish(cast: Cast, on: str = ON, **terms: Any) -> Announcement:
    """An announcement open for enrolment."""
    made = draft(cast, on=on, **terms)
    return take(made, "publish", cast.owner(Role.INSTITUTION), on)


def called(seq: int) -> str:
    """A name for a number; no name holds a digit."""
    return "报名者" + "".join("〇一二三四五六七八九"[int(digit)] for digit in str(seq))


def make_applicant(seq: int) -> Member:
    """Somebody with an account, who may enrol in person."""
    person = find_or_create_person(kind=DocumentKind.RESIDENT, number=invented(seq), name=called(seq))
    account, _ = Account.objects.get_or_create(username=f"applicant-{seq}", defaults={"person": person})
    return Member(account, person)


def signed(announcement: Announcement, on: str = ON) -> Signed:
    """The commitment as the page of an announcement shows it in Chinese."""
    shown = shown_for(announcement, "zh-hans", date.fromisoformat(on))
    return Signed("zh-hans", shown.digest(book.algorithm()))


def enrol_self(
    member: Member, announcement: Announcement, answers: Answers = GRADUATE, on: str = ON
) -> Enrolment:
    """A person enrols in person."""
    return enrol(
        member.person,
        announcement,
        answers,
        actor=member.actor,
        at=moment(on),
        commitment=signed(announcement, on),
    )


def enrol_by_institution(
    cast: Cast, person: Person, announcement: Announcement, answers: Answers = GRADUATE, on: str = ON
) -> Enrolment:
    """The institution enters a person."""
    actor: Actor = cast.owner(Role.INSTITUTION).actor
    return enrol(person, announcement, answers, actor=actor, at=moment(on))


def press(case: Any, step: str, member: Member, on: str = ON, given: Given = NONE) -> Any:
    """Press a step with the form as it is now."""
    return take(case, step, member, on, given)


def states(announcement: Announcement) -> str:
    """The states of its enrolments in the order of arrival, by their initials, such as HHW."""
    rows = announcement.enrolments.order_by("seq").values_list("state", flat=True)
    return " ".join(rows)


def fingerprint(text: str) -> str:
    """The digest of a text under the algorithm in use."""
    return digest(book.algorithm(), text.encode())
