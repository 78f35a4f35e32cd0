"""Orders and projects: what a settlement is taken over, and which classes stand under it (R16, R20)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from yushu.casework.models import Case, state_check, state_field
from yushu.casework.process import Check, Taken
from yushu.kernel.words import Words
from yushu.people.models import Office
from yushu.subsidies import concluding, covering
from yushu.subsidies.ordering import ORDER
from yushu.subsidies.projecting import PROJECT
from yushu.training.models import TrainingClass

STATED = ("institution_id", "name", "people")


class Scheme(Case):
    """What orders and projects share: whose it is, which city decides (A11), how many are to be trained."""

    institution = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    city = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    people = models.PositiveSmallIntegerField()
    registered_no = models.CharField(max_length=60, blank=True)
    registered_on = models.DateField(null=True, blank=True)

    mode: str
    places: Any
    settlements: Any

    class Meta:
        abstract = True

    def title(self) -> Words:
        """Kind and number."""
        return Words(f"{self.process.name.zh}{self.number}", f"{self.process.name.en} {self.number}")

    def subtitle(self) -> Words:
        """Its name, whose it is, how many."""
        who = Words(self.institution.name, self.institution.name_en or self.institution.name)
        words = Words("{t}，{o}，{n}人", "{t}, {o}, {n} people")
        return words.fill(t=self.name, o=who, n=self.people)

    @property
    def called(self) -> Words:
        """Its name with its number."""
        return Words(f"{self.name}（{self.number}）", f"{self.name} ({self.number})")

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With whose it is."""
        return cls.objects.filter(pk__in=pks).select_related("institution", "city")

    def figures(self) -> dict[str, object]:
        """People (n), classes (k)."""
        return {"n": self.people, "k": self.places.count()}

    def classes(self) -> models.QuerySet[TrainingClass]:
        """The classes under it, in the order of their opening."""
        rows = TrainingClass.objects.filter(pk__in=self.places.values("training_class"))
        return rows.order_by("opens_on", "number")

    def class_checks(self) -> Iterable[Check]:
        """R16."""
        return covering.class_checks(self)

    def cover_checks(self) -> Iterable[Check]:
        """R20."""
        return covering.cover_checks(self)

    def claim_checks(self) -> Iterable[Check]:
        """R20."""
        return covering.claim_checks(self)

    def note_registration(self, taken: Taken) -> None:
        """Number and day of the city's decision."""
        self.registered_no = str(taken.facts["document_no"])
        self.registered_on = taken.happened_on

    def let_go(self) -> None:
        """No class stands under it any more."""
        self.places.all().delete()


class Order(Scheme):
    """An employer's order: so many people for such jobs. One order, one settlement."""

    process = ORDER
    mode = "ORDER"
    proved = (*STATED, "employer_id", "jobs", "signed_on")
    state = state_field(ORDER)
    employer = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    jobs = models.CharField(max_length=200)
    signed_on = models.DateField()

    class Meta:
        ordering = ["-opened_on", "-number"]
        constraints = [
            state_check(ORDER),
            models.CheckConstraint(condition=Q(people__gte=1), name="order_for_somebody"),
            models.CheckConstraint(
                condition=~Q(state__in=("REGISTERED", "CLOSED")) | ~Q(registered_no=""),
                name="order_registered_under_a_number",
            ),
        ]

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With institution, city and employer."""
        return super().for_desk(pks).select_related("employer")

    def figures(self) -> dict[str, object]:
        """People (n), classes (k), the employer (e)."""
        return {
            **super().figures(),
            "e": Words(self.employer.name, self.employer.name_en or self.employer.name),
        }


class Project(Scheme):
    """An institution's training project. May be settled in stages; trued up at the last, or closed when even."""

    process = PROJECT
    mode = "PROJECT"
    proved = STATED
    state = state_field(PROJECT)

    class Meta:
        ordering = ["-opened_on", "-number"]
        constraints = [
            state_check(PROJECT),
            models.CheckConstraint(condition=Q(people__gte=1), name="project_for_somebody"),
            models.CheckConstraint(
                condition=~Q(state__in=("REGISTERED", "CLOSED")) | ~Q(registered_no=""),
                name="project_registered_under_a_number",
            ),
        ]

    def end_checks(self, taken: Taken | None) -> Iterable[Check]:
        """R20."""
        return concluding.checks(self, taken)

    def conclude(self, taken: Taken) -> None:
        """It is even and closed: the one-year rule lets those go who were never paid for."""
        concluding.set_free(self, taken)


class ClassUnder(models.Model):
    """A class under an order or a project: under one of them, once."""

    training_class = models.OneToOneField(TrainingClass, on_delete=models.PROTECT, related_name="under")
    order = models.ForeignKey(Order, null=True, blank=True, on_delete=models.PROTECT, related_name="places")
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.PROTECT, related_name="places"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(order__isnull=False, project=None) | Q(order=None, project__isnull=False),
                name="class_under_one_scheme",
            ),
        ]

    @property
    def scheme(self) -> Order | Project:
        """What it stands under."""
        found = self.order or self.project
        assert found is not None
        return found


def put_under(scheme: Order | Project, case: TrainingClass, at: datetime) -> ClassUnder:
    """One class under a scheme, unchecked; the database refuses a second place."""
    slot = "order" if isinstance(scheme, Order) else "project"
    return ClassUnder.objects.create(training_class=case, added_at=at, **{slot: scheme})
