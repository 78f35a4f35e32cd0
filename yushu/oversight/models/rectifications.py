"""Rectifications: what must be mended by when, what was said to be mended, what the re-check found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from yushu.casework.models import Act, Case, Deadline, state_check, state_field
from yushu.casework.process import Check, Taken
from yushu.kernel.words import Words
from yushu.law.pack import pack
from yushu.oversight.rectifying import RECTIFICATION
from yushu.people.models import Office
from yushu.people.persons import same_person_ids


def most_rounds(day: date) -> int:
    """How often the same thing may be mended."""
    return pack().on("H-rectification-rounds", day).number("rounds")


class Rectification(Case):
    """What an institution must mend after an inspection (R24). `round` counts how often it was ordered."""

    process = RECTIFICATION
    proved = ("order",)
    state = state_field(RECTIFICATION)
    inspection = models.ForeignKey(
        "oversight.Inspection", on_delete=models.PROTECT, related_name="rectifications"
    )
    institution = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="rectifications")
    order = models.TextField()
    due_on = models.DateField()
    mended = models.TextField(blank=True)
    reported_on = models.DateField(null=True, blank=True)
    recheck = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_on", "-number"]
        constraints = [
            state_check(RECTIFICATION),
            models.CheckConstraint(condition=~Q(order=""), name="rectification_orders_something"),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("opened_on")), name="rectification_due_after_the_order"
            ),
        ]

    def subtitle(self) -> Words:
        """Of whom, by when."""
        who = Words(self.institution.name, self.institution.name_en or self.institution.name)
        return Words("{o}，第{r}轮，{d}前", "{o}, round {r}, by {d}").fill(
            o=who, r=self.round, d=self.due_on.isoformat()
        )

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With the institution."""
        return cls.objects.filter(pk__in=pks).select_related("institution")

    def was_late(self) -> bool:
        """Whether any round's report came late, or is."""
        clocks = Deadline.objects.filter(chain_id=self.pk, step="report")
        return clocks.exclude(late_since=None).exists()

    def recheck_checks(self, taken: Taken | None) -> Iterable[Check]:
        """Whoever recorded the visit does not check again."""
        if taken is None or taken.actor.person is None:
            return
        visits = Act.objects.filter(chain_id=self.inspection_id, step="visit")
        if visits.filter(person_id__in=same_person_ids(taken.actor.person)).exists():
            text = Words("你是当时的检查人，复查由另一人办", "You inspected: somebody else checks again")
            yield Check("no", text, "H-recheck")

    def round_checks(self, taken: Taken | None) -> Iterable[Check]:
        """A round is left, and its last day lies ahead."""
        most = most_rounds(self.opened_on)
        if self.round >= most:
            text = Words("已整改{n}轮，不再延", "{n} rounds are over: no more follow")
            yield Check("no", text.fill(n=self.round), "H-rectification-rounds")
        if taken is not None and str(taken.facts["due_on"]) <= taken.happened_on.isoformat():
            yield Check("no", Words("整改期限要在今天以后", "The last day must lie ahead"), "H-rectification")

    def overdue_checks(self, taken: Taken | None) -> Iterable[Check]:
        """Its term is over."""
        late = Deadline.objects.running().filter(chain_id=self.pk, step="report").exclude(late_since=None)
        over = late.exists() if taken is None else taken.happened_on > self.due_on
        if not over:
            text = Words("整改期限{d}还没有到", "The term runs until {d}")
            yield Check("no", text.fill(d=self.due_on), "H-rectification")

    def note_report(self, taken: Taken) -> None:
        """What was mended, and the day the re-check's term counts from."""
        self.mended, self.reported_on = str(taken.facts["mended"]), taken.happened_on

    def begin_round(self, taken: Taken) -> None:
        """Another round by another day."""
        self.recheck, self.round = str(taken.facts["recheck"]), self.round + 1
        self.due_on = date.fromisoformat(str(taken.facts["due_on"]))
