"""A payment file is signed by three, kept as it was sent, and answered line by line, once (R16, A36)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connection

from tests.casework import races
from tests.cast import Cast
from tests.catalogue.makers import moment, take
from tests.people.test_races import without
from tests.subsidies import payingmakers as pay
from tests.subsidies import settlementmakers as money
from yushu.casework import stepping
from yushu.casework.moving import Given, hand_back, move
from yushu.doors.files.rehearsing import rehearsed
from yushu.kernel.crypto import canonical, digest
from yushu.kernel.errors import Forbidden, Refusal, Stale
from yushu.ledger.audit import verify_everything
from yushu.ledger.book import history
from yushu.people.roles import Duty, Role
from yushu.subsidies import models as s
from yushu.subsidies.bank_answers import Answer
from yushu.subsidies.paying import P
from yushu.subsidies.runs import R
from yushu.subsidies.settling import S

Together = Callable[[list[Callable[[], Any]]], list[Any]]


def two_payments(cast: Cast) -> tuple[s.Payment, s.Payment]:
    """Of two projects, with people, teacher and room of their own."""
    first = pay.payment(cast, money.project(cast, n=3, employed=3))
    second = money.project(cast, n=2, employed=2, first=560)
    return first, pay.payment(cast, second)


def did(verdicts: Any) -> list[str]:
    return [verdict.did for verdict in verdicts]


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
class TestTheFile:
    def test_one_line_a_claim_in_the_order_of_gathering(self, cast: Cast) -> None:
        one, two = two_payments(cast)
        run = pay.gathered(cast, one, two)
        assert [(line.seq, line.payment_id, line.yuan) for line in run.lines.all()] == [
            (1, one.pk, one.yuan),
            (2, two.pk, two.yuan),
        ]
        assert run.size() == (2, one.yuan + two.yuan)

    def test_nothing_is_answered_before_it_was_sent(self, cast: Cast) -> None:
        one, _ = two_payments(cast)
        run = pay.gathered(cast, one)
        with pytest.raises(Stale):
            pay.answer(run, cast, pay.paid_line(run.lines.get()))
        one.refresh_from_db()
        assert one.state == P.GATHERED

    def test_three_persons_sign_it(self, cast: Cast) -> None:
        run = pay.gathered(cast, pay.payment(cast))
        take(run, "send", cast.owner(Role.FINANCE), pay.SENT)
        with pytest.raises(Forbidden):
            take(run, "send", cast.owner(Role.FINANCE), pay.SENT)

    def test_it_is_kept_as_it_was_sent_with_its_digest(self, cast: Cast) -> None:
        run = pay.sent(cast, pay.payment(cast))
        file = run.file()
        assert run.digest == digest("sha256", canonical(file))
        line = run.lines.get()
        assert file["lines"] == [
            {
                "code": line.code,
                "holder": cast.owner(Role.INSTITUTION).office.name,
                "bank": "某银行太原分行",
                "account": pay.ACCOUNT,
                "yuan": line.yuan,
                "purpose": f"职业培训补贴，结算{line.payment.settlement.number}",
            }
        ]
        with connection.cursor() as cursor:
            cursor.execute("SELECT content FROM subsidies_paymentrun")
            assert pay.ACCOUNT.encode() not in bytes(cursor.fetchone()[0])

    def test_a_later_account_does_not_change_what_was_sent(self, cast: Cast) -> None:
        run = pay.sent(cast, pay.payment(cast))
        before = run.file()
        pay.answer(run, cast, pay.paid_line(run.lines.get()))
        pay.account(cast, "2024-11-27", account="149900190001010099")
        assert s.PaymentRun.objects.get().file() == before

    def test_while_it_is_being_signed_nothing_joins_or_leaves_it(self, cast: Cast) -> None:
        one, two = two_payments(cast)
        run = pay.gathered(cast, one)
        take(run, "send", cast.owner(Role.FINANCE), pay.SENT)
        with pytest.raises(Refusal) as refused:
            take(two, "gather", cast.owner(Role.FINANCE), pay.SENT)
        assert "正在签发" in refused.value.wrong.zh
        with pytest.raises(Refusal):
            take(one, "take_out", cast.owner(Role.FINANCE), pay.SENT, Given({"reason": "核对"}))
        run.refresh_from_db()
        checker = cast.colleague(Role.FINANCE).actor
        hand_back(run, "send", "还差一笔", actor=checker, at=moment(pay.SENT), rev=run.rev)
        take(two, "gather", cast.owner(Role.FINANCE), pay.SENT)
        assert run.lines.count() == 2

    def test_what_is_taken_out_or_dropped_waits_for_a_later_run(self, cast: Cast) -> None:
        one, two = two_payments(cast)
        run = pay.gathered(cast, one, two)
        take(one, "take_out", cast.owner(Role.FINANCE), pay.SENT, Given({"reason": "核对"}))
        take(run, "drop", cast.owner(Role.FINANCE), pay.SENT, Given({"reason": "账户待核"}))
        assert set(s.Payment.objects.values_list("state", flat=True)) == {P.READY}
        again = pay.gathered(cast, one, two, on=pay.SENT)
        assert again.pk != run.pk

    def test_an_empty_one_is_not_sent(self, cast: Cast) -> None:
        one = pay.payment(cast)
        run = pay.gathered(cast, one)
        take(one, "take_out", cast.owner(Role.FINANCE), pay.SENT, Given({"reason": "核对"}))
        with pytest.raises(Refusal):
            take(run, "send", cast.owner(Role.FINANCE), pay.SENT)

    def test_before_it_is_signed_there_is_no_file(self, cast: Cast) -> None:
        with pytest.raises(Stale):
            pay.gathered(cast, pay.payment(cast)).file()


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
class TestTheAnswer:
    def test_each_line_has_its_own_fate(self, cast: Cast) -> None:
        one, two = two_payments(cast)
        run = pay.sent(cast, one, two)
        first, second = run.lines.all()
        assert did(pay.answer(run, cast, pay.paid_line(first), pay.failed_line(second))) == ["taken", "taken"]
        one.refresh_from_db()
        two.refresh_from_db()
        assert (one.state, one.settlement.state) == (P.PAID, S.PAID)
        assert (two.state, two.settlement.state) == (P.FAILED, S.PAYABLE)
        take(run, "close", cast.owner(Role.FINANCE), pay.PAID)
        run.refresh_from_db()
        assert run.state == R.ANSWERED

    def test_with_a_line_unanswered_it_is_not_closed(self, cast: Cast) -> None:
        run = pay.sent(cast, *two_payments(cast))
        pay.answer(run, cast, pay.paid_line(run.lines.first()))
        with pytest.raises(Refusal) as refused:
            take(run, "close", cast.owner(Role.FINANCE), pay.PAID)
        assert "1笔还没有回单" in refused.value.wrong.zh

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"code": "ZF-0"}, "没有ZF-0"),
            ({"yuan": 1}, "回单写1元"),
            ({"paid_on": None}, "没有付款日期"),
            ({"reference": ""}, "没有付款日期或流水号"),
            ({"paid_on": date(2024, 11, 24)}, "不在签发日和今天之间"),
            ({"paid_on": date(2024, 11, 27)}, "不在签发日和今天之间"),
            ({"result": "FAILED", "why": ""}, "没有失败原因"),
        ],
    )
    def test_what_does_not_fit_the_file_is_refused_and_changes_nothing(
        self, cast: Cast, change: dict[str, Any], said: str
    ) -> None:
        run = pay.sent(cast, pay.payment(cast))
        (verdict,) = pay.answer(run, cast, pay.paid_line(run.lines.get(), **change))
        assert verdict.did == "refused"
        assert verdict.refused is not None
        assert said in verdict.refused.wrong.zh
        assert (run.lines.get().outcome, s.Payment.objects.get().state) == ("WAITING", P.SENT)

    def test_a_doubled_line_is_refused_twice(self, cast: Cast) -> None:
        run = pay.sent(cast, pay.payment(cast))
        line = run.lines.get()
        assert did(pay.answer(run, cast, pay.paid_line(line), pay.paid_line(line, 3))) == ["refused"] * 2

    def test_one_reference_pays_one_line(self, cast: Cast) -> None:
        run = pay.sent(cast, *two_payments(cast))
        first, second = run.lines.all()
        found = pay.answer(
            run, cast, pay.paid_line(first, reference="B1"), pay.paid_line(second, 3, reference="B1")
        )
        assert did(found) == ["taken", "refused"]
        assert s.Payment.objects.get(pk=second.payment_id).state == P.SENT

    def test_a_good_line_beside_a_wrong_one_is_taken(self, cast: Cast) -> None:
        run = pay.sent(cast, *two_payments(cast))
        first, second = run.lines.all()
        assert did(pay.answer(run, cast, pay.paid_line(first, yuan=1), pay.paid_line(second))) == [
            "refused",
            "taken",
        ]

    def test_the_same_answer_again_changes_nothing(self, cast: Cast) -> None:
        run = pay.sent(cast, pay.payment(cast))
        line = run.lines.get()
        pay.answer(run, cast, pay.paid_line(line))
        entries = len(history([run.pk]))
        assert did(pay.answer(run, cast, pay.paid_line(line))) == ["same"]
        assert len(history([run.pk])) == entries
        assert s.PaidShare.objects.count() == 5

    def test_another_answer_to_an_answered_line_is_refused(self, cast: Cast) -> None:
        run = pay.sent(cast, pay.payment(cast))
        line = run.lines.get()
        pay.answer(run, cast, pay.paid_line(line))
        assert did(pay.answer(run, cast, pay.failed_line(line))) == ["refused"]
        assert s.Payment.objects.get().state == P.PAID

    def test_a_rehearsal_is_the_import_itself_rolled_back(self, cast: Cast) -> None:
        run = pay.sent(cast, pay.payment(cast))
        with rehearsed(only=True):
            found = pay.answer(run, cast, pay.paid_line(run.lines.get()))
        assert did(found) == ["taken"]
        assert (run.lines.get().outcome, s.Payment.objects.get().state) == ("WAITING", P.SENT)

    def test_the_record_says_who_imported_what(self, cast: Cast) -> None:
        run = pay.sent(cast, pay.payment(cast))
        pay.answer(run, cast, pay.paid_line(run.lines.get()))
        line = history([run.pk])[0]
        assert (line.verb, line.facts["taken"], line.facts["refused"]) == ("answer", 1, 0)
        assert verify_everything().fault is None

    def test_only_who_handles_at_that_finance_office_imports(self, cast: Cast) -> None:
        run = pay.sent(cast, pay.payment(cast))
        answers: list[Answer] = [pay.paid_line(run.lines.get())]
        for member in (
            cast.colleague(Role.FINANCE, Duty.SIGN),
            cast.stranger(Role.FINANCE),
            cast.owner(Role.CITY),
        ):
            with pytest.raises(Forbidden):
                pay.take_answer(run, answers, actor=member.actor, at=moment(pay.PAID))


# Races


def gather(payment: s.Payment, cast: Cast) -> Callable[[], Any]:
    opened = s.Payment.objects.get(pk=payment.pk)
    return partial(
        move, opened, "gather", actor=cast.actor(Role.FINANCE), at=moment(pay.GATHERED), rev=opened.rev
    )


@contextmanager
def without_the_state(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Everybody believes the page they opened."""
    with monkeypatch.context() as patch:
        patch.setattr(stepping, "_claim", races.claims_without_looking)
        yield


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("calendar")
class TestNeverPaidTwice:
    def test_many_gather_one_payment_and_one_line_comes_of_it(
        self, together: Together, cast: Cast, scale: int
    ) -> None:
        one = pay.payment(cast)
        pay.account(cast)
        ended = together([gather(one, cast) for _ in range(scale)])
        assert sum(not isinstance(end, Exception) for end in ended) == 1
        assert s.PaymentLine.objects.count() == 1
        assert s.PaymentRun.objects.count() == 1

    def test_without_the_claim_the_constraint_still_holds(
        self, together: Together, cast: Cast, scale: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one = pay.payment(cast)
        pay.account(cast)
        with without_the_state(monkeypatch):
            together([gather(one, cast) for _ in range(scale)])
        assert s.PaymentLine.objects.count() == 1

    def test_without_both_it_stands_in_several_lines(
        self, together: Together, cast: Cast, scale: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The negative control."""
        one = pay.payment(cast)
        pay.account(cast)
        with without_the_state(monkeypatch), without(s.PaymentLine, "payment_line_one_live"):
            together([gather(one, cast) for _ in range(scale)])
            assert s.PaymentLine.objects.count() > 1
            s.PaymentLine.objects.all().delete()

    def test_two_imports_of_one_answer_pay_once(self, together: Together, cast: Cast) -> None:
        run = pay.sent(cast, pay.payment(cast))
        line = run.lines.get()
        ended = together([partial(pay.answer, run, cast, pay.paid_line(line)) for _ in range(2)])
        said = sorted(did(end)[0] for end in ended if not isinstance(end, Exception))
        assert said == ["same", "taken"]
        assert s.PaidShare.objects.count() == 5
