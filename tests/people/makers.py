"""A fixed cast: an owner, colleagues, a stranger."""

from __future__ import annotations

from datetime import date
from itertools import count

from yushu.people.models import Account, Office, Person, Post
from yushu.people.presence import appoint
from yushu.people.roles import Duty, Role

SPRING = date(2024, 3, 1)
TODAY = date(2024, 9, 26)

_numbers = count(1)


def make_account(name: str = "", password: str | None = None, **fields: object) -> Account:
    """An account of a person of its own."""
    number = next(_numbers)
    person = Person.objects.create(name=name or f"学员{number}")
    return Account.objects.open(f"someone{number}", password, person=person, **fields)


def make_office(role: Role = Role.PROVINCE, name: str = "职业能力建设处", **fields: str) -> Office:
    return Office.objects.create(role=role, name=name, **fields)


def make_post(
    office: Office,
    duty: Duty = Duty.HANDLE,
    title: str = "经办人甲",
    account: Account | None = None,
    **dates: date,
) -> Post:
    return appoint(
        account or make_account(),
        office,
        duty,
        title,
        since=dates.get("since", SPRING),
        until=dates.get("until"),
    )
