"""Handing a step back inside the office: the checker or signer says why, the first hand begins again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from yushu.casework.models import Case
from yushu.casework.moving import hand_back as give_back
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import STAFF, desk
from yushu.doors.pages import panels, record
from yushu.doors.pages.case import DESK, address, seen_case
from yushu.doors.pages.forms_picking import Line, PlainForm
from yushu.doors.pages.portraits import portrait_of
from yushu.doors.pages.shapes import Act, Link, Panel
from yushu.doors.pages.steps import opened_to
from yushu.doors.pages.told import say, told
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words

TITLE = Words("退回经办：{act}", "Hand back: {act}")
AFTER = Words(
    "退回后：已经办、复核的都作废，由经办人重新办起；法定期限照常计算。",
    "The hands given so far are void and the first hand begins again. The statutory term runs on.",
)
DONE = Words("“{act}”已退回经办。", "{act}: handed back.")


class WhyForm(PlainForm):
    """What the first hand must mend."""

    reason = Line(
        Words("理由", "Reason"),
        Words(
            "写清哪里要改。经办人原样看到，并记入办理记录。", "Say what to change. The first hand reads it."
        ),
        rows=3,
        max_length=500,
    )


@desk(*STAFF)
def hand_back(request: DeskRequest, kind: str, pk: UUID, step: str) -> HttpResponse:
    """Ask why; on a reason give the step back."""
    case = seen_case(request, kind, pk)
    opened = opened_to(request, case, step)
    if opened is None or not opened.hands:
        return redirect(address(case))
    form = WhyForm(request.POST or None)
    if form.is_valid() and gave(request, case, opened, form):
        return redirect("desk")
    return render(request, "case/step.html", page(request, case, opened, form))


def gave(request: DeskRequest, case: Case, opened: panels.Open, form: WhyForm) -> bool:
    """Give it back. False when it was refused; then the form says why."""
    reason, posted = form.cleaned_data["reason"], request.POST.get("rev", "")
    rev = int(posted) if posted.isdecimal() else -1
    try:
        give_back(case, opened.step.name, reason, actor=request.actor, at=request.at, rev=rev)
    except Refusal as refused:
        form.add_error("reason", told(refused))
        return False
    messages.success(request, say(DONE.fill(act=opened.step.called)))
    return True


def page(request: DeskRequest, case: Case, opened: panels.Open, form: WhyForm) -> dict[str, Any]:
    """The reason to give, beside what the case is and what has happened."""
    title = TITLE.fill(act=opened.step.called)
    here = reverse("hand_back", args=[case.process.kind, case.pk, opened.step.name])
    return {
        "heading": title,
        "about": case.title(),
        "crumbs": [Link(DESK, reverse("desk")), Link(case.title(), address(case))],
        "panel": Panel(
            title,
            here,
            [Act("back", panels.BACK, "stop")],
            form=form,
            cites="A36",
            after=AFTER,
            hands=panels.hands_of(case, opened),
            rev=case.rev,
        ),
        "clock": None,
        "facts": portrait_of(case).facts(case),
        "ledger": record.ledger(case, record.lines_of(case), request.actor)[:6],
    }
