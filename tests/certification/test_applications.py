"""Applying: in person, once, by commitment or with proofs; and what a false commitment costs (R08, A37)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from tests.certification import exammakers as m
from tests.certification.makers import moment, take, three_hands
from tests.training.makers import make_applicant
from yushu.casework.models import Notice
from yushu.casework.moving import Given
from yushu.catalogue.models import Occupation
from yushu.certification.drafting import Course, apply_for
from yushu.certification.models import Application, Candidate, LevelCertificate, Way
from yushu.kernel.errors import Forbidden, Invalid, Refusal, Stale
from yushu.people.models import Bar, BarKind
from yushu.people.roles import Duty, Role
from yushu.training.models import Commitment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
REASON = m.REASON
WAIT = "2024-10-22"


def test_a_trained_graduate_applies_and_has_signed_in_person(cast: Cast):
    (member,) = m.trained(cast, people=1)
    sitting = m.opened(cast)

    one = m.applied(member, sitting)

    signed = Commitment.objects.get(chain_id=one.pk)
    assert (one.state, signed.version, signed.person) == ("APPLIED", "exam-2024", member.person)
    assert one.training == m.training_of(member)


def test_nobody_applies_or_signs_for_another(cast: Cast):
    member, other = m.trained(cast)
    sitting = m.opened(cast)
    said = m.asked(sitting)
    for actor in (other.actor, cast.owner(Role.EVALUATOR).actor, cast.owner(Role.INSTITUTION).actor):
        with pytest.raises(Forbidden):
            apply_for(member.person, sitting, m.course(), said, actor=actor, at=moment("2024-10-20"))


def test_a_commitment_read_in_another_text_is_not_signed(cast: Cast):
    (member,) = m.trained(cast, people=1)
    sitting = m.opened(cast)
    said = m.asked(m.draft(cast, assessors=()))

    with pytest.raises(Invalid, match="not the one in force"):
        m.applied(member, sitting, said=said)
    assert not Application.objects.exists()


@pytest.mark.parametrize("on", ["2024-10-13", "2024-10-29"])
def test_before_and_after_the_window_nobody_applies(cast: Cast, on: str):
    (member,) = m.trained(cast, people=1)
    sitting = m.opened(cast)
    with pytest.raises(Refusal, match="no applications"):
        m.applied(member, sitting, on=on)


def test_who_has_no_training_certificate_is_told_so(cast: Cast):
    m.trained(cast, people=1)
    sitting = m.opened(cast)
    with pytest.raises(Refusal, match="no training certificate"):
        m.applied(make_applicant(99), sitting)


def test_one_application_for_an_exam_and_only_for_what_is_examined(cast: Cast):
    (member,) = m.trained(cast, people=1)
    sitting = m.opened(cast)
    m.applied(member, sitting)

    with pytest.raises(Refusal, match="Already applied"):
        m.applied(member, m.opened(cast))
    elsewhere = Course(Occupation.objects.get(short_zh="大数据"), "JUNIOR")
    with pytest.raises(Refusal, match="does not examine"):
        apply_for(member.person, sitting, elsewhere, m.asked(sitting), actor=member.actor,
                  at=moment("2024-10-20"))  # fmt: skip


def test_proofs_are_named_and_looked_at_twice(cast: Cast):
    (member,) = m.trained(cast, people=1)
    sitting = m.opened(cast)
    with pytest.raises(Refusal, match="No proofs"):
        m.applied(member, sitting, way=Way.PROOFS, proofs="  ")

    one = m.applied(member, sitting, way=Way.PROOFS)

    assert one.word_check().mark == "look"
    assert not Commitment.objects.filter(chain_id=one.pk).exists()


def test_withdrawing_closes_the_way_of_the_promise_for_that_exam_of_that_year(cast: Cast):
    (member,) = m.trained(cast, people=1)
    sitting = m.opened(cast)
    take(m.applied(member, sitting), "withdraw", member, "2024-10-21")

    with pytest.raises(Refusal, match="withdrew"):
        m.applied(member, sitting, on=WAIT)
    again = m.applied(member, sitting, on=WAIT, way=Way.PROOFS)
    assert again.state == "APPLIED"

    next_year = {"held_on": date(2025, 1, 18), "apply_until": date(2025, 1, 10)}
    take(again, "withdraw", member, "2024-10-23")
    assert m.applied(member, m.opened(cast, **next_year)).way == Way.PROMISE


def test_nobody_withdraws_after_paying_or_after_applications_close(cast: Cast):
    paying, late = m.trained(cast)
    first, second = m.confirmed(cast, paying, late, sitting=m.opened(cast, fee_yuan=200))
    take(first, "pay", cast.owner(Role.EVALUATOR), WAIT, given=Given({"paid_on": "2024-10-22"}))

    with pytest.raises(Refusal, match="Paid on"):
        take(first, "withdraw", paying, "2024-10-23")
    with pytest.raises(Refusal, match="closed on"):
        take(second, "withdraw", late, "2024-10-29")


def test_the_barred_and_the_earlier_liars_get_no_promise(cast: Cast):
    (member,) = m.trained(cast, people=1)
    sitting = m.opened(cast)
    until = date(2024, 10, 31)
    Bar.objects.create(person=member.person, kind=BarKind.EXAM, since=date(2024, 10, 1), until=until,
                       reason="替考", source="登记簿")  # fmt: skip
    with pytest.raises(Refusal, match="register"):
        m.applied(member, sitting)

    one = m.applied(member, sitting, way=Way.PROOFS)
    m.two_hands(one, "void", cast, WAIT, REASON)
    with pytest.raises(Refusal, match="earlier commitment"):
        m.applied(member, sitting, on="2024-10-23")


def test_barred_on_the_exam_day_means_not_examined_at_all(cast: Cast):
    (member,) = m.trained(cast, people=1)
    sitting = m.opened(cast)
    Bar.objects.create(person=member.person, kind=BarKind.EXAM, since=date(2024, 11, 1), reason="替考",
                       source="登记簿")  # fmt: skip
    with pytest.raises(Refusal, match="barred"):
        m.applied(member, sitting, way=Way.PROOFS)


def test_a_return_gives_the_reason_and_the_person_alone_sends_it_again(cast: Cast):
    (member,) = m.trained(cast, people=1)
    one = m.applied(member, m.opened(cast))
    evaluator = cast.owner(Role.EVALUATOR)
    take(one, "return", evaluator, "2024-10-21", given=REASON)
    said = {**one.stands(), "graduates_on": "2026-06-30"}

    with pytest.raises(Forbidden):
        take(one, "resubmit", evaluator, "2024-10-22", given=Given(said))
    take(one, "resubmit", member, "2024-10-22", given=Given(said))

    with pytest.raises(Refusal, match="no condition is met"):
        take(one, "confirm", evaluator, "2024-10-23")


def test_a_refusal_takes_two_persons(cast: Cast):
    (member,) = m.trained(cast, people=1)
    one = m.applied(member, m.opened(cast))
    handler = cast.owner(Role.EVALUATOR)
    take(one, "refuse", handler, "2024-10-21", given=REASON)
    assert one.state == "APPLIED"

    take(one, "refuse", cast.colleague(Role.EVALUATOR, Duty.SIGN), "2024-10-21")
    assert one.state == "REFUSED"


def test_a_revoked_training_certificate_stops_the_confirmation(cast: Cast):
    (member,) = m.trained(cast, people=1)
    one = m.applied(member, m.opened(cast))
    type(one.training).objects.update(state="REVOKED")
    with pytest.raises(Refusal, match="no training certificate"):
        take(one, "confirm", cast.owner(Role.EVALUATOR), "2024-10-21")


def test_an_application_nobody_confirmed_lapses_with_the_exam_day(cast: Cast):
    (member,) = m.trained(cast, people=1)
    one = m.applied(member, m.opened(cast))
    m.night("2024-11-03")
    one.refresh_from_db()
    assert (one.state, one.entered_on) == ("LAPSED", date(2024, 11, 3))


# What a false commitment costs, as far as it reached


def test_found_before_the_exam_it_ends_the_application_and_frees_the_seat(cast: Cast):
    (member,) = m.trained(cast, people=1)
    (one,) = m.confirmed(cast, member)

    m.two_hands(one, "void", cast, WAIT, REASON)

    one.sitting.refresh_from_db()
    assert (one.state, one.seat, one.sitting.seated) == ("VOID", None, 0)


def test_found_after_the_exam_nothing_falls_before_notice_defence_and_decision(cast: Cast):
    m.finished(cast, (820, 760))
    one = Application.objects.get()
    m.two_hands(one, "notify", cast, "2024-11-07", REASON)
    with pytest.raises(Stale):
        take(one, "void", cast.owner(Role.EVALUATOR), "2024-11-08", given=REASON)
    assert Candidate.objects.passed(600).exists()

    m.night("2024-11-15")
    m.two_hands(one, "void", cast, "2024-11-15", REASON)

    row = Candidate.objects.get()
    assert (row.void, row.passed, row.theory) == (True, False, 820)
    assert (row.batch.count_passed(), row.batch.count_unscored(), row.batch.count_failed()) == (0, 0, 1)


def test_a_reported_list_is_returned_before_a_row_of_it_falls(cast: Cast):
    m.finished(cast, (820, 760))
    one, batch = Application.objects.get(), Candidate.objects.get().batch
    take(batch, "report", cast.owner(Role.EVALUATOR), "2024-11-07")
    m.two_hands(one, "notify", cast, "2024-11-08", REASON)
    m.night("2024-11-18")

    with pytest.raises(Refusal, match="has been reported"):
        take(one, "void", cast.owner(Role.EVALUATOR), "2024-11-18", given=REASON)


def test_a_certificate_never_falls_by_itself(cast: Cast):
    """The province is told, and its own process begins with a notice; until its decision all stays valid."""
    certificate = issued(cast)
    one = Application.objects.get()
    with pytest.raises(Refusal, match="only the province"):
        take(one, "notify", cast.owner(Role.EVALUATOR), "2024-12-02", given=REASON)

    m.two_hands(one, "refer", cast, "2024-12-02", REASON)

    certificate.refresh_from_db()
    told = Notice.objects.filter(office=cast.owner(Role.PROVINCE).office, chain_id=certificate.pk)
    assert (certificate.state, one.state) == ("VALID", "GRADED")
    assert "学历数据核对不符" in told.get().zh


def test_who_lost_a_certificate_for_it_gets_no_promise_again(cast: Cast):
    certificate = issued(cast)
    LevelCertificate.objects.filter(pk=certificate.pk).update(state="REVOKED", ground="COMMITMENT")
    member = make_applicant(40)
    sitting = m.opened(cast, on="2024-12-02", held_on=date(2025, 1, 18), apply_until=date(2025, 1, 10))

    with pytest.raises(Refusal, match="earlier commitment"):
        m.applied(member, sitting, on="2024-12-03")
    assert m.applied(member, sitting, on="2024-12-03", way=Way.PROOFS).state == "APPLIED"


def issued(cast: Cast) -> LevelCertificate:
    """The whole way from a sitting to a certificate."""
    m.finished(cast, (820, 760))
    batch = Candidate.objects.get().batch
    take(batch, "report", cast.owner(Role.EVALUATOR), "2024-11-07")
    three_hands(batch, "forward", cast, "2024-11-12")
    facts = {"document_no": "协调办函〔2024〕9号", "received_on": "2024-11-20"}
    take(batch, "approve", cast.owner(Role.PROVINCE), "2024-11-20", given=Given(facts))
    take(batch, "issue", cast.owner(Role.EVALUATOR), "2024-11-28")
    return LevelCertificate.objects.get()


def test_a_holder_does_not_sit_the_same_level_again(cast: Cast):
    issued(cast)
    sitting = m.opened(cast, on="2024-12-02", held_on=date(2025, 1, 18), apply_until=date(2025, 1, 10))
    with pytest.raises(Refusal, match="already holds"):
        m.applied(make_applicant(40), sitting, on="2024-12-03")
