"""Which rows an actor may see, and which were in force on a day. Fetching is the permission check."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from yushu.people.actors import Actor
from yushu.people.roles import Role

OVERSEERS = (Role.PROVINCE, Role.AUDITOR)

EVERYTHING = Q()
NOTHING = Q(pk__in=[])


def in_force(day: date, prefix: str = "") -> Q:
    """The rows whose dates, both included, hold that day."""
    return Q(**{f"{prefix}since__lte": day}) & (
        Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gte": day})
    )


def persons_seen_by(actor: Actor, prefix: str = "") -> Q:
    """The overseers see all persons, a city its residents, everybody themselves."""
    if actor.role in OVERSEERS:
        return EVERYTHING
    if actor.role == Role.CITY and actor.office and actor.office.area:
        return Q(**{f"{prefix}home_area__startswith": actor.office.area[:4]})
    return Q(**{f"{prefix}pk": actor.person_id}) if actor.person_id else NOTHING


class DatedQuerySet(models.QuerySet[Any]):
    """Rows with `since` and `until`."""

    def on(self, day: date) -> Self:
        """Those in force that day."""
        return self.filter(in_force(day))


class PersonQuerySet(models.QuerySet[Any]):
    """Persons. A room above widens this by the cases in which an office meets them."""

    def visible_to(self, actor: Actor) -> Self:
        """The overseers see all, a city its residents, everybody themselves."""
        return self.filter(persons_seen_by(actor))

    def standing(self) -> Self:
        """Without those that were found to be somebody already known."""
        return self.filter(merged_into=None)


class DocumentQuerySet(models.QuerySet[Any]):
    """Identity papers: visible with their person."""

    def visible_to(self, actor: Actor) -> Self:
        """The papers of the persons the actor sees."""
        return self.filter(persons_seen_by(actor, "person__"))


class OfficeQuerySet(models.QuerySet[Any]):
    """Offices: their names and places are public."""

    def visible_to(self, actor: Actor) -> Self:
        """Everybody sees which bodies take part."""
        return self


class PostQuerySet(DatedQuerySet):
    """Posts."""

    def held_on(self, day: date) -> Self:
        """Those held that day by an account that may sign in."""
        return self.on(day).filter(account__is_active=True)

    def visible_to(self, actor: Actor) -> Self:
        """Overseers see all posts, an office its own."""
        if actor.role in OVERSEERS:
            return self
        return self.filter(office=actor.office) if actor.office else self.none()


class DelegationQuerySet(models.QuerySet[Any]):
    """Duties lent for a window."""

    def running_on(self, day: date) -> Self:
        """Windows open that day, lender and borrower both still in their posts.

        A revocation takes effect on its own day: whoever revoked no longer wants it used.
        """
        return self.filter(
            Q(revoked_on=None) | Q(revoked_on__gt=day),
            in_force(day, "giver__"),
            in_force(day, "receiver__"),
            since__lte=day,
            until__gte=day,
        )

    def visible_to(self, actor: Actor) -> Self:
        """An office sees its own, the overseers all."""
        if actor.role in OVERSEERS:
            return self
        return self.filter(giver__office=actor.office) if actor.office else self.none()
