"""Insurance lines brought in by a city or the province: tried, recorded, handed back answered line by line."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yushu.doors.asking import DeskRequest
from yushu.doors.files.columns import Faults
from yushu.doors.files.insurance import INSURANCE, answered, faults_of
from yushu.doors.files.rehearsing import rehearsed
from yushu.doors.files.workbooks import as_download
from yushu.doors.guard import desk
from yushu.doors.pages.beginnings import data_of
from yushu.doors.pages.bringing import FILE, TAKE, TRY, faulty, guide, outcomes, tell
from yushu.doors.pages.employing_forms import LinesForm
from yushu.doors.pages.shapes import Act, Link, Panel, Sheet
from yushu.doors.pages.told import told
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.people.roles import Role
from yushu.subsidies.insurance import OUTCOMES, Outcome, take_lines

HEADING = Words("导入参保数据", "Import insurance lines")
ABOUT = Words(
    "逐行比对学员；不是本地参训学员的不保存。同一行再次导入不会记两遍。",
    "Matched with trainees line by line; nothing is kept about anybody else, and nothing is recorded twice.",
)
TRIED = Words(
    "试导入：可记入{n}行，还没有记入。", "Tried: {n} lines can be recorded. Nothing has been recorded yet."
)
TAKEN = Words("已记入{n}行。", "{n} lines recorded.")
FAULTY = Words("{n}行要改", "{n} lines must be mended")
OTHERS = Words(
    "其余各行不受影响；改好这几行再导一次", "The others are not affected; mend these and bring them again"
)
RECORDED = (Outcome.ACCEPTED, Outcome.ENDED)


@desk(Role.CITY, Role.PROVINCE)
def insurance_lines(request: DeskRequest) -> HttpResponse:
    """Bring insurance lines; try them first; or have the sheet back with an answer beside each line."""
    form = LinesForm(*data_of(request))
    faults = outcome_of(request, form) if form.is_bound and form.is_valid() else {}
    if request.POST.get("step") == FILE and form.is_valid():
        return as_download(answered(form.sheet, faults, form.answers.outcomes), "insurance-answered.xlsx")
    if form.is_bound:
        form.keep_lines()
    return render(request, "subsidy/work.html", shown(form, faults))


def outcome_of(request: DeskRequest, form: LinesForm) -> Faults:
    """Record the lines when that was asked for, else only try; every line that must be mended."""
    tries = request.POST.get("step") != TAKE
    try:
        with rehearsed(only=tries):
            form.answers = take_lines(form.lines, form.proof(), actor=request.actor, at=request.at)
    except Refusal as refused:
        form.add_error(refused.field if refused.field in form.fields else None, told(refused))
        return form.faults
    said = TRIED if tries else TAKEN
    tell(request, said, form.answers.count(*RECORDED))
    return form.faults | faults_of(form.answers.outcomes)


def shown(form: LinesForm, faults: Faults) -> dict[str, Any]:
    """The form, how the lines came out, what must be mended, and how the sheet is filled in."""
    acts = [Act(TAKE, Words("记入", "Record them"), "main"), Act(TRY, Words("先试导入", "Try it first"))]
    if form.answers.outcomes or faults:
        acts.append(Act(FILE, Words("下载逐行比对结果", "Download the answers line by line")))
    panel = Panel(HEADING, reverse("insurance_lines"), acts, form=form, cites="A13", key="new")
    found = [sheet for sheet in (summary(form), faulty(faults, INSURANCE, FAULTY, OTHERS)) if sheet]
    return {
        "heading": HEADING,
        "about": ABOUT,
        "crumbs": [Link(Words("就业记录", "Employment records"), reverse("employment_facts"))],
        "tools": [Link(Words("下载模板", "Download the template"), reverse("insurance_template"))],
        "panels": [panel],
        "tables": found,
        "guide": guide(INSURANCE),
    }


def summary(form: LinesForm) -> Sheet | None:
    """How many lines came out in which way."""
    if not form.answers.outcomes and not form.faults:
        return None
    total = len(form.answers.outcomes) + len(form.faults)
    heads = (Words("比对结果", "Answer"), Words("行数", "Lines"))
    counted = [(OUTCOMES[outcome], form.answers.count(outcome)) for outcome in Outcome]
    counted.append((Words("读不出来", "cannot be read"), len(form.faults)))
    return outcomes(Words("比对{n}行", "{n} lines compared").fill(n=total), heads, counted)


@desk(Role.CITY, Role.PROVINCE)
@require_safe
def insurance_template(_request: DeskRequest) -> HttpResponse:
    """An empty sheet with the columns explained."""
    return as_download(INSURANCE.template(), "insurance-template.xlsx")
