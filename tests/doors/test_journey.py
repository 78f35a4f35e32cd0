"""The trainee's own page from enrolment to the training certificate: who holds it, until when, what is missing."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import Cast, Member
from tests.doors.journeying import WHY, due, page, states, text, turn
from tests.training import classmakers as make
from tests.training.makers import WORKER, enrol_by_institution, enrol_self, make_applicant, press, publish
from yushu.casework.moving import Given
from yushu.people.roles import Duty, Role
from yushu.training import models as m
from yushu.training.joining import leave_class
from yushu.training.requesting import add_makeup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


@pytest.fixture
def me(cast: Cast) -> Member:
    return cast.owner(Role.TRAINEE)


@pytest.fixture
def mine(cast: Cast, me: Member) -> m.TrainingClass:
    """A class with me alone, in its first hours."""
    return make.opened(cast, who=(me,))


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


def test_who_stands_on_a_roster_unsigned_is_asked_to_sign_all_the_same(cast: Cast, me: Member):
    announcement = publish(cast, **make.HOURS, seats=2)
    enrol_by_institution(cast, me.person, announcement)
    make.equip(cast)
    make.request(cast, announcement)
    assert turn(me, "2024-09-21").key == "UNSIGNED"


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


def test_ten_minutes_missed_are_a_whole_hour_to_make_up(mine: m.TrainingClass, cast: Cast, me: Member):
    first = mine.sessions.first()
    make.visit(first, me, "08:40", "11:55")
    make.hold(first, cast)
    hours = page(me, make.SECOND).context["hours"]
    assert (hours.done["theory_offline"], hours.lost) == (3, {"theory_offline": 1})


def test_who_joined_later_has_missed_what_was_taught_before(mine: m.TrainingClass, cast: Cast, me: Member):
    for session in mine.sessions.filter(on=make.OPENED):
        make.hold(session, cast)
    m.Attendance.objects.all().delete()
    mine.members.update(joined_on=make.SECOND)
    answer = page(me, make.SECOND, "08:00")
    assert answer.context["hours"].lost == {"theory_online": 2, "theory_offline": 4}


def test_a_lesson_still_to_come_is_not_missed(mine: m.TrainingClass, me: Member):
    assert page(me, make.OPENED, "07:00").context["hours"].lost == {}


def test_after_the_last_lesson_who_lacks_hours_is_told_so(mine: m.TrainingClass, cast: Cast, me: Member):
    for session in mine.sessions.all():
        make.hold(session, cast, absent=(1,) if session.kind == "theory_offline" else ())
    answer = page(me, "2024-10-10")
    assert (answer.context["turn"].key, due(answer)) == ("SHORT", ("2024-11-08", "R06"))
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
