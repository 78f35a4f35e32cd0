"""Who teaches for an institution, and in which rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from yushu.casework.models import SEES_ALL
from yushu.people.models import Office, Person
from yushu.people.roles import Role

if TYPE_CHECKING:
    from yushu.people.actors import Actor


class OwnQuerySet(models.QuerySet[Any]):
    """Things an institution has for itself."""

    def visible_to(self, actor: Actor) -> Self:
        """The institution's own; the supervisors see all."""
        if actor.role in (*SEES_ALL, Role.CITY):
            return self
        office = actor.office
        return self.none() if office is None else self.filter(institution__in=[office.pk, office.parent_id])


class Teacher(models.Model):
    """A person who teaches for an institution, with the title or level that qualifies them."""

    institution = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="teachers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="teaches")
    qualification = models.CharField(max_length=60)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["person__name"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "person"], name="teacher_once_an_institution"),
        ]


class Room(models.Model):
    """A room an institution teaches in, and how many it holds."""

    institution = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=60)
    area = models.CharField(max_length=6)
    holds = models.PositiveSmallIntegerField()

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "name"], name="room_once_an_institution"),
        ]
