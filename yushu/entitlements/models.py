"""What certificates bring: one entry of hours a training certificate, one note on titles a level certificate.

Both follow the certificate and nothing else; a reversal is written beside the entry, never over it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q

from yushu.certification.models import LevelCertificate
from yushu.entitlements.rules import RECOGNISABLE, REFERENCE
from yushu.people.models import Person
from yushu.people.persons import same_person_ids
from yushu.people.roles import Role
from yushu.training.models import TrainingCertificate

if TYPE_CHECKING:
    from yushu.people.actors import Actor


class OwnQuerySet(models.QuerySet[Any]):
    """What somebody has by their certificates."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own; the supervising province and the auditor see all."""
        if actor.role in (Role.PROVINCE, Role.AUDITOR):
            return self
        if actor.office is not None or actor.person is None:
            return self.none()
        return self.filter(person__in=same_person_ids(actor.person))

    def standing(self) -> Self:
        """Those that were not reversed."""
        return self.filter(reversed_on=None)


class HourEntry(models.Model):
    """Continuing-education hours of one training certificate, in the year of its completion exam (R12, A39).

    Not registrable yet means: kept here, but the holder is no professional and technical staff so far.
    """

    certificate = models.OneToOneField(
        TrainingCertificate, on_delete=models.PROTECT, related_name="hour_entry"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="hour_entries")
    year = models.PositiveSmallIntegerField()
    hours = models.PositiveSmallIntegerField()
    registrable = models.BooleanField()
    entered_on = models.DateField()
    reversed_on = models.DateField(null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reversed_on=None) | Q(reversed_on__gte=F("entered_on")),
                name="hours_reversed_after_entry",
            ),
            models.CheckConstraint(condition=Q(hours__gte=1), name="hours_are_some"),
        ]


class Effect(models.TextChoices):
    """What a level certificate does for a title (R13)."""

    REFERENCE = REFERENCE, "重要参考"
    RECOGNISABLE = RECOGNISABLE, "可认定职称"


class TitleNote(models.Model):
    """What one level certificate does for a professional title, as the document says it (R13)."""

    certificate = models.OneToOneField(LevelCertificate, on_delete=models.PROTECT, related_name="title_note")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="title_notes")
    effect = models.CharField(max_length=12, choices=Effect.choices)
    entered_on = models.DateField()
    reversed_on = models.DateField(null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["-entered_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(effect__in=Effect.values), name="title_effect_known"),
            models.CheckConstraint(
                condition=Q(reversed_on=None) | Q(reversed_on__gte=F("entered_on")),
                name="title_reversed_after_entry",
            ),
        ]
