"""Two tools of the law: when a term ends, and what one person's training is worth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yushu.casework.calendar import working_calendar
from yushu.doors import workings
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import EVERYBODY, desk
from yushu.doors.pages import speech
from yushu.doors.pages.exhibits import Calculator, WorkingLine
from yushu.doors.pages.forms_public import DueForm, RefusableForm, WorthForm
from yushu.doors.pages.law_tabs import law_tabs
from yushu.kernel.errors import Refusal
from yushu.kernel.words import NOTHING, Words
from yushu.law.terms import Due, Unit, WorkingCalendar, due, remainder, resume
from yushu.law.working import Line
from yushu.subsidies.rules import DayRate, worth, worth_lines


@desk(*EVERYBODY)
@require_safe
def calculators(request: DeskRequest) -> HttpResponse:
    """Both tools; the one that was asked answers with its working."""
    asked = request.GET.get("tool", "")
    tools = [
        _answered(DUE, DueForm(request.GET if asked == "due" else None, initial=_usual(request)), _due),
        _answered(
            WORTH, WorthForm(request.GET if asked == "worth" else None, initial=_usual(request)), _worth
        ),
    ]
    return render(request, "law/calculators.html", {"tools": tools, "tabs": law_tabs("calculators")})


def _usual(request: DeskRequest) -> dict[str, Any]:
    return {"start": request.today, "opened": request.today, "unit": Unit.DAY}


def _answered(tool: Calculator, form: RefusableForm, answer: Any) -> Calculator:
    """The tool with its form; with its answer when the form was sent and is sound."""
    if not (form.is_bound and form.is_valid()):
        return replace(tool, form=form)
    try:
        return replace(tool, form=form, **answer(form.cleaned_data))
    except Refusal as refusal:
        form.refuse(refusal)
        return replace(tool, form=form)


def _due(given: dict[str, Any]) -> dict[str, Any]:
    calendar = working_calendar()
    unit = Unit(given["unit"])
    before: list[Line] = []
    if given["paused"]:
        left = remainder(given["start"], given["count"], given["paused"], unit, calendar)
        before = [_held(given, left, unit)]
        found = resume(given["resumed"], left, unit, calendar)
    else:
        found = due(given["start"], given["count"], unit, calendar)
    return {
        "answer": speech.full_day_of_week(found.due_on),
        "remark": workings.due_remark(found) or _firm(found, calendar),
        "lines": _shown([*before, *workings.due_lines(found)]),
    }


def _held(given: dict[str, Any], left: int, unit: Unit) -> Line:
    """What had been used when the term stopped, and what is left of it (A7)."""
    how = Words(
        "{start}起算，{paused}退回时已用{used}{unit}，补正期间不计",
        "counted from {start}; {used} {unit} used when returned on {paused}; mending is not counted",
    ).fill(
        start=given["start"], paused=given["paused"], used=given["count"] - left, unit=workings.UNITS[unit]
    )
    return Line(Words("退回后剩余", "left after the return"), how, left, workings.UNITS[unit], ("A7",))


def _firm(found: Due, calendar: WorkingCalendar) -> Words:
    if calendar.closed(found.nominal):
        return Words("原定{day}休息，已顺延", "{day} is closed, so it moves on").fill(
            day=speech.full_day(found.nominal)
        )
    return Words("当天是工作日", "a working day")


def _worth(given: dict[str, Any]) -> dict[str, Any]:
    rate = DayRate.on(given["opened"])
    each = worth(rate, given["days"])
    lines = _shown(worth_lines(rate, given["days"]))
    owed = WorkingLine(Words("每人", "per person"), each, workings.YUAN, cites=("R19",), total=True)
    return {
        "answer": speech.yuan(each),
        "remark": Words("每人，{days}个培训日", "per person, {days} training days").fill(days=given["days"]),
        "lines": [*lines, owed],
    }


def _shown(lines: Iterable[Line]) -> list[WorkingLine]:
    return [WorkingLine(line.label, line.amount, line.unit, line.how, line.cites) for line in lines]


DUE = Calculator(
    key="due",
    title=Words("期限哪天到", "When a term ends"),
    about=Words(
        "当天不计，最后一天休息的顺延。文件里的期限写“日”的，按日历日算。",
        "The day itself is not counted, and the last day rolls off closed days. Where the document says “日”, calendar "
        "days are meant.",
    ),
    form=None,
    button=Words("算哪天到期", "Find the last day"),
    cites=("A5", "A40"),
)
WORTH = Calculator(
    key="worth",
    title=Words("一个人的培训值多少补贴", "What one person's training is worth"),
    about=Words(
        "按开班那天的日标准算，算出的是每人最多可计的金额；是否拨付还要看证书、就业率和一年内是否重复。",
        "By the daily rates of the day the class opened. Whether it is paid also depends on the certificate, the "
        "employment rate and the one-year rule.",
    ),
    form=None,
    button=Words("算每人金额", "Work out the amount"),
    note=NOTHING,
    cites=("R19", "R18", "R17"),
)
