"""Settlements: what is owed under an order or a project as of a day, person by person, frozen with its working."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from yushu.casework.models import Case, CaseQuerySet, state_check, state_field
from yushu.casework.process import Check, Taken
from yushu.casework.stepping import take
from yushu.kernel.crypto import random_code
from yushu.kernel.words import Words
from yushu.ledger.models import Chain
from yushu.people.actors import TIME
from yushu.people.models import Office, Person
from yushu.people.persons import same_person_ids
from yushu.subsidies import covering, ending, filing_checks, freezing, guarding, restating
from yushu.subsidies.models.schemes import Order, Project
from yushu.subsidies.rulings import Unsettled
from yushu.subsidies.settlement_rules import Claimed
from yushu.subsidies.settling import MINE, OPEN, SETTLEMENT, S
from yushu.training.models import Member, TrainingClass

if TYPE_CHECKING:
    from yushu.people.actors import Actor


class SettlementQuerySet(CaseQuerySet):
    """Settlements, seen by institution, city and, once payable, the finance department."""

    def published(self) -> Self:
        """Those the public may look at now."""
        return self.filter(state=S.PUBLICISED)

    def for_list(self) -> Self:
        """With what a row of a list says."""
        return self.select_related("institution", "city", "order", "project")


class Settlement(Case):
    """One settlement. `as_of` says which classes had ended; `claim_day` on which day employment had to hold.

    Every figure is computed. `payable_yuan` is what may go to payment once the publicity is over. `given_up_yuan` is
    what of the payments before was to come back, was written off or is before the court, and is not deducted here.
    """

    process = SETTLEMENT
    proved = (
        "institution_id",
        "as_of",
        "claim_day",
        "base",
        "employed",
        "due_yuan",
        "paid_before_yuan",
        "now_yuan",
    )
    state = state_field(SETTLEMENT)
    code = models.CharField(max_length=20, unique=True, default=random_code)
    institution = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    city = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(
        Order, null=True, blank=True, on_delete=models.PROTECT, related_name="settlements"
    )
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.PROTECT, related_name="settlements"
    )
    stage = models.PositiveSmallIntegerField(default=1)
    final = models.BooleanField(default=False)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    why = models.CharField(max_length=200, blank=True)
    as_of = models.DateField()
    claim_day = models.DateField()
    completed_on = models.DateField()
    first_opened = models.DateField()
    people = models.PositiveSmallIntegerField(default=0)
    base = models.PositiveSmallIntegerField(default=0)
    employed = models.PositiveSmallIntegerField(default=0)
    full = models.BooleanField(default=False)
    near = models.BooleanField(default=False)
    due_yuan = models.IntegerField(default=0)
    paid_before_yuan = models.IntegerField(default=0)
    given_up_yuan = models.PositiveIntegerField(default=0)
    now_yuan = models.IntegerField(default=0)
    otherwise_yuan = models.IntegerField(default=0)
    kinds = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    payable_yuan = models.IntegerField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    publicised_on = models.DateField(null=True, blank=True)
    document_no = models.CharField(max_length=60, blank=True)
    working = models.JSONField(default=list)
    digest = models.CharField(max_length=64)

    objects: ClassVar[SettlementQuerySet] = SettlementQuerySet.as_manager()  # type: ignore[assignment] # a manager answers like it

    class Meta:
        ordering = ["-opened_on", "-number"]
        constraints = [
            state_check(SETTLEMENT),
            models.CheckConstraint(
                condition=Q(order__isnull=False, project=None) | Q(order=None, project__isnull=False),
                name="settlement_of_one_scheme",
            ),
            models.UniqueConstraint(
                fields=["order"], condition=Q(state__in=OPEN), name="settlement_one_open_an_order"
            ),
            models.UniqueConstraint(
                fields=["project"], condition=Q(state__in=OPEN), name="settlement_one_open_a_project"
            ),
            models.CheckConstraint(
                condition=Q(now_yuan=F("due_yuan") - F("paid_before_yuan") + F("given_up_yuan")),
                name="settlement_now_is_due_less_paid",
            ),
            models.CheckConstraint(
                condition=Q(now_yuan__gte=0) | Q(replaces__isnull=False),
                name="settlement_below_zero_only_restated",
            ),
            models.CheckConstraint(
                condition=Q(employed__lte=F("base")), name="settlement_employed_of_the_base"
            ),
            models.CheckConstraint(
                condition=~Q(state=S.PUBLICISED) | Q(publicised_on__isnull=False),
                name="settlement_publicised_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(claim_day__gte=F("as_of")), name="settlement_claimed_after_it_is_taken"
            ),
        ]

    # What it is called

    @property
    def scheme(self) -> Order | Project:
        """What it is taken over."""
        found = self.order or self.project
        assert found is not None
        return found

    @property
    def mode(self) -> Words:
        """订单式，一次结算; 项目制，第2阶段结算."""
        if self.order_id:
            return Words("订单式，一次结算", "an order, settled once")
        words = (
            Words("项目制，末次结算", "a project, final")
            if self.final
            else Words("项目制，第{n}次结算", "a project, stage {n}")
        )
        return words.fill(n=self.stage)

    def title(self) -> Words:
        """补贴资金核算 and its number."""
        return Words(f"补贴资金核算{self.number}", f"Subsidy settlement {self.number}")

    def subtitle(self) -> Words:
        """Whose, of what, which stage."""
        who = Words(self.institution.name, self.institution.name_en or self.institution.name)
        return Words("{o}，{c}，{m}", "{o}: {c}, {m}").fill(o=who, c=self.scheme.called, m=self.mode)

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With whose they are and of what."""
        return cls.objects.filter(pk__in=pks).select_related("institution", "city", "order", "project")

    def figures(self) -> dict[str, object]:
        """People paid for (n), yuan now (y)."""
        return {"n": self.base if self.full else self.employed, "y": f"{self.now_yuan:,}".replace("-", "−")}

    def evidence(self) -> str:
        """The digest of its figures and of every row behind them, as they stand now."""
        return freezing.evidence(self)

    def classes(self) -> list[TrainingClass]:
        """The classes it was taken over."""
        pks = self.lines.values("training_class")
        rows = TrainingClass.objects.filter(pk__in=pks).select_related("occupation", "institution")
        return list(rows.order_by("opens_on", "number"))

    def claimed(self) -> list[Claimed]:
        """Its rows as the rules count them."""
        return [line.claimed() for line in self.lines.all()]

    def open_findings(self) -> list[tuple[int | None, str]]:
        """What objections say that nobody has decided yet, here or in what this one replaces, as (member, ground)."""
        same = type(self).objects.filter(order=self.order_id, project=self.project_id)
        return freezing.pairs(self.objections.model.objects.open().filter(settlement__in=same.values("pk")))

    # What the guards ask

    def filing_checks(self) -> Iterable[Check]:
        """R16."""
        return filing_checks.filing_checks(self)

    def decision_checks(self) -> Iterable[Check]:
        """R18."""
        return filing_checks.decision_checks(self)

    def threshold_checks(self, taken: Taken | None) -> Iterable[Check]:
        """R18."""
        return filing_checks.threshold_checks(self, taken)

    def restated_checks(self) -> Iterable[Check]:
        """A37."""
        return filing_checks.restated_checks(self)

    def recovery_checks(self) -> Iterable[Check]:
        """A37."""
        return filing_checks.recovery_checks(self)

    # What the steps do

    def refresh(self, taken: Taken) -> None:
        """Brought up to date; takes nothing."""
        freezing.freeze(self, freezing.recount(self, day=taken.happened_on, at=taken.at, bars=guarding.look))

    def file(self, taken: Taken) -> None:
        """Computed under the guard and frozen. Refuses when it comes to something else than was seen."""
        freezing.file(self, taken)

    def note_remarks(self, taken: Taken) -> None:
        """Beside whom the remarks belong."""
        freezing.note_remarks(self, str(taken.facts.get("remarks", "")))

    def publicise(self, taken: Taken) -> None:
        """Day and number of the publicity."""
        self.publicised_on = taken.happened_on
        self.document_no = str(taken.facts.get("document_no", ""))

    def end_publicity(self, taken: Taken) -> None:
        """What may be paid."""
        ending.end_publicity(self, taken)

    def let_go(self, taken: Taken) -> None:
        """The guard is free again."""
        guarding.release(self.pk, taken.happened_on)

    def note_paid(self, taken: Taken) -> None:
        """Everybody's part; what has changed meanwhile; the end of its order or project."""
        ending.note_paid(self, taken, PaidShare)
        self.save()
        if (self.final or self.order_id) and self.scheme.state == "REGISTERED":
            covering.close(self.scheme, at=taken.at, day=taken.happened_on)
        restating.after_payment(self, taken)

    # What others ask

    def held_by(self) -> list[Unsettled]:
        """What holds the payment although the publicity is over, each by its name (A33)."""
        return ending.held_by(self, demonstration=settings.DEMONSTRATION)

    def payment_made(self, payment: Any, taken: Taken) -> None:
        """The bank has paid: everybody's part is written, and what has changed meanwhile is computed again."""
        settling = type(self).objects.get(pk=self.pk)
        take(settling, "pay", actor=TIME, at=taken.at, rev=settling.rev, happened_on=payment.paid_on)


class LineQuerySet(models.QuerySet["SettlementLine"]):
    """Rows of settlements."""

    def visible_to(self, actor: Actor) -> Self:
        """With their settlement; a trainee sees the own ones, once they were claimed."""
        if actor.office is None and actor.person is not None:
            mine = self.filter(person__in=same_person_ids(actor.person))
            return mine.exclude(settlement__state__in=(*MINE, S.WITHDRAWN))
        return self.filter(settlement__in=Settlement.objects.visible_to(actor).values("pk"))


class SettlementLine(models.Model):
    """One person of a settlement: days, worth, why they count or do not, owed, paid before, to pay now.

    `limited_yuan` is the person's part of what may be paid while objections are open. `evidence` holds the keys of
    sessions day by day, of facts of employment, and the serial of the certificate.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="lines")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="settlement_lines")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="settlement_lines")
    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveSmallIntegerField()
    holder = models.CharField(max_length=100)
    masked = models.CharField(max_length=32)
    public_name = models.CharField(max_length=100)
    public_number = models.CharField(max_length=32)
    opened_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    worth_yuan = models.PositiveIntegerField()
    certified = models.BooleanField()
    barred = models.BooleanField()
    outside = models.BooleanField()
    employed = models.BooleanField()
    undecided = models.BooleanField()
    otherwise = models.BooleanField()
    otherwise_outside = models.BooleanField()
    why_zh = models.CharField(max_length=300)
    why_en = models.CharField(max_length=400)
    cites = models.JSONField(default=list)
    due_yuan = models.IntegerField()
    paid_yuan = models.IntegerField()
    given_up_yuan = models.PositiveIntegerField(default=0)
    now_yuan = models.IntegerField()
    limited_yuan = models.IntegerField(null=True, blank=True)
    evidence = models.JSONField(default=dict)
    remark = models.CharField(max_length=200, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["settlement", "member"], name="settlement_line_once_a_member"),
            models.UniqueConstraint(fields=["settlement", "seq"], name="settlement_line_order_once"),
            models.CheckConstraint(
                condition=Q(now_yuan=F("due_yuan") - F("paid_yuan") + F("given_up_yuan")),
                name="settlement_line_now_is_due_less_paid",
            ),
            models.CheckConstraint(
                condition=Q(due_yuan__gte=0) & Q(due_yuan__lte=F("worth_yuan")),
                name="settlement_line_due_within_worth",
            ),
            models.CheckConstraint(
                condition=Q(due_yuan=0) | Q(certified=True, barred=False, outside=False),
                name="settlement_line_owed_only_to_the_base",
            ),
        ]

    @property
    def counts(self) -> bool:
        """Whether the person is in the base (A12)."""
        return self.certified and not self.barred and not self.outside

    @property
    def why(self) -> Words:
        """The reason that decides how the person counts."""
        return Words(self.why_zh, self.why_en)

    @property
    def registered(self) -> bool:
        """Whether what bars the person is the integrity register, not the one-year rule."""
        return self.barred and "R24" in self.cites

    def claimed(self, given_up: int = 0) -> Claimed:
        """The row as the rules count it; `given_up` is what of its payments was given up by now."""
        return Claimed(
            key=self.member_id,
            opened=self.opened_on,
            days=self.days,
            certified=self.certified,
            barred=self.barred,
            registered=self.registered,
            outside=self.outside,
            employed=self.employed,
            otherwise=self.otherwise,
            otherwise_outside=self.otherwise_outside,
            paid_yuan=self.paid_yuan,
            given_up_yuan=given_up,
        )


class PaidShare(models.Model):
    """A person's part of what was paid, or (below zero) of what came back. Rows are only added.

    `source` is the chain of the case that moved the money: a settlement that was paid, or a recovery. `part` tells
    its movements apart: 0 is the payment, or what a recovery set off as it was decided; then its receipts by number.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="shares")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="paid_shares")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="paid_shares")
    source = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="+")
    part = models.PositiveSmallIntegerField(default=0)
    on = models.DateField()
    yuan = models.IntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(yuan=0), name="paid_share_of_something"),
            models.UniqueConstraint(fields=["source", "member", "part"], name="paid_share_once_a_part"),
        ]


def day_paid(settlement: Settlement) -> date | None:
    """The day a settlement was paid."""
    share = settlement.shares.filter(yuan__gt=0).first()
    return share.on if share else None
