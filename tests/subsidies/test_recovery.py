"""What was paid on a fact that turned out false comes back, by due process and to an end; the books balance (A37)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given as examples
from hypothesis import strategies as st

from tests.cast import Cast
from tests.catalogue.makers import moment, take, three_hands
from tests.subsidies import makers
from tests.subsidies import payingmakers as pay
from tests.subsidies import settlementmakers as money
from yushu.casework.agreement import disagreements
from yushu.casework.models import Deadline, Notice
from yushu.casework.moving import Given
from yushu.casework.timely import sweep
from yushu.kernel.errors import Forbidden, Invalid, Refusal, Stale
from yushu.ledger.audit import verify_everything
from yushu.people.roles import Role
from yushu.subsidies import models as s
from yushu.subsidies.books import Books, books, by_member
from yushu.subsidies.instalments import covered, cut, next_due
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

    def test_an_objection_upheld_after_the_payment_is_recovered_by_the_settlement_it_made(
        self, cast: Cast
    ) -> None:
        published = money.published(cast, n=5, employed=5)
        objected = money.objection(published, "HOURS", 1)
        settlement = money.expire(published)
        run = pay.sent(cast, settlement.payments.get())
        pay.answer(run, cast, *(pay.paid_line(line) for line in run.lines.all()))
        assert balanced(settlement) == Books(due=5 * EACH, paid=4 * EACH, withheld=EACH)
        money.decide(objected, cast, "dismiss", "2024-11-28")
        assert balanced(settlement).balanced


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
class TestComingBack:
    def owed(self, cast: Cast, parts: int = 3) -> s.Recovery:
        return pay.decided(pay.recovery(cast, below_the_gate(cast)), cast, parts)

    def test_instalments_add_up_and_run_month_by_month(self, cast: Cast) -> None:
        case = self.owed(cast)
        assert [(row.due_on, row.yuan) for row in case.instalments.all()] == [
            (date(2025, 1, 10), 200),
            (date(2025, 2, 10), 200),
            (date(2025, 3, 10), 200),
        ]
        clock = Deadline.objects.running().get(chain_id=case.pk, role=Role.INSTITUTION)
        assert (clock.due_on, clock.step) == (date(2025, 1, 10), "remit")

    @pytest.mark.parametrize(("parts", "day"), [(0, "2025-01-10"), (25, "2025-01-10"), (1, "2024-12-09")])
    def test_a_plan_that_cannot_be_kept_is_refused(self, cast: Cast, parts: int, day: str) -> None:
        case = pay.heard(pay.recovery(cast, below_the_gate(cast)), cast)
        with pytest.raises(Refusal):
            three_hands(
                case, "recover", cast, pay.DECIDED, Role.CITY, parts=parts, first_due_on=day, reason="查实"
            )

    def test_the_institution_sends_and_finance_says_that_it_arrived(self, cast: Cast) -> None:
        case = self.owed(cast)
        settlement = case.settlement
        pay.remit(case, cast, 200, "2025-01-08")
        assert balanced(settlement).recovered == 0
        pay.arrive(case, cast, "2025-01-09")
        assert balanced(settlement) == Books(due=900, paid=1500, recovered=200, returning=400)
        assert (case.state, case.next_due_on) == (V.OWED, date(2025, 2, 10))
        pay.remit(case, cast, 400, "2025-02-10")
        with pytest.raises(Refusal) as refused:
            pay.arrive(case, cast, "2025-02-11")
        assert "退清全部" in refused.value.wrong.zh
        pay.arrive(case, cast, "2025-02-11", "settle")
        assert (case.state, case.left_yuan) == (V.SETTLED, 0)
        assert balanced(settlement) == Books(due=900, paid=1500, recovered=600)

    def test_the_institution_cannot_confirm_its_own_money(self, cast: Cast) -> None:
        case = pay.remit(self.owed(cast), cast, 200, "2025-01-08")
        with pytest.raises(Forbidden):
            take(
                case,
                "confirm",
                cast.owner(Role.INSTITUTION),
                "2025-01-09",
                Given({"arrived_on": "2025-01-09", "receipt_no": "S1"}),
            )

    def test_money_that_did_not_arrive_counts_for_nothing(self, cast: Cast) -> None:
        case = pay.remit(self.owed(cast), cast, 200, "2025-01-08", "V1")
        take(case, "not_arrived", cast.owner(Role.FINANCE), "2025-01-09", Given({"reason": "查无此款"}))
        case.refresh_from_db()
        assert (case.state, case.left_yuan, case.next_due_on) == (V.OWED, 600, date(2025, 1, 10))
        pay.remit(case, cast, 200, "2025-01-10", "V1")

    @pytest.mark.parametrize("yuan", [0, -1, 601])
    def test_no_more_than_is_owed_is_taken(self, cast: Cast, yuan: int) -> None:
        with pytest.raises(Refusal):
            pay.remit(self.owed(cast), cast, yuan, "2025-01-08")

    def test_one_voucher_counts_once(self, cast: Cast) -> None:
        case = self.owed(cast)
        pay.arrive(pay.remit(case, cast, 200, "2025-01-08", "V1"), cast, "2025-01-08")
        with pytest.raises(Refusal) as refused:
            pay.remit(case, cast, 200, "2025-01-09", "V1")
        assert "已登记过" in refused.value.wrong.zh

    def test_a_missed_day_is_marked_by_time_and_stays(self, cast: Cast) -> None:
        case = self.owed(cast)
        sweep(date(2025, 1, 13), at=moment("2025-01-13", 1))
        clock = Deadline.objects.running().get(chain_id=case.pk, role=Role.INSTITUTION)
        assert clock.late_since == date(2025, 1, 11)
        first = case.instalments.first()
        assert first.late_on(date(2025, 1, 13)) == date(2025, 1, 11)
        pay.arrive(pay.remit(case, cast, 200, "2025-01-14"), cast, "2025-01-15")
        first.refresh_from_db()
        assert (first.late_since, first.settled_on) == (date(2025, 1, 11), date(2025, 1, 15))
        assert Deadline.objects.get(pk=clock.pk).late_since == date(2025, 1, 11)
        assert case.instalments.all()[1].late_on(date(2025, 1, 15)) is None

    def test_another_plan_is_for_what_is_left_and_washes_nothing_off(self, cast: Cast) -> None:
        case = self.owed(cast)
        pay.arrive(pay.remit(case, cast, 100, "2025-01-08"), cast, "2025-01-08")
        three_hands(
            case,
            "replan",
            cast,
            "2025-01-20",
            Role.CITY,
            parts=2,
            first_due_on="2025-03-01",
            reason="单位申请延期",
        )
        case.refresh_from_db()
        live = case.instalments.filter(replaced=False)
        assert [(row.due_on, row.yuan) for row in live] == [(date(2025, 3, 1), 250), (date(2025, 4, 1), 250)]
        assert case.instalments.first().late_since == date(2025, 1, 11)
        pay.arrive(pay.remit(case, cast, 250, "2025-02-20"), cast, "2025-02-20")
        assert case.next_due_on == date(2025, 4, 1)

    @pytest.mark.parametrize("end", ["write_off", "court"])
    def test_the_province_ends_what_will_not_come_by_a_document(self, cast: Cast, end: str) -> None:
        case = self.owed(cast)
        pay.arrive(pay.remit(case, cast, 200, "2025-01-08"), cast, "2025-01-08")
        three_hands(case, end, cast, "2025-06-02", Role.PROVINCE, reason="机构注销")
        case.refresh_from_db()
        assert case.state == {"write_off": V.WRITTEN_OFF, "court": V.COURT}[end]
        assert balanced(case.settlement) == Books(due=900, paid=1500, recovered=200, returning=400)
        with pytest.raises(Stale):
            pay.remit(case, cast, 200, "2025-06-03")

    def test_a_later_claim_is_not_set_off_against_it(self, cast: Cast) -> None:
        """Set-off takes a decision of its own: a later claim of the same institution is paid whole."""
        self.owed(cast)
        second = money.project(cast, n=2, employed=2, first=560)
        assert pay.payment(cast, second).yuan == 2 * EACH


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


class TestInstalments:
    @examples(st.integers(1, 5_000_000), st.integers(1, 24))
    def test_they_add_up_to_the_yuan(self, total: int, parts: int) -> None:
        made = cut(total, parts, date(2025, 1, 31))
        yuan = [each for _, each in made]
        assert sum(yuan) == total
        assert max(yuan) - min(yuan) < parts
        assert [day for day, _ in made] == sorted({day for day, _ in made})

    def test_a_month_ends_clipped(self) -> None:
        assert [day for day, _ in cut(3, 3, date(2025, 1, 31))] == [
            date(2025, 1, 31),
            date(2025, 2, 28),
            date(2025, 3, 31),
        ]

    @examples(st.lists(st.integers(1, 1000), min_size=1, max_size=24), st.integers(0, 30_000))
    def test_what_is_covered_is_whole_and_the_next_is_not(self, dues: list[int], received: int) -> None:
        done = covered(dues, received)
        assert sum(dues[:done]) <= received
        assert done == len(dues) or sum(dues[: done + 1]) > received

    def test_when_all_is_covered_nothing_is_next(self) -> None:
        plan = [(date(2025, 1, 10), 100), (date(2025, 2, 10), 100)]
        assert next_due(plan, 100) == date(2025, 2, 10)
        assert next_due(plan, 200) is None


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
class TestTheDatabaseRefuses:
    def broken(self, name: str, change: Any) -> None:
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            change()
        if connection.vendor == "postgresql" or "CHECK" in str(refused.value):
            assert name in str(refused.value)

    def test_a_recovery_that_contradicts_itself(self, cast: Cast) -> None:
        case = pay.decided(pay.recovery(cast, below_the_gate(cast)), cast)
        rows = s.Recovery.objects.filter(pk=case.pk)
        self.broken("recovery_state_known", lambda: rows.update(state="LOST"))
        self.broken("recovery_ground_known", lambda: rows.update(ground="LOST"))
        self.broken("recovery_never_too_much", lambda: rows.update(back_yuan=601))
        self.broken("recovery_running_has_a_plan", lambda: rows.update(next_due_on=None))
        self.broken("recovery_settled_in_full", lambda: rows.update(state=V.SETTLED))

    def test_two_undecided_of_one_settlement(self, cast: Cast) -> None:
        settlement = below_the_gate(cast)
        case = pay.recovery(cast, settlement)
        values = {f.attname: getattr(case, f.attname) for f in s.Recovery._meta.concrete_fields}
        values["chain_id"] = settlement.pk
        self.broken("recovery_one_undecided", lambda: s.Recovery.objects.create(**values))

    def test_rows_that_contradict_their_case(self, cast: Cast) -> None:
        case = pay.decided(pay.recovery(cast, below_the_gate(cast)), cast, 2)
        line, part = case.lines.first(), case.instalments.first()
        lines = s.RecoveryLine.objects.filter(pk=line.pk)
        parts = s.Instalment.objects.filter(pk=part.pk)
        self.broken("recovery_line_is_paid_less_due", lambda: lines.update(yuan=1))
        self.broken("recovery_line_within_paid", lambda: lines.update(due_yuan=-1, yuan=EACH + 1))
        self.broken("instalment_of_something", lambda: parts.update(yuan=0))
        self.broken("instalment_late_after_due", lambda: parts.update(late_since=part.due_on))
        self.broken("instalment_once", lambda: case.instalments.create(seq=1, due_on=part.due_on, yuan=1))
        values = {
            f.attname: getattr(line, f.attname)
            for f in s.RecoveryLine._meta.concrete_fields
            if f.name != "id"
        }
        self.broken("recovery_line_once_a_member", lambda: s.RecoveryLine.objects.create(**values))

    def test_receipts_that_contradict_each_other(self, cast: Cast) -> None:
        case = pay.remit(pay.decided(pay.recovery(cast, below_the_gate(cast)), cast), cast, 100, "2025-01-08")
        one = case.receipts.get()
        rows = s.Receipt.objects.filter(pk=one.pk)
        values = {"yuan": 1, "sent_on": one.sent_on, "voucher": "V9", "seq": 2}
        self.broken("receipt_one_on_its_way", lambda: case.receipts.create(**values))
        self.broken("receipt_seq_once", lambda: case.receipts.create(**{**values, "seq": 1, "failed": True}))
        self.broken("receipt_of_something", lambda: rows.update(yuan=0))
        self.broken("receipt_arrived_with_a_paper", lambda: rows.update(arrived_on=one.sent_on))
        rows.update(arrived_on=one.sent_on, receipt_no="S1")
        self.broken(
            "receipt_voucher_once", lambda: case.receipts.create(**{**values, "voucher": one.voucher})
        )
