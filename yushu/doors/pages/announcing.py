"""Announcements as an institution makes them, and who has enrolled, in the order of arrival."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yushu.casework.models import Case
from yushu.catalogue.models import PlanCell
from yushu.catalogue.models.occupations import name_of
from yushu.catalogue.planning import S as PlanState
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import STAFF, desk
from yushu.doors.pages.beginnings import begun, data_of, page
from yushu.doors.pages.classes import handles, tabs
from yushu.doors.pages.forms_training import AnnouncementForm, ApplicantForm
from yushu.doors.pages.houses import house, of_role
from yushu.doors.pages.portrait_training import SAID, TONES
from yushu.doors.pages.shapes import Act, Cell, Link, Panel
from yushu.doors.pages.shelves import Head, Shelf, listed, state_cell
from yushu.doors.pages.told import both, say, told
from yushu.kernel.errors import Refusal
from yushu.kernel.words import NOTHING, Words
from yushu.people.actors import Actor
from yushu.people.persons import find_or_create_person
from yushu.people.roles import Role
from yushu.training.announcing import ANNOUNCEMENT
from yushu.training.enrolling import ENROLMENT, S
from yushu.training.models import Announcement, Enrolment
from yushu.training.opening import draft_announcement, enrol

TITLE = Words("招生公告", "Announcements")
NEW = Words("拟订公告", "New announcement")
NEW_ABOUT = Words(
    "没有问题的公告自动发布；用语有提示的，由省人社厅看过再发布。",
    "A clean announcement publishes itself; what needs a person goes to the province first.",
)
ENTER = Words("录入报名者", "Enter an applicant")
ENTER_ABOUT = Words(
    "替到现场报名的人录入。身份承诺由本人登录后签署，不能代签；开班前没有签的不能入班。",
    "For somebody who comes to your office. The commitment is signed in person, before the class opens.",
)
ENTERED = Words("已录入：{p}，{s}。", "Entered: {p}, {s}.")
NUMBER = Head(Words("编号", "Number"), "number", "mono", "first")
STATE = Head(Words("状态", "State"), "state", "tag", "verdict")


def _announcement(one: Any) -> list[Cell]:
    return [
        Cell(one.number, reverse("case", args=["announcement", one.pk])),
        Cell(one.course),
        Cell(name_of(one.institution)),
        Cell(one.enrol_until),
        Cell(one.opens_on),
        Cell(Words("{h}/{s}", "{h}/{s}").fill(h=one.held, s=one.seats), reverse("applicants", args=[one.pk])),
        state_cell(ANNOUNCEMENT, one.state),
    ]


SHELF = Shelf(
    TITLE,
    ANNOUNCEMENT,
    (
        NUMBER,
        Head(Words("课程", "Course"), "occupation__place", "text", "whole"),
        Head(Words("培训机构", "Institution"), "institution__name", "text", "whole"),
        Head(Words("报名截止", "Enrol by"), "enrol_until"),
        Head(Words("开班", "Starts"), "opens_on"),
        Head(Words("占用/名额", "Taken/seats"), "held", "num"),
        STATE,
    ),
    _announcement,
    ("number", "institution__name", "occupation__zh", "venue"),
    ready=lambda rows: rows.select_related("institution", "occupation"),
)


@desk(*STAFF)
@require_safe
def announcements(request: DeskRequest) -> HttpResponse:
    """The announcements the visitor's office is a party to."""
    context = listed(request, SHELF, Announcement.objects.visible_to(request.actor))
    shown = {"tabs": tabs("announcements"), "tools": tools(request.actor)}
    return render(request, "lists/list.html", context | shown)


def tools(actor: Actor) -> list[Link]:
    """An institution may begin one."""
    return [Link(NEW, reverse("announcement_new"))] if handles(actor) else []


@desk(Role.INSTITUTION)
def announcement_new(request: DeskRequest) -> HttpResponse:
    """Draft an announcement; its case shows what the machine finds in it."""
    form = AnnouncementForm(request.actor, cells_of(request), *data_of(request)[:1])

    def begin() -> Case:
        province = of_role(request.actor, Role.PROVINCE)
        return draft_announcement(
            form.course(), form.terms(), province=province, actor=request.actor, at=request.at
        )

    act = Act("draft", Words("建立草稿，检查用语", "Make the draft and check the text"), "main")
    panel = Panel(NEW, reverse("announcement_new"), [act], form=form, cites="R04", key="new")
    crumbs = [Link(TITLE, reverse("announcements"))]
    return begun(request, form, begin) or render(
        request, "case/new.html", page(NEW, NEW_ABOUT, panel, crumbs)
    )


def cells_of(request: DeskRequest) -> Any:
    """The institution's cells in the plans in force."""
    rows = PlanCell.objects.visible_to(request.actor).filter(institution=house(request.actor))
    return (
        rows.filter(plan__state=PlanState.ISSUED)
        .select_related("plan", "occupation")
        .order_by("-plan__year", "pk")
    )


# who has enrolled ───────────────────────────────────────────────────────────

QUESTIONS = (
    ("target", Words("对象", "Target group")),
    ("subsidy", Words("补贴", "Subsidy")),
    ("exam", Words("考级", "Examination")),
)


def _applicant(one: Any) -> list[Cell]:
    paper = next(iter(one.person.documents.all()), None)
    return [
        Cell(one.seq),
        Cell(one.person.name, reverse("case", args=["enrolment", one.pk])),
        Cell(paper.masked if paper else ""),
        Cell(both(one.get_source_display())),
        *(_mark(name, one.verdict) for name, _ in QUESTIONS),
        Cell(one.signed_at),
        _stands(one),
    ]


def _mark(name: str, verdict: Any) -> Cell:
    mark = verdict.get(name, {}).get("mark", "")
    return Cell(SAID[name, mark], tone=TONES[mark]) if mark else Cell(NOTHING)


def _stands(one: Any) -> Cell:
    if one.state == S.WAITING:
        return Cell(Words("候补第{n}位", "{n} in the line").fill(n=one.before + 1), tone="soon")
    return state_cell(ENROLMENT, one.state)


def _with_people(rows: Any) -> Any:
    return rows.for_list().prefetch_related("person__documents")


PEOPLE = Shelf(
    Words("报名名单", "Who has enrolled"),
    ENROLMENT,
    (
        Head(Words("次序", "Place"), "seq", "num", "off"),
        Head(Words("姓名", "Name"), "person__name", "text", "first"),
        Head(Words("证件号", "Identity number"), "", "mono", "plain"),
        Head(Words("来源", "Entered by"), "source"),
        *(Head(words, "", "tag") for _, words in QUESTIONS),
        Head(Words("身份承诺", "Commitment")),
        STATE,
    ),
    _applicant,
    ("number", "person__name"),
    order=("seq",),
    ready=_with_people,
)


@desk(*STAFF)
@require_safe
def applicants(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Everybody who enrolled for an announcement, in the order of arrival; who waits with the place in the line."""
    one = announcement_of(request, pk)
    rows = Enrolment.objects.visible_to(request.actor).filter(announcement=one)
    context = listed(request, PEOPLE, rows) | heading(one)
    if handles(request.actor):
        context["tools"] = [Link(ENTER, reverse("applicant_new", args=[pk]))]
    return render(request, "lists/list.html", context)


def announcement_of(request: DeskRequest, pk: UUID) -> Announcement:
    """The announcement, if the visitor's office is a party to it; else 404."""
    return get_object_or_404(Announcement.objects.visible_to(request.actor).named(), pk=pk)


def heading(one: Announcement) -> dict[str, Any]:
    """Whose list it is, and the sum of seats as it is counted."""
    about = Words("{c}：{s}个名额，已占{h}个，剩{l}个", "{c}: {s} seats, {h} taken, {l} left")
    return {
        "about": about.fill(c=one.title(), s=one.seats, h=one.held, l=one.left),
        "crumbs": [
            Link(TITLE, reverse("announcements")),
            Link(one.title(), reverse("case", args=["announcement", one.pk])),
        ],
    }


@desk(Role.INSTITUTION)
def applicant_new(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Enter somebody who came to the office."""
    one = announcement_of(request, pk)
    form = ApplicantForm(one, request.POST if request.method == "POST" else None)
    if form.is_valid() and (made := _entered(request, one, form)):
        messages.success(request, say(ENTERED.fill(p=made.person.name, s=both(ENROLMENT.label(made.state)))))
        return redirect("applicants", pk=pk)
    act = Act("enter", Words("录入", "Enter"), "main")
    panel = Panel(ENTER, reverse("applicant_new", args=[pk]), [act], form=form, cites="R03", key="new")
    context = page(ENTER, ENTER_ABOUT, panel, [])
    return render(request, "case/new.html", context | {"crumbs": heading(one)["crumbs"]})


def _entered(request: DeskRequest, one: Announcement, form: ApplicantForm) -> Enrolment | None:
    said = form.cleaned_data
    try:
        person = find_or_create_person(
            kind=said["kind"],
            number=said["number"],
            name=said["name"],
            phone=said["phone"],
            today=request.today,
        )
        return enrol(person, one, form.answers(), actor=request.actor, at=request.at)
    except Refusal as refused:
        form.add_error(refused.field if refused.field in form.fields else None, told(refused))
        return None
