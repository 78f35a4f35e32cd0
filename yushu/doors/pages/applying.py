"""Applying for an exam on a phone: open sittings, the conditions, the choice, the signature; what it brings."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yushu.catalogue.models import Level, Occupation
from yushu.catalogue.models.occupations import name_of
from yushu.certification.drafting import Course, apply_for, shown_for
from yushu.certification.eligibility import decided, record_on_file
from yushu.certification.models import LevelCertificate, Sitting
from yushu.certification.rules import Decision
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import EVERYBODY, desk
from yushu.doors.pages.courses import fee
from yushu.doors.pages.enrolling import language
from yushu.doors.pages.forms_assessing import ApplyForm, RecordForm
from yushu.doors.pages.paging import cut
from yushu.doors.pages.portrait_assessing import conditions
from yushu.doors.pages.shapes import Act, Cell, Column, Link, Panel, Row, Sheet, Table
from yushu.doors.pages.told import say, told
from yushu.entitlements.models import HourEntry, TitleNote
from yushu.entitlements.rules import EFFECTS, SAYS, effect_of, yearly
from yushu.entitlements.settling import L_ENDED, T_ENDED, hours_by
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.ledger.book import algorithm
from yushu.people.roles import Role
from yushu.training.models import TrainingCertificate

EXAMS = Words("考核场次", "Examinations")
EXAMS_ABOUT = Words(
    "现在可以申报的考核。有培训合格证书、符合国家职业标准任何一条的，可以申报。",
    "Examinations that take applications now. You need the training certificate and any one condition of the standard.",
)
APPLY = Words("申报考核", "Apply")
KEPT = Words("这些回答不保存，申报时才随申报记下。", "Nothing is kept until you apply.")
SENT = Words("已申报：{c}，{d}考核。", "Applied: {c}, examination of {d}.")
COLUMNS = [
    Column(Words("职业和等级", "Occupation and level"), phone="first"),
    Column(Words("剩余座位", "Seats left"), "num", "verdict"),
    Column(Words("考核日期", "Exam day")),
    Column(Words("申报截止", "Apply by")),
    Column(Words("考核站点", "Site"), phone="whole"),
    Column(Words("评价机构", "Evaluator"), phone="whole"),
    Column(Words("收费", "Fee")),
]


@desk(*EVERYBODY)
@require_safe
def exams(request: DeskRequest) -> HttpResponse:
    """What can be applied for today, one line for each occupation and level."""
    found = Sitting.objects.announced().open_on(request.today).named()  # seen: what was announced is public
    total = found.count()
    shown, pager = cut(request, found.order_by("apply_until", "pk"), total)
    own = request.actor.role == Role.TRAINEE
    rows = [_row(one, exam, linked=own) for one in shown for exam in one.exams.all()]
    context = {
        "heading": EXAMS,
        "about": EXAMS_ABOUT,
        "listed": Words("{n}场", "{n} sittings").fill(n=total),
        "table": Table(
            COLUMNS, rows, Words("现在没有可以申报的考核", "No examination takes applications now")
        ),
        "pager": pager,
        "tools": [Link(Words("我的申报", "My applications"), reverse("applications"))] if own else [],
    }
    return render(request, "lists/list.html", context)


def _row(one: Sitting, exam: Any, *, linked: bool) -> Row:
    page = reverse("exam_apply", args=[one.pk, exam.occupation.key, exam.level]) if linked else ""
    return Row(
        [
            Cell(exam.course, page),
            Cell(one.left()),
            Cell(one.held_on),
            Cell(one.apply_until),
            Cell(name_of(one.site)),
            Cell(name_of(one.evaluator)),
            Cell(fee(one)),
        ],
        f"{one.pk}{exam.pk}",
    )


def asked_for(pk: UUID, key: str, level: str, day: date) -> tuple[Sitting, Course]:
    """An open sitting and what of it is meant, or 404."""
    found = get_object_or_404(
        Sitting.objects.open_on(day).named(), pk=pk
    )  # seen: what was announced is public
    occupation = get_object_or_404(Occupation.objects.all(), key=key)
    if level not in Level.values or not found.offers(occupation, level):
        raise Http404
    return found, Course(occupation, level)


@desk(Role.TRAINEE)
@never_cache
def exam_apply(request: DeskRequest, pk: UUID, key: str, level: str) -> HttpResponse:
    """First the questions, then every condition with what it lacks, then the choice and the signature."""
    sitting, course = asked_for(pk, key, level, request.today)
    sending = request.POST.get("step") == "apply"
    posted = request.POST if request.method == "POST" else None
    form = RecordForm(course, posted, initial=record_on_file(request.actor.person))
    context = asking(sitting, course, form)
    if form.is_bound and form.is_valid():
        found = decided(request.actor.person, sitting, course, form.record(), request.today)
        last = ApplyForm(course, request.POST, promise=found.may_promise) if sending else None
        if last is not None and last.is_valid() and _sent(request, sitting, course, last):
            return redirect("applications")
        context |= answered(request, sitting, course, found, last)
    return render(request, "assessing/apply.html", context)


def asking(sitting: Sitting, course: Course, form: RecordForm) -> dict[str, Any]:
    """The page with its questions."""
    act = Act("check", Words("看条件", "See the conditions"), "main")
    here = reverse("exam_apply", args=[sitting.pk, course.occupation.key, course.level])
    words = Words("{c}，{d}考核", "{c}, examination of {d}")
    return {
        "heading": APPLY,
        "about": words.fill(c=course.words, d=sitting.held_on),
        "crumbs": [Link(EXAMS, reverse("exams")), Link(course.words, "")],
        "panel": Panel(
            Words("几个问题", "A few questions"), here, [act], form=form, cites="R08", law=KEPT, key="ask"
        ),
        "verdict": [],
        "notice": None,
        "may": False,
    }


def answered(
    request: DeskRequest,
    sitting: Sitting,
    course: Course,
    found: Decision,
    sending: ApplyForm | None,
) -> dict[str, Any]:
    """Every condition; and for whom they admit the notice, the choice, the signature."""
    context: dict[str, Any] = {"verdict": conditions(found), "may": found.admits}
    if not found.admits:
        return context
    shown = shown_for(sitting, course, language(), request.today)
    initial = {**request.POST.dict(), "seen": shown.digest(algorithm())}
    last = sending or ApplyForm(course, initial=initial, promise=found.may_promise)
    act = Act("apply", Words("提交申报", "Apply"), "main")
    signing = Panel(
        Words("选择方式，本人签署", "Choose the way and sign"),
        "",
        [act],
        form=last,
        cites="R08",
        key="signing",
    )
    return context | {"notice": shown.text, "signing": signing}


def _sent(request: DeskRequest, sitting: Sitting, course: Course, form: ApplyForm) -> bool:
    actor = request.actor
    try:
        made = apply_for(actor.person, sitting, course, form.asked(language()), actor=actor, at=request.at)
    except Refusal as refused:
        form.add_error(refused.field if refused.field in form.fields else None, told(refused))
        return False
    messages.success(request, say(SENT.fill(c=made.course, d=sitting.held_on)))
    return True


# what it brings ─────────────────────────────────────────────────────────────

BRINGS = Words("证书带来什么", "What certificates bring")
BRINGS_ABOUT = Words(
    "继续教育学时和职称备注，随证书登记，证书撤销即冲回。",
    "Continuing-education hours and notes on titles: entered with a certificate, reversed when it is revoked.",
)
TONIGHT = Words("当晚登记", "entered tonight")
REVERSED = Words("已冲回", "reversed")
ENTERED = Words("已登记", "entered")
NOT_YET = Words("暂不可登记", "not yet registrable")


@desk(Role.TRAINEE)
@require_safe
def brings(request: DeskRequest) -> HttpResponse:
    """Hours and notes on titles of the visitor, read from the certificates themselves."""
    hours, specialised = yearly(request.today)
    words = Words(
        "每年应完成{h}学时，其中专业科目不少于{s}学时；这里的学时都是专业科目。",
        "{h} hours are due a year, {s} of them in one's own subject: all hours here are of that kind.",
    )
    context = {
        "heading": BRINGS,
        "about": BRINGS_ABOUT,
        "crumbs": [Link(Words("我的", "Mine"), reverse("journey"))],
        "sheets": [hour_sheet(request, words.fill(h=hours, s=specialised)), title_sheet(request)],
    }
    return render(request, "assessing/brings.html", context)


def hour_sheet(request: DeskRequest, about: Words) -> Sheet:
    """Hours by year, and why some cannot be registered yet."""
    columns = [
        Column(Words("证书", "Certificate"), "mono", "first"),
        Column(Words("状态", "State"), "tag", "verdict"),
        Column(Words("年度", "Year"), "num"),
        Column(Words("学时", "Hours"), "num"),
        Column(Words("说明", "Remark"), phone="whole"),
    ]
    mine = TrainingCertificate.objects.visible_to(request.actor).select_related("member__enrolment")
    known = {one.certificate_id: one for one in HourEntry.objects.visible_to(request.actor)}
    rows = [_hours(one, known.get(one.pk)) for one in mine.order_by("-completed_on")]
    title = Words("继续教育学时", "Continuing-education hours")
    empty = Words("还没有培训合格证书", "No training certificate yet")
    return Sheet("hours", title, Table(columns, rows, empty), about)


def _hours(one: TrainingCertificate, entry: Any) -> Row:
    found = hours_by(one)
    state = _state(entry, ended=one.state in T_ENDED)
    if state.value == ENTERED and not found.registrable:
        state = Cell(NOT_YET, tone="soon")
    cells = [
        Cell(one.serial),
        state,
        Cell(str(found.year)),
        Cell(found.hours),
        Cell(found.not_yet, cites="R12"),
    ]
    return Row(cells, str(one.pk))


def _state(entry: Any, *, ended: bool) -> Cell:
    if (entry is not None and entry.reversed_on) or ended:
        return Cell(REVERSED, tone="late")
    return Cell(ENTERED, tone="done") if entry else Cell(TONIGHT, tone="now")


def title_sheet(request: DeskRequest) -> Sheet:
    """What each level certificate does for a title, in the words of the document."""
    columns = [
        Column(Words("证书", "Certificate"), "mono", "first"),
        Column(Words("状态", "State"), "tag", "verdict"),
        Column(Words("作用", "Effect")),
        Column(Words("说明", "Remark"), phone="whole"),
    ]
    held = LevelCertificate.objects.visible_to(request.actor).order_by("-issued_on")
    known = {one.certificate_id: one for one in TitleNote.objects.visible_to(request.actor)}
    rows = [_title(one, known.get(one.pk)) for one in held]
    empty = Words("还没有等级证书", "No level certificate yet")
    return Sheet("titles", Words("职称备注", "Notes on titles"), Table(columns, rows, empty))


def _title(one: LevelCertificate, note: Any) -> Row:
    cells = [
        Cell(one.number, reverse("case", args=["certificate", one.pk])),
        _state(note, ended=one.state in L_ENDED),
        Cell(EFFECTS[effect_of(one.level)]),
        Cell(SAYS[one.level], cites="R13"),
    ]
    return Row(cells, str(one.pk))
