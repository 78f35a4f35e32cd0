"""Payment runs as a list, and the file of one as it was sent (R16, A36)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yushu.doors.asking import DeskRequest
from yushu.doors.files.payments import UNCONFIRMED, payment_file
from yushu.doors.files.workbooks import as_download
from yushu.doors.guard import desk
from yushu.doors.pages.beginnings import page
from yushu.doors.pages.shapes import Act, Cell, Link, Panel
from yushu.doors.pages.shelves import Head, Shelf, listed, state_cell, with_due
from yushu.doors.pages.subsidy_tabs import tabs
from yushu.doors.pages.told import told
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.people.roles import Role
from yushu.subsidies.models import PaymentRun
from yushu.subsidies.runs import RUN
from yushu.subsidies.sending import note_download


def _run(one: Any) -> list[Cell]:
    return [
        Cell(one.number, reverse("case", args=["payment_run", one.pk])),
        Cell(one.opened_on),
        Cell(one.counted),
        Cell(one.summed or 0),
        Cell(one.document_no),
        Cell(one.sent_on),
        Cell(one.due),
        state_cell(RUN, one.state),
    ]


RUNS = Shelf(
    title=Words("支付批次", "Payment runs"),
    about=Words(
        "三人签发后定格，按文件付款；回单逐笔导入，同一笔不会付两次。",
        "Frozen once three have signed, paid from as sent, answered line by line; nothing is paid twice.",
    ),
    empty=Words(
        "还没有批次。从“补贴支付”列入待支付的各笔。",
        "No runs yet. Gather what waits to be paid under Payments.",
    ),
    process=RUN,
    heads=(
        Head(Words("编号", "Number"), "number", "mono", "first"),
        Head(Words("编制", "Drawn up"), "opened_on"),
        Head(Words("笔数", "Lines"), "counted", "num"),
        Head(Words("金额（元）", "Yuan"), "summed", "num"),
        Head(Words("文号", "Document number"), "document_no", "mono"),
        Head(Words("签发", "Signed"), "sent_on"),
        Head(Words("最近期限", "Next due day"), "due"),
        Head(Words("状态", "State"), "state", "tag", "verdict"),
    ),
    cells=_run,
    search=("number", "document_no"),
    ready=lambda rows: with_due(rows.annotate(counted=Count("lines"), summed=Sum("lines__yuan"))),
)


@desk(Role.FINANCE, Role.PROVINCE, Role.AUDITOR)
@require_safe
def payment_runs(request: DeskRequest) -> HttpResponse:
    """The runs of the visitor's finance office; overseers see all."""
    context = listed(request, RUNS, PaymentRun.objects.visible_to(request.actor))
    return render(request, "lists/list.html", context | {"tabs": tabs(request.actor, "payment_runs")})


FILE = Words("下载支付文件", "Download the payment file")
FILE_ABOUT = Words(
    "文件里有完整账号，按签发时定格的内容生成；下载记入办理记录。",
    "It holds whole account numbers and is made from what was frozen at the signing; taking it stands in the record.",
)


@desk(Role.FINANCE)
def run_file(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The payment file as it was sent, with whole account numbers: who takes it stands in the record."""
    run = get_object_or_404(PaymentRun.objects.visible_to(request.actor), pk=pk)
    if request.method == "POST":
        try:
            content = payment_file(run.file())
            note_download(run, content, actor=request.actor, at=request.at)
        except Refusal as refused:
            messages.warning(request, told(refused))
            return redirect("case", kind="payment_run", pk=pk)
        return as_download(content, f"payment-run-{run.number}.xlsx")
    here = reverse("run_file", args=[pk])
    panel = Panel(FILE, here, [Act("download", FILE, "main")], cites="A36", law=UNCONFIRMED, key="new")
    crumbs = [Link(run.title(), reverse("case", args=["payment_run", pk]))]
    return render(request, "case/new.html", page(FILE, FILE_ABOUT, panel, crumbs))
