"""Draws: a frozen list, a seed, what was drawn; all of it kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from django.db import models
from django.db.models import Count, Q

from yushu.casework.models import SEES_ALL, offices_of
from yushu.oversight.drawing import Ticketed
from yushu.oversight.inspecting import S
from yushu.people.models import Office, Person

if TYPE_CHECKING:
    from yushu.people.actors import Actor


class DrawQuerySet(models.QuerySet["Draw"]):
    """Draws. That there was one is public; the list and the seed are, once every visit is over."""

    def visible_to(self, actor: Actor) -> Self:
        """The office's own; the overseers see all."""
        return self if actor.role in SEES_ALL else self.filter(office_id__in=offices_of(actor))

    def with_openness(self) -> Self:
        """Each with `waiting`: how many of its classes are still to be visited."""
        return self.annotate(waiting=Count("inspections", filter=Q(inspections__state=S.PLANNED)))


class Draw(models.Model):
    """One draw of one office on one day. Nothing of it is ever changed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="draws")
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    population = models.JSONField()
    digest = models.CharField(max_length=64)
    seed = models.CharField(max_length=32)
    committed = models.CharField(max_length=64)
    size = models.PositiveSmallIntegerField()

    objects = DrawQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["office", "on"], name="draw_once_a_day"),
            models.CheckConstraint(condition=Q(size__gte=1), name="draw_of_something"),
        ]

    def tickets(self) -> list[Ticketed]:
        """The frozen list."""
        return [Ticketed(str(key), int(count)) for key, count in self.population]

    def is_open(self) -> bool:
        """Whether list and seed may be published: no visit of it lies ahead."""
        waiting: Any = getattr(self, "waiting", None)
        return not (self.inspections.filter(state=S.PLANNED).exists() if waiting is None else waiting)
