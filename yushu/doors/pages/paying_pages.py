"""Payments, runs and accounts as lists; gathering what is ready; naming an account; the file as it was sent."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yushu.casework.models import Case
from yushu.casework.moving import move
from yushu.catalogue.models.occupations import name_of
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import desk
from yushu.doors.pages.beginnings import begun, page
from yushu.doors.pages.paying_forms import PayeeForm
from yushu.doors.pages.shapes import Act, Cell, Link, Panel
from yushu.doors.pages.shelves import Head, Shelf, listed, state_cell
from yushu.doors.pages.subsidy_tabs import EVERY, tabs
from yushu.doors.pages.told import say
from yushu.kernel.errors import Refusal
from yushu.kernel.words import NOTHING, Words
from yushu.people.roles import Duty, Role
from yushu.subsidies.models import PayeeAccount, Payment, Settlement
from yushu.subsidies.naming import name_account
from yushu.subsidies.payees import PAYEE
from yushu.subsidies.paying import PAYMENT, P

SEES = (*sorted(EVERY), Role.FINANCE)
GATHERED = Words("已列入批次{k}笔。", "{k} payments gathered into the run.")
NONE_READY = Words("没有待支付的。", "Nothing is ready to be paid.")
NEW_ACCOUNT = Words("填报收款账户", "Name the account")
ACCOUNT_ABOUT = Words(
    "本机构两人报送，财政部门核对后启用；有支付在批次中时不能更换。",
    "Two persons of the institution name it, the finance office checks it; it never changes while money is on its way.",
)


class Held:
    """What holds payments, by the day and the kinds it depends on: asked once for all rows that are alike."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Words] = {}

    def words(self, settlement: Settlement) -> Words:
        """The readings that hold a settlement's payment, in one line."""
        differ = settlement.otherwise_yuan != settlement.due_yuan
        key = (settlement.first_opened, tuple(settlement.kinds if differ else ()))
        if key not in self._known:
            named = [unsettled.words for unsettled in settlement.held_by()]
            self._known[key] = Words(
                "、".join(words.zh for words in named), "; ".join(words.en for words in named)
            )
        return self._known[key]


def _payment(held: Held, one: Any) -> list[Cell]:
    return [
        Cell(one.number, reverse("case", args=["payment", one.pk])),
        Cell(one.settlement.number, reverse("case", args=["settlement", one.settlement_id])),
        Cell(name_of(one.institution)),
        Cell(one.yuan),
        Cell(waits_for(held, one) or None, tone="soon" if one.state == P.HELD else ""),
        Cell(one.paid_on),
        state_cell(PAYMENT, one.state),
    ]


def waits_for(held: Held, one: Payment) -> Words:
    """Why it is not paid yet: the readings that hold it, or what the bank said."""
    if one.state == P.HELD:
        return held.words(one.settlement)
    return Words(one.why, one.why) if one.state == P.FAILED else NOTHING


PAYMENTS = Shelf(
    title=Words("补贴支付", "Payments"),
    about=Words(
        "一件结算一笔，付给培训机构核对过的账户；口径没有文号的暂缓，写明是哪一条。",
        "One line a claim, to the institution's checked account; held by name while a reading has no ruling.",
    ),
    empty=Words(
        "还没有支付。结算公示期满后自动列在这里。",
        "No payments yet. A settlement whose publicity is over comes here by itself.",
    ),
    process=PAYMENT,
    heads=(
        Head(Words("编号", "Number"), "number", "mono", "first"),
        Head(Words("结算", "Settlement"), "settlement__number", "mono"),
        Head(Words("培训机构", "Institution"), "institution__name", "text", "whole"),
        Head(Words("金额（元）", "Yuan"), "yuan", "num"),
        Head(Words("等什么", "Waits for"), "", "text", "whole"),
        Head(Words("付款日期", "Paid on"), "paid_on"),
        Head(Words("状态", "State"), "state", "tag", "verdict"),
    ),
    cells=partial(_payment, Held()),
    search=("number", "institution__name", "settlement__number", "reference"),
    ready=lambda rows: rows.select_related("settlement", "institution"),
)


@desk(*SEES)
@require_safe
def payments(request: DeskRequest) -> HttpResponse:
    """The payments the visitor's office is a party to."""
    rows = Payment.objects.visible_to(request.actor)
    shelf = replace(PAYMENTS, cells=partial(_payment, Held()))
    context = listed(request, shelf, rows)
    shown = {"tabs": tabs(request.actor, "payments"), "gather": gather_panel(request, rows)}
    return render(request, "paying/list.html", context | shown)


def gather_panel(request: DeskRequest, rows: QuerySet[Payment]) -> Panel | None:
    """One button for everything that is ready, for who handles at a finance office."""
    ready = rows.filter(state=P.READY).aggregate(n=Count("pk"), y=Sum("yuan"))
    if not handles_money(request) or not ready["n"]:
        return None
    label = Words("把{n}笔待支付列入批次：{y}元", "Gather {n} payments into the run: {y} yuan")
    return Panel(
        Words("列入支付批次", "Gather into a run"),
        reverse("payments_gather"),
        [Act("gather", label.fill(n=ready["n"], y=f"{ready['y']:,}"), "main")],
        cites="R16",
        after=Words(
            "列入后：核对批次，由经办、复核、签发三人签发。", "The run is then checked and signed by three."
        ),
        key="gather",
    )


def handles_money(request: DeskRequest) -> bool:
    """Whether the visitor handles at a finance office."""
    return request.actor.role == Role.FINANCE and request.actor.duty == Duty.HANDLE


@desk(Role.FINANCE)
@require_POST
def payments_gather(request: DeskRequest) -> HttpResponse:
    """Gather everything that is ready; what cannot be gathered says why and stays."""
    rows = Payment.objects.visible_to(request.actor).filter(state=P.READY).order_by("opened_on", "number")
    done, refused = 0, []
    for one in rows:
        try:
            move(one, "gather", actor=request.actor, at=request.at, rev=one.rev)
            done += 1
        except Refusal as why:
            refused.append(Words("{c}：{w}", "{c}: {w}").fill(c=one.number, w=why.wrong))
    messages.success(request, say((GATHERED.fill(k=done)) if done else NONE_READY))
    for words in refused[:20]:
        messages.warning(request, say(words))
    return redirect("payment_runs" if done else "payments")


def _payee(one: Any) -> list[Cell]:
    return [
        Cell(one.number, reverse("case", args=["payee", one.pk])),
        Cell(name_of(one.institution)),
        Cell(one.holder),
        Cell(one.bank),
        Cell(one.masked),
        Cell(one.opened_on),
        state_cell(PAYEE, one.state),
    ]


PAYEES = Shelf(
    title=Words("收款账户", "Accounts"),
    about=ACCOUNT_ABOUT,
    empty=Words(
        "还没有收款账户。由培训机构经办人填报。", "No accounts yet. The institution's handler names one."
    ),
    process=PAYEE,
    heads=(
        Head(Words("编号", "Number"), "number", "mono", "first"),
        Head(Words("培训机构", "Institution"), "institution__name", "text", "whole"),
        Head(Words("户名", "Holder"), "holder", "text", "whole"),
        Head(Words("开户行", "Bank"), "bank", "text", "whole"),
        Head(Words("账号", "Account"), "", "mono"),
        Head(Words("填报", "Named on"), "opened_on"),
        Head(Words("状态", "State"), "state", "tag", "verdict"),
    ),
    cells=_payee,
    search=("number", "institution__name", "holder", "bank"),
    ready=lambda rows: rows.select_related("institution"),
)


@desk(Role.INSTITUTION, Role.FINANCE, Role.PROVINCE, Role.AUDITOR)
@require_safe
def payees(request: DeskRequest) -> HttpResponse:
    """The accounts of the visitor's institution, or those its finance office checks."""
    context = listed(request, PAYEES, PayeeAccount.objects.visible_to(request.actor))
    names = request.actor.role == Role.INSTITUTION and request.actor.duty == Duty.HANDLE
    tools = [Link(NEW_ACCOUNT, reverse("payee_new"))] if names else []
    shown = {"tabs": tabs(request.actor, "payees"), "tools": tools}
    return render(request, "lists/list.html", context | shown)


@desk(Role.INSTITUTION)
def payee_new(request: DeskRequest) -> HttpResponse:
    """Name the account of the visitor's institution."""
    initial = {"holder": request.actor.office.name}
    form = PayeeForm(request.POST) if request.method == "POST" else PayeeForm(initial=initial)

    def begin() -> Case:
        return name_account(form.named(), actor=request.actor, at=request.at)

    act = Act("name", NEW_ACCOUNT, "main")
    panel = Panel(NEW_ACCOUNT, reverse("payee_new"), [act], form=form, cites="A36", key="new")
    crumbs = [Link(PAYEES.title, reverse("payees"))]
    return begun(request, form, begin) or render(
        request, "case/new.html", page(NEW_ACCOUNT, ACCOUNT_ABOUT, panel, crumbs)
    )
