"""Employment as recorded: a list by kind; recording what a document says; correcting and withdrawing (A13, A34)."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yushu.doors.asking import DeskRequest
from yushu.doors.guard import desk
from yushu.doors.pages.beginnings import page
from yushu.doors.pages.classes import tried
from yushu.doors.pages.employing_forms import CorrectForm, FactForm
from yushu.doors.pages.employing_words import KINDS, MASKED, NAME, SOURCES, masked
from yushu.doors.pages.paging import cut, with_query
from yushu.doors.pages.shapes import Act, Cell, Column, Link, Panel, Row, Table
from yushu.doors.pages.shapes import Count as Figure
from yushu.doors.pages.shelves import ALL, FindForm
from yushu.doors.pages.subsidy_tabs import EVERY, tabs
from yushu.kernel.clock import day_of
from yushu.kernel.errors import Invalid
from yushu.kernel.words import NOTHING, Words
from yushu.people.persons import find_person
from yushu.people.roles import Duty, Role
from yushu.subsidies.models import EmploymentFact, FactSource, Kind
from yushu.subsidies.recording import correct_fact, record_fact, withdraw_fact

DESKS = (*EVERY, Role.EMPLOYER)
RECORDS = (Role.CITY, Role.PROVINCE)
FACTS = Words("就业记录", "Employment records")
ABOUT = Words(
    "每条写明来源、起止和何时得知；更正另记一条，原来的保留。",
    "Each says whence it comes, its days, and since when it is known; a correction is another record.",
)
TOTAL = Words("共{n}条", "{n} in all")
RECORD = Words("凭材料记录就业", "Record what a document says")
ON_PAPER = Words(
    "不登录的一方，由经办人凭材料代录", "For a party that does not sign in an officer records its paper"
)
CORRECT = Words("更正就业记录", "Correct a record")
CORRECTING = (
    Act("correct", Words("更正起止日期", "Correct the days"), "main"),
    Act("withdraw", Words("撤销这条记录", "Withdraw this record"), "stop"),
)
NOT_FOUND = Words("没有找到这名学员", "No such trainee")


@desk(*DESKS)
@require_safe
def employment_facts(request: DeskRequest) -> HttpResponse:
    """Employment as recorded now: by kind, found by name or employer."""
    form = FindForm(request.GET)
    form.is_valid()
    rows = EmploymentFact.objects.visible_to(request.actor).known(request.at)
    context = facts_of(request, rows, form.cleaned_data.get("text", "").strip())
    shown = {"filters": form, "tabs": tabs(request.actor, "employment_facts"), "tools": tools(request)}
    return render(request, "lists/list.html", context | shown)


def facts_of(request: DeskRequest, rows: Any, text: str) -> dict[str, Any]:
    """One page of these facts, narrowed by a word and by kind."""
    if text:
        rows = rows.filter(Q(person__name__icontains=text) | Q(employer_name__icontains=text))
    numbers = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    kind = request.GET.get("state", "")
    kept = rows.filter(kind=kind) if kind in KINDS else rows
    total = numbers.get(kind, 0) if kind in KINDS else sum(numbers.values())
    named = kept.select_related("person", "employer").prefetch_related("person__documents")
    shown, pager = cut(request, named.order_by("-known_since", "-pk"), total)
    return {
        "heading": FACTS,
        "about": ABOUT,
        "counts": figures(request, numbers, kind),
        "listed": TOTAL.fill(n=total),
        "table": facts_table(request, shown),
        "pager": pager,
    }


def figures(request: DeskRequest, numbers: dict[str, int], kind: str) -> list[Figure]:
    """A figure for each kind that occurs."""
    every = Figure(ALL, sum(numbers.values()), with_query(request, state=None, page=None), current=not kind)
    return [
        every,
        *(
            Figure(words, numbers[name], with_query(request, state=name, page=None), current=name == kind)
            for name, words in KINDS.items()
            if name in numbers
        ),
    ]


def facts_table(request: DeskRequest, shown: Any) -> Table:
    """Facts with their proof; a link to correct for those who may."""
    handles, role = request.actor.duty == Duty.HANDLE, request.actor.role
    all_of_them, own = handles and role in RECORDS, handles and role == Role.EMPLOYER
    columns = [
        NAME,
        MASKED,
        Column(Words("情形", "Kind"), phone="whole"),
        Column(Words("单位", "Employer"), phone="whole"),
        Column(Words("起", "From")),
        Column(Words("止", "Until")),
        Column(Words("来源", "Source")),
        Column(Words("得知", "Known since")),
        *[Column(Words("更正", "Correct"), phone="plain")] * (all_of_them or own),
    ]
    rows = [
        fact_row(fact, (all_of_them or own, all_of_them or fact.source == FactSource.EMPLOYER))
        for fact in shown
    ]
    return Table(columns, rows, Words("还没有就业记录", "Nothing is recorded yet"))


def fact_row(fact: Any, corrects: tuple[bool, bool]) -> Row:
    """One fact. `corrects`: whether there is a column to correct, and whether this fact may be."""
    kind = KINDS[Kind(fact.kind)]
    if fact.insurance:
        kind = Words(f"{kind.zh}（{fact.insurance}）", f"{kind.en} ({fact.insurance})")
    link = Cell(Words("更正", "Correct"), reverse("fact_correct", args=[fact.pk]))
    cells = [
        Cell(fact.person.name),
        Cell(masked(fact.person)),
        Cell(kind),
        Cell(fact.employer_name),
        Cell(fact.since),
        Cell(fact.until),
        Cell(SOURCES[FactSource(fact.source)]),
        Cell(day_of(fact.known_since)),
        *[link if corrects[1] else Cell(NOTHING)] * corrects[0],
    ]
    return Row(cells, str(fact.pk))


def tools(request: DeskRequest) -> list[Link]:
    """What an officer who records may begin here."""
    if request.actor.role in RECORDS and request.actor.duty == Duty.HANDLE:
        lines = Words("导入参保数据", "Import insurance lines")
        return [Link(RECORD, reverse("fact_new")), Link(lines, reverse("insurance_lines"))]
    return []


@desk(*RECORDS)
def fact_new(request: DeskRequest) -> HttpResponse:
    """Record what a document says of a trainee (A34)."""
    form = FactForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        person = find_person(form.cleaned_data["id_kind"], form.cleaned_data["number"])
        if person is None:
            raise Invalid(
                NOT_FOUND, Words("对照证件核对号码", "Compare it with the document"), field="number"
            )
        record_fact(person, form.said(), form.proof(), actor=request.actor, at=request.at)

    if tried(request, form, act, Words("已记录。", "Recorded.")):
        return redirect("employment_facts")
    save = Act("record", Words("记录", "Record it"), "main")
    panel = Panel(RECORD, reverse("fact_new"), [save], form=form, cites="A34", law=ON_PAPER, key="new")
    return render(request, "case/new.html", fact_page(RECORD, ON_PAPER, panel))


@desk(*RECORDS, Role.EMPLOYER)
def fact_correct(request: DeskRequest, pk: int) -> HttpResponse:
    """Correct a fact by another, or withdraw it."""
    rows = EmploymentFact.objects.visible_to(request.actor).known(request.at)
    fact = get_object_or_404(rows.select_related("person", "employer"), pk=pk)
    form = CorrectForm(fact, request.POST if request.method == "POST" else None)

    def act() -> None:
        given = (form.proof(), form.cleaned_data["why"])
        if request.POST.get("step") == "withdraw":
            withdraw_fact(fact, *given, actor=request.actor, at=request.at)
        else:
            correct_fact(fact, form.said(), *given, actor=request.actor, at=request.at)

    if tried(request, form, act, Words("已更正。", "Corrected.")):
        return redirect("employment_facts")
    here = reverse("fact_correct", args=[pk])
    panel = Panel(CORRECT, here, CORRECTING, form=form, cites="A13", key="correct")
    return render(request, "case/new.html", fact_page(CORRECT, said_of(fact), panel))


def said_of(fact: EmploymentFact) -> Words:
    """Whom a fact is about, and what it says."""
    words = Words("{p}，{k}，{e}", "{p}, {k}, {e}")
    return words.fill(p=fact.person.name, k=KINDS[Kind(fact.kind)], e=fact.employer_name)


def fact_page(heading: Words, about: Words, panel: Panel) -> dict[str, Any]:
    """A page of work on a record, and the way back to the list."""
    crumbs = [Link(FACTS, reverse("employment_facts"))]
    return page(heading, about, panel, []) | {"crumbs": crumbs}
