"""The people of a case as a table to choose from, with a field beside each where the step asks for one."""

from __future__ import annotations

from dataclasses import replace

from yushu.casework.models import Case
from yushu.doors.pages.forms_steps import StepForm, row_field
from yushu.doors.pages.panels import Open
from yushu.doors.pages.portraits import portrait_of
from yushu.doors.pages.shapes import Cell, Column, Row, Table


def picked_from(case: Case, opened: Open, form: StepForm) -> Table | None:
    """The table of a step that chooses people; None for any other.

    Everybody is ticked beforehand where the usual answer concerns all; nobody where a step sends back.
    """
    if not opened.chooses:
        return None
    base = portrait_of(case).people(case)
    chosen = set(form.chosen()) if form.is_bound else set() if opened.stops else set(form.keys)
    asks = opened.step.row_asks
    columns = [*base.columns, *(Column(ask.label, phone="whole") for ask in asks)]

    def with_fields(row: Row) -> Row:
        fields = [Cell(None, field=form[row_field(ask, row.key)]) for ask in asks]
        return replace(row, cells=[*row.cells, *fields], checked=row.key in chosen)

    return Table(columns, [with_fields(row) for row in base.rows if row.key in form.keys], choose="rows")
