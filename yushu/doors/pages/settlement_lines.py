"""A person's line of a settlement, opened down to the check-ins; and the list of one's own lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from yushu.doors.asking import DeskRequest
from yushu.doors.pages.case import DESK
from yushu.doors.pages.portrait_settlement import IN_BASE, OUT, PAID_FOR
from yushu.doors.pages.settlement_shapes import Sum
from yushu.doors.pages.shapes import Cell, Column, Fact, Link, Row, Sheet, Table
from yushu.doors.pages.speech import clock_time, thousands
from yushu.doors.pages.told import both
from yushu.kernel.words import NOTHING, Words
from yushu.people.roles import Role
from yushu.subsidies import rulings
from yushu.subsidies.models import EmploymentFact
from yushu.subsidies.rules import Attended, DayRate, payable_days, worth_lines
from yushu.training.hours import ONLINE
from yushu.training.models import Attendance, Kind, Method

if TYPE_CHECKING:
    from yushu.subsidies.models import SettlementLine

OWN = Words("核算过{n}次", "computed {n} times")
OWN_ABOUT = Words(
    "补贴付给培训机构，不付给个人。这里写明你的培训是怎样算的。",
    "The subsidy goes to the institution. Here is how your own training was counted.",
)
DAYS = Words("考勤{n}天", "{n} days of attendance")
FACTS = Words("就业记录{n}条", "{n} facts of employment")
METHODS = {Method.CODE: Words("本人签到", "own check-in"), Method.ROLL: Words("点名", "roll call")}


def context(line: SettlementLine, request: DeskRequest) -> dict[str, Any]:
    """What the page of a line shows."""
    mine = request.actor.role == Role.TRAINEE
    back = reverse("my_subsidy") if mine else reverse("case", args=["settlement", line.settlement_id])
    where = Words("我的补贴核算", "My subsidy") if mine else line.settlement.title()
    attended = list(_attended(line))
    return {
        "heading": Words("{h}的补贴核算", "Subsidy of {h}").fill(h=line.holder),
        "about": Words("{c}，{o}", "{c}, {o}").fill(c=line.training_class.called, o=_institution(line)),
        "crumbs": [Link(DESK, reverse("desk")), Link(where, back)],
        "sum": Sum(line.due_yuan, line.paid_yuan, line.now_yuan, line.given_up_yuan),
        "facts": facts(line),
        "lines": [*_days(line, attended), *_worth(line)],
        "attendance": Sheet(
            "days", DAYS.fill(n=len(line.evidence.get("sessions", {}))), days_table(attended)
        ),
        "employment": employment(line),
    }


def _institution(line: SettlementLine) -> Words:
    office = line.settlement.institution
    return Words(office.name, office.name_en or office.name)


def facts(line: SettlementLine) -> list[Fact]:
    """How the person counts, and why."""
    counted = PAID_FOR if line.due_yuan else IN_BASE if line.counts else OUT
    shown = [
        Fact(Words("计补", "Counted"), counted, cites=line.cites[0] if line.cites else ""),
        Fact(Words("依据", "Why"), line.why),
        Fact(
            Words("培训合格证书", "Training certificate"),
            line.evidence.get("certificate"),
            "mono",
            cites="R06",
        ),
        Fact(Words("开班", "Opened"), line.opened_on, "fullday"),
        Fact(Words("计付天数", "Days paid for"), line.days, "number", cites="A2"),
        Fact(Words("标准", "Worth"), line.worth_yuan, "yuan", cites="R19"),
        Fact(Words("结算状态", "Settlement"), both(line.settlement.process.label(line.settlement.state))),
        Fact(Words("要改的问题", "To be mended"), line.remark, "late"),
    ]
    return [fact for fact in shown if fact.value not in ("", None, NOTHING)]


def _attended(line: SettlementLine) -> Iterable[Any]:
    """The presences the days were counted from, as they were frozen."""
    keys = [key for keys in line.evidence.get("sessions", {}).values() for key in keys]
    rows = Attendance.objects.filter(member=line.member_id, session__in=keys)  # seen: with the line
    return rows.select_related("session__teacher__person", "session__room").order_by(
        "session__on", "session__starts"
    )


def _days(line: SettlementLine, attended: list[Any]) -> list[Any]:
    """How the days came about, from the same presences."""
    spells = [
        Attended(one.session.on, online_minutes=one.minutes)
        if one.session.kind in ONLINE
        else Attended(one.session.on, one.minutes)
        for one in attended
    ]
    dates = line.training_class.sessions.planned().values_list("on", flat=True)
    return list(payable_days(spells, len(set(dates)), line.opened_on, rulings.ruled()).lines)


def _worth(line: SettlementLine) -> list[Any]:
    return list(worth_lines(DayRate.on(line.opened_on, rulings.ruled()), line.days))


def days_table(attended: list[Any]) -> Table:
    """Every session attended, with the moments of coming and leaving and how they became known."""
    columns = [
        Column(Words("日期", "Date"), phone="first"),
        Column(Words("课", "Session"), phone="whole"),
        Column(Words("类型", "Kind")),
        Column(Words("到", "Came"), "num"),
        Column(Words("离", "Left"), "num"),
        Column(Words("分钟", "Minutes"), "num"),
        Column(Words("方式", "How"), phone="verdict"),
    ]
    rows = [
        Row(
            [
                Cell(one.session.on),
                Cell(one.session.topic),
                Cell(Kind(one.session.kind).words),
                Cell(clock_time(one.came_at) if one.came_at else None),
                Cell(clock_time(one.left_at) if one.left_at else None),
                Cell(one.minutes),
                Cell(METHODS[Method(one.method)]),
            ],
            str(one.pk),
        )
        for one in attended
    ]
    return Table(columns, rows)


def employment(line: SettlementLine) -> Sheet | None:
    """The facts the answer rests on; nothing where there are none."""
    keys = [int(key) for key in line.evidence.get("facts", [])]
    found = list(EmploymentFact.objects.filter(pk__in=keys))  # seen: with the line
    if not found:
        return None
    columns = [
        Column(Words("情形", "Kind"), phone="first"),
        Column(Words("单位", "Employer"), phone="whole"),
        Column(Words("自", "From")),
        Column(Words("至", "To")),
        Column(Words("来源", "Source"), phone="whole"),
    ]
    rows = [
        Row(
            [
                Cell(both(fact.get_kind_display())),
                Cell(fact.employer_name),
                Cell(fact.since),
                Cell(fact.until),
                Cell(both(fact.get_source_display())),
            ]
        )
        for fact in found
    ]
    return Sheet("employment", FACTS.fill(n=len(found)), Table(columns, rows))


def own_table(lines: Iterable[SettlementLine]) -> Table:
    """One's own lines."""
    columns = [
        Column(Words("培训班", "Class"), phone="first"),
        Column(Words("截至", "As of")),
        Column(Words("天数", "Days"), "num"),
        Column(Words("计补", "Counted"), "tag", "verdict"),
        Column(Words("依据", "Why"), phone="whole"),
        Column(Words("本次（元）", "Now (yuan)"), "num"),
    ]
    rows = [
        Row(
            [
                Cell(line.training_class.called, reverse("settlement_line", args=[line.pk])),
                Cell(line.settlement.as_of),
                Cell(line.days),
                Cell(
                    PAID_FOR if line.due_yuan else IN_BASE if line.counts else OUT,
                    tone="done" if line.due_yuan else "",
                ),
                Cell(line.why),
                Cell(thousands(line.now_yuan)),
            ],
            str(line.pk),
        )
        for line in lines
    ]
    none = Words(
        "还没有核算过。班级结业、机构申领以后在这里看到。",
        "Nothing yet: once your class has ended and was claimed.",
    )
    return Table(columns, rows, empty=none)
