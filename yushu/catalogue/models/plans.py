"""The annual plan, its cells, and the changes made to it under a document number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q, Sum

from yushu.casework.models import SEES_ALL, Case, CaseQuerySet, state_check, state_field
from yushu.casework.process import Check, Taken
from yushu.catalogue import amending, planning
from yushu.catalogue.amending import PLAN_CHANGE
from yushu.catalogue.annex import Annex, parse_annex
from yushu.catalogue.board import Board, Progress, build_board
from yushu.catalogue.models.occupations import Occupation, listing_checks, name_of
from yushu.catalogue.planning import FIRST_YEAR, LAST_YEAR, OF_ITS_YEAR, PLAN, PUBLIC_STATES
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.law.pack import pack
from yushu.people.models import Bar, BarKind, Office
from yushu.people.roles import Role

if TYPE_CHECKING:
    from yushu.people.actors import Actor


NOT_IN_FORCE = Words("{y}年度计划不在执行中", "The plan of {y} is not in force")
ANOTHER_PLAN = Words("用当年已下达的计划", "Use the plan issued for the year")


class PlanQuerySet(CaseQuerySet):
    """Plans: drafts are the province's, issued ones public."""

    def visible_to(self, actor: Actor) -> Self:
        """All for the province and the auditor; else what has been issued."""
        return self if actor.role in SEES_ALL else self.filter(state__in=PUBLIC_STATES)

    def of_year(self, year: int) -> Self:
        """The plan of a year, drafted or issued; none when it was withdrawn."""
        return self.filter(year=year, state__in=OF_ITS_YEAR)


class Plan(Case):
    """How many may be trained in a year: who teaches which occupation to how many (R04, R28)."""

    process = PLAN
    state = state_field(PLAN)
    year = models.PositiveSmallIntegerField()
    stated_total = models.PositiveIntegerField()
    document_no = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)

    objects: ClassVar[PlanQuerySet] = PlanQuerySet.as_manager()  # type: ignore[assignment] # a manager answers like it

    class Meta:
        ordering = ["-year", "-opened_on"]
        constraints = [
            state_check(PLAN),
            models.UniqueConstraint(
                fields=["year"], condition=Q(state__in=OF_ITS_YEAR), name="plan_one_a_year"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="plan_year_in_range"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=PUBLIC_STATES) | (~Q(document_no="") & Q(issued_on__isnull=False)),
                name="plan_issued_under_a_number",
            ),
        ]

    def title(self) -> Words:
        """The plan is called by its year."""
        return Words(f"{self.year}年度培训计划", f"Training plan {self.year}")

    def subtitle(self) -> Words:
        """The document it went out under."""
        words = Words("{d}，{n}人", "{d}, {n} seats") if self.document_no else Words("{n}人", "{n} seats")
        return words.fill(d=self.document_no, n=self.stated_total)

    @property
    def year_ends_on(self) -> date:
        """The last day on which its seats can be announced or opened (A39)."""
        return date(self.year, 12, 31)

    def figures(self) -> dict[str, object]:
        """Seats, cells and institutions."""
        cells = list(self.cells.values_list("institution_id", "seats"))
        return {"n": sum(seats for _, seats in cells), "c": len(cells), "k": len({who for who, _ in cells})}

    def seats(self) -> int:
        """All seats as the cells have them now."""
        return int(self.cells.aggregate(n=Sum("seats"))["n"] or 0)

    def cell_count(self) -> int:
        """How many cells the table has."""
        return self.cells.count()

    def held(self) -> tuple[int, int]:
        """Seats announced and seats opened, over all cells."""
        sums = self.cells.aggregate(a=Sum("announced"), t=Sum("taken"))
        return int(sums["a"] or 0), int(sums["t"] or 0)

    def usual_size(self) -> int:
        """About how many a year the document speaks of."""
        return pack().on("R02", max(self.year_ends_on, self.opened_on)).number("seats")

    def empty_cells(self) -> list[Words]:
        """Names of cells without seats."""
        return [cell.name for cell in self.cells.named().filter(seats=0)]

    def listing_checks(self, day: date) -> Iterable[Check]:
        """Whether every institution stands on its list that day."""
        return listing_checks([(cell.institution, cell.occupation) for cell in self.cells.named()], day)

    def barred_institutions(self, day: date) -> list[Words]:
        """Institutions of the plan that may not train that day."""
        barred = Bar.objects.on(day).filter(
            kind=BarKind.TRAINING, office__in=self.cells.values("institution")
        )
        return [name_of(bar.office) for bar in barred.select_related("office") if bar.office]

    def rewrite(self, annex: str, total: int, day: date) -> None:
        """Replace the cells of a draft by those of a table. Raises Invalid naming row and column."""
        self.stated_total = total
        self.cells.all().delete()
        self.add_cells(parse_annex(annex), day)

    def add_cells(self, annex: Annex, day: date) -> None:
        """Make the cells of a table, its names understood as of a day."""
        occupations = {name: annex.found(name, _occupations(name)) for name in annex.columns}
        institutions = {name: annex.found(name, _institutions(name, day)) for name in annex.institutions}
        PlanCell.objects.bulk_create(
            PlanCell(
                plan=self,
                institution=institutions[line.institution],
                occupation=occupations[line.column],
                seats=line.seats,
            )
            for line in annex.lines
        )

    def board(self, progress: Mapping[int, Progress] | None = None) -> Board:
        """The figures of the plan page in one query; `progress` by cell key, from the rooms above."""
        return build_board(self.cells.named(), progress or {})

    def claim_running(self, day: date) -> bool:
        """Hold the plan in force to the end of this transaction, if it covers that day.

        A write of what is there already: withdrawing, closing and amending wait for it, and it for them.
        """
        running = Plan.objects.filter(pk=self.pk, state=planning.S.ISSUED, year=day.year)
        return running.update(year=day.year) == 1

    def note_document(self, taken: Taken) -> None:
        """The number and the day under which it goes out; a withdrawal keeps the first."""
        self.document_no = str(taken.facts["document_no"])
        self.issued_on = date.fromisoformat(str(taken.facts["dispatched_on"]))


def _occupations(name: str) -> list[Occupation]:
    return list(Occupation.objects.called(name))


def _institutions(name: str, day: date) -> list[Office]:
    former = Q(names__name=name, names__since__lte=day) & (Q(names__until=None) | Q(names__until__gte=day))
    named = Office.objects.filter(Q(name=name) | Q(name_en__iexact=name) | former, role=Role.INSTITUTION)
    return list(named.distinct())


class PlanCellQuerySet(models.QuerySet["PlanCell"]):
    """Cells, visible with their plan."""

    def visible_to(self, actor: Actor) -> PlanCellQuerySet:
        """Those of the plans the actor sees."""
        return self if actor.role in SEES_ALL else self.filter(plan__state__in=PUBLIC_STATES)

    def named(self) -> PlanCellQuerySet:
        """With institution and occupation, in the order of the annex."""
        return self.select_related("institution", "occupation").order_by("pk")


class PlanCell(models.Model):
    """The seats of one institution in one occupation.

    `announced` are held by announcements, `taken` by classes that have opened (A26, A39). Both are
    written by `seats.py` alone, by conditional UPDATE; the CHECKs are the last referee.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="cells")
    institution = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="plan_cells")
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="plan_cells")
    seats = models.IntegerField()
    announced = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)

    objects = PlanCellQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "institution", "occupation"], name="cell_once"),
            models.CheckConstraint(condition=Q(seats__gte=0), name="cell_seats_not_negative"),
            models.CheckConstraint(
                condition=Q(announced__lte=F("seats")), name="cell_announced_within_seats"
            ),
            models.CheckConstraint(condition=Q(taken__lte=F("seats")), name="cell_taken_within_seats"),
        ]

    @property
    def name(self) -> Words:
        """Institution and occupation."""
        who, what = name_of(self.institution), self.occupation.short
        return Words(f"{who.zh} {what.zh}", f"{who.en}, {what.en}")

    @property
    def used(self) -> int:
        """Below this the seats cannot be cut."""
        return max(self.announced, self.taken)


class PlanChange(Case):
    """Cells raised or cut after the plan went out, never below what is announced or opened (A27)."""

    process = PLAN_CHANGE
    state = state_field(PLAN_CHANGE)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="changes")
    asked_by = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    document_no = models.CharField(max_length=60, blank=True)
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_on"]
        constraints = [
            state_check(PLAN_CHANGE),
            models.CheckConstraint(condition=~Q(reason=""), name="plan_change_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(state=amending.S.APPROVED) | (~Q(document_no="") & Q(decided_on__isnull=False)),
                name="plan_change_under_a_number",
            ),
        ]

    def subtitle(self) -> Words:
        """Who asked for it."""
        return name_of(self.asked_by)

    @classmethod
    def for_desk(cls, pks: list[Any]) -> models.QuerySet[Any]:
        """With the office that asked."""
        return cls._default_manager.filter(pk__in=pks).select_related("asked_by", "plan")

    def figures(self) -> dict[str, object]:
        """Seats more, seats fewer, the total afterwards."""
        deltas = list(self.lines.values_list("delta", flat=True))
        plus, minus = sum(d for d in deltas if d > 0), -sum(d for d in deltas if d < 0)
        return {
            "plus": plus,
            "minus": minus,
            "y": self.plan.year,
            "total": self.totals()[1],
            "n": len(deltas),
        }

    def totals(self) -> tuple[int, int, int]:
        """Seats of the plan before and after, and the usual size of a year."""
        before = self.plan.seats()
        delta = 0 if self.decided_on else int(self.lines.aggregate(n=Sum("delta"))["n"] or 0)
        return before, before + delta, self.plan.usual_size()

    def plan_is_issued(self) -> bool:
        """Whether the plan is in force now."""
        return Plan.objects.filter(pk=self.plan_id, state=planning.S.ISSUED).exists()

    def was_asked_by(self, actor: Actor) -> bool:
        """Whether the actor's office asked for this change."""
        office = actor.office
        return office is not None and self.asked_by_id in (office.pk, office.parent_id)

    def cells(self) -> dict[tuple[Any, int], PlanCell]:
        """The plan's cells by institution and occupation."""
        return {(cell.institution_id, cell.occupation_id): cell for cell in self.plan.cells.all()}

    def line_checks(self) -> Iterable[Check]:
        """For each line, whether the cell can bear it."""
        cells = self.cells()
        for line in self.lines.named():
            cell = cells.get((line.institution_id, line.occupation_id)) or PlanCell(seats=0)
            yield line.check_against(cell)

    def listing_checks(self, day: date) -> Iterable[Check]:
        """Whether those who are given seats stand on their list that day."""
        raised = self.lines.named().filter(delta__gt=0)
        return listing_checks([(line.institution, line.occupation) for line in raised], day)

    def apply(self, taken: Taken) -> None:
        """Change the cells. Raises Refusal when the plan is over, or a cut would go below what is used."""
        if not self.plan.claim_running(taken.happened_on):
            raise Refusal(NOT_IN_FORCE.fill(y=self.plan.year), ANOTHER_PLAN, cites="R04")
        for line in self.lines.named():
            line.apply(self.plan)
        self.note_document(taken)

    def note_document(self, taken: Taken) -> None:
        """The number and the day of the decision."""
        self.document_no = str(taken.facts["document_no"])
        self.decided_on = date.fromisoformat(str(taken.facts["dispatched_on"]))


class PlanChangeLineQuerySet(models.QuerySet["PlanChangeLine"]):
    """Lines of a change."""

    def named(self) -> PlanChangeLineQuerySet:
        """With institution and occupation."""
        return self.select_related("institution", "occupation").order_by("pk")


class PlanChangeLine(models.Model):
    """So many seats more or fewer for one institution in one occupation."""

    change = models.ForeignKey(PlanChange, on_delete=models.CASCADE, related_name="lines")
    institution = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, related_name="+")
    delta = models.IntegerField()

    objects = PlanChangeLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "institution", "occupation"], name="change_line_once"),
            models.CheckConstraint(condition=~Q(delta=0), name="change_line_changes"),
        ]

    @property
    def name(self) -> Words:
        """Institution and occupation."""
        who, what = name_of(self.institution), self.occupation.short
        return Words(f"{who.zh} {what.zh}", f"{who.en}, {what.en}")

    def check_against(self, cell: PlanCell) -> Check:
        """Whether the cell can bear this line; figures either way."""
        after = cell.seats + self.delta
        marks = {"c": self.name, "b": cell.seats, "a": after, "u": cell.announced, "t": cell.taken}
        if after < cell.used:
            text = Words(
                "{c}已公告{u}个、已开班{t}个，不能从{b}减到{a}",
                "{c}: {u} announced, {t} opened; {b} cannot become {a}",
            )
            return Check("no", text.fill(**marks), "A27")
        text = Words("{c}由{b}改为{a}，已公告{u}个", "{c}: {b} becomes {a}, {u} announced")
        return Check("ok", text.fill(**marks), "A27")

    def apply(self, plan: Plan) -> None:
        """Claim the change on the cell: it is made only if it still fits at this moment."""
        cell, _ = PlanCell.objects.get_or_create(
            plan=plan, institution=self.institution, occupation=self.occupation, defaults={"seats": 0}
        )
        after = F("seats") + self.delta
        fitting = PlanCell.objects.filter(pk=cell.pk, announced__lte=after, taken__lte=after)
        if fitting.update(seats=after) != 1:
            cell.refresh_from_db()
            mend = Words("少减一些，或先减少公告", "Cut less, or reduce the announcements first")
            raise Refusal(self.check_against(cell).text, mend, cites="A27")
