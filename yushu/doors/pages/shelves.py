"""Lists of cases: found, narrowed, sorted and cut into pages, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Count as CountOf
from django.db.models import Min, OuterRef, Q, QuerySet, Subquery

from yushu.casework.models import Deadline
from yushu.casework.process import Process
from yushu.doors.asking import DeskRequest
from yushu.doors.pages.paging import cut, with_query
from yushu.doors.pages.shapes import Cell, Column, Count, Row, Table, Tone
from yushu.doors.pages.told import both
from yushu.kernel.words import NOTHING, Words

ALL = Words("全部", "All")
TOTAL = Words("共{n}件", "{n} in all")
NONE_YET = Words("还没有。", "There are none yet.")
MET = frozenset({"ISSUED", "APPROVED", "LISTED", "VALID"})
SENT_BACK = frozenset({"RETURNED", "SUSPENDED", "NOTIFIED", "HEARD"})
ENDED_BADLY = frozenset({"VOID", "REVOKED", "REFUSED"})


@dataclass(frozen=True)
class Head:
    """A column of a list: its label, the field it sorts by, how its cells are drawn."""

    label: Words
    sort: str = ""
    kind: Any = "text"
    phone: Any = ""


@dataclass(frozen=True)
class Shelf:
    """One kind of list. `cells` draws a row; `search` names the fields a word is looked for in.

    `empty` is said while there is nothing at all: what will stand here, and who brings it about.
    """

    title: Words
    process: Process
    heads: tuple[Head, ...]
    cells: Callable[[Any], list[Cell]]
    search: tuple[str, ...]
    order: tuple[str, ...] = ("-opened_on", "-number")
    ready: Callable[[QuerySet[Any]], QuerySet[Any]] = field(default=lambda rows: rows)
    about: Words = NOTHING
    empty: Words = NONE_YET


class FindForm(forms.Form):
    """One box to find a row by."""

    text = forms.CharField(
        label=Words("编号、单位或姓名", "Number, office or name"), required=False, max_length=60
    )
    state = forms.CharField(required=False, widget=forms.HiddenInput)
    tab = forms.CharField(required=False, widget=forms.HiddenInput)


def listed(request: DeskRequest, shelf: Shelf, rows: QuerySet[Any]) -> dict[str, Any]:
    """What a list page shows of these rows: counts by state, the box, one page of the table."""
    form = FindForm(request.GET)
    form.is_valid()
    found = matching(rows, shelf, form.cleaned_data.get("text", ""))
    numbers = dict(found.order_by().values_list("state").annotate(n=CountOf("pk", distinct=True)))
    state = request.GET.get("state", "")
    kept = found.filter(state=state) if state else found
    total = numbers.get(state, 0) if state else sum(numbers.values())
    said = form.cleaned_data.get("text") or state
    shown, pager = cut(request, shelf.ready(kept).order_by(*order_of(request, shelf)), total)
    return {
        "heading": shelf.title,
        "about": shelf.about,
        "counts": counts(request, shelf.process, numbers, state),
        "filters": form,
        "listed": TOTAL.fill(n=total),
        "table": Table(
            columns(request, shelf),
            [Row(shelf.cells(row), str(row.pk)) for row in shown],
            empty=NOTHING if said else shelf.empty,
        ),
        "pager": pager,
    }


def matching(rows: QuerySet[Any], shelf: Shelf, text: str) -> QuerySet[Any]:
    """The rows in which a word occurs."""
    needle = text.strip()
    if not needle:
        return rows
    wanted = reduce(or_, (Q(**{f"{name}__icontains": needle}) for name in shelf.search))
    return rows.filter(wanted).distinct()


def counts(request: DeskRequest, process: Process, numbers: dict[str, int], state: str) -> list[Count]:
    """A figure for each state that occurs, in the order of the process; each filters the list."""
    every = Count(ALL, sum(numbers.values()), with_query(request, state=None, page=None), current=not state)
    held = [code for code in process.states.values if numbers.get(code) or code == state]
    return [
        every,
        *(
            Count(
                both(process.label(code)),
                numbers.get(code, 0),
                with_query(request, state=code, page=None),
                current=code == state,
            )
            for code in held
        ),
    ]


def order_of(request: DeskRequest, shelf: Shelf) -> Sequence[str]:
    """The order asked for by a column's head; the list's own without one. Ties fall by key."""
    asked = request.GET.get("sort", "")
    if asked.lstrip("-") in {head.sort for head in shelf.heads if head.sort}:
        return (asked, *shelf.order, "pk")
    return (*shelf.order, "pk")


def columns(request: DeskRequest, shelf: Shelf) -> list[Column]:
    """The columns, each with the address that sorts by it, up and down in turn."""
    asked = request.GET.get("sort", "")
    made = []
    for head in shelf.heads:
        sort, direction = "", ""
        if head.sort:
            down = asked == head.sort
            sort = with_query(request, sort=f"-{head.sort}" if down else head.sort, page=None)
            if asked.lstrip("-") == head.sort:
                direction = "ascending" if down else "descending"
        made.append(Column(head.label, head.kind, head.phone, sort, direction))
    return made


def state_cell(process: Process, state: str) -> Cell:
    """A state in words, in its tone."""
    return Cell(both(process.label(state)), tone=tone_of(process, state))


def tone_of(process: Process, state: str) -> Tone:
    """Met, sent back, ended badly, or in hand."""
    if state in MET:
        return "done"
    if state in ENDED_BADLY:
        return "late"
    if state in SENT_BACK:
        return "soon"
    return "" if state in process.ends else "now"


def with_due(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows with the day their next clock runs out, in the same query."""
    open_clocks = Deadline.objects.running().filter(
        chain_id=OuterRef("pk"), paused_on=None
    )  # seen: with its case
    first = open_clocks.order_by().values("chain_id").annotate(first=Min("due_on")).values("first")
    return rows.annotate(due=Subquery(first))
