"""The fixed cast: in every role an owner, a colleague of the same office, and a stranger.

A test that asks "who may?" names them; a test about something else takes whichever it needs.
Objects they meet (batches, plans, certificates) are made by the factories of their rooms' tests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from tests.people.numbers import invented
from yushu.casework.calendar import publish_shipped
from yushu.kernel.clock import BEIJING
from yushu.people.actors import PUBLIC, Actor
from yushu.people.documents import DocumentKind
from yushu.people.models import Account, Office, Person, Post
from yushu.people.persons import find_or_create_person
from yushu.people.roles import HANDS, OFFICE_ROLES, Duty, Role

SINCE = date(2024, 1, 1)
SIGNING_IN = tuple(role for role in OFFICE_ROLES if role != Role.NATION)
"""The national office never signs in: its answers are recorded on behalf."""

AREAS = {"own": "140100", "other": "140200"}
LETTERS = {"own": "甲", "other": "乙"}
TRAINEES = {"own": 22, "other": 23}
"""The sequence in their identity numbers: `make_candidate` of this number is this trainee."""


@dataclass(frozen=True)
class Member:
    """One of the cast: an account with the person behind it, at a post or (a trainee) without one."""

    account: Account
    person: Person
    post: Post | None = None

    @property
    def office(self) -> Office | None:
        return self.post.office if self.post else None

    @property
    def actor(self) -> Actor:
        """The member as the engine sees them."""
        role = Role(self.post.role) if self.post else Role.TRAINEE
        return Actor(role, self.account, self.person, self.post)

    def client(self) -> Client:
        """A browser in which the member has signed in."""
        browser = Client()
        browser.force_login(self.account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser


@dataclass
class Cast:
    """`own` is the side a test works for, `other` the neighbours who must see nothing of it."""

    own: dict[Role, dict[Duty, Member]] = field(default_factory=dict)
    other: dict[Role, dict[Duty, Member]] = field(default_factory=dict)
    trainees: dict[str, Member] = field(default_factory=dict)
    nation: Office | None = None
    made: dict[Any, Any] = field(default_factory=dict)
    """Objects made for this cast, so that a factory asked twice answers the same."""

    def neighbours(self) -> Cast:
        """The same cast seen from the other side of the street."""
        trainees = {"own": self.trainees["other"], "other": self.trainees["own"]}
        return Cast(self.other, self.own, trainees, self.nation)

    def owner(self, role: Role) -> Member:
        """Who has the case in hand."""
        return self.trainees["own"] if role == Role.TRAINEE else self.own[role][Duty.HANDLE]

    def colleague(self, role: Role, duty: Duty = Duty.CHECK) -> Member:
        """Another hand of the owner's office."""
        return self.own[role][duty]

    def stranger(self, role: Role) -> Member:
        """The same duty in another office of the same kind."""
        return self.trainees["other"] if role == Role.TRAINEE else self.other[role][Duty.HANDLE]

    def client(self, role: Role) -> Client:
        """The owner's browser; the public's is not signed in."""
        return Client() if role == Role.PUBLIC else self.owner(role).client()

    def actor(self, role: Role) -> Actor:
        """The owner as the engine sees them."""
        return PUBLIC if role == Role.PUBLIC else self.owner(role).actor


def make_person(name: str, area: str) -> Person:
    return Person.objects.create(name=name, home_area=area)


def make_member(office: Office, duty: Duty, name: str) -> Member:
    person = make_person(name, office.area)
    account = Account(username=f"{office.role}-{office.area}-{duty}".lower(), person=person)
    account.set_unusable_password()
    account.save()
    post = Post.objects.create(account=account, office=office, duty=duty, title=name, since=SINCE)
    return Member(account, person, post)


def make_trainee(side: str) -> Member:
    """Somebody with an identity paper, so that a list can name them by its number."""
    person = find_or_create_person(
        kind=DocumentKind.RESIDENT,
        number=invented(TRAINEES[side]),
        name=f"学员{LETTERS[side]}",
        home_area=AREAS[side],
    )
    account = Account(username=f"trainee-{side}", person=person)
    account.set_unusable_password()
    account.save()
    return Member(account, person)


def make_hands(role: Role, side: str) -> dict[Duty, Member]:
    letter, area = LETTERS[side], AREAS[side]
    office = Office.objects.create(
        role=role, area=area, name=f"{role.label}{letter}", name_en=f"{role.name} {side}"
    )
    return {duty: make_member(office, duty, f"{duty.label}人{letter}") for duty in HANDS}


def make_cast() -> Cast:
    """Everybody, with no object between them yet."""
    cast = Cast()
    for role in SIGNING_IN:
        cast.own[role] = make_hands(role, "own")
        cast.other[role] = make_hands(role, "other")
    cast.trainees = {side: make_trainee(side) for side in AREAS}
    cast.nation = Office.objects.create(role=Role.NATION, name=Role.NATION.label, name_en="National office")
    return cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The fixed cast, fresh for this test."""
    return make_cast()


@pytest.fixture
def calendar(db: None) -> None:
    """The published working calendars, as an installation has them."""
    publish_shipped(at=datetime(2024, 1, 2, tzinfo=BEIJING))
