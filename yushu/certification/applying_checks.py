"""What the machine looks at in an application, and how a person says anew what they are (R06, R08, R09)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from yushu.casework.process import Check
from yushu.certification.eligibility import decided_again, record_of, said
from yushu.certification.issuance import S as B
from yushu.certification.sitting_readiness import free_assessors, least_assessors
from yushu.kernel.errors import Invalid
from yushu.kernel.words import Words

if TYPE_CHECKING:
    from yushu.certification.models import Application

IN_HAND = (B.EXAMINED, B.RETURNED)
"""While a list is in the evaluator's hands its rows can change."""


def condition_checks(application: Application) -> Iterable[Check]:
    """R06, R08, R24: asked anew at every look, for certificates end and registers change."""
    for reason in decided_again(application).reasons:
        yield Check(reason.mark, reason.text, reason.cites)


def word_check(application: Application) -> Check:
    """R08: signed in person, or proofs were handed in."""
    if application.way == "PROOFS":
        text = Words("证明材料：{p}", "Proofs: {p}")
        return Check("look", text.fill(p=application.proofs), "R08")
    signed = application.commitment()
    if signed is None:
        return Check("no", Words("本人还没有签告知承诺书", "The commitment is not signed yet"), "R08")
    text = Words("告知承诺书{v}由本人签署", "Commitment {v}, signed in person")
    return Check("ok", text.fill(v=signed.version), "R08")


def assessor_checks(application: Application) -> Iterable[Check]:
    """R09: who has taught somebody does not examine them."""
    sitting = application.sitting
    free = free_assessors(sitting, [application.person])[application.person.pk]
    if not free:
        text = Words("考评员都教过本人，要另请一位", "Every assessor has taught this person: name another")
        yield Check("no", text, "R09")
    elif len(free) < least_assessors(sitting.held_on):
        names = "、".join(one.person.name for one in free)
        text = Words("没有教过本人的考评员：{n}", "Assessors who have not taught this person: {n}")
        yield Check("look", text.fill(n=names), "H-assessors")
    else:
        text = Words("{n}位考评员没有教过本人", "{n} assessors have not taught this person")
        yield Check("ok", text.fill(n=len(free)), "R09")


def seat_check(application: Application) -> Check:
    """R09."""
    left = application.sitting.left()
    if not left:
        return Check("no", Words("座位已满", "All seats are taken"), "R09")
    return Check("ok", Words("还有{n}个座位", "{n} seats are free").fill(n=left), "R09")


def withdrawal_checks(application: Application, day: date | None) -> Iterable[Check]:
    """R08: not once it is paid, not once applications are closed."""
    last = application.sitting.apply_until
    if application.paid_on:
        text = Words("{d}已缴费，不能撤回", "Paid on {d}: it can no longer be withdrawn")
        yield Check("no", text.fill(d=application.paid_on), "R08")
    elif day and day > last:
        text = Words("申报已于{d}截止，不能撤回", "Applications closed on {d}: it can no longer be withdrawn")
        yield Check("no", text.fill(d=last), "R08")
    else:
        text = Words("缴费之前、{d}截止之前可以撤回", "It can be withdrawn before payment and until {d}")
        yield Check("ok", text.fill(d=last), "R08")


def payment_checks(application: Application) -> Iterable[Check]:
    """R22."""
    if not application.sitting.fee_yuan:
        yield Check("no", Words("本场不收费", "This sitting has no fee"), "R22")
    elif application.paid_on:
        text = Words("{d}已登记缴费", "The payment of {d} is recorded")
        yield Check("no", text.fill(d=application.paid_on), "R22")


def certificate_checks(application: Application, *, wanted: bool) -> Iterable[Check]:
    """A37: a certificate is not touched from here."""
    held = application.certificate()
    if held is not None and not wanted:
        text = Words(
            "已颁发证书{n}，要由省人社厅按告知、陈述申辩、决定办理",
            "Certificate {n} is issued: only the province may act, by notice, defence and decision",
        )
        yield Check("no", text.fill(n=held.number), "A37")
    if held is None and wanted:
        yield Check("no", Words("还没有颁发证书", "No certificate has been issued"), "A37")


def list_checks(application: Application) -> Iterable[Check]:
    """R09: a reported list stays as it is until it is returned."""
    row = application.candidacy()
    if row is not None and row.batch.state not in IN_HAND and row.batch.state != B.CLOSED:
        text = Words(
            "发证批次{n}已报送，先请省人社厅退回这个人",
            "Batch {n} has been reported: let the province return this person first",
        )
        yield Check("no", text.fill(n=row.batch.number), "R09")


def say_again(application: Application, facts: Mapping[str, Any]) -> None:
    """Keep what is said now and what follows from it. Raises Invalid when proofs are missing."""
    proofs = str(facts.get("proofs", "")).strip()
    if application.way == "PROOFS" and not proofs:
        wrong = Words("没有写证明材料", "No proofs are named")
        mend = Words("逐项写名称、编号和日期", "Name each with its number and date")
        raise Invalid(wrong, mend, field="proofs", cites="R08")
    application.record = said(record_of(facts))
    application.proofs = proofs if application.way == "PROOFS" else ""
    application.decision = decided_again(application).as_facts()
