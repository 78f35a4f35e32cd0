"""Sittings: where and when what is examined, by whom, for how many; and the batches that come of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from yushu.casework.models import Case, CaseQuerySet, Party, state_check, state_field
from yushu.casework.process import Check, Taken
from yushu.catalogue.models import Level, Occupation
from yushu.certification import sitting_readiness as readiness
from yushu.certification.applying import A
from yushu.certification.scoring_versions import announce, call_off
from yushu.certification.sitting import ANNOUNCED, SITTING, S
from yushu.certification.sitting_batches import open_batches
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.people.models import Office, Person
from yushu.people.roles import Role

COUNTERS = frozenset({"seated", "entries"})


class SittingQuerySet(CaseQuerySet):
    """Sittings. What was announced is public; the case with its people belongs to its parties."""

    def announced(self) -> Self:
        """Those that were once announced."""
        return self.filter(state__in=ANNOUNCED)

    def open_on(self, day: date) -> Self:
        """Those that take applications that day."""
        return self.filter(state=S.OPEN, apply_from__lte=day, apply_until__gte=day)

    def named(self) -> Self:
        """With everything a list says of them."""
        return self.select_related("evaluator", "site").prefetch_related("exams__occupation")


class Sitting(Case):
    """One day, one room, one evaluator; one or more occupations and levels (R09).

    `seated` counts confirmed applications, `entries` everybody who ever applied, in order. Both are moved
    by conditional UPDATE alone; saving never writes them.
    """

    process = SITTING
    state = state_field(SITTING)
    evaluator = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="sittings")
    site = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="hosted_sittings")
    room = models.CharField(max_length=60)
    held_on = models.DateField()
    starts = models.TimeField()
    apply_from = models.DateField()
    apply_until = models.DateField()
    capacity = models.PositiveSmallIntegerField()
    seated = models.PositiveSmallIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)
    fee_yuan = models.PositiveIntegerField(default=0)
    contact = models.CharField(max_length=100)

    objects: ClassVar[SittingQuerySet] = SittingQuerySet.as_manager()  # type: ignore[assignment] # a manager answers like it

    class Meta:
        ordering = ["-held_on", "-number"]
        constraints = [
            state_check(SITTING),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="sitting_has_room"),
            models.CheckConstraint(condition=Q(seated__lte=F("capacity")), name="sitting_seated_within_room"),
            models.CheckConstraint(
                condition=Q(apply_from__lte=F("apply_until"), apply_until__lt=F("held_on")),
                name="sitting_days_in_order",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Everything but the counters, once it is there: others may have moved them since it was read."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            names = {field.name for field in self._meta.concrete_fields if not field.primary_key}
            kwargs["update_fields"] = names - COUNTERS
        super().save(*args, **kwargs)

    def title(self) -> Words:
        """The day and the number."""
        return Words("{d}考核（{n}）", "Examination of {d} ({n})").fill(d=self.held_on, n=self.number)

    def subtitle(self) -> Words:
        """Who examines where, how many seats are taken."""
        who = Words(self.evaluator.name, self.evaluator.name_en or self.evaluator.name)
        where = Words(self.site.name, self.site.name_en or self.site.name)
        words = Words("{e}，{s}{r}，{n}/{c}座", "{e}, {s} {r}, {n} of {c} seats")
        return words.fill(e=who, s=where, r=self.room, n=self.seated, c=self.capacity)

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With evaluator and site."""
        return cls.objects.filter(pk__in=pks).select_related("evaluator", "site")

    def figures(self) -> dict[str, object]:
        """People with a seat or an application (n), the last day to apply (u)."""
        waiting = self.state in (S.OPEN, S.CLOSED)
        return {"n": self.entries if waiting else self.seated, "u": self.apply_until}

    @property
    def year(self) -> int:
        """The year the exam counts for."""
        return self.held_on.year

    def courses(self) -> list[Words]:
        """Occupations and levels, as a list says them."""
        return [exam.course for exam in self.exams.all()]

    def left(self) -> int:
        """Seats nobody has."""
        return max(0, self.capacity - self.seated)

    def offers(self, occupation: Occupation, level: str) -> bool:
        """Whether it examines that."""
        return self.exams.filter(occupation=occupation, level=level).exists()

    def seated_applications(self) -> models.QuerySet[Any]:
        """Those who have a seat, by its number."""
        rows = self.applications.filter(state__in=(A.CONFIRMED, A.GRADED, A.NOTIFIED, A.HEARD))
        return rows.select_related("person", "occupation", "training").order_by("seat")

    def claim_seat(self) -> int:
        """Take the lowest free seat, if one is free at this very moment: asked and written in one UPDATE."""
        free = type(self).objects.filter(pk=self.pk, seated__lt=F("capacity"))
        if free.update(seated=F("seated") + 1) != 1:
            wrong = Words("座位已满", "All seats are taken")
            raise Refusal(wrong, Words("退回，请本人另报场次", "Return it: another sitting"), cites="R09")
        used = set(self.applications.exclude(seat=None).values_list("seat", flat=True))
        return next(number for number in range(1, self.capacity + 1) if number not in used)

    def free_seat(self) -> None:
        """Somebody's seat is free again."""
        type(self).objects.filter(pk=self.pk, seated__gte=1).update(seated=F("seated") - 1)

    def party(self, role: Role) -> Office | None:
        """The office that stands in a role of it."""
        found = Party.objects.filter(chain_id=self.pk, role=role).select_related("office").first()
        return found.office if found else None

    # What the guards ask

    def listing_checks(self) -> Iterable[Check]:
        """R22."""
        yield from readiness.listing_checks(self)

    def site_check(self) -> Check:
        """A24."""
        return readiness.site_check(self)

    def day_checks(self, day: date) -> Iterable[Check]:
        """R08."""
        yield from readiness.day_checks(self, day)

    def assessor_checks(self) -> Iterable[Check]:
        """R09."""
        yield from readiness.assessor_checks(self)

    def score_checks(self) -> Iterable[Check]:
        """R09."""
        yield from readiness.score_checks(self)

    def second_person_checks(self, taken: Taken | None) -> Iterable[Check]:
        """R09."""
        yield from readiness.second_person_checks(self, taken)

    def apart_checks(self) -> Iterable[Check]:
        """R09."""
        yield from readiness.apart_checks(self)

    # What the steps do

    def announce_scores(self, taken: Taken) -> None:
        """Every score is confirmed by the person who signs; everybody is told theirs."""
        announce(self, taken)

    def call_off(self, taken: Taken) -> None:
        """End every application and tell everybody."""
        call_off(self, taken)

    def open_batches(self, taken: Taken) -> None:
        """One batch for each occupation, level and training institution."""
        open_batches(self, taken)


class Exam(models.Model):
    """An occupation and level that a sitting examines."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="exams")
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=8, choices=Level.choices)

    class Meta:
        ordering = ["occupation__place", "level"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "occupation", "level"], name="exam_once_a_sitting"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="exam_level_known"),
        ]

    @property
    def course(self) -> Words:
        """大数据初级; Big data, junior."""
        what, level = self.occupation.short, Level(self.level).words
        return Words(f"{what.zh}{level.zh}", f"{what.en}, {level.en}")


class Assessor(models.Model):
    """A person who examines at a sitting. Whom they have taught they do not examine."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="assessors")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assesses")
    qualification = models.CharField(max_length=60)

    class Meta:
        ordering = ["person__name"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "person"], name="assessor_once_a_sitting"),
        ]
