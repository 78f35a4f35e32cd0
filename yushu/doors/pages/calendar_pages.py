"""The working calendar: seen by everybody, corrected by the province."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from yushu.casework.calendar import change_day, publish_year, working_calendar
from yushu.casework.models import CalendarYear
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import EVERYBODY, desk
from yushu.doors.pages.exhibits import CalendarDay, Month
from yushu.doors.pages.forms_calendar import OFF, DayForm, YearForm
from yushu.doors.pages.law_tabs import law_tabs
from yushu.doors.pages.shapes import Act, Link, Panel
from yushu.doors.pages.speech import WEEK
from yushu.doors.pages.told import say, told
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.law.terms import WorkingCalendar
from yushu.people.actors import Actor
from yushu.people.roles import Duty, Role

FIRST, LAST = 2021, 2100
MOVED = Words(
    "已改。{n}件办件的到期日随之改动，已通知承办单位。", "Done. {n} due days moved; their holders are told."
)
DAY_ACT = Act("day", Words("改这一天", "Change this day"), "main")
YEAR_ACT = Act("year", Words("公布这一年，重算期限", "Publish the year and recompute due days"), "main")


@desk(*EVERYBODY)
def calendar(request: DeskRequest) -> HttpResponse:
    """A year of the calendar; the province's handling posts may correct it here."""
    year = year_of(request)
    forms_here = bound(request, year)
    if request.method == "POST":
        if not keeps(request.actor):
            raise Http404
        if corrected(request, forms_here):
            return redirect(f"{reverse('calendar')}?year={year}")
    return render(request, "law/calendar.html", page(request, year, forms_here))


def year_of(request: DeskRequest) -> int:
    """The year asked for; this one without a good answer."""
    text = request.GET.get("year", "")
    return (
        int(text)
        if text.isdecimal() and len(text) == 4 and FIRST <= int(text) <= LAST
        else request.today.year
    )


def keeps(actor: Actor) -> bool:
    """Whether the visitor keeps the calendar."""
    return actor.role == Role.PROVINCE and actor.duty == Duty.HANDLE


def bound(request: DeskRequest, year: int) -> dict[str, forms.Form]:
    """Both forms, the one that was sent with what was sent."""
    sent = request.POST.get("step") if request.method == "POST" else None
    return {
        "day": DayForm(request.POST if sent == "day" else None),
        "year": YearForm(request.POST if sent == "year" else None, initial={"year": year + 1}),
    }


def corrected(request: DeskRequest, given: dict[str, forms.Form]) -> bool:
    """Write the change; False when something stands in the way and the form says what."""
    form = next((form for form in given.values() if form.is_bound), None)
    if form is None or not form.is_valid():
        return False
    try:
        moved = _write(form.cleaned_data, request)
    except Refusal as refused:
        form.add_error(refused.field if refused.field in form.fields else None, told(refused))
        return False
    messages.success(request, say(MOVED.fill(n=moved)))
    return True


def _write(data: dict[str, Any], request: DeskRequest) -> int:
    if "day" in data:
        note = Words(data["note"], data["note"])
        return change_day(data["day"], closed=data["kind"] == OFF, note=note, at=request.at)
    return publish_year(data["year"], data["source"], data["days"], at=request.at)


def page(request: DeskRequest, year: int, given: dict[str, forms.Form]) -> dict[str, Any]:
    """Twelve months, the years there are, and for whoever keeps it the two forms."""
    known = dict(
        CalendarYear.objects.order_by("year").values_list("year", "source")
    )  # seen: the calendar is public
    years = sorted({*known, request.today.year, year})
    table = working_calendar()
    return {
        "year": year,
        "source": known.get(year, ""),
        "tabs": law_tabs("calendar"),
        "years": [Link(str(y), f"?year={y}", current=y == year) for y in years],
        "weekdays": [Words(name.zh[-1], name.en[:2]) for name in WEEK],
        "months": [month(year, number, table) for number in range(1, 13)],
        "panels": panels(year, given) if keeps(request.actor) else [],
    }


def month(year: int, number: int, table: WorkingCalendar) -> Month:
    """A month, its weeks beginning on Monday."""
    blanks, length = monthrange(year, number)
    days = [date(year, number, day) for day in range(1, length + 1)]
    return Month(days[0], range(blanks), [CalendarDay(day, kind(day, table)) for day in days])


def kind(day: date, table: WorkingCalendar) -> Any:
    """Work, weekend, holiday, or a weekend day that is worked."""
    weekend = day.weekday() >= 5
    if day in table.off:
        return "holiday"
    if day in table.work:
        return "shift" if weekend else "work"
    return "rest" if weekend else "work"


def panels(year: int, given: dict[str, forms.Form]) -> list[Panel]:
    """Correct a day; publish a year."""
    here = f"?year={year}"
    return [
        Panel(Words("更正一天", "Correct a day"), here, [DAY_ACT], form=given["day"], cites="A5", key="day"),
        Panel(
            Words("公布一年", "Publish a year"), here, [YEAR_ACT], form=given["year"], cites="A5", key="year"
        ),
    ]
