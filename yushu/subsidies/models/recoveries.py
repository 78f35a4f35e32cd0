"""Recoveries: what is asked back, from whom of the list, by which plan, and what has come (A37, R18)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import F, Q, Sum

from yushu.casework.models import Case, state_check, state_field
from yushu.casework.process import Check, Taken
from yushu.catalogue.models.occupations import name_of
from yushu.kernel.words import Words
from yushu.people.models import Office, Person
from yushu.subsidies import taking_back
from yushu.subsidies.models.settlements import Settlement
from yushu.subsidies.recovering import GROUNDS, RECOVERY, RUNNING, UNDECIDED
from yushu.training.models import Member


class Recovery(Case):
    """What was paid on a fact that turned out false, and how it comes back.

    `notified_yuan` is the sum the notice named; `owed_yuan` what was decided; `restated` the settlement that took
    the old one's place. `next_due_on` is the first instalment that is not covered.
    """

    process = RECOVERY
    proved = ("settlement_id", "ground", "notified_yuan", "owed_yuan", "restated_id")
    state = state_field(RECOVERY)
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="recoveries")
    restated = models.OneToOneField(
        Settlement, null=True, blank=True, on_delete=models.PROTECT, related_name="recovery"
    )
    institution = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    city = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    finance = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=12, choices=[(key, words.zh) for key, words in GROUNDS.items()])
    about = models.CharField(max_length=400)
    found_at = models.DateTimeField()
    notified_on = models.DateField(null=True, blank=True)
    notified_yuan = models.IntegerField(default=0)
    owed_yuan = models.PositiveIntegerField(default=0)
    back_yuan = models.PositiveIntegerField(default=0)
    next_due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_on", "-number"]
        constraints = [
            state_check(RECOVERY),
            models.UniqueConstraint(
                fields=["settlement"], condition=Q(state__in=UNDECIDED), name="recovery_one_undecided"
            ),
            models.CheckConstraint(condition=Q(ground__in=list(GROUNDS)), name="recovery_ground_known"),
            models.CheckConstraint(
                condition=Q(back_yuan__lte=F("owed_yuan")), name="recovery_never_too_much"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=RUNNING)
                | (Q(owed_yuan__gt=0) & Q(restated__isnull=False) & Q(next_due_on__isnull=False)),
                name="recovery_running_has_a_plan",
            ),
            models.CheckConstraint(
                condition=~Q(state="SETTLED") | Q(back_yuan=F("owed_yuan")), name="recovery_settled_in_full"
            ),
        ]

    def title(self) -> Words:
        """追回 and its number."""
        return Words(f"补贴追回{self.number}", f"Recovery {self.number}")

    def subtitle(self) -> Words:
        """From whom, on which ground."""
        words = Words("{o}，{g}", "{o}: {g}")
        return words.fill(o=name_of(self.institution), g=GROUNDS[self.ground])

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With whom it is about."""
        return cls.objects.filter(pk__in=pks).select_related("institution", "settlement")

    def figures(self) -> dict[str, object]:
        """People (k), yuan (y), still owed (r), in hand (p), the institution (o)."""
        lines = self.lines.aggregate(k=models.Count("pk"), y=Sum("yuan"))
        pending = self.receipts.filter(arrived_on=None, failed=False).aggregate(y=Sum("yuan"))["y"] or 0
        return {
            "k": lines["k"],
            "y": f"{self.owed_yuan or self.notified_yuan:,}",
            "r": f"{self.left_yuan:,}",
            "p": f"{pending:,}",
            "o": name_of(self.institution),
        }

    @property
    def left_yuan(self) -> int:
        """What is still owed."""
        return self.owed_yuan - self.back_yuan

    # What the guards ask

    def result_checks(self) -> Iterable[Check]:
        """A37: as found when the case was opened, or looked at again."""
        return taking_back.result_checks(self)

    def notified_checks(self, taken: Taken | None) -> Iterable[Check]:
        """A37: the sum of the notice against the record of today."""
        return taking_back.notified_checks(self, taken)

    def paid_checks(self, *, paid: bool) -> Iterable[Check]:
        """A37: whether money has gone."""
        return taking_back.paid_checks(self, paid=paid)

    def plan_checks(self, taken: Taken | None) -> Iterable[Check]:
        """A37: the plan asked for."""
        return taking_back.plan_checks(self, taken)

    def sum_checks(self, taken: Taken | None) -> Iterable[Check]:
        """A37: the sum remitted."""
        return taking_back.sum_checks(self, taken)

    def rest_checks(self, *, left: bool) -> Iterable[Check]:
        """A37: whether something is left after the sum in hand."""
        return taking_back.rest_checks(self, left=left)

    # What the steps do

    def look(self, *, at: datetime, day: date) -> None:
        """What would come back from what is known now; written as the list of the notice."""
        taking_back.look(self, at=at, day=day)

    def note_result(self, taken: Taken) -> None:
        """The sum everybody is heard about."""
        taking_back.note_result(self, taken)

    def recover(self, taken: Taken) -> None:
        """A new settlement, what it owes back, the plan."""
        taking_back.recover(self, taken)

    def correct(self, taken: Taken) -> None:
        """A new settlement in place of the unpaid one."""
        taking_back.correct(self, taken)

    def plan_again(self, taken: Taken) -> None:
        """Another plan."""
        taking_back.plan(self, taken)

    def remit(self, taken: Taken) -> None:
        """Something is on its way back."""
        taking_back.remit(self, taken)

    def receive(self, taken: Taken) -> None:
        """It arrived."""
        taking_back.receive(self, taken)

    def not_arrived(self) -> None:
        """It did not."""
        self.receipts.filter(arrived_on=None).update(failed=True)


class RecoveryLine(models.Model):
    """One person of a recovery: what was paid for them, what of it comes back, and why."""

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="lines")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveSmallIntegerField()
    holder = models.CharField(max_length=100)
    masked = models.CharField(max_length=32)
    paid_yuan = models.IntegerField()
    due_yuan = models.IntegerField()
    yuan = models.IntegerField()
    why_zh = models.CharField(max_length=300, blank=True)
    why_en = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["recovery", "member"], name="recovery_line_once_a_member"),
            models.CheckConstraint(
                condition=Q(yuan=F("paid_yuan") - F("due_yuan")), name="recovery_line_is_paid_less_due"
            ),
            models.CheckConstraint(condition=Q(yuan__lte=F("paid_yuan")), name="recovery_line_within_paid"),
        ]

    @property
    def why(self) -> Words:
        """The reason that decides how the person counts now."""
        return Words(self.why_zh, self.why_en)


class Instalment(models.Model):
    """A part of what comes back, due on a day. `settled_on` is the day the sums received covered it."""

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="instalments")
    seq = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    yuan = models.PositiveIntegerField()
    settled_on = models.DateField(null=True, blank=True)
    replaced = models.BooleanField(default=False)
    late_since = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["recovery", "seq"], name="instalment_once"),
            models.CheckConstraint(condition=Q(yuan__gt=0), name="instalment_of_something"),
            models.CheckConstraint(
                condition=Q(late_since=None) | Q(late_since__gt=F("due_on")), name="instalment_late_after_due"
            ),
        ]

    def late_on(self, today: date) -> date | None:
        """The first day it was late, seen on a day; late stays late, whatever came after."""
        if self.late_since is not None:
            return self.late_since
        ended = self.settled_on or today
        return taking_back.day_after(self.due_on) if ended > self.due_on and not self.replaced else None


class Receipt(models.Model):
    """A sum sent back: what the institution said, and the day and the paper with which it arrived."""

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="receipts")
    seq = models.PositiveSmallIntegerField()
    yuan = models.PositiveIntegerField()
    sent_on = models.DateField()
    voucher = models.CharField(max_length=60)
    arrived_on = models.DateField(null=True, blank=True)
    receipt_no = models.CharField(max_length=60, blank=True)
    failed = models.BooleanField(default=False)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["recovery", "seq"], name="receipt_seq_once"),
            models.UniqueConstraint(
                fields=["recovery"], condition=Q(arrived_on=None, failed=False), name="receipt_one_on_its_way"
            ),
            models.UniqueConstraint(
                fields=["voucher"], condition=Q(failed=False), name="receipt_voucher_once"
            ),
            models.CheckConstraint(condition=Q(yuan__gt=0), name="receipt_of_something"),
            models.CheckConstraint(
                condition=Q(arrived_on=None) | (~Q(receipt_no="") & Q(failed=False)),
                name="receipt_arrived_with_a_paper",
            ),
        ]
