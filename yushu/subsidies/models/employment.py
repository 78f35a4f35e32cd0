"""Employment: facts with their proof, known since when; and what employers were asked (A13, A14, A15, A34)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q

from yushu.casework.models import Case, offices_of, state_check, state_field
from yushu.casework.process import Check, Taken
from yushu.kernel.words import Words
from yushu.ledger.models import Chain
from yushu.people.models import Office, Person
from yushu.people.persons import same_person_ids
from yushu.people.roles import Role
from yushu.subsidies import answering
from yushu.subsidies.employing import EMPLOYMENT
from yushu.training.models import Member

if TYPE_CHECKING:
    from yushu.people.actors import Actor


class Kind(models.TextChoices):
    """What a fact says somebody does."""

    CONTRACT = "CONTRACT", "劳动合同"
    INSURANCE = "INSURANCE", "参加职工社会保险"
    LICENCE = "LICENCE", "营业执照"
    FLEXIBLE_INSURED = "FLEXIBLE_INSURED", "灵活就业并参保"
    CIVIL_SERVICE = "CIVIL_SERVICE", "录用为公务员"
    ARMY = "ARMY", "应征入伍"
    GRASSROOTS = "GRASSROOTS", "基层服务项目"
    FURTHER_STUDY = "FURTHER_STUDY", "升学"


UNDECIDED = (Kind.CIVIL_SERVICE, Kind.ARMY, Kind.GRASSROOTS, Kind.FURTHER_STUDY)
"""Kinds that count only once the province has said so (A13, A33)."""
ASKABLE = (Kind.CONTRACT, Kind.INSURANCE)
"""What an employer can confirm of its own people."""


class FactSource(models.TextChoices):
    """Where a fact comes from."""

    EMPLOYER = "EMPLOYER", "用人单位自行确认"
    DOCUMENT = "DOCUMENT", "凭材料代录"
    INSURANCE_LINES = "INSURANCE_LINES", "参保数据比对"


class FactQuerySet(models.QuerySet["EmploymentFact"]):
    """Facts about employment."""

    def known(self, at: datetime) -> Self:
        """What was known at a moment: recorded by then, and by then neither replaced nor withdrawn."""
        return self.filter(known_since__lte=at, void=False).exclude(replaced_by__known_since__lte=at)

    def of(self, person: Person) -> Self:
        """Those of a person, under whichever record."""
        return self.filter(person__in=same_person_ids(person))

    def visible_to(self, actor: Actor) -> Self:
        """Overseers all; cities and institutions those of their trainees; an employer its own; everybody their own."""
        if actor.role in (Role.PROVINCE, Role.AUDITOR):
            return self
        if actor.role == Role.EMPLOYER:
            return self.filter(employer__in=offices_of(actor))
        if actor.role in (Role.CITY, Role.INSTITUTION):
            return self.filter(person__in=Member.objects.visible_to(actor).values("person"))
        return self.of(actor.person) if actor.person is not None and actor.office is None else self.none()


class EmploymentFact(models.Model):
    """One thing known about somebody's employment. Rows are only added: a correction names the fact it replaces.

    A row that is `void` withdraws the fact it replaces and says nothing itself. `record` is the chain whose
    ledger tells who entered it; `mark` is the fingerprint of a line of a workbook, which is taken once.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="employment_facts")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    employer = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    employer_name = models.CharField(max_length=100, blank=True)
    employer_code = models.CharField(max_length=18, blank=True)
    insurance = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=16, choices=FactSource.choices)
    document = models.CharField(max_length=200, blank=True)
    received_on = models.DateField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    known_since = models.DateTimeField()
    record = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="employment_facts")
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    void = models.BooleanField(default=False)
    why = models.CharField(max_length=200, blank=True)
    mark = models.CharField(max_length=64, null=True, blank=True, unique=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="fact_kind_known"),
            models.CheckConstraint(condition=Q(source__in=FactSource.values), name="fact_source_known"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="fact_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(source=FactSource.DOCUMENT) | ~Q(document=""), name="fact_names_its_document"
            ),
            models.CheckConstraint(
                condition=Q(replaces=None, void=False) | (Q(replaces__isnull=False) & ~Q(why="")),
                name="fact_replaces_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.since} {self.until or ''}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Written once. A fact that turned out otherwise is replaced, never rewritten."""
        if not self._state.adding:
            raise TypeError("an employment fact is never rewritten: record another that replaces it")
        super().save(*args, **kwargs)


class EmploymentCheck(Case):
    """An institution asks an employer to confirm some of its trainees."""

    process = EMPLOYMENT
    state = state_field(EMPLOYMENT)
    institution = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    city = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-opened_on", "-number"]
        constraints = [state_check(EMPLOYMENT)]

    def title(self) -> Words:
        """就业核实 and its number."""
        return Words(f"就业核实{self.number}", f"Employment check {self.number}")

    def subtitle(self) -> Words:
        """Who asks whom about how many."""
        asks = Words(self.institution.name, self.institution.name_en or self.institution.name)
        asked = Words(self.employer.name, self.employer.name_en or self.employer.name)
        words = Words("{e}，{k}人，{o}送核", "{e}, {k} people, asked by {o}")
        return words.fill(e=asked, k=self.people(), o=asks)

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With both offices, the rows counted in the same query."""
        rows = cls.objects.filter(pk__in=pks).annotate(
            headcount=models.Count("rows"), heads=models.Count("rows__member__person", distinct=True)
        )
        return rows.select_related("institution", "employer")

    def size(self) -> int:
        """How many rows it has."""
        counted = getattr(self, "headcount", None)
        return self.rows.count() if counted is None else int(counted)

    def people(self) -> int:
        """How many people it is about: somebody may stand in several rows."""
        counted = getattr(self, "heads", None)
        return self.rows.values("member__person").distinct().count() if counted is None else int(counted)

    def figures(self) -> dict[str, object]:
        """Rows (n) and the people they are about (k)."""
        return {"n": self.size(), "k": self.people()}

    def row_keys(self) -> list[str]:
        """Rows by key, in their order."""
        return [str(pk) for pk in self.rows.values_list("pk", flat=True)]

    def split_rows(self, sibling: Self, rows: tuple[str, ...]) -> None:
        """The chosen rows follow the sibling."""
        self.rows.filter(pk__in=[int(key) for key in rows]).update(employment=sibling)

    def day_checks(self, taken: Taken | None) -> Iterable[Check]:
        """A13."""
        return answering.day_checks(self, taken)

    def confirm(self, taken: Taken) -> None:
        """A fact for each row."""
        answering.confirm(EmploymentFact, self, taken)

    def deny(self, taken: Taken) -> None:
        """What is not so, row by row."""
        answering.deny(self, taken)


class EmploymentRow(models.Model):
    """One person of a request: what the institution says, and the fact that came of the answer."""

    employment = models.ForeignKey(EmploymentCheck, on_delete=models.PROTECT, related_name="rows")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.CONTRACT)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True)
    fact = models.OneToOneField(
        EmploymentFact, null=True, blank=True, on_delete=models.PROTECT, related_name="row"
    )

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["employment", "member", "kind"], name="employment_row_once"),
            models.CheckConstraint(condition=Q(kind__in=ASKABLE), name="employment_row_askable"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="employment_row_ends_after_it_begins"
            ),
        ]
