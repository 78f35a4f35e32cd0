"""The one-year guard: one row per person, occupation and level, and the classes that hold it (R17; A9, A10)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yushu.catalogue.levels import Level
from yushu.catalogue.models import Occupation
from yushu.ledger.models import Chain
from yushu.people.models import Person
from yushu.training.models import Member, TrainingClass


class YearGuard(models.Model):
    """What every claim about a person, an occupation and a level must take first. `turn` counts the takings.

    Direction is not part of it (A28); old and new codes are one occupation (A29).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="year_guards")
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=8, choices=Level.choices)
    turn = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[YearGuard]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "occupation", "level"], name="year_guard_once"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="year_guard_level_known"),
        ]


class YearHold(models.Model):
    """That a class holds a person under a guard: it is, or is about to be, the subsidised one.

    Written and read only under the guard. `taken_by` is the chain of the settlement that filed first.
    """

    guard = models.ForeignKey(YearGuard, on_delete=models.PROTECT, related_name="holds")
    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="year_holds")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="year_holds")
    opened_on = models.DateField()
    ended_on = models.DateField()
    taken_by = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="year_holds")
    taken_at = models.DateTimeField()
    released_on = models.DateField(null=True, blank=True)

    objects: ClassVar[models.Manager[YearHold]] = models.Manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(released_on=None), name="year_hold_once_a_member"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__gte=F("opened_on")), name="year_hold_ends_after_it_opens"
            ),
        ]
