"""What a person has promised in person, word for word as it was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from yushu.ledger.models import Chain
from yushu.people.models import Person
from yushu.people.persons import same_person_ids

if TYPE_CHECKING:
    from yushu.people.actors import Actor


class Purpose(models.TextChoices):
    """What a commitment is for: they fall with different consequences."""

    IDENTITY = "IDENTITY", "培训报名身份承诺"
    EXAM = "EXAM", "考核申报告知承诺"


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Commitments, seen by the person who signed."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own."""
        return self.filter(person__in=same_person_ids(actor.person)) if actor.person else self.none()


class Commitment(models.Model):
    """A text signed by the person themself. `chain` is the case it was signed for.

    `text_digest` is of the versioned text, `shown_digest` of the page as it was filled in and read.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="commitments")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    version = models.CharField(max_length=24)
    algorithm = models.CharField(max_length=8)
    text_digest = models.CharField(max_length=64)
    shown_digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="+")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "purpose", "person"], name="commitment_once_a_case"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="commitment_purpose_known"),
        ]
