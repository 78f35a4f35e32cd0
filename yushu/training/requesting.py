"""Preparing a class: the opening request, its roster, its timetable; teachers and rooms (R05, R24, R27)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from yushu.casework.models import offices_of
from yushu.casework.opening import open_case
from yushu.kernel.clock import day_of
from yushu.kernel.errors import Forbidden, Invalid, Refusal
from yushu.kernel.words import Words
from yushu.people.documents import DocumentKind
from yushu.people.models import Office
from yushu.people.persons import find_or_create_person
from yushu.people.roles import Role
from yushu.training import deskwork
from yushu.training.classing import S
from yushu.training.enrolling import S as E
from yushu.training.following import parties_of
from yushu.training.models import (
    Announcement,
    ClassChange,
    Enrolment,
    Member,
    Room,
    Session,
    Teacher,
    TrainingClass,
)
from yushu.training.slots import claim as claim_slots
from yushu.training.terms import HOURS
from yushu.training.timetable import made, read_rows

if TYPE_CHECKING:
    from yushu.people.actors import Actor

COPIED = ("institution", "cell", "occupation", "direction", "level", "opens_on", "ends_on", *HOURS)
LIVE = (S.APPROVED, S.RUNNING)


@dataclass(frozen=True)
class Request:
    """What an opening request says besides roster and timetable."""

    name: str
    opens_on: date
    ends_on: date
    resources: str
    assessment: str


@transaction.atomic
def draft_class(
    announcement: Announcement, asked: Request, *, city: Office, province: Office, actor: Actor, at: datetime
) -> TrainingClass:
    """Begin the opening request of a class of an announcement."""
    if announcement.institution_id not in offices_of(actor):
        raise Forbidden(deskwork.NOT_YOURS, Words("由培训机构办理", "The institution does it"), cites="R27")
    if asked.ends_on < asked.opens_on:
        wrong = Words("结业日期早于开班日期", "It would end before it opens")
        raise Invalid(wrong, Words("把日期按先后填", "Put the days in order"), field="ends_on", cites="R05")
    fields: dict[str, Any] = {name: getattr(announcement, name) for name in COPIED}
    fields |= {
        name: getattr(asked, name) for name in ("name", "opens_on", "ends_on", "resources", "assessment")
    }
    return open_case(
        TrainingClass,
        actor=actor,
        at=at,
        parties=[
            (Role.INSTITUTION, announcement.institution),
            (Role.CITY, city),
            (Role.PROVINCE, province),
        ],
        facts={"announcement": announcement.number, "name": asked.name},
        announcement=announcement,
        **fields,
    )


def may_join(announcement: Announcement) -> Any:
    """Enrolments of an announcement that hold a seat and stand on no roster, in their order."""
    held = Enrolment.objects.filter(announcement=announcement, state=E.HELD)
    return held.exclude(memberships__left_on=None, memberships__isnull=False).order_by("seq")


@transaction.atomic
def set_roster(
    case: TrainingClass, chosen: Sequence[Enrolment], *, actor: Actor, at: datetime, rev: int
) -> None:
    """Put these people on the roster of a drafted class, and nobody else.

    Raises Refusal for somebody without a seat, or on another roster.
    """
    deskwork.teaches(case, actor)
    deskwork.claim(case, (S.DRAFT,), rev)
    case.members.all().delete()
    wrong = [row for row in chosen if row.announcement_id != case.announcement_id or row.state != E.HELD]
    if wrong:
        said = Words("{p}没有这份公告的名额", "{p} has no seat of this announcement")
        raise Refusal(
            said.fill(p=wrong[0].person.name), Words("从名册去掉", "Take them off"), field="rows", cites="R03"
        )
    members = [
        Member(training_class=case, enrolment=row, person=row.person, seq=seq)
        for seq, row in enumerate(chosen, start=1)
    ]
    try:
        with transaction.atomic():
            Member.objects.bulk_create(members)
    except IntegrityError:
        said = Words("有人已在别的班的名册上", "Somebody stands on the roster of another class")
        raise Refusal(said, Words("重新选人", "Choose again"), field="rows", cites="R03") from None
    deskwork.write(case, "set_roster", {"people": len(members)}, actor=actor, at=at)


@transaction.atomic
def set_timetable(case: TrainingClass, text: str, *, actor: Actor, at: datetime, rev: int) -> list[Session]:
    """Replace the timetable of a drafted class by the rows of a table. Raises Invalid naming the row."""
    deskwork.teaches(case, actor)
    sessions = made(case, read_rows(text))
    deskwork.claim(case, (S.DRAFT,), rev)
    case.sessions.all().delete()
    kept = Session.objects.bulk_create(sessions)
    deskwork.write(case, "set_timetable", {"sessions": len(kept)}, actor=actor, at=at)
    return kept


@transaction.atomic
def request_change(
    case: TrainingClass, drops: Sequence[int], text: str, reason: str, *, actor: Actor, at: datetime
) -> ClassChange:
    """Ask for sessions of an approved class to be dropped and others added."""
    deskwork.teaches(case, actor)
    if case.state not in LIVE:
        wrong = Words("班还没有批准，直接改课表", "The class is not approved: change the timetable itself")
        raise Refusal(wrong, Words("在申请里改", "Do it in the request"), cites="A35")
    adds = read_rows(text) if text.strip() else []
    made(case, adds)
    known = list(case.sessions.standing().filter(pk__in=drops).values_list("pk", flat=True))
    if not known and not adds:
        wrong = Words("没有去掉的，也没有加的", "Nothing is dropped and nothing added")
        raise Invalid(wrong, Words("勾选要去掉的，或写要加的", "Tick or write something"), field="rows")
    return open_case(
        ClassChange,
        actor=actor,
        at=at,
        parties=parties_of(case.pk),
        facts={"class": case.number, "drops": known, "adds": len(adds)},
        training_class=case,
        drops=known,
        adds=adds,
        reason=deskwork.reason_of(reason, 500),
    )


@transaction.atomic
def add_makeup(case: TrainingClass, text: str, *, actor: Actor, at: datetime) -> list[Session]:
    """Add sessions in which those who missed hours make them up. They change nothing of the announced hours."""
    deskwork.teaches(case, actor)
    sessions = made(case, read_rows(text), makeup=True)
    if early := [session for session in sessions if session.on < day_of(at)]:
        wrong = Words("{w}已经过去", "{w} is past").fill(w=early[0].when)
        raise Invalid(
            wrong, Words("补课写今天或以后的日期", "Give today or a later day"), field="rows", cites="R05"
        )
    deskwork.claim(case, (S.RUNNING,))
    for session in sessions:
        session.save()
        claim_slots(session)
    deskwork.write(case, "add_makeup", {"sessions": len(sessions)}, actor=actor, at=at)
    return sessions


@transaction.atomic
def register_teacher(
    institution: Office, *, number: str, name: str, qualification: str, actor: Actor, at: datetime
) -> Teacher:
    """A person who teaches for an institution, known by identity paper so that nobody teaches in two places.

    Written in the institution's record, with what was registered before; the same once more is no act.
    """
    _own(institution, actor)
    person = find_or_create_person(kind=DocumentKind.RESIDENT, number=number, name=name, today=day_of(at))
    known = Teacher.objects.filter(institution=institution, person=person)
    before = known.values_list("qualification", flat=True).first()
    teacher, _ = Teacher.objects.update_or_create(
        institution=institution, person=person, defaults={"qualification": qualification}
    )
    if before != qualification:
        facts = {"teacher": teacher.pk, "name": person.name, "now": qualification, "before": before or ""}
        deskwork.write_for(institution, "register_teacher", facts, actor=actor, at=at)
    return teacher


@transaction.atomic
def register_room(
    institution: Office, *, name: str, area: str, holds: int, actor: Actor, at: datetime
) -> Room:
    """A room of an institution. Written in its record like a teacher."""
    _own(institution, actor)
    known = Room.objects.filter(institution=institution, name=name)
    before = known.values_list("area", "holds").first()
    room, _ = Room.objects.update_or_create(
        institution=institution, name=name, defaults={"area": area, "holds": holds}
    )
    if before != (area, holds):
        facts = {"room": room.pk, "name": name, "now": [area, holds], "before": list(before or ())}
        deskwork.write_for(institution, "register_room", facts, actor=actor, at=at)
    return room


def _own(institution: Office, actor: Actor) -> None:
    if actor.role != Role.INSTITUTION or institution.pk not in offices_of(actor):
        raise Forbidden(
            deskwork.NOT_YOURS, Words("由培训机构登记", "The institution registers it"), cites="R24"
        )
