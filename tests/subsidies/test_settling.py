"""From the claim to what is payable: two hands, three hands, nothing typed (R16–R20; A14, A36–A38)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from tests.catalogue.makers import take, three_hands
from tests.subsidies import makers
from tests.subsidies import settlementmakers as make
from yushu.casework.agreement import disagreements
from yushu.casework.models import Deadline
from yushu.kernel.errors import Refusal
from yushu.people.roles import Duty, Role
from yushu.subsidies import models as s
from yushu.subsidies.settling import S
from yushu.training import models as m

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def test_a_claim_goes_from_the_institution_to_the_city_to_the_public_to_payment(cast: Cast):
    case = make.draft(make.project(cast), cast)
    assert (case.state, case.base, case.employed, case.due_yuan, case.now_yuan) == (S.DRAFT, 5, 5, 1500, 1500)
    make.claim(case, cast)
    take(case, "accept", cast.owner(Role.CITY), make.DAY)
    make.approve(case, cast)
    assert (case.state, case.publicised_on) == (S.PUBLICISED, date(2024, 11, 14))
    make.expire(case)
    assert (case.state, case.payable_yuan) == (S.PAYABLE, 1500)
    assert not [one for one in disagreements() if one.kind == "settlement"]


def test_five_working_days_of_publicity(cast: Cast):
    case = make.published(cast)
    clock = Deadline.objects.running().get(chain_id=case.pk)
    assert clock.due_on == date(2024, 11, 21), "Friday 15 is the first day, Thursday 21 the fifth"
    assert make.expire(case, "2024-11-21").state == S.PUBLICISED
    assert make.expire(case, "2024-11-22").state == S.PAYABLE


class TestNearTheThreshold:
    """R18: one person can turn 18,700 yuan, so another person checks employment before it is decided."""

    def case(self, cast: Cast) -> s.Settlement:
        return make.accepted(cast, n=5, employed=4)

    def test_without_the_second_check_it_is_not_approved(self, cast: Cast):
        with pytest.raises(Refusal) as told:
            three_hands(self.case(cast), "approve", cast, make.DECIDED, Role.CITY)
        assert "二次核实" in told.value.wrong.zh

    def test_who_accepted_it_does_not_make_the_second_check(self, cast: Cast):
        with pytest.raises(Refusal):
            take(self.case(cast), "check_employment", cast.owner(Role.CITY), make.DECIDED)

    def test_who_made_the_second_check_does_not_handle_the_decision(self, cast: Cast):
        case, other = self.case(cast), make.second_handler(cast)
        take(case, "check_employment", other, make.DECIDED)
        with pytest.raises(Refusal):
            take(case, "approve", other, make.DECIDED)

    def test_far_from_it_three_hands_are_enough(self, cast: Cast):
        assert (
            three_hands(make.accepted(cast), "approve", cast, make.DECIDED, Role.CITY).state == S.PUBLICISED
        )


class TestReturned:
    def back(self, cast: Cast, remarks: str = "2 合同是复印件，看不清") -> s.Settlement:
        case = make.accepted(cast)
        given = make.given(reason="就业材料不全，补后再报", remarks=remarks)
        take(case, "return", cast.owner(Role.CITY), "2024-11-13", given)
        case.refresh_from_db()
        return case

    def test_the_reason_stands_for_the_whole_and_beside_the_person(self, cast: Cast):
        case = self.back(cast)
        assert (case.state, case.lines.get(seq=2).remark) == (S.RETURNED, "合同是复印件，看不清")

    def test_a_remark_about_nobody_is_refused(self, cast: Cast):
        with pytest.raises(Refusal) as told:
            self.back(cast, "77 缺合同")
        assert told.value.field == "remarks"

    def test_the_corrected_claim_is_computed_again(self, cast: Cast):
        case = self.back(cast)
        fact = s.EmploymentFact.objects.filter(person=case.lines.get(seq=1).person, kind="CONTRACT")
        s.EmploymentFact.objects.filter(pk__in=fact.values("pk")).update(until=date(2024, 11, 1))
        take(case, "refresh", cast.owner(Role.INSTITUTION), "2024-11-14")
        case.refresh_from_db()
        assert (case.state, case.employed, case.lines.get(seq=2).remark) == (S.RETURNED, 4, "")
        assert make.claim(case, cast, "2024-11-14").state == S.CLAIMED


def test_what_changed_between_draft_and_signature_is_seen_first(cast: Cast):
    case = make.draft(make.project(cast), cast)
    take(case, "claim", cast.owner(Role.INSTITUTION), make.DAY)
    s.EmploymentFact.objects.filter(person=case.lines.get(seq=1).person).update(until=date(2024, 11, 1))
    with pytest.raises(Refusal) as told:
        take(case, "claim", cast.colleague(Role.INSTITUTION, Duty.SIGN), make.DAY)
    assert "情况有变" in told.value.wrong.zh


def test_a_claim_after_six_months_is_taken_and_stays_late(cast: Cast):
    case = make.claimed(cast, on="2025-04-14")
    clock = Deadline.objects.get(chain_id=case.pk, step="claim")
    assert (clock.due_on, clock.late_since) == (date(2025, 4, 10), date(2025, 4, 11))


def test_nobody_certified_nothing_to_claim(cast: Cast):
    case = makers.completed_class(cast, 3, 2, certified=0)
    one = make.draft(makers.registered_project(cast, case), cast)
    with pytest.raises(Refusal):
        take(one, "claim", cast.owner(Role.INSTITUTION), make.DAY)


def test_stopped_publicity_goes_back_to_the_examination(cast: Cast):
    case = make.published(cast)
    given = make.given(reason="接到举报，需要核查")
    take(case, "recall", cast.owner(Role.CITY), "2024-11-18", given)
    case.refresh_from_db()
    assert case.state == S.ACCEPTED
    assert make.approve(case, cast, "2024-11-20").publicised_on == date(2024, 11, 20)


def test_a_certificate_revoked_since_stops_the_decision(cast: Cast):
    case = make.accepted(cast)
    gone = m.TrainingCertificate.objects.filter(member=case.lines.get(seq=1).member)
    gone.update(state="REVOKED")
    with pytest.raises(Refusal) as told:
        three_hands(case, "approve", cast, make.DECIDED, Role.CITY)
    assert "证书已失效" in told.value.wrong.zh


def test_a_stage_below_the_gate_is_trued_up_later(cast: Cast):
    """A18: 3 of 5 are paid; when one more has work the rest of all five follows."""
    project = make.project(cast, n=5, employed=3, days=12)
    first = make.pay(make.payable(cast, project))
    assert first.due_yuan == 5_100
    makers.employ(cast, make.people_of(first.classes()[0])[3], since="2024-11-20", on="2024-11-26")
    second = make.draft(project, cast, "2024-11-27")
    assert (second.stage, second.due_yuan, second.paid_before_yuan, second.now_yuan) == (
        2,
        8_500,
        5_100,
        3_400,
    )


def test_an_institution_claims_no_less_than_was_paid(cast: Cast):
    project = make.project(cast, n=5, employed=5)
    first = make.pay(make.payable(cast, project))
    s.EmploymentFact.objects.update(until=date(2024, 11, 20))
    with pytest.raises(Refusal) as told:
        make.draft(project, cast, "2024-11-27")
    assert "比已付少" in told.value.wrong.zh
    assert first.state == S.PAID
