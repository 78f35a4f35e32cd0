"""Announcements with all their versions, and the counter of their seats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import IntegrityError, models
from django.db.models import F, Q

from yushu.casework.models import Case, CaseQuerySet, state_check, state_field
from yushu.casework.process import Check, Taken
from yushu.casework.stepping import take
from yushu.catalogue import seats as plan_seats
from yushu.catalogue.levels import Level
from yushu.catalogue.models import Direction, Occupation, PlanCell
from yushu.catalogue.models.occupations import name_of
from yushu.kernel.crypto import random_code
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.people.actors import TIME
from yushu.people.models import Office
from yushu.people.roles import Role
from yushu.training import enrolling
from yushu.training.announcing import ANNOUNCEMENT, FACTS, PUBLIC_STATES, S
from yushu.training.reading import (
    bar_checks,
    day_checks,
    direction_checks,
    fee_checks,
    hour_checks,
    institution_checks,
    promise_checks,
    seat_checks,
)
from yushu.training.terms import DAYS, HOURS, NAMES, PROSE, as_fields
from yushu.training.wording import Finding, read_text

if TYPE_CHECKING:
    from yushu.people.actors import Actor
    from yushu.training.models.enrolments import Enrolment

COUNTERS = frozenset({"held", "booked", "entries"})


class AnnouncementQuerySet(CaseQuerySet):
    """Announcements. What was published is public on its own page; the case belongs to its parties."""

    def visible_to(self, actor: Actor) -> Self:
        """With its parties; and the city sees what institutions of its area have published (R24)."""
        mine = super().visible_to(actor)
        if actor.role != Role.CITY or actor.office is None:
            return mine
        here = Q(state__in=PUBLIC_STATES, institution__area__startswith=actor.office.area[:4])
        return self.filter(Q(pk__in=mine.values("pk")) | here)

    def public(self) -> Self:
        """Those that were once published."""
        return self.filter(state__in=PUBLIC_STATES)

    def named(self) -> Self:
        """With everything a list says of them."""
        return self.select_related("institution", "occupation", "direction")


class Announcement(Case):
    """An announcement: who teaches what to how many, when, where, for how much (R04).

    `held` counts the people who have a seat, `booked` the seats of the plan it holds, `entries` everybody
    who ever enrolled, in order. The three are moved by conditional UPDATE alone; saving never writes them.
    """

    process = ANNOUNCEMENT
    state = state_field(ANNOUNCEMENT)
    code = models.CharField(max_length=16, unique=True, default=random_code)
    institution = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="announcements")
    cell = models.ForeignKey(
        PlanCell, null=True, blank=True, on_delete=models.PROTECT, related_name="announcements"
    )
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="announcements")
    direction = models.ForeignKey(
        Direction, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.CharField(max_length=8, choices=Level.choices)
    seats = models.IntegerField()
    held = models.PositiveIntegerField(default=0)
    booked = models.PositiveIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)
    enrol_from = models.DateField()
    enrol_until = models.DateField()
    opens_on = models.DateField()
    ends_on = models.DateField()
    venue = models.CharField(max_length=120)
    venue_area = models.CharField(max_length=6)
    theory_online = models.PositiveSmallIntegerField(default=0)
    theory_offline = models.PositiveSmallIntegerField(default=0)
    practice_online = models.PositiveSmallIntegerField(default=0)
    practice_offline = models.PositiveSmallIntegerField(default=0)
    fee_yuan = models.PositiveIntegerField(default=0)
    cost_basis = models.CharField(max_length=500)
    contact = models.CharField(max_length=100)
    body = models.TextField()
    version = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[AnnouncementQuerySet] = AnnouncementQuerySet.as_manager()  # type: ignore[assignment] # a manager answers like it

    class Meta:
        ordering = ["-opened_on", "-number"]
        constraints = [
            state_check(ANNOUNCEMENT),
            models.CheckConstraint(condition=Q(seats__gte=1), name="announcement_has_seats"),
            models.CheckConstraint(condition=Q(held__lte=F("seats")), name="announcement_held_within_seats"),
            models.CheckConstraint(
                condition=Q(cell=None, booked=0) | Q(cell__isnull=False), name="announcement_books_a_cell"
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="announcement_level_known"),
            models.CheckConstraint(
                condition=Q(enrol_from__lte=F("enrol_until"), opens_on__lte=F("ends_on")),
                name="announcement_days_in_order",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Everything but the counters, once it is there: others may have moved them since it was read."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            names = {field.name for field in self._meta.concrete_fields if not field.primary_key}
            kwargs["update_fields"] = names - COUNTERS
        super().save(*args, **kwargs)

    @property
    def course(self) -> Words:
        """Occupation and level."""
        what, level = self.occupation.short, Level(self.level).words
        return Words(f"{what.zh}{level.zh}", f"{what.en}, {level.en}")

    def title(self) -> Words:
        """The course and the number."""
        return Words("{c}公告{n}", "Announcement {n}: {c}").fill(c=self.course, n=self.number)

    def subtitle(self) -> Words:
        """Who teaches, to how many."""
        return Words("{o}，{n}人", "{o}, {n} seats").fill(o=name_of(self.institution), n=self.seats)

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With institution and occupation."""
        return cls.objects.filter(pk__in=pks).named()

    def figures(self) -> dict[str, object]:
        """Seats, last day, people concerned."""
        return {"n": self.seats, "d": self.enrol_until, "p": self.count_concerned()}

    def stands(self) -> dict[str, object]:
        """What it says now, for the form of a revision or an amendment."""
        return {name: getattr(self, name) for name in NAMES}

    @property
    def hours(self) -> int:
        """Hours in all four kinds."""
        return sum(getattr(self, kind) for kind in HOURS)

    @property
    def left(self) -> int:
        """Seats nobody has."""
        return max(0, self.seats - self.held)

    def open_on(self, day: date) -> bool:
        """Whether one can enrol that day."""
        return self.state == S.PUBLISHED and self.enrol_from <= day <= self.enrol_until

    # What the guards ask

    def findings(self) -> list[Finding]:
        """What speaks against its text, field by field."""
        return [finding for name in PROSE for finding in read_text(str(getattr(self, name)))]

    def doubts(self) -> list[Finding]:
        """Findings a person must judge."""
        return [finding for finding in self.findings() if not finding.blocks]

    def promise_checks(self) -> Iterable[Check]:
        """R23."""
        yield from promise_checks(self.findings())

    def listing_checks(self, day: date) -> Iterable[Check]:
        """R22."""
        yield from institution_checks(self, day)

    def bar_checks(self, day: date) -> Iterable[Check]:
        """R24."""
        yield from bar_checks(self, day)

    def day_checks(self, day: date) -> Iterable[Check]:
        """R04."""
        yield from day_checks(self, day)

    def seat_checks(self) -> Iterable[Check]:
        """A39."""
        yield from seat_checks(self)

    def hour_checks(self) -> Iterable[Check]:
        """R05."""
        yield from direction_checks(self)
        yield from hour_checks(self)

    def fee_checks(self) -> Iterable[Check]:
        """R22."""
        yield from fee_checks(self)

    def count_in_class(self) -> int:
        """How many have gone on into a class."""
        gone = (enrolling.S.ENROLLED, enrolling.S.FINISHED, enrolling.S.LEFT)
        return self.enrolments.filter(state__in=gone).count()

    def count_concerned(self) -> int:
        """How many have a seat or wait for one."""
        return self.enrolments.filter(state__in=enrolling.STANDING).count()

    # What the steps do

    def rewrite(self, facts: Mapping[str, Any]) -> None:
        """Say something else. Raises Refusal where a number cannot be."""
        for name, value in as_fields(facts).items():
            setattr(self, name, value)
        self.refuse_impossible()

    def refuse_impossible(self) -> None:
        """Numbers and days the database would refuse, said in words."""
        small = [name for name in ("fee_yuan", *HOURS) if not 0 <= int(getattr(self, name)) <= 100_000]
        if self.seats < 1 or small:
            name = small[0] if small else "seats"
            wrong = Words("{v}不是可用的数", "{v} cannot be").fill(v=getattr(self, name))
            mend = Words("填合适的正整数", "Give a sensible positive number")
            raise Refusal(wrong, mend, field=name, cites="R04")
        if not (self.enrol_from <= self.enrol_until and self.opens_on <= self.ends_on):
            field = "enrol_until" if self.enrol_from > self.enrol_until else "ends_on"
            wrong = Words("截止日期早于开始日期", "It would end before it begins")
            raise Refusal(wrong, Words("把日期按先后填", "Put the days in order"), field=field, cites="R04")

    def publish(self, taken: Taken) -> None:
        """Hold the seats in the plan and keep the first version."""
        self._book(self.seats, taken.happened_on)
        self._keep_version(taken.at)

    def amend(self, taken: Taken) -> None:
        """A new version, checked as the first was. Raises Refusal for what could not be published."""
        self.refresh_from_db(fields=list(COUNTERS))
        before = self.seats
        self.rewrite(taken.facts)
        if self.seats < self.held:
            wrong = Words("已有{n}人占了名额", "{n} people have a seat").fill(n=self.held)
            mend = Words("招生人数不能少于{n}", "Announce at least {n}").fill(n=self.held)
            raise Refusal(wrong, mend, field="seats", cites="A39")
        self._book(self.seats - before, taken.happened_on)
        self._refuse_unpublishable(taken)
        self._keep_version(taken.at)
        type(self).objects.filter(pk=self.pk).update(seats=self.seats)
        self.pass_on(at=taken.at, day=taken.happened_on)

    def _refuse_unpublishable(self, taken: Taken) -> None:
        for check in (check for guard in FACTS for check in guard(self, taken)):
            if check.mark == "no":
                raise Refusal(check.text, Words("改好再更正", "Mend it first"), cites=check.cites)
        if doubts := self.doubts():
            wrong = Words("更正后的用语“{x}”要由人看过", "“{x}” would need a person").fill(
                x=doubts[0].excerpt
            )
            raise Refusal(wrong, doubts[0].family.honest, field="body", cites="A35")

    def _book(self, seats: int, day: date) -> None:
        """Hold so many more seats of the plan, or give some back."""
        if self.cell is None or seats == 0:
            return
        if seats > 0:
            plan_seats.hold(self.cell, seats, on=day)
        else:
            plan_seats.release(self.cell, -seats)
        type(self).objects.filter(pk=self.pk).update(booked=F("booked") + seats)
        self.refresh_from_db(fields=["booked"])

    def _keep_version(self, at: datetime) -> None:
        self.version += 1
        says = {
            name: str(v) if name in DAYS else v for name in NAMES if (v := getattr(self, name)) is not None
        }
        AnnouncementVersion.objects.create(announcement=self, number=self.version, says=says, at=at)

    def give_back(self) -> None:
        """Return to the plan the seats nobody holds."""
        self.refresh_from_db(fields=list(COUNTERS))
        if self.booked > self.held:
            self._book(self.held - self.booked, self.entered_on)

    def call_off(self, taken: Taken) -> None:
        """End every enrolment, tell everybody, give all seats back."""
        for enrolment in self.enrolments.filter(state__in=(enrolling.S.WAITING, *enrolling.SEATED)):
            take(
                enrolment, "cancel", actor=TIME, at=taken.at, rev=enrolment.rev, happened_on=taken.happened_on
            )
            enrolment.tell_cancelled(taken)
        type(self).objects.filter(pk=self.pk).update(held=0)
        self.give_back()

    def claim_seat(self) -> None:
        """Take one seat, if one is free at this very moment: asked and written in one UPDATE."""
        free = type(self).objects.filter(pk=self.pk, held__lt=F("seats"))
        if free.update(held=F("held") + 1) != 1:
            wrong = Words("名额已满", "All seats are taken")
            raise Refusal(wrong, Words("可以候补", "You can wait for one"), cites="A39")

    def free_seat(self, *, at: datetime, day: date) -> None:
        """Somebody gives a seat up: it goes to the first who waits, or back to the plan after enrolment."""
        type(self).objects.filter(pk=self.pk, held__gte=1).update(held=F("held") - 1)
        self.refresh_from_db(fields=list(COUNTERS))
        self.pass_on(at=at, day=day)

    def pass_on(self, *, at: datetime, day: date, until: date | None = None) -> None:
        """Offer the free seats to those who wait, in their order.

        Offers are made up to the opening, or `until` where a class may still be refilled (A26).
        Who has a seat elsewhere is passed over and keeps the place.
        """
        last, tried = until or self.opens_on, list[Any]()
        self.refresh_from_db(fields=list(COUNTERS))
        while day <= last and self.left and (following := self._first_waiting(tried)):
            tried.append(following.pk)
            _offer(following, at=at, day=day)
            self.refresh_from_db(fields=list(COUNTERS))
        if self.left and self.state == S.CLOSED:
            self.give_back()

    def _first_waiting(self, tried: list[Any]) -> Enrolment | None:
        waiting = self.enrolments.filter(state=enrolling.S.WAITING).exclude(pk__in=tried).order_by("seq")
        return waiting.exclude(person__enrolments__state__in=enrolling.SEATS).first()


def _offer(enrolment: Enrolment, *, at: datetime, day: date) -> None:
    """Offer a seat; nothing when the person has just taken one elsewhere."""
    with suppress(IntegrityError):
        take(enrolment, "offer", actor=TIME, at=at, rev=enrolment.rev, happened_on=day)


class AnnouncementVersion(models.Model):
    """What an announcement said from a moment on. Never changed."""

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    says = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "number"], name="announcement_version_once"),
        ]
