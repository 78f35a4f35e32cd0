"""Finding a course: the open list, and the page of one announcement with every version of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yushu.catalogue.models.occupations import name_of
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import EVERYBODY, desk
from yushu.doors.pages.forms_training import CourseFilter
from yushu.doors.pages.paging import cut
from yushu.doors.pages.shapes import Cell, Column, Fact, Link, Row, Table
from yushu.doors.pages.speech import full_day, yuan
from yushu.doors.pages.told import both
from yushu.kernel.words import Words
from yushu.law.pack import pack
from yushu.people.areas import CITIES, area_name
from yushu.subsidies.rules import DayRate, worth
from yushu.training.announcing import ANNOUNCEMENT, S
from yushu.training.enrolling import S as Where
from yushu.training.models import Announcement
from yushu.training.terms import HOURS, place

COURSES = Words("找课程", "Courses")
ABOUT = Words(
    "全省数字技术工程师培育的招生公告。报名前先看自己符不符合条件。",
    "Announcements of training for digital engineers in Shanxi. Check first whether you are eligible.",
)
NONE = Words("没有符合条件的公告", "No announcement fits")
FULL = Words("已满，可候补", "full; you can wait")
LEFT = Words("剩{n}个", "{n} left")
COLUMNS = [
    Column(Words("课程", "Course"), phone="first"),
    Column(Words("名额", "Seats"), "tag", "verdict"),
    Column(Words("培训机构", "Institution"), phone="whole"),
    Column(Words("报名截止", "Enrol by")),
    Column(Words("开班", "Starts")),
    Column(Words("收费", "Fee")),
    Column(Words("地点", "Place")),
]


@desk(*EVERYBODY)
@require_safe
def courses(request: DeskRequest) -> HttpResponse:
    """What can be enrolled for today; on asking, what is past."""
    form = CourseFilter([(code, area_name(code)) for code in CITIES], request.GET)
    form.is_valid()
    found = _narrowed(request.today, form.cleaned_data)
    total = found.count()
    shown, pager = cut(request, found, total)
    context = {
        "heading": COURSES,
        "about": ABOUT,
        "listed": Words("{n}个公告", "{n} announcements").fill(n=total),
        "filters": form,
        "table": Table(COLUMNS, [_row(one, request.today) for one in shown], NONE),
        "pager": pager,
        "note": Words(
            "机构承诺包过、包就业、贷款培训的，可以投诉", "Promises of passes, jobs or credit are forbidden"
        ),
        "note_cites": "R23",
    }
    return render(request, "courses/list.html", context)


def _narrowed(today: date, asked: dict[str, Any]) -> QuerySet[Announcement]:
    found = Announcement.objects.public().named()  # seen: what was published is public
    if asked.get("past"):
        found = found.exclude(state=S.PUBLISHED, enrol_until__gte=today).order_by("-enrol_until", "pk")
    else:
        found = found.filter(state=S.PUBLISHED, enrol_until__gte=today).order_by("enrol_until", "pk")
    if asked.get("occupation"):
        found = found.filter(occupation__key=asked["occupation"])
    if asked.get("city"):
        found = found.filter(venue_area__startswith=asked["city"][:4])
    return found


def _row(one: Announcement, today: date) -> Row:
    return Row(
        [
            Cell(one.course, reverse("course", args=[one.code])),
            seats_cell(one, today),
            Cell(name_of(one.institution)),
            Cell(one.enrol_until),
            Cell(one.opens_on),
            Cell(fee(one)),
            Cell(place(one.venue_area)),
        ],
        one.code,
    )


def seats_cell(one: Announcement, today: date) -> Cell:
    """Seats left, or why nobody can enrol."""
    if one.state != S.PUBLISHED:
        return Cell(both(ANNOUNCEMENT.label(one.state)))
    if today < one.enrol_from:
        return Cell(Words("未开始", "not yet"), tone="soon")
    if today > one.enrol_until:
        return Cell(both(ANNOUNCEMENT.label(S.CLOSED)))
    return Cell(LEFT.fill(n=one.left), tone="done") if one.left else Cell(FULL, tone="soon")


def fee(one: Announcement) -> Words:
    """What a person pays."""
    return yuan(one.fee_yuan) if one.fee_yuan else Words("不收费", "free")


def announcement_of(code: str) -> Announcement:
    """The announcement with a public code, or 404."""
    return get_object_or_404(
        Announcement.objects.public().named(), code=code
    )  # seen: what was published is public


@desk(*EVERYBODY)
@require_safe
def course(request: DeskRequest, code: str) -> HttpResponse:
    """One announcement as it stands; an older version on asking."""
    found = announcement_of(code)
    versions = list(found.versions.all())
    asked = request.GET.get("version", "")
    old = next((one for one in versions if str(one.number) == asked and one.number != found.version), None)
    context = {
        "heading": found.course,
        "about": name_of(found.institution),
        "crumbs": [Link(COURSES, reverse("courses")), Link(found.course, "")],
        "announcement": found,
        "body": old.says["body"] if old else found.body,
        "old": old,
        "since": old.at if old else versions[-1].at,
        "versions": versions[::-1] if len(versions) > 1 else [],
        "seats": seat_facts(found, request.today),
        "facts": terms(found),
        "open": found.open_on(request.today),
    }
    return render(request, "courses/course.html", context)


def seat_facts(one: Announcement, today: date) -> list[Fact]:
    """Seats, who waits, until when; the sum is shown as it is counted."""
    waiting = one.enrolments.filter(state=Where.WAITING).count()
    seats = Words("{s}个，已占{h}个，剩{l}个", "{s}: {h} taken, {l} left").fill(
        s=one.seats, h=one.held, l=one.left
    )
    shown = [
        Fact(Words("名额", "Seats"), seats, cites="A39"),
        Fact(Words("候补", "Waiting"), Words("{n}人", "{n} people").fill(n=waiting)),
        Fact(Words("报名", "Enrolment"), _span(one.enrol_from, one.enrol_until), cites="R04"),
        Fact(Words("状态", "State"), seats_cell(one, today).value),
    ]
    return shown if waiting else [shown[0], *shown[2:]]


def _span(first: date, last: date) -> Words:
    return Words("{a}至{b}", "{a} to {b}").fill(a=full_day(first), b=full_day(last))


def terms(one: Announcement) -> list[Fact]:
    """Everything else it says, each with its clause."""
    hours = [Fact(words, getattr(one, kind), "number") for kind, words in HOURS.items() if getattr(one, kind)]
    direction = [Fact(Words("方向", "Direction"), one.direction.words)] if one.direction else []
    return [
        Fact(
            Words("职业", "Occupation"),
            one.occupation.words,
            href=reverse("occupation", args=[one.occupation.key]),
        ),
        *direction,
        Fact(Words("培训", "Training"), _span(one.opens_on, one.ends_on)),
        Fact(
            Words("地点", "Venue"),
            Words(f"{one.venue}（{place(one.venue_area).zh}）", f"{one.venue} ({place(one.venue_area).en})"),
            cites="R25",
        ),
        Fact(Words("学时", "Class hours"), one.hours, "number", cites="R05"),
        *hours,
        Fact(Words("收费", "Fee"), fee(one), cites="R22"),
        Fact(Words("收费依据", "What it pays for"), one.cost_basis),
        subsidy_fact(one),
        Fact(Words("联系", "Contact"), one.contact),
    ]


def subsidy_fact(one: Announcement) -> Fact:
    """What the training is worth to the institution, if the person qualifies (R16, R19)."""
    label = Words("补贴", "Subsidy")
    if one.cell_id is None:
        return Fact(label, Words("计划外的班，没有补贴", "outside the plan: none"), cites="A23")
    a_day = pack().on("H-hours-a-day", one.opens_on).number("hours")
    days = -(-one.hours // a_day)
    said = Words(
        "拨给培训机构，每人至多{y}（{h}学时折{d}日）",
        "paid to the institution: at most {y} a person ({h} hours count as {d} days)",
    )
    return Fact(
        label, said.fill(y=yuan(worth(DayRate.on(one.opens_on), days)), h=one.hours, d=days), cites="R19"
    )
