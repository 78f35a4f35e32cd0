"""One page for every step of every process: its form, its people to choose from, its one domain call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from yushu.casework.calendar import working_calendar
from yushu.casework.clocks import dial
from yushu.casework.models import Case, Deadline
from yushu.casework.moving import move
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import SIGNED_IN, desk
from yushu.doors.pages import panels, record
from yushu.doors.pages.case import DESK, address, seen_case
from yushu.doors.pages.forms_steps import StepForm
from yushu.doors.pages.picking import picked_from
from yushu.doors.pages.portraits import portrait_of
from yushu.doors.pages.shapes import Link
from yushu.doors.pages.speech import clock_time, short_day
from yushu.doors.pages.told import say, told
from yushu.doors.pages.verbs import HANDS_DONE, answers, counted, duty_words, verb_words
from yushu.kernel.errors import Refusal, Stale
from yushu.kernel.words import Words

CHOOSE = Words("勾选人员，填写内容", "Tick the people, fill in the rest")
FILL = Words("填写并办理", "Fill in and act")
DONE = Words("已办：{act}。", "Done: {act}.")
HAND_DONE = Words("“{act}”已{hand}，转{next}。", "{act}: {hand}. Now it waits for the one who {next}.")
SPLIT_DONE = Words("已办：{act}，{k}另成{number}。", "Done: {act}. {k}, now {number}.")
KEPT = Words(
    "没有办理。你写的留在这里，可以复制：{typed}", "Nothing was done. What you wrote, to be copied: {typed}"
)
FASTER = Words(
    "有人先办了：{who}，{on}{time}，{verb}。看过最新情况再决定。",
    "Somebody was faster: {who}, {on} {time}, {verb}. Look again before you decide.",
)


@dataclass(frozen=True)
class Taking:
    """A visitor before a step: the case, the step as it is open to them, the form."""

    request: DeskRequest
    case: Case
    opened: panels.Open
    form: StepForm

    def took(self) -> Case | None:
        """Take the step. None when it was refused; then the form says why and keeps what was typed."""
        if not self.form.is_valid():
            return None
        if self.request.POST.get("rev") != str(self.case.rev):
            self.form.add_error(None, faster(self.case, self.request.today.year))
            return None
        try:
            return self._move()
        except Stale:
            self.form.add_error(None, faster(self.case, self.request.today.year))
        except Refusal as refused:
            self.form.refuse(refused)
        # The engine has rolled back its rows; the object in hand still carries what it tried.
        self.case.refresh_from_db()
        return None

    def _move(self) -> Case:
        return move(
            self.case,
            self.opened.step.name,
            actor=self.request.actor,
            at=self.request.at,
            rev=self.case.rev,
            happened_on=self.form.day,
            given=self.form.given(),
        )


@desk(*SIGNED_IN)
def step(request: DeskRequest, kind: str, pk: UUID, step: str) -> HttpResponse:
    """The page of a step; posting to it takes the step."""
    case = seen_case(request, kind, pk)
    opened = opened_to(request, case, step)
    if opened is None:
        keep_typed(request, case, step)
        return redirect(address(case))
    posted = request.POST if request.method == "POST" else None
    taking = Taking(request, case, opened, StepForm(case, opened, request.today, posted))
    if posted is not None and (moved := taking.took()):
        return after(taking, moved)
    return render(request, "case/step.html", page(taking))


def opened_to(request: DeskRequest, case: Case, name: str) -> panels.Open | None:
    """The step as open to the visitor; None, with a message that says why, when it is not."""
    if all(row.name != name for row in case.process.steps):
        raise Http404
    row = case.process.find(case.state, name)
    if row is None:
        messages.warning(request, faster(case, request.today.year))
        return None
    try:
        return panels.may(case, row, request.actor)
    except Refusal as refused:
        messages.warning(request, told(refused))
        return None


def keep_typed(request: DeskRequest, case: Case, name: str) -> None:
    """What was written for a step that is open no more is shown once again: nothing typed is lost."""
    asks = {ask.name: ask for row in case.process.steps if row.name == name for ask in row.asks}
    written = {
        key: request.POST[key] for key, ask in asks.items() if ask.kind == "note" and request.POST.get(key)
    }
    if said := answers(tuple(asks.values()), written):
        typed = Words("；".join(part.zh for part in said), "; ".join(part.en for part in said))
        messages.info(request, say(KEPT.fill(typed=typed)))


def faster(case: Case, year: int) -> str:
    """Who acted meanwhile, when, and what they did."""
    line = record.lines_of(case)[0]
    return say(
        FASTER.fill(
            who=line.who,
            on=short_day(line.happened_on, year),
            time=clock_time(line.at),
            verb=verb_words(case.process.kind, line.verb),
        )
    )


def after(taking: Taking, moved: Case) -> HttpResponse:
    """Say what was done, and go where the next thing waits."""
    act = taking.opened.step.called
    if moved.pk != taking.case.pk:
        rows = counted(moved.process.kind, len(taking.form.chosen()))
        messages.success(taking.request, say(SPLIT_DONE.fill(act=act, k=rows, number=moved.number)))
        return redirect(address(moved))
    messages.success(taking.request, say(_done(taking.opened, act)))
    return redirect("desk")


def _done(opened: panels.Open, act: Words) -> Words:
    if opened.last or opened.basis.duty is None:
        return DONE.fill(act=act)
    duties = opened.step.duties
    now, following = duties[len(opened.hands)], duties[len(opened.hands) + 1]
    return HAND_DONE.fill(act=act, hand=HANDS_DONE[now], next=duty_words(following))


def page(taking: Taking) -> dict[str, Any]:
    """What the page of a step shows."""
    case, opened, form = taking.case, taking.opened, taking.form
    clock = (
        Deadline.objects.running().filter(chain_id=case.pk, role=opened.step.by).first()
    )  # seen: with its case
    return {
        "heading": opened.step.called,
        "about": case.title(),
        "crumbs": [Link(DESK, reverse("desk")), Link(case.title(), address(case))],
        "panel": panels.panel(
            case,
            opened,
            form=form,
            table=picked_from(case, opened, form),
            title=CHOOSE if opened.chooses else FILL,
        ),
        "clock": dial(clock, taking.request.today, working_calendar()) if clock else None,
        "facts": portrait_of(case).facts(case),
        "ledger": record.ledger(case, record.lines_of(case), taking.request.actor)[:6],
    }
