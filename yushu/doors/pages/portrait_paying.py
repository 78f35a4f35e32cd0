"""How a payment, a run, an account and a recovery are shown on the page of their case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from yushu.catalogue.models.occupations import name_of
from yushu.doors.asking import DeskRequest
from yushu.doors.files.payments import CONFIRMED, UNCONFIRMED
from yushu.doors.pages.portrait import Portrait
from yushu.doors.pages.shapes import Cell, Column, Fact, Link, Row, Sheet, Table
from yushu.doors.pages.told import both
from yushu.kernel.words import NOTHING, Words
from yushu.people.roles import Duty, Role
from yushu.subsidies.paying import P
from yushu.subsidies.reclaiming import ABLE
from yushu.subsidies.recovering import GROUNDS
from yushu.subsidies.runs import R

if TYPE_CHECKING:
    from yushu.people.actors import Actor
    from yushu.subsidies.models import PayeeAccount, Payment, PaymentLine, PaymentRun, Recovery, Settlement

TONES = {"PAID": "done", "FAILED": "late", "WAITING": "now"}


def payment_facts(one: Payment) -> list[Fact]:
    """Of which settlement, to whom, how much, what holds it, when it was paid."""
    held = one.settlement.held_by() if one.state == P.HELD else []
    shown = [
        Fact(
            Words("补贴结算", "Settlement"),
            one.settlement.number,
            "mono",
            reverse("case", args=["settlement", one.settlement_id]),
        ),
        Fact(Words("培训机构", "Institution"), name_of(one.institution)),
        Fact(Words("金额（元）", "Yuan"), one.yuan, "number", cites="R16"),
        *(Fact(Words("暂缓：等口径", "Held for a ruling"), held_one.words, cites="A33") for held_one in held),
        Fact(Words("银行退回原因", "What the bank said"), one.why if one.state == P.FAILED else ""),
        Fact(Words("付款日期", "Paid on"), one.paid_on, "fullday"),
        Fact(Words("银行流水号", "Reference"), one.reference, "mono"),
    ]
    return [fact for fact in shown if fact.value]


def payment_sheets(one: Payment, request: DeskRequest) -> list[Sheet]:
    """Every attempt to pay it."""
    lines = list(one.lines.select_related("run", "payee").order_by("pk"))
    if not lines:
        return []
    linked = request.actor.role in (Role.FINANCE, Role.PROVINCE, Role.AUDITOR)
    rows = [
        Row(line_cells(line, run=line.run if linked else None), str(line.pk), line.code) for line in lines
    ]
    return [Sheet("lines", Words("支付{n}次", "{n} attempts").fill(n=len(rows)), Table(LINES, rows))]


LINES = [
    Column(Words("明细号", "Line"), "mono", "first"),
    Column(Words("收款户名", "Payee"), phone="whole"),
    Column(Words("账号", "Account"), "mono"),
    Column(Words("金额（元）", "Yuan"), "num"),
    Column(Words("付款日期", "Paid on")),
    Column(Words("流水号或失败原因", "Reference, or reason"), phone="whole"),
    Column(Words("回单", "Answer"), "tag", "verdict"),
]


def line_cells(line: PaymentLine, *, run: PaymentRun | None = None, payment: bool = False) -> list[Cell]:
    """One line of a file, masked."""
    href = reverse("case", args=["payment_run", run.pk]) if run else ""
    if payment:
        href = reverse("case", args=["payment", line.payment_id])
    return [
        Cell(line.code, href),
        Cell(line.payee.holder),
        Cell(line.payee.masked),
        Cell(line.yuan),
        Cell(line.paid_on),
        Cell(line.reference or line.why),
        Cell(both(line.get_outcome_display()), tone=TONES[line.outcome]),
    ]


def run_facts(run: PaymentRun) -> list[Fact]:
    """How many, how much, under which number, and that the layout is provisional."""
    lines, yuan = run.size()
    shown = [
        Fact(Words("笔数", "Lines"), lines, "number"),
        Fact(Words("金额（元）", "Yuan"), yuan, "number"),
        Fact(Words("文号", "Document number"), run.document_no, "mono", cites="A36"),
        Fact(Words("签发日期", "Signed on"), run.sent_on, "fullday"),
        Fact(Words("文件格式", "Layout of the file"), NOTHING if CONFIRMED else UNCONFIRMED),
    ]
    return [fact for fact in shown if fact.value]


def run_sheets(run: PaymentRun, _request: DeskRequest) -> list[Sheet]:
    """Its lines."""
    lines = list(run.lines.select_related("payee"))
    rows = [Row(line_cells(line, payment=True), str(line.pk), line.code) for line in lines]
    none = Words("批次里还没有一笔", "The run has no line yet")
    return [Sheet("lines", Words("明细{n}笔", "{n} lines").fill(n=len(rows)), Table(LINES, rows, none))]


def run_works(run: PaymentRun, actor: Actor) -> list[Link]:
    """Where the file is taken and the bank's answer brought."""
    if actor.role != Role.FINANCE or run.state not in (R.SENT, R.ANSWERED):
        return []
    file = Link(Words("下载支付文件", "Download the payment file"), reverse("run_file", args=[run.pk]))
    answers = actor.duty == Duty.HANDLE and run.state == R.SENT
    here = reverse("run_answer", args=[run.pk])
    return [*([Link(Words("导入银行回单", "Import the bank's answer"), here)] if answers else []), file]


def settlement_works(one: Settlement, actor: Actor) -> list[Link]:
    """Its payments and recoveries, and where a recovery begins."""
    found = [Link(case.title(), reverse("case", args=["payment", case.pk])) for case in one.payments.all()]
    found += [
        Link(case.title(), reverse("case", args=["recovery", case.pk])) for case in one.recoveries.all()
    ]
    begins = actor.role in (Role.CITY, Role.PROVINCE) and actor.duty == Duty.HANDLE and one.state in ABLE
    here = reverse("recovery_new", args=[one.pk])
    return [*found, *([Link(Words("发起追回", "Begin a recovery"), here)] if begins else [])]


def payee_facts(one: PayeeAccount) -> list[Fact]:
    """Whose account, at which bank, masked."""
    return [
        Fact(Words("培训机构", "Institution"), name_of(one.institution)),
        Fact(Words("户名", "Holder"), one.holder, cites="R16"),
        Fact(Words("开户行", "Bank"), one.bank),
        Fact(Words("账号", "Account"), one.masked, "mono", cites="A36"),
    ]


def recovery_facts(one: Recovery) -> list[Fact]:
    """Of which settlement, why, how much, what has come, what is next."""
    new = one.restated
    shown = [
        Fact(
            Words("补贴结算", "Settlement"),
            one.settlement.number,
            "mono",
            reverse("case", args=["settlement", one.settlement_id]),
        ),
        Fact(Words("培训机构", "Institution"), name_of(one.institution)),
        Fact(Words("原因", "Ground"), GROUNDS[one.ground], cites="A37"),
        Fact(Words("查实的情况", "What was established"), one.about),
        Fact(Words("告知日期", "Notified"), one.notified_on, "fullday", cites="H-defence"),
        Fact(Words("告知的金额（元）", "Yuan of the notice"), one.notified_yuan, "number"),
        Fact(
            Words("新的结算", "The new settlement"),
            new.number if new else None,
            "mono",
            reverse("case", args=["settlement", new.pk]) if new else "",
        ),
        Fact(Words("决定退回（元）", "Owed back (yuan)"), one.owed_yuan or None, "number"),
        Fact(Words("已退回（元）", "Come back (yuan)"), one.back_yuan if one.owed_yuan else None, "number"),
        Fact(Words("还应退（元）", "Still owed (yuan)"), one.left_yuan if one.owed_yuan else None, "number"),
    ]
    return [fact for fact in shown if fact.value not in (None, "", NOTHING)]


def recovery_sheets(one: Recovery, request: DeskRequest) -> list[Sheet]:
    """Whose part changes, the plan, what was sent back."""
    found = [people(one)]
    if one.instalments.exists():
        found.append(plan(one, request))
    receipts = list(one.receipts.all())
    if receipts:
        found.append(sent_back(receipts))
    return found


def people(one: Recovery) -> Sheet:
    """Person by person: paid, owed now, to come back, why."""
    columns = [
        Column(Words("姓名", "Name"), phone="first"),
        Column(Words("证件号", "Identity number"), "mono", "plain"),
        Column(Words("原付（元）", "Before"), "num"),
        Column(Words("重新核算（元）", "Owed now"), "num"),
        Column(Words("应退（元）", "To come back"), "num", "verdict"),
        Column(Words("怎样计算的", "How they count"), phone="whole"),
    ]
    rows = [
        Row(
            [
                Cell(line.holder),
                Cell(line.masked),
                Cell(line.paid_yuan),
                Cell(line.due_yuan),
                Cell(line.yuan),
                Cell(line.why),
            ],
            str(line.pk),
            line.holder,
        )
        for line in one.lines.all()
    ]
    return Sheet(
        "people", Words("有变的{n}人", "{n} people count otherwise").fill(n=len(rows)), Table(columns, rows)
    )


def plan(one: Recovery, request: DeskRequest) -> Sheet:
    """Instalments: due, covered, late."""
    columns = [
        Column(Words("期", "No."), phone="first"),
        Column(Words("到期日", "Due")),
        Column(Words("金额（元）", "Yuan"), "num"),
        Column(Words("退清日期", "Covered on")),
        Column(Words("情况", "State"), "tag", "verdict"),
    ]
    rows = [
        Row(
            [
                Cell(part.seq),
                Cell(part.due_on),
                Cell(part.yuan),
                Cell(part.settled_on),
                Cell(*part_state(part, request)),
            ],
            str(part.pk),
        )
        for part in one.instalments.all()
    ]
    return Sheet("plan", Words("分期{n}期", "{n} instalments").fill(n=len(rows)), Table(columns, rows))


def part_state(part: Any, request: DeskRequest) -> tuple[Words, str, Any]:
    """How an instalment stands, as the value, address and tone of a cell."""
    late = part.late_on(request.today)
    if late is not None and part.settled_on:
        return Words("已退清，逾期", "covered, late"), "", "late"
    if late is not None:
        words = Words("逾期，已改期", "late, planned anew") if part.replaced else Words("逾期", "late")
        return words, "", "late"
    if part.replaced:
        return Words("已改期", "planned anew"), "", ""
    return (
        (Words("已退清", "covered"), "", "done") if part.settled_on else (Words("未到期", "not due"), "", "")
    )


def sent_back(receipts: list[Any]) -> Sheet:
    """What the institution sent, and whether it arrived."""
    columns = [
        Column(Words("汇款凭证号", "Voucher"), "mono", "first"),
        Column(Words("汇出日期", "Sent")),
        Column(Words("金额（元）", "Yuan"), "num"),
        Column(Words("到账日期", "Arrived")),
        Column(Words("收款凭证号", "Receipt"), "mono"),
        Column(Words("情况", "State"), "tag", "verdict"),
    ]
    rows = [
        Row(
            [
                Cell(one.voucher),
                Cell(one.sent_on),
                Cell(one.yuan),
                Cell(one.arrived_on),
                Cell(one.receipt_no),
                receipt_state(one),
            ],
            str(one.pk),
            one.voucher,
        )
        for one in receipts
    ]
    return Sheet(
        "receipts", Words("退回款{n}笔", "{n} sums sent back").fill(n=len(rows)), Table(columns, rows)
    )


def receipt_state(one: Any) -> Cell:
    """Arrived, not arrived, or on its way."""
    if one.arrived_on:
        return Cell(Words("已到账", "arrived"), tone="done")
    if one.failed:
        return Cell(Words("没有到账", "did not arrive"), tone="late")
    return Cell(Words("待确认", "to be confirmed"), tone="now")


def file_tool(case: Any) -> list[Link]:
    """The file of the case."""
    href = reverse("case_file", args=[case.process.kind, case.pk])
    return [Link(Words("下载办件材料", "File of the case"), href)]


PORTRAITS = {
    "payment": Portrait(payment_facts, payment_sheets, file_tool),
    "payment_run": Portrait(run_facts, run_sheets, file_tool, works=run_works),
    "payee": Portrait(payee_facts, tools=file_tool),
    "recovery": Portrait(recovery_facts, recovery_sheets, file_tool),
}
