"""Enrolling: first whether one may, then the signed commitment; one's own enrolments."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yushu.doors.asking import DeskRequest
from yushu.doors.guard import EVERYBODY, desk
from yushu.doors.pages.courses import COURSES, announcement_of
from yushu.doors.pages.forms_training import AnswersForm, CommitForm, EnrolForm
from yushu.doors.pages.paging import cut
from yushu.doors.pages.portrait_training import verdict_sheets
from yushu.doors.pages.shapes import Act, Cell, Column, Link, Panel, Row, Table
from yushu.doors.pages.shelves import state_cell
from yushu.doors.pages.told import say, told
from yushu.kernel.errors import Refusal
from yushu.kernel.words import NOTHING, Words
from yushu.ledger.book import algorithm
from yushu.people.roles import Role
from yushu.training.committing import sign
from yushu.training.enrolling import ENROLMENT, STANDING, S
from yushu.training.models import Announcement, Enrolment
from yushu.training.opening import Signed, enrol, offered, shown_for
from yushu.training.rules import verdict

CHECK = Words("先看我能不能报名", "May I enrol?")
KEPT = Words("这些回答不保存，报名时才随报名记下。", "Nothing is kept until you enrol.")
MINE = Words("我的报名", "My enrolments")
MINE_ABOUT = Words(
    "每一次报名到了哪一步，候补排在第几。", "Where each enrolment stands, and your place in the line."
)
GOT_SEAT = Words("已报名，占到名额：{c}。", "Enrolled, with a seat: {c}.")
GOT_PLACE = Words("已报名，候补第{n}位：{c}。", "Enrolled, number {n} in the line: {c}.")
SIGNED = Words("已签署身份承诺。", "The commitment is signed.")


@desk(*EVERYBODY)
@never_cache
def check(request: DeskRequest, code: str) -> HttpResponse:
    """The questions, and the three answers with their reasons; the commitment below for whoever may sign it."""
    found = announcement_of(code)
    form = AnswersForm(found, request.POST if request.method == "POST" else None)
    context = asking(found, form)
    if form.is_bound and form.is_valid():
        context |= answered(request, found, form)
    return render(request, "courses/check.html", context)


def asking(found: Announcement, form: AnswersForm) -> dict[str, Any]:
    """The page with its questions."""
    act = Act("check", Words("看结论", "See the answer"), "main")
    here = reverse("course_check", args=[found.code])
    return {
        "heading": CHECK,
        "about": found.course,
        "crumbs": [
            Link(COURSES, reverse("courses")),
            Link(found.course, reverse("course", args=[found.code])),
            Link(CHECK, ""),
        ],
        "announcement": found,
        "panel": Panel(
            Words("几个问题", "A few questions"), here, [act], form=form, cites="R03", law=KEPT, key="ask"
        ),
        "verdict": [],
        "commitment": None,
    }


def answered(
    request: DeskRequest, found: Announcement, form: AnswersForm, sending: EnrolForm | None = None
) -> dict[str, Any]:
    """The verdict, and the way on for this visitor."""
    judged = verdict(form.answers(), offered(found))
    may = found.open_on(request.today) and (judged.admits or found.cell_id is None)
    context: dict[str, Any] = {"verdict": verdict_sheets(judged.as_facts()), "may": may}
    if may and request.actor.role == Role.TRAINEE:
        context |= promise(request, found, sending, form.data)
    elif may and request.actor.role == Role.PUBLIC:
        query = urlencode({"next": reverse("course_check", args=[found.code])})
        context["sign_in"] = f"{reverse('account_login')}?{query}"
    return context


def promise(
    request: DeskRequest, found: Announcement, sending: EnrolForm | None, data: Any
) -> dict[str, Any]:
    """The commitment in the language it is read in, and the form that signs it."""
    shown = shown_for(found, language(), request.today)
    form = sending or EnrolForm(found, initial={**data.dict(), "seen": shown.digest(algorithm())})
    act = Act("enrol", Words("签署并报名", "Sign and enrol"), "main")
    panel = Panel(
        shown.text.title,
        reverse("course_enrol", args=[found.code]),
        [act],
        form=form,
        cites="A34",
        key="promise",
    )
    return {"commitment": shown.text, "signing": panel}


def language() -> str:
    """The language of the page, as it is kept with what was signed."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


@desk(Role.TRAINEE)
def sign_up(request: DeskRequest, code: str) -> HttpResponse:
    """Enrol with the answers given and the commitment signed; a refusal comes back to the same page."""
    if request.method != "POST":
        return redirect("course_check", code=code)
    found = announcement_of(code)
    form = EnrolForm(found, request.POST)
    if form.is_valid() and (made := _enrolled(request, found, form)):
        messages.success(request, say(_said(made)))
        return redirect("my_enrolments")
    plain = AnswersForm(found, request.POST)
    context = asking(found, plain)
    if plain.is_valid():
        context |= answered(request, found, plain, form)
    return render(request, "courses/check.html", context)


def _enrolled(request: DeskRequest, found: Announcement, form: EnrolForm) -> Enrolment | None:
    actor, seen = request.actor, form.cleaned_data["seen"]
    try:
        return enrol(
            actor.person,
            found,
            form.answers(),
            actor=actor,
            at=request.at,
            commitment=Signed(language(), seen),
        )
    except Refusal as refused:
        form.add_error(refused.field if refused.field in form.fields else None, told(refused))
        return None


def _said(made: Enrolment) -> Words:
    if made.state == S.HELD:
        return GOT_SEAT.fill(c=made.announcement.course)
    return GOT_PLACE.fill(n=made.ahead() + 1, c=made.announcement.course)


# one's own ──────────────────────────────────────────────────────────────────

MY_COLUMNS = [
    Column(Words("课程", "Course"), phone="first"),
    Column(Words("状态", "State"), "tag", "verdict"),
    Column(Words("编号", "Number"), "mono", "whole"),
    Column(Words("次序", "Place"), "num"),
    Column(Words("开班", "Starts")),
    Column(Words("身份承诺", "Commitment"), phone="whole"),
]


@desk(Role.TRAINEE)
@require_safe
def my_enrolments(request: DeskRequest) -> HttpResponse:
    """Every enrolment of the visitor, the newest first."""
    found = Enrolment.objects.visible_to(request.actor).for_list().order_by("-opened_on", "-pk")
    total = found.count()
    shown, pager = cut(request, found, total)
    context = {
        "heading": MINE,
        "about": MINE_ABOUT,
        "listed": Words("{n}次报名", "{n} enrolments").fill(n=total),
        "table": Table(
            MY_COLUMNS, [_my_row(one) for one in shown], Words("还没有报过名", "Not enrolled yet")
        ),
        "pager": pager,
        "tools": [Link(COURSES, reverse("courses"))],
    }
    return render(request, "lists/list.html", context)


def _my_row(one: Any) -> Row:
    return Row(
        [
            Cell(one.announcement.course, reverse("case", args=["enrolment", one.pk])),
            state_cell(ENROLMENT, one.state),
            Cell(one.number),
            Cell(
                Words("候补第{n}位", "{n} in the line").fill(n=one.before + 1)
                if one.state == S.WAITING
                else NOTHING
            ),
            Cell(one.announcement.opens_on),
            _promised(one),
        ],
        str(one.pk),
    )


def _promised(one: Any) -> Cell:
    if one.signed_at is not None:
        return Cell(Words("已签署", "signed"))
    if one.state in STANDING:
        return Cell(Words("去签署", "sign it"), reverse("enrolment_commit", args=[one.pk]))
    return Cell(NOTHING)


@desk(Role.TRAINEE)
@never_cache
def enrolment_commit(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Sign the identity commitment for an enrolment the institution has entered."""
    rows = Enrolment.objects.visible_to(request.actor).filter(state__in=STANDING)
    one = get_object_or_404(rows.select_related("person", "announcement__occupation"), pk=pk)
    shown = shown_for(one.announcement, language(), request.today)
    posted = request.POST if request.method == "POST" else None
    form = CommitForm(posted, initial={"seen": shown.digest(algorithm())})
    if form.is_valid() and _signed(request, one, form):
        messages.success(request, say(SIGNED))
        return redirect("my_enrolments")
    act = Act("sign", Words("签署", "Sign"), "main")
    context = {
        "heading": shown.text.title,
        "about": one.announcement.course,
        "crumbs": [Link(MINE, reverse("my_enrolments"))],
        "commitment": shown.text,
        "signing": Panel(shown.text.title, "", [act], form=form, cites="A34", key="promise"),
    }
    return render(request, "courses/commit.html", context)


def _signed(request: DeskRequest, one: Enrolment, form: CommitForm) -> bool:
    shown = shown_for(one.announcement, language(), request.today)
    try:
        sign(shown, one.person, one.pk, seen=form.cleaned_data["seen"], actor=request.actor, at=request.at)
    except Refusal as refused:
        form.add_error(refused.field if refused.field in form.fields else None, told(refused))
        return False
    return True
