"""The trainee's own page in every state: who holds the case, until when, what is missing, what comes next."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast, Member
from tests.certification import exammakers as exams
from tests.certification.makers import three_hands as province_signs
from tests.doors.test_class_pages import set_clock
from tests.doors.walking import set_day
from tests.training import classmakers as make
from tests.training.makers import WORKER, enrol_by_institution, enrol_self, make_applicant, press, publish
from yushu.casework.moving import Given
from yushu.certification.models import Batch, LevelCertificate
from yushu.doors.pages.journey_stages_exam import STAGES
from yushu.doors.pages.journey_turns import Turn
from yushu.entitlements.settling import settle_entitlements
from yushu.people.roles import Duty, Role
from yushu.training import models as m
from yushu.training.joining import leave_class
from yushu.training.requesting import add_makeup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

WHY = {"reason": "查明事实"}
DECISION = {"ground": "COMMITMENT", "reason": "学历不实"}


@pytest.fixture
def me(cast: Cast) -> Member:
    return cast.owner(Role.TRAINEE)


@pytest.fixture
def mine(cast: Cast, me: Member) -> m.TrainingClass:
    """A class with me alone, in its first hours."""
    return make.opened(cast, who=(me,))


def page(member: Member, day: str, clock: str = "10:00", **query: Any) -> Any:
    """My page at a moment."""
    set_clock(day, clock)
    answer = member.client().get(reverse("journey"), query)
    assert answer.status_code == 200
    return answer


def turn(member: Member, day: str, clock: str = "10:00") -> Turn:
    return page(member, day, clock).context["turn"]


def text(answer: Any) -> str:
    """What stands on the page, without tags and spaces."""
    body = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", body))


def states(answer: Any) -> str:
    """The seven steps by their initials: done, now, todo, over."""
    return "".join(stop.state[0] for stop in answer.context["stops"])


def due(answer: Any) -> tuple[str, str] | None:
    """The last day of the clock that is shown, and its clause."""
    dial = answer.context["turn"].dial
    return (str(dial.due), dial.cites) if dial else None


# Enrolment ──────────────────────────────────────────────────────────────────


def test_who_has_not_enrolled_is_told_what_to_do_first(me: Member):
    answer = page(me, "2024-09-02")
    assert "你还没有报名" in text(answer)
    assert reverse("courses") in answer.content.decode()


def test_who_waits_knows_the_place_in_the_line(cast: Cast, me: Member):
    announcement = publish(cast, seats=1)
    enrol_self(make_applicant(900), announcement)
    enrol_self(make_applicant(901), announcement)
    enrol_self(me, announcement)
    answer = page(me, "2024-09-03")
    assert answer.context["turn"].key == "WAITING"
    assert "你排在第2位" in text(answer)
    assert (states(answer), due(answer)) == ("ntttttt", ("2024-11-08", "A26"))


def test_an_offered_seat_shows_its_last_day_and_the_button_that_takes_it(cast: Cast, me: Member):
    announcement = publish(cast, seats=1)
    first = enrol_self(make_applicant(900), announcement)
    one = enrol_self(me, announcement)
    press(first, "withdraw", make_applicant(900), "2024-09-04")
    answer = page(me, "2024-09-05")
    assert answer.context["turn"].key == "OFFERED"
    assert due(answer) == (str(one.chain.deadlines.get(step="accept").due_on), "H-offer")
    assert reverse("step", args=["enrolment", one.pk, "accept"]) in answer.content.decode()
    assert answer.context["turn"].mine


def test_whom_the_institution_entered_signs_first(cast: Cast, me: Member):
    announcement = publish(cast)
    one = enrol_by_institution(cast, me.person, announcement)
    answer = page(me, "2024-09-03")
    assert answer.context["turn"].key == "UNSIGNED"
    assert reverse("enrolment_commit", args=[one.pk]) in answer.content.decode()
    assert "去签署" in text(answer)
    assert "录入，9月2日" in text(answer)


def test_a_seat_waits_for_the_institution_to_form_the_class(cast: Cast, me: Member):
    enrol_self(me, publish(cast))
    answer = page(me, "2024-09-03")
    assert (answer.context["turn"].key, states(answer)) == ("HELD", "dnttttt")
    assert "你有名额，等开班" in text(answer)
    assert "是培育对象" in text(answer)


def test_outside_the_plan_it_is_said_that_there_is_no_subsidy(cast: Cast, me: Member):
    enrol_self(me, publish(cast, planned=False), WORKER)
    assert "不是培育对象，没有补贴" in text(page(me, "2024-09-03"))


@pytest.mark.parametrize(
    ("step", "hand", "key"),
    [("withdraw", Role.TRAINEE, "WITHDRAWN"), ("refuse", Role.INSTITUTION, "REFUSED")],
)
def test_an_enrolment_that_ended_leads_on(cast: Cast, me: Member, step: str, hand: Role, key: str):
    one = enrol_self(me, publish(cast))
    press(one, step, cast.owner(hand), "2024-09-05", Given(WHY) if step == "refuse" else Given())
    answer = page(me, "2024-09-06")
    assert answer.context["turn"].key == key
    assert "o" in states(answer)
    assert "9月5日" in text(answer)
    assert answer.context["turn"].act is not None


def test_an_announcement_withdrawn_ends_the_enrolment(cast: Cast, me: Member):
    announcement = publish(cast)
    enrol_self(me, announcement)
    press(announcement, "withdraw", cast.owner(Role.INSTITUTION), "2024-09-06", Given(WHY))
    assert turn(me, "2024-09-07").key == "CANCELLED"


# The class ──────────────────────────────────────────────────────────────────


def test_the_opening_request_is_followed_from_desk_to_desk(cast: Cast, me: Member):
    case = make.draft(cast, who=(me,))
    assert turn(me, "2024-09-20").key == "ROSTERED"
    make.submit(case, cast)
    answer = page(me, "2024-09-24")
    assert (answer.context["turn"].key, due(answer)) == ("SUBMITTED", ("2024-09-29", "H-class-approval"))
    assert "市人社局甲" in text(answer)
    make.approve(case, cast)
    answer = page(me, "2024-09-27")
    assert (answer.context["turn"].key, states(answer)) == ("APPROVED", "ddntttt")
    assert "9月26日批准开班" in text(answer)
    assert "下一节课" in text(answer)
    assert "数据处理基础" in text(answer)


def test_in_the_lesson_the_button_leads_to_the_check_in(mine: m.TrainingClass, me: Member):
    answer = page(me, make.OPENED, "07:30")
    early = text(answer)
    assert not answer.context["lesson"].open
    assert "08:00起可以签到，下课后到12:20可以签退" in early
    assert "请教师当面核验" in early
    answer = page(me, make.OPENED, "08:20")
    assert f'href="{reverse("checkin")}">签到' in answer.content.decode()
    assert "今天上午的课" in text(answer)
    assert "今天第1天，共2天" in text(answer)
    make.visit(mine.sessions.first(), me, "08:25")
    assert f'href="{reverse("checkin")}">签退' in page(me, make.OPENED, "11:55").content.decode()


def test_the_days_of_lessons_are_the_clock_of_the_training(mine: m.TrainingClass, me: Member):
    answer = page(me, make.SECOND)
    dial = answer.context["turn"].dial
    assert (answer.context["turn"].key, dial.used, dial.limit, str(dial.due)) == (
        "TRAINING",
        1,
        2,
        make.SECOND,
    )
    assert "今天是最后一天" in text(answer)


def test_hours_are_counted_once_a_second_person_has_confirmed_them(
    mine: m.TrainingClass, cast: Cast, me: Member
):
    first = mine.sessions.first()
    make.visit(first, me, "08:25", "11:55")
    pending = page(me, make.OPENED, "13:00").context["hours"]
    assert (pending.done["theory_offline"], pending.pending["theory_offline"]) == (0, 4)
    make.hold(first, cast)
    meters = {one.kind.zh: one for one in page(me, make.SECOND).context["hours"].meters}
    assert (meters["线下理论"].done, meters["线下理论"].tone, meters["线下实操"].missing) == (4, "met", 4)
    assert "已核验4，须10" in text(page(me, make.SECOND))


def test_hours_missed_are_said_with_the_sessions_that_make_them_up(
    mine: m.TrainingClass, cast: Cast, me: Member
):
    make.hold(mine.sessions.first(), cast, absent=(1,))
    before = page(me, make.SECOND)
    assert before.context["hours"].lost == {"theory_offline": 4}
    assert "缺4学时，须补上" in text(before)
    assert "还没有排补课" in text(before)
    assert "须在11月8日前补上" in text(before)
    rows = "2024-10-16，08:30-11:50，线下理论，教师甲，A301，补数据处理，10:00-10:20"
    rows += "\n2024-10-16，14:00-15:30，线下实操，教师甲，A301，补部署"
    add_makeup(mine, rows, actor=make.hand(cast), at=make.at(make.SECOND))
    after = page(me, make.SECOND)
    assert [one.topic for one in after.context["hours"].makeups] == ["补数据处理"]
    assert not after.context["hours"].uncovered
    assert "10月16日周三08:30–11:50" in text(after)
    assert page(me, "2024-10-17").context["hours"].uncovered == {"theory_offline": 4}


def test_a_lesson_still_to_come_is_not_missed(mine: m.TrainingClass, me: Member):
    assert page(me, make.OPENED, "07:00").context["hours"].lost == {}


def test_after_the_last_lesson_who_lacks_hours_is_told_so(mine: m.TrainingClass, cast: Cast, me: Member):
    for session in mine.sessions.all():
        make.hold(session, cast, absent=(1,) if session.kind == "theory_offline" else ())
    answer = page(me, "2024-10-10")
    assert answer.context["turn"].key == "SHORT"
    assert "你还差线下理论4学时" in text(answer)


def test_hours_not_confirmed_yet_are_not_called_missed(mine: m.TrainingClass, me: Member):
    assert turn(me, "2024-10-10").key == "COUNTING"


def test_a_class_that_was_stopped_says_who_decides(mine: m.TrainingClass, cast: Cast, me: Member):
    for duty in (Duty.HANDLE, Duty.SIGN):
        make.take(
            mine,
            "stop",
            cast.own[Role.CITY][duty],
            make.SECOND,
            make.given(**WHY) if duty == Duty.HANDLE else Given(),
        )
    answer = page(me, "2024-10-10")
    assert answer.context["turn"].key == "STOPPED"
    assert "市人社局甲" in text(answer)
    assert answer.context["lesson"] is None


def test_who_left_the_class_sees_why_and_goes_on(cast: Cast, me: Member):
    case = make.opened(cast, who=(me, make_applicant(40)))
    member = case.members.get(person=me.person)
    leave_class(member, "本人参军", actor=make.hand(cast), at=make.at(make.SECOND))
    answer = page(me, "2024-10-10")
    assert (answer.context["turn"].key, states(answer)) == ("LEFT", "ddotttt")
    assert "10月9日登记离班：本人参军" in text(answer)


def test_with_all_hours_comes_the_exam_then_the_resit_then_the_certificate(cast: Cast, me: Member):
    case = make.taught(cast, who=(me,))
    answer = page(me, "2024-10-10")
    assert (answer.context["turn"].key, states(answer)) == ("EXAM", "dddnttt")
    make.examine(case, cast, (820, 560))
    answer = page(me, "2024-10-11")
    assert answer.context["turn"].key == "RESIT"
    assert "理论82.0，实操56.0，不合格" in text(answer)
    make.enter_results(
        case,
        make.date(2024, 10, 12),
        {case.members.get().pk: make.Marks(820, 700)},
        actor=make.hand(cast),
        at=make.at("2024-10-12"),
    )
    assert turn(me, "2024-10-12").key == "MARKED"
    make.confirm_results(case, actor=make.hand(cast, Duty.CHECK), at=make.at("2024-10-12"))
    answer = page(me, "2024-10-12")
    assert (answer.context["turn"].key, states(answer)) == ("PASSED", "ddddntt")
    make.finish(case, cast, "2024-10-13")
    answer = page(me, "2024-10-14")
    assert (answer.context["turn"].key, states(answer)) == ("CERTIFIED", "dddddnt")
    assert answer.context["turn"].beside[1].cites == "R07"
    held = m.TrainingCertificate.objects.get()
    assert reverse("case", args=["training_certificate", held.pk]) in answer.content.decode()


def test_who_failed_gets_no_certificate_when_the_class_is_completed(cast: Cast, me: Member):
    case = make.taught(cast, who=(me, make_applicant(40)))
    make.examine(case, cast, (560, 560), (820, 760))
    make.finish(case, cast)
    answer = page(me, "2024-10-14")
    assert (answer.context["turn"].key, states(answer)) == ("NO_CERTIFICATE", "dddottt")


# The level exam ─────────────────────────────────────────────────────────────


@pytest.fixture
def applied(cast: Cast, me: Member) -> Any:
    """My application, signed, at an open sitting."""
    make.completed(cast, who=(me,))
    return exams.applied(me, exams.opened(cast))


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
    assert "1号座位" in text(answer)
    assert "考核站点甲机房一" in text(answer)
    exams.scored(applied.sitting, cast, (820, 760))
    exams.night("2024-11-03")
    answer = page(me, "2024-11-04")
    assert (answer.context["turn"].key, due(answer)) == ("EXAMINED", ("2024-12-02", "R09"))


def graded(cast: Cast, me: Member, *marks: tuple[int | None, int | None]) -> Any:
    """My scores, published."""
    make.completed(cast, who=(me,))
    sitting = exams.confirmed(cast, me)[0].sitting
    exams.scored(sitting, cast, *marks)
    exams.night("2024-11-03")
    return exams.two_hands(sitting, "announce", cast, "2024-11-05")


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
    assert "11月12日报协调小组办公室" in text(answer)
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


@pytest.fixture
def level(cast: Cast, me: Member) -> LevelCertificate:
    """My level certificate of 22 November."""
    sitting = graded(cast, me, (820, 760))
    exams.take(sitting, "finish", cast.owner(Role.EVALUATOR), "2024-11-06")
    batch = Batch.objects.get()
    exams.take(batch, "report", cast.owner(Role.EVALUATOR), "2024-11-07")
    province_signs(batch, "forward", cast, "2024-11-12")
    told = Given({"document_no": "协调办函〔2024〕7号", "received_on": "2024-11-20"})
    exams.take(batch, "approve", cast.owner(Role.PROVINCE), "2024-11-20", legal="2024-11-18", given=told)
    exams.take(batch, "issue", cast.owner(Role.EVALUATOR), "2024-11-22")
    return LevelCertificate.objects.get()


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


def test_of_a_replaced_certificate_the_new_one_counts(cast: Cast, me: Member, level: LevelCertificate):
    exams.take(level, "supersede", cast.owner(Role.EVALUATOR), "2024-11-25", given=Given({"reason": "更名"}))
    answer = page(me, "2024-11-26")
    assert answer.context["turn"].key == "VALID"
    new = LevelCertificate.objects.get(state="VALID")
    way = str(answer.context["stops"][-1].said)
    assert new.number in way
    assert level.number not in way


# Commitments, notices, several courses ──────────────────────────────────────


def test_what_was_signed_is_shown_as_it_was_read(cast: Cast, me: Member, applied: Any):
    answer = page(me, "2024-10-21")
    identity, exam = answer.context["promises"]
    assert (identity.title.zh, exam.title.zh) == ("培训报名身份承诺", "考核申报告知书和承诺书")
    assert "我本人报名" in text(answer)
    assert text(answer).count("与你签署时看到的一致") == 2


def test_a_commitment_that_was_read_otherwise_is_not_called_the_same(me: Member, applied: Any):
    m.Commitment.objects.filter(purpose="EXAM").update(shown_digest="0" * 64)
    assert text(page(me, "2024-10-21")).count("与你签署时看到的一致") == 1


def test_what_was_signed_in_chinese_stays_chinese_on_an_english_page(cast: Cast, me: Member):
    enrol_self(me, publish(cast))
    set_day("2024-09-03")
    client = me.client()
    client.cookies["yushu_language"] = "en"
    shown = client.get(reverse("journey")).content.decode()
    assert "我本人报名" in shown
    assert 'lang="zh-CN"' in shown


def test_of_several_courses_the_one_that_goes_on_is_shown_and_another_on_asking(cast: Cast, me: Member):
    old = enrol_self(me, publish(cast))
    press(old, "withdraw", me, "2024-09-03")
    other = publish(cast, on="2024-09-04")
    new = enrol_self(me, other, on="2024-09-04")
    answer = page(me, "2024-09-06")
    assert answer.context["turn"].key == "HELD"
    assert [tab.current for tab in answer.context["tabs"]] == [True, False]
    assert page(me, "2024-09-06", enrolment=old.pk).context["turn"].key == "WITHDRAWN"
    assert page(me, "2024-09-06", enrolment="nonsense").context["turn"].key == "HELD"
    assert new.pk != old.pk


def test_nobody_asks_for_the_journey_of_another(cast: Cast, me: Member):
    enrol_self(me, publish(cast))
    theirs = enrol_self(cast.stranger(Role.TRAINEE), publish(cast))
    answer = page(me, "2024-09-03", enrolment=theirs.pk)
    assert answer.context["turn"].key == "HELD"
    assert len(answer.context["tabs"]) == 0
    assert theirs.number not in text(answer)


def test_notices_lead_only_where_the_trainee_may_go(cast: Cast, me: Member, applied: Any):
    exams.take(applied, "confirm", cast.owner(Role.EVALUATOR), "2024-10-21")
    answer = page(me, "2024-10-22")
    assert answer.context["notices"]
    assert "资格已确认" in text(answer)


def test_every_link_of_the_page_opens(cast: Cast, me: Member, level: LevelCertificate):
    client = me.client()
    shown = page(me, "2024-11-25").content.decode().split("<main", 1)[1].split("</main>")[0]
    links = {link for link in re.findall(r'href="(/[^"#]*)"', shown) if not link.startswith("/static")}
    assert {reverse("brings"), reverse("my_enrolments"), reverse("training_certificates")} <= links
    assert {link: client.get(link).status_code for link in sorted(links)} == dict.fromkeys(sorted(links), 200)


def test_a_long_class_asks_the_database_no_more_often_than_a_short_one(
    cast: Cast, mine: m.TrainingClass, me: Member
):
    def asked() -> int:
        client = me.client()
        client.get(reverse("journey"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("journey")).status_code == 200
        return len(queries)

    set_clock(make.OPENED, "10:00")
    short, first = asked(), mine.sessions.first()
    member = mine.members.get()
    for number in range(27):
        first.pk, first.on = None, make.date(2024, 10, 10 + number % 20)
        first.save(force_insert=True)
        m.Attendance.objects.create(session=first, member=member, method="ROLL")
    assert mine.sessions.count() == 30
    assert asked() == short


# Where it stands in the house ───────────────────────────────────────────────


def test_the_navigation_leads_to_it_from_the_desk_and_marks_it_as_the_same_place(me: Member):
    head = me.client().get(reverse("desk")).content.decode().split("<main")[0]
    assert re.search(rf'href="{reverse("journey")}"[^>]*aria-current="page"', head)


def test_a_trainee_lands_on_it_after_signing_in_and_an_officer_does_not(cast: Cast, me: Member):
    for member, landing in ((me, reverse("journey")), (cast.owner(Role.CITY), "/")):
        member.account.set_password("Zao-Qi-2024-shan")
        member.account.save()
        given = {"login": member.account.username, "password": "Zao-Qi-2024-shan"}
        assert Client().post(reverse("account_login"), given)["Location"] == landing


def test_who_was_on_the_way_elsewhere_arrives_there(me: Member):
    me.account.set_password("Zao-Qi-2024-shan")
    me.account.save()
    given = {"login": me.account.username, "password": "Zao-Qi-2024-shan", "next": "/courses/"}
    assert Client().post(reverse("account_login"), given)["Location"] == "/courses/"


@pytest.mark.parametrize("role", [Role.INSTITUTION, Role.PROVINCE, Role.AUDITOR])
def test_nobody_at_a_post_has_a_journey(cast: Cast, role: Role):
    assert cast.client(role).get(reverse("journey")).status_code == 404


def test_who_is_not_signed_in_is_asked_to_sign_in():
    answer = Client().get(reverse("journey"))
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


def test_every_row_of_the_table_says_what_its_marks_can_fill(cast: Cast, me: Member):
    enrol_self(me, publish(cast))
    answer = page(me, "2024-09-03")
    assert answer.context["turn"].stage is STAGES["HELD"]
    for key, stage in STAGES.items():
        assert stage.step in range(1, 8), key
        assert all((stage.head, stage.now, stage.does)), key
