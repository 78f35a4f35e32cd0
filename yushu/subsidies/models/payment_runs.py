"""Payment runs: one file each, drawn up, signed, sent, answered line by line (R16, A36)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q, Sum

from yushu.casework.authority import pending
from yushu.casework.models import Case, state_check, state_field
from yushu.casework.opening import open_case
from yushu.casework.process import Check, Taken
from yushu.kernel.crypto import canonical, digest
from yushu.kernel.errors import Refusal, Stale
from yushu.kernel.words import Words
from yushu.people.fields import EncryptedField
from yushu.people.models import Office
from yushu.people.roles import Role
from yushu.subsidies.models.payees import PayeeAccount
from yushu.subsidies.runs import RUN, R

if TYPE_CHECKING:
    from yushu.subsidies.models.payments import Payment

SCHEMA = 1
PURPOSE = Words("职业培训补贴，结算{n}", "training subsidy, settlement {n}")
"""What the bank shows the payee; the file is a Chinese paper."""


class Outcome(models.TextChoices):
    """What became of a line of a payment file."""

    WAITING = "WAITING", "待回单"
    PAID = "PAID", "已支付"
    FAILED = "FAILED", "支付失败"


LIVE = (Outcome.WAITING, Outcome.PAID)
"""Of these a payment has one at most: it is never paid twice."""


class PaymentRun(Case):
    """One payment file of a finance office: drawn up, signed, sent, answered. `content` is the file as sent."""

    process = RUN
    proved = ("digest",)
    state = state_field(RUN)
    finance = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    content = EncryptedField(blank=True, default="")
    digest = models.CharField(max_length=64, blank=True)
    document_no = models.CharField(max_length=60, blank=True)
    sent_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_on", "-number"]
        constraints = [
            state_check(RUN),
            models.UniqueConstraint(
                fields=["finance"], condition=Q(state=R.DRAFT), name="run_one_being_drawn_up"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(R.SENT, R.ANSWERED))
                | (~Q(digest="") & ~Q(document_no="") & Q(sent_on__isnull=False)),
                name="run_sent_is_frozen",
            ),
        ]

    @classmethod
    def being_drawn_up(cls, finance: Office, taken: Taken) -> Self:
        """The run this office is drawing up, held for this transaction; begun if there is none."""
        rows = cls.objects.filter(finance=finance, state=R.DRAFT)
        run = rows.first()
        if run is None:
            try:
                with transaction.atomic():
                    run = open_case(
                        cls,
                        actor=taken.actor,
                        at=taken.at,
                        parties=[(Role.FINANCE, finance)],
                        finance=finance,
                    )
            except IntegrityError:
                run = rows.get()
        run.claim()
        return run

    def claim(self) -> None:
        """Hold it, while nobody has begun to sign it. Raises Stale once it is sent, Refusal once a hand is given."""
        rows = type(self).objects.filter(pk=self.pk, state=R.DRAFT)
        if rows.update(rev=F("rev") + 1) != 1:
            raise Stale(
                Words("批次{n}已经签发或撤销", "Run {n} has been signed or dropped").fill(n=self.number),
                Words("打开最新的批次再办", "Open the newest run and act there"),
            )
        self.refresh_from_db()
        if pending(self, self.process.named("send")):
            raise Refusal(
                Words("批次{n}正在签发", "Run {n} is being signed").fill(n=self.number),
                Words("退回经办，或等签发后列入下一批", "Hand it back, or wait for the next run"),
                cites="A36",
            )

    def add(self, payment: Payment, payee: PayeeAccount) -> PaymentLine:
        """One line for a payment."""
        last = self.lines.aggregate(n=models.Max("seq"))["n"] or 0
        return PaymentLine.objects.create(
            run=self,
            seq=last + 1,
            code=f"ZF{self.number}-{last + 1:03d}",
            payment=payment,
            payee=payee,
            yuan=payment.yuan,
        )

    def title(self) -> Words:
        """支付批次 and its number."""
        return Words(f"支付批次{self.number}", f"Payment run {self.number}")

    def subtitle(self) -> Words:
        """How many lines, how much."""
        n, y = self.size()
        return Words("{n}笔，{y}元", "{n} lines, {y} yuan").fill(n=n, y=f"{y:,}")

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With the sums, counted in the same query."""
        rows = cls.objects.filter(pk__in=pks)
        return rows.annotate(counted=models.Count("lines"), summed=Sum("lines__yuan"))

    def size(self) -> tuple[int, int]:
        """Lines and yuan."""
        counted = getattr(self, "counted", None)
        if counted is not None:
            return int(counted), int(getattr(self, "summed", 0) or 0)
        found = self.lines.aggregate(n=models.Count("pk"), y=Sum("yuan"))
        return found["n"], found["y"] or 0

    def figures(self) -> dict[str, object]:
        """Lines (n), yuan (y)."""
        n, y = self.size()
        return {"n": n, "y": f"{y:,}"}

    def line_checks(self) -> Iterable[Check]:
        """R16: at least one line, each to the account that is in use today."""
        lines = list(self.lines.select_related("payee"))
        if not lines:
            yield Check("no", Words("批次里还没有一笔", "The run has no line yet"), "R16")
            return
        moved = [line for line in lines if line.payee.state != "CURRENT"]
        text = Words(
            "{c}的账户已更换，移出后重新列入", "The account of {c} was replaced: take it out, gather it again"
        )
        yield from (Check("no", text.fill(c=line.code), "A36") for line in moved)
        if not moved:
            n, y = self.size()
            told = Words("{n}笔共{y}元，都付到核对过的账户", "{n} lines, {y} yuan, all to checked accounts")
            yield Check("ok", told.fill(n=n, y=f"{y:,}"), "A36")

    def answer_checks(self) -> Iterable[Check]:
        """R16: no line still waits."""
        waiting = self.lines.filter(outcome=Outcome.WAITING).count()
        if waiting:
            yield Check("no", Words("{n}笔还没有回单", "{n} lines are not answered").fill(n=waiting), "R16")
        else:
            yield Check("ok", Words("每一笔都有回单", "Every line is answered"), "R16")

    def send(self, taken: Taken) -> None:
        """Freeze the file and its digest; every payment in it is on its way."""
        self.document_no = str(taken.facts["document_no"])
        self.sent_on = taken.happened_on
        frozen = canonical(self.as_sent())
        self.content, self.digest = frozen.decode(), digest("sha256", frozen)
        self._all("send", taken)

    def drop(self, taken: Taken) -> None:
        """Nothing of it is sent."""
        self._all("put_back", taken)

    def _all(self, step: str, taken: Taken) -> None:
        for line in self.lines.filter(outcome=Outcome.WAITING).select_related("payment"):
            line.payment.follow(step, taken)

    def as_sent(self) -> dict[str, Any]:
        """What the file says, line by line."""
        lines = self.lines.select_related("payee", "payment__settlement")
        return {
            "schema": SCHEMA,
            "number": self.number,
            "document_no": self.document_no,
            "sent_on": str(self.sent_on),
            "lines": [line.as_sent() for line in lines],
        }

    def file(self) -> dict[str, Any]:
        """The frozen file. Raises Stale before it was sent."""
        if not self.content:
            raise Stale(
                Words("批次还没有签发", "The run has not been signed"), Words("签发后再下载", "Sign it first")
            )
        found: dict[str, Any] = json.loads(self.content)
        return found


class PaymentLine(models.Model):
    """One attempt to pay: a line of one file, to one account, with the bank's answer."""

    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="lines")
    payment = models.ForeignKey("subsidies.Payment", on_delete=models.PROTECT, related_name="lines")
    payee = models.ForeignKey(PayeeAccount, on_delete=models.PROTECT, related_name="lines")
    seq = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=32, unique=True)
    yuan = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    paid_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["run", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["run", "seq"], name="payment_line_seq_once"),
            models.UniqueConstraint(
                fields=["payment"], condition=Q(outcome__in=LIVE), name="payment_line_one_live"
            ),
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(reference=""), name="payment_line_reference_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="payment_line_outcome_known"
            ),
            models.CheckConstraint(condition=Q(yuan__gt=0), name="payment_line_of_something"),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.PAID) | (Q(paid_on__isnull=False) & ~Q(reference="")),
                name="payment_line_paid_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.FAILED) | ~Q(why=""), name="payment_line_failed_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def as_sent(self) -> dict[str, Any]:
        """What the file says of it."""
        return {
            "code": self.code,
            "holder": self.payee.holder,
            "bank": self.payee.bank,
            "account": self.payee.account,
            "yuan": self.yuan,
            "purpose": PURPOSE.fill(n=self.payment.settlement.number).zh,
        }

    def answer(self, outcome: str, *, paid_on: date | None, reference: str, why: str) -> None:
        """Write the bank's answer, once. Raises Stale when it has one already."""
        rows = type(self).objects.filter(pk=self.pk, outcome=Outcome.WAITING)
        if rows.update(outcome=outcome, paid_on=paid_on, reference=reference, why=why) != 1:
            raise Stale(
                Words("{c}已有回单", "{c} is answered already").fill(c=self.code),
                Words("打开批次查看", "Open the run and look"),
            )
        self.refresh_from_db()
