"""The roster report: its rows, and every sheet that was frozen of them (R07)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from django.db import models
from django.db.models import Q

from yushu.casework.models import Case, state_check, state_field
from yushu.casework.process import Check, Taken
from yushu.kernel.crypto import canonical, digest, random_code
from yushu.kernel.words import Words
from yushu.people.models import Office
from yushu.training.reporting import ROSTER, S

HANDED_IN = (S.REPORTED, S.ACCEPTED)


class RosterReport(Case):
    """What an institution reports of a class that has ended: who, how many hours, with what result."""

    process = ROSTER
    state = state_field(ROSTER)
    training_class = models.ForeignKey(
        "training.TrainingClass", on_delete=models.PROTECT, related_name="rosters"
    )
    institution = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    examined_on = models.DateField()
    reported_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_on", "-number"]
        constraints = [
            state_check(ROSTER),
            models.CheckConstraint(
                condition=~Q(state__in=HANDED_IN) | Q(reported_on__isnull=False),
                name="roster_handed_in_on_a_day",
            ),
        ]

    def title(self) -> Words:
        """名册 and its number."""
        return Words(f"名册{self.number}", f"Roster {self.number}")

    def subtitle(self) -> Words:
        """Of which class, how many."""
        words = Words("{c}，{n}人", "{c}, {n} people")
        return words.fill(c=self.training_class.called, n=self.size())

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With the class, the headcount counted in the same query."""
        rows = cls.objects.filter(pk__in=pks).annotate(headcount=models.Count("lines"))
        return rows.select_related("institution", "training_class__occupation", "training_class__institution")

    def size(self) -> int:
        """How many rows it has."""
        counted = getattr(self, "headcount", None)
        return self.lines.count() if counted is None else int(counted)

    def figures(self) -> dict[str, object]:
        """How many rows."""
        return {"n": self.size()}

    def row_keys(self) -> list[str]:
        """Rows by key, in their order."""
        return [str(pk) for pk in self.lines.values_list("pk", flat=True)]

    def split_rows(self, sibling: Self, rows: tuple[str, ...]) -> None:
        """The chosen rows follow the sibling."""
        self.lines.filter(pk__in=[int(key) for key in rows]).update(report=sibling)

    def add_lines(self) -> None:
        """A row for everybody who ever joined the class."""
        now = self.training_class.summaries()
        members = self.training_class.members.filter(pk__in=now)
        RosterLine.objects.bulk_create(
            RosterLine(report=self, member=member, seq=member.seq, content=now[member.pk])
            for member in members
        )

    def line_checks(self) -> Iterable[Check]:
        """R07: whether the rows say what the class says now."""
        lines, now = list(self.lines.all()), self.training_class.summaries()
        changed = sum(line.content != now[line.member_id] for line in lines)
        if changed:
            text = Words(
                "{k}人的情况有变，报送时按现在的写", "{k} rows have changed and are reported as they are now"
            )
            yield Check("look", text.fill(k=changed), "R07")
        certified = sum(bool(now[line.member_id]["serial"]) for line in lines)
        text = Words("{n}人，其中{c}人发了培训合格证书", "{n} people, {c} with a training certificate")
        yield Check("ok", text.fill(n=len(lines), c=certified), "R07")

    def freeze(self, taken: Taken) -> None:
        """Write the rows as they are now and keep the sheet under a code of its own."""
        now, lines = self.training_class.summaries(), list(self.lines.all())
        for line in lines:
            line.content, line.why = now[line.member_id], ""
        RosterLine.objects.bulk_update(lines, ["content", "why"])
        self.reported_on = taken.happened_on
        self._keep_sheet(taken)

    def settle(self, taken: Taken) -> None:
        """Note what is wrong with rows; rows that went apart get a sheet of their own."""
        for key, row in dict(taken.facts.get("rows", {})).items():
            self.lines.filter(pk=int(key)).update(why=str(row.get("why", ""))[:200])
        self._keep_sheet(taken)

    def _keep_sheet(self, taken: Taken) -> None:
        content = self.sheet()
        last = self.sheets.order_by("number").last()
        if last is not None and last.digest == fingerprint(content):
            return
        RosterSheet.objects.create(
            report=self,
            number=last.number + 1 if last else 1,
            content=content,
            digest=fingerprint(content),
            at=taken.at,
        )

    def sheet(self) -> dict[str, object]:
        """What the sheet of these rows says."""
        case = self.training_class
        return {
            "schema": 1,
            "number": self.number,
            "institution": case.institution.name,
            "class": case.name,
            "occupation": case.occupation.zh,
            "level": case.level,
            "opens_on": case.opens_on.isoformat(),
            "examined_on": self.examined_on.isoformat(),
            "lines": [{"seq": line.seq, **line.content} for line in self.lines.all()],
        }

    def current_sheet(self) -> RosterSheet | None:
        """The sheet that says what the rows say; nothing before the first report, or once they have changed."""
        last = self.sheets.order_by("number").last()
        return last if last is not None and last.is_current() else None


def fingerprint(content: Mapping[str, object]) -> str:
    """The digest of a sheet."""
    return digest("sha256", canonical(content))


class RosterSheet(models.Model):
    """A frozen sheet. The code printed on it says for ever whether it is still the one that counts."""

    report = models.ForeignKey(RosterReport, on_delete=models.PROTECT, related_name="sheets")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=16, unique=True, default=random_code)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="roster_sheet_once"),
        ]

    def is_current(self) -> bool:
        """Whether no later sheet took its place and the rows still say the same."""
        later = self.report.sheets.filter(number__gt=self.number).exists()
        return not later and self.digest == fingerprint(self.report.sheet())


class RosterLine(models.Model):
    """One person of a roster, as reported. `why` is what the province found wrong."""

    report = models.ForeignKey(RosterReport, on_delete=models.PROTECT, related_name="lines")
    member = models.OneToOneField("training.Member", on_delete=models.PROTECT, related_name="roster_line")
    seq = models.PositiveSmallIntegerField()
    content = models.JSONField(default=dict)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["seq"]
