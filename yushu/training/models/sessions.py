"""Sessions of a class, the slots they claim, who was there, and what was corrected afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q

from yushu.casework.models import SEES_ALL, Party, offices_of
from yushu.kernel.clock import BEIJING
from yushu.kernel.crypto import random_code
from yushu.kernel.words import Words
from yushu.people.models import Person
from yushu.people.persons import same_person_ids
from yushu.training.hours import ONLINE, Lesson, Stay
from yushu.training.terms import HOURS
from yushu.training.timetable import KIND_WORDS

if TYPE_CHECKING:
    from yushu.people.actors import Actor

SLOT = 5
"""Minutes of a slot."""
A_DAY = 24 * 60 // SLOT


class Kind(models.TextChoices):
    """The four kinds of hours (R05)."""

    THEORY_ONLINE = "theory_online", "线上理论"
    THEORY_OFFLINE = "theory_offline", "线下理论"
    PRACTICE_ONLINE = "practice_online", "线上实操"
    PRACTICE_OFFLINE = "practice_offline", "线下实操"

    @property
    def words(self) -> Words:
        """The kind in both languages."""
        return KIND_WORDS[self]


class Method(models.TextChoices):
    """How somebody's presence became known."""

    CODE = "CODE", "本人签到"
    ROLL = "ROLL", "点名"


class SessionQuerySet(models.QuerySet["Session"]):
    """Sessions."""

    def visible_to(self, actor: Actor) -> Self:
        """With their class; a trainee sees those of the own class."""
        if actor.role in SEES_ALL:
            return self
        if actor.office is not None:
            chains = Party.objects.filter(office_id__in=offices_of(actor)).values("chain_id")
            return self.filter(training_class__in=chains)
        if actor.person is None:
            return self.none()
        members = Q(
            training_class__members__person__in=same_person_ids(actor.person),
            training_class__members__left_on=None,
        )
        return self.filter(members)

    def standing(self) -> Self:
        """Those that were not dropped."""
        return self.filter(dropped_on=None)

    def planned(self) -> Self:
        """Those of the timetable, without the made-up ones."""
        return self.standing().filter(makeup=False)


class Session(models.Model):
    """One lesson: on a day, between two times, with its breaks, in one kind, by one teacher, in a room or online.

    Attendance counts once it was taken by one (`settled_by`) and confirmed by another.
    """

    training_class = models.ForeignKey(
        "training.TrainingClass", on_delete=models.PROTECT, related_name="sessions"
    )
    on = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    breaks = models.JSONField(default=list)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    teacher = models.ForeignKey("training.Teacher", on_delete=models.PROTECT, related_name="sessions")
    room = models.ForeignKey(
        "training.Room", null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    topic = models.CharField(max_length=100)
    makeup = models.BooleanField(default=False)
    dropped_on = models.DateField(null=True, blank=True)
    secret = models.CharField(max_length=16, default=random_code)
    settled_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["on", "starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="session_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="session_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=ONLINE) | Q(room__isnull=False), name="session_on_site_has_a_room"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None)
                | (Q(settled_by__isnull=False) & ~Q(confirmed_by=F("settled_by"))),
                name="session_confirmed_by_another",
            ),
        ]

    @property
    def lesson(self) -> Lesson:
        """Its bounds and breaks in minutes of the day."""
        rests = tuple((in_minutes(since), in_minutes(until)) for since, until in self.breaks)
        return Lesson(in_minutes(self.starts), in_minutes(self.ends), rests)

    @property
    def minutes(self) -> int:
        """What it lasts without breaks."""
        return self.lesson.minutes

    @property
    def when(self) -> Words:
        """Day and times, as a table writes them."""
        text = f"{self.on.isoformat()} {self.starts:%H:%M}–{self.ends:%H:%M}"
        return Words(text, text)

    def begins(self) -> datetime:
        """The moment it begins."""
        return datetime.combine(self.on, self.starts, BEIJING)

    def finishes(self) -> datetime:
        """The moment it ends."""
        return datetime.combine(self.on, self.ends, BEIJING)

    def minute_of(self, at: datetime) -> int:
        """A moment in whole minutes since the midnight the session's day began with."""
        midnight = datetime.combine(self.on, time(), BEIJING)
        return (at - midnight) // timedelta(minutes=1)

    def moment_of(self, minute: int) -> datetime:
        """The moment of a minute of its day."""
        return datetime.combine(self.on, time(), BEIJING) + timedelta(minutes=minute)

    def resources(self) -> list[str]:
        """What it needs for itself: the teacher, the class, the room."""
        named = [f"teacher:{self.teacher.person_id}", f"class:{self.training_class_id}"]
        return [*named, f"room:{self.room_id}"] if self.room_id else named

    def slots(self) -> range:
        """The five-minute slots it covers, counted from the first day of the calendar."""
        first = self.on.toordinal() * A_DAY + in_minutes(self.starts) // SLOT
        last = self.on.toordinal() * A_DAY + -(-in_minutes(self.ends) // SLOT)
        return range(first, last)


def in_minutes(at: time | str) -> int:
    """Minutes since midnight."""
    moment = time.fromisoformat(at) if isinstance(at, str) else at
    return moment.hour * 60 + moment.minute


class SlotClaim(models.Model):
    """That a session has a teacher, a room or its class for five minutes. The constraint is the referee."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="claims")
    resource = models.CharField(max_length=48)
    slot = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "slot"], name="slot_claimed_once"),
        ]


def seen_by(actor: Actor, path: str) -> Q:
    """Rows of the classes an actor's office is a party to; of a trainee only their own."""
    if actor.role in SEES_ALL:
        return Q()
    if actor.office is not None:
        chains = Party.objects.filter(office_id__in=offices_of(actor)).values("chain_id")
        return Q(**{f"{path}training_class__in": chains})
    mine = same_person_ids(actor.person) if actor.person else []
    return Q(**{f"{path}person__in": mine})


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Presences."""

    def visible_to(self, actor: Actor) -> Self:
        """With their class; a trainee's own."""
        return self.filter(seen_by(actor, "member__"))

    def confirmed(self) -> Self:
        """Those a second person has confirmed: only they count."""
        return self.filter(session__confirmed_by__isnull=False, session__dropped_on=None)

    def stays(self) -> list[Stay]:
        """As stays, in their order in time."""
        rows = self.order_by("session__on", "session__starts")
        return [Stay(*row) for row in rows.values_list("session__on", "session__kind", "minutes")]


class Attendance(models.Model):
    """One member in one session: came, left, minutes present. On leave or absent is nought minutes.

    `device` is a keyed mark of the device somebody checked in with: equal within one class for one device,
    different in every other class. It is cleared after its term.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    member = models.ForeignKey("training.Member", on_delete=models.PROTECT, related_name="attendances")
    came_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    method = models.CharField(max_length=8, choices=Method.choices)
    on_leave = models.BooleanField(default=False)
    note = models.CharField(max_length=100, blank=True)
    device = models.CharField(max_length=32, blank=True, default="")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["member__seq"]
        constraints = [
            models.UniqueConstraint(fields=["session", "member"], name="attendance_once"),
            models.CheckConstraint(condition=Q(method__in=Method.values), name="attendance_method_known"),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("came_at")), name="attendance_left_after_coming"
            ),
            models.CheckConstraint(
                condition=Q(minutes=0) | Q(came_at__isnull=False, left_at__isnull=False, on_leave=False),
                name="attendance_minutes_need_both_ends",
            ),
        ]


class AttendanceChangeQuerySet(models.QuerySet["AttendanceChange"]):
    """Corrections."""

    def visible_to(self, actor: Actor) -> Self:
        """With what they correct."""
        return self.filter(seen_by(actor, "attendance__member__"))


class AttendanceChange(models.Model):
    """A correction: what it was, what it becomes, why, asked by one and confirmed by another."""

    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="changes")
    old_came = models.DateTimeField(null=True, blank=True)
    old_left = models.DateTimeField(null=True, blank=True)
    old_minutes = models.PositiveSmallIntegerField()
    new_came = models.DateTimeField(null=True, blank=True)
    new_left = models.DateTimeField(null=True, blank=True)
    new_minutes = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = AttendanceChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="attendance_change_has_a_reason"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("by")),
                name="attendance_change_confirmed_by_another",
            ),
            models.UniqueConstraint(
                fields=["attendance"], condition=Q(confirmed_by=None), name="attendance_change_one_open"
            ),
        ]


def kind_sums(sessions: Iterable[Session]) -> dict[str, int]:
    """Minutes of sessions in each kind."""
    sums = dict.fromkeys(HOURS, 0)
    for session in sessions:
        sums[session.kind] += session.minutes
    return sums


def days_of(sessions: Iterable[Session]) -> list[date]:
    """The dates on which there are sessions."""
    return sorted({session.on for session in sessions})


def named_sessions(sessions: Any) -> Any:
    """With teacher and room."""
    return sessions.select_related("teacher__person", "room")
