"""Scores: entered by one, confirmed by another, published; changed only by a new version (R09)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from tests.certification import exammakers as m
from tests.certification.makers import moment, take
from tests.training.test_constraints import put, twin
from yushu.casework.models import Notice
from yushu.casework.moving import Given
from yushu.certification.models import Application, Batch, Candidate, ScoreVersion, Sitting
from yushu.certification.scoring import Points, enter_scores
from yushu.kernel.errors import Forbidden, Invalid, Refusal, Stale
from yushu.ledger.models import Entry
from yushu.people.roles import Duty, Role
from yushu.training.models import TrainingCertificate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def seated(cast: Cast, people: int = 1) -> Sitting:
    """A sitting whose people have their seats."""
    return m.confirmed(cast, *m.trained(cast, people=people))[0].sitting


def announce(sitting: Sitting, cast: Cast) -> Sitting:
    m.night("2024-11-03")
    return m.two_hands(sitting, "announce", cast, "2024-11-05")


def test_no_score_before_the_exam_day(cast: Cast):
    sitting = seated(cast)
    with pytest.raises(Refusal, match="no scores can be entered now"):
        m.scored(sitting, cast, (820, 760), on="2024-11-01")


def test_a_seat_without_a_person_and_points_that_contradict_are_refused(cast: Cast):
    sitting = seated(cast)
    with pytest.raises(Invalid, match="Nobody has seat 2"):
        m.scored(sitting, cast, (820, 760), (700, 700))
    for wrong in (Points(820, None, absent=True), Points(1001, 600)):
        sitting.refresh_from_db()
        with pytest.raises(Invalid):
            enter_scores(sitting, {1: wrong}, actor=cast.owner(Role.EVALUATOR).actor, at=moment(m.HELD),
                         rev=sitting.rev)  # fmt: skip


def test_only_the_evaluators_handler_enters_and_an_old_sheet_is_not_sent_after_a_newer(cast: Cast):
    sitting = seated(cast)
    for actor in (cast.stranger(Role.EVALUATOR).actor, cast.colleague(Role.EVALUATOR, Duty.SIGN).actor):
        with pytest.raises(Forbidden):
            enter_scores(sitting, {1: Points(600, 600)}, actor=actor, at=moment(m.HELD), rev=sitting.rev)
    m.scored(sitting, cast, (820, 760))
    old = sitting.rev
    m.scored(sitting, cast, (830, 760))
    with pytest.raises(Stale):
        enter_scores(sitting, {1: Points(600, 600)}, actor=cast.owner(Role.EVALUATOR).actor,
                     at=moment(m.HELD), rev=old - 1)  # fmt: skip


def test_nothing_is_published_before_everybody_has_two_scores_or_was_absent(cast: Cast):
    sitting = seated(cast, people=3)
    m.scored(sitting, cast, (820, 760), (None, None))
    m.night("2024-11-03")
    with pytest.raises(Refusal, match="1 have neither"):
        take(sitting, "announce", cast.owner(Role.EVALUATOR), "2024-11-05")


def test_a_second_person_confirms_and_everybody_is_told_their_own(cast: Cast):
    sitting = seated(cast, people=3)
    m.scored(sitting, cast, (600, 600), (1000, 595), (None, None))
    announce(sitting, cast)

    said = {
        one.seat: Notice.objects.filter(person=one.person, zh__contains="成绩").get().zh
        for one in Application.objects.all()
    }
    assert ["，合格" in said[1], "不合格" in said[2], "缺考" in said[3]] == [True, True, True]
    version = ScoreVersion.objects.get(application__seat=1)
    assert version.entered_by == cast.owner(Role.EVALUATOR).person
    assert version.confirmed_by == cast.colleague(Role.EVALUATOR, Duty.SIGN).person


def test_who_entered_a_score_does_not_sign_it_even_with_the_duty_lent(cast: Cast):
    sitting = seated(cast)
    m.scored(sitting, cast, (820, 760))
    signer = cast.colleague(Role.EVALUATOR, Duty.SIGN)
    ScoreVersion.objects.update(entered_by=signer.person)
    m.night("2024-11-03")
    take(sitting, "announce", cast.owner(Role.EVALUATOR), "2024-11-05")
    with pytest.raises(Refusal, match="entered scores"):
        take(sitting, "announce", signer, "2024-11-05")


def test_a_score_entered_anew_takes_back_the_first_hand(cast: Cast):
    sitting = seated(cast)
    m.scored(sitting, cast, (820, 760))
    m.night("2024-11-03")
    handler, signer = cast.owner(Role.EVALUATOR), cast.colleague(Role.EVALUATOR, Duty.SIGN)
    take(sitting, "announce", handler, "2024-11-04")
    m.scored(sitting, cast, (730, 760), on="2024-11-05")

    with pytest.raises(Forbidden):
        take(sitting, "announce", signer, "2024-11-05")
    announce(sitting, cast)
    said = [entry.verb for entry in Entry.objects.filter(chain_id=sitting.pk).order_by("seq")]
    assert said.count("score") == 2
    assert Application.objects.get().score().theory == 730


def correct(one: Application, cast: Cast, on: str = "2024-11-08", **facts: str) -> Application:
    given = Given({"theory": "60", "practice": "60.0", "absent": "no", "reason": "第三题漏记5分", **facts})
    return m.two_hands(one, "regrade", cast, on, given)


def test_a_published_score_changes_by_a_new_version_with_reason_second_person_and_notice(cast: Cast):
    m.finished(cast, (600, 595))
    one = Application.objects.get()

    correct(one, cast)

    old, new = m.versions(one)
    assert (old.practice, new.practice, new.number) == (595, 600, 2)
    assert (new.reason, new.entered_by == new.confirmed_by) == ("第三题漏记5分", False)
    row = Candidate.objects.get()
    assert (row.practice, row.passed) == (600, True)
    assert Notice.objects.filter(person=one.person, zh__contains="第三题漏记5分").exists()
    assert Entry.objects.filter(chain_id=row.batch_id, verb="mend").exists()


@pytest.mark.parametrize(
    "facts", [{"theory": "60.05"}, {"theory": ""}, {"absent": "yes"}, {"practice": "一百"}]
)
def test_a_correction_that_cannot_be_read_changes_nothing(cast: Cast, facts: dict[str, str]):
    m.published(cast, (600, 595))
    one = Application.objects.get()
    with pytest.raises(Invalid):
        correct(one, cast, **facts)
    assert len(m.versions(one)) == 1


def test_a_reported_list_is_returned_before_a_score_of_it_changes(cast: Cast):
    m.finished(cast, (820, 595))
    batch = Candidate.objects.get().batch
    take(batch, "report", cast.owner(Role.EVALUATOR), "2024-11-07")
    with pytest.raises(Refusal, match="has been reported"):
        correct(Application.objects.get(), cast)


# Every named constraint refuses on the real database


@pytest.fixture
def room(cast: Cast) -> dict[str, Any]:
    sitting = m.published(cast, (820, 760), (600, 595))
    one, two = Application.objects.order_by("seat")
    return {
        "sitting": sitting,
        "exam": sitting.exams.get(),
        "assessor": sitting.assessors.first(),
        "application": one,
        "second": two,
        "score": one.scores.get(),
    }


def refused(act: Callable[[dict[str, Any]], None], room: dict[str, Any]) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act(room)
    return str(error.value)


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("sitting_state_known", put("sitting", state="ELSEWHERE")),
        ("sitting_has_room", put("sitting", capacity=0, seated=0)),
        ("sitting_seated_within_room", put("sitting", seated=31)),
        ("sitting_days_in_order", put("sitting", apply_until="2024-11-02")),
        ("exam_once_a_sitting", twin("exam")),
        ("exam_level_known", put("exam", level="MASTER")),
        ("assessor_once_a_sitting", twin("assessor")),
        ("application_state_known", put("application", state="ELSEWHERE")),
        ("application_level_known", put("application", level="MASTER")),
        ("application_way_known", put("application", way="BRIBE", proofs="毕业证书")),
        ("application_proofs_without_promise", put("application", way="PROOFS", proofs="")),
        ("application_order_once", put("application", seq=2)),
        ("application_seat_once", put("application", seat=2)),
        ("score_version_once", twin("score")),
        ("score_within_hundred", put("score", theory=1001)),
        ("score_absent_without_points", put("score", absent=True)),
        ("score_changed_with_a_reason", put("score", number=2)),
    ],
)
def test_a_constraint_refuses(name: str, act: Callable[[dict[str, Any]], None], room: dict[str, Any]):
    said = refused(act, room)
    assert name in said or "UNIQUE" in said


def test_the_database_lets_nobody_confirm_their_own_score(room: dict[str, Any]):
    """score_confirmed_by_another."""
    score = room["score"]
    assert "score_confirmed_by_another" in refused(put("score", entered_by=score.confirmed_by_id), room)


def test_the_database_lets_nobody_apply_twice(room: dict[str, Any]):
    """application_one_open."""
    Application.objects.update(state="APPLIED")
    said = refused(put("second", person=room["application"].person_id), room)
    assert "application_one_open" in said or "UNIQUE" in said


def test_whose_training_certificate_was_revoked_meanwhile_is_not_reported(cast: Cast):
    m.finished(cast, (820, 760), (700, 700))
    batch = Batch.objects.get()
    training = TrainingCertificate.objects.order_by("number")
    TrainingCertificate.objects.filter(pk=training[0].pk).update(state="REVOKED")

    with pytest.raises(Refusal, match="1 have no training certificate that stands"):
        take(batch, "report", cast.owner(Role.EVALUATOR), "2024-11-08")

    TrainingCertificate.objects.filter(state="REVOKED").update(state="SUPERSEDED")
    assert take(batch, "report", cast.owner(Role.EVALUATOR), "2024-11-08").state == "REPORTED"
