"""Warning signs: what in the records asks to be looked at. A sign decides nothing; it shows its rows (R24).

Each is computed when somebody looks, from what is there, over the classes the visitor supervises and the
last year, in a constant number of queries. How each is read stands in docs/algorithms/signs.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet

from yushu.casework.models import Party, offices_of
from yushu.kernel.words import Words
from yushu.law.pack import pack
from yushu.people.models import Office
from yushu.people.roles import Role
from yushu.training.models import TrainingClass

if TYPE_CHECKING:
    from yushu.people.actors import Actor

A_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Scope:
    """Whose records are looked through, and on which day. `area` is a city's prefix, empty for the province."""

    classes: QuerySet[TrainingClass]
    day: date
    area: str = ""

    @property
    def since(self) -> date:
        """The first day that is looked at."""
        return self.day - A_YEAR

    def number(self, name: str, key: str) -> int:
        """A value of the house on the day."""
        return pack().on(name, self.day).number(key)


@dataclass(frozen=True)
class Evidence:
    """One row behind a sign: when, who, and what is odd about it."""

    when: Words | str
    who: str
    what: Words


@dataclass(frozen=True)
class Hit:
    """Where a sign shows: a class, a settlement or an office, with the rows behind it.

    `kind` and `key` name the case; an office has no case. `institution` is whom an inspection would visit.
    """

    sign: str
    kind: str
    key: UUID
    called: Words
    institution: Office
    said: Words
    rows: tuple[Evidence, ...]


Finder = Callable[[Scope], list[Hit]]


@dataclass(frozen=True)
class Sign:
    """A sign: its name, what it may mean, what to look at, its clause and its threshold, and how it is found."""

    code: str
    title: Words
    meaning: Words
    look: Words
    cites: str
    house: str
    find: Finder


def scope_of(actor: Actor, day: date) -> Scope:
    """What the visitor supervises: a city its classes, province and auditor all. Nobody else anything."""
    rows = TrainingClass.objects.filter(ends_on__gte=day - A_YEAR)
    if actor.role in (Role.PROVINCE, Role.AUDITOR):
        return Scope(rows, day)
    if actor.role == Role.CITY and actor.office is not None:
        mine = Party.objects.filter(role=Role.CITY, office_id__in=offices_of(actor))
        return Scope(rows.filter(chain_id__in=mine.values("chain_id")), day, actor.office.area[:4])
    return Scope(rows.none(), day, "none")


def hits_of_classes(sign: str, found: dict[Any, list[Evidence]], said: Words) -> list[Hit]:
    """A hit for each class, the most rows first. `said` counts them as {n}."""
    rows = TrainingClass.objects.filter(pk__in=found).select_related("occupation", "institution")
    hits = [
        Hit(
            sign,
            "class",
            row.pk,
            row.called,
            row.institution,
            said.fill(n=len(found[row.pk])),
            tuple(found[row.pk]),
        )
        for row in rows
    ]
    return ordered(hits)


def ordered(hits: Iterable[Hit]) -> list[Hit]:
    """The most rows first, then by name."""
    return sorted(hits, key=lambda hit: (-len(hit.rows), hit.called.zh, str(hit.key)))
