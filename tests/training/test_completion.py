"""Completion: every hour of every kind, two persons, and a certificate anybody can verify (R06, A37)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from tests.catalogue.makers import take, three_hands
from tests.training import classmakers as make
from yushu.kernel.crypto import canonical, digest
from yushu.kernel.errors import Refusal
from yushu.ledger.models import LogLeaf
from yushu.people.models import Person
from yushu.people.roles import Duty, Role
from yushu.training import models as m
from yushu.training.classing import S
from yushu.training.completing import Marks, confirm_results, enter_results
from yushu.training.requesting import add_makeup
from yushu.training.training_life import L

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def enter(case: m.TrainingClass, cast: Cast, seq: int, *both: int, on: str = make.EXAM) -> None:
    member = case.members.get(seq=seq)
    enter_results(
        case, date.fromisoformat(on), {member.pk: Marks(*both)}, actor=make.hand(cast), at=make.at(on)
    )


def test_who_lacks_hours_cannot_sit_the_exam_and_is_told_which(cast: Cast):
    case = make.opened(cast)
    for session in case.sessions.all():
        make.hold(session, cast, absent=(1,) if session.kind == "practice_offline" else ())
    with pytest.raises(Refusal) as refused:
        enter(case, cast, 1, 800, 800)
    name = case.members.get(seq=1).person.name
    assert refused.value.wrong.zh == f"{name}还差线下实操4学时，不能参加结业考核"
    assert (
        refused.value.wrong.en == f"{name} lacks 4 h of practice on site and cannot sit the completion exam"
    )


def test_hours_made_up_open_the_exam(cast: Cast):
    case = make.opened(cast)
    for session in case.sessions.all():
        make.hold(session, cast, absent=(1,) if session.kind == "practice_offline" else ())
    row = "2024-10-10，08:30-11:50，线下实操，教师甲，A301，补课，10:00-10:20"
    (extra,) = add_makeup(case, row, actor=make.hand(cast), at=make.at(make.SECOND))
    make.hold(extra, cast)
    enter(case, cast, 1, 800, 800, on="2024-10-11")
    assert m.CompletionResult.objects.get().passed


@pytest.mark.parametrize(("both", "passed"), [((600, 600), True), ((600, 595), False), ((1000, 590), False)])
def test_both_parts_reach_the_mark_without_averaging_or_rounding(
    cast: Cast, both: tuple[int, int], passed: bool
):
    case = make.taught(cast)
    enter(case, cast, 1, *both)
    assert m.CompletionResult.objects.get().passed is passed


def test_a_result_is_entered_by_one_and_confirmed_by_another(cast: Cast):
    case = make.taught(cast)
    enter(case, cast, 1, 820, 760)
    with pytest.raises(Refusal, match="you entered it"):
        confirm_results(case, actor=make.hand(cast), at=make.at(make.EXAM))
    assert confirm_results(case, actor=make.hand(cast, Duty.CHECK), at=make.at(make.EXAM)) == 1


def test_who_failed_sits_again_and_who_passed_does_not(cast: Cast):
    case = make.taught(cast)
    make.examine(case, cast, (500, 700), (820, 760))
    make.examine(case, cast, (640, 700), on="2024-10-12")
    attempts = m.CompletionResult.objects.filter(member__seq=1).values_list("attempt", "passed")
    assert list(attempts) == [(1, False), (2, True)]
    with pytest.raises(Refusal, match="has passed"):
        enter(case, cast, 2, 900, 900, on="2024-10-12")


def test_a_class_is_complete_when_every_session_and_everybody_is_settled(cast: Cast):
    case = make.opened(cast)
    *others, last = case.sessions.all()
    for session in others:
        make.hold(session, cast)
    with pytest.raises(Refusal, match="attendance of 1 session is not confirmed"):
        make.finish(case, cast)
    make.hold(last, cast)
    with pytest.raises(Refusal, match="2 have all hours and no result yet"):
        make.finish(case, cast)


def test_completion_issues_certificates_and_opens_the_report_that_is_due(cast: Cast):
    case = make.taught(cast)
    make.examine(case, cast, (820, 760), (500, 700))
    make.finish(case, cast)

    found = m.TrainingCertificate.objects.get()
    assert (case.state, found.serial, found.state) == (S.COMPLETED, "YS-2024-P-00001", L.VALID)
    assert (found.completed_on, found.hours, found.theory_online) == (date(2024, 10, 10), 10, 2)
    assert {member.enrolment.state for member in case.members.all()} == {"FINISHED"}
    assert case.rosters.get().lines.count() == 2


def test_a_certificate_stands_in_the_public_log_as_it_is_digested(cast: Cast):
    found = make.certificate(cast)
    leaf = LogLeaf.objects.get(pk=found.leaf_id)
    assert (leaf.kind, len(found.code)) == ("training_certificate", 16)
    assert digest("sha256", canonical(found.stated())) == found.digest


def test_nothing_changes_for_a_holder_before_the_decision(cast: Cast):
    found = make.certificate(cast)
    first = {"ground": "HOURS", "reason": "考勤照片与名单不符"}
    three_hands(found, "notify", cast, "2024-11-04", **first)
    found.refresh_from_db()
    assert (found.state, found.ground) == (L.NOTIFIED, "HOURS")
    statement = make.given(statement="我每节都在", paper="本人2024年11月6日来信")
    take(found, "defend", cast.owner(Role.PROVINCE), "2024-11-06", statement)
    three_hands(found, "revoke", cast, "2024-11-08", reason="查实缺课")
    found.refresh_from_db()
    assert found.state == L.REVOKED


def test_a_commitment_is_called_false_only_where_one_was_signed(cast: Cast):
    make.certificate(cast)
    signed, unsigned = m.TrainingCertificate.objects.order_by("number")[:2]
    m.Commitment.objects.filter(chain=unsigned.member.enrolment_id).delete()
    false = {"ground": "COMMITMENT", "reason": "学籍核查与承诺不符"}
    with pytest.raises(Refusal, match="signed no identity commitment"):
        three_hands(unsigned, "notify", cast, "2024-11-04", **false)
    three_hands(unsigned, "notify", cast, "2024-11-04", **false | {"ground": "ERROR"})
    three_hands(signed, "notify", cast, "2024-11-04", **false)
    signed.refresh_from_db()
    assert (signed.state, signed.ground) == (L.NOTIFIED, "COMMITMENT")


def test_a_corrected_certificate_takes_the_place_of_the_wrong_one(cast: Cast):
    found = make.certificate(cast)
    Person.objects.filter(pk=found.person_id).update(name="更名者")
    take(found, "supersede", cast.owner(Role.INSTITUTION), "2024-10-20", make.given(reason="姓名更正"))
    new = m.TrainingCertificate.objects.get(replaces=found)
    assert (new.holder, new.serial, new.state) == ("更名者", "YS-2024-P-00003", L.VALID)
    assert new.completed_on == found.completed_on
