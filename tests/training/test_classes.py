"""A class opens when the machine finds it whole and the city has approved it (R24, R27; A26, A35)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast, Member
from tests.catalogue.makers import take, use
from tests.training import classmakers as make
from tests.training.makers import enrol_self, make_applicant, make_cell, publish
from yushu.casework.models import Deadline
from yushu.casework.stepping import checks
from yushu.kernel.errors import Forbidden, Invalid, Refusal
from yushu.people.roles import Duty, Role
from yushu.training import models as m
from yushu.training.classing import CLASS, S
from yushu.training.joining import join_class, leave_class
from yushu.training.requesting import add_makeup, request_change, set_roster, set_timetable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def faults(case: m.TrainingClass, step: str = "submit") -> list[str]:
    return [check.text.zh for check in checks(case, CLASS.named(step)) if check.mark == "no"]


def test_the_city_has_five_working_days_and_the_holiday_is_none_of_them(cast: Cast):
    case = make.submit(make.draft(cast), cast, "2024-09-27")
    clock = Deadline.objects.running().get(chain_id=case.pk)
    assert (clock.step, clock.role, clock.due_on) == ("approve", Role.CITY, date(2024, 10, 10))


def test_a_return_keeps_the_days_the_city_has_used(cast: Cast):
    case = make.submit(make.draft(cast), cast, "2024-09-23")
    take(case, "return", cast.owner(Role.CITY), "2024-09-25", make.given(reason="缺教师资质"))
    assert not m.SlotClaim.objects.filter(session__training_class=case).exists()
    take(case, "submit", cast.owner(Role.INSTITUTION), "2024-09-26")
    assert Deadline.objects.running().get(chain_id=case.pk).due_on == date(2024, 9, 30)


def test_seats_of_the_plan_are_taken_by_the_roster_at_the_opening(cast: Cast):
    case = make.approve(make.submit(make.draft(cast), cast), cast)
    case.cell.refresh_from_db()
    assert case.cell.taken == 0

    with pytest.raises(Refusal) as early:
        take(case, "begin", cast.owner(Role.INSTITUTION), "2024-10-07")
    assert early.value.wrong.zh == "2024-10-08才开班"

    take(case, "begin", cast.owner(Role.INSTITUTION), make.OPENED)
    case.cell.refresh_from_db()
    assert case.cell.taken == 2
    assert {member.enrolment.state for member in case.members.all()} == {"ENROLLED"}


def test_a_class_of_20_does_not_open_into_the_last_10_seats(cast: Cast):
    cell = make_cell(cast)
    case = make.draft(cast, cell=cell)
    use(cell, announced=2, taken=59)
    assert faults(case) == ["计划还有1个名额，本班2人"]
    with pytest.raises(Refusal):
        make.submit(case, cast)


def test_the_timetable_gives_the_announced_hours_of_each_kind(cast: Cast):
    case = make.draft(cast)
    assert faults(case) == []
    set_timetable(
        case,
        make.ROWS.replace("线下实操", "线下理论"),
        actor=make.hand(cast),
        at=make.at("2024-09-20"),
        rev=case.rev,
    )
    assert faults(case) == ["线下理论学时：课表8学时，公告4学时", "线下实操学时：课表0学时，公告4学时"]


def test_nobody_teaches_in_two_places_at_once_whichever_institution_asks(cast: Cast):
    make.submit(make.draft(cast), cast)
    other = make.draft(cast.neighbours(), first=60)
    assert "教师甲：2024-10-08 08:30–11:50已有别的课" in faults(other)
    assert "已被占用" not in "".join(faults(other))  # the room of the same name is another institution's


def test_a_timetable_is_refused_by_its_row(cast: Cast):
    case = make.draft(cast)
    for row, said in (
        ("2024-10-08，08:30-11:50，线下理论，教师乙，A301，课", "第1行：没有登记过教师“教师乙”"),
        ("2024-10-08，08:30-11:50，自习，教师甲，A301，课", "第1行：没有“自习”这一类"),
        ("2024-10-32，08:30-11:50，线下理论，教师甲，A301，课", "第1行：“2024-10-32”不是日期"),
        ("2024-10-08，11:50-08:30，线下理论，教师甲，A301，课", "第1行：“11:50-08:30”先后颠倒"),
    ):
        with pytest.raises(Invalid) as refused:
            set_timetable(case, row, actor=make.hand(cast), at=make.at("2024-09-20"), rev=case.rev)
        assert refused.value.wrong.zh == said


def test_only_people_with_a_seat_stand_on_the_roster_and_on_one_only(cast: Cast):
    case = make.draft(cast)
    announcement = case.announcement
    waiting = enrol_self(make_applicant(70), announcement)
    with pytest.raises(Refusal, match="has no seat"):
        set_roster(case, [waiting], actor=make.hand(cast), at=make.at("2024-09-20"), rev=case.rev)
    second = make.request(cast, announcement, "2期")
    held = [member.enrolment for member in case.members.all()]
    assert second.size() == 0
    with pytest.raises(Refusal, match="another class"):
        set_roster(second, held, actor=make.hand(cast), at=make.at("2024-09-20"), rev=second.rev)


def test_a_class_outside_the_plan_is_filed_and_takes_no_seats(cast: Cast):
    case = make.draft(cast, planned=False)
    with pytest.raises(Refusal, match="filed, not approved"):
        make.submit(case, cast)
    take(case, "lodge", cast.owner(Role.INSTITUTION), "2024-09-23")
    take(case, "begin", cast.owner(Role.INSTITUTION), make.OPENED)
    assert (case.refresh_from_db(), case.state, case.cell) == (None, S.RUNNING, None)


def test_a_stranger_and_the_wrong_hand_prepare_nothing(cast: Cast):
    case = make.draft(cast)
    others = (cast.stranger(Role.INSTITUTION).actor, cast.actor(Role.CITY), make.hand(cast, Duty.CHECK))
    for actor in others:
        with pytest.raises(Forbidden):
            set_roster(case, [], actor=actor, at=make.at("2024-09-20"), rev=case.rev)


def with_one_waiting(cast: Cast) -> tuple[m.TrainingClass, m.Enrolment, Member]:
    """A full class that has opened, and somebody who waits for a place."""
    case = make.draft(cast)
    somebody = make_applicant(70)
    waiting = enrol_self(somebody, case.announcement)
    make.approve(make.submit(case, cast), cast)
    take(case, "begin", cast.owner(Role.INSTITUTION), make.OPENED)
    case.refresh_from_db()
    return case, waiting, somebody


def test_a_vacated_place_is_refilled_before_a_fifth_of_the_hours_is_over(cast: Cast):
    case, waiting, somebody = with_one_waiting(cast)
    gone = case.present_members().first()
    leave_class(gone, "转去外地工作", actor=make.hand(cast), at=make.at(make.OPENED, "08:00"))
    case.cell.refresh_from_db()
    assert case.cell.taken == 1

    take(waiting, "accept", somebody, make.OPENED)
    member = join_class(case, waiting, actor=make.hand(cast), at=make.at(make.OPENED, "10:30"))

    case.cell.refresh_from_db()
    waiting.refresh_from_db()
    assert (case.cell.taken, waiting.state, member.seq) == (2, "ENROLLED", 3)


def test_after_a_fifth_of_the_hours_a_seat_stays_used(cast: Cast):
    case, waiting, _ = with_one_waiting(cast)
    noon = make.at(make.OPENED, "12:00")  # four of ten hours are over
    leave_class(case.present_members().first(), "转去外地工作", actor=make.hand(cast), at=noon)
    case.cell.refresh_from_db()
    waiting.refresh_from_db()
    assert (case.cell.taken, waiting.state) == (2, "WAITING")
    with pytest.raises(Refusal, match="A fifth of the hours is over"):
        join_class(case, waiting, actor=make.hand(cast), at=noon)


def test_a_material_change_is_a_small_approval_and_keeps_the_hours(cast: Cast):
    case = make.opened(cast)
    last = case.sessions.last()
    change = make.change(case, cast)
    assert last.claims.exists()

    take(change, "approve", cast.owner(Role.CITY), make.OPENED)
    take(change, "approve", cast.colleague(Role.CITY, Duty.SIGN), make.OPENED)

    days = [session.on.isoformat() for session in case.sessions.standing()]
    assert days == ["2024-10-08", "2024-10-08", "2024-10-15"]
    assert not last.claims.exists()


def test_a_change_that_loses_hours_is_not_approved(cast: Cast):
    case = make.opened(cast)
    last = case.sessions.last()
    change = request_change(
        case, [last.pk], "", "教师生病，不上了", actor=make.hand(cast), at=make.at(make.OPENED)
    )
    with pytest.raises(Refusal, match="0 h in the timetable, 4 h announced"):
        take(change, "approve", cast.owner(Role.CITY), make.OPENED)


def test_a_made_up_session_claims_teacher_and_room_and_changes_no_announced_hours(cast: Cast):
    case = make.opened(cast)
    row = "2024-10-16，08:30-11:50，线下实操，教师甲，A301，补课，10:00-10:20"
    add_makeup(case, row, actor=make.hand(cast), at=make.at(make.SECOND))
    with pytest.raises(Refusal, match="another session then"):
        add_makeup(case, row, actor=make.hand(cast), at=make.at(make.SECOND))
    assert faults(case) == []


def test_a_discarded_request_lets_its_people_go(cast: Cast):
    case = make.draft(cast)
    take(case, "discard", cast.owner(Role.INSTITUTION), "2024-09-21")
    assert make.request(cast, case.announcement, "2期").size() == 2


def test_a_stopped_class_goes_on_or_is_dissolved_by_the_city(cast: Cast):
    case = make.opened(cast)
    reason = make.given(reason="检查发现无人上课")
    take(case, "stop", cast.owner(Role.CITY), make.SECOND, reason)
    take(case, "stop", cast.colleague(Role.CITY, Duty.SIGN), make.SECOND)
    from_city = {"reason": "查实虚假培训"}
    make.three_hands(case, "dissolve", cast, "2024-10-12", Role.CITY, **from_city)
    case.refresh_from_db()
    assert (case.state, case.size()) == (S.DISSOLVED, 0)
    assert {member.enrolment.state for member in case.members.all()} == {"LEFT"}


def test_join_needs_a_place_that_is_vacant(cast: Cast):
    case = make.opened(cast)
    other = publish(cast, planned=False, **make.HOURS)
    waiting = enrol_self(make_applicant(70), other)
    with pytest.raises(Refusal, match="No place is vacant"):
        join_class(case, waiting, actor=make.hand(cast), at=make.at(make.OPENED, "08:00"))
