"""Enrolments: who wants to be trained where, in which order, with what verdict."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from yushu.casework import letters
from yushu.casework.models import Case, CaseQuerySet, state_check, state_field
from yushu.casework.process import Check, Taken
from yushu.kernel.words import Words
from yushu.people.models import Person
from yushu.training.enrolling import ENROLMENT, SEATS, STANDING, S
from yushu.training.models.announcements import Announcement
from yushu.training.models.commitments import Commitment, Purpose

CANCELLED = Words(
    "{c}：公告已撤回，你的报名取消", "{c}: the announcement was withdrawn and your enrolment ends"
)


class Source(models.TextChoices):
    """Who entered it."""

    SELF = "SELF", "本人报名"
    INSTITUTION = "INSTITUTION", "机构录入"


class EnrolmentQuerySet(CaseQuerySet):
    """Enrolments, seen by the person and the institution."""

    def for_list(self) -> Self:
        """With person and course, the number of those who wait before (`before`), and when it was signed."""
        earlier = Enrolment.objects.filter(
            announcement=OuterRef("announcement"), state=S.WAITING, seq__lt=OuterRef("seq")
        )
        before = earlier.order_by().values("announcement").annotate(n=Count("pk")).values("n")
        signed = Commitment.objects.filter(chain_id=OuterRef("pk"), purpose=Purpose.IDENTITY)
        rows = self.select_related("person", "announcement__occupation", "announcement__institution")
        return rows.annotate(
            before=Coalesce(Subquery(before), 0), signed_at=Subquery(signed.values("signed_at")[:1])
        )


class Enrolment(Case):
    """One person's enrolment for one announcement. `seq` is the order of arrival, which decides who waits first."""

    process = ENROLMENT
    state = state_field(ENROLMENT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="enrolments")
    seq = models.PositiveIntegerField()
    source = models.CharField(max_length=12, choices=Source.choices)
    answers = models.JSONField(default=dict)
    verdict = models.JSONField(default=dict)

    objects: ClassVar[EnrolmentQuerySet] = EnrolmentQuerySet.as_manager()  # type: ignore[assignment] # a manager answers like it

    class Meta:
        ordering = ["announcement", "seq"]
        constraints = [
            state_check(ENROLMENT),
            models.UniqueConstraint(fields=["announcement", "seq"], name="enrolment_order_once"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=SEATS), name="enrolment_one_seat_a_person"
            ),
            models.UniqueConstraint(
                fields=["person", "announcement"],
                condition=Q(state__in=STANDING),
                name="enrolment_once_an_announcement",
            ),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="enrolment_source_known"),
        ]

    def title(self) -> Words:
        """The course enrolled for, with the number."""
        return Words("{c}报名{n}", "Enrolment {n}: {c}").fill(c=self.announcement.course, n=self.number)

    def subtitle(self) -> Words:
        """Who."""
        return Words(self.person.name, self.person.name)

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With person and course."""
        return cls.objects.filter(pk__in=pks).select_related(
            "person", "announcement__occupation", "announcement__institution"
        )

    def claim_first(self) -> None:
        """The announcement counts the seats: it is always held before its enrolments."""
        Announcement.objects.filter(pk=self.announcement_id).update(held=F("held"))

    @property
    def ends_on(self) -> date:
        """The last day on which a seat could still mean anything."""
        return self.announcement.ends_on

    def ahead(self) -> int:
        """How many wait before this one."""
        waiting = type(self).objects.filter(announcement_id=self.announcement_id, state=S.WAITING)
        return waiting.filter(seq__lt=self.seq).count()

    def commitment(self) -> Commitment | None:
        """The identity commitment the person has signed for it."""
        return Commitment.objects.filter(chain_id=self.pk, purpose=Purpose.IDENTITY).first()

    def commitment_check(self) -> Check:
        """Whether it is signed."""
        if self.commitment() is None:
            text = Words("{p}还没有签身份承诺", "{p} has not signed the identity commitment")
            return Check("no", text.fill(p=self.person.name), "A34")
        return Check("ok", Words("身份承诺由本人签署", "The identity commitment is signed in person"), "A34")

    def claim_seat(self) -> None:
        """Take a seat of the announcement."""
        self.announcement.claim_seat()

    def free_seat(self, taken: Taken) -> None:
        """Give the seat on."""
        self.announcement.free_seat(at=taken.at, day=taken.happened_on)

    def tell_cancelled(self, taken: Taken) -> None:
        """Tell the person that there is no course any more."""
        letters.tell_person(self, self.person, CANCELLED.fill(c=self.announcement.course), at=taken.at)
