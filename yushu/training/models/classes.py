"""Classes, their members, who teaches and where, and the changes made once they are approved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Max, Q

from yushu.casework.models import Case, state_check, state_field
from yushu.casework.opening import open_case
from yushu.casework.process import Check, Taken
from yushu.catalogue import seats
from yushu.catalogue.levels import Level
from yushu.catalogue.models import Direction, Occupation, PlanCell
from yushu.kernel.words import Words
from yushu.people.models import Office, Person
from yushu.people.persons import same_person_ids
from yushu.training import certifying, following, readiness, slots
from yushu.training.classing import CLASS, S
from yushu.training.hours import Stay, hour_minutes, in_hours, missing, most_online_minutes, tally
from yushu.training.models.announcements import Announcement
from yushu.training.models.commitments import Commitment, Purpose
from yushu.training.models.completion import CompletionResult, TrainingCertificate
from yushu.training.models.enrolments import Enrolment
from yushu.training.models.rosters import RosterReport
from yushu.training.models.sessions import Attendance, AttendanceChange
from yushu.training.terms import HOURS
from yushu.training.training_life import L

if TYPE_CHECKING:
    from yushu.people.actors import Actor

GONE = (L.REVOKED, L.SUPERSEDED)


class TrainingClass(Case):
    """A class: a roster, a timetable, four kinds of hours, from the opening request to the completion (R05, R06).

    What the announcement said when the request was drafted is copied: a later amendment changes no class.
    """

    process = CLASS
    state = state_field(CLASS)
    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="classes")
    institution = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="classes")
    cell = models.ForeignKey(
        PlanCell, null=True, blank=True, on_delete=models.PROTECT, related_name="classes"
    )
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="+")
    direction = models.ForeignKey(
        Direction, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.CharField(max_length=8, choices=Level.choices)
    name = models.CharField(max_length=60)
    opens_on = models.DateField()
    ends_on = models.DateField()
    theory_online = models.PositiveSmallIntegerField()
    theory_offline = models.PositiveSmallIntegerField()
    practice_online = models.PositiveSmallIntegerField()
    practice_offline = models.PositiveSmallIntegerField()
    resources = models.CharField(max_length=500, blank=True)
    assessment = models.CharField(max_length=500, blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    approved_no = models.CharField(max_length=60, blank=True)
    opened_with = models.PositiveSmallIntegerField(default=0)
    examined_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-opens_on", "-number"]
        constraints = [
            state_check(CLASS),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="class_level_known"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("opens_on")), name="class_ends_after_it_opens"),
            models.CheckConstraint(
                condition=~Q(state=S.COMPLETED) | Q(examined_on__isnull=False),
                name="class_completed_after_exam",
            ),
        ]

    def title(self) -> Words:
        """Course, name and number."""
        return Words("{c}（{n}）", "{c} ({n})").fill(c=self.called, n=self.number)

    @property
    def called(self) -> Words:
        """大数据初级1期."""
        what, level = self.occupation.short, Level(self.level).words
        return Words(f"{what.zh}{level.zh}{self.name}", f"{what.en}, {level.en}, {self.name}")

    def subtitle(self) -> Words:
        """Who teaches how many from when to when."""
        who = Words(self.institution.name, self.institution.name_en or self.institution.name)
        words = Words("{o}，{n}人，{a}至{b}", "{o}, {n} people, {a} to {b}")
        return words.fill(o=who, n=self.size(), a=self.opens_on, b=self.ends_on)

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With what the titles need, the headcount in the same query."""
        return (
            cls.objects.filter(pk__in=pks)
            .select_related("institution", "occupation")
            .annotate(headcount=models.Count("members", filter=Q(members__left_on=None)))
        )

    def size(self) -> int:
        """How many are on the roster now."""
        counted = getattr(self, "headcount", None)
        return self.present_members().count() if counted is None else int(counted)

    def figures(self) -> dict[str, object]:
        """People on the roster (n), certificates that completing would issue (c)."""
        count = self.passed_results().count() if self.state == S.RUNNING else 0
        return {"n": self.size(), "c": count}

    def claim_first(self) -> None:
        """The announcement counts the seats its enrolments hold: it comes before class and enrolments."""
        Announcement.objects.filter(pk=self.announcement_id).update(held=F("held"))

    def present_members(self) -> models.QuerySet[Member]:
        """Those on the roster who have not left."""
        return self.members.filter(left_on=None)

    def passed_results(self) -> models.QuerySet[CompletionResult]:
        """Confirmed results that pass, of those still there."""
        return CompletionResult.objects.filter(
            member__training_class=self, member__left_on=None, passed=True, confirmed_by__isnull=False
        )

    @property
    def required(self) -> dict[str, int]:
        """Class hours asked of everybody, kind by kind."""
        return {kind: getattr(self, kind) for kind in HOURS}

    @property
    def hour(self) -> int:
        """Minutes of a class hour for this class."""
        return hour_minutes(self.opens_on)

    def last_day(self) -> date:
        """The day of the last lesson of the timetable."""
        last = self.sessions.planned().aggregate(last=Max("on"))["last"]
        return last or self.ends_on

    # Hours

    def minutes_of(
        self, member: Member | None = None, *, confirmed: bool = True
    ) -> dict[int, dict[str, int]]:
        """For each member the minutes in each kind; with `confirmed` off, also those a second person has yet to see."""
        rows = Attendance.objects.filter(member__training_class=self, session__dropped_on=None)
        if member is not None:
            rows = rows.filter(member=member)
        if confirmed:
            rows = rows.confirmed()
        fields = ("member_id", "session__on", "session__kind", "minutes")
        stays: dict[int, list[Stay]] = defaultdict(list)
        for key, *rest in rows.order_by("session__on", "session__starts").values_list(*fields):
            stays[key].append(Stay(*rest))
        most = most_online_minutes(self.opens_on)
        return {key: tally(found, most) for key, found in stays.items()}

    def hours_of(self, minutes: dict[str, int] | None) -> dict[str, int]:
        """Completed class hours in each kind."""
        return {kind: in_hours((minutes or {}).get(kind, 0), self.hour) for kind in HOURS}

    def lacking(self, minutes: dict[str, int] | None) -> dict[str, int]:
        """Class hours still missing, kind by kind; empty when nothing is."""
        return missing(self.required, minutes or {}, self.hour)

    def complete_members(self) -> list[Member]:
        """Those still there who have every hour of every kind."""
        done = self.minutes_of()
        return [member for member in self.present_members() if not self.lacking(done.get(member.pk))]

    def summaries(self) -> dict[int, dict[str, object]]:
        """What the roster reports of each member."""
        done = self.minutes_of()
        results = {
            row.member_id: row
            for row in CompletionResult.objects.filter(
                member__training_class=self, confirmed_by__isnull=False
            ).order_by("attempt")
        }
        serials = dict(
            TrainingCertificate.objects.filter(member__training_class=self)
            .exclude(state__in=GONE)
            .values_list("member_id", "number")
        )
        return {
            member.pk: {
                "name": member.person.name,
                "id_masked": certifying.masked_of(member.person),
                "joined_on": str(member.joined_on or ""),
                "left_on": str(member.left_on or ""),
                "hours": self.hours_of(done.get(member.pk)),
                "theory": results[member.pk].theory if member.pk in results else None,
                "practice": results[member.pk].practice if member.pk in results else None,
                "serial": serials.get(member.pk, ""),
            }
            for member in self.members.exclude(joined_on=None).select_related("person")
        }

    def signatures(self, enrolments: Iterable[Any]) -> set[Any]:
        """Which of these enrolments carry the identity commitment, signed in person."""
        signed = Commitment.objects.filter(chain_id__in=list(enrolments), purpose=Purpose.IDENTITY)
        return set(signed.values_list("chain_id", flat=True))

    def examined_members(self) -> set[int]:
        """Members still there with a confirmed result."""
        results = CompletionResult.objects.filter(
            member__training_class=self, member__left_on=None, confirmed_by__isnull=False
        )
        return set(results.values_list("member_id", flat=True))

    def count_unconfirmed_results(self) -> int:
        """Results a second person has yet to see."""
        return CompletionResult.objects.filter(member__training_class=self, confirmed_by=None).count()

    def count_open_corrections(self) -> int:
        """Corrections of attendance a second person has yet to see."""
        changes = AttendanceChange.objects.filter(attendance__member__training_class=self)
        return changes.filter(confirmed_by=None).count()

    def progress(self, at: datetime) -> tuple[int, int]:
        """Minutes of the timetable that are over, and all of them."""
        planned = list(self.sessions.planned())
        gone = sum(session.minutes for session in planned if session.finishes() <= at)
        return gone, sum(session.minutes for session in planned)

    # What the guards ask

    def institution_checks(self) -> Iterable[Check]:
        """R22, R24."""
        yield from readiness.institution_checks(self)

    def seat_checks(self) -> Iterable[Check]:
        """A26."""
        yield from readiness.seat_checks(self)

    def roster_checks(self) -> Iterable[Check]:
        """R03."""
        yield from readiness.roster_checks(self)

    def hour_checks(self) -> Iterable[Check]:
        """R05."""
        yield from readiness.hour_checks(self, list(self.sessions.planned()))

    def session_checks(self) -> Iterable[Check]:
        """R24."""
        yield from readiness.session_checks(self)

    def slot_checks(self) -> Iterable[Check]:
        """R24."""
        yield from readiness.slot_checks(self.sessions.standing().select_related("teacher__person", "room"))

    def paper_checks(self) -> Iterable[Check]:
        """The opening request's own papers."""
        yield from readiness.paper_checks(self)

    def settled_checks(self) -> Iterable[Check]:
        """R24."""
        yield from readiness.settled_checks(self)

    def result_checks(self) -> Iterable[Check]:
        """R06."""
        yield from readiness.result_checks(self)

    # What the steps do

    def submit(self, taken: Taken) -> None:
        """Claim every slot; the first submission starts the city's term."""
        for session in self.sessions.standing().select_related("teacher__person", "room"):
            slots.claim(session)
        self.submitted_on = self.submitted_on or taken.happened_on

    def release_slots(self) -> None:
        """Give every slot free again."""
        for session in self.sessions.all():
            session.claims.all().delete()

    def note_approval(self, taken: Taken) -> None:
        """The number under which it was approved."""
        self.approved_no = str(taken.facts["document_no"])

    def open(self, taken: Taken) -> None:
        """Seats of the plan for the roster, and a place in the class for each enrolment."""
        members = list(self.present_members().select_related("enrolment"))
        if self.cell is not None:
            seats.take(self.cell, len(members), on=taken.happened_on)
        for member in members:
            following.follow(member.enrolment, "enrol", taken.at, taken.happened_on)
        self.present_members().update(joined_on=taken.happened_on)
        self.opened_with = len(members)

    def discard(self) -> None:
        """Nobody is bound to it any more."""
        self.release_slots()
        self.members.all().delete()

    def dissolve(self, taken: Taken) -> None:
        """Everybody leaves; what was still to come is dropped."""
        for member in self.present_members().select_related("enrolment"):
            following.follow(member.enrolment, "leave", taken.at, taken.happened_on)
        self.present_members().update(left_on=taken.happened_on, left_why=str(taken.facts["reason"])[:100])
        ahead = self.sessions.standing().filter(on__gte=taken.happened_on, settled_by=None)
        ahead.update(dropped_on=taken.happened_on)
        self.release_slots()

    def complete(self, taken: Taken) -> None:
        """A certificate for each who passed, and the report that is now due."""
        results = list(self.passed_results().select_related("member__person"))
        for result in results:
            certifying.issue(TrainingCertificate, result, self, taken)
        for member in self.present_members().select_related("enrolment"):
            following.follow(member.enrolment, "finish", taken.at, taken.happened_on)
        report = open_case(
            RosterReport,
            actor=taken.actor,
            at=taken.at,
            happened_on=taken.happened_on,
            parties=following.parties_of(self.pk),
            facts={"class": self.number},
            training_class=self,
            institution=self.institution,
            examined_on=self.examined_on,
        )
        report.add_lines()


class MemberQuerySet(models.QuerySet["Member"]):
    """Members of classes."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of visible classes; a trainee sees themselves."""
        if actor.office is None and actor.person is not None:
            return self.filter(person__in=same_person_ids(actor.person))
        return self.filter(training_class__in=TrainingClass.objects.visible_to(actor).values("pk"))


class Member(models.Model):
    """One person of a class. `joined_on` is empty until the class opens."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="members")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    seq = models.PositiveSmallIntegerField()
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    left_why = models.CharField(max_length=100, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "seq"], name="member_order_once"),
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(left_on=None), name="member_in_one_class_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")), name="member_leaves_after_joining"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | ~Q(left_why=""), name="member_leaves_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.person.name
