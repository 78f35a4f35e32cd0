"""The bank's answer to a payment run: tried, taken, and what was refused said line by line."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yushu.doors.asking import DeskRequest
from yushu.doors.files.columns import Faults
from yushu.doors.files.payments import ANSWERS, UNCONFIRMED, faults_of
from yushu.doors.files.rehearsing import rehearsed
from yushu.doors.files.workbooks import as_download
from yushu.doors.guard import desk
from yushu.doors.pages.beginnings import data_of
from yushu.doors.pages.paying_forms import AnswerForm
from yushu.doors.pages.shapes import Act, Cell, Column, Link, Panel, Row, Sheet, Table
from yushu.doors.pages.told import say, told
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.people.roles import Role
from yushu.subsidies.bank_answers import take_answer
from yushu.subsidies.models import PaymentRun

HEADING = Words("导入银行回单", "Import the bank's answer")
ABOUT = Words(
    "逐笔对照支付文件。不在文件里、重复、金额不符的不收；同一份回单再导一次不起变化。",
    "Compared with the file line by line. Unknown, doubled and altered lines are refused; again changes nothing.",
)
TRIED = Words(
    "试导入：可记入{n}笔，还没有记入。", "Tried: {n} lines can be taken. Nothing has been taken yet."
)
TAKEN = Words("已记入{n}笔。", "{n} lines taken.")
DID = {
    "taken": Words("记入", "taken"),
    "same": Words("已有，未变", "the same as before"),
    "refused": Words("不收", "refused"),
}
TRY, TAKE = "try", "take"
SHOWN = 50


@desk(Role.FINANCE)
def run_answer(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Bring the bank's answer to a run; try it first."""
    run = get_object_or_404(PaymentRun.objects.visible_to(request.actor), pk=pk)
    form = AnswerForm(*data_of(request))
    faults = outcome_of(request, run, form) if form.is_bound and form.is_valid() else {}
    if form.is_bound:
        form.keep_lines()
    return render(request, "subsidy/work.html", shown(run, form, faults))


def outcome_of(request: DeskRequest, run: PaymentRun, form: AnswerForm) -> Faults:
    """Take the lines when that was asked for, else only try; every line that must be mended."""
    tries = request.POST.get("step") != TAKE
    try:
        with rehearsed(only=tries):
            form.verdicts = take_answer(run, form.answers, actor=request.actor, at=request.at)
    except Refusal as refused:
        form.add_error(None, told(refused))
        return form.faults
    said = TRIED if tries else TAKEN
    messages.success(request, say(said.fill(n=sum(verdict.did == "taken" for verdict in form.verdicts))))
    return form.faults | faults_of(form.verdicts)


def shown(run: PaymentRun, form: AnswerForm, faults: Faults) -> dict[str, Any]:
    """The form, how the lines came out, what must be mended, how the sheet is filled in."""
    acts = [Act(TAKE, Words("记入", "Take them"), "main"), Act(TRY, Words("先试导入", "Try it first"))]
    panel = Panel(
        HEADING,
        reverse("run_answer", args=[run.pk]),
        acts,
        form=form,
        cites="R16",
        law=UNCONFIRMED,
        key="new",
    )
    return {
        "heading": HEADING,
        "about": ABOUT,
        "crumbs": [Link(run.title(), reverse("case", args=["payment_run", run.pk]))],
        "tools": [Link(Words("下载回单模板", "Download the template"), reverse("answer_template"))],
        "panels": [panel],
        "tables": [sheet for sheet in (summary(form), mendable(faults)) if sheet],
        "guide": guide(),
    }


def summary(form: AnswerForm) -> Sheet | None:
    """How many lines came out in which way."""
    if not form.verdicts:
        return None
    numbers: Counter[str] = Counter(verdict.did for verdict in form.verdicts)
    columns = [
        Column(Words("结果", "Outcome"), phone="first"),
        Column(Words("笔数", "Lines"), "num", "verdict"),
    ]
    rows = [Row([Cell(words), Cell(numbers[did])]) for did, words in DID.items() if numbers[did]]
    return Sheet(
        "answers",
        Words("回单{n}笔", "{n} lines answered").fill(n=len(form.verdicts)),
        Table(columns, rows),
    )


def mendable(faults: Faults) -> Sheet | None:
    """The lines that were refused, and how to mend them."""
    if not faults:
        return None
    columns = [
        Column(Words("行", "Row"), "num", "first"),
        Column(Words("列", "Column"), phone="verdict"),
        Column(Words("哪里不对", "What is wrong"), phone="whole"),
        Column(Words("怎样改", "How to mend it"), phone="whole"),
    ]
    rows = [
        Row([Cell(number), Cell(ANSWERS.label_of(one.field)), Cell(one.wrong, tone="late"), Cell(one.mend)])
        for number, said in sorted(faults.items())[:SHOWN]
        for one in said
    ]
    title = Words("{n}行不收", "{n} lines refused").fill(n=len(faults))
    return Sheet(
        "faults", title, Table(columns, rows), Words("其余各行不受影响", "The others are not affected")
    )


def guide() -> Sheet:
    """The columns of the answer, as help."""
    columns = [
        Column(Words("列", "Column"), phone="first"),
        Column(Words("填表说明", "What belongs there"), phone="plain"),
    ]
    rows = [Row([Cell(field.label), Cell(field.help)]) for field in ANSWERS.fields]
    return Sheet("guide", Words("各列怎样填", "How to fill it in"), Table(columns, rows, two=False))


@desk(Role.FINANCE)
@require_safe
def answer_template(_request: DeskRequest) -> HttpResponse:
    """An empty answer with its columns explained."""
    return as_download(ANSWERS.template(), "bank-answer-template.xlsx")
