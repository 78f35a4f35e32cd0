"""Rulings of the province: how a reading is to be taken from a day on, and the document that says so (A33)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from yushu.casework.models import Case, state_check, state_field
from yushu.casework.process import Check, Taken
from yushu.kernel.words import Words
from yushu.law.pack import pack
from yushu.people.models import Office
from yushu.subsidies.models.employment import UNDECIDED, Kind
from yushu.subsidies.ruling import RULING, S

COUNTS = {"yes": Words("计入就业", "counts as employed"), "no": Words("不计入就业", "does not count")}


class Ruling(Case):
    """One reading settled: the option that holds, from a day on. `subject` is an undecided kind of A13, else empty."""

    process = RULING
    proved = ("reading", "subject", "option", "since", "document_no")
    state = state_field(RULING)
    province = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    reading = models.CharField(max_length=4)
    subject = models.CharField(max_length=16, blank=True)
    option = models.CharField(max_length=8)
    since = models.DateField()
    document_no = models.CharField(max_length=60, blank=True)
    dispatched_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["reading", "subject", "-since"]
        constraints = [
            state_check(RULING),
            models.UniqueConstraint(
                fields=["reading", "subject", "since"], condition=Q(state=S.SETTLED), name="ruling_once_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state=S.SETTLED) | (~Q(document_no="") & Q(dispatched_on__isnull=False)),
                name="ruling_settled_by_a_document",
            ),
            models.CheckConstraint(
                condition=Q(subject="") | Q(reading="A13", subject__in=UNDECIDED),
                name="ruling_subject_is_undecided",
            ),
        ]

    @property
    def called(self) -> Words:
        """The reading it settles."""
        label = pack().entry(self.reading).label
        if not self.subject:
            return label
        return Words(f"{label.zh}：{Kind(self.subject).label}", f"{label.en}: {self.subject.lower()}")

    def title(self) -> Words:
        """口径 and its number."""
        return Words(f"口径{self.number}", f"Ruling {self.number}")

    def subtitle(self) -> Words:
        """What it settles, from when."""
        return Words("{c}，自{d}起", "{c}, from {d}").fill(c=self.called, d=self.since)

    def says(self) -> Words:
        """The option in words."""
        if self.subject:
            return COUNTS[self.option]
        found = pack().entry(self.reading).option(self.option)
        return found.says if found else Words(self.option, self.option)

    def figures(self) -> dict[str, object]:
        """The day (d) and the option (o)."""
        return {"d": self.since, "o": self.says()}

    def other_checks(self) -> Iterable[Check]:
        """A33."""
        rows = type(self).objects.filter(state=S.SETTLED, reading=self.reading, subject=self.subject)
        if rows.filter(since=self.since).exclude(pk=self.pk).exists():
            text = Words("自{d}起已有口径", "There is a ruling from {d} already")
            yield Check("no", text.fill(d=self.since), "A33")

    def note_document(self, taken: Taken) -> None:
        """Number and day of the document."""
        self.document_no = str(taken.facts["document_no"])
        self.dispatched_on = date.fromisoformat(str(taken.facts["dispatched_on"]))

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """As they are."""
        return cls.objects.filter(pk__in=pks)
