"""The stage: offices, the posts in them, and who stands there. Idempotent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from yushu.catalogue.models import Listing, ListingKind, Occupation
from yushu.people.actors import Actor
from yushu.people.areas import AREAS, CITIES
from yushu.people.models import Account, Office, Person, Post
from yushu.people.presence import appoint
from yushu.people.roles import HANDS, Duty, Role

SINCE = date(2024, 1, 2)
PASSWORD = "demonstration-2024"  # noqa: S105 printed at every start; production refuses such accounts
LETTERS = "甲乙丙"
SECOND = "丁"
"""The others who handle and sign at an office: for a second check nobody makes of their own work."""


@dataclass(frozen=True)
class Body:
    """An office of the stage and the sign-in prefix of its posts."""

    role: Role
    name: str
    name_en: str
    login: str
    area: str = ""


BODIES = (
    Body(Role.PROVINCE, "省人社厅", "Shanxi HRSS Department", "province"),
    Body(Role.INSTITUTION, "山西大学", "Shanxi University", "sxu", "140100"),
    Body(Role.INSTITUTION, "太原理工大学", "Taiyuan University of Technology", "tyut", "140100"),
    Body(Role.INSTITUTION, "太原科技大学", "Taiyuan University of Science and Technology", "tyust", "140100"),
    Body(Role.INSTITUTION, "培训机构丁（虚构）", "Institution D (invented)", "training4", "140100"),
    Body(Role.INSTITUTION, "培训机构戊（虚构）", "Institution E (invented)", "training5", "140100"),
    Body(Role.EVALUATOR, "评价机构甲", "Evaluator A (invented)", "evaluator"),
    Body(Role.EVALUATOR, "评价机构乙", "Evaluator B (invented)", "evaluator2"),
    Body(Role.EMPLOYER, "用人单位甲", "Employer A (invented)", "employer", "140100"),
    Body(Role.FINANCE, "省财政厅", "Provincial Finance Department", "finance"),
    Body(Role.AUDITOR, "审计组", "Audit team", "auditor"),
)
SCHOOLS = ("山西大学", "太原理工大学", "太原科技大学", "培训机构丁（虚构）")
"""Who teaches in the replay. The last is invented; 戊 stands on no list at all."""
NATION = "专业技术人才知识更新工程指导协调小组办公室"
SITE = "考核站点甲"
INVENTED_LIST = "演示用虚构名单"
NATION_EN = "National coordination office of the Knowledge Renewal Project"


def set_stage() -> None:
    """Every office with its posts; eleven cities, the first with others to check again; the national office without."""
    for body in BODIES:
        furnish(body)
    for index, area in enumerate(CITIES, start=1):
        city = AREAS[area]
        made = furnish(
            Body(Role.CITY, f"{city.zh}人社局", f"{city.en} HRSS Bureau", f"city{index:02d}", area)
        )
        if index == 1:
            for duty in (Duty.HANDLE, Duty.SIGN):
                _post(made, duty, SECOND, f"city{index:02d}-second-{duty.lower()}", printed=False)
    evaluator = office("评价机构甲")
    Office.objects.get_or_create(
        role=Role.EVALUATOR,
        name=SITE,
        defaults={"name_en": "Exam site A (invented)", "parent": evaluator, "area": "140105"},
    )
    Office.objects.get_or_create(role=Role.NATION, name=NATION, defaults={"name_en": NATION_EN})


def furnish(body: Body) -> Office:
    """An office with one person for each hand."""
    office, _ = Office.objects.get_or_create(
        role=body.role, name=body.name, defaults={"name_en": body.name_en, "area": body.area}
    )
    for letter, duty in zip(LETTERS, HANDS, strict=True):
        _post(office, duty, letter, f"{body.login}-{duty.lower()}")
    return office


def _post(office: Office, duty: Duty, letter: str, username: str, *, printed: bool = True) -> None:
    if Account.objects.filter(username=username).exists():
        return
    person = Person.objects.create(name=f"{duty.label}人{letter}", home_area=office.area)
    password = PASSWORD if printed and duty == Duty.HANDLE else None
    account = Account.objects.open(username, password, person=person, is_demonstration=True)
    appoint(account, office, duty, f"{duty.label}人{letter}", since=SINCE)


def trainee(person: Person, username: str, *, printed: bool = False) -> Account:
    """An account for somebody who learns or holds a certificate."""
    known = Account.objects.filter(person=person).first()
    return known or Account.objects.open(
        username, PASSWORD if printed else None, person=person, is_demonstration=True
    )


def office(name: str) -> Office:
    """An office of the stage by its name."""
    return Office.objects.get(name=name)


def at_post(name: str, duty: Duty = Duty.HANDLE) -> Actor:
    """Whoever stands at a post of an office, as the engine sees them."""
    return _standing(_posts(name, duty)[0])


def second_at(name: str, duty: Duty = Duty.HANDLE) -> Actor:
    """The other one at a post of an office."""
    return _standing(_posts(name, duty)[1])


def _posts(name: str, duty: Duty) -> list[Post]:
    rows = Post.objects.select_related("office", "account__person").filter(office__name=name, duty=duty)
    return list(rows.order_by("since", "title"))


def _standing(post: Post) -> Actor:
    return Actor(Role(post.role), post.account, post.account.person, post)


def logins() -> list[tuple[str, str]]:
    """One printed sign-in for each role: what it is, and its user name."""
    if not settings.DEMONSTRATION:
        return []
    shown = [(post.office.name, post.account.username) for post in _first_posts()]
    return [*shown, *_trainees()]


def _first_posts() -> list[Post]:
    held = Post.objects.filter(account__is_demonstration=True, duty=Duty.HANDLE)
    found: dict[str, Post] = {}
    for post in held.select_related("office", "account").order_by("account__username"):
        found.setdefault(post.role, post)
    return list(found.values())


TRAINEES = (("学员", "trainee"), ("学员，培训中", "learner"))


def _trainees() -> list[tuple[str, str]]:
    there = set(
        Account.objects.filter(username__in=[name for _, name in TRAINEES]).values_list("username", flat=True)
    )
    return [(what, name) for what, name in TRAINEES if name in there]


def list_invented() -> None:
    """The invented bodies stand on an invented list, and say so. 培训机构戊 stands on none."""
    listed = (
        ("评价机构甲", ListingKind.ASSESSES),
        ("评价机构乙", ListingKind.ASSESSES),
        (SITE, ListingKind.SITE),
        (SCHOOLS[-1], ListingKind.TEACHES),
    )
    for field in Occupation.objects.exclude(field=""):
        for name, kind in listed:
            Listing.objects.get_or_create(
                office=office(name), kind=kind, occupation=field, defaults={"source": INVENTED_LIST}
            )
