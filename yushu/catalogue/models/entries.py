"""City catalogue entries, and proposals to train what Shanxi cannot teach yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from yushu.casework.models import SEES_ALL, Case, CaseQuerySet, state_check, state_field
from yushu.casework.process import Check, Taken
from yushu.catalogue import citylisting, missing, planning
from yushu.catalogue.citylisting import CITY_ENTRY
from yushu.catalogue.levels import Level
from yushu.catalogue.missing import MISSING_OCCUPATION
from yushu.catalogue.models.occupations import (
    Listing,
    ListingKind,
    Occupation,
    Standard,
    listing_checks,
    name_of,
)
from yushu.catalogue.models.plans import PlanCell
from yushu.kernel.words import Words
from yushu.people.models import Office

if TYPE_CHECKING:
    from yushu.people.actors import Actor


class CityEntryQuerySet(CaseQuerySet):
    """City catalogues are public once listed."""

    def visible_to(self, actor: Actor) -> Self:
        """All for the province and the auditor; else what is public, and what one is a party to."""
        if actor.role in SEES_ALL:
            return self
        own = super().visible_to(actor)
        return self.filter(Q(state__in=citylisting.PUBLIC_STATES) | Q(pk__in=own.values("pk")))


class CityEntry(Case):
    """A project in a city's catalogue: an occupation and level, taught by one institution (R14)."""

    process = CITY_ENTRY
    state = state_field(CITY_ENTRY)
    city = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="city_entries")
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="city_entries")
    level = models.CharField(max_length=8, choices=Level.choices)
    document_no = models.CharField(max_length=60, blank=True)
    listed_on = models.DateField(null=True, blank=True)

    objects: ClassVar[CityEntryQuerySet] = CityEntryQuerySet.as_manager()  # type: ignore[assignment] # a manager answers like it

    class Meta:
        ordering = ["-opened_on"]
        constraints = [
            state_check(CITY_ENTRY),
            models.UniqueConstraint(
                fields=["city", "institution", "occupation", "level"],
                condition=Q(state__in=citylisting.STANDING),
                name="city_entry_once",
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="city_entry_level_known"),
            models.CheckConstraint(
                condition=~Q(state__in=citylisting.PUBLIC_STATES)
                | (~Q(document_no="") & Q(listed_on__isnull=False)),
                name="city_entry_under_a_number",
            ),
        ]

    @property
    def project(self) -> Words:
        """Occupation and level."""
        what, level = self.occupation.short, Level(self.level).words
        return Words(f"{what.zh}{level.zh}", f"{what.en}, {level.en}")

    def subtitle(self) -> Words:
        """The project and who teaches it."""
        return Words("{p}，{o}", "{p}, {o}").fill(p=self.project, o=name_of(self.institution))

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With everything the subtitle names."""
        rows = cls._default_manager.filter(pk__in=pks)
        return rows.select_related("city", "institution", "occupation")

    def figures(self) -> dict[str, object]:
        """What is listed, where, for whom."""
        return {"what": self.project, "city": name_of(self.city), "who": name_of(self.institution)}

    def listing_checks(self, day: date) -> Iterable[Check]:
        """Whether the institution stands on its list that day."""
        return listing_checks([(self.institution, self.occupation)], day)

    def standard_check(self, day: date) -> Check:
        """Whether there is a national standard for the project that day."""
        standard = Standard.objects.on(day).filter(occupation=self.occupation, level=self.level).first()
        if standard is None:
            text = Words("没有“{p}”的国家职业标准", "There is no national standard for {p}")
            return Check("no", text.fill(p=self.project), "R05")
        if not standard.confirmed:
            text = Words(
                "“{p}”的标准学时等未核对", "Hours and other values of the standard for {p} are unconfirmed"
            )
            return Check("look", text.fill(p=self.project), "R05")
        return Check("ok", Words("“{p}”有国家职业标准", "{p} has a standard").fill(p=self.project), "R05")

    def note_document(self, taken: Taken) -> None:
        """The number and the day of listing."""
        self.document_no = str(taken.facts["document_no"])
        self.listed_on = date.fromisoformat(str(taken.facts["dispatched_on"]))


class MissingOccupation(Case):
    """A proposal to train people outside Shanxi in what Shanxi truly cannot teach yet (R26)."""

    process = MISSING_OCCUPATION
    state = state_field(MISSING_OCCUPATION)
    employer = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=8, choices=Level.choices)
    people = models.PositiveIntegerField()
    provider = models.CharField(max_length=100)
    starts_on = models.DateField()
    reason = models.CharField(max_length=500)
    approved_people = models.PositiveIntegerField(null=True, blank=True)
    document_no = models.CharField(max_length=60, blank=True)
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_on"]
        constraints = [
            state_check(MISSING_OCCUPATION),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="missing_level_known"),
            models.CheckConstraint(condition=Q(people__gte=1), name="missing_asks_for_somebody"),
            models.CheckConstraint(
                condition=Q(approved_people=None) | Q(approved_people__lte=F("people")),
                name="missing_approved_within_proposed",
            ),
            models.CheckConstraint(
                condition=~Q(state=missing.S.APPROVED)
                | (~Q(document_no="") & Q(approved_people__gte=1) & Q(decided_on__lt=F("starts_on"))),
                name="missing_approved_before_training",
            ),
        ]

    def subtitle(self) -> Words:
        """Who, what, how many."""
        words = Words("{o}，{c}，{n}人", "{o}, {c}, {n} people")
        return words.fill(o=name_of(self.employer), c=self.occupation.short, n=self.people)

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With employer and occupation."""
        return cls._default_manager.filter(pk__in=pks).select_related("employer", "occupation")

    def figures(self) -> dict[str, object]:
        """Who goes where, how many at most."""
        people = self.people if self.approved_people is None else self.approved_people
        return {"who": name_of(self.employer), "where": self.provider, "n": people}

    def capacity_checks(self, day: date) -> Iterable[Check]:
        """What speaks against "cannot teach": seats in this year's plan, institutions on the list."""
        cells = PlanCell.objects.named().filter(
            occupation=self.occupation, plan__year=day.year, plan__state=planning.S.ISSUED, seats__gt=0
        )
        taught = False
        for cell in cells:
            taught = True
            text = Words("本年计划里{c}有{n}个名额", "This year's plan has {n} seats: {c}")
            yield Check("no", text.fill(c=cell.name, n=cell.seats), "R26")
        listed = Listing.objects.on(day).of(ListingKind.TEACHES).filter(occupation=self.occupation)
        for listing in listed.select_related("office") if not taught else ():
            text = Words("{o}在名单上，核实它为何不能开展", "{o} is listed: find out why it cannot teach")
            yield Check("look", text.fill(o=name_of(listing.office)), "R26")
            taught = True
        if not taught:
            text = Words("省内没有机构在“{c}”的名单上", "No institution in Shanxi is listed for {c}")
            yield Check("ok", text.fill(c=self.occupation.short), "R26")

    def note_decision(self, taken: Taken, people: int | None) -> None:
        """The number and the day of the decision, and how many were approved."""
        self.approved_people = people
        self.document_no = str(taken.facts["document_no"])
        self.decided_on = date.fromisoformat(str(taken.facts["dispatched_on"]))
