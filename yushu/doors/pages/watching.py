"""Warning signs with their rows, and draws with what anybody needs to compute them again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yushu.doors.asking import DeskRequest
from yushu.doors.guard import EVERYBODY, desk
from yushu.doors.pages.beginnings import page
from yushu.doors.pages.forms_oversight import DrawForm
from yushu.doors.pages.forms_plan import refuse
from yushu.doors.pages.inspecting import INSPECTS, SUPERVISES
from yushu.doors.pages.oversight_shelves import tabs
from yushu.doors.pages.paging import cut, with_query
from yushu.doors.pages.portrait_oversight import office_words
from yushu.doors.pages.shapes import Act, Cell, Column, Count, Fact, Link, Panel, Row, Sheet, Table
from yushu.doors.pages.told import say
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.oversight.drawing import place
from yushu.oversight.models import Draw
from yushu.oversight.signs import Hit, Sign, scope_of
from yushu.oversight.visiting import draw_classes, names_of
from yushu.oversight.watching import BY_CODE, SIGNS, found
from yushu.people.actors import Actor
from yushu.people.roles import Duty

TITLE = Words("预警", "Warning signs")
ABOUT = Words(
    "打开本页时从记录里算出，看最近一年。预警只提示去看，不作任何决定。",
    "Computed from the records as you open the page, over the last year. A sign decides nothing.",
)
NONE = Words("没有预警", "No sign shows")


@desk(*SUPERVISES)
@require_safe
def signs(request: DeskRequest) -> HttpResponse:
    """Every sign with how often it shows; each row opens to what is behind it."""
    every = found(scope_of(request.actor, request.today))
    chosen = request.GET.get("sign", "")
    hits = [hit for code, rows in every.items() if chosen in ("", code) for hit in rows]
    shown, pager = cut(request, hits, len(hits))
    context = {
        "heading": TITLE,
        "about": ABOUT,
        "tabs": tabs(request.actor, "signs"),
        "counts": counts(request, every, chosen),
        "listed": Words("共{n}条", "{n} in all").fill(n=len(hits)),
        "table": Table(COLUMNS, [hit_row(hit) for hit in shown], NONE),
        "pager": pager,
    }
    return render(request, "lists/list.html", context)


COLUMNS = [
    Column(Words("预警", "Sign"), phone="first"),
    Column(Words("在哪里", "Where"), phone="whole"),
    Column(Words("机构", "Institution"), phone="whole"),
    Column(Words("看到什么", "What shows"), phone="whole"),
]


def counts(request: DeskRequest, every: dict[str, list[Hit]], chosen: str) -> list[Count]:
    """A figure for each sign; each filters the list."""
    total = sum(len(rows) for rows in every.values())
    first = Count(Words("全部", "All"), total, with_query(request, sign=None, page=None), current=not chosen)
    rest = [
        Count(
            sign.title,
            len(every[sign.code]),
            with_query(request, sign=sign.code, page=None),
            current=chosen == sign.code,
            tone="soon" if every[sign.code] else "",
        )
        for sign in SIGNS
    ]
    return [first, *rest]


def hit_row(hit: Hit) -> Row:
    """Sign, where, whose, what with its clause."""
    sign = BY_CODE[hit.sign]
    where = reverse("sign", args=[hit.sign, hit.key])
    cells = [
        Cell(sign.title, where),
        Cell(hit.called),
        Cell(office_words(hit.institution)),
        Cell(hit.said, cites=sign.cites),
    ]
    return Row(cells, f"{hit.sign}-{hit.key}")


@desk(*SUPERVISES)
@require_safe
def sign(request: DeskRequest, code: str, key: UUID) -> HttpResponse:
    """The rows behind a sign at one place, what they may mean and what to look at."""
    if code not in BY_CODE:
        raise Http404
    one = BY_CODE[code]
    hit = next((hit for hit in one.find(scope_of(request.actor, request.today)) if hit.key == key), None)
    if hit is None:
        raise Http404
    shown, pager = cut(request, hit.rows, len(hit.rows))
    context = {
        "heading": one.title,
        "about": hit.called,
        "crumbs": [Link(TITLE, reverse("signs"))],
        "tools": sign_tools(hit, request.actor),
        "facts": sign_facts(one, hit),
        "tables": [rows_sheet(hit, shown, pager)],
    }
    return render(request, "oversight/sign.html", context)


def sign_facts(one: Sign, hit: Hit) -> list[Fact]:
    """What it is, what it may mean, what to look at."""
    return [
        Fact(Words("机构", "Institution"), office_words(hit.institution)),
        Fact(Words("看到什么", "What shows"), hit.said, cites=one.house),
        Fact(Words("可能是什么", "What it may mean"), one.meaning),
        Fact(Words("去看什么", "What to look at"), one.look, cites=one.cites),
    ]


def rows_sheet(hit: Hit, shown: Any, pager: Any) -> Sheet:
    """When, who, what."""
    columns = [
        Column(Words("时间或编号", "When or number"), phone="first"),
        Column(Words("姓名", "Name")),
        Column(Words("记录", "Record"), phone="whole"),
    ]
    rows = [Row([Cell(row.when), Cell(row.who), Cell(row.what)]) for row in shown]
    title = Words("依据的记录{n}条", "{n} records behind it").fill(n=len(hit.rows))
    return Sheet("rows", title, Table(columns, rows), pager=pager)


def sign_tools(hit: Hit, actor: Actor) -> list[Link]:
    """Go there; see the case."""
    links = []
    if hit.kind != "office":
        links.append(Link(Words("看办件", "See the case"), reverse("case", args=[hit.kind, hit.key])))
    if actor.role in INSPECTS and actor.duty == Duty.HANDLE:
        which = f"class={hit.key}" if hit.kind == "class" else f"office={hit.institution.pk}"
        query = f"{reverse('inspection_new')}?{which}&sign={hit.sign}"
        links.insert(0, Link(Words("就此检查", "Inspect this"), query))
    return links


# draws ──────────────────────────────────────────────────────────────────────

DRAW = Words("随机抽查", "Draw at random")
DRAW_ABOUT = Words(
    "先定格在训的班，再由系统生成随机数，按摘要排序取前几个。一个单位一天抽一次，每次都留记录。",
    "The list is frozen, then the server makes the seed; the first by digest are drawn. One draw a day, all kept.",
)
DRAWS_ABOUT = Words(
    "抽签当时公开承诺值；检查做完后公开名单和随机数，谁都可以重算。",
    "The commitment is public at once; list and seed are public once the visits are over: anybody can recompute.",
)


@desk(*INSPECTS)
def draw_new(request: DeskRequest) -> HttpResponse:
    """Draw classes; the draw's own page says which."""
    form = DrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (made := drawn(request, form)):
        said = Words("已抽出{n}个班。", "{n} classes drawn.").fill(n=made.size)
        messages.success(request, say(said))
        return redirect("draw", pk=made.pk)
    act = Act("draw", Words("定格名单并抽签", "Freeze the list and draw"), "main")
    panel = Panel(DRAW, reverse("draw_new"), [act], form=form, cites="R24", key="new")
    crumbs = [Link(Words("抽签记录", "Draws"), reverse("draws"))]
    return render(request, "case/new.html", page(DRAW, DRAW_ABOUT, panel, crumbs))


def drawn(request: DeskRequest, form: DrawForm) -> Draw | None:
    """Draw, or say why not."""
    shown = found(scope_of(request.actor, request.today)) if form.cleaned_data["weighed"] else {}
    keys = [hit.key for rows in shown.values() for hit in rows if hit.kind == "class"]
    try:
        return draw_classes(form.cleaned_data["size"], keys, actor=request.actor, at=request.at)
    except Refusal as refused:
        refuse(form, refused)
        return None


DRAW_COLUMNS = [
    Column(Words("日期", "Day"), phone="first"),
    Column(Words("单位", "Office"), phone="whole"),
    Column(Words("在训班数", "Classes"), "num"),
    Column(Words("抽中", "Drawn"), "num"),
    Column(Words("承诺值", "Commitment"), "mono", "whole"),
    Column(Words("名单", "List"), "tag", "verdict"),
]


@desk(*EVERYBODY)
@require_safe
def draws(request: DeskRequest) -> HttpResponse:
    """Every draw there was, with its commitment."""
    rows = Draw.objects.with_openness().select_related("office")  # seen: that a draw took place is public
    total = rows.count()
    shown, pager = cut(request, rows, total)
    supervises = request.actor.role in SUPERVISES
    context = {
        "heading": Words("抽签记录", "Draws"),
        "about": DRAWS_ABOUT,
        "tabs": tabs(request.actor, "draws") if supervises else [],
        "listed": Words("共{n}次", "{n} draws").fill(n=total),
        "table": Table(DRAW_COLUMNS, [draw_row(one) for one in shown]),
        "pager": pager,
    }
    return render(request, "lists/list.html", context)


OPENED, CLOSED = Words("已公开", "public"), Words("检查未完", "visits under way")


def draw_row(one: Draw) -> Row:
    """Day, office, sizes, the commitment shortened, whether the list is public."""
    word = Cell(OPENED, tone="done") if one.is_open() else Cell(CLOSED, tone="now")
    cells = [
        Cell(one.on, reverse("draw", args=[one.pk])),
        Cell(office_words(one.office)),
        Cell(len(one.population)),
        Cell(one.size),
        Cell(f"{one.committed[:8]}…{one.committed[-8:]}"),
        word,
    ]
    return Row(cells, str(one.pk))


@desk(*EVERYBODY)
@require_safe
def draw(request: DeskRequest, pk: UUID) -> HttpResponse:
    """One draw: its commitment to anybody; list, seed and order once they are public, to the office at once."""
    rows = Draw.objects.with_openness().select_related("office")  # seen: that a draw took place is public
    one = get_object_or_404(rows, pk=pk)
    own = Draw.objects.visible_to(request.actor).filter(pk=pk).exists()
    shown = own or one.is_open()
    context = {
        "heading": DRAW,
        "about": office_words(one.office),
        "crumbs": [Link(Words("抽签记录", "Draws"), reverse("draws"))],
        "facts": draw_facts(one, shown),
        "tables": [population_sheet(one)] if shown else [],
        "hidden": not shown,
    }
    return render(request, "oversight/draw.html", context)


def draw_facts(one: Draw, shown: bool) -> list[Fact]:
    """What was frozen and promised; the seed only with the list."""
    facts = [
        Fact(Words("日期", "Day"), one.on, "fullday"),
        Fact(Words("在训班数", "Classes that ran"), len(one.population), "number"),
        Fact(Words("抽中", "Drawn"), one.size, "number"),
        Fact(Words("承诺值", "Commitment"), one.committed, "mono", cites="R24"),
    ]
    if not shown:
        return facts
    return [
        *facts,
        Fact(Words("名单摘要", "Digest of the list"), one.digest, "mono"),
        Fact(Words("随机数", "Seed"), one.seed, "mono"),
    ]


def population_sheet(one: Draw) -> Sheet:
    """The frozen list in the order of the draw."""
    names = names_of(one)
    placed = sorted((place(one.seed, ticket), ticket) for ticket in one.tickets())
    columns = [
        Column(Words("次序", "Place"), phone="first"),
        Column(Words("培训班", "Class"), phone="whole"),
        Column(Words("机构", "Institution"), phone="whole"),
        Column(Words("签数", "Tickets"), "num"),
        Column(Words("班的编码", "Key of the class"), "mono", "whole"),
        Column(Words("摘要", "Digest"), "mono", "whole"),
        Column(Words("结果", "Result"), "tag", "verdict"),
    ]
    yes, no = Cell(Words("抽中", "drawn"), tone="now"), Cell(Words("未抽中", "not drawn"))
    rows = []
    for number, (mark, ticket) in enumerate(placed, 1):
        group = names[ticket.key]
        who = office_words(group.institution)
        verdict = yes if number <= one.size else no
        cells = [
            Cell(number),
            Cell(group.title()),
            Cell(who),
            Cell(ticket.tickets),
            Cell(ticket.key),
            Cell(f"{mark[:12]}…"),
            verdict,
        ]
        rows.append(Row(cells, ticket.key))
    return Sheet(
        "population", Words("定格名单{n}个班", "{n} classes").fill(n=len(rows)), Table(columns, rows)
    )
