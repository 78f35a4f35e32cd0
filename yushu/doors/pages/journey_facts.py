"""What the journey of one enrolment is told from: the person's own cases and their clocks, each read once.

The number of queries does not depend on how long the class is. Nothing here decides anything.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Prefetch, Q

from yushu.casework import clocks
from yushu.casework.calendar import working_calendar
from yushu.casework.dials import Dial
from yushu.casework.models import Act, Case, Deadline, Party
from yushu.catalogue.models.occupations import name_of
from yushu.certification.applying import BEFORE as PENDING
from yushu.certification.life import L
from yushu.certification.models import Application, Candidate, LevelCertificate, ScoreVersion, Sitting
from yushu.doors.asking import DeskRequest
from yushu.doors.pages.verbs import role_words
from yushu.entitlements.models import HourEntry, TitleNote
from yushu.kernel.words import Words
from yushu.law.terms import WorkingCalendar
from yushu.people.persons import same_person_ids
from yushu.people.roles import Role
from yushu.training.enrolling import STANDING
from yushu.training.enrolling import S as E
from yushu.training.models import (
    Attendance,
    Commitment,
    CompletionResult,
    Enrolment,
    Member,
    RosterLine,
    RosterReport,
    Session,
    TrainingCertificate,
)
from yushu.training.training_life import L as T

if TYPE_CHECKING:
    from yushu.training.models import TrainingClass

YOU = Words("你", "you")


@dataclass(frozen=True)
class Facts:
    """One enrolment and all that came of it, on a day."""

    at: datetime
    today: date
    enrolment: Any
    calendar: WorkingCalendar
    member: Member | None = None
    sessions: list[Session] = field(default_factory=list)
    stays: list[Attendance] = field(default_factory=list)
    results: list[CompletionResult] = field(default_factory=list)
    training: TrainingCertificate | None = None
    report: RosterReport | None = None
    application: Application | None = None
    applications: list[Application] = field(default_factory=list)
    candidate: Candidate | None = None
    certificate: LevelCertificate | None = None
    hours: HourEntry | None = None
    title: TitleNote | None = None
    commitments: list[Commitment] = field(default_factory=list)
    sittings: int = 0
    running: dict[UUID, list[Deadline]] = field(default_factory=dict)
    acts: dict[UUID, dict[str, date]] = field(default_factory=dict)
    names: dict[str, Words] = field(default_factory=dict)

    @property
    def case(self) -> TrainingClass | None:
        """The class the person stands in, or stood in last."""
        return self.member.training_class if self.member else None

    @property
    def score(self) -> ScoreVersion | None:
        """The level scores that count: the last confirmed version."""
        found = list(self.application.scores.all()) if self.application else []
        return max(found, key=lambda one: one.number, default=None)

    def name(self, role: Role) -> Words:
        """Who stands in a role of this journey; the role itself where nobody is named yet."""
        return YOU if role == Role.TRAINEE else self.names.get(role) or role_words(role)

    def clock(self, case: Case | None, *steps: str) -> Deadline | None:
        """The running clock of a case, of one of these steps."""
        found = self.running.get(case.pk, []) if case else []
        return next((one for one in found if one.step in steps), None)

    def dial(self, case: Case | None, *steps: str) -> Dial | None:
        """The same as a dial."""
        clock = self.clock(case, *steps)
        return clocks.dial(clock, self.today, self.calendar) if clock else None

    def done(self, case: Case | None, step: str) -> date | None:
        """The day on which a step of a case was last taken."""
        return self.acts.get(case.pk, {}).get(step) if case else None


def enrolments_of(request: DeskRequest) -> list[Any]:
    """Every enrolment of the visitor, the newest first."""
    rows = Enrolment.objects.visible_to(request.actor).for_list()
    return list(rows.select_related("announcement__direction").order_by("-opened_on", "-number"))


def chosen(enrolments: list[Any], key: str) -> Any:
    """The enrolment asked for; else the newest that still goes on, or led to its end, or just the newest."""
    asked = [one for one in enrolments if str(one.pk) == key]
    live = [one for one in enrolments if one.state in STANDING]
    over = [one for one in enrolments if one.state == E.FINISHED]
    return [*asked, *live, *over, *enrolments][0]


def facts_of(request: DeskRequest, enrolment: Any) -> Facts:
    """Read everything about one enrolment of the visitor."""
    found: dict[str, Any] = {"enrolment": enrolment}
    found |= _training(request, enrolment)
    found |= _certification(request, found["training"])
    found |= _entitlements(request, found["training"], found["certificate"])
    case = found["member"].training_class if found["member"] else None
    sitting = found["application"].sitting if found["application"] else None
    batch = found["candidate"].batch if found["candidate"] else None
    kept = ("report", "training", "application", "certificate")
    cases = [one for one in (enrolment, case, sitting, batch, *(found[name] for name in kept)) if one]
    found |= _clocks(cases)
    promised = [enrolment.pk, *(one.pk for one in found["applications"])]
    signed = Commitment.objects.visible_to(request.actor).filter(chain_id__in=promised)
    found["commitments"] = list(signed.order_by("signed_at"))
    found["names"] = _names(found["names"], enrolment, sitting, batch)
    return Facts(at=request.at, today=request.today, calendar=working_calendar(), **found)


def _training(request: DeskRequest, enrolment: Any) -> dict[str, Any]:
    rows = Member.objects.visible_to(request.actor).filter(enrolment=enrolment)
    full = rows.select_related("training_class__occupation", "training_class__institution")
    members = sorted(full, key=lambda one: (one.left_on is None, one.pk))
    found: dict[str, Any] = {"member": None, "training": None, "report": None}
    if not members:
        return found
    member = members[-1]
    lessons = (
        Session.objects.visible_to(request.actor).standing().filter(training_class=member.training_class)
    )
    stays = Attendance.objects.visible_to(request.actor).filter(member=member).select_related("session")
    results = CompletionResult.objects.filter(member=member)  # seen: the visitor's own, by the member
    held = TrainingCertificate.objects.visible_to(request.actor).filter(member=member)
    line = (
        RosterLine.objects.filter(member=member).select_related("report").first()
    )  # seen: the visitor's own
    return {
        "member": member,
        "sessions": list(lessons.select_related("teacher__person", "room").distinct()),
        "stays": list(stays.order_by("session__on", "session__starts")),
        "results": list(results.order_by("attempt")),
        "training": _standing(
            held.select_related("occupation", "institution", "member__enrolment"), T.SUPERSEDED
        ),
        "report": line.report if line else None,
    }


def _standing(rows: Any, gone: str) -> Any:
    """Of certificates that replaced each other, the one that counts."""
    found = sorted(rows, key=lambda one: (one.state != gone, one.issued_on, one.number))
    return found[-1] if found else None


def _certification(request: DeskRequest, training: TrainingCertificate | None) -> dict[str, Any]:
    if training is None:
        nothing = {"application": None, "candidate": None, "certificate": None}
        return nothing | {"applications": [], "sittings": 0}
    scores = ScoreVersion.objects.filter(confirmed_by__isnull=False)  # seen: with the visitor's application
    rows = Application.objects.visible_to(request.actor).filter(training__member=training.member_id)
    full = rows.select_related("occupation", "direction", "sitting__evaluator", "sitting__site")
    applications = sorted(
        full.prefetch_related(Prefetch("scores", scores)),
        key=lambda one: (one.state in PENDING, one.opened_on, one.number),
    )
    application = applications[-1] if applications else None
    candidate = _candidate(request, application, training)
    open_now = Sitting.objects.open_on(request.today)  # seen: what was announced is public
    fitting = open_now.filter(exams__occupation=training.occupation_id, exams__level=training.level)
    return {
        "application": application,
        "applications": applications,
        "candidate": candidate,
        "certificate": _level_certificate(request, candidate),
        "sittings": fitting.distinct().count(),
    }


def _candidate(
    request: DeskRequest, application: Application | None, training: TrainingCertificate
) -> Candidate | None:
    """The row of a batch that came of the application; of the training alone where a list was handed in."""
    person = request.actor.person
    mine = Candidate.objects.filter(person__in=same_person_ids(person) if person else [])  # seen: own rows
    by = Q(application=application) if application else Q(training_serial=training.number, application=None)
    rows = mine.filter(by).select_related("batch__evaluator", "batch__occupation")
    return rows.order_by("pk").last()


def _level_certificate(request: DeskRequest, candidate: Candidate | None) -> LevelCertificate | None:
    if candidate is None:
        return None
    held = LevelCertificate.objects.visible_to(request.actor).filter(candidate=candidate)
    found: LevelCertificate | None = _standing(held.select_related("evaluator"), L.SUPERSEDED)
    return found


def _entitlements(
    request: DeskRequest, training: TrainingCertificate | None, certificate: LevelCertificate | None
) -> dict[str, Any]:
    hours = HourEntry.objects.visible_to(request.actor).filter(certificate=training)
    title = TitleNote.objects.visible_to(request.actor).filter(certificate=certificate)
    return {"hours": hours.first() if training else None, "title": title.first() if certificate else None}


def _clocks(cases: list[Any]) -> dict[str, Any]:
    """Running clocks, days of finished steps, and the offices that stand in these cases."""
    keys = [one.pk for one in cases]
    running: dict[UUID, list[Deadline]] = defaultdict(list)
    for clock in Deadline.objects.running().filter(chain_id__in=keys):  # seen: of the visitor's own journey
        running[clock.chain_id].append(clock)
    acts: dict[UUID, dict[str, date]] = defaultdict(dict)
    taken = Act.objects.filter(chain_id__in=keys, final=True)  # seen: only the days of the steps are shown
    for chain, step, day in taken.order_by("pk").values_list("chain_id", "step", "happened_on"):
        acts[chain][step] = day
    parties = Party.objects.filter(chain_id__in=keys).select_related("office")  # seen: only names of offices
    names = {one.role: name_of(one.office) for one in parties if one.office is not None}
    return {"running": dict(running), "acts": dict(acts), "names": names}


def _names(names: dict[str, Words], enrolment: Any, sitting: Any, batch: Any) -> dict[str, Words]:
    """The institution of the course and the evaluator of the exam, whoever else stands in the cases."""
    named = {Role.INSTITUTION: enrolment.announcement.institution}
    evaluator = batch.evaluator if batch else sitting.evaluator if sitting else None
    if evaluator is not None:
        named[Role.EVALUATOR] = evaluator
    return names | {role: name_of(office) for role, office in named.items()}
