"""Payments: what a settlement owes goes to the institution in one line, once (R16, R20; A33, A38)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from yushu.casework.models import Case, state_check, state_field
from yushu.casework.opening import open_case
from yushu.casework.process import Check, Taken
from yushu.casework.stepping import take
from yushu.catalogue.models.occupations import name_of
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.people.actors import TIME
from yushu.people.models import Office
from yushu.people.roles import Role
from yushu.subsidies.models.payees import in_use
from yushu.subsidies.models.payment_runs import Outcome, PaymentRun
from yushu.subsidies.models.settlements import Settlement
from yushu.subsidies.paying import PAYMENT, P


def finance_of(area: str) -> Office:
    """The finance office that pays in an area: its own, else the province's."""
    offices = Office.objects.filter(role=Role.FINANCE, parent=None, area__in=(area, ""))  # seen: who pays
    found = offices.order_by("-area", "name").first()
    if found is None:
        raise Refusal(
            Words("没有负责拨付的财政部门", "No finance office is there to pay"),
            Words("由系统管理员登记财政部门", "Let the administrator register the finance office"),
            cites="R16",
        )
    return found


class Payment(Case):
    """So many yuan to an institution under a settlement: one line, paid once."""

    process = PAYMENT
    proved = ("settlement_id", "institution_id", "yuan")
    state = state_field(PAYMENT)
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="payments")
    seq = models.PositiveSmallIntegerField()
    institution = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    city = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    finance = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    yuan = models.PositiveIntegerField()
    paid_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-opened_on", "-number"]
        constraints = [
            state_check(PAYMENT),
            models.UniqueConstraint(fields=["settlement", "seq"], name="payment_seq_once"),
            models.CheckConstraint(condition=Q(yuan__gt=0), name="payment_of_something"),
            models.CheckConstraint(
                condition=~Q(state=P.PAID) | (Q(paid_on__isnull=False) & ~Q(reference="")),
                name="payment_paid_on_a_day",
            ),
        ]

    @classmethod
    def open_for(cls, settlement: Settlement, yuan: int, taken: Taken) -> Self:
        """Begin a payment under a settlement; ready at once when no reading holds it."""
        payment = open_case(
            cls,
            actor=taken.actor,
            at=taken.at,
            happened_on=taken.happened_on,
            parties=[
                (Role.INSTITUTION, settlement.institution),
                (Role.CITY, settlement.city),
                (Role.FINANCE, finance_of(settlement.city.area)),
            ],
            facts={"settlement": settlement.number, "yuan": yuan},
            settlement=settlement,
            seq=settlement.payments.count() + 1,
            institution=settlement.institution,
            city=settlement.city,
            finance=finance_of(settlement.city.area),
            yuan=yuan,
        )
        if any(check.mark == "no" for check in payment.reading_checks()):
            return payment
        return payment.follow("ready", taken)

    def follow(self, step: str, taken: Taken, day: date | None = None) -> Self:
        """A step of time, as the consequence of the act in hand; on the day of the fact, if that is another."""
        self.refresh_from_db()
        return take(self, step, actor=TIME, at=taken.at, rev=self.rev, happened_on=day or taken.happened_on)

    def claim_first(self) -> None:
        """The run that holds it in a waiting line, as whoever sends or answers the run does."""
        runs = PaymentRun.objects.filter(lines__payment=self.pk, lines__outcome=Outcome.WAITING)
        runs.update(number=F("number"))

    def title(self) -> Words:
        """支付 and its number."""
        return Words(f"支付{self.number}", f"Payment {self.number}")

    def subtitle(self) -> Words:
        """To whom, how much."""
        return Words("{o}，{y}元", "{o}, {y} yuan").fill(o=name_of(self.institution), y=f"{self.yuan:,}")

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With whom it is for."""
        return cls.objects.filter(pk__in=pks).select_related("institution", "settlement")

    def figures(self) -> dict[str, object]:
        """Yuan as things stand (y), the institution (o)."""
        return {"y": f"{self.yuan:,}", "o": name_of(self.institution)}

    def reading_checks(self) -> Iterable[Check]:
        """A33: every reading the amount rests on, and whether the province has settled it."""
        held = self.settlement.held_by()
        text = Words("“{r}”还没有口径文号，暂缓支付", "“{r}” has no ruling yet: the payment is held")
        yield from (Check("no", text.fill(r=one.words), "A33") for one in held)
        if not held:
            yield Check("ok", Words("没有待明确的口径", "No reading is unsettled"), "A33")

    def account_checks(self) -> Iterable[Check]:
        """R16: the account in use, and whether it is another than the one the bank refused."""
        payee = in_use(self.institution_id)
        if payee is None:
            text = Words("{o}还没有核对过的收款账户", "{o} has no checked account")
            yield Check("no", text.fill(o=name_of(self.institution)), "R16")
            return
        text = Words("付到{h}，{m}", "Paid to {h}, {m}")
        yield Check("ok", text.fill(h=payee.holder, m=payee.masked), "R16")
        last = self.lines.order_by("pk").last()
        if last is not None and last.outcome == Outcome.FAILED and last.payee_id == payee.pk:
            again = Words("上次付到这个账户没有成功：{w}", "The last attempt to this account failed: {w}")
            yield Check("look", again.fill(w=last.why), "R16")

    def gather(self, taken: Taken) -> None:
        """A line of the run of the finance office that is being drawn up; a new run if there is none."""
        payee = in_use(self.institution_id)
        assert payee is not None
        PaymentRun.being_drawn_up(self.finance, taken).add(self, payee)

    def take_out(self) -> None:
        """Strike its line of a run that was not sent."""
        for line in self.lines.filter(outcome=Outcome.WAITING).select_related("run"):
            line.run.claim()
            line.delete()

    def note_paid(self, taken: Taken) -> None:
        """Day and reference, as the bank answered; the settlement follows."""
        line = self.lines.get(outcome=Outcome.PAID)
        self.paid_on, self.reference, self.why = line.paid_on, line.reference, ""
        self.settlement.payment_made(self, taken)

    def note_failed(self) -> None:
        """What the bank said."""
        self.why = self.lines.filter(outcome=Outcome.FAILED).latest("pk").why
