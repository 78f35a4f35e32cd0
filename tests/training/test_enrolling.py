"""Enrolment: a seat or a place in the line, each by one act, and what happens to a seat given up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from tests.catalogue.makers import moment
from tests.training.makers import (
    ON,
    WORKER,
    enrol_by_institution,
    enrol_self,
    make_applicant,
    press,
    publish,
    signed,
    states,
)
from yushu.casework.models import Deadline, Notice
from yushu.casework.moving import Given
from yushu.casework.timely import sweep
from yushu.kernel.errors import Forbidden, Invalid, Refusal
from yushu.ledger.models import Entry
from yushu.people.roles import Role
from yushu.training.models import Announcement, Enrolment
from yushu.training.opening import Signed, enrol

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def fresh(case: Any) -> Any:
    case.refresh_from_db()
    return case


def line_of(cast: Cast, people: int, seats: int = 2) -> tuple[Announcement, list[Enrolment]]:
    """An announcement and so many who came, one after the other."""
    made = publish(cast, seats=seats)
    return made, [enrol_self(make_applicant(600 + number), made) for number in range(people)]


def lapse(day: str) -> None:
    sweep(date.fromisoformat(day), at=moment(day))


def test_the_first_get_the_seats_and_the_others_wait_in_their_order(cast: Cast):
    made, came = line_of(cast, 4)
    assert states(made) == "HELD HELD WAITING WAITING"
    assert (fresh(made).held, made.left, made.entries) == (2, 0, 4)
    assert [one.number for one in came] == [f"{made.number}-{place:03d}" for place in (1, 2, 3, 4)]
    assert [one.ahead() for one in came[2:]] == [0, 1]


def test_a_seat_given_up_is_offered_to_the_first_who_waits_for_two_working_days(cast: Cast):
    made, came = line_of(cast, 4)
    press(came[0], "withdraw", make_applicant(600), "2024-09-12")
    assert states(made) == "WITHDRAWN HELD OFFERED WAITING"
    accept = Deadline.objects.get(chain_id=came[2].pk, role=Role.TRAINEE, closed_at=None)
    # 13 September is a Friday and 14 September is worked for the autumn festival.
    assert (accept.step, accept.due_on, accept.cites) == ("accept", date(2024, 9, 14), "H-offer")
    assert Notice.objects.filter(chain_id=came[2].pk, person=came[2].person).exists()

    press(came[2], "accept", make_applicant(602), "2024-09-14")
    assert states(made) == "WITHDRAWN HELD HELD WAITING"
    assert fresh(made).held == 2


def test_an_offer_nobody_accepts_goes_to_the_next_by_itself(cast: Cast):
    made, came = line_of(cast, 4)
    press(came[0], "withdraw", make_applicant(600), "2024-09-12")
    lapse("2024-09-16")
    assert states(made) == "WITHDRAWN HELD LAPSED OFFERED"
    lapsed = Entry.objects.get(chain_id=came[2].pk, verb="lapse")
    assert lapsed.happened_on == date(2024, 9, 15), "the first day after the term, whenever the night came"


def test_who_accepts_too_late_is_told_that_time_was_faster(cast: Cast):
    _, came = line_of(cast, 4)
    press(came[0], "withdraw", make_applicant(600), "2024-09-12")
    with pytest.raises(Refusal):
        press(came[2], "accept", make_applicant(602), "2024-09-18")


def test_somebody_with_a_seat_elsewhere_is_passed_over_and_keeps_the_place(cast: Cast):
    made, came = line_of(cast, 4)
    other = publish(cast, seats=5)
    Enrolment.objects.filter(pk=came[2].pk).update(state="WAITING")
    enrol_self(make_applicant(602), other)
    press(came[0], "withdraw", make_applicant(600), "2024-09-12")
    assert states(made) == "WITHDRAWN HELD WAITING OFFERED"


def test_nobody_has_two_seats(cast: Cast):
    line_of(cast, 2)
    other = publish(cast, seats=5)
    with pytest.raises(Refusal, match="has a seat"):
        enrol_self(make_applicant(600), other)


def test_nobody_enrols_twice_but_who_left_may_come_back_at_the_end(cast: Cast):
    made, came = line_of(cast, 3, seats=1)
    with pytest.raises(Refusal, match="Already enrolled"):
        enrol_self(make_applicant(601), made)
    press(came[1], "withdraw", make_applicant(601))
    assert enrol_self(make_applicant(601), made).seq == 4


def test_enrolment_is_open_on_its_first_and_its_last_day_and_not_beside_them(cast: Cast):
    made = publish(cast, on="2024-09-01")
    with pytest.raises(Refusal, match="begins on 2024-09-02"):
        enrol_self(make_applicant(610), made, on="2024-09-01")
    enrol_self(make_applicant(611), made, on="2024-09-02")
    enrol_self(make_applicant(612), made, on="2024-09-30")
    with pytest.raises(Refusal, match="takes no more"):
        enrol_self(make_applicant(613), made, on="2024-10-01")


def test_a_plan_seat_is_for_the_target_group_and_a_seat_outside_the_plan_for_workers_too(cast: Cast):
    with pytest.raises(Refusal, match="Not of the target group") as refused:
        enrol_self(make_applicant(620), publish(cast), WORKER)
    assert refused.value.cites in ("A20", "A21", "A22")
    enrolled = enrol_self(make_applicant(620), publish(cast, planned=False), WORKER)
    assert enrolled.verdict["subsidy"]["mark"] == "no"


class TestTheCommitment:
    def test_it_is_kept_with_its_version_and_the_page_that_was_read(self, cast: Cast):
        made, came = line_of(cast, 1)
        kept = came[0].commitment()
        assert (kept.version, kept.shown_digest) == ("identity-2024", signed(made).seen)
        entry = Entry.objects.get(chain_id=came[0].pk, verb="commit")
        assert entry.account_id == make_applicant(600).account.pk

    def test_nobody_enrols_in_person_without_it(self, cast: Cast):
        member, made = make_applicant(630), publish(cast)
        with pytest.raises(Refusal, match="not signed"):
            enrol(member.person, made, WORKER, actor=member.actor, at=moment(ON))

    def test_a_page_that_showed_another_text_is_read_again(self, cast: Cast):
        member, made = make_applicant(630), publish(cast, planned=False)
        stale = Signed("en", signed(made).seen)
        with pytest.raises(Invalid, match="not the one in force"):
            enrol(member.person, made, WORKER, actor=member.actor, at=moment(ON), commitment=stale)
        assert not Enrolment.objects.exists(), "all or nothing"

    def test_nobody_signs_for_another(self, cast: Cast):
        made = publish(cast)
        mine, other = make_applicant(631), make_applicant(632)
        with pytest.raises(Forbidden):
            enrol(other.person, made, WORKER, actor=mine.actor, at=moment(ON), commitment=signed(made))

    def test_whom_the_institution_enters_has_a_seat_but_joins_no_class_unsigned(self, cast: Cast):
        made = publish(cast)
        entered = enrol_by_institution(cast, make_applicant(633).person, made)
        assert (entered.state, entered.source, entered.commitment()) == ("HELD", "INSTITUTION", None)
        assert entered.commitment_check().mark == "no"


def test_only_the_announcing_institution_enters_people(cast: Cast):
    made = publish(cast)
    with pytest.raises(Forbidden):
        enrol_by_institution(cast.neighbours(), make_applicant(640).person, made)


def test_the_institution_records_a_withdrawal_it_was_told_of_on_paper(cast: Cast):
    made, came = line_of(cast, 3)
    paper = Given({"paper": "报名者600 2024年9月10日退出申请"})
    press(came[0], "withdraw", cast.owner(Role.INSTITUTION), "2024-09-12", paper)
    assert states(made) == "WITHDRAWN HELD OFFERED"


def test_a_refusal_says_why_and_passes_the_seat_on(cast: Cast):
    made, came = line_of(cast, 3)
    press(came[1], "refuse", cast.owner(Role.INSTITUTION), given=Given({"reason": "学籍核对为在校二年级"}))
    assert states(made) == "HELD REFUSED OFFERED"


def test_seats_nobody_used_lapse_after_the_end_of_the_training(cast: Cast):
    made, _ = line_of(cast, 3)
    lapse("2024-11-09")
    assert states(made) == "LAPSED LAPSED LAPSED"
    assert fresh(made).held == 0
