"""How a class and a change of it are shown on the page of their case: roster, hours, timetable."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from yushu.catalogue.models.occupations import name_of
from yushu.doors.asking import DeskRequest
from yushu.doors.pages.paging import cut
from yushu.doors.pages.shapes import Cell, Column, Fact, Link, Row, Sheet, Table, Tone
from yushu.kernel.words import NOTHING, Words
from yushu.people.roles import Duty, Role
from yushu.training.announcing import S as Announced
from yushu.training.classing import S
from yushu.training.completing import lacks
from yushu.training.models import Kind
from yushu.training.terms import HOURS

if TYPE_CHECKING:
    from yushu.people.actors import Actor
    from yushu.training.models import Announcement, ClassChange, Member, Session, TrainingClass

PEOPLE = Words("名册{n}人", "{n} people")
SESSIONS = Words("课表{n}节", "{n} sessions")
COMPLETE = Words("学时已满", "all hours")
LACKS = Words("差{h}", "lacks {h}")
LEFT = Words("已离班", "left")
MAKEUP = Words("补课", "made up")
DROPPED = Words("已取消", "dropped")
SETTLED = Words("待确认", "to be confirmed")
CONFIRMED = Words("已确认", "confirmed")
AHEAD = Words("未点名", "no roll yet")


def facts(case: TrainingClass) -> list[Fact]:
    """Who teaches what from when to when, the hours in four kinds, the papers of the request."""
    shown = [
        Fact(Words("培训机构", "Institution"), name_of(case.institution)),
        Fact(Words("招生公告", "Announcement"), case.announcement.number, "mono"),
        Fact(
            Words("计划", "Plan"),
            Words("计划内", "in the plan") if case.cell_id else Words("计划外", "outside the plan"),
            cites="A23",
        ),
        Fact(Words("方向", "Direction"), case.direction.words if case.direction else None),
        Fact(Words("开班", "Opens"), case.opens_on, "fullday"),
        Fact(Words("结业", "Ends"), case.ends_on, "fullday"),
        *(Fact(words, getattr(case, kind), "number") for kind, words in HOURS.items() if getattr(case, kind)),
        Fact(
            Words("一学时", "A class hour"),
            Words("{m}分钟", "{m} minutes").fill(m=case.hour),
            cites="H-class-hour",
        ),
        Fact(Words("教材和数字课程", "Textbook and digital courses"), case.resources),
        Fact(Words("结业考核方案", "Plan of assessment"), case.assessment),
        Fact(Words("批准文号", "Approved under"), case.approved_no, "mono", cites="A35"),
        Fact(Words("开班人数", "Opened with"), case.opened_with or None, "number", cites="A26"),
        Fact(Words("结业考核", "Completion exam"), case.examined_on, "fullday", cites="R06"),
    ]
    return [fact for fact in shown if fact.value]


def sheets(case: TrainingClass, request: DeskRequest) -> list[Sheet]:
    """The roster with everybody's hours, and the timetable, each a page at a time."""
    total = case.members.count()
    people, pager = cut(request, case.members.select_related("person"), total, key="people")
    lessons = case.sessions.select_related("teacher__person", "room")
    count = lessons.count()
    shown, lesson_pager = cut(request, lessons, count, key="sessions")
    roster = Sheet("people", PEOPLE.fill(n=case.size()), roster_table(case, people), pager=pager)
    table = Sheet("sessions", SESSIONS.fill(n=count), session_table(shown), pager=lesson_pager)
    return [roster, table]


def whole(case: TrainingClass, _request: DeskRequest) -> list[Sheet]:
    """Everybody and every session, for paper."""
    people, lessons = (
        case.members.select_related("person"),
        case.sessions.select_related("teacher__person", "room"),
    )
    return [
        Sheet("people", PEOPLE.fill(n=case.size()), roster_table(case, people)),
        Sheet("sessions", SESSIONS.fill(n=lessons.count()), session_table(lessons)),
    ]


def roster_table(case: TrainingClass, people: Iterable[Member]) -> Table:
    """Members with their confirmed hours in each kind, and what is still missing."""
    kinds = [kind for kind in Kind if getattr(case, kind)]
    columns = [
        Column(Words("序号", "No."), "num", "off"),
        Column(Words("姓名", "Name"), phone="first"),
        *(Column(kind.words, "num") for kind in kinds),
        Column(Words("结论", "Standing"), "tag", "verdict"),
    ]
    minutes = case.minutes_of()
    rows = []
    for member in people:
        hours = case.hours_of(minutes.get(member.pk))
        cells = [Cell(f"{hours[kind]}/{getattr(case, kind)}") for kind in kinds]
        rows.append(
            Row(
                [Cell(member.seq), Cell(member.person.name), *cells, standing(case, member, minutes)],
                str(member.pk),
            )
        )
    return Table(columns, rows)


def standing(case: TrainingClass, member: Member, minutes: dict[int, dict[str, int]]) -> Cell:
    """Whether somebody has all hours, what is missing, or that they left."""
    if member.left_on is not None:
        return Cell(LEFT, tone="late")
    if case.state not in (S.RUNNING, S.STOPPED, S.COMPLETED):
        return Cell(NOTHING)
    missing = case.lacking(minutes.get(member.pk))
    return Cell(LACKS.fill(h=lacks(missing)), tone="soon") if missing else Cell(COMPLETE, tone="done")


def session_table(sessions: Iterable[Session]) -> Table:
    """Sessions with their teacher and room; the time leads to the page of the session."""
    columns = [
        Column(Words("时间", "Time"), phone="first"),
        Column(Words("类型", "Kind"), phone="plain"),
        Column(Words("内容", "Topic"), phone="whole"),
        Column(Words("教师", "Teacher")),
        Column(Words("教室", "Room")),
        Column(Words("分钟", "Minutes"), "num"),
        Column(Words("考勤", "Attendance"), "tag", "verdict"),
    ]
    rows = [
        Row(
            [
                Cell(session.when, reverse("session", args=[session.pk])),
                Cell(Kind(session.kind).words),
                Cell(session.topic),
                Cell(session.teacher.person.name),
                Cell(session.room.name if session.room else None),
                Cell(session.minutes),
                Cell(*state_of(session)),
            ],
            str(session.pk),
            session.when,
        )
        for session in sessions
    ]
    return Table(columns, rows)


def state_of(session: Session) -> tuple[Words, str, Tone]:
    """How far its attendance is, in a word."""
    if session.dropped_on is not None:
        return DROPPED, "", "late"
    if session.confirmed_by_id is not None:
        return CONFIRMED, "", "done"
    if session.settled_by_id is not None:
        return SETTLED, "", "soon"
    return (MAKEUP if session.makeup else AHEAD), "", ""


def tools(case: TrainingClass) -> list[Link]:
    """The file of the case."""
    return [Link(Words("下载办件材料", "File of the case"), reverse("case_file", args=["class", case.pk]))]


def works(case: TrainingClass, actor: Actor) -> list[Link]:
    """The pages on which the institution works in this state; results are there for all to see."""
    mine = actor.role == Role.INSTITUTION and actor.duty == Duty.HANDLE
    shown = STAGE.get(case.state, ()) if mine else ()
    links = [Link(label, reverse(name, args=[case.pk])) for label, name in shown]
    if case.state in (S.RUNNING, S.COMPLETED):
        links.append(Link(Words("结业成绩", "Completion results"), reverse("class_results", args=[case.pk])))
    if actor.role == Role.TRAINEE:
        here = f"{reverse('complain')}?class={case.pk}"
        links.append(Link(Words("投诉这个班", "Complain of this class"), here))
    return links


def announcement_works(announcement: Announcement, actor: Actor) -> list[Link]:
    """From an announcement an institution asks to open a class."""
    mine = actor.role == Role.INSTITUTION and actor.duty == Duty.HANDLE
    if not mine or announcement.state not in (Announced.PUBLISHED, Announced.CLOSED):
        return []
    return [Link(Words("申请开班", "Ask to open a class"), reverse("class_new", args=[announcement.pk]))]


STAGE: dict[str, tuple[tuple[Words, str], ...]] = {
    S.DRAFT: (
        (Words("选名册", "Choose the roster"), "class_roster"),
        (Words("排课表", "Write the timetable"), "class_timetable"),
    ),
    S.APPROVED: ((Words("变更课表", "Change the timetable"), "class_change_new"),),
    S.RUNNING: (
        (Words("变更课表", "Change the timetable"), "class_change_new"),
        (Words("加补课", "Add made-up sessions"), "class_makeup"),
        (Words("进出班", "Leave and join"), "class_people"),
    ),
}


def change_facts(change: ClassChange) -> list[Fact]:
    """Whose class, why."""
    return [
        Fact(Words("培训机构", "Institution"), name_of(change.institution)),
        Fact(
            Words("培训班", "Class"),
            change.training_class.called,
            href=reverse("case", args=["class", change.training_class_id]),
        ),
        Fact(Words("理由", "Reason"), change.reason),
    ]


def change_sheets(change: ClassChange, _request: DeskRequest) -> list[Sheet]:
    """What is dropped and what is added."""
    gone = change.training_class.sessions.filter(pk__in=change.drops).select_related(
        "teacher__person", "room"
    )
    columns = [
        Column(Words("时间", "Time"), phone="first"),
        Column(Words("类型", "Kind"), phone="plain"),
        Column(Words("内容", "Topic"), phone="whole"),
        Column(Words("教师", "Teacher")),
        Column(Words("教室", "Room")),
    ]
    rows = [Row([Cell(text) for text in _added(row)]) for row in change.adds]
    return [
        Sheet("dropped", Words("去掉{n}节", "{n} dropped").fill(n=len(change.drops)), session_table(gone)),
        Sheet("added", Words("加{n}节", "{n} added").fill(n=len(change.adds)), Table(columns, rows)),
    ]


def _added(row: dict[str, Any]) -> list[Any]:
    when = f"{row['on']} {row['starts']}–{row['ends']}"
    return [when, Kind(row["kind"]).words, row["topic"], row["teacher"], row["room"]]
