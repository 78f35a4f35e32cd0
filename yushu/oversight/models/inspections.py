"""Inspections and what they found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.db.models import Q

from yushu.casework.calendar import working_calendar
from yushu.casework.models import Case, Party, state_check, state_field
from yushu.casework.opening import open_case
from yushu.casework.process import Check, Taken
from yushu.kernel.clock import BEIJING
from yushu.kernel.words import Words
from yushu.law.pack import pack, term
from yushu.law.terms import due
from yushu.oversight.inspecting import INSPECTION, ITEMS, Mark, S
from yushu.oversight.models.complaints import Complaint
from yushu.oversight.models.draws import Draw
from yushu.oversight.models.rectifications import Rectification
from yushu.oversight.presence import checked_in, session_at
from yushu.people.models import Office
from yushu.people.roles import Role
from yushu.training.classing import S as Class
from yushu.training.models import Session, TrainingClass


class Cause(models.TextChoices):
    """Why there is an inspection."""

    DRAWN = "DRAWN", "随机抽查"
    COMPLAINT = "COMPLAINT", "投诉线索"
    SIGN = "SIGN", "预警线索"
    OTHER = "OTHER", "其他线索"


class Inspection(Case):
    """A visit to a class or an institution: why, when, how many were there, what was found, what follows (R24).

    `checked_in` is what the machine knew at the moment of the count. `cause`, `complaint` and `why` are
    never shown to the institution.
    """

    process = INSPECTION
    proved = ("institution_id", "visited_on", "seen", "checked_in", "found")
    state = state_field(INSPECTION)
    institution = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="inspections")
    training_class = models.ForeignKey(
        TrainingClass, null=True, blank=True, on_delete=models.PROTECT, related_name="inspections"
    )
    cause = models.CharField(max_length=10, choices=Cause.choices)
    draw = models.ForeignKey(
        Draw, null=True, blank=True, on_delete=models.PROTECT, related_name="inspections"
    )
    complaint = models.ForeignKey(
        Complaint, null=True, blank=True, on_delete=models.PROTECT, related_name="inspections"
    )
    sign = models.CharField(max_length=24, blank=True)
    why = models.CharField(max_length=300, blank=True)
    visited_on = models.DateField(null=True, blank=True)
    recorded_on = models.DateField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    place_seen = models.CharField(max_length=120, blank=True)
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    seen = models.PositiveSmallIntegerField(null=True, blank=True)
    checked_in = models.PositiveSmallIntegerField(null=True, blank=True)
    found = models.TextField(blank=True)
    statement = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_on", "-number"]
        constraints = [
            state_check(INSPECTION),
            models.CheckConstraint(condition=Q(cause__in=Cause.values), name="inspection_cause_known"),
            models.CheckConstraint(
                condition=~Q(cause=Cause.DRAWN) | Q(draw__isnull=False), name="inspection_drawn_by_a_draw"
            ),
            models.CheckConstraint(
                condition=~Q(cause=Cause.OTHER) | ~Q(why=""), name="inspection_for_a_stated_cause"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[S.PLANNED, S.CANCELLED])
                | Q(visited_on__isnull=False, counted_at__isnull=False, seen__isnull=False),
                name="inspection_visited_with_a_count",
            ),
        ]

    def subtitle(self) -> Words:
        """Of whom, of which class."""
        who = Words(self.institution.name, self.institution.name_en or self.institution.name)
        if self.training_class is None:
            return who
        return Words("{o}，{c}", "{o}: {c}").fill(o=who, c=self.training_class.called)

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With institution and class."""
        return cls.objects.filter(pk__in=pks).select_related("institution", "training_class__occupation")

    @property
    def drawn(self) -> bool:
        """Whether chance chose it."""
        return self.cause == Cause.DRAWN

    def office(self, role: Role) -> Office | None:
        """The office that stands in a role of it."""
        party = Party.objects.filter(chain_id=self.pk, role=role).select_related("office").first()
        return party.office if party else None

    def differs(self) -> int | None:
        """People checked in and not there (positive), or there and not checked in; nothing without a session."""
        if self.seen is None or self.checked_in is None:
            return None
        return self.checked_in - self.seen

    def wrong(self) -> int:
        """Items not in order."""
        return self.findings.filter(mark=Mark.WRONG).count()

    # What the guards ask

    def count_checks(self, taken: Taken | None) -> Iterable[Check]:
        """The time of the count, and whether a session was on."""
        if taken is None or self.training_class is None:
            return
        moment = counted_at(taken)
        if moment is None:
            text = Words("清点时间写成09:40的样子", "Write the time of the count like 09:40")
            yield Check("no", text, "R24")
        elif moment > taken.at or moment.date() < self.opened_on:
            text = Words(
                "清点时间不在立项以后、现在以前", "The count lies before the inspection began, or ahead"
            )
            yield Check("no", text, "R24")
        elif session_at(self.training_class, moment) is None:
            text = Words("那一刻课表上没有课", "No session of the timetable was on at that moment")
            yield Check("look", text, "R24")

    def finding_checks(self) -> Iterable[Check]:
        """What stands against finding it in order."""
        if count := self.wrong():
            text = Words("有{n}项不符合", "{n} items are not in order")
            yield Check("look", text.fill(n=count), "R24")
        missing = self.differs()
        if missing:
            text = Words("签到{a}人，现场{b}人", "{a} checked in, {b} there")
            yield Check("look", text.fill(a=self.checked_in, b=self.seen), "R24")

    def stop_checks(self) -> Iterable[Check]:
        """The class stands still already."""
        if self.training_class is None or self.training_class.state not in (Class.STOPPED, Class.DISSOLVED):
            text = Words("先在培训班页责令暂停", "Order the stop in the class first")
            yield Check("no", text, "R24")

    def term_checks(self, taken: Taken | None) -> Iterable[Check]:
        """A term lies ahead."""
        if taken is not None and taken.facts.get("due_on", "9") <= taken.happened_on.isoformat():
            yield Check("no", Words("整改期限要在今天以后", "The last day must lie ahead"), "H-rectification")

    # What the steps do

    def record_visit(self, taken: Taken) -> None:
        """Findings, the count, the check-ins of that moment; and the institution is a party from now on."""
        self.visited_on = date.fromisoformat(str(taken.facts["visited_on"]))
        self.recorded_on, self.place_seen = taken.happened_on, str(taken.facts["place_seen"])
        self.counted_at = counted_at(taken) or taken.at
        self.seen, self.found = int(taken.facts["seen"]), str(taken.facts["found"])
        if self.training_class is not None:
            self.session = session_at(self.training_class, self.counted_at)
            if self.session is not None:
                self.checked_in = checked_in(self.session, self.counted_at).count()
        for seq, (item, cites, _) in enumerate(ITEMS, 1):
            mark, said = str(taken.facts[item]), str(taken.facts.get(f"{item}_said", ""))
            Finding.objects.create(inspection=self, seq=seq, item=item, cites=cites, mark=mark, said=said)
        Party.objects.create(chain_id=self.pk, role=Role.INSTITUTION, office=self.institution)

    def order_rectification(self, taken: Taken) -> None:
        """Open it with the term of the decision, or the house's."""
        parties = Party.objects.filter(chain_id=self.pk).select_related("office")
        given = taken.facts.get("due_on")
        count, unit = term("H-rectification").on(pack(), taken.happened_on)
        default = due(taken.happened_on, count, unit, working_calendar()).due_on
        open_case(
            Rectification,
            actor=taken.actor,
            at=taken.at,
            happened_on=taken.happened_on,
            parties=[(Role(party.role), party.office) for party in parties if party.office is not None],
            inspection=self,
            institution=self.institution,
            order=str(taken.facts["order"]),
            due_on=date.fromisoformat(str(given)) if given else default,
        )


def counted_at(taken: Taken) -> datetime | None:
    """The moment of the count, from its day and its time; None when the time cannot be read."""
    try:
        clock = time.fromisoformat(str(taken.facts["clock"]).replace("：", ":"))
    except ValueError:
        return None
    return datetime.combine(date.fromisoformat(str(taken.facts["visited_on"])), clock, BEIJING)


class Finding(models.Model):
    """One item of the checklist: its clause, its mark, a remark."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="findings")
    seq = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=16)
    cites = models.CharField(max_length=16)
    mark = models.CharField(max_length=8, choices=Mark.choices)
    said = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "item"], name="finding_once_an_item"),
            models.CheckConstraint(condition=Q(mark__in=Mark.values), name="finding_mark_known"),
        ]

    @property
    def words(self) -> Words:
        """The item."""
        return {code: words for code, _, words in ITEMS}[self.item]
