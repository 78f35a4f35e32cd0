"""Objections during the publicity: what somebody says is wrong, and how the city decided (A38)."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from yushu.casework.models import Case, CaseQuerySet, state_check, state_field
from yushu.casework.process import Taken
from yushu.kernel.crypto import random_code
from yushu.kernel.words import Words
from yushu.people.fields import EncryptedField
from yushu.people.models import Office
from yushu.subsidies import restating
from yushu.subsidies.models.settlements import Settlement
from yushu.subsidies.objecting import GROUNDS, OBJECTION, S
from yushu.training.models import Member


class ObjectionQuerySet(CaseQuerySet):
    """Objections."""

    def open(self) -> Self:
        """Those nobody has decided."""
        return self.filter(state=S.RECEIVED)

    def upheld(self) -> Self:
        """Those found right."""
        return self.filter(state=S.UPHELD)


class Objection(Case):
    """What somebody says is wrong with a settlement. Name and contact are theirs to give, and sealed.

    `code` is the address under which whoever objected reads the answer.
    """

    process = OBJECTION
    proved = ("settlement_id", "member_id", "ground", "said")
    state = state_field(OBJECTION)
    code = models.CharField(max_length=20, unique=True, default=random_code)
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="objections")
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    city = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=12, choices=[(key, words.zh) for key, words in GROUNDS.items()])
    said = models.CharField(max_length=1000)
    name = EncryptedField(blank=True, default="")
    contact = EncryptedField(blank=True, default="")
    answer = models.CharField(max_length=2000, blank=True)
    decided_on = models.DateField(null=True, blank=True)

    objects: ClassVar[ObjectionQuerySet] = ObjectionQuerySet.as_manager()  # type: ignore[assignment] # a manager answers like it

    class Meta:
        ordering = ["-opened_on", "-number"]
        constraints = [
            state_check(OBJECTION),
            models.CheckConstraint(condition=Q(ground__in=list(GROUNDS)), name="objection_ground_known"),
            models.CheckConstraint(
                condition=Q(ground="WHOLE", member=None) | (~Q(ground="WHOLE") & Q(member__isnull=False)),
                name="objection_about_one_or_the_whole",
            ),
            models.CheckConstraint(condition=~Q(said=""), name="objection_says_something"),
        ]

    def subtitle(self) -> Words:
        """To which settlement, on what ground."""
        return Words("{s}：{g}", "{s}: {g}").fill(s=self.settlement.number, g=GROUNDS[self.ground])

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With the settlement."""
        return cls.objects.filter(pk__in=pks).select_related("settlement")

    def claim_first(self) -> None:
        """Its decision writes the settlement too, which always comes first."""
        Settlement.objects.filter(pk=self.settlement_id).update(number=F("number"))

    def decide(self, taken: Taken) -> None:
        """The answer is kept; the settlement follows once the state of this one is written."""
        self.answer, self.decided_on = str(taken.facts["reason"])[:2000], taken.happened_on
        self.save()
        restating.after_decision(self, taken)
