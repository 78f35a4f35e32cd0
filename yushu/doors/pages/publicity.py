"""Subsidies before they are paid, open to everybody for five working days; and objecting without signing in (A38)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yushu.casework.models import Deadline
from yushu.catalogue.models.occupations import name_of
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import EVERYBODY, desk
from yushu.doors.guessing import count_miss, shut_for
from yushu.doors.pages.forms_plan import refuse
from yushu.doors.pages.forms_settlement import ObjectionForm
from yushu.doors.pages.paging import cut
from yushu.doors.pages.portrait_settlement import IN_BASE, OUT, PAID_FOR, percent_of
from yushu.doors.pages.shapes import Act, Cell, Column, Fact, Link, Panel, Row, Sheet, Table
from yushu.doors.pages.told import both, say
from yushu.doors.verifying import as_code
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.subsidies.filing import object_to
from yushu.subsidies.models import Objection, Settlement
from yushu.subsidies.objecting import GROUNDS
from yushu.subsidies.objecting import S as Said

TITLE = Words("补贴公示", "Subsidies before payment")
ABOUT = Words(
    "拟拨付的职业培训补贴，公示5个工作日。有异议的，不用登录就可以提出。",
    "Training subsidies about to be paid, published for five working days. Anybody may object without signing in.",
)
DOOR, WEIGHT = "objection", 6
SHUT = _("这个网络地址提得太多；过10分钟再来")
RECEIVED = Words(
    "已收到，编号{n}。保存这个网址，凭它看答复。",
    "Received as {n}. Keep this address: the answer appears here.",
)
PER_PAGE = 50


@desk(*EVERYBODY)
@require_safe
def publicity(request: DeskRequest) -> HttpResponse:
    """What is published now."""
    rows = Settlement.objects.published().select_related(
        "institution", "city", "order", "project"
    )  # seen: by all
    total = rows.count()
    shown, pager = cut(request, rows.order_by("publicised_on", "number"), total)
    table = Table(LISTED, [Row(_listed(one), str(one.pk)) for one in shown], empty=NONE)
    context = {
        "heading": TITLE,
        "about": ABOUT,
        "listed": Words("正在公示{n}件", "{n} published now").fill(n=total),
        "table": table,
        "pager": pager,
    }
    return render(request, "lists/list.html", context)


NONE = Words("现在没有公示的补贴", "Nothing is published at present")
LISTED = [
    Column(Words("编号", "Number"), "mono", "first"),
    Column(Words("培训机构", "Institution"), phone="whole"),
    Column(Words("审核单位", "Decided by"), phone="whole"),
    Column(Words("人数", "People"), "num"),
    Column(Words("金额（元）", "Yuan"), "num"),
    Column(Words("公示开始", "Published")),
]


def _listed(one: Any) -> list[Cell]:
    return [
        Cell(one.number, reverse("publicity_page", args=[one.code])),
        Cell(name_of(one.institution)),
        Cell(name_of(one.city)),
        Cell(one.base if one.full else one.employed),
        Cell(one.now_yuan),
        Cell(one.publicised_on),
    ]


@desk(*EVERYBODY)
@never_cache
def publicity_page(request: DeskRequest, code: str) -> HttpResponse:
    """One settlement while it is published: sums, names and numbers masked, and the form to object."""
    one = published(code)
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (made := objected(request, one, form)):
        return redirect("objection_answer", code=made.code)
    context = {
        "heading": Words("补贴公示{n}", "Subsidy {n} before payment").fill(n=one.number),
        "about": one.subtitle(),
        "crumbs": [Link(TITLE, reverse("publicity"))],
        "facts": facts(one),
        "people": people(one, request),
        "panel": panel_of(code, form),
    }
    return render(request, "subsidy/publicity.html", context)


def panel_of(code: str, form: ObjectionForm) -> Panel:
    """The form to object."""
    act = Act("object", Words("提出异议", "Object"), "stop")
    title = Words("对这项公示有异议", "Object")
    return Panel(title, reverse("publicity_page", args=[code]), [act], form=form, cites="A38", key="object")


def published(code: str) -> Settlement:
    """The settlement under a code, while it is published; else there is nothing to see."""
    key = as_code(code)
    rows = Settlement.objects.published().select_related(
        "institution", "city", "order", "project"
    )  # seen: by all
    found = rows.filter(code=key).first() if key else None
    if found is None:
        raise Http404
    return found


def facts(one: Settlement) -> list[Fact]:
    """Sums, days and clause."""
    clock = (
        Deadline.objects.running().filter(chain_id=one.pk, step="expire").first()
    )  # seen: the day is public
    return [
        Fact(Words("培训机构", "Institution"), name_of(one.institution)),
        Fact(Words("审核单位", "Decided by"), name_of(one.city)),
        Fact(Words("方式", "Mode"), one.mode, cites="R20"),
        Fact(Words("培训合格、可计付", "Can be paid for"), one.base, "number", cites="A12"),
        Fact(Words("其中就业", "Of them employed"), one.employed, "number", cites="A13"),
        Fact(Words("就业率", "Employment rate"), percent_of(one.employed, one.base), cites="R18"),
        Fact(Words("应付", "Owed"), one.due_yuan, "yuan", cites="R19"),
        Fact(Words("已付", "Paid before"), one.paid_before_yuan, "yuan"),
        *given_up(one),
        Fact(Words("本次拟付", "To be paid now"), one.now_yuan, "yuan", cites="R16"),
        Fact(Words("公示开始", "Published"), one.publicised_on, "fullday"),
        Fact(Words("公示到", "Until"), clock.due_on if clock else None, "fullday", cites="H-publicity"),
    ]


def given_up(one: Settlement) -> list[Fact]:
    """What of the payments before is not taken out of this sum, where there is any."""
    label = Words("不从本次扣回的", "Not taken out of this claim")
    return [Fact(label, one.given_up_yuan, "yuan", cites="A37")] if one.given_up_yuan else []


def people(one: Settlement, request: DeskRequest) -> Sheet:
    """Everybody on the list, masked."""
    rows = one.lines.order_by("seq")
    total = rows.count()
    shown, pager = cut(request, rows, total, key="people", per=PER_PAGE)
    columns = [
        Column(Words("序号", "No."), "num"),
        Column(Words("姓名", "Name"), phone="first"),
        Column(Words("证件号", "Identity number"), "mono", "plain"),
        Column(Words("计补", "Counted"), "tag", "verdict"),
        Column(Words("天数", "Days"), "num"),
        Column(Words("金额（元）", "Yuan"), "num"),
    ]
    made = [
        Row(
            [
                Cell(line.seq),
                Cell(line.public_name),
                Cell(line.public_number),
                Cell(
                    PAID_FOR if line.due_yuan else IN_BASE if line.counts else OUT,
                    tone="done" if line.due_yuan else "",
                ),
                Cell(line.days),
                Cell(line.due_yuan),
            ]
        )
        for line in shown
    ]
    return Sheet("people", Words("名单{n}人", "{n} people").fill(n=total), Table(columns, made), pager=pager)


def objected(request: DeskRequest, one: Settlement, form: ObjectionForm) -> Objection | None:
    """File it; nothing when it was refused, and the form says why."""
    if shut_for(request, DOOR):
        form.add_error(None, str(SHUT))
        return None
    try:
        made = object_to(one, form.said(), actor=request.actor, at=request.at)
    except Refusal as refused:
        refuse(form, refused)
        return None
    count_miss(request, DOOR, WEIGHT)
    messages.success(request, say(RECEIVED.fill(n=made.number)))
    return made


@desk(*EVERYBODY)
@never_cache
@require_safe
def objection_answer(request: DeskRequest, code: str) -> HttpResponse:
    """What became of an objection, for whoever holds its address. Nobody is named."""
    one = objection_under(code)
    context = {
        "heading": Words("公示异议{n}", "Objection {n}").fill(n=one.number),
        "about": Words("保存这个网址，凭它看答复。", "Keep this address: the answer appears here."),
        "crumbs": [Link(TITLE, reverse("publicity"))],
        "facts": answer_facts(one),
    }
    return render(request, "subsidy/answer.html", context)


def objection_under(code: str) -> Objection:
    """The objection under a code; else there is nothing to see."""
    key = as_code(code)
    rows = Objection.objects.select_related("settlement")  # seen: by whoever holds the address
    one = rows.filter(code=key).first() if key else None
    if one is None:
        raise Http404
    return one


def answer_facts(one: Objection) -> list[Fact]:
    """Where it stands, and the answer once there is one."""
    shown = [
        Fact(Words("编号", "Number"), one.number, "mono"),
        Fact(Words("补贴结算", "Settlement"), one.settlement.number, "mono"),
        Fact(Words("反映的问题", "Ground"), GROUNDS[one.ground]),
        Fact(Words("收到", "Received"), one.opened_on, "fullday"),
        Fact(Words("状态", "State"), both(one.process.label(one.state))),
        Fact(Words("答复日期", "Answered"), one.decided_on, "fullday"),
        Fact(Words("答复", "Answer"), one.answer if one.state != Said.RECEIVED else None),
    ]
    return [fact for fact in shown if fact.value]
