"""Papers of the demonstration: changes of the plan, occupations nobody teaches here, city catalogues."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yushu.casework.moving import Given
from yushu.catalogue.drafting import Need, propose_entry, propose_missing, request_change
from yushu.catalogue.models import Level, Occupation, Plan
from yushu.doors.replay.acting import CITY, ONE, PROVINCE, acted, hands, moment, three_hands
from yushu.doors.replay.agenda import Thread
from yushu.doors.replay.playing import Play
from yushu.doors.replay.stage import at_post, office

DOCUMENT = "晋人社函〔2024〕{n}号"
HEAD = "培训机构,职业,增减\n"
CHANGES = (
    ("太原科技大学", "太原科技大学,智能制造,20", "设备到位，拟增一个班", "2024-07-03", "refuse"),
    ("山西大学", "山西大学,人工智能,-10", "师资调整", "2024-08-06", "withdraw"),
    ("太原理工大学", "太原理工大学,大数据,10", "4期20人，名额只剩10个", "2024-09-20", ""),
)
MISSING = (
    ("virtual-reality", 25, "2024-07-10", True),
    ("internet-of-things", 60, "2024-09-17", False),
)
ENTRIES = (
    ("山西大学", "ai", Level.JUNIOR, CITY, "2024-06-03", True),
    ("太原理工大学", "big-data", Level.JUNIOR, CITY, "2024-06-03", True),
    ("太原科技大学", "intelligent-manufacturing", Level.JUNIOR, CITY, "2024-06-04", True),
    ("太原理工大学", "blockchain", Level.JUNIOR, CITY, "2024-09-19", False),
    ("山西大学", "digital-management", Level.JUNIOR, "晋中市人社局", "2024-09-23", False),
)


def scene(play: Play) -> Iterator[Thread]:
    """The papers of the season; a change that gives invented institutions seats comes first of all."""
    if play.season.amended:
        yield amend(play.season.amended)
    if play.season.requests:
        yield from (_change(*row) for row in CHANGES)
        yield from (_missing(*row) for row in MISSING)
        yield from (_entry(*row) for row in ENTRIES)


def amend(rows: str, day: str = "2024-05-27") -> Thread:
    """The province raises the plan by a change of its own, with a document number."""
    yield moment(day)
    actor = at_post(PROVINCE)
    why = "演练：虚构机构的名额"
    change = request_change(Plan.objects.get(year=2024), HEAD + rows + "\n", why, actor=actor, at=moment(day))
    yield from three_hands(change, "approve", date.fromisoformat(day) + ONE, DOCUMENT)


def _later(day: str) -> date:
    on = date.fromisoformat(day)
    return on.replace(day=on.day + 5)


def _change(school: str, rows: str, reason: str, day: str, answer: str) -> Thread:
    yield moment(day)
    plan = Plan.objects.get(year=2024)
    change = request_change(plan, HEAD + rows + "\n", reason, actor=at_post(school), at=moment(day))
    if answer == "refuse":
        why = Given({"reason": "本年度名额已满，转下年度统筹"})
        yield from three_hands(change, answer, _later(day), DOCUMENT, why)
    elif answer:
        yield from acted(change, answer, at_post(school), _later(day), 15)


def _missing(key: str, people: int, day: str, refused: bool) -> Thread:
    yield moment(day)
    need = Need(
        occupation=Occupation.objects.get(key=key),
        level=Level.JUNIOR,
        people=people,
        provider="省外培训机构（虚构）",
        starts_on=date(2024, 11, 4),
        reason="岗位需要，省内暂无机构开展",
    )
    employer = office("用人单位甲")
    proposal = propose_missing(
        need, employer=employer, province=office(PROVINCE), actor=at_post(employer.name), at=moment(day)
    )
    if refused:
        why = Given({"reason": "需求较小，建议线上学习"})
        yield from three_hands(proposal, "refuse", _later(day), DOCUMENT, why)


def _entry(school: str, key: str, level: str, city: str, day: str, listed: bool) -> Thread:
    yield moment(day)
    entry = propose_entry(
        office(school),
        Occupation.objects.get(key=key),
        level,
        province=office(PROVINCE),
        actor=at_post(city),
        at=moment(day),
    )
    if listed:
        signed = {
            "document_no": f"并人社函〔2024〕{int(day[5:7] + day[8:])}号",
            "dispatched_on": _later(day).isoformat(),
        }
        yield from hands(entry, "list", city, _later(day), last=signed)
