"""How the lists of complaints, inspections and rectifications get their rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.aims import training_class
from tests.cast import Cast
from tests.class_rows import fresh
from tests.oversight import fraud, makers
from tests.oversight_aims import account, inspection, lately, rectification
from tests.targets import many
from yushu.ledger import book
from yushu.oversight.models import Draw
from yushu.people.roles import Role


def again(case: Any, **values: Any) -> Any:
    """The same case once more, written past the rules: the list asks for rows, not for how they came to be."""
    names = [field.attname for field in case._meta.concrete_fields if not field.primary_key]
    chain = book.open_chain(case.process.kind, at=makers.moment(makers.FILED))
    for party in case.chain.parties.all():
        party.pk, party.chain = None, chain
        party.save()
    return type(case).objects.create(chain=chain, **{name: getattr(case, name) for name in names} | values)


@many("complaints", Role.CITY)
def complaints(cast: Cast, n: int) -> None:
    for _ in range(n):
        makers.complaint(cast)


@many("accounts", Role.INSTITUTION)
def accounts(cast: Cast, n: int) -> None:
    for _ in range(n):
        again(account(cast, True))


@many("inspections", Role.CITY)
def inspections(cast: Cast, n: int) -> None:
    for _ in range(n):
        again(inspection(cast, True))


@many("rectifications", Role.INSTITUTION)
def rectifications(cast: Cast, n: int) -> None:
    for _ in range(n):
        again(rectification(cast, True))


@many("draws", Role.PUBLIC)
def draws(cast: Cast, n: int) -> None:
    by, office = cast.owner(Role.CITY).person, cast.owner(Role.CITY).office
    key = str(training_class(cast, True).pk)
    for number in range(n):
        at = makers.moment(makers.FILED) - timedelta(days=fresh(cast) + number)
        one = {"office": office, "by": by, "at": at, "on": at.date(), "size": 1, "seed": "ab", "digest": "d"}
        Draw.objects.create(population=[[key, 1]], committed="c" * 64, **one)


@many("signs", Role.CITY, most=20)
def signs(cast: Cast, n: int) -> None:
    for _ in range(n):
        first, _, _ = (fresh(cast) for _ in range(3))
        lately(fraud.device(cast, first=first, apart=first, teacher=first + 500))
