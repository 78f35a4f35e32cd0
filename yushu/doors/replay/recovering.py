"""What turns out false after payment: found, notified, heard, decided, and paid back in instalments to the end."""

from __future__ import annotations

from datetime import date
from typing import Any

from yushu.casework.moving import Given
from yushu.doors.replay.acting import CITY, ONE, Acting, acted, attempt, hands, moment
from yushu.doors.replay.employing import withdraw
from yushu.doors.replay.playing import Play
from yushu.doors.replay.requests import DOCUMENT
from yushu.doors.replay.stage import at_post
from yushu.doors.replay.ventures import Undone
from yushu.subsidies.models import Recovery, Settlement
from yushu.subsidies.reclaiming import Finding, open_recovery

FINANCE = "省财政厅"
FOUND = Finding("EMPLOYMENT", "用人单位甲来函，所列人员没有录用")


def undone(play: Play, settlement: Settlement, said: Undone) -> Acting:
    """Nothing moves before the decision; then a new settlement stands, and its less comes back by the plan."""
    found = date.fromisoformat(said.found)
    yield moment(found, 9)
    settlement.refresh_from_db()
    lines = settlement.lines.filter(employed=True, due_yuan__gt=0).select_related("member__person")
    withdraw([line.member for line in lines.order_by("seq")[: said.people]], found)
    case = open_recovery(settlement, FOUND, actor=at_post(CITY), at=moment(found, 10))
    yield moment(found, 11)
    early = attempt(case, "recover", at_post(CITY), found, 11, given=_plan(said))
    play.refused("recovery without a hearing", "", early)
    day = date.fromisoformat(said.notified)
    numbered = {"document_no": DOCUMENT.format(n=int(f"{day:%m%d}")), "dispatched_on": day.isoformat()}
    why = Given({"reason": "所列人员的就业记录已撤销"})
    yield from hands(case, "notify", CITY, day, first=why, last=numbered)
    if said.defended:
        words = Given({"statement": "我们核对过合同原件，当时看不出问题"})
        yield from acted(case, "defend", at_post(_school(case)), said.defended, given=words)
    day = date.fromisoformat(said.decided)
    numbered = {"document_no": DOCUMENT.format(n=int(f"{day:%m%d}")), "dispatched_on": day.isoformat()}
    yield from hands(case, "recover", CITY, day, first=_plan(said), last=numbered)
    yield from _paid_back(play, case, said)


def _plan(said: Undone) -> Given:
    facts: dict[str, Any] = {"parts": len(said.sent), "first_due_on": said.first_due, "reason": "经核查属实"}
    return Given(facts)


def _school(case: Recovery) -> str:
    return str(case.institution.name)


def _paid_back(play: Play, case: Recovery, said: Undone) -> Acting:
    """Each instalment sent by the institution, confirmed by the finance office the day after; the last ends it."""
    parts = list(case.instalments.order_by("seq"))
    for place, (sent, part) in enumerate(zip(said.sent, parts, strict=True), start=1):
        facts = {"yuan": part.yuan, "sent_on": sent, "voucher": f"TK{case.number}-{place}"}
        yield from acted(case, "remit", at_post(_school(case)), sent, given=Given(facts))
        day = date.fromisoformat(sent) + ONE
        arrived = Given({"arrived_on": day.isoformat(), "receipt_no": f"SK{case.number}-{place}"})
        name = "settle" if place == len(parts) else "confirm"
        yield from acted(case, name, at_post(FINANCE), day, given=arrived)
    case.refresh_from_db()
    play.say(f"recovery {case.number}: {case.back_yuan:,} of {case.owed_yuan:,} yuan came back, {case.state}")
