"""One line per claim to the institution, held while a reading is open, paid once, mended and tried again (R16, A33)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import override_settings

from tests.cast import Cast
from tests.catalogue.makers import take
from tests.subsidies import makers
from tests.subsidies import payingmakers as pay
from tests.subsidies import settlementmakers as money
from yushu.casework.agreement import disagreements
from yushu.casework.models import Deadline
from yushu.casework.moving import Given
from yushu.kernel.errors import Forbidden, Invalid, Refusal, Stale
from yushu.law.pack import pack
from yushu.people.roles import Duty, Role
from yushu.subsidies import models as s
from yushu.subsidies.payees import A
from yushu.subsidies.paying import P
from yushu.subsidies.settling import S

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


class TestAPayment:
    def test_it_opens_as_the_publicity_ends_for_the_whole_sum_in_one_line(self, cast: Cast) -> None:
        settlement = money.payable(cast, n=5, employed=4, days=2)
        one = settlement.payments.get()
        assert (settlement.state, one.state, one.yuan) == (S.PAYABLE, P.READY, settlement.now_yuan)
        assert one.institution == settlement.institution
        clock = Deadline.objects.running().get(chain_id=one.pk, role=Role.FINANCE)
        assert (clock.step, clock.office) == ("gather", cast.owner(Role.FINANCE).office)

    def test_paid_is_a_fact_with_a_day_and_a_reference_and_closes_the_settlement(self, cast: Cast) -> None:
        one = pay.paid(cast)
        line = one.lines.get()
        assert (one.state, one.paid_on, one.reference) == (P.PAID, date(2024, 11, 26), f"B{line.code}")
        assert one.settlement.state == S.PAID
        assert sum(share.yuan for share in one.settlement.shares.all()) == one.yuan
        kinds = ("payment", "payment_run", "payee", "settlement")
        assert not [one for one in disagreements() if one.kind in kinds]

    def test_nobody_types_that_it_was_paid(self, cast: Cast) -> None:
        one = pay.payment(cast)
        pay.sent(cast, one)
        with pytest.raises(Forbidden):
            take(one, "pay", cast.owner(Role.FINANCE), pay.PAID)

    def test_without_a_checked_account_nothing_is_gathered(self, cast: Cast) -> None:
        one = pay.payment(cast)
        pay.handed_in(cast)
        with pytest.raises(Refusal) as refused:
            take(one, "gather", cast.owner(Role.FINANCE), pay.GATHERED)
        assert "还没有核对过的收款账户" in refused.value.wrong.zh

    def test_a_stranger_sees_nothing_of_it(self, cast: Cast) -> None:
        pay.payment(cast)
        rows = s.Payment.objects
        assert not rows.visible_to(cast.stranger(Role.FINANCE).actor)
        assert not rows.visible_to(cast.stranger(Role.INSTITUTION).actor)
        assert not rows.visible_to(cast.owner(Role.TRAINEE).actor)
        assert [rows.visible_to(cast.actor(role)).count() for role in (Role.INSTITUTION, Role.CITY)] == [1, 1]


class TestHeld:
    """A33: in production a payment that depends on a reading without a document number is shown and held."""

    @override_settings(DEMONSTRATION=False)
    def test_in_production_an_unsettled_reading_holds_it_by_name(self, cast: Cast) -> None:
        one = pay.payment(cast)
        assert one.state == P.HELD
        said = [check.text.zh for check in one.reading_checks()]
        assert any("A18" in text and "还没有口径文号" in text for text in said)
        pay.account(cast)
        with pytest.raises(Refusal):
            take(one, "release", cast.owner(Role.FINANCE), pay.GATHERED)
        with pytest.raises(Stale):
            take(one, "gather", cast.owner(Role.FINANCE), pay.GATHERED)

    @override_settings(DEMONSTRATION=False)
    def test_once_every_reading_has_its_number_it_is_released(self, cast: Cast) -> None:
        one = pay.payment(cast)
        for unsettled in one.settlement.held_by():
            makers.settled_ruling(cast, unsettled.reading, chosen(unsettled.reading), on=pay.GATHERED)
        assert one.settlement.held_by() == []
        take(one, "release", cast.owner(Role.FINANCE), pay.SENT)
        assert s.Payment.objects.get().state == P.READY

    def test_in_the_demonstration_the_defaults_run(self, cast: Cast) -> None:
        assert pay.payment(cast).state == P.READY

    def test_an_undecided_kind_that_changes_the_sum_holds_it_even_there(self, cast: Cast) -> None:
        case = makers.completed_class(cast, 5, 2)
        people = money.people_of(case)
        makers.employ(cast, *people[:3])
        makers.make_fact(cast, people[3], "ARMY", on="2024-11-11")
        one = pay.payment(cast, makers.registered_project(cast, case))
        assert one.state == P.HELD
        assert "入伍" in "".join(check.text.zh for check in one.reading_checks())


def chosen(reading: str) -> str:
    """The option the pack has chosen."""
    return pack().entry(reading).values[-1].chosen


class TestTheAccount:
    def test_two_persons_of_the_institution_name_it_and_finance_checks_it(self, cast: Cast) -> None:
        payee = pay.named(cast)
        take(payee, "submit", cast.owner(Role.INSTITUTION), pay.NAMED)
        with pytest.raises(Forbidden):
            take(payee, "submit", cast.owner(Role.INSTITUTION), pay.NAMED)
        take(payee, "submit", cast.colleague(Role.INSTITUTION, Duty.SIGN), pay.NAMED)
        payee.refresh_from_db()
        assert payee.state == A.SUBMITTED
        assert pay.accept(payee, cast).state == A.CURRENT

    def test_the_number_is_sealed_in_the_database_and_masked_on_pages(self, cast: Cast) -> None:
        payee = pay.account(cast)
        with connection.cursor() as cursor:
            cursor.execute("SELECT account FROM subsidies_payeeaccount")
            raw = bytes(cursor.fetchone()[0])
        assert pay.ACCOUNT.encode() not in raw
        assert payee.masked == "1499**********0015"
        assert pay.ACCOUNT not in str(payee.subtitle())
        assert s.PayeeAccount.objects.get().account == pay.ACCOUNT

    @pytest.mark.parametrize("account", ["", "1234567", "12345678x", "1" * 31])
    def test_a_number_that_is_none_is_refused(self, cast: Cast, account: str) -> None:
        with pytest.raises(Invalid) as refused:
            pay.named(cast, account=account)
        assert refused.value.field == "account"

    def test_one_is_named_at_a_time(self, cast: Cast) -> None:
        pay.named(cast)
        with pytest.raises(Refusal):
            pay.named(cast, account="1499001900010101")

    def test_another_institutions_account_is_refused(self, cast: Cast) -> None:
        pay.account(cast)
        with pytest.raises(Refusal) as refused:
            pay.handed_in(cast.neighbours())
        assert "另一机构用着同一账户" in refused.value.wrong.zh

    def test_a_new_one_counts_from_its_check_on(self, cast: Cast) -> None:
        old = pay.account(cast)
        new = pay.handed_in(cast, "2024-11-07", account="149900190001010099")
        old.refresh_from_db()
        assert old.state == A.CURRENT
        pay.accept(new, cast, "2024-11-08")
        old.refresh_from_db()
        assert (old.state, new.state) == (A.REPLACED, A.CURRENT)

    def test_while_a_payment_is_in_a_run_it_does_not_change(self, cast: Cast) -> None:
        run = pay.gathered(cast, pay.payment(cast))
        new = pay.handed_in(cast, pay.GATHERED, account="149900190001010099")
        with pytest.raises(Refusal) as refused:
            pay.accept(new, cast, pay.GATHERED)
        assert "回单以后才能换账户" in refused.value.wrong.zh
        assert run.lines.get().payee.account == pay.ACCOUNT

    def test_a_refused_one_leaves_the_one_before_in_use(self, cast: Cast) -> None:
        old = pay.account(cast)
        new = pay.handed_in(cast, "2024-11-07", account="149900190001010099")
        take(new, "refuse", cast.owner(Role.FINANCE), "2024-11-08", Given({"reason": "户名不符"}))
        old.refresh_from_db()
        assert (old.state, s.PayeeAccount.objects.get(pk=new.pk).state) == (A.CURRENT, A.REFUSED)


class TestAFailedLine:
    def test_it_is_mended_and_paid_once(self, cast: Cast) -> None:
        one = pay.payment(cast)
        run = pay.sent(cast, one)
        pay.answer(run, cast, pay.failed_line(run.lines.get()))
        one.refresh_from_db()
        assert (one.state, one.why, one.settlement.state) == (P.FAILED, "账号不存在", S.PAYABLE)

        new = pay.handed_in(cast, "2024-11-27", account="149900190001010099")
        pay.accept(new, cast, "2024-11-28")
        for member in (cast.owner(Role.INSTITUTION), cast.colleague(Role.INSTITUTION, Duty.SIGN)):
            take(one, "retry", member, "2024-11-28")
        again = pay.gathered(cast, one, on="2024-11-28")
        assert again.lines.get().payee == new
        pay.send(again, cast, "2024-11-29")
        pay.answer(again, cast, pay.paid_line(again.lines.get(), paid_on=date(2024, 11, 29)), on="2024-11-29")
        one.refresh_from_db()
        assert (one.state, one.settlement.state) == (P.PAID, S.PAID)
        assert [line.outcome for line in one.lines.order_by("pk")] == ["FAILED", "PAID"]

    def test_to_the_same_account_again_only_after_a_second_look(self, cast: Cast) -> None:
        one = pay.payment(cast)
        run = pay.sent(cast, one)
        pay.answer(run, cast, pay.failed_line(run.lines.get()))
        one.refresh_from_db()
        assert [check.mark for check in one.account_checks()] == ["ok", "look"]


class TestTheDatabaseRefuses:
    def broken(self, name: str, change: Callable[[], object]) -> None:
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            change()
        if connection.vendor == "postgresql" or "CHECK" in str(refused.value):
            assert name in str(refused.value)

    def test_a_payment_of_nothing(self, cast: Cast) -> None:
        one = pay.payment(cast)
        self.broken("payment_of_something", lambda: s.Payment.objects.filter(pk=one.pk).update(yuan=0))

    def test_a_payment_paid_on_no_day(self, cast: Cast) -> None:
        one = pay.payment(cast)
        rows = s.Payment.objects.filter(pk=one.pk)
        self.broken("payment_paid_on_a_day", lambda: rows.update(state=P.PAID))
        self.broken("payment_state_known", lambda: rows.update(state="LOST"))

    def test_two_accounts_in_use_and_two_being_named(self, cast: Cast) -> None:
        first = pay.account(cast)
        second = pay.handed_in(cast, "2024-11-07", account="149900190001010099")
        rows = s.PayeeAccount.objects.filter(pk=second.pk)
        self.broken("payee_one_in_use", lambda: rows.update(state=A.CURRENT))
        self.broken(
            "payee_one_being_named",
            lambda: s.PayeeAccount.objects.filter(pk=first.pk).update(state=A.DRAFT),
        )
        self.broken("payee_is_complete", lambda: rows.update(bank=""))
        self.broken("payee_state_known", lambda: rows.update(state="LOST"))

    def test_two_payments_of_one_place(self, cast: Cast) -> None:
        one = pay.payment(cast)
        chain = pay.named(cast).chain
        values = {f.attname: getattr(one, f.attname) for f in s.Payment._meta.concrete_fields}
        values["chain_id"] = chain.pk
        self.broken("payment_seq_once", lambda: s.Payment.objects.create(**values))

    def test_two_live_attempts(self, cast: Cast) -> None:
        one = pay.payment(cast)
        run = pay.gathered(cast, one)
        line = run.lines.get()
        twin = {"payment": one, "payee": line.payee, "yuan": one.yuan, "code": "twice", "seq": 2}
        self.broken("payment_line_one_live", lambda: run.lines.create(**twin))
        self.broken("payment_line_seq_once", lambda: run.lines.create(**{**twin, "seq": 1}))

    def test_a_line_that_says_nothing(self, cast: Cast) -> None:
        line = pay.gathered(cast, pay.payment(cast)).lines.get()
        rows = s.PaymentLine.objects.filter(pk=line.pk)
        self.broken("payment_line_of_something", lambda: rows.update(yuan=0))
        self.broken("payment_line_outcome_known", lambda: rows.update(outcome="LOST"))
        self.broken("payment_line_paid_on_a_day", lambda: rows.update(outcome="PAID"))
        self.broken("payment_line_failed_for_a_reason", lambda: rows.update(outcome="FAILED"))

    def test_one_reference_for_two_lines(self, cast: Cast) -> None:
        line = pay.gathered(cast, pay.payment(cast)).lines.get()
        s.PaymentLine.objects.filter(pk=line.pk).update(outcome="FAILED", why="x", reference="B1")
        twin = {"payment": line.payment, "payee": line.payee, "yuan": 1, "code": "b", "seq": 2}
        self.broken("payment_line_reference_once", lambda: line.run.lines.create(reference="B1", **twin))

    def test_a_run_sent_without_its_file_and_two_being_drawn_up(self, cast: Cast) -> None:
        run = pay.gathered(cast, pay.payment(cast))
        rows = s.PaymentRun.objects.filter(pk=run.pk)
        self.broken("run_sent_is_frozen", lambda: rows.update(state="SENT"))
        self.broken("payment_run_state_known", lambda: rows.update(state="LOST"))
        values = {f.attname: getattr(run, f.attname) for f in s.PaymentRun._meta.concrete_fields}
        values["chain_id"] = pay.named(cast, "2024-11-25", "149900190001010099").chain_id
        self.broken("run_one_being_drawn_up", lambda: s.PaymentRun.objects.create(**values))
