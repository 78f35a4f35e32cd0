"""The document place by place, the rules made of it, and where each of them is used and tested."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yushu.casework.process import Step
from yushu.casework.registry import kinds
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import EVERYBODY, desk
from yushu.doors.pages.clause_tests import tests_of
from yushu.doors.pages.exhibits import ClauseLine
from yushu.doors.pages.law_tabs import law_tabs
from yushu.doors.pages.law_values import option_words, said
from yushu.doors.pages.shapes import Cell, Column, Fact, Link, Row, Sheet, Table
from yushu.doors.pages.told import both
from yushu.kernel.words import Words
from yushu.law.entries import Entry, Kind, Value
from yushu.law.pack import pack
from yushu.law.register import cited_in
from yushu.people.roles import Role

STALE = 365
"""A value whose source nobody has held for so many days is listed for reading again."""
HAN_OURS = "本平台"
"""How the pack calls what no document says and the house decided for the time being."""
NEVER = Words("没有核对过", "never")
YES, NO = Words("是", "yes"), Words("否", "no")
ABOUT = Words(
    "{title}，{version}版：{places}处条款，{rules}条规则，{readings}条口径，{house}项内部值",
    "{title}, version {version}: {places} places, {rules} rules, {readings} readings, {house} house values",
)


@desk(*EVERYBODY)
@require_safe
def law(_request: DeskRequest) -> HttpResponse:
    """The pages about the law begin with its clauses."""
    return redirect("clauses")


@desk(*EVERYBODY)
@require_safe
def clauses(request: DeskRequest) -> HttpResponse:
    """Every place of the document with the rules that rest on it, and what nobody has read for a year."""
    context = {
        "about": _about(),
        "tabs": law_tabs("clauses"),
        "clauses": [_line(place) for place in pack().clauses],
        "tables": [_unread(request.today), _loose()],
    }
    return render(request, "law/clauses.html", context)


@desk(*EVERYBODY)
@require_safe
def clause(request: DeskRequest, name: str) -> HttpResponse:
    """One rule, reading or house value; a place of the document leads to its line in the list."""
    if name in pack().clauses:
        return redirect(f"{reverse('clauses')}#{anchor(name)}")
    if name not in pack().rules:
        raise Http404
    entry = pack().entry(name)
    context = {
        "entry": entry,
        "clause": pack().clauses.get(entry.clause),
        "facts": _facts(entry, request.today),
        "uses": uses(name),
        "tables": [_values(entry), *_options(entry, request.today), *_tests(name)],
    }
    return render(request, "law/clause.html", context)


def anchor(place: str) -> str:
    """Where a place stands on the list: fit for an address, whatever the place is called."""
    return f"place-{list(pack().clauses).index(place) + 1}"


def _about() -> Words:
    law = pack()
    counts = {kind: sum(1 for _ in law.of(kind)) for kind in Kind}
    return ABOUT.fill(
        title=law.title,
        version=law.version,
        places=len(law.clauses),
        rules=counts[Kind.RULE],
        readings=counts[Kind.READING],
        house=counts[Kind.HOUSE],
    )


def _line(place: str) -> ClauseLine:
    found = pack().clauses[place]
    rules = [Link(entry.label, reverse("clause", args=[entry.id]), entry.id) for entry in pack().at(place)]
    return ClauseLine(found.label, found.says, rules, anchor(place))


def _entry_row(entry: Entry, *cells: Cell) -> Row:
    return Row([Cell(entry.id, reverse("clause", args=[entry.id])), Cell(entry.label), *cells])


def _unread(today: date) -> Sheet:
    rows = [
        _entry_row(
            entry,
            Cell(pack().documents[entry.values[-1].source].title),
            Cell(entry.read_on or NEVER, tone="soon"),
        )
        for entry in pack().unread(today, STALE)
    ]
    columns = [
        Column(Words("编号", "Id"), phone="first"),
        Column(Words("名称", "Name"), phone="plain"),
        Column(Words("出处", "Source")),
        Column(Words("最近核对", "Last read")),
    ]
    title = Words("一年没有核对出处的{n}项", "{n} entries whose source nobody has read for a year").fill(
        n=len(rows)
    )
    about = Words("对照出处重读，再更新核对日期", "read the source again and renew the date")
    table = Table(columns, rows, Words("都在一年内核对过", "All were read within the year"))
    return Sheet("unread", title, table, about)


def _loose() -> Sheet:
    rows = [_entry_row(entry, Cell(entry.says)) for entry in pack().rules.values() if not entry.places]
    columns = [
        Column(Words("编号", "Id"), phone="first"),
        Column(Words("名称", "Name"), phone="plain"),
        Column(Words("说明", "What it says"), phone="whole"),
    ]
    return Sheet("loose", Words("不对应任何条款的值", "Values that rest on no place"), Table(columns, rows))


def _facts(entry: Entry, today: date) -> list[Fact]:
    value = entry.values[-1]
    document = pack().documents[value.source]
    old = entry.read_on is None or (today - entry.read_on).days > STALE
    places = [
        Fact(
            Words("条款", "Place"), pack().clauses[place].label, href=f"{reverse('clauses')}#{anchor(place)}"
        )
        for place in entry.places
    ]
    rows = [
        Fact(Words("编号", "Id"), entry.id, "mono"),
        *places,
        Fact(Words("出处", "Source"), document.title),
        *([Fact(Words("文件", "Document"), document.name)] if document.name != HAN_OURS else []),
        Fact(Words("最近核对", "Last read"), entry.read_on or NEVER, "late" if old else "fullday"),
        Fact(Words("已核实", "Confirmed"), YES if value.confirmed else NO),
    ]
    if entry.kind is Kind.READING:
        open_yet = Words("还没有文件确定", "no document has settled it yet")
        rows.append(Fact(Words("确定口径的文号", "Settled by"), value.ruling or open_yet, cites="A33"))
    return rows


def _values(entry: Entry) -> Sheet:
    reading = entry.kind is Kind.READING
    rows = [_value_row(entry, value, reading=reading) for value in reversed(entry.values)]
    columns = [
        Column(Words("自何日起", "Since"), phone="first"),
        Column(Words("取值", "Value"), phone="whole"),
        *([Column(Words("采用的读法", "Option in force"), phone="whole")] if reading else []),
        Column(Words("最近核对", "Last read")),
        Column(Words("已核实", "Confirmed"), "tag", "verdict"),
        *([Column(Words("文号", "Ruling"))] if reading else []),
    ]
    return Sheet("values", Words("取值", "Values"), Table(columns, rows))


def _value_row(entry: Entry, value: Value, *, reading: bool) -> Row:
    confirmed = Cell(YES, tone="done") if value.confirmed else Cell(Words("暂定", "provisional"), tone="soon")
    chosen = entry.option(value.chosen)
    return Row(
        [
            Cell(value.since),
            Cell(said(value.facts)),
            *([Cell(option_words(chosen) if chosen else "")] if reading else []),
            Cell(value.read_on or NEVER),
            confirmed,
            *([Cell(value.ruling)] if reading else []),
        ],
        picked=value is entry.values[-1],
    )


def _options(entry: Entry, today: date) -> list[Sheet]:
    """The ways to read the clause; the one in force is marked."""
    if not entry.options:
        return []
    now = pack().on(entry.id, max(today, entry.values[0].since)).chosen
    rows = [
        Row(
            [
                Cell(option.code),
                Cell(option.says),
                Cell(Words("现行口径", "in force"), tone="done") if option.code == now else Cell(""),
            ],
            picked=option.code == now,
        )
        for option in entry.options
    ]
    columns = [
        Column(Words("读法", "Option"), phone="first"),
        Column(Words("怎样理解", "How it is read"), phone="whole"),
        Column(Words("现行", "In force"), "tag", "verdict"),
    ]
    return [Sheet("options", Words("可以怎样理解", "Ways to read it"), Table(columns, rows))]


def uses(name: str) -> list[Link]:
    """The steps of every process that rest on an entry, with whose step it is."""
    return [
        Link(step.called, "", _whose(model.process.name, step))
        for kind, model in sorted(kinds().items())
        for step in _citing(model.process.steps, name)
    ]


def _citing(steps: Iterable[Step], name: str) -> list[Step]:
    found = {step.name: step for step in steps if name in _cited(step)}
    return list(found.values())


def _cited(step: Step) -> set[str]:
    """What a step rests on: its clause, its term, and what its checks say they hold."""
    checked = (cited_in(guard.__doc__ or "") for guard in step.requires)
    return {step.cites, step.within.id if step.within else "", *chain.from_iterable(checked)} - {""}


def _whose(process: Words, step: Step) -> Words:
    return Words("{process}，{role}", "{process}, {role}").fill(
        process=process, role=both(Role(step.by).label)
    )


def _tests(name: str) -> list[Sheet]:
    """The test files that name the entry, from the generated map."""
    found = tests_of(name)
    columns = [Column(Words("测试文件", "Test file"), "mono", "first")]
    rows = [Row([Cell(f"tests/{file}")]) for file in found]
    title = Words("用这些测试守着", "Held by these tests")
    about = Words("{n}个文件", "{n} files").fill(n=len(found))
    return [Sheet("tests", title, Table(columns, rows), about)] if found else []
