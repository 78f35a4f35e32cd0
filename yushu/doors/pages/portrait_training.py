"""How announcements and enrolments are shown on the page of their case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from yushu.casework.process import Check
from yushu.catalogue.models.occupations import name_of
from yushu.doors.asking import DeskRequest
from yushu.doors.pages.shapes import Cell, Column, Fact, Link, Row, Sheet, Table, Tone
from yushu.doors.pages.told import both
from yushu.kernel.words import NOTHING, Words
from yushu.training.announcing import PUBLIC_STATES
from yushu.training.enrolling import S as Where
from yushu.training.terms import HOURS, place

if TYPE_CHECKING:
    from yushu.training.models import Announcement, Enrolment


@dataclass(frozen=True)
class Answered:
    """A question of eligibility: the answer in a word, its reasons, and what would change it."""

    key: str
    question: Words
    said: Words
    tone: Tone
    checks: Sequence[Check]
    change: Words


QUESTIONS = {
    "target": Words("是不是培育对象", "Are you in the target group?"),
    "subsidy": Words("能不能享受补贴", "Can the training be subsidised?"),
    "exam": Words("训后能不能考级", "May you sit the level examination afterwards?"),
}
SAID = {
    ("target", "ok"): Words("是", "Yes"),
    ("target", "no"): Words("不是", "No"),
    ("subsidy", "ok"): Words("可以", "Yes"),
    ("subsidy", "no"): Words("不能", "No"),
    ("exam", "ok"): Words("可以", "Yes"),
    ("exam", "look"): Words("不确定", "Uncertain"),
    ("exam", "no"): Words("暂时不能", "Not yet"),
}
TONES: Mapping[str, Tone] = {"ok": "done", "look": "soon", "no": "late"}


def verdict_sheets(kept: Mapping[str, Any]) -> list[Answered]:
    """The three answers as they are kept: each with its reasons, clauses, and what would change it."""
    return [_answered(name, kept[name]) for name in QUESTIONS if name in kept]


def _answered(name: str, answer: Mapping[str, Any]) -> Answered:
    checks = [Check(one["mark"], Words(one["zh"], one["en"]), one["cites"]) for one in answer["reasons"]]
    mark = answer["mark"]
    return Answered(
        name, QUESTIONS[name], SAID[name, mark], TONES[mark], checks, Words(answer["zh"], answer["en"])
    )


def announcement_facts(one: Announcement) -> list[Fact]:
    """What is announced, when, where, for how much."""
    hours = Words("{n}学时", "{n} hours").fill(n=one.hours)
    seats = Words("{s}个，已占{h}个", "{s}, {h} taken").fill(s=one.seats, h=one.held)
    cell = Words("计划内，占用{n}个", "in the plan, holding {n}").fill(n=one.booked)
    shown = [
        Fact(Words("培训机构", "Institution"), name_of(one.institution)),
        Fact(Words("课程", "Course"), one.course),
        Fact(Words("方向", "Direction"), one.direction.words if one.direction else NOTHING),
        Fact(Words("名额", "Seats"), seats, cites="A39"),
        Fact(
            Words("计划", "Plan"), cell if one.cell_id else Words("计划外", "outside the plan"), cites="A23"
        ),
        Fact(Words("报名开始", "Enrolment from"), one.enrol_from, "fullday"),
        Fact(Words("报名截止", "Enrolment until"), one.enrol_until, "fullday"),
        Fact(Words("开班", "Starts"), one.opens_on, "fullday"),
        Fact(Words("结业", "Ends"), one.ends_on, "fullday"),
        Fact(Words("地点", "Venue"), one.venue),
        Fact(Words("区县", "County"), place(one.venue_area), cites="R25"),
        Fact(Words("学时", "Class hours"), hours, cites="R05"),
        *(Fact(words, getattr(one, kind), "number") for kind, words in HOURS.items() if getattr(one, kind)),
        Fact(Words("收费", "Fee"), one.fee_yuan, "yuan", cites="R22"),
        Fact(Words("收费依据", "What it pays for"), one.cost_basis),
        Fact(Words("联系", "Contact"), one.contact),
        Fact(Words("正文", "Text"), one.body, cites="R23"),
    ]
    return [fact for fact in shown if fact.value not in ("", None, NOTHING)]


def announcement_sheets(one: Announcement, _request: DeskRequest) -> list[Sheet]:
    """The versions, once there is more than one."""
    versions = list(one.versions.all())
    if len(versions) < 2:
        return []
    columns = [Column(Words("版本", "Version"), "num", "first"), Column(Words("公开时间", "Public since"))]
    page = reverse("course", args=[one.code])
    rows = [Row([Cell(v.number, f"{page}?version={v.number}"), Cell(v.at)], str(v.number)) for v in versions]
    return [Sheet("versions", Words("历次版本", "Versions"), Table(columns, rows))]


def announcement_tools(one: Announcement) -> list[Link]:
    """The public page, who has enrolled."""
    shown = [Link(Words("报名名单", "Who has enrolled"), reverse("applicants", args=[one.pk]))]
    if one.state in PUBLIC_STATES:
        shown.append(Link(Words("公开页面", "Public page"), reverse("course", args=[one.code])))
    return shown


def enrolment_facts(one: Enrolment) -> list[Fact]:
    """Who wants what, in which place, and whether the identity is promised."""
    announcement, signed = one.announcement, one.commitment()
    line = Words("第{n}位报名", "number {n} to enrol").fill(n=one.seq)
    if one.state == Where.WAITING:
        line = Words("第{n}位报名，候补第{k}位", "number {n} to enrol, {k} in the line").fill(
            n=one.seq, k=one.ahead() + 1
        )
    shown = [
        Fact(Words("学员", "Trainee"), one.person.name),
        Fact(Words("课程", "Course"), announcement.course, href=reverse("course", args=[announcement.code])),
        Fact(Words("培训机构", "Institution"), name_of(announcement.institution)),
        Fact(Words("次序", "Place"), line, cites="A39"),
        Fact(Words("来源", "Entered by"), both(one.get_source_display())),
        Fact(Words("开班", "Starts"), announcement.opens_on, "fullday"),
        Fact(
            Words("身份承诺", "Commitment"),
            signed.signed_at if signed else Words("未签署", "not signed"),
            "moment" if signed else "late",
            cites="A34",
        ),
    ]
    return [fact for fact in shown if fact.value]


def enrolment_sheets(one: Enrolment, _request: DeskRequest) -> list[Sheet]:
    """The verdict at enrolment, reason by reason."""
    columns = [
        Column(Words("问题", "Question"), phone="first"),
        Column(Words("结论", "Answer"), "tag", "verdict"),
        Column(Words("理由", "Reasons"), phone="whole"),
    ]
    answers = verdict_sheets(one.verdict)
    changes = any(answer.change for answer in answers)
    columns += [Column(Words("怎样改变", "What would change it"), phone="whole")] * changes
    rows = [
        Row(
            [
                Cell(answer.question),
                Cell(answer.said, tone=answer.tone),
                Cell(_reasons(answer), cites=answer.checks[0].cites),
                *[Cell(answer.change)] * changes,
            ],
            answer.key,
        )
        for answer in answers
    ]
    title = Words("报名时的结论", "The answers at enrolment")
    return [Sheet("verdict", title, Table(columns, rows))] if rows else []


def _reasons(answer: Answered) -> Words:
    texts = [check.text for check in answer.checks]
    return Words("；".join(t.zh for t in texts), "; ".join(t.en for t in texts))
