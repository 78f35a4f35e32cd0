"""Complaining without signing in, and looking up the answer with the code that was given at once."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yushu.casework.models import Deadline
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import EVERYBODY, desk
from yushu.doors.guessing import count_miss, shut_for
from yushu.doors.pages.complained_of import about_of
from yushu.doors.pages.forms_oversight import CodeForm, ComplaintForm
from yushu.doors.pages.forms_plan import refuse
from yushu.doors.pages.portrait_oversight import office_words
from yushu.doors.pages.shapes import Act, Fact, Panel
from yushu.doors.pages.told import both, say
from yushu.doors.verifying import as_code
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.oversight.complaining import COMPLAINT, FINDINGS, S
from yushu.oversight.filing import OPEN, ask_back, by_code, file_complaint
from yushu.oversight.models import Complaint
from yushu.people.roles import Role

FILING, LOOKING = "complain", "complaint"
WEIGHT = 6
"""A complaint weighs as much as so many wrong codes: ten in ten minutes from one address."""
TITLE = Words("投诉和举报", "Make a complaint")
ABOUT = Words(
    "不用登录，可以不留姓名。被投诉的机构看不到原文，也看不到是谁投诉的。",
    "No signing in, and no name needed. Whoever you complain of sees neither your words nor who you are.",
)
WRITE = Words("写投诉", "Your complaint")
SEND = Words("交投诉，拿查询码", "Send it and get the code")
SHUT = _("这个网络地址投诉得太多；过10分钟再来，急事打12333")
MISSED = _("查不到的次数太多；过10分钟再查")
MISSING = _("没有这个查询码；对照投诉时给你的16位码逐字再填一次")


@desk(*EVERYBODY)
@never_cache
def complain(request: DeskRequest) -> HttpResponse:
    """The form of a complaint; once it is sent, the page under its code."""
    about = about_of(request)
    form = ComplaintForm(request.actor, about, request.POST if request.method == "POST" else None)
    if form.is_valid() and (code := filed(request, form)):
        return redirect(f"{reverse('complaint', args=[code])}?new=1")
    here = request.get_full_path()
    panel = Panel(WRITE, here, [Act("file", SEND, "main")], form=form, cites="R24", key="complaint")
    context = {
        "heading": TITLE,
        "about": ABOUT,
        "panel": panel,
        "subject": about.called,
        "code_form": CodeForm(),
    }
    return render(request, "oversight/complain.html", context)


def filed(request: DeskRequest, form: ComplaintForm) -> str:
    """File it; the code, or nothing when it was refused, and the form says why."""
    if shut_for(request, FILING):
        form.add_error(None, str(SHUT))
        return ""
    try:
        _, code = file_complaint(
            form.said(),
            form.about(),
            key=settings.YUSHU_INDEX_KEY,
            at=request.at,
            person=form.person(),
            sending=form.sent_as(),
        )
    except Refusal as refused:
        refuse(form, refused)
        return ""
    count_miss(request, FILING, WEIGHT)
    return code


@desk(*EVERYBODY)
@never_cache
@require_safe
def complaint_found(request: DeskRequest) -> HttpResponse:
    """Type the code; the page of the complaint, or that there is none."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        if shut_for(request, LOOKING):
            form.add_error("code", str(MISSED))
        elif by_code(settings.YUSHU_INDEX_KEY, code := as_code(form.cleaned_data["code"])):
            return redirect("complaint", code=code)
        else:
            count_miss(request, LOOKING)
            form.add_error("code", str(MISSING))
    return render(request, "oversight/find.html", {"heading": FIND, "form": form})


FIND = Words("查投诉的答复", "Look up an answer")


@desk(*EVERYBODY)
@never_cache
def complaint(request: DeskRequest, code: str) -> HttpResponse:
    """How a complaint stands, for whoever has its code; posting asks for it back."""
    found = complaint_of(request, code)
    if request.method == "POST":
        asked_back(request, found)
        return redirect("complaint", code=as_code(code))
    context = {
        "heading": found.title(),
        "about": found.subtitle(),
        "code": in_fours(as_code(code)),
        "fresh": "new" in request.GET,
        "state": both(COMPLAINT.label(found.state)),
        "tone": {"ANSWERED": "done", "DECLINED": "late", "WITHDRAWN": "late"}.get(found.state, "now"),
        "facts": facts(found),
        "answer": found.answer,
        "panel": back_panel(found),
        "address": request.build_absolute_uri(reverse("complaint_found")),
    }
    return render(request, "oversight/answer.html", context)


def complaint_of(request: DeskRequest, code: str) -> Complaint:
    """The complaint under a code; a wrong one is counted, and after too many nothing is looked up."""
    if shut_for(request, LOOKING):
        raise Http404
    found = by_code(settings.YUSHU_INDEX_KEY, as_code(code))
    if found is None:
        count_miss(request, LOOKING)
        raise Http404
    return found


def asked_back(request: DeskRequest, found: Complaint) -> None:
    """Ask for it back, or say why not."""
    try:
        ask_back(found, at=request.at)
        messages.success(request, say(Words("已申请撤回。", "You have asked for it back.")))
    except Refusal as refused:
        messages.warning(request, say(refused.wrong))


def in_fours(code: str) -> str:
    """The code as it is read aloud."""
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))


def facts(found: Complaint) -> list[Fact]:
    """What whoever has the code may read: neither the words of the complaint nor who made it."""
    clock = Deadline.objects.running().filter(chain_id=found.pk, role=Role.CITY).first()  # seen: by its code
    due = clock.due_on if clock else None
    label = (
        Words("受理期限", "To be taken up by")
        if found.state == S.RECEIVED
        else Words("答复期限", "Answer due")
    )
    finding = dict(FINDINGS).get(found.finding)
    shown = [
        Fact(Words("投诉事项", "Subject"), found.category_words),
        Fact(Words("来自页面", "Made from"), found.about_words),
        Fact(Words("承办单位", "Handled by"), office_words(found.handler())),
        Fact(Words("收到日期", "Received"), found.received_on, "fullday"),
        Fact(label, due, "fullday", cites=clock.cites if clock else ""),
        Fact(Words("申请撤回", "Asked back"), found.wants_back_on, "fullday"),
        Fact(Words("查明结果", "What was found"), finding),
        Fact(Words("答复日期", "Answered"), found.answered_on, "fullday"),
    ]
    return [fact for fact in shown if fact.value]


def back_panel(found: Complaint) -> Panel | None:
    """The button for asking it back, while it is open and nobody has."""
    if found.state not in OPEN or found.wants_back_on:
        return None
    after = Words(
        "申请后由承办单位终止；已经开始的检查照常进行。",
        "The office then closes it; an inspection that has begun goes on.",
    )
    act = Act("back", Words("申请撤回投诉", "Ask for it back"), "stop")
    return Panel(Words("不想再投诉", "No longer wanted"), "", [act], after=after, key="back")
