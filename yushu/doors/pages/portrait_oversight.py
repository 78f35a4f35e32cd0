"""How complaints, accounts, inspections and rectifications are shown on the page of their case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from yushu.doors.asking import DeskRequest
from yushu.doors.pages.portrait import Portrait
from yushu.doors.pages.shapes import Cell, Column, Fact, Link, Row, Sheet, Table, Tone
from yushu.doors.pages.told import both
from yushu.kernel.words import NOTHING, Words
from yushu.oversight.complaining import FINDINGS
from yushu.oversight.inspecting import Mark, S
from yushu.oversight.models import Cause
from yushu.oversight.presence import checked_in, session_at
from yushu.oversight.watching import BY_CODE
from yushu.people.roles import Duty, Role
from yushu.training.classing import S as Class

if TYPE_CHECKING:
    from yushu.oversight.models import AccountRequest, Complaint, Inspection, Rectification
    from yushu.people.actors import Actor
    from yushu.people.models import Office

SUPERVISES = (Role.CITY, Role.PROVINCE, Role.AUDITOR)
TONES: dict[str, Tone] = {Mark.FINE: "done", Mark.LOOK: "soon", Mark.WRONG: "late", Mark.SKIP: ""}
LEFT = Words("已留，写明事由才能看", "left; shown for a reason")
NONE_LEFT = Words("没有留", "none left")


def office_words(office: Office | None) -> Words:
    """The name of an office in both languages; nothing for none."""
    return Words(office.name, office.name_en or office.name) if office else NOTHING


def address(kind: str, pk: Any) -> str:
    """The page of a case."""
    return reverse("case", args=[kind, pk])


def kept(facts: list[Fact]) -> list[Fact]:
    """Those that say something."""
    return [fact for fact in facts if fact.value or fact.value == 0]


def file_tool(case: Any) -> list[Link]:
    """The file of the case."""
    args = [case.process.kind, case.pk]
    return [Link(Words("下载办件材料", "File of the case"), reverse("case_file", args=args))]


# complaints ─────────────────────────────────────────────────────────────────


def complaint_facts(case: Complaint) -> list[Fact]:
    """What is complained of; who complained only as far as that something was left."""
    about = address(case.about.kind, case.about_id) if case.about else ""
    return kept(
        [
            Fact(Words("投诉事项", "Subject"), case.category_words),
            Fact(Words("投诉谁", "Complained of"), office_words(case.against)),
            Fact(Words("来自页面", "Made from"), case.about_words, href=about),
            Fact(Words("投诉原文", "Complaint"), case.text),
            Fact(Words("姓名和联系方式", "Name and contact"), LEFT if case.has_contact() else NONE_LEFT),
            Fact(Words("收到日期", "Received"), case.received_on, "fullday"),
            Fact(Words("转办次数", "Passed on"), case.passed_on or None, "number"),
            Fact(Words("申请撤回", "Asked back"), case.wants_back_on, "fullday"),
            Fact(Words("查明结果", "What was found"), dict(FINDINGS).get(case.finding)),
            Fact(Words("答复", "Answer"), case.answer),
        ]
    )


def complaint_sheets(case: Complaint, _request: DeskRequest) -> list[Sheet]:
    """The accounts asked for and the inspections begun because of it."""
    accounts = [
        Row([Cell(one.number, address("account", one.pk)), Cell(one.opened_on), Cell(state(one))])
        for one in case.accounts.all()
    ]
    visits = [
        Row([Cell(one.number, address("inspection", one.pk)), Cell(one.opened_on), Cell(state(one))])
        for one in case.inspections.all()
    ]
    columns = [
        Column(Words("编号", "Number"), "mono", "first"),
        Column(Words("日期", "Day")),
        Column(Words("状态", "State"), "tag", "verdict"),
    ]
    named = (
        ("accounts", Words("情况说明{n}份", "{n} accounts asked for"), accounts),
        ("inspections", Words("检查{n}件", "{n} inspections"), visits),
    )
    return [Sheet(key, title.fill(n=len(rows)), Table(columns, rows)) for key, title, rows in named if rows]


def state(case: Any) -> Words:
    """The state of a case in words."""
    return both(case.process.label(case.state))


def handles(case: Any, actor: Actor) -> bool:
    """Whether the visitor handles matters of the office in charge."""
    return actor.role in (Role.CITY, Role.PROVINCE) and actor.duty == Duty.HANDLE


def complaint_works(case: Complaint, actor: Actor) -> list[Link]:
    """Who handles it may go and look, and may see the contact for a reason."""
    if not handles(case, actor) or case.handler() not in (actor.office, actor.office.parent):
        return []
    visit = Link(
        Words("就此检查", "Inspect because of it"), f"{reverse('inspection_new')}?complaint={case.pk}"
    )
    contact = Link(Words("看联系方式", "See the contact"), reverse("complaint_contact", args=[case.pk]))
    return [visit, *([contact] if case.has_contact() else [])]


def account_facts(case: AccountRequest) -> list[Fact]:
    """What is asked, and what was answered."""
    return kept(
        [
            Fact(Words("机构", "Institution"), office_words(case.institution)),
            Fact(Words("要说明的事", "Asked about"), case.summary),
            Fact(Words("情况说明", "Account"), case.account),
        ]
    )


def account_works(case: AccountRequest, actor: Actor) -> list[Link]:
    """The way to the complaint, for those who may know there is one."""
    if actor.role not in SUPERVISES:
        return []
    return [Link(Words("看投诉", "See the complaint"), address("complaint", case.complaint_id))]


# inspections ────────────────────────────────────────────────────────────────

DRAWN, DIRECTED = Words("随机抽查", "drawn at random"), Words("专项检查", "directed")


def inspection_facts(case: Inspection) -> list[Fact]:
    """Whom, how chosen, when, how many; never why."""
    group = case.training_class
    return kept(
        [
            Fact(Words("机构", "Institution"), office_words(case.institution)),
            Fact(
                Words("培训班", "Class"),
                group.title() if group else None,
                href=address("class", group.pk) if group else "",
            ),
            Fact(Words("检查方式", "Chosen"), DRAWN if case.drawn else DIRECTED),
            Fact(Words("检查日期", "Visited"), case.visited_on, "fullday"),
            Fact(Words("检查地点", "Place"), case.place_seen),
            Fact(Words("清点时间", "Counted at"), case.counted_at, "moment"),
            Fact(Words("当时的课", "Session of that moment"), case.session.when if case.session else None),
            Fact(Words("现场人数", "People seen"), case.seen, "number"),
            Fact(
                Words("当时本人签到人数", "Checked in themselves then"),
                case.checked_in,
                "number",
                cites="R24",
            ),
            differing(case),
            Fact(Words("检查情况", "What was found"), case.found),
            Fact(Words("机构说明", "The institution's statement"), case.statement),
        ]
    )


def differing(case: Inspection) -> Fact:
    """More checked in than there, or more there than checked in; nothing when they agree or cannot be compared.

    Only the first is alarming: whom a teacher calls the roll of is there without having checked in.
    """
    gap = case.differs() or 0
    more = Words("签到多于现场", "Checked in and not there")
    fewer = Words("在场没有本人签到（含点名）", "There, not checked in themselves (roll calls too)")
    text = Words("{n}人", "{n}").fill(n=abs(gap)) if gap else None
    return Fact(more, text, "late") if gap > 0 else Fact(fewer, text)


def inspection_sheets(case: Inspection, request: DeskRequest) -> list[Sheet]:
    """The checklist as it was marked; for the supervisors also why, and before the visit who is checked in now."""
    supervises = request.actor.role in SUPERVISES
    shown = [findings_sheet(case)] if case.findings.exists() else []
    if supervises and case.state == S.PLANNED and case.training_class is not None:
        shown.append(present_sheet(case, request))
    return [*shown, *([cause_sheet(case)] if supervises else [])]


def findings_sheet(case: Inspection) -> Sheet:
    """Item, clause, mark, remark."""
    columns = [
        Column(Words("检查项目", "Item"), phone="first"),
        Column(Words("说明", "Remark"), phone="whole"),
        Column(Words("结论", "Mark"), "tag", "verdict"),
    ]
    rows = [
        Row(
            [
                Cell(one.words, cites=one.cites),
                Cell(one.said),
                Cell(Mark(one.mark).words, tone=TONES[one.mark]),
            ]
        )
        for one in case.findings.all()
    ]
    return Sheet("findings", Words("检查{n}项", "{n} items").fill(n=len(rows)), Table(columns, rows))


NO_SESSION = Words("此刻课表上没有课", "No session of the timetable is on now")


def present_sheet(case: Inspection, request: DeskRequest) -> Sheet:
    """Who is checked in to the session that is on at this moment."""
    assert case.training_class is not None
    session = session_at(case.training_class, request.at)
    here = checked_in(session, request.at).select_related("member__person") if session else ()
    columns = [
        Column(Words("序号", "No."), "num", "off"),
        Column(Words("姓名", "Name"), phone="first"),
        Column(Words("签到", "Checked in")),
    ]
    rows = [Row([Cell(row.member.seq), Cell(row.member.person.name), Cell(row.came_at)]) for row in here]
    nobody = Words("还没有人签到", "Nobody has checked in yet") if session else NO_SESSION
    title = Words("此刻已签到{n}人", "{n} checked in now").fill(n=len(rows))
    return Sheet("present", title, Table(columns, rows, nobody), session.when if session else NO_SESSION)


def cause_sheet(case: Inspection) -> Sheet:
    """Why there is an inspection: for the supervisors alone."""
    facts: list[tuple[Words, Any, str]] = [(Words("来由", "Cause"), both(Cause(case.cause).label), "")]
    if case.draw_id:
        facts.append((Words("抽签", "Draw"), case.draw.on, reverse("draw", args=[case.draw_id])))
    if case.complaint_id:
        facts.append(
            (Words("投诉", "Complaint"), case.complaint.number, address("complaint", case.complaint_id))
        )
    if case.sign in BY_CODE:
        facts.append((Words("预警", "Warning sign"), BY_CODE[case.sign].title, ""))
    if case.why:
        facts.append((Words("理由", "Reason"), case.why, ""))
    columns = [Column(Words("项目", "What"), phone="first"), Column(Words("内容", "Content"), phone="whole")]
    rows = [Row([Cell(label), Cell(value, href)]) for label, value, href in facts]
    about = Words("机构看不到", "the institution does not see this")
    return Sheet("cause", Words("为什么检查", "Why"), Table(columns, rows), about)


def inspection_works(case: Inspection, actor: Actor) -> list[Link]:
    """What came of it, and where the class is stopped."""
    links = [
        Link(Words("看整改", "See the rectification"), address("rectification", one.pk))
        for one in case.rectifications.all()
    ]
    group = case.training_class
    if group and handles(case, actor) and case.state == S.EXPLAINED and group.state == Class.RUNNING:
        stop = reverse("step", args=["class", group.pk, "stop"])
        links.append(Link(Words("责令该班暂停", "Order the class to stop"), stop))
    return links


# rectification ──────────────────────────────────────────────────────────────


def rectification_facts(case: Rectification) -> list[Fact]:
    """What must be mended by when, what was, and what the re-check found."""
    visit = case.inspection
    return kept(
        [
            Fact(Words("机构", "Institution"), office_words(case.institution)),
            Fact(Words("检查", "Inspection"), visit.number, "mono", href=address("inspection", visit.pk)),
            Fact(Words("整改要求", "What must be mended"), case.order),
            Fact(Words("整改期限", "To be mended by"), case.due_on, "fullday", cites="H-rectification"),
            Fact(Words("轮次", "Round"), case.round, "number", cites="H-rectification-rounds"),
            Fact(Words("逾期", "Late"), Words("有逾期", "was late") if case.was_late() else None, "late"),
            Fact(Words("整改情况", "What was mended"), case.mended),
            Fact(Words("报告日期", "Reported"), case.reported_on, "fullday"),
            Fact(Words("复查情况", "What the re-check found"), case.recheck),
        ]
    )


PORTRAITS: dict[str, Portrait] = {
    "complaint": Portrait(complaint_facts, complaint_sheets, file_tool, works=complaint_works),
    "account": Portrait(account_facts, tools=file_tool, works=account_works),
    "inspection": Portrait(inspection_facts, inspection_sheets, file_tool, works=inspection_works),
    "rectification": Portrait(rectification_facts, tools=file_tool),
}
