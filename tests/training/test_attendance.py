"""Who was there, in minutes, seen by two persons (R24; A3)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from tests.training import classmakers as make
from tests.training.makers import make_applicant
from yushu.kernel.errors import Forbidden, Invalid, Refusal
from yushu.people.roles import Duty
from yushu.training import models as m
from yushu.training.attending import Call, check, confirm, confirm_correction, correct, room_code, settle
from yushu.training.hours import Lesson, Stay, may_be_refilled, missing, present, tally

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

LESSON = Lesson(510, 710, ((600, 620),))
"""08:30 to 11:50 with a break from 10:00 to 10:20: 180 minutes."""


@pytest.mark.parametrize(
    ("came", "left", "minutes"),
    [
        (510, 710, 180),
        (480, 800, 180),  # cut to the bounds
        (515, 705, 180),  # within the grace at both ends
        (516, 710, 174),  # beyond it the real time counts
        (510, 704, 174),
        (610, 710, 90),  # came in the middle of the break
        (510, 605, 90),
        (602, 618, 0),  # there for the break alone
        (700, 690, 0),
        (720, 730, 0),
        (480, 500, 0),
    ],
)
def test_only_minutes_within_the_session_and_outside_its_breaks_count(came: int, left: int, minutes: int):
    assert present(LESSON, came, left, grace=5) == minutes


def test_of_one_date_no_more_online_minutes_count_than_the_ceiling():
    monday, tuesday = date(2024, 10, 14), date(2024, 10, 15)
    stays = [
        Stay(monday, "theory_online", 300),
        Stay(monday, "practice_online", 200),
        Stay(monday, "practice_offline", 200),
        Stay(tuesday, "theory_online", 100),
    ]
    assert tally(stays, 360) == {
        "theory_online": 400,
        "theory_offline": 0,
        "practice_online": 60,
        "practice_offline": 200,
    }


def test_hours_too_many_of_one_kind_make_up_for_none_of_another():
    required = {"theory_offline": 64, "practice_offline": 64}
    assert missing(required, {"theory_offline": 66 * 45, "practice_offline": 62 * 45}, 45) == {
        "practice_offline": 2
    }
    assert missing(required, {"theory_offline": 64 * 45, "practice_offline": 64 * 45 - 1}, 45) == {
        "practice_offline": 1
    }


def test_a_fifth_of_the_hours_is_over_at_the_twentieth_per_cent():
    assert may_be_refilled(19, 100, date(2024, 10, 8))
    assert not may_be_refilled(20, 100, date(2024, 10, 8))


@pytest.fixture
def case(cast: Cast) -> m.TrainingClass:
    return make.opened(cast)


@pytest.fixture
def session(case: m.TrainingClass) -> m.Session:
    found = case.sessions.first()
    assert found is not None
    return found


FIRST = make.APPLICANTS


def test_a_trainee_checks_in_and_out_with_the_code_in_the_room(session: m.Session):
    row = make.visit(session, make_applicant(FIRST), "08:25", "11:52")
    assert (row.minutes, row.method) == (180, m.Method.CODE)


def test_who_comes_late_is_counted_from_then_on(session: m.Session):
    assert make.visit(session, make_applicant(FIRST), "09:00", "11:50").minutes == 150


def test_who_never_checks_out_has_no_minutes_until_the_roll_says_so(session: m.Session, cast: Cast):
    row = make.visit(session, make_applicant(FIRST), "08:25")
    assert row.minutes == 0
    make.hold(session, cast)
    row.refresh_from_db()
    assert (row.minutes, row.method) == (180, m.Method.ROLL)


def test_the_roll_makes_nobody_come_earlier_than_they_checked_in(session: m.Session, cast: Cast):
    row = make.visit(session, make_applicant(FIRST), "09:00")
    make.hold(session, cast)
    row.refresh_from_db()
    assert row.minutes == 150


def test_an_old_or_wrong_code_is_refused_and_says_how_to_mend_it(session: m.Session):
    somebody, noon = make_applicant(FIRST).actor, make.at(make.OPENED, "08:40")
    old = room_code(session, make.at(make.OPENED, "08:37"))
    for code in (old, "000000", "", "十二"):
        with pytest.raises(Invalid) as refused:
            check(session, code, actor=somebody, at=noon)
        assert refused.value.mend.zh == "看教室屏幕上现在的6位数字再填"
    assert check(session, room_code(session, make.at(make.OPENED, "08:39")), actor=somebody, at=noon)


def test_the_code_of_one_session_opens_no_other(session: m.Session, case: m.TrainingClass):
    other = case.sessions.last()
    moment = make.at(make.OPENED, "08:40")
    assert room_code(session, moment) != room_code(other, moment)


def test_twice_in_or_twice_out_is_refused(session: m.Session):
    somebody = make_applicant(FIRST)
    make.visit(session, somebody, "08:25")
    with pytest.raises(Refusal, match="You are checked in"):
        make.visit(session, somebody, "08:29")
    make.visit(session, somebody, "11:50")
    with pytest.raises(Refusal, match="checked in and out"):
        make.visit(session, somebody, "11:52")


def test_nobody_checks_in_too_early_too_late_or_for_another(session: m.Session, cast: Cast):
    somebody = make_applicant(FIRST)
    for clock, said in (
        ("07:59", "Not the time"),
        ("11:50", "The session is over"),
        ("12:21", "Not the time"),
    ):
        with pytest.raises(Refusal, match=said):
            make.visit(session, somebody, clock)
    for actor in (make_applicant(99).actor, make.hand(cast)):
        with pytest.raises(Forbidden):
            check(session, "123456", actor=actor, at=make.at(make.OPENED, "08:40"))


def test_the_roll_counts_once_a_second_person_has_confirmed_it(
    session: m.Session, case: m.TrainingClass, cast: Cast
):
    first, second = case.present_members()
    after = make.at(make.OPENED, "12:00")
    calls = {first.pk: Call(510, 640), second.pk: Call(on_leave=True, note="病假")}
    settle(session, calls, actor=make.hand(cast), at=after)
    assert case.minutes_of() == {}
    assert case.minutes_of(confirmed=False)[first.pk]["theory_offline"] == 110

    with pytest.raises(Refusal, match="you entered it"):
        confirm(session, actor=make.hand(cast), at=after)
    confirm(session, actor=make.hand(cast, Duty.SIGN), at=after)

    assert case.minutes_of()[first.pk]["theory_offline"] == 110
    assert case.minutes_of()[second.pk]["theory_offline"] == 0


def test_the_roll_overrides_no_complete_check_in(session: m.Session, case: m.TrainingClass, cast: Cast):
    row = make.visit(session, make_applicant(FIRST), "09:00", "11:50")
    make.hold(session, cast)
    row.refresh_from_db()
    assert (row.minutes, row.method) == (150, m.Method.CODE)


def test_no_roll_is_called_before_the_end_or_twice(session: m.Session, cast: Cast):
    with pytest.raises(Refusal, match="not over"):
        settle(session, {}, actor=make.hand(cast), at=make.at(make.OPENED, "11:00"))
    make.hold(session, cast)
    with pytest.raises(Refusal, match="called already"):
        settle(session, {}, actor=make.hand(cast), at=make.at(make.OPENED, "18:00"))


def test_a_correction_keeps_the_old_value_and_takes_a_reason_and_a_second_person(
    session: m.Session, cast: Cast
):
    make.hold(session, cast, absent=(1,))
    row, later = session.attendances.get(member__seq=1), make.at(make.SECOND)
    with pytest.raises(Refusal, match="reason is missing"):
        correct(row, make.whole(session), "漏", actor=make.hand(cast), at=later)
    change = correct(row, make.whole(session), "漏点名，有照片", actor=make.hand(cast), at=later)
    row.refresh_from_db()
    assert row.minutes == 0
    with pytest.raises(Refusal, match="waits to be confirmed"):
        correct(row, make.whole(session), "漏点名，有照片", actor=make.hand(cast), at=later)
    with pytest.raises(Refusal, match="you entered it"):
        confirm_correction(change, actor=make.hand(cast), at=later)

    confirm_correction(change, actor=make.hand(cast, Duty.CHECK), at=later)

    row.refresh_from_db()
    change.refresh_from_db()
    assert (row.minutes, change.old_minutes, change.new_minutes) == (180, 0, 180)
