"""From what is on file to a decision: may this person sit this exam, and how may they show it (R08)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from yushu.certification.applying import A
from yushu.certification.life import L
from yushu.certification.models.batches import LevelCertificate
from yushu.certification.rules import Decision, Known, decide
from yushu.people.models import BarKind, Person
from yushu.people.persons import same_person_ids
from yushu.people.register import person_barred
from yushu.training.models import Enrolment, TrainingCertificate
from yushu.training.routes import Held, Record, Study, Title
from yushu.training.training_life import L as T

if TYPE_CHECKING:
    from yushu.catalogue.models import Occupation
    from yushu.certification.models import Application, Sitting

ENDED = (L.REVOKED, L.SUPERSEDED)
DAYS = ("graduates_on", "title_since", "held_since", "works_since")


class Course(Protocol):
    """What is examined: an application has these, so has an exam of a sitting."""

    @property
    def occupation(self) -> Occupation:
        """Which occupation."""

    @property
    def level(self) -> str:
        """At which level."""


def record_of(facts: Mapping[str, Any]) -> Record:
    """What somebody said, from the facts of a form or of an earlier case."""
    days = {name: _day(facts.get(name)) for name in DAYS}
    return Record(
        Study(facts.get("study") or Study.NONE),
        str(facts.get("related")).lower() in ("yes", "true"),
        title=Title(facts.get("title") or Title.NONE),
        held=Held(facts.get("held") or Held.NONE),
        **days,
    )


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else date.fromisoformat(value) if value else None


def said(record: Record) -> dict[str, Any]:
    """What somebody said, as it is kept and as a form shows it."""
    days = {name: day.isoformat() for name in DAYS if (day := getattr(record, name))}
    names = {"study": record.study.value, "title": record.title.value, "held": record.held.value}
    return {**names, "related": "yes" if record.related else "no", **days}


def record_on_file(person: Person) -> dict[str, Any]:
    """What the person said when they last enrolled: the form begins with it."""
    mine = Enrolment.objects.filter(person__in=same_person_ids(person)).order_by("-opened_on", "-pk")
    answers = mine.values_list("answers", flat=True).first()
    return said(record_of(answers)) if answers else {}


def training_of(person: Person, course: Course, by: date) -> TrainingCertificate | None:
    """The standing training certificate of this occupation and level, completed by a day (R06)."""
    rows = TrainingCertificate.objects.filter(
        person__in=same_person_ids(person),
        occupation=course.occupation,
        level=course.level,
        completed_on__lte=by,
    )
    return rows.exclude(state__in=(T.REVOKED, T.SUPERSEDED)).order_by("-completed_on").first()


def with_level_held(record: Record, person: Person, course: Course, by: date) -> Record:
    """A lower level that was certified here counts whatever was said: it is a fact."""
    lower = {"MIDDLE": Held.JUNIOR, "SENIOR": Held.MIDDLE}.get(course.level)
    if lower is None:
        return record
    found = _certificates(person, course).filter(level=lower.value, issued_on__lte=by)
    held = found.order_by("issued_on").values_list("issued_on", flat=True).first()
    return record if held is None else replace(record, held=lower, held_since=held)


def decided(person: Person, sitting: Sitting, course: Course, record: Record, applied_on: date) -> Decision:
    """The decision about a person and a course of a sitting, from what they say and what is on file."""
    day = sitting.held_on
    known = known_of(person, sitting, course, applied_on)
    return decide(course.level, with_level_held(record, person, course, day), known, day)


def decided_again(application: Application) -> Decision:
    """The decision about an application as things stand now: certificates end, registers change."""
    told = record_of(application.record)
    return decided(application.person, application.sitting, application, told, application.opened_on)


def known_of(person: Person, sitting: Sitting, course: Course, applied_on: date) -> Known:
    """What is on file about a person who applies."""
    day, trained = sitting.held_on, training_of(person, course, sitting.held_on)
    return Known(
        trained_on=trained.completed_on if trained else None,
        certified=_certificates(person, course).filter(level=course.level).exists(),
        barred=person_barred(person, BarKind.EXAM, day) is not None,
        recorded=person_barred(person, BarKind.EXAM, applied_on) is not None,
        untrue=_was_untrue(person, sitting),
        withdrew=_withdrew(person, sitting, course),
    )


def _certificates(person: Person, course: Course) -> Any:
    mine = LevelCertificate.objects.filter(person__in=same_person_ids(person), occupation=course.occupation)
    return mine.exclude(state__in=ENDED)


def _applications(person: Person, sitting: Sitting) -> Any:
    """All applications of a person. Their model stands above this file; the sitting knows it."""
    return sitting.applications.model.objects.filter(person__in=same_person_ids(person))


def _was_untrue(person: Person, sitting: Sitting) -> bool:
    """Whether an earlier statement was found false: an application void, or a certificate revoked for it."""
    revoked = LevelCertificate.objects.filter(
        person__in=same_person_ids(person), state=L.REVOKED, ground="COMMITMENT"
    )
    return bool(_applications(person, sitting).filter(state=A.VOID).exists() or revoked.exists())


def _withdrew(person: Person, sitting: Sitting, course: Course) -> bool:
    """Whether a promise for this exam was withdrawn in the year of this sitting."""
    mine = _applications(person, sitting).filter(state=A.WITHDRAWN, way="PROMISE", level=course.level)
    same = mine.filter(occupation=course.occupation, sitting__held_on__year=sitting.held_on.year)
    return bool(same.exists())
