"""What was decided to come back comes back by a plan, marked where it is late, and to an end (A37)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given as examples
from hypothesis import strategies as st

from tests.cast import Cast
from tests.catalogue.makers import moment, take, three_hands
from tests.subsidies import payingmakers as pay
from tests.subsidies import settlementmakers as money
from tests.subsidies.test_recovery import balanced, below_the_gate
from yushu.casework.models import Deadline
from yushu.casework.moving import Given
from yushu.casework.timely import sweep
from yushu.kernel.errors import Forbidden, Refusal, Stale
from yushu.people.roles import Role
from yushu.subsidies import models as s
from yushu.subsidies.books import Books
from yushu.subsidies.instalments import covered, cut, next_due
from yushu.subsidies.recovering import V

EACH = 300
"""Two training days at 150 yuan."""


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

    def test_two_sums_may_arrive_on_one_day(self, cast: Cast) -> None:
        case = self.owed(cast)
        for yuan, step, paper in ((150, "confirm", "S1"), (450, "settle", "S2")):
            pay.remit(case, cast, yuan, "2025-01-09", f"V{yuan}")
            given = Given({"arrived_on": "2025-01-09", "receipt_no": paper})
            take(case, step, cast.owner(Role.FINANCE), "2025-01-09", given)
            case.refresh_from_db()
        assert balanced(case.settlement) == Books(due=900, paid=1500, recovered=600)

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
