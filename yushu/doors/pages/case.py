"""A case: where it stands, what its visitor may do next, whom it concerns, what happened."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from yushu.casework.calendar import working_calendar
from yushu.casework.models import Case, Deadline, Notice
from yushu.casework.rails import rail
from yushu.casework.registry import kinds
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import SIGNED_IN, desk
from yushu.doors.pages import panels, record
from yushu.doors.pages.forms_steps import StepForm
from yushu.doors.pages.portraits import portrait_of
from yushu.doors.pages.shapes import Fact, Link, Panel
from yushu.doors.pages.speech import short_day
from yushu.doors.pages.told import both
from yushu.kernel.words import NOTHING, Words
from yushu.people.actors import Actor
from yushu.people.roles import Role

DESK = Words("办事台", "Desk")
CLOSED = Words("已办结：{state}。", "Closed: {state}.")
OVER = Words("已办结。", "Closed.")
TURN = Words("当前环节：{who}，{act}{due}。", "Now with {who}: {act}{due}.")
DUE = Words("，{due}前", ", by {due}")
TIME_TURN = Words("当前环节：{act}，{due}期满。", "Now waiting: {act}, the term ends on {due}.")
TOLD = 5
"""As many notices as stand beside a case."""
STATE = Words("状态", "State")
NUMBER, SERIAL = Words("编号", "Number"), Words("平台登记号", "Serial")
REGISTERED = ("certificate", "training_certificate")
"""Kinds whose number is printed on a certificate; it is called there what it is called here."""


def seen_case(request: DeskRequest, kind: str, pk: UUID) -> Case:
    """The case, if there is one that the visitor may see; else 404."""
    if kind not in kinds():
        raise Http404
    return get_object_or_404(kinds()[kind].objects.visible_to(request.actor), pk=pk)


def address(case: Case) -> str:
    """The page of a case."""
    return reverse("case", args=[case.process.kind, case.pk])


@desk(*SIGNED_IN)
def case(request: DeskRequest, kind: str, pk: UUID) -> HttpResponse:
    """One page for every kind of case."""
    found = seen_case(request, kind, pk)
    portrait = portrait_of(found)
    lines = record.lines_of(found)
    context = heading_of(found) | {
        "nodes": rail(found, request.today, working_calendar()),
        **doing(request, found),
        "facts": [*common_facts(found), *portrait.facts(found)],
        "tables": portrait.sheets(found, request),
        "tools": [*portrait.works(found, request.actor), *portrait.tools(found)],
        "ledger": record.ledger(found, lines, request.actor),
        "digests": True,
        "sentences": sentences(request, found),
        "sealed": record.sealed(found, lines, check="?check=1#record", verify="check" in request.GET),
        "files": [],
    }
    return render(request, portrait.template, context | portrait.more(found, request))


def sentences(request: DeskRequest, case: Case) -> list[Notice]:
    """What the visitor has been told about the case, the newest first."""
    return list(Notice.objects.visible_to(request.actor).filter(chain_id=case.pk)[:TOLD])


def heading_of(case: Case) -> dict[str, Any]:
    """Title, one line about it, and the way back."""
    return {
        "heading": case.title(),
        "about": case.subtitle(),
        "crumbs": [Link(DESK, reverse("desk")), Link(case.process.name, "")],
    }


def common_facts(case: Case) -> list[Fact]:
    """What every case has."""
    return [
        Fact(STATE, both(case.process.label(case.state))),
        Fact(SERIAL if case.process.kind in REGISTERED else NUMBER, case.number, "mono"),
    ]


def doing(request: DeskRequest, case: Case) -> dict[str, Any]:
    """What the visitor may do now, and who else must act when nothing waits for the visitor."""
    found = panels.open_to(case, request.actor)
    due = [one for one in found if one.due and not one.stops]
    others = [one for one in found if one not in due and not panels.blocked(case, one)]
    mine = any(one.due for one in found) and not (not due and panels.with_another_hand(case, found))
    waits = NOTHING if mine else idle(case, request.actor, request.today.year)
    return {"panels": sheets(request, case, due, others), "idle": waits if waits.zh else ""}


def sheets(
    request: DeskRequest, case: Case, due: list[panels.Open], others: list[panels.Open]
) -> list[Panel]:
    """Each step waited for as a form, the others as links below the first."""
    if not due:
        return [panels.links(case, others)] if others else []
    first = panels.panel(case, due[0], form=form_of(request, case, due[0]), others=others)
    return [first, *(further(request, case, one) for one in due[1:])]


def further(request: DeskRequest, case: Case, one: panels.Open) -> Panel:
    """Another step waited for on the same page, under names of its own: labels and links find the right form."""
    form = form_of(request, case, one)
    if form is not None:
        form.auto_id = f"id_{one.step.name}_%s"
    return replace(panels.panel(case, one, form=form), key=f"next-{one.step.name}")


def form_of(request: DeskRequest, case: Case, one: panels.Open) -> StepForm | None:
    """The form of a step that fits on the page of its case; choosing people takes a page of its own."""
    return None if one.chooses else StepForm(case, one, request.today)


def idle(case: Case, actor: Actor, year: int) -> Words:
    """Who must act now, in a sentence; or that the case is closed."""
    expected = [step for step in case.process.expected(case.state) if not step.follows]
    if not expected and case.state in case.process.ends:
        state = both(case.process.label(case.state))
        return OVER if OVER.zh == f"{state.zh}。" else CLOSED.fill(state=state)
    clocks = {
        clock.step: clock for clock in Deadline.objects.running().filter(chain_id=case.pk)
    }  # seen: with its case
    said, days = [], set()
    for step in sorted(expected, key=lambda step: step.by == Role.TIME):
        clock = clocks.get(step.name)
        due = short_day(clock.due_on, year) if clock and clock.due_on else None
        act = step.called
        if step.by != Role.TIME:
            until = DUE.fill(due=due) if due else NOTHING
            said.append(TURN.fill(who=panels.turn_of(case, step, actor), act=act, due=until))
            days.add(due)
        elif due not in days:  # else the sentence before it says the day already
            said.append(TIME_TURN.fill(act=act, due=due or NOTHING))
    return Words("".join(s.zh for s in said), " ".join(s.en for s in said))
