"""The account an institution is paid to: named by two persons, checked by the finance office (R16, A36)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from yushu.casework.models import Case, state_check, state_field
from yushu.casework.process import Check, Taken
from yushu.casework.stepping import take
from yushu.kernel.words import Words
from yushu.people.actors import TIME
from yushu.people.fields import EncryptedField
from yushu.people.models import Office
from yushu.subsidies.payees import OPEN, PAYEE, A


class PayeeAccount(Case):
    """Holder, bank and number of an institution's account. The number is sealed; pages show the mask."""

    process = PAYEE
    proved = ("institution_id", "holder", "bank", "number_index")
    state = state_field(PAYEE)
    institution = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="payee_accounts")
    finance = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    holder = models.CharField(max_length=100)
    bank = models.CharField(max_length=100)
    account = EncryptedField()
    masked = models.CharField(max_length=40)
    number_index = models.CharField(max_length=64)

    class Meta:
        ordering = ["-opened_on", "-number"]
        constraints = [
            state_check(PAYEE),
            models.UniqueConstraint(
                fields=["institution"], condition=Q(state=A.CURRENT), name="payee_one_in_use"
            ),
            models.UniqueConstraint(
                fields=["institution"], condition=Q(state__in=OPEN), name="payee_one_being_named"
            ),
            models.CheckConstraint(
                condition=~Q(holder="") & ~Q(bank="") & ~Q(number_index=""), name="payee_is_complete"
            ),
        ]

    def title(self) -> Words:
        """收款账户 and its number."""
        return Words(f"收款账户{self.number}", f"Account {self.number}")

    def subtitle(self) -> Words:
        """Whose it is, at which bank, the mask."""
        return Words(
            f"{self.holder}，{self.bank}，{self.masked}", f"{self.holder}, {self.bank}, {self.masked}"
        )

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """As they are."""
        return cls.objects.filter(pk__in=pks).select_related("institution")

    def figures(self) -> dict[str, object]:
        """The mask."""
        return {"m": self.masked}

    def holder_checks(self) -> Iterable[Check]:
        """R16: whether the holder is the institution; whether another names the same account."""
        same = self.holder == self.institution.name
        yield (
            Check("ok", Words("户名与机构名称一致", "The holder is the institution"), "R16")
            if same
            else Check(
                "look",
                Words(
                    "户名“{h}”与机构名称不同，凭开户许可证核对",
                    "The holder “{h}” is not the institution's name: compare the bank's permit",
                ).fill(h=self.holder),
                "R16",
            )
        )
        others = type(self).objects.filter(number_index=self.number_index, state__in=(*OPEN, A.CURRENT))
        if others.exclude(institution=self.institution_id).exists():
            yield Check(
                "no", Words("另一机构用着同一账户", "Another institution uses the same account"), "R16"
            )

    def under_way_checks(self) -> Iterable[Check]:
        """A36: what is in a run goes where it was approved to go."""
        rows = type(self).objects.filter(institution=self.institution_id, lines__outcome="WAITING")
        waiting = rows.aggregate(n=models.Count("lines"))["n"]
        if waiting:
            text = Words(
                "{n}笔支付在批次中，回单以后才能换账户",
                "{n} payments are in a run: the account changes once they are answered",
            )
            yield Check("no", text.fill(n=waiting), "A36")

    def take_effect(self, taken: Taken) -> None:
        """The account before it ends."""
        for old in type(self).objects.filter(institution=self.institution_id, state=A.CURRENT):
            take(old, "replace", actor=TIME, at=taken.at, rev=old.rev, happened_on=taken.happened_on)


def in_use(institution: Any) -> PayeeAccount | None:
    """The checked account of an institution, if it has one."""
    return PayeeAccount.objects.filter(
        institution=institution, state=A.CURRENT
    ).first()  # seen: by who pays it
