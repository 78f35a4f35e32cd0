"""While an objection is open no more is paid than under either outcome; decided, the books follow (A38, A18)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from tests.subsidies import makers
from tests.subsidies import settlementmakers as make
from yushu.casework.agreement import disagreements
from yushu.casework.models import Deadline
from yushu.kernel.errors import Refusal
from yushu.subsidies import models as s
from yushu.subsidies.objecting import S as Said
from yushu.subsidies.settling import S

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def objected(cast: Cast, ground: str = "EMPLOYMENT", line: int | None = 1, employed: int = 4) -> s.Settlement:
    """Five people, twelve days, four employed (exactly 80 %), with an objection that is open when the time ends."""
    case = make.published(cast, n=5, employed=employed, days=12)
    make.objection(case, ground, line)
    return make.expire(case)


def settlements() -> list[tuple[str, int, int]]:
    rows = s.Settlement.objects.order_by("opened_on", "number")
    return [(row.state, row.due_yuan, row.now_yuan) for row in rows]


class TestWhileItIsOpen:
    def test_near_the_cliff_the_lower_total_is_payable(self, cast: Cast):
        case = objected(cast)
        assert (case.state, case.now_yuan, case.payable_yuan) == (S.PAYABLE, 8_500, 5_100)
        parts = list(case.lines.values_list("limited_yuan", flat=True))
        assert parts == [0, 1700, 1700, 1700, 0], "as if the first had no work: three of five"

    def test_far_from_it_only_what_it_could_change(self, cast: Cast):
        case = objected(cast, employed=5)
        assert (case.now_yuan, case.payable_yuan) == (8_500, 8_500), "four of five are still 80 %"

    def test_hours_that_are_not_true_take_the_person_out(self, cast: Cast):
        assert objected(cast, "HOURS", employed=5).payable_yuan == 6_800

    def test_against_the_whole_nothing_is_payable(self, cast: Cast):
        assert objected(cast, "WHOLE", None).payable_yuan == 0

    def test_somebody_without_work_found_outside_lowers_nothing(self, cast: Cast):
        """4 of 5; without the fifth 4 of 4: less owed, for one is paid for less."""
        case = objected(cast, "TARGET", 5)
        assert case.payable_yuan == 6_800

    def test_it_has_a_term_of_ten_working_days(self, cast: Cast):
        one = make.objection(make.published(cast))
        assert Deadline.objects.get(chain_id=one.pk).due_on == date(2024, 11, 29)


class TestDecided:
    def test_dismissed_in_time_everything_is_payable(self, cast: Cast):
        case = make.published(cast, n=5, employed=4, days=12)
        make.decide(make.objection(case), cast, "dismiss")
        assert make.expire(case).payable_yuan == 8_500

    def test_upheld_in_time_the_settlement_is_computed_again_as_a_new_one(self, cast: Cast):
        case = make.published(cast, n=5, employed=4, days=12)
        make.decide(make.objection(case), cast, "uphold")
        assert settlements() == [(S.REPLACED, 8_500, 8_500), (S.ACCEPTED, 5_100, 5_100)]
        new = s.Settlement.objects.get(state=S.ACCEPTED)
        assert (new.replaces_id, new.claim_day) == (case.pk, case.claim_day)
        assert not [one for one in disagreements() if one.kind in ("settlement", "objection")]

    @pytest.mark.parametrize(("ground", "says"), [("EMPLOYMENT", "没有就业"), ("HOURS", "学时不实")])
    def test_the_line_of_the_new_one_says_what_was_found(self, cast: Cast, ground: str, says: str):
        """Not that the person is in work, which is what the facts still say."""
        case = make.published(cast, n=5, employed=4, days=12)
        make.decide(make.objection(case, ground), cast, "uphold")
        line = s.Settlement.objects.get(state=S.ACCEPTED).lines.get(seq=1)
        assert (line.due_yuan, line.cites) == (0, ["A38"])
        assert line.why.zh.startswith("异议成立：")
        assert says in line.why.zh
        assert line.why.en.startswith("an objection was upheld: ")

    def test_the_new_one_goes_through_every_hand_and_the_publicity_again(self, cast: Cast):
        make.decide(make.objection(make.published(cast, n=5, employed=4, days=12)), cast, "uphold")
        new = s.Settlement.objects.get(state=S.ACCEPTED)
        make.approve(new, cast, "2024-11-20")
        assert make.expire(new, "2024-11-28").payable_yuan == 5_100

    def test_after_a_part_was_paid_the_rest_follows_by_a_true_up(self, cast: Cast):
        case = objected(cast)
        make.pay(case)
        assert sum(s.PaidShare.objects.values_list("yuan", flat=True)) == 5_100
        make.decide(case.objections.get(), cast, "dismiss", "2024-11-26")
        assert settlements() == [(S.PAID, 8_500, 8_500), (S.ACCEPTED, 8_500, 3_400)]

    def test_upheld_after_the_lower_sum_was_paid_nothing_more_is_owed(self, cast: Cast):
        case = objected(cast)
        make.pay(case)
        make.decide(case.objections.get(), cast, "uphold", "2024-11-26")
        assert settlements() == [(S.PAID, 8_500, 8_500)]

    def test_dismissed_before_anything_was_sent_all_of_it_is_payable(self, cast: Cast):
        case = objected(cast)
        make.decide(case.objections.get(), cast, "dismiss", "2024-11-25")
        case.refresh_from_db()
        assert (case.state, case.payable_yuan) == (S.PAYABLE, 8_500)

    def test_whoever_objected_reads_the_answer(self, cast: Cast):
        one = make.decide(make.objection(make.published(cast)), cast, "dismiss")
        assert (one.state, one.answer) == (Said.DISMISSED, "经向用人单位核实，情况清楚")


def test_what_was_dismissed_may_be_said_again_and_is_looked_at_again(cast: Cast):
    case = make.published(cast)
    one = make.objection(case)
    assert make.objection(case) == one
    make.decide(one, cast, "dismiss")
    again = make.objection(case, on="2024-11-18")
    assert (again.state, case.objections.count()) == ("RECEIVED", 2)


def test_after_the_period_nobody_objects(cast: Cast):
    case = make.payable(cast)
    with pytest.raises(Refusal) as told:
        make.objection(case, on="2024-11-25")
    assert "公示期已过" in told.value.wrong.zh


def test_a_finding_counts_in_later_stages_too(cast: Cast):
    case = make.published(cast, n=5, employed=4, days=12)
    make.decide(make.objection(case), cast, "uphold")
    new = s.Settlement.objects.get(state=S.ACCEPTED)
    make.pay(make.expire(make.approve(new, cast, "2024-11-20"), "2024-11-28"), "2024-11-29")
    makers.employ(cast, make.people_of(new.classes()[0])[4], since="2024-11-20", on="2024-12-01")
    later = make.draft(new.project, cast, "2024-12-02")
    assert (later.employed, later.due_yuan, later.now_yuan) == (4, 8_500, 3_400)
