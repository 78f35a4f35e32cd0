"""The trainee's own page from the application to the level certificate, and what due process takes away again."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast, Member
from tests.certification import exammakers as exams
from tests.certification.makers import three_hands as province_signs
from tests.doors.journeying import (
    DECISION,
    WHY,
    applied_for,
    certified,
    due,
    graded,
    page,
    states,
    text,
    turn,
)
from tests.training import classmakers as make
from yushu.casework.moving import Given
from yushu.certification.models import Batch, LevelCertificate
from yushu.entitlements.settling import settle_entitlements
from yushu.people.roles import Role
from yushu.training import models as m

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


@pytest.fixture
def me(cast: Cast) -> Member:
    return cast.owner(Role.TRAINEE)


@pytest.fixture
def applied(cast: Cast, me: Member) -> Any:
    return applied_for(cast, me)


@pytest.fixture
def level(cast: Cast, me: Member) -> LevelCertificate:
    return certified(cast, me)


def test_open_sittings_are_counted_for_my_course_alone(cast: Cast, me: Member):
    make.completed(cast, who=(me,))
    assert "现在有0场可以申报" in text(page(me, "2024-10-15"))
    exams.opened(cast)
    assert "现在有1场可以申报" in text(page(me, "2024-10-15"))
    exams.opened(cast, level="MIDDLE")
    assert "现在有1场可以申报" in text(page(me, "2024-10-15"))


def test_an_application_is_followed_to_its_scores(cast: Cast, me: Member, applied: Any):
    evaluator = cast.owner(Role.EVALUATOR)
    assert turn(me, "2024-10-20").key == "APPLIED"
    exams.take(applied, "return", evaluator, "2024-10-21", given=Given(WHY))
    answer = page(me, "2024-10-21")
    assert answer.context["turn"].key == "RETURNED"
    assert reverse("step", args=["application", applied.pk, "resubmit"]) in answer.content.decode()
    applied.refresh_from_db()
    exams.take(applied, "resubmit", me, "2024-10-22", given=Given({**applied.stands(), "proofs": ""}))
    exams.take(applied, "confirm", evaluator, "2024-10-23")
    answer = page(me, "2024-10-23")
    assert (answer.context["turn"].key, states(answer)) == ("CONFIRMED", "dddddnt")
    assert due(answer) == ("2024-11-02", "R09")
    assert "1号座位" in text(answer)
    assert "考核站点甲机房一" in text(answer)
    assert "有问题：0351-0000001" in text(answer)
    exams.scored(applied.sitting, cast, (820, 760))
    exams.night("2024-11-03")
    answer = page(me, "2024-11-04")
    assert (answer.context["turn"].key, due(answer)) == ("EXAMINED", ("2024-12-02", "R09"))


@pytest.mark.parametrize(
    ("marks", "said"), [((820, 595), "理论知识82.0，专业能力59.5，不合格"), ((None, None), "缺考")]
)
def test_who_has_not_passed_may_apply_again(cast: Cast, me: Member, marks: Any, said: str):
    graded(cast, me, marks)
    answer = page(me, "2024-11-06")
    assert (answer.context["turn"].key, states(answer)) == ("FAILED", "dddddnt")
    assert said in text(answer)


def test_the_batch_is_followed_through_its_stages_to_the_certificate(cast: Cast, me: Member):
    sitting = graded(cast, me, (820, 760))
    assert turn(me, "2024-11-05").key == "GRADED"
    exams.take(sitting, "finish", cast.owner(Role.EVALUATOR), "2024-11-06")
    batch = Batch.objects.get()
    answer = page(me, "2024-11-07")
    assert (answer.context["turn"].key, states(answer)) == ("B_EXAMINED", "ddddddn")
    assert due(answer) == ("2024-12-02", "R09")
    exams.take(batch, "report", cast.owner(Role.EVALUATOR), "2024-11-07")
    answer = page(me, "2024-11-08")
    assert (answer.context["turn"].key, due(answer)) == ("B_REPORTED", ("2024-11-18", "R10"))
    assert "省人社厅甲" in text(answer)
    province_signs(batch, "forward", cast, "2024-11-12")
    answer = page(me, "2024-11-13")
    assert answer.context["turn"].key == "B_FORWARDED"
    assert "没有规定审核期限" in text(answer)
    assert "省人社厅甲，11月12日报协调小组办公室" in text(answer)
    told = Given({"document_no": "协调办函〔2024〕7号", "received_on": "2024-11-20"})
    exams.take(batch, "approve", cast.owner(Role.PROVINCE), "2024-11-20", legal="2024-11-18", given=told)
    answer = page(me, "2024-11-21")
    assert (answer.context["turn"].key, due(answer)) == ("B_APPROVED", ("2024-12-20", "R11"))
    exams.take(batch, "issue", cast.owner(Role.EVALUATOR), "2024-11-22")
    answer = page(me, "2024-11-22")
    assert (answer.context["turn"].key, states(answer)) == ("VALID", "ddddddd")
    assert "当晚登记" in text(answer)
    settle_entitlements(at=exams.moment("2024-11-23", 1))
    assert "职称备注：可认定职称已登记" in text(page(me, "2024-11-23"))
    held = LevelCertificate.objects.get()
    assert reverse("case", args=["certificate", held.pk]) in answer.content.decode()


def test_a_row_that_was_returned_says_why(cast: Cast, me: Member):
    sitting = graded(cast, me, (820, 760))
    exams.take(sitting, "finish", cast.owner(Role.EVALUATOR), "2024-11-06")
    batch = Batch.objects.get()
    exams.take(batch, "report", cast.owner(Role.EVALUATOR), "2024-11-07")
    (key,) = batch.row_keys()
    given = Given(WHY, row_facts={key: {"why": "姓名用字不符"}}, rows=(key,))
    exams.take(batch, "return", cast.owner(Role.PROVINCE), "2024-11-08", given=given)
    answer = page(me, "2024-11-09")
    assert answer.context["turn"].key == "B_RETURNED"
    assert "姓名用字不符" in text(answer)
    void = Given({"reason": "不再报送"})
    exams.take(batch, "withdraw", cast.owner(Role.EVALUATOR), "2024-11-10", given=void)
    assert turn(me, "2024-11-10").key == "B_ENDED"


@pytest.mark.parametrize(
    ("step", "key"),
    [("withdraw", "A_WITHDRAWN"), ("refuse", "A_REFUSED"), ("void", "A_VOID"), ("cancel", "A_CANCELLED")],
)
def test_an_application_that_ended_leaves_the_way_open(
    cast: Cast, me: Member, applied: Any, step: str, key: str
):
    if step == "withdraw":
        exams.take(applied, step, me, "2024-10-22")
    elif step == "cancel":
        exams.two_hands(applied.sitting, step, cast, "2024-10-22", Given(WHY))
    else:
        exams.two_hands(applied, step, cast, "2024-10-22", Given(WHY))
    answer = page(me, "2024-10-23")
    assert answer.context["turn"].key == key
    assert answer.context["turn"].act.href == reverse("exams")


def test_an_application_nobody_confirmed_lapses_with_the_exam(me: Member, applied: Any):
    exams.night("2024-11-03")
    assert turn(me, "2024-11-03").key == "A_LAPSED"
    assert applied.held_on.day == 2


def test_a_notice_to_be_answered_comes_before_everything(cast: Cast, me: Member):
    graded(cast, me, (820, 760))
    mine = me.person.applications.get()
    exams.two_hands(mine, "notify", cast, "2024-11-06", Given(WHY))
    answer = page(me, "2024-11-07")
    assert (answer.context["turn"].key, due(answer)[1]) == ("A_NOTIFIED", "H-defence")
    assert reverse("step", args=["application", mine.pk, "defend"]) in answer.content.decode()
    exams.take(mine, "defend", me, "2024-11-08", given=Given({"statement": "属实"}))
    assert turn(me, "2024-11-08").key == "A_HEARD"


def test_the_training_certificate_is_revoked_by_due_process(cast: Cast, me: Member):
    held = make.certificate(cast, who=(me,))
    province_signs(held, "notify", cast, "2024-10-15", first=Given({**DECISION, "ground": "HOURS"}))
    answer = page(me, "2024-10-16")
    assert (answer.context["turn"].key, due(answer)[1]) == ("T_NOTIFIED", "H-defence")
    exams.take(held, "defend", me, "2024-10-17", given=Given({"statement": "学时属实"}))
    assert turn(me, "2024-10-17").key == "T_HEARD"
    province_signs(held, "revoke", cast, "2024-10-18", first=Given(WHY))
    answer = page(me, "2024-10-19")
    assert (answer.context["turn"].key, states(answer)) == ("T_REVOKED", "ddddott")
    assert "已冲回" in text(answer)


def test_the_level_certificate_is_suspended_and_revoked_by_due_process(
    cast: Cast, me: Member, level: LevelCertificate
):
    province_signs(level, "notify", cast, "2024-11-25", first=Given(DECISION))
    assert turn(me, "2024-11-25").key == "C_NOTIFIED"
    exams.take(level, "defend", me, "2024-11-26", given=Given({"statement": "属实"}))
    assert turn(me, "2024-11-26").key == "C_HEARD"
    province_signs(level, "suspend", cast, "2024-11-27", first=Given(WHY))
    assert turn(me, "2024-11-27").key == "SUSPENDED"
    province_signs(level, "revoke", cast, "2024-11-28", first=Given(WHY))
    answer = page(me, "2024-11-29")
    assert (answer.context["turn"].key, states(answer)) == ("REVOKED", "ddddddo")
    assert "11月28日撤销" in text(answer)


def test_a_notice_about_the_training_takes_nothing_away_before_the_decision(
    cast: Cast, me: Member, level: LevelCertificate
):
    held = m.TrainingCertificate.objects.get()
    province_signs(held, "notify", cast, "2024-11-25", first=Given({**DECISION, "ground": "HOURS"}))
    answer = page(me, "2024-11-26")
    assert (answer.context["turn"].key, states(answer)) == ("T_NOTIFIED", "ddddndd")
    assert level.number in text(answer)


def test_of_a_replaced_certificate_the_new_one_counts(cast: Cast, me: Member, level: LevelCertificate):
    exams.take(level, "supersede", cast.owner(Role.EVALUATOR), "2024-11-25", given=Given({"reason": "更名"}))
    answer = page(me, "2024-11-26")
    assert answer.context["turn"].key == "VALID"
    new = LevelCertificate.objects.get(state="VALID")
    way = str(answer.context["stops"][-1].said)
    assert new.number in way
    assert level.number not in way
