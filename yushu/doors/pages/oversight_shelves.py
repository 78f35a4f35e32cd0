"""The lists of oversight: their columns, and the tabs beside each other."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from yushu.doors.pages.portrait_oversight import DIRECTED, DRAWN, office_words
from yushu.doors.pages.shapes import Cell, Link
from yushu.doors.pages.shelves import Head, Shelf, state_cell, with_due
from yushu.kernel.words import Words
from yushu.oversight.complaining import COMPLAINT
from yushu.oversight.explaining import ACCOUNT_REQUEST
from yushu.oversight.inspecting import INSPECTION
from yushu.oversight.rectifying import RECTIFICATION
from yushu.people.actors import Actor
from yushu.people.roles import Role

NUMBER = Head(Words("编号", "Number"), "number", "mono", "first")
STATE = Head(Words("状态", "State"), "state", "tag", "verdict")
DUE = Head(Words("最近期限", "Next due day"), "due")
INSTITUTION = Head(Words("机构", "Institution"), "institution__name", "text", "whole")
TABS = (
    (Words("检查", "Inspections"), "inspections", ()),
    (Words("整改", "Rectification"), "rectifications", ()),
    (Words("投诉", "Complaints"), "complaints", (Role.CITY, Role.PROVINCE, Role.AUDITOR)),
    (Words("情况说明", "Accounts"), "accounts", ()),
    (Words("预警", "Warning signs"), "signs", (Role.CITY, Role.PROVINCE, Role.AUDITOR)),
    (Words("抽签记录", "Draws"), "draws", (Role.CITY, Role.PROVINCE, Role.AUDITOR)),
)


def tabs(actor: Actor, current: str) -> list[Link]:
    """The lists the visitor may open, beside each other."""
    return [
        Link(label, reverse(name), current=name == current)
        for label, name, roles in TABS
        if not roles or actor.role in roles
    ]


def number(case: Any) -> Cell:
    """The number, leading to the page of the case."""
    return Cell(case.number, reverse("case", args=[case.process.kind, case.pk]))


def _complaint(case: Any) -> list[Cell]:
    return [
        number(case),
        Cell(case.category_words),
        Cell(office_words(case.against) if case.against else None),
        Cell(case.received_on),
        Cell(case.due),
        state_cell(COMPLAINT, case.state),
    ]


COMPLAINTS = Shelf(
    title=Words("投诉", "Complaints"),
    about=Words(
        "原文、姓名和联系方式加密保存；被投诉的机构看不到投诉。",
        "Words, names and contacts are encrypted; whoever is complained of sees no complaint.",
    ),
    empty=Words("没有投诉。", "No complaints."),
    process=COMPLAINT,
    heads=(
        NUMBER,
        Head(Words("投诉事项", "Subject"), "category"),
        Head(Words("投诉谁", "Complained of"), "against__name", "text", "whole"),
        Head(Words("收到", "Received"), "received_on"),
        DUE,
        STATE,
    ),
    cells=_complaint,
    search=("number", "against__name", "about_zh"),
    ready=lambda rows: with_due(rows.select_related("against")),
)


def _account(case: Any) -> list[Cell]:
    return [
        number(case),
        Cell(office_words(case.institution)),
        Cell(case.opened_on),
        Cell(case.due),
        state_cell(ACCOUNT_REQUEST, case.state),
    ]


ACCOUNTS = Shelf(
    title=Words("情况说明", "Accounts asked for"),
    about=Words("主管部门请机构说明的事。", "Matters an institution is asked to account for."),
    empty=Words("没有要说明的事。", "Nothing to be accounted for."),
    process=ACCOUNT_REQUEST,
    heads=(NUMBER, INSTITUTION, Head(Words("发出", "Asked"), "opened_on"), DUE, STATE),
    cells=_account,
    search=("number", "institution__name"),
    ready=lambda rows: with_due(rows.select_related("institution")),
)


def _inspection(case: Any) -> list[Cell]:
    return [
        number(case),
        Cell(office_words(case.institution)),
        Cell(case.training_class.called if case.training_class else None),
        Cell(DRAWN if case.drawn else DIRECTED),
        Cell(case.visited_on),
        Cell(case.seen),
        Cell(case.checked_in),
        state_cell(INSPECTION, case.state),
    ]


INSPECTIONS = Shelf(
    title=Words("检查", "Inspections"),
    about=Words(
        "事先不通知；两名检查人签字后机构才看到记录。",
        "Unannounced: the institution reads the record once two inspectors have signed.",
    ),
    empty=Words("还没有检查记录。", "No inspections yet."),
    process=INSPECTION,
    heads=(
        NUMBER,
        INSTITUTION,
        Head(Words("培训班", "Class"), "training_class__name", "text", "whole"),
        Head(Words("检查方式", "Chosen"), "cause"),
        Head(Words("检查日期", "Visited"), "visited_on"),
        Head(Words("现场", "Seen"), "seen", "num"),
        Head(Words("签到", "Checked in"), "checked_in", "num"),
        STATE,
    ),
    cells=_inspection,
    search=("number", "institution__name", "training_class__name"),
    ready=lambda rows: rows.select_related("institution", "training_class__occupation"),
)


def _rectification(case: Any) -> list[Cell]:
    return [
        number(case),
        Cell(office_words(case.institution)),
        Cell(case.round),
        Cell(case.due_on),
        Cell(case.reported_on),
        state_cell(RECTIFICATION, case.state),
    ]


RECTIFICATIONS = Shelf(
    title=Words("整改", "Rectification"),
    about=Words(
        "期限由检查决定；由检查人以外的人复查，逾期过的一直记着。",
        "Each with its own last day, re-checked by somebody else; what was late stays late.",
    ),
    empty=Words(
        "没有整改。检查责令整改的列在这里。", "No rectifications. What an inspection orders stands here."
    ),
    process=RECTIFICATION,
    heads=(
        NUMBER,
        INSTITUTION,
        Head(Words("轮次", "Round"), "round", "num"),
        Head(Words("整改期限", "By"), "due_on"),
        Head(Words("报告", "Reported"), "reported_on"),
        STATE,
    ),
    cells=_rectification,
    search=("number", "institution__name"),
    ready=lambda rows: rows.select_related("institution"),
)
