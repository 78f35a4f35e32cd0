"""The nouns of casework: a case, its parties, its clocks, the calendar, what is still to be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from yushu.casework.process import Process
from yushu.kernel.crypto import canonical, digest
from yushu.kernel.words import Words
from yushu.law.terms import Unit
from yushu.ledger.models import Chain
from yushu.people.models import Office, Person, Post
from yushu.people.persons import same_person_ids
from yushu.people.roles import Duty, Role

if TYPE_CHECKING:
    from yushu.people.actors import Actor

SEES_ALL = (Role.PROVINCE, Role.AUDITOR)
"""Roles whose statutory supervision covers every case of the province (六(三))."""


def state_field(process: Process) -> models.CharField[str, str]:
    """The state column of a case: choices from the table, start state by default."""
    return models.CharField(max_length=16, choices=process.states.choices, default=process.start)


def state_check(process: Process) -> models.CheckConstraint:
    """The database's own refusal of a state the table does not know."""
    return models.CheckConstraint(
        condition=Q(state__in=process.states.values), name=f"{process.kind}_state_known"
    )


class CaseQuerySet(models.QuerySet[Any]):
    """Cases, seen only by those who may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """All for the supervising province and the auditor; else the cases the actor is a party to."""
        if actor.role in SEES_ALL:
            return self
        if actor.office is not None:
            mine = Party.objects.filter(office_id__in=offices_of(actor))
        elif actor.person is not None:
            mine = Party.objects.filter(person__in=same_person_ids(actor.person))
        else:
            return self.none()
        return self.filter(chain_id__in=mine.values("chain_id"))


def offices_of(actor: Actor) -> list[Any]:
    """The offices an actor answers for: its own, and the one its division belongs to."""
    office = actor.office
    if office is None:
        return []
    return [office.pk, *([office.parent_id] if office.parent_id else [])]


class Case(models.Model):
    """A matter moving through one process. Only `move()` writes `state` and `rev`.

    The chain is the primary key, so ledger, clocks, parties and notices point down to it.
    `entered_rev` names the present stay in a state: the hands of one step belong to one stay.
    """

    process: ClassVar[Process]
    proved: ClassVar[tuple[str, ...]] = ()
    """Columns whose values each entry of the record digests: they cannot change unseen behind it."""

    chain = models.OneToOneField(Chain, primary_key=True, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=24, blank=True)
    rev = models.PositiveIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=1)
    entered_rev = models.PositiveIntegerField(default=0)
    entered_on = models.DateField()
    opened_on = models.DateField()
    process_version = models.CharField(max_length=16)
    pack_version = models.CharField(max_length=40)
    split_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="siblings"
    )

    state: models.CharField[str, str]

    objects = CaseQuerySet.as_manager()

    class Meta:
        abstract = True

    def title(self) -> Words:
        """The name of the case on a page: its kind and its number."""
        return Words(f"{self.process.name.zh}{self.number}", f"{self.process.name.en} {self.number}")

    def subtitle(self) -> Words:
        """One line saying whom or what it concerns. Must not query beyond `for_desk`."""
        return Words("", "")

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """The cases of a desk with everything `title` and `subtitle` need, in one query."""
        return cls.objects.filter(pk__in=pks)

    def figures(self) -> dict[str, object]:
        """Counts that the labels and consequences of its steps may name."""
        return {}

    def claim_first(self) -> None:
        """Hold what other case this one's steps write as well, before the case itself.

        Two cases that write each other's rows always take them in this order, so that neither waits
        for the other. It is an UPDATE; most cases have nothing to hold.
        """

    def stands(self) -> dict[str, object]:
        """What it says now of the facts that a step may ask for again: the form begins with them."""
        return {}

    def evidence(self) -> str:
        """The digest of what the case states now; empty when it states nothing but its state."""
        said = {name: str(getattr(self, name)) for name in self.proved}
        return digest("sha256", canonical(said)) if said else ""

    def standing(self) -> dict[str, str]:
        """What an entry says of the case after an act: its state, and the digest of what it states."""
        said = self.evidence()
        return {"state": str(self.state), **({"evidence": said} if said else {})}

    def split_rows(self, sibling: Self, rows: tuple[str, ...]) -> None:
        """Move the chosen rows to a sibling. A process with `rows` steps must say how."""
        raise NotImplementedError(f"{type(self).__name__} has no rows to split")

    def row_keys(self) -> list[str]:
        """The keys of the rows a `rows` step may choose from."""
        return []


class Party(models.Model):
    """Which office or person stands in which role of a case."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=16, choices=Role.choices)
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "role", "office"], name="party_office_once"),
            models.UniqueConstraint(
                fields=["chain", "role", "person"], condition=Q(office=None), name="party_person_once"
            ),
            models.CheckConstraint(
                condition=Q(office__isnull=False, person=None) | Q(office=None, person__isnull=False),
                name="party_office_or_person",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="party_role_known"),
        ]


class Act(models.Model):
    """One pressing: a whole step, or one hand of a step with several (A36).

    `live` hands belong to the present stay and wait for the next hand; the `final` one takes the step
    and is live with them for as long as it takes the database to see that they are different persons.
    """

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="acts")
    step = models.CharField(max_length=32)
    entered_rev = models.PositiveIntegerField()
    hand = models.PositiveSmallIntegerField()
    duty = models.CharField(max_length=8, choices=Duty.choices, blank=True)
    final = models.BooleanField(default=False)
    live = models.BooleanField(default=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=12)
    at = models.DateTimeField()
    happened_on = models.DateField()
    facts = models.JSONField(default=dict)
    rows = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "entered_rev", "step", "hand"],
                condition=Q(live=True),
                name="act_one_per_hand",
            ),
            models.UniqueConstraint(
                fields=["chain", "entered_rev", "step", "person"],
                condition=Q(live=True),
                name="act_different_persons",
            ),
            models.CheckConstraint(condition=Q(hand__gte=1, hand__lte=3), name="act_one_of_three_hands"),
        ]


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    """Clocks."""

    def running(self) -> DeadlineQuerySet:
        """Open clocks, on hold or not."""
        return self.filter(closed_at=None)

    def visible_to(self, actor: Actor) -> DeadlineQuerySet:
        """Clocks whose holder is the actor's office, or the actor in person."""
        if actor.office is not None:
            return self.filter(office_id__in=offices_of(actor))
        return self.filter(person__in=same_person_ids(actor.person)) if actor.person else self.none()


class Deadline(models.Model):
    """A clock: who must act in a case, by when, under which clause. One open per chain, step and holder.

    `due_on` empty means the document sets no limit; a due day without a count is the last day of a
    window, which never rolls. `used_before` are days spent before the last
    pause, `late_before` those of them beyond the due day of then; the clock runs on from `runs_from`.
    No return for correction and no sleeping sweep washes off `late_since`.
    """

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="deadlines")
    step = models.CharField(max_length=32)
    round = models.PositiveSmallIntegerField(default=1)
    role = models.CharField(max_length=16, choices=Role.choices)
    turn = models.CharField(max_length=8, choices=Duty.choices, default=Duty.HANDLE)
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorder = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    runs_from = models.DateField()
    limit = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=8, default="day")
    nominal_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    provisional = models.BooleanField(default=False)
    used_before = models.PositiveSmallIntegerField(default=0)
    late_before = models.PositiveSmallIntegerField(default=0)
    paused_on = models.DateField(null=True, blank=True)
    late_since = models.DateField(null=True, blank=True)
    cites = models.CharField(max_length=16, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=32, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "step", "role"], condition=Q(closed_at=None), name="deadline_one_open"
            ),
            models.CheckConstraint(
                condition=Q(limit=None) | Q(due_on__isnull=False), name="deadline_due_with_limit"
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("starts_on")), name="deadline_due_after_start"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_at=None)
                | Q(closed_on__isnull=False, closed_at__isnull=False),
                name="deadline_closed_on_a_day",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="deadline_role_known"),
            models.CheckConstraint(
                condition=Q(unit__in=[unit.value for unit in Unit]), name="deadline_unit_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "due_on"], condition=Q(closed_at=None), name="deadline_open_by_office"
            ),
            models.Index(fields=["due_on"], condition=Q(closed_at=None), name="deadline_open_by_due"),
        ]


class Pause(models.Model):
    """A stretch in which a clock did not run: from the return to the resubmission (A7)."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="pauses")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    used = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deadline"], condition=Q(until=None), name="pause_one_open"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="pause_ends_after_start"
            ),
        ]


class CalendarYear(models.Model):
    """A year whose holidays are published; days of other years make a deadline provisional."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    source = models.CharField(max_length=120)


class CalendarDay(models.Model):
    """A day that differs from the ordinary week: a weekday off, or a weekend day worked."""

    day = models.DateField(primary_key=True)
    closed = models.BooleanField()
    note = models.CharField(max_length=80, blank=True)
    note_en = models.CharField(max_length=120, blank=True)


class Counter(models.Model):
    """The next running number of a kind of case in a year. For people's talk, never an address."""

    kind = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="counter_kind_year_once")]


class RehearsalClock(models.Model):
    """The demonstration's shift of the domain clock, one row. Sessions and lock-outs never read it."""

    only = models.BooleanField(primary_key=True, default=True)
    seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="rehearsal_one_row")]


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices."""

    def visible_to(self, actor: Actor) -> NoticeQuerySet:
        """Those addressed to the actor's office, or to the person."""
        if actor.office is not None:
            return self.filter(office_id__in=offices_of(actor))
        return self.filter(person__in=same_person_ids(actor.person)) if actor.person else self.none()


class Notice(models.Model):
    """A sentence to an office or a person about a case. Stays readable in both languages."""

    chain = models.ForeignKey(Chain, null=True, blank=True, on_delete=models.PROTECT, related_name="notices")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    zh = models.CharField(max_length=200)
    en = models.CharField(max_length=300)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(office__isnull=False, person=None) | Q(office=None, person__isnull=False),
                name="notice_office_or_person",
            )
        ]

    @property
    def words(self) -> Words:
        """The sentence."""
        return Words(self.zh, self.en)


class Outbox(models.Model):
    """Something to be sent after the transaction. A worker claims it by lease and may repeat it.

    `lease_until` and `done_at` are real time: a rehearsal clock moves no lease.
    """

    kind = models.CharField(max_length=24)
    payload = models.JSONField()
    once = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(done_at=None), name="outbox_waiting")]
