"""What turns out false after payment: found, notified, heard, decided, and paid back in instalments to the end."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from yushu.casework.moving import Given
from yushu.doors.replay.acting import CITY, PROVINCE, Acting, acted, attempt, hands, moment, three_hands
from yushu.doors.replay.courses import themself
from yushu.doors.replay.employing import withdraw
from yushu.doors.replay.playing import Play
from yushu.doors.replay.requests import DOCUMENT
from yushu.doors.replay.stage import at_post
from yushu.doors.replay.ventures import Back, Undone, Untrue
from yushu.subsidies.models import Recovery, Settlement, SettlementLine
from yushu.subsidies.reclaiming import Finding, open_recovery
from yushu.training.training_life import FALSE_COMMITMENT

FINANCE = "省财政厅"
NOT_HIRED = Finding("EMPLOYMENT", "用人单位甲来函，所列人员没有录用")
FALSE = Finding("TARGET", "学籍核查：报名时在读二年级，承诺不实，培训合格证书已撤销")
BY_THE_REGISTER = Given(
    {"ground": FALSE_COMMITMENT, "reason": "学籍核查：报名时在读二年级，不是应届毕业生，与所签身份承诺不符"}
)
DECIDED = Given({"reason": "经核查属实"})


def undone(play: Play, settlement: Settlement, said: Undone) -> Acting:
    """Employment turns out false. Nothing moves before the decision; then a new settlement stands."""
    found = date.fromisoformat(said.found)
    yield moment(found, 9)
    settlement.refresh_from_db()
    lines = settlement.lines.filter(employed=True, due_yuan__gt=0).select_related("member__person")
    withdraw([line.member for line in lines.order_by("seq")[: said.people]], found)
    case = open_recovery(settlement, NOT_HIRED, actor=at_post(CITY), at=moment(found, 10))
    yield moment(found, 11)
    early = attempt(case, "recover", at_post(CITY), found, 11, given=_plan(said.back))
    play.refused("recovery without a hearing", "", early)
    yield from _back(play, case, said.back, "所列人员的就业记录已撤销")


def untrue(play: Play, settlement: Settlement, said: Untrue) -> Acting:
    """A trainee's commitment turns out false: heard first, the certificate revoked, then the money asked back."""
    found = date.fromisoformat(said.found)
    yield moment(found, 8)
    settlement.refresh_from_db()
    certificate = _paid_for(settlement).member.certificates.get()
    early = partial(open_recovery, settlement, FALSE, actor=at_post(CITY), at=moment(found, 8))
    play.refused("recovery before the record says so", "A37", early)
    unheard = attempt(certificate, "revoke", at_post(PROVINCE), found, 8)
    play.refused("revocation without a hearing", "", unheard)
    yield from three_hands(certificate, "notify", found, DOCUMENT, BY_THE_REGISTER)
    if said.heard:
        words = Given({"statement": "报名时没有看清毕业时间的要求"})
        yield from acted(certificate, "defend", themself(certificate.person), said.heard, given=words)
    yield from three_hands(certificate, "revoke", said.revoked, DOCUMENT, DECIDED)
    yield moment(said.revoked, 14)
    case = open_recovery(settlement, FALSE, actor=at_post(CITY), at=moment(said.revoked, 14))
    yield from _back(play, case, said.back, "一人承诺不实，培训合格证书已撤销")


def _paid_for(settlement: Settlement) -> SettlementLine:
    """The last who was paid for and has applied for no level exam."""
    lines = settlement.lines.filter(due_yuan__gt=0, member__certificates__applications=None)
    found: SettlementLine = lines.select_related("member").order_by("-seq")[0]
    return found


def _back(play: Play, case: Recovery, said: Back, why: str) -> Acting:
    """The institution is heard; it is decided; the less of the new settlement comes back by the plan."""
    yield from hands(
        case, "notify", CITY, said.notified, first=Given({"reason": why}), last=_signed(said.notified)
    )
    if said.defended:
        words = Given({"statement": "我们核对过原件，当时看不出问题"})
        yield from acted(case, "defend", at_post(_school(case)), said.defended, given=words)
    yield from hands(case, "recover", CITY, said.decided, first=_plan(said), last=_signed(said.decided))
    yield from _paid_back(play, case, said)


def _signed(day: str) -> dict[str, Any]:
    number = DOCUMENT.format(n=int(f"{date.fromisoformat(day):%m%d}"))
    return {"document_no": number, "dispatched_on": day}


def _plan(said: Back) -> Given:
    facts: dict[str, Any] = {"parts": len(said.sent), "first_due_on": said.first_due, "reason": "经核查属实"}
    return Given(facts)


def _school(case: Recovery) -> str:
    return str(case.institution.name)


def _paid_back(play: Play, case: Recovery, said: Back) -> Acting:
    """Each instalment sent by the institution, confirmed by the finance office in the afternoon; the last ends it."""
    parts = list(case.instalments.order_by("seq"))
    for place, (sent, part) in enumerate(zip(said.sent, parts, strict=True), start=1):
        facts = {"yuan": part.yuan, "sent_on": sent, "voucher": f"TK{case.number}-{place}"}
        yield from acted(case, "remit", at_post(_school(case)), sent, given=Given(facts))
        arrived = Given({"arrived_on": sent, "receipt_no": f"SK{case.number}-{place}"})
        name = "settle" if place == len(parts) else "confirm"
        yield from acted(case, name, at_post(FINANCE), sent, 16, given=arrived)
    case.refresh_from_db()
    play.say(f"recovery {case.number}: {case.back_yuan:,} of {case.owed_yuan:,} yuan came back, {case.state}")
