"""Forms with a table of numbers: seats of a plan, and seats to add or cut."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from yushu.catalogue.models import Listing, ListingKind, Occupation, Plan, PlanCell
from yushu.doors.files.workbooks import plain, rows_of
from yushu.doors.pages.forms_picking import Line, Number, PlainForm
from yushu.doors.pages.portrait_batch import office_words
from yushu.doors.pages.shapes import Cell, Column, Row, Table
from yushu.doors.pages.told import told
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.people.actors import Actor
from yushu.people.models import Office
from yushu.people.roles import Role

INSTITUTION = Words("培训机构", "Institution")
CORNER, SUM = INSTITUTION.zh, Words("合计", "Total").zh


class GridForm(PlainForm):
    """A form whose fields with `--` in their name stand in a table, the others below it."""

    def __iter__(self) -> Iterator[Any]:
        return (self[name] for name in self.fields if "--" not in name)


class PlanForm(GridForm):
    """The plan of a year: typed into the table, or handed in as a workbook like the annex."""

    year = Number(Words("年度", "Year"), min_value=2021, max_value=2100)
    total = Number(
        Words("文件写的总人数", "Total stated in the document"),
        Words("照正文填，用来核对表内合计", "As in the text; the table is checked against it"),
        min_value=1,
        max_value=100000,
    )
    file = forms.FileField(
        label=Words("分配表文件（xlsx）", "Table of seats (xlsx)"),
        help_text=Words(
            "与附件同样：首行“培训机构、各专业、合计”，一家一行。上传了就以文件为准。",
            "Like the annex: Institution, the fields, Total; one institution a row. It overrides the table above.",
        ),
        required=False,
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = list(Office.objects.visible_to(actor).filter(role=Role.INSTITUTION).order_by("name"))
        self.occupations = list(Occupation.objects.visible_to(actor).exclude(field=""))
        for office in self.offices:
            for occupation in self.occupations:
                name = cell_name(office, occupation)
                self.fields[name] = Number(occupation.short, required=False, min_value=0, max_value=100000)

    def table(self) -> Table:
        """Institutions down, fields across, a box in each place."""
        columns = [Column(INSTITUTION, phone="first")]
        columns += [Column(occupation.short, "num") for occupation in self.occupations]
        rows = [
            Row(
                [
                    Cell(office_words(office)),
                    *(
                        Cell(None, field=self[cell_name(office, occupation)])
                        for occupation in self.occupations
                    ),
                ],
                str(office.pk),
                office_words(office),
            )
            for office in self.offices
        ]
        return Table(columns, rows, two=False)

    def annex(self) -> str:
        """The table as text: of the file when there is one, else of the boxes."""
        if upload := self.cleaned_data.get("file"):
            return as_text([[plain(cell) for cell in row] for row in rows_of(upload.read())])
        return as_text(self._typed())

    def _typed(self) -> list[list[str]]:
        rows = []
        for office in self.offices:
            seats = [
                self.cleaned_data.get(cell_name(office, occupation)) or 0 for occupation in self.occupations
            ]
            if any(seats):
                rows.append([office.name, *(str(number) if number else "" for number in seats)])
        used = [place for place in range(len(self.occupations)) if any(row[place + 1] for row in rows)]
        head = [CORNER, *(self.occupations[place].short_zh for place in used)]
        return [head, *([row[0], *(row[place + 1] for place in used)] for row in rows)]


class ChangeForm(GridForm):
    """Seats to add or cut, one box for each place of the plan, and why."""

    reason = Line(
        Words("理由", "Reason"),
        Words("写明为什么增减，省人社厅据此决定。", "Say why; the province decides by it."),
        rows=3,
        max_length=500,
    )

    def __init__(self, plan: Plan, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        self.places = list(places_of(plan, actor))
        for place in self.places:
            self.fields[delta_name(place)] = Delta()

    def table(self) -> Table:
        """Every place with its seats as they are, and a box for the change."""
        columns = [
            Column(INSTITUTION, phone="first"),
            Column(Words("专业", "Field"), phone="plain"),
            Column(Words("现有名额", "Seats now"), "num"),
            Column(Words("已公告", "Announced"), "num"),
            Column(Words("已开班", "Opened"), "num"),
            Column(Words("增减（如+20、-20）", "Change (+20, -20)"), "num"),
        ]
        return Table(columns, [self._row(place) for place in self.places], two=False)

    def _row(self, place: PlanCell) -> Row:
        figures = [Cell(place.seats), Cell(place.announced), Cell(place.taken)]
        names = [Cell(office_words(place.institution)), Cell(place.occupation.short)]
        return Row(
            [*names, *figures, Cell(None, field=self[delta_name(place)])], delta_name(place), place.name
        )

    def clean(self) -> dict[str, Any]:
        """At least one place changes."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(delta_name(place)) for place in self.places):
            raise ValidationError(_("没有写要调整哪一格。至少填一格，如+20。"))
        return cleaned

    def lines(self) -> str:
        """The changes as text, one place a row."""
        rows = [
            [place.institution.name, place.occupation.short_zh, f"{delta:+d}"]
            for place in self.places
            if (delta := self.cleaned_data.get(delta_name(place)))
        ]
        return as_text(rows)


class Delta(Number):
    """So many more (+20) or fewer (-20)."""

    def __init__(self) -> None:
        super().__init__(Words("增减", "Change"), required=False, min_value=-100000, max_value=100000)

    def to_python(self, value: Any) -> Any:
        """Any usual minus and plus sign."""
        text = plain(value).replace("−", "-").replace("–", "-").replace(" ", "")
        return super().to_python(text)


def places_of(plan: Plan, actor: Actor) -> Iterator[PlanCell]:
    """The cells of a plan, then what listed institutions could be given; an institution sees its own."""
    cells = list(plan.cells.named())
    listings = Listing.objects.visible_to(actor).of(ListingKind.TEACHES).on(plan.year_ends_on)
    listed = listings.exclude(occupation__field="").select_related("office", "occupation")
    known = {(cell.institution_id, cell.occupation_id) for cell in cells}
    more = {(one.office_id, one.occupation_id): one for one in listed}
    free = [
        PlanCell(plan=plan, institution=one.office, occupation=one.occupation, seats=0)
        for key, one in more.items()
        if key not in known
    ]
    own = actor.office.pk if actor.role == Role.INSTITUTION and actor.office else None
    return (place for place in (*cells, *free) if own in (None, place.institution_id))


def cell_name(office: Office, occupation: Occupation) -> str:
    """The name of a place's box."""
    return f"seats--{office.pk.hex}-{occupation.pk}"


def delta_name(place: PlanCell) -> str:
    """The name of the box for a change."""
    return f"delta--{place.institution_id.hex}-{place.occupation_id}"


def as_text(rows: Sequence[Sequence[str]]) -> str:
    """Rows separated by commas, quoted where they must be."""
    stream = StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def refuse(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal beside its field, or above the form when it is about the table."""
    form.add_error(refusal.field if refusal.field in form.fields else None, told(refusal))
