"""How a settlement and an objection are shown on the page of their case, and on paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from yushu.casework.models import Deadline
from yushu.catalogue.models.occupations import name_of
from yushu.doors.asking import DeskRequest
from yushu.doors.pages import settlement_proofs, settlement_review
from yushu.doors.pages.paging import cut
from yushu.doors.pages.portrait import Portrait
from yushu.doors.pages.portrait_paying import settlement_works
from yushu.doors.pages.settlement_shapes import Sum
from yushu.doors.pages.shapes import Cell, Column, Fact, Link, Row, Sheet, Table
from yushu.doors.pages.speech import WEEK
from yushu.doors.pages.told import both
from yushu.kernel.words import Words
from yushu.subsidies.employment_rules import KIND_WORDS
from yushu.subsidies.objecting import GROUNDS
from yushu.subsidies.objecting import S as Said
from yushu.subsidies.settling import MINE, S

if TYPE_CHECKING:
    from yushu.people.actors import Actor
    from yushu.subsidies.models import Objection, Settlement, SettlementLine

PEOPLE = Words("人员名单{n}人", "{n} people")
STAGES = Words("分阶段结算", "Stages")
PAID_FOR = Words("计付", "paid for")
IN_BASE = Words("在基数，未就业", "in the base, not employed")
OUT = Words("不计", "not counted")
OPENS_ON = Words(
    "点开任何一行看依据。{a}的班，{d}的就业情况，{p}规则。",
    "Each line opens. Classes ended by {a}, work on {d}, rules {p}.",
)
HELD_NOTE = Words("拨付须等口径：{w}", "The payment waits for a ruling: {w}")
LIMITED = Words(
    "有异议未办结，先付{y}元，其余办结后补足",
    "Objections are open: {y} yuan now, the rest once they are decided",
)
WEEKDAYS = tuple(Words(name.zh[-1], name.en) for name in WEEK)
LATE = Words("逾期申领，记录在案", "claimed late; it stays on record")


def facts(one: Settlement) -> list[Fact]:
    """Whose, of what, the days that decide, the number of the decision."""
    scheme = one.scheme
    late = Deadline.objects.filter(
        chain_id=one.pk, step="claim", late_since__isnull=False
    )  # seen: with its case
    shown = [
        Fact(Words("培训机构", "Institution"), name_of(one.institution)),
        Fact(scheme.process.name, scheme.called),
        Fact(Words("方式", "Mode"), one.mode, cites="R20"),
        Fact(Words("截至", "As of"), one.as_of, "fullday", cites="A16"),
        Fact(Words("看就业的日期", "Employment held on"), one.claim_day, "fullday", cites="A14"),
        Fact(Words("逾期", "Late"), LATE if late.exists() else None, "late", cites="A14"),
        Fact(
            Words("代替", "Replaces"),
            one.replaces.number if one.replaces else None,
            "mono",
            reverse("case", args=["settlement", one.replaces_id]) if one.replaces_id else "",
        ),
        Fact(Words("重新核算的原因", "Why it was computed again"), one.why),
        Fact(Words("公示开始", "Published"), one.publicised_on, "fullday", cites="H-publicity"),
        Fact(Words("审核文号", "Decided under"), one.document_no, "mono", cites="A36"),
    ]
    return [fact for fact in shown if fact.value]


def works(one: Settlement, actor: Actor) -> list[Link]:
    """The order or project, where the visitor may see it; then payments and recoveries."""
    scheme = one.scheme
    seen = type(scheme).objects.visible_to(actor).filter(pk=scheme.pk).exists()
    own = Link(scheme.title(), reverse("case", args=[scheme.process.kind, scheme.pk]))
    return [*([own] if seen else []), *settlement_works(one, actor)]


def more(one: Settlement, request: DeskRequest) -> dict[str, Any]:
    """The sum, the working with its proofs, stages, people; for those who examine also the edge and other readings."""
    lines = list(one.lines.all())
    reviews = settlement_review.sees_review(request.actor)
    people = [line.claimed() for line in lines]
    return {
        "sum": Sum(one.due_yuan, one.paid_before_yuan, one.now_yuan, one.given_up_yuan),
        "working": settlement_proofs.work_lines(one, lines),
        "working_about": OPENS_ON.fill(a=one.as_of, d=one.claim_day, p=one.pack_version),
        "cliff": settlement_review.edge(one, people) if reviews else None,
        "others": settlement_review.other_sums(one, lines) if reviews else None,
        "stages": stages(one),
        "people": people_sheet(one, request),
        "objections": objections_of(one, request.actor),
        "notes": notes(one),
        "weekdays": WEEKDAYS,
    }


def notes(one: Settlement) -> list[Words]:
    """What holds or limits the payment, in a sentence each."""
    found = []
    if one.state not in MINE and (waiting := one.held_by()):
        named = Words("、".join(w.words.zh for w in waiting), ", ".join(w.words.en for w in waiting))
        found.append(HELD_NOTE.fill(w=named))
    if one.state in (S.PAYABLE, S.PAID) and one.payable_yuan is not None and one.payable_yuan < one.now_yuan:
        found.append(LIMITED.fill(y=f"{one.payable_yuan:,}"))
    if one.otherwise_yuan != one.due_yuan and one.kinds:
        kinds = Words(
            "、".join(KIND_WORDS[k].zh for k in one.kinds), ", ".join(KIND_WORDS[k].en for k in one.kinds)
        )
        text = Words(
            "{k}是否计入就业没有口径：不计入应付{a}元，计入应付{b}元",
            "{k}: {a} yuan if they do not count, {b} if they do",
        )
        found.append(text.fill(k=kinds, a=f"{one.due_yuan:,}", b=f"{one.otherwise_yuan:,}"))
    return found


def stages(one: Settlement) -> Sheet:
    """Every settlement of the same order or project that counts or is under way."""
    rows = type(one).objects.filter(order=one.order_id, project=one.project_id)  # seen: with its scheme
    rows = rows.exclude(state__in=(S.WITHDRAWN, S.REFUSED, S.REPLACED)).order_by("opened_on", "number")
    columns = [
        Column(Words("截至", "As of"), phone="first"),
        Column(Words("就业率", "Rate"), "num"),
        Column(Words("应付", "Owed"), "num"),
        Column(Words("本次", "Now"), "num"),
    ]
    made = [
        Row(
            [
                Cell(each.as_of, reverse("case", args=["settlement", each.pk])),
                Cell(percent_of(each.employed, each.base)),
                Cell(each.due_yuan),
                Cell(each.now_yuan),
            ],
            picked=each.pk == one.pk,
        )
        for each in rows
    ]
    return Sheet("stages", STAGES, Table(columns, made))


def percent_of(part: int, whole: int) -> str:
    """80.00%, cut and never rounded; a dash for nothing."""
    if not whole:
        return ""
    points = part * 10_000 // whole
    return f"{points // 100}.{points % 100:02d}%"


COLUMNS = [
    Column(Words("序号", "No."), "num", "off"),
    Column(Words("姓名", "Name"), phone="first"),
    Column(Words("证件号", "Identity number"), "mono", "plain"),
    Column(Words("天数", "Days"), "num"),
    Column(Words("计补", "Counted"), "tag", "verdict"),
    Column(Words("依据", "Why"), phone="whole"),
    Column(Words("应付", "Owed"), "num"),
    Column(Words("已付", "Paid"), "num"),
    Column(Words("本次", "Now"), "num"),
]
REMARK = Column(Words("要改的问题", "To be mended"), phone="whole")


def people_sheet(one: Settlement, request: DeskRequest) -> Sheet:
    """The people, a page at a time; each leads to days, check-ins and proof."""
    rows = one.lines.order_by("seq")
    total = rows.count()
    shown, pager = cut(request, rows, total, key="people")
    remarks = rows.exclude(remark="").exists()
    return Sheet("people", PEOPLE.fill(n=total), people_table(shown, remarks=remarks), pager=pager)


def people_table(lines: Iterable[SettlementLine], *, remarks: bool = False, linked: bool = True) -> Table:
    """Rows of people; the column of remarks only where there are any."""
    made = [
        Row(
            [
                Cell(line.seq),
                Cell(line.holder, reverse("settlement_line", args=[line.pk]) if linked else ""),
                Cell(line.masked),
                Cell(line.days),
                standing(line),
                Cell(line.why),
                Cell(line.due_yuan),
                Cell(line.paid_yuan),
                Cell(line.now_yuan),
                *[Cell(line.remark)] * remarks,
            ],
            str(line.pk),
            line.holder,
        )
        for line in lines
    ]
    return Table([*COLUMNS, *[REMARK] * remarks], made)


def standing(line: SettlementLine) -> Cell:
    """Paid for, in the base, or not counted."""
    if line.due_yuan:
        return Cell(PAID_FOR, tone="done")
    return Cell(IN_BASE, tone="soon") if line.counts else Cell(OUT)


def objections_of(one: Settlement, actor: Actor) -> Sheet | None:
    """Objections, for those who decide or supervise; whoever is objected to does not read who said what."""
    if actor.role not in settlement_review.REVIEWERS:
        return None
    rows = list(one.objections.order_by("opened_on", "number"))
    if not rows:
        return None
    columns = [
        Column(Words("编号", "Number"), "mono", "first"),
        Column(Words("反映的问题", "Ground"), phone="whole"),
        Column(Words("状态", "State"), "tag", "verdict"),
    ]
    made = [
        Row(
            [
                Cell(each.number, reverse("case", args=["objection", each.pk])),
                Cell(GROUNDS[each.ground]),
                Cell(
                    both(each.process.label(each.state)),
                    tone="now" if each.state == Said.RECEIVED else "done",
                ),
            ]
        )
        for each in rows
    ]
    return Sheet(
        "objections", Words("公示异议{n}件", "{n} objections").fill(n=len(rows)), Table(columns, made)
    )


def whole(one: Settlement, _request: DeskRequest) -> list[Sheet]:
    """Everybody, for paper."""
    rows = list(one.lines.order_by("seq"))
    return [Sheet("people", PEOPLE.fill(n=len(rows)), people_table(rows, linked=False))]


def tools(one: Settlement) -> list[Link]:
    """The review form, the open page while it is there, the file of the case."""
    links = [Link(Words("打印审核表", "Print the review form"), reverse("settlement_form", args=[one.pk]))]
    if one.state == S.PUBLICISED:
        links.append(Link(Words("公示页", "Public page"), reverse("publicity_page", args=[one.code])))
    return [
        *links,
        Link(Words("下载办件材料", "File of the case"), reverse("case_file", args=["settlement", one.pk])),
    ]


def objection_facts(one: Objection) -> list[Fact]:
    """What is objected, about whom, and the answer."""
    line = one.settlement.lines.filter(member=one.member_id).first() if one.member_id else None
    shown = [
        Fact(
            Words("补贴结算", "Settlement"),
            one.settlement.number,
            "mono",
            reverse("case", args=["settlement", one.settlement_id]),
        ),
        Fact(Words("反映的问题", "Ground"), GROUNDS[one.ground], cites="A38"),
        Fact(
            Words("名单上的人", "Line of the list"),
            f"{line.seq} {line.holder}" if line else None,
            href=reverse("settlement_line", args=[line.pk]) if line else "",
        ),
        Fact(Words("原文", "In their words"), one.said),
        Fact(Words("提出人", "By"), one.name or Words("没有留姓名", "no name given")),
        Fact(Words("联系方式", "Contact"), one.contact),
        Fact(Words("答复", "Answer"), one.answer),
    ]
    return [fact for fact in shown if fact.value]


PORTRAITS: dict[str, Portrait] = {
    "settlement": Portrait(
        facts, tools=tools, whole=whole, works=works, template="subsidy/settlement.html", more=more
    ),
    "objection": Portrait(objection_facts),
}
