"""What a certificate brings: hours once and in their year, a note on titles as the document says it (R12, R13)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from tests.cast import Cast
from tests.certification.makers import moment
from tests.certification.test_applications import issued
from tests.training import classmakers
from tests.training.test_constraints import put, twin
from yushu.certification.models import LevelCertificate
from yushu.entitlements.models import HourEntry, TitleNote
from yushu.entitlements.rules import NO_POST, SAYS, STUDENT, effect_of, hours_of, yearly
from yushu.entitlements.settling import settle_entitlements
from yushu.ledger import book
from yushu.people.roles import Role
from yushu.training.models import TrainingCertificate
from yushu.training.routes import Record, Study, Title

database = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def settle(on: str) -> tuple[int, int]:
    return settle_entitlements(at=moment(on, 3))


def graduate(**more: Any) -> Record:
    return Record(Study.BACHELOR, True, date(2024, 6, 30), **more)


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (graduate(works_since=date(2024, 10, 10)), ""),
        (graduate(works_since=date(2024, 10, 11)), NO_POST.zh),
        (graduate(title=Title.TECHNICIAN, title_since=date(2024, 10, 10)), ""),
        (graduate(), NO_POST.zh),
        (Record(Study.BACHELOR, True, date(2025, 6, 30), works_since=date(2020, 1, 1)), STUDENT.zh),
        (Record(Study.BACHELOR, True, None), STUDENT.zh),
    ],
)
def test_hours_of_students_and_of_those_without_a_post_are_not_yet_registrable(record: Record, why: str):
    found = hours_of(date(2024, 10, 10), 128, record)
    assert (found.year, found.hours, found.not_yet.zh, found.registrable) == (2024, 128, why, not why)


def test_the_year_is_that_of_the_completion_exam():
    assert hours_of(date(2024, 12, 31), 80, graduate()).year == 2024
    assert hours_of(date(2025, 1, 1), 80, graduate()).year == 2025


def test_a_note_says_what_the_document_says_and_no_more():
    """R13: the lower two may be recognised, under the province's rules; the senior one is a reference."""
    assert [effect_of(level) for level in ("JUNIOR", "MIDDLE", "SENIOR")] == [
        "RECOGNISABLE", "RECOGNISABLE", "REFERENCE",
    ]  # fmt: skip
    assert "可认定具备初级工程师职称，并可作为申报高一级职称的条件" in SAYS["JUNIOR"].zh
    assert SAYS["SENIOR"].zh == "可作为申报高级工程师系列职称的重要参考"
    assert all("证书本身不是职称" in SAYS[level].zh for level in ("JUNIOR", "MIDDLE"))


def test_a_year_asks_for_ninety_hours_sixty_of_them_in_ones_own_subject():
    assert yearly(date(2024, 10, 10)) == (90, 60)


class TestSettling:
    pytestmark = database

    def test_each_training_certificate_brings_its_hours_once(self, cast: Cast):
        classmakers.completed(cast)

        assert (settle("2024-10-12"), settle("2024-10-13")) == ((2, 0), (0, 0))

        one = TrainingCertificate.objects.first()
        entry = HourEntry.objects.get(certificate=one)
        assert (entry.year, entry.hours, entry.registrable) == (2024, 10, False)
        (line,) = book.history([one.person_id])
        assert (line.verb, line.facts["hours"], line.facts["certificate"]) == ("hours", 10, one.number)

    def test_revocation_reverses_the_hours_and_leaves_the_entry_to_be_seen(self, cast: Cast):
        classmakers.completed(cast)
        settle("2024-10-12")
        one = TrainingCertificate.objects.first()
        TrainingCertificate.objects.filter(pk=one.pk).update(state="NOTIFIED")
        assert settle("2024-11-01") == (0, 0)

        TrainingCertificate.objects.filter(pk=one.pk).update(state="REVOKED")

        assert (settle("2024-11-15"), settle("2024-11-16")) == ((0, 1), (0, 0))
        entry = HourEntry.objects.get(certificate=one)
        assert (entry.hours, entry.reversed_on) == (10, date(2024, 11, 15))
        assert [line.verb for line in book.history([one.person_id])] == ["hours_reversed", "hours"]

    def test_a_corrected_certificate_carries_its_hours_once_in_all(self, cast: Cast):
        classmakers.completed(cast, people=1)
        settle("2024-10-12")
        old = TrainingCertificate.objects.get()
        old.state = "SUPERSEDED"
        old.save()

        assert settle("2024-10-13") == (0, 1)
        assert not HourEntry.objects.standing().exists()

    def test_a_level_certificate_brings_a_note_reversed_by_revocation(self, cast: Cast):
        certificate = issued(cast)
        call_command("sweep")

        note = TitleNote.objects.get()
        assert (note.certificate, note.effect, note.reversed_on) == (certificate, "RECOGNISABLE", None)
        LevelCertificate.objects.update(state="SUSPENDED")
        call_command("sweep")
        assert TitleNote.objects.standing().exists()

        LevelCertificate.objects.update(state="REVOKED")
        call_command("sweep")

        assert not TitleNote.objects.standing().exists()
        verbs = [line.verb for line in book.history([note.person_id])]
        assert verbs == ["title_reversed", "title", "hours"]

    def test_one_sees_ones_own_and_the_supervisors_see_all(self, cast: Cast):
        trainee = cast.owner(Role.TRAINEE)
        classmakers.completed(cast, who=(trainee,))
        settle("2024-10-12")
        seen = {
            role: HourEntry.objects.visible_to(cast.actor(role)).count()
            for role in (Role.TRAINEE, Role.PROVINCE, Role.AUDITOR, Role.INSTITUTION, Role.PUBLIC)
        }
        assert seen == {
            Role.TRAINEE: 1, Role.PROVINCE: 1, Role.AUDITOR: 1, Role.INSTITUTION: 0, Role.PUBLIC: 0,
        }  # fmt: skip
        assert not HourEntry.objects.visible_to(cast.stranger(Role.TRAINEE).actor).exists()

    @pytest.mark.parametrize(
        ("name", "act"),
        [
            ("hours_reversed_after_entry", put("hours", reversed_on="2024-10-01")),
            ("hours_are_some", put("hours", hours=0)),
            ("certificate_id", twin("hours")),
            ("title_effect_known", put("note", effect="TITLE")),
            ("title_reversed_after_entry", put("note", reversed_on="2024-10-01")),
        ],
    )
    def test_a_constraint_refuses(self, name: str, act: Callable[[dict[str, Any]], None], cast: Cast):
        issued(cast)
        settle("2024-12-01")
        rows = {"hours": HourEntry.objects.get(), "note": TitleNote.objects.get()}
        with pytest.raises(IntegrityError, match=rf"{name}|UNIQUE"), transaction.atomic():
            act(rows)
