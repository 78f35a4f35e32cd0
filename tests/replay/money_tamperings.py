"""What breaks each thing that must hold of the money, by its name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import F, QuerySet

from yushu.subsidies import models as s
from yushu.training import models as m


def pay_a_yuan_more() -> None:
    share = s.PaidShare.objects.filter(yuan__gt=0).first()
    s.PaidShare.objects.filter(pk=share.pk).update(yuan=F("yuan") + 1)


def pay_somebody_twice() -> None:
    first, second = s.PaidShare.objects.filter(settlement__final=True, yuan__gt=0)[:2]
    s.PaidShare.objects.filter(member=second.member).update(person=first.person)


def pay_before_the_publicity_is_over() -> None:
    payment = s.Payment.objects.first()
    s.Settlement.objects.filter(pk=payment.settlement_id).update(publicised_on=payment.opened_on)


def pay_for_days_nobody_attended() -> None:
    paid = s.SettlementLine.objects.filter(due_yuan__gt=0, settlement__state="PAID").first()
    m.Attendance.objects.filter(member=paid.member_id).update(minutes=0)


def change_a_line_of_a_file() -> None:
    line = s.PaymentLine.objects.first()
    s.PaymentLine.objects.filter(pk=line.pk).update(yuan=F("yuan") + 1)


def change_the_digest_of_a_file() -> None:
    s.PaymentRun.objects.exclude(digest="").update(digest="0" * 64)


def ask_for_a_yuan_more() -> None:
    part = s.Instalment.objects.first()
    s.Instalment.objects.filter(pk=part.pk).update(yuan=F("yuan") + 1)


def take_a_receipt_away() -> None:
    s.Receipt.objects.exclude(arrived_on=None).first().delete()


def false_commitments() -> QuerySet[m.TrainingCertificate]:
    return m.TrainingCertificate.objects.filter(ground="COMMITMENT")


def ask_nothing_back_for_it() -> None:
    s.Recovery.objects.filter(ground="TARGET").update(ground="OTHER")


def leave_it_unpaid() -> None:
    s.Recovery.objects.filter(ground="TARGET").update(state="COURT")


def find_it_to_be_an_error() -> None:
    false_commitments().update(ground="ERROR")


def forget_who_signed() -> None:
    enrolments = false_commitments().values("member__enrolment")
    m.Commitment.objects.filter(chain__in=enrolments).update(purpose="EXAM")


def find_it_before_the_payment() -> None:
    shares = s.PaidShare.objects.filter(member__in=false_commitments().values("member"), yuan__gt=0)
    shares.update(on=date(2024, 12, 31))


def take_it_back_before_the_decision() -> None:
    shares = s.PaidShare.objects.filter(member__in=false_commitments().values("member"), yuan__lt=0)
    shares.update(on=date(2024, 8, 21))


def explain_it_otherwise() -> None:
    s.Settlement.objects.filter(pk=s.Settlement.objects.first().pk).update(working=[])


Tamper = Callable[[], None]
instalments = "instalments add up to what is owed back, and receipts to what came"
untrue = "a false commitment found after payment came back by due process"
files = "payment files are what was signed, and say what was paid"
MONEY: list[tuple[Tamper, str]] = [
    (pay_a_yuan_more, "due = paid − recovered + pending + withheld − returning, person by person"),
    (pay_somebody_twice, "at most one subsidy a person, occupation and level within a year"),
    (pay_before_the_publicity_is_over, "every payment belongs to a settlement whose publicity is over"),
    (pay_for_days_nobody_attended, "nothing is owed without a training certificate and attended days"),
    (change_a_line_of_a_file, files),
    (change_the_digest_of_a_file, files),
    (ask_for_a_yuan_more, instalments),
    (take_a_receipt_away, instalments),
    (ask_nothing_back_for_it, untrue),
    (leave_it_unpaid, untrue),
    (find_it_to_be_an_error, untrue),
    (forget_who_signed, untrue),
    (find_it_before_the_payment, untrue),
    (take_it_back_before_the_decision, untrue),
    (explain_it_otherwise, "settlements are as they were frozen"),
]
