"""The bank's answer to a payment run: tried, taken, and what was refused said line by line."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

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
from yushu.doors.pages.bringing import TAKE, TRY, faulty, guide, outcomes, tell
from yushu.doors.pages.paying_forms import AnswerForm
from yushu.doors.pages.shapes import Act, Link, Panel, Sheet
from yushu.doors.pages.told import told
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
REFUSED = Words("{n}行不收", "{n} lines refused")
OTHERS = Words("其余各行不受影响", "The others are not affected")


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
    tell(request, said, sum(verdict.did == "taken" for verdict in form.verdicts))
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
        "tables": [sheet for sheet in (summary(form), faulty(faults, ANSWERS, REFUSED, OTHERS)) if sheet],
        "guide": guide(ANSWERS),
    }


def summary(form: AnswerForm) -> Sheet | None:
    """How many lines came out in which way."""
    if not form.verdicts:
        return None
    numbers: Counter[str] = Counter(verdict.did for verdict in form.verdicts)
    title = Words("回单{n}笔", "{n} lines answered").fill(n=len(form.verdicts))
    heads = (Words("结果", "Outcome"), Words("笔数", "Lines"))
    return outcomes(title, heads, [(words, numbers[did]) for did, words in DID.items()])


@desk(Role.FINANCE)
@require_safe
def answer_template(_request: DeskRequest) -> HttpResponse:
    """An empty answer with its columns explained."""
    return as_download(ANSWERS.template(), "bank-answer-template.xlsx")
