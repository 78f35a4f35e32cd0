"""An evaluator's list: opened from a workbook or pasted lines, and mended row by row while it is in hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from yushu.certification.entering import OPEN_STATES, RowsRefused, marks_of, mend_row, open_batch
from yushu.certification.models import Batch, Candidate
from yushu.doors.asking import DeskRequest
from yushu.doors.files.candidates import CANDIDATES
from yushu.doors.files.columns import Faults
from yushu.doors.files.rehearsing import rehearsed
from yushu.doors.files.workbooks import as_download
from yushu.doors.guard import desk
from yushu.doors.pages.bringing import FILE, TAKE, TRY, faulty, guide
from yushu.doors.pages.case import DESK
from yushu.doors.pages.forms_batch import BatchForm, MendForm
from yushu.doors.pages.houses import house, of_role
from yushu.doors.pages.shapes import Act, Link, Panel
from yushu.doors.pages.told import say, told
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.people.roles import Role

HEADING = Words("建立发证批次", "Open a batch")
ABOUT = Words(
    "一次考核、一个职业、一个等级的人，一份名单。整份导入，或整份不导入。",
    "The people of one exam, one occupation and level, in one list: all of it is entered, or none.",
)
TRIED = Words("{n}行都能导入，还没有导入。", "All {n} rows can be entered. Nothing has been entered yet.")
OPENED = Words("已建立{case}，{n}人。", "{case} is open with {n} people.")
FAULTY = Words("名单试导入：{n}行要改", "The list: {n} rows must be mended")
UNTOUCHED = Words(
    "一行也没有导入。改好以后整个名单再来。", "Nothing was entered. Mend them and bring the whole list again."
)


@desk(Role.EVALUATOR)
def batch_new(request: DeskRequest) -> HttpResponse:
    """Open a batch; try it first; or have the list back with what is wrong beside each row."""
    form = BatchForm(request.actor, *((request.POST, request.FILES) if request.method == "POST" else ()))
    faults = faults_of(request, form) if form.is_bound and form.is_valid() else {}
    if form.opened:
        return redirect("case", kind="batch", pk=form.opened.pk)
    if faults and request.POST.get("step") == FILE:
        return as_download(CANDIDATES.answered(form.sheet, faults), "list-to-mend.xlsx")
    if form.is_bound:
        form.keep_lines()
    return render(request, "case/new.html", page(form, faults))


def faults_of(request: DeskRequest, form: BatchForm) -> Faults:
    """Enter the list when every row can be read and that was asked for, else only try; what stands in the way."""
    tries = bool(form.faults) or request.POST.get("step") != TAKE
    if not form.entries and form.faults:
        return form.faults
    try:
        with rehearsed(only=tries):
            batch = entered(request, form)
    except RowsRefused as refused:
        return form.faults | refused.faults
    except Refusal as refused:
        form.add_error(refused.field if refused.field in form.fields else None, told(refused))
        return form.faults
    if not form.faults:
        said = (
            TRIED.fill(n=len(form.entries)) if tries else OPENED.fill(case=batch.title(), n=len(form.entries))
        )
        messages.success(request, say(said))
        form.opened = None if tries else batch
    return form.faults


def entered(request: DeskRequest, form: BatchForm) -> Batch:
    """The one call to the domain: the whole list, or nothing."""
    return open_batch(
        form.sitting(),
        form.entries,
        evaluator=house(request.actor),
        province=of_role(request.actor, Role.PROVINCE),
        nation=of_role(request.actor, Role.NATION),
        actor=request.actor,
        at=request.at,
    )


def page(form: BatchForm, faults: Faults) -> dict[str, Any]:
    """The form, what stands in the way, and how the list is filled in."""
    acts = [
        Act(TAKE, Words("建立批次", "Open the batch"), "main"),
        Act(TRY, Words("先试导入", "Try it first")),
    ]
    if faults:
        acts.append(Act(FILE, Words("下载带错误说明的名单", "Download the list with what is wrong")))
    return {
        "heading": HEADING,
        "about": ABOUT,
        "crumbs": [Link(DESK, reverse("desk")), Link(Words("证书", "Certificates"), reverse("batches"))],
        "tools": [Link(Words("下载名单模板", "Download the template"), reverse("batch_template"))],
        "panel": Panel(HEADING, reverse("batch_new"), acts, form=form, cites="R09", key="new"),
        "faults": faulty(faults, CANDIDATES, FAULTY, UNTOUCHED),
        "guide": guide(CANDIDATES),
    }


@desk(Role.EVALUATOR)
def batch_template(_request: DeskRequest) -> HttpResponse:
    """An empty list to fill in."""
    return as_download(CANDIDATES.template(), "list-template.xlsx")


@desk(Role.EVALUATOR, Role.PROVINCE)
def row_mend(request: DeskRequest, pk: UUID, row: int) -> HttpResponse:
    """Correct one row of a list that is in the evaluator's hands."""
    batch = get_object_or_404(Batch.objects.visible_to(request.actor).filter(state__in=OPEN_STATES), pk=pk)
    person = get_object_or_404(batch.candidates.select_related("person", "document", "direction"), pk=row)
    form = MendForm(marks_of(person), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and mended(request, batch, person, form):
        return redirect("case", kind="batch", pk=batch.pk)
    return render(request, "case/new.html", mending(batch, person, form))


def mended(request: DeskRequest, batch: Batch, person: Candidate, form: MendForm) -> bool:
    """Write the correction; False when it was refused and the form says why."""
    rev = request.POST.get("rev", "")
    try:
        mend_row(
            batch,
            person,
            form.marks(),
            form.cleaned_data["reason"],
            actor=request.actor,
            at=request.at,
            rev=int(rev) if rev.isdecimal() and len(rev) < 9 else -1,
        )
    except Refusal as refused:
        form.add_error(refused.field if refused.field in form.fields else None, told(refused))
        return False
    messages.success(request, say(Words("已更正：{n}。", "Corrected: {n}.").fill(n=person.person.name)))
    return True


def mending(batch: Batch, person: Candidate, form: MendForm) -> dict[str, Any]:
    """The row, why it was returned, and the form."""
    here = reverse("row_mend", args=[batch.pk, person.pk])
    case = reverse("case", args=["batch", batch.pk])
    act = Act("mend", Words("更正这一行", "Correct this row"), "main")
    return {
        "heading": Words("更正：{n}", "Correct: {n}").fill(n=person.person.name),
        "about": Words(person.why, person.why) if person.why else batch.title(),
        "crumbs": [Link(DESK, reverse("desk")), Link(batch.title(), case)],
        "tools": [],
        "panel": Panel(
            Words("{m}，序号{s}", "{m}, No. {s}").fill(m=person.document.masked, s=person.seq),
            here,
            [act],
            form=form,
            rev=batch.rev,
            cites="R09",
            key="mend",
        ),
        "faults": None,
        "guide": None,
    }
