"""Scores of a whole sitting by workbook: out with its seats, back with the points, answered line by line."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yushu.certification.models import Sitting
from yushu.certification.scoring import Points, enter_scores
from yushu.certification.sitting import SCORING
from yushu.doors.asking import DeskRequest
from yushu.doors.files.rehearsing import rehearsed
from yushu.doors.files.scores import SCORES, read_scores, sheet_of
from yushu.doors.files.workbooks import as_download
from yushu.doors.guard import desk
from yushu.doors.pages.bringing import FILE, TAKE, TRY, SheetForm, faulty, guide, workbook
from yushu.doors.pages.shapes import Act, Link, Panel
from yushu.doors.pages.sittings import SAVED, mine
from yushu.doors.pages.told import say, told
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.people.roles import Role

HEADING = Words("用表格录入成绩", "Enter scores by workbook")
ABOUT = Words(
    "下载成绩单，填好再上传。整份保存，或整份不保存；空着的行保持原样。",
    "Download the sheet, fill it in, upload it: all of it is kept, or none. Rows left empty stay as they were.",
)
TRIED = Words("{n}行都能保存，还没有保存。", "All {n} rows can be kept. Nothing has been kept yet.")
FAULTY = Words("成绩单：{n}行要改", "The score sheet: {n} rows must be mended")
UNTOUCHED = Words(
    "一行也没有保存。改好以后整份再来。", "Nothing was kept. Mend them and bring the whole sheet again."
)
NOTHING_IN_IT = Words("表里没有成绩", "There are no scores in the sheet")
FILL_IN = Words("填好成绩再上传", "Fill in the points and upload it")


class ScoreSheetForm(SheetForm):
    """A filled-in score sheet: the workbook, or its lines."""

    nothing = _("没有成绩单。上传文件，或粘贴成绩单。")
    file = workbook(
        Words("成绩单文件（xlsx）", "Score sheet (xlsx)"),
        Words("用本页下载的成绩单填写", "Use the sheet of this page"),
    )

    def __init__(self, sitting: Sitting, *args: Any) -> None:
        super().__init__(*args)
        self.sitting = sitting
        self.given: dict[int, Points] = {}

    def read(self) -> int:
        """The points of each seat. Seats without points are rows too: the sheet is only not filled in."""
        self.given, self.faults = read_scores(self.sheet, self.sitting)
        return sum(any(row) for row in self.sheet) - 1


@desk(Role.EVALUATOR)
@require_safe
def scores_file(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The score sheet to fill in."""
    sitting = mine(request, pk, SCORING)
    return as_download(sheet_of(sitting), f"scores-{sitting.number}.xlsx")


@desk(Role.EVALUATOR)
def scores_upload(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Try a filled-in sheet, keep it, or have it back with what is wrong beside each row."""
    sitting = mine(request, pk, SCORING)
    form = ScoreSheetForm(sitting, *((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid() and not form.faults and kept(request, sitting, form):
        return redirect("case", kind="sitting", pk=pk)
    if form.faults and request.POST.get("step") == FILE:
        return as_download(SCORES.answered(form.sheet, form.faults), "scores-to-mend.xlsx")
    if form.is_bound:
        form.keep_lines()
    return render(request, "case/new.html", page(sitting, form))


def kept(request: DeskRequest, sitting: Sitting, form: ScoreSheetForm) -> bool:
    """Keep the scores when that was asked for, else only try; False when they were not kept."""
    tries = request.POST.get("step") != TAKE
    rev = request.POST.get("rev", "")
    known = int(rev) if rev.isdecimal() and len(rev) < 9 else -1
    try:
        if not form.given:
            raise Refusal(NOTHING_IN_IT, FILL_IN, cites="R09")
        with rehearsed(only=tries):
            count = enter_scores(sitting, form.given, actor=request.actor, at=request.at, rev=known)
    except Refusal as refused:
        form.add_error(None, told(refused))
        return False
    finally:
        if tries:
            sitting.refresh_from_db()
    said = TRIED.fill(n=len(form.given)) if tries else SAVED.fill(n=count)
    messages.success(request, say(said))
    return not tries


def page(sitting: Sitting, form: ScoreSheetForm) -> dict[str, Any]:
    """The form, what stands in the way, and how the sheet is filled in."""
    here, case = reverse("scores_upload", args=[sitting.pk]), reverse("case", args=["sitting", sitting.pk])
    acts = [
        Act(TAKE, Words("保存整份成绩", "Keep all scores"), "main"),
        Act(TRY, Words("先试", "Try it first")),
    ]
    if form.faults:
        acts.append(Act(FILE, Words("下载带错误说明的成绩单", "Download the sheet with what is wrong")))
    panel = Panel(HEADING, here, acts, form=form, cites="R09", rev=sitting.rev, key="new")
    return {
        "heading": HEADING,
        "about": ABOUT,
        "crumbs": [Link(sitting.title(), case)],
        "tools": [
            Link(Words("下载成绩单", "Download the score sheet"), reverse("scores_file", args=[sitting.pk]))
        ],
        "panel": panel,
        "faults": faulty(form.faults, SCORES, FAULTY, UNTOUCHED),
        "guide": guide(SCORES),
    }
