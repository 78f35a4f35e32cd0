"""Bringing entitlements into line with the certificates below: entered once, reversed when a certificate ends.

Nothing below calls this. It reads what is there, so a missed night changes nothing but the day of entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from yushu.certification.eligibility import record_of
from yushu.certification.life import L
from yushu.certification.models import LevelCertificate
from yushu.entitlements.models import HourEntry, TitleNote
from yushu.entitlements.rules import Hours, effect_of, hours_of
from yushu.kernel.clock import day_of
from yushu.ledger import book
from yushu.people.actors import TIME
from yushu.people.persons import standing
from yushu.training.models import TrainingCertificate
from yushu.training.training_life import L as T

if TYPE_CHECKING:
    from yushu.people.models import Person

T_ENDED = (T.REVOKED, T.SUPERSEDED)
L_ENDED = (L.REVOKED, L.SUPERSEDED)


def settle_entitlements(*, at: datetime) -> tuple[int, int]:
    """Enter what is missing, reverse what has lost its certificate. Safe to run again, and by two at once.

    Returns (entered, reversed). Each is one line in the record of the person.
    """
    entered = _enter_hours(at) + _enter_notes(at)
    hours = HourEntry.objects.standing().filter(certificate__state__in=T_ENDED)
    notes = TitleNote.objects.standing().filter(certificate__state__in=L_ENDED)
    return entered, _reverse(hours, "hours_reversed", at) + _reverse(notes, "title_reversed", at)


def hours_by(certificate: TrainingCertificate) -> Hours:
    """What a training certificate brings, whether it has been entered yet or not."""
    record = record_of(certificate.member.enrolment.answers)
    return hours_of(certificate.completed_on, certificate.hours, record)


def _enter_hours(at: datetime) -> int:
    waiting = TrainingCertificate.objects.filter(hour_entry=None).exclude(state__in=T_ENDED)
    rows = waiting.select_related("person", "member__enrolment").order_by("completed_on", "pk")
    return sum(_enter_one(row, hours_by(row), at) for row in rows)


def _enter_one(certificate: TrainingCertificate, brings: Hours, at: datetime) -> bool:
    facts = {"certificate": certificate.number, "year": brings.year, "hours": brings.hours}
    values = {"year": brings.year, "hours": brings.hours, "registrable": brings.registrable}
    return _kept(HourEntry, certificate, values, "hours", facts | {"registrable": brings.registrable}, at)


def _enter_notes(at: datetime) -> int:
    waiting = LevelCertificate.objects.filter(title_note=None).exclude(state__in=L_ENDED)
    rows = waiting.select_related("person").order_by("issued_on", "pk")
    return sum(_note_one(row, at) for row in rows)


def _note_one(certificate: LevelCertificate, at: datetime) -> bool:
    effect = effect_of(certificate.level)
    facts = {"certificate": certificate.number, "level": certificate.level, "effect": effect}
    return _kept(TitleNote, certificate, {"effect": effect}, "title", facts, at)


def _kept(
    model: Any, certificate: Any, values: dict[str, Any], verb: str, facts: Mapping[str, object], at: datetime
) -> bool:
    """One row and its line in the record, both or none; nothing when somebody else was faster."""
    person = standing(certificate.person)
    try:
        with transaction.atomic():
            model.objects.create(certificate=certificate, person=person, entered_on=day_of(at), **values)
            _write(person, verb, facts, at)
    except IntegrityError:
        return False
    return True


def _reverse(rows: Any, verb: str, at: datetime) -> int:
    done = 0
    for row in rows.select_related("certificate", "person"):
        with transaction.atomic():
            mine = type(row).objects.filter(pk=row.pk, reversed_on=None)
            if mine.update(reversed_on=day_of(at)) == 1:
                facts = {"certificate": row.certificate.number, "state": row.certificate.state}
                _write(standing(row.person), verb, facts, at)
                done += 1
    return done


def _write(person: Person, verb: str, facts: Mapping[str, object], at: datetime) -> None:
    chain = book.chain_for("person", person.pk, at)
    book.append(chain.pk, verb, facts, actor=TIME, at=at, happened_on=day_of(at), basis="time")
