"""What was paid on a fact that turned out false comes back, by due process and to an end; the books balance (A37)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from tests.catalogue.makers import moment, take, three_hands
from tests.subsidies import makers
from tests.subsidies import payingmakers as pay
from tests.subsidies import settlementmakers as money
from tests.training import classmakers
from yushu.casework.agreement import disagreements
from yushu.casework.calendar import working_calendar
from yushu.casework.models import Deadline, Notice
from yushu.casework.moving import Given
from yushu.casework.rails import rail
from yushu.casework.timely import sweep
from yushu.kernel.errors import Forbidden, Invalid, Refusal, Stale
from yushu.ledger.audit import verify_everything
from yushu.people.roles import Role
from yushu.subsidies import models as s
from yushu.subsidies.arranging import add_classes
from yushu.subsidies.books import Books, books, by_member
from yushu.subsidies.paying import P
from yushu.subsidies.recovering import V
from yushu.subsidies.settling import S

EACH = 300
"""Two training days at 150 yuan."""


def paid(cast: Cast, employed: int = 4, n: int = 5, **terms: Any) -> s.Settlement:
    """Paid in full: with four of five employed the gate is just reached."""
    return pay.paid(cast, n=n, employed=employed, **terms).settlement


def people(settlement: s.Settlement) -> list[Any]:
    return [line.person for line in settlement.lines.select_related("person")]


def below_the_gate(cast: Cast) -> s.Settlement:
    """One of the four was never employed: three of five are below 80 %, and two people fall away."""
    settlement = paid(cast)
    pay.withdraw_facts(cast, people(settlement)[0])
    return settlement


def balanced(settlement: s.Settlement) -> Books:
    """The books of everybody and of the whole: both balance, and the whole is the sum of its people."""
    each = by_member(settlement.lines.values_list("member", flat=True))
    assert all(one.balanced for one in each.values()), each
    whole = books(settlement)
    assert sum(each.values(), Books()) == whole
    assert sum((books(person) for person in people(settlement)), Books()) == whole
    return whole


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
class TestBeforeTheDecision:
    def test_a_fact_that_turns_out_false_changes_nothing_by_itself(self, cast: Cast) -> None:
        settlement = below_the_gate(cast)
        assert balanced(settlement) == Books(due=5 * EACH, paid=5 * EACH)
        assert settlement.state == S.PAID

    def test_what_would_come_back_is_computed_at_once_person_by_person(self, cast: Cast) -> None:
        settlement = below_the_gate(cast)
        case = pay.recovery(cast, settlement)
        found = {line.person_id: line.yuan for line in case.lines.all()}
        them = people(settlement)
        assert found == {them[0].pk: EACH, them[4].pk: EACH}
        assert (case.notified_yuan, case.state) == (2 * EACH, V.DRAFT)
        assert "没有就业记录" in case.lines.get(person=them[0]).why.zh

    def test_the_rail_says_that_the_day_of_paying_back_is_still_to_come(self, cast: Cast) -> None:
        case = pay.recovery(cast, below_the_gate(cast))
        heads = [node.dial.head for node in rail(case, date(2024, 12, 6), working_calendar()) if node.dial]
        assert "到期日待定" in [head.zh for head in heads]
        assert not [head for head in heads if "None" in head.zh + head.en]

    def test_neither_the_opening_nor_notice_nor_defence_moves_a_yuan(self, cast: Cast) -> None:
        settlement = below_the_gate(cast)
        before = balanced(settlement)
        case = pay.heard(pay.recovery(cast, settlement), cast)
        assert case.state == V.HEARD
        assert balanced(settlement) == before
        assert s.Settlement.objects.count() == 1

    def test_nothing_is_decided_before_the_defence(self, cast: Cast) -> None:
        case = pay.notify(pay.recovery(cast, below_the_gate(cast)), cast)
        with pytest.raises(Stale):
            take(case, "recover", cast.owner(Role.CITY), pay.TOLD, Given({"reason": "查实"}))

    def test_silence_for_five_working_days_is_no_admission_and_no_obstacle(self, cast: Cast) -> None:
        case = pay.notify(pay.recovery(cast, below_the_gate(cast)), cast)
        clock = Deadline.objects.get(chain_id=case.pk, role=Role.INSTITUTION)
        assert (clock.due_on, clock.office) == (date(2024, 12, 10), case.institution)
        sweep(date(2024, 12, 11), at=moment("2024-12-11", 1))
        case.refresh_from_db()
        assert case.state == V.HEARD

    def test_where_nothing_differs_no_recovery_begins(self, cast: Cast) -> None:
        with pytest.raises(Refusal) as refused:
            pay.recovery(cast, paid(cast))
        assert "没有差别" in refused.value.wrong.zh
        assert not s.Recovery.objects.exists()

    def test_what_a_claim_under_way_comes_to_never_falls_below_what_was_paid(self, cast: Cast) -> None:
        project = money.project(cast)
        them = people(pay.paid(cast, project).settlement)
        draft = money.draft(project, cast, pay.FOUND)
        pay.withdraw_facts(cast, them[0])
        pay.withdraw_facts(cast, them[1])
        with pytest.raises(Refusal) as refused:
            take(draft, "refresh", cast.owner(Role.INSTITUTION), pay.FOUND)
        assert "应付比已付少600元" in refused.value.wrong.zh
        draft.refresh_from_db()
        assert (draft.now_yuan, draft.state) == (0, S.DRAFT)
        take(draft, "withdraw", cast.owner(Role.INSTITUTION), pay.FOUND)

    def test_only_its_city_or_the_province_begins_one(self, cast: Cast) -> None:
        settlement = below_the_gate(cast)
        for member in (
            cast.stranger(Role.CITY),
            cast.owner(Role.INSTITUTION),
            cast.owner(Role.FINANCE),
            cast.colleague(Role.CITY),
        ):
            with pytest.raises(Forbidden):
                pay.open_recovery(
                    settlement, pay.Finding("OTHER", "查实"), actor=member.actor, at=moment(pay.FOUND)
                )

    @pytest.mark.parametrize(("ground", "about"), [("SMOKING", "经核实没有录用"), ("OTHER", " x ")])
    def test_a_ground_is_named_and_said(self, cast: Cast, ground: str, about: str) -> None:
        with pytest.raises(Invalid):
            pay.open_recovery(
                below_the_gate(cast),
                pay.Finding(ground, about),
                actor=cast.actor(Role.CITY),
                at=moment(pay.FOUND),
            )

    def test_one_at_a_time(self, cast: Cast) -> None:
        settlement = below_the_gate(cast)
        pay.recovery(cast, settlement)
        with pytest.raises(Refusal) as refused:
            pay.recovery(cast, settlement)
        assert "已有一件追回在办" in refused.value.wrong.zh


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
class TestTheDecision:
    def test_a_new_settlement_takes_the_place_of_the_old_and_its_less_is_owed_back(self, cast: Cast) -> None:
        old = below_the_gate(cast)
        case = pay.decided(pay.recovery(cast, old), cast)
        new = case.restated
        assert new is not None
        assert (new.replaces, new.due_yuan, new.now_yuan, new.state) == (old, 3 * EACH, -2 * EACH, S.PAID)
        assert (case.state, case.owed_yuan, case.next_due_on) == (V.OWED, 2 * EACH, date(2025, 1, 10))
        assert balanced(old) == Books(due=3 * EACH, paid=5 * EACH, returning=2 * EACH)
        kinds = ("recovery", "settlement", "payment")
        assert not [one for one in disagreements() if one.kind in kinds]
        assert verify_everything().fault is None

    def test_it_is_served_on_the_institution(self, cast: Cast) -> None:
        case = pay.decided(pay.recovery(cast, below_the_gate(cast)), cast)
        told = Notice.objects.filter(chain_id=case.pk, office=case.institution).values_list("zh", flat=True)
        assert any(f"追回{case.number}已于{pay.DECIDED}决定" in text for text in told)

    def test_nobody_is_held_to_a_sum_they_were_not_heard_about(self, cast: Cast) -> None:
        settlement = below_the_gate(cast)
        case = pay.heard(pay.recovery(cast, settlement), cast)
        pay.withdraw_facts(cast, people(settlement)[1], "2024-12-06")
        with pytest.raises(Refusal) as refused:
            three_hands(
                case,
                "recover",
                cast,
                pay.DECIDED,
                Role.CITY,
                parts=1,
                first_due_on=pay.FIRST_DUE,
                reason="查实",
            )
        assert "重新告知" in refused.value.wrong.zh
        pay.notify(case, cast, pay.DECIDED)
        assert (case.state, case.notified_yuan, case.lines.count()) == (V.NOTIFIED, 3 * EACH, 3)

    def test_dropped_everything_stays(self, cast: Cast) -> None:
        settlement = below_the_gate(cast)
        case = pay.heard(pay.recovery(cast, settlement), cast)
        three_hands(case, "drop", cast, pay.DECIDED, Role.CITY, reason="申辩成立")
        assert balanced(settlement) == Books(due=5 * EACH, paid=5 * EACH)

    def test_nobody_gives_back_more_than_was_paid_for_them(self, cast: Cast) -> None:
        old = below_the_gate(cast)
        case = pay.decided(pay.recovery(cast, old), cast)
        for line in case.lines.all():
            got = old.shares.filter(member=line.member_id, yuan__gt=0).values_list("yuan", flat=True)
            assert 0 <= line.yuan <= sum(got)

    def test_a_revoked_certificate_costs_its_holders_part_and_moves_the_rate(self, cast: Cast) -> None:
        settlement = paid(cast, employed=5)
        pay.revoke(settlement.lines.first().member.certificates.get(), cast)
        case = pay.recovery(cast, settlement, "CERTIFICATE", "2024-12-09")
        assert [(line.seq, line.yuan, line.due_yuan) for line in case.lines.all()] == [(1, EACH, 0)]
        assert "已撤销" in case.lines.get().why.zh

    def test_somebody_nothing_is_owed_for_any_more_is_free_under_the_one_year_rule(self, cast: Cast) -> None:
        settlement = below_the_gate(cast)
        first, last = people(settlement)[0], people(settlement)[4]
        pay.decided(pay.recovery(cast, settlement), cast)
        held = s.YearHold.objects.filter(released_on=None).values_list("member__person", flat=True)
        # Of a project that is not at its end whoever may still be trued up stays held.
        assert {first.pk, last.pk} <= set(held)

        order = makers.registered_order(cast, money.a_class(cast, 5, 4, first=560))
        second = pay.paid(cast, order).settlement
        pay.withdraw_facts(cast, people(second)[0])
        pay.decided(pay.recovery(cast, second), cast)
        free = s.YearHold.objects.exclude(released_on=None).values_list("member__person", flat=True)
        assert {people(second)[0].pk, people(second)[4].pk} == set(free)

    def test_what_was_not_paid_yet_is_corrected_and_not_asked_back(self, cast: Cast) -> None:
        settlement = money.payable(cast, n=5, employed=4)
        pay.withdraw_facts(cast, people(settlement)[0])
        case = pay.heard(pay.recovery(cast, settlement), cast)
        with pytest.raises(Refusal) as refused:
            three_hands(
                case,
                "recover",
                cast,
                pay.DECIDED,
                Role.CITY,
                parts=1,
                first_due_on=pay.FIRST_DUE,
                reason="查实",
            )
        assert "还没有支付" in refused.value.wrong.zh
        three_hands(case, "correct", cast, pay.DECIDED, Role.CITY, reason="查实")
        case.refresh_from_db()
        settlement.refresh_from_db()
        assert (case.state, settlement.state) == (V.CORRECTED, S.REPLACED)
        assert settlement.payments.get().state == P.STOPPED
        assert case.restated is not None
        assert (case.restated.state, case.restated.now_yuan) == (S.ACCEPTED, 3 * EACH)
        assert balanced(settlement) == Books()

    def test_while_the_bank_has_it_nothing_is_decided(self, cast: Cast) -> None:
        settlement = money.payable(cast, n=5, employed=4)
        pay.withdraw_facts(cast, people(settlement)[0])
        case = pay.heard(pay.recovery(cast, settlement), cast)
        pay.sent(cast, settlement.payments.get())
        for step in ("recover", "correct"):
            facts = {"parts": 1, "first_due_on": pay.FIRST_DUE} if step == "recover" else {}
            with pytest.raises(Refusal) as refused:
                three_hands(case, step, cast, pay.DECIDED, Role.CITY, reason="查实", **facts)
            assert "支付正在办理" in refused.value.wrong.zh

    def test_a_restatement_that_an_objection_left_below_what_was_paid_is_the_one_enforced(
        self, cast: Cast
    ) -> None:
        published = money.published(cast, n=5, employed=5)
        objected = money.objection(published, "HOURS", 1)
        settlement = money.expire(published)
        run = pay.sent(cast, settlement.payments.get())
        pay.answer(run, cast, *(pay.paid_line(line) for line in run.lines.all()))
        assert balanced(settlement) == Books(due=5 * EACH, paid=4 * EACH, withheld=EACH)
        for person in people(settlement)[1:3]:
            pay.withdraw_facts(cast, person, "2024-11-27")
        money.decide(objected, cast, "dismiss", "2024-11-28")
        waiting = settlement.replaced_by.get()
        assert (waiting.state, waiting.now_yuan) == (S.ACCEPTED, -EACH)
        settlement.refresh_from_db()
        case = pay.decided(pay.recovery(cast, settlement), cast)
        assert (case.restated, case.owed_yuan) == (waiting, EACH)
        # Whom the objection was about gets the 300 withheld out of what the two others owe back.
        assert balanced(settlement) == Books(due=3 * EACH, paid=5 * EACH, recovered=EACH, returning=EACH)


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
class TestBesideOtherSettlements:
    def second_stage(self, cast: Cast, first: s.Settlement, on: str = "2024-11-27") -> s.Settlement:
        """A second class of the same project has ended, and is computed with the first."""
        project = first.project
        assert project is not None
        more = money.a_class(cast, 5, 5, first=560)
        add_classes(project, [more], actor=classmakers.hand(cast), at=moment(on))
        return money.draft(project, cast, on)

    def test_while_something_is_owed_back_nothing_more_is_claimed(self, cast: Cast) -> None:
        old = below_the_gate(cast)
        case = pay.decided(pay.recovery(cast, old), cast)
        second = self.second_stage(cast, old, "2024-12-10")
        with pytest.raises(Refusal) as refused:
            money.claim(second, cast, "2024-12-10")
        assert f"追回{case.number}还没有退清" in refused.value.wrong.zh
        pay.arrive(pay.remit(case, cast, 600, "2024-12-11"), cast, "2024-12-11", "settle")
        take(second, "refresh", cast.owner(Role.INSTITUTION), "2024-12-12")
        money.claim(second, cast, "2024-12-12")
        assert balanced(old).balanced

    def test_nor_is_a_second_recovery_begun_that_would_ask_for_it_twice(self, cast: Cast) -> None:
        old = below_the_gate(cast)
        case = pay.decided(pay.recovery(cast, old), cast)
        pay.withdraw_facts(cast, people(old)[1], "2024-12-10")
        assert case.restated is not None
        with pytest.raises(Refusal) as refused:
            pay.recovery(cast, case.restated, on="2024-12-10")
        assert "还没有退清" in refused.value.wrong.zh
        pay.arrive(pay.remit(case, cast, 600, "2024-12-11"), cast, "2024-12-11", "settle")
        again = pay.recovery(cast, case.restated, on="2024-12-12")
        assert again.notified_yuan == EACH

    def test_it_begins_from_the_newest_settlement_because_the_rate_is_cumulative(self, cast: Cast) -> None:
        old = paid(cast)
        second = self.second_stage(cast, old)
        money.claim(second, cast, "2024-11-27")
        pay.withdraw_facts(cast, people(old)[0])
        with pytest.raises(Refusal) as refused:
            pay.recovery(cast, old)
        assert f"{second.number}是这个订单或项目最近的结算" in refused.value.wrong.zh

    def test_a_claim_that_came_between_is_decided_first(self, cast: Cast) -> None:
        old = below_the_gate(cast)
        case = pay.heard(pay.recovery(cast, old), cast)
        second = self.second_stage(cast, old, "2024-12-06")
        money.claim(second, cast, "2024-12-06")
        with pytest.raises(Refusal) as refused:
            three_hands(
                case,
                "recover",
                cast,
                pay.DECIDED,
                Role.CITY,
                parts=1,
                first_due_on=pay.FIRST_DUE,
                reason="查实",
            )
        assert f"结算{second.number}在办" in refused.value.wrong.zh


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
class TestTheBooks:
    def test_before_anything_is_decided_nothing_is_owed(self, cast: Cast) -> None:
        assert balanced(money.published(cast)) == Books()

    def test_between_the_publicity_and_the_bank_it_is_pending(self, cast: Cast) -> None:
        settlement = money.payable(cast)
        assert balanced(settlement) == Books(due=1500, pending=1500)
        run = pay.sent(cast, settlement.payments.get())
        assert balanced(settlement) == Books(due=1500, pending=1500)
        pay.answer(run, cast, pay.failed_line(run.lines.get()))
        assert balanced(settlement) == Books(due=1500, pending=1500)

    def test_an_objection_withholds_its_part(self, cast: Cast) -> None:
        published = money.published(cast, n=5, employed=5)
        money.objection(published, "HOURS", 1)
        assert balanced(money.expire(published)) == Books(due=1500, pending=1200, withheld=300)

    def test_a_share_that_is_lost_unbalances_them(self, cast: Cast) -> None:
        """The negative control: the equation is no tautology."""
        settlement = paid(cast)
        s.PaidShare.objects.filter(settlement=settlement).first().delete()
        assert not books(settlement).balanced
