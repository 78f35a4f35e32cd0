"""Readings of the document with the ruling of the province beside each, and how a ruling begins (A33)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yushu.casework.models import Case
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import desk
from yushu.doors.pages.beginnings import begun, page
from yushu.doors.pages.forms_picking import Day, PlainForm
from yushu.doors.pages.forms_training import OneOf
from yushu.doors.pages.shapes import Act, Cell, Column, Link, Panel, Row, Sheet, Table
from yushu.doors.pages.subsidy_tabs import EVERY, tabs
from yushu.kernel.words import NOTHING, Words
from yushu.law.pack import pack
from yushu.people.roles import Duty, Role
from yushu.subsidies.employment_rules import KIND_WORDS, UNDECIDED
from yushu.subsidies.interpreting import draft_ruling
from yushu.subsidies.models import Ruling
from yushu.subsidies.models.rulings import COUNTS
from yushu.subsidies.ruling import S
from yushu.subsidies.rulings import MONEY

TITLE = Words("口径", "Rulings")
NEW = Words("拟定口径", "Draft a ruling")
NONE_YET = Words("尚无口径", "not settled")
OPEN_KIND = Words("未定：两种结果都列出，待口径", "undecided: both results are shown")
ABOUT = Words(
    "文件没有写明、又影响金额的问题，由省人社厅发文明确；没有口径的，据此的拨付暂缓。",
    "What the document leaves open and money depends on is settled by the province; until then such payments wait.",
)
REHEARSING = Words(
    "演示中按平台建议的读法核算；正式使用时，没有口径的拨付暂缓。",
    "In the demonstration the suggested readings run; in production, payments without a ruling wait.",
)
LISTED = Words("{n}个问题，{k}个尚无口径", "{n} questions, {k} not settled")
Key = tuple[str, str]
QUESTIONS: tuple[Key, ...] = (*((name, "") for name in MONEY), *(("A13", kind) for kind in UNDECIDED))


@desk(*EVERY, Role.FINANCE)
@require_safe
def rulings(request: DeskRequest) -> HttpResponse:
    """Every reading money depends on, with its ruling or none."""
    begins = request.actor.role == Role.PROVINCE and request.actor.duty == Duty.HANDLE
    held = in_force(request)
    context = {
        "heading": TITLE,
        "about": ABOUT,
        "note": REHEARSING,
        "note_cites": "A33",
        "listed": LISTED.fill(n=len(QUESTIONS), k=sum(key not in held for key in QUESTIONS)),
        "table": readings_table(request, held),
        "tabs": tabs(request.actor, "rulings"),
        "tools": [Link(NEW, reverse("ruling_new"))] if begins else [],
        "drafts": drafts_table(request),
    }
    return render(request, "subsidy/rulings.html", context)


def readings_table(request: DeskRequest, held: dict[Key, Ruling]) -> Table:
    """The questions in their order."""
    columns = [
        Column(Words("编号", "Id"), "mono", "first"),
        Column(Words("问题", "Question"), phone="whole"),
        Column(Words("现在怎样读", "How it is read now"), phone="whole"),
        Column(Words("自", "From")),
        Column(Words("文号", "Document number"), "mono"),
        Column(Words("口径", "Ruling"), "tag", "verdict"),
    ]
    return Table(columns, [Row(cells_of(key, held.get(key), request), "".join(key)) for key in QUESTIONS])


def in_force(request: DeskRequest) -> dict[Key, Ruling]:
    """The ruling in force today for each question: what is settled binds everybody."""
    rows = Ruling.objects.filter(state=S.SETTLED, since__lte=request.today)  # seen: rulings bind everybody
    return {(row.reading, row.subject): row for row in rows.order_by("since")}


def cells_of(key: Key, ruling: Ruling | None, request: DeskRequest) -> list[Cell]:
    """One question: what is asked, how it is read, and under which document."""
    reading, subject = key
    entry = pack().entry(reading)
    kind = KIND_WORDS[subject] if subject else NOTHING
    label = Words("{l}：{k}", "{l}: {k}").fill(l=entry.label, k=kind) if subject else entry.says
    sees = request.actor.role in (Role.PROVINCE, Role.AUDITOR)
    if ruling is not None:
        href = reverse("case", args=["ruling", ruling.pk]) if sees else ""
        said = [Cell(ruling.says()), Cell(ruling.since), Cell(ruling.document_no)]
        mark = Cell(Words("已明确", "settled"), href, "done")
    else:
        chosen = entry.option(entry.values[-1].chosen)
        now = OPEN_KIND if subject else chosen.says if chosen else NOTHING
        said, mark = [Cell(now), Cell(None), Cell(None)], Cell(NONE_YET, tone="soon")
    return [Cell(reading, reverse("clause", args=[reading])), Cell(label), *said, mark]


def drafts_table(request: DeskRequest) -> Sheet | None:
    """Rulings on their way, and earlier ones, for those who see the cases."""
    found = Ruling.objects.visible_to(request.actor).order_by("-opened_on", "-number")[:20]
    if not found:
        return None
    columns = [
        Column(Words("编号", "Number"), "mono", "first"),
        Column(Words("问题", "Question"), phone="whole"),
        Column(Words("怎样读", "Read as"), phone="whole"),
        Column(Words("自", "From")),
        Column(Words("状态", "State"), "tag", "verdict"),
    ]
    rows = [
        Row(
            [
                Cell(one.number, reverse("case", args=["ruling", one.pk])),
                Cell(one.called),
                Cell(one.says()),
                Cell(one.since),
                Cell(
                    _state(one),
                    tone="done" if one.state == S.SETTLED else "now" if one.state == S.DRAFT else "",
                ),
            ],
            str(one.pk),
        )
        for one in found
    ]
    return Sheet("drafts", Words("口径的办理", "Rulings as cases"), Table(columns, rows))


def _state(one: Ruling) -> Words:
    return {
        S.DRAFT: Words("拟定中", "drafted"),
        S.SETTLED: Words("已明确", "settled"),
        S.WITHDRAWN: Words("已撤回", "withdrawn"),
    }[S(one.state)]


def questions() -> dict[str, Words]:
    """Every question with every answer it may have: `A9 b`, `A13/ARMY yes`."""
    found: dict[str, Words] = {}
    for reading, subject in QUESTIONS:
        entry = pack().entry(reading)
        if subject:
            for answer, words in COUNTS.items():
                text = Words("{r} {l}：{k}{a}", "{r} {l}: {k} {a}")
                found[f"{reading}/{subject} {answer}"] = text.fill(
                    r=reading, l=entry.label, k=KIND_WORDS[subject], a=words
                )
        for option in () if subject else entry.options:
            text = Words("{r} {l}：{o}", "{r} {l}: {o}").fill(r=reading, l=entry.label, o=option.says)
            found[f"{reading}/ {option.code}"] = text
    return found


class RulingForm(PlainForm):
    """Which answer to which question, from which day on."""

    answer = OneOf(Words("问题和答案", "Question and answer"), questions())
    since = Day(
        Words("自哪天起", "From"),
        Words("开班日在这一天及以后的班适用", "For classes that open on that day or later"),
    )

    def parts(self) -> tuple[str, str, str]:
        """Reading, subject, option."""
        which, _, option = self.cleaned_data["answer"].partition(" ")
        reading, _, subject = which.partition("/")
        return reading, subject, option


@desk(Role.PROVINCE)
def ruling_new(request: DeskRequest) -> HttpResponse:
    """Draft a ruling; three hands and a number settle it."""
    initial: dict[str, Any] = {"since": pack().entry("A1").values[0].since}
    form = RulingForm(request.POST) if request.method == "POST" else RulingForm(initial=initial)

    def begin() -> Case:
        reading, subject, option = form.parts()
        since = form.cleaned_data["since"]
        return draft_ruling(reading, option, since, actor=request.actor, at=request.at, subject=subject)

    act = Act("draft", NEW, "main")
    panel = Panel(NEW, reverse("ruling_new"), [act], form=form, cites="A33", law=ABOUT, key="new")
    crumbs = [Link(TITLE, reverse("rulings"))]
    return begun(request, form, begin) or render(request, "case/new.html", page(NEW, ABOUT, panel, crumbs))
