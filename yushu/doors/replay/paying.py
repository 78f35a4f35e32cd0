"""The finance office in the replay: accounts checked, what is ready paid on its days, a refused line tried again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yushu.casework.moving import Given
from yushu.doors.replay.acting import ONE, TWO_HANDS, Acting, acted, attempt, hands, moment, step
from yushu.doors.replay.agenda import Thread
from yushu.doors.replay.playing import Play
from yushu.doors.replay.recovering import FINANCE
from yushu.doors.replay.stage import SCHOOLS, at_post
from yushu.people.roles import Duty
from yushu.subsidies.bank_answers import Answer, take_answer
from yushu.subsidies.models import Payment, PaymentLine, PaymentRun
from yushu.subsidies.naming import name_account, read
from yushu.subsidies.paying import P

NAMED = "2024-06-03"
ACCOUNTS = "14990019000101{n:04d}"
"""Digits that belong to no bank."""
COMPARED = Given({"compared": "开户许可证原件、银行预留印鉴"})
AGAIN = Given({"note": "开户行已升级，原账号恢复使用"})
RUN_NO = "晋财社〔2024〕{n}号"


def scene(play: Play) -> Iterator[Thread]:
    """An account for each institution that claims, and the paydays of the season."""
    if play.season.ventures:
        schools = sorted({one.school for one in play.season.ventures}, key=SCHOOLS.index)
        yield from (_account(school, place) for place, school in enumerate(schools, start=1))
        yield from (_payday(play, date.fromisoformat(day)) for day in play.season.paydays)


def _account(school: str, place: int) -> Thread:
    """Named by two persons of the institution, checked by two of the finance office."""
    yield moment(NAMED, 8)
    said = read(school, "某银行太原分行", ACCOUNTS.format(n=place))
    payee = name_account(said, actor=at_post(school), at=moment(NAMED, 8))
    yield from hands(payee, "submit", school, NAMED, duties=TWO_HANDS)
    yield from hands(payee, "accept", FINANCE, "2024-06-04", duties=TWO_HANDS, first=COMPARED)


def _payday(play: Play, day: date) -> Thread:
    """Everything that is ready goes into one file, signed by three, answered by the bank in the afternoon."""
    yield moment(day, 8)
    ready = list(Payment.objects.filter(state=P.READY).order_by("number"))
    if not ready:
        return
    for payment in ready:
        step(payment, "gather", at_post(FINANCE), day, 8)
    run = PaymentRun.objects.get(state="DRAFT", finance__name=FINANCE)
    number = {"document_no": RUN_NO.format(n=int(f"{day:%m%d}")), "dispatched_on": day.isoformat()}
    yield from hands(run, "send", FINANCE, day, last=number)
    yield moment(day, 15)
    lines = list(run.lines.select_related("payment__institution"))
    twice = attempt(lines[0].payment, "gather", at_post(FINANCE), day, 15)
    play.refused("a payment gathered twice", "", twice)
    answers = [_answer(play, line, place, day) for place, line in enumerate(lines, start=2)]
    take_answer(run, answers, actor=at_post(FINANCE), at=moment(day, 15))
    yield from acted(run, "close", at_post(FINANCE), day, 16)
    play.say(f"payment run {run.number}: {len(lines)} lines, {sum(line.yuan for line in lines):,} yuan")
    yield from _again(run, day)


def _answer(play: Play, line: PaymentLine, place: int, day: date) -> Answer:
    """The bank refuses the first line of the institution whose account it does not find."""
    failed = line.payment.institution.name == play.season.bounced
    if failed and not PaymentLine.objects.filter(outcome="FAILED").exists():
        return Answer(place, line.code, line.yuan, "FAILED", why="账号状态异常")
    return Answer(place, line.code, line.yuan, "PAID", paid_on=day, reference=f"B{line.code}")


def _again(run: PaymentRun, day: date) -> Acting:
    """Three days later two persons of the institution ask to be paid again."""
    for line in run.lines.filter(outcome="FAILED").select_related("payment__institution"):
        school = line.payment.institution.name
        yield from acted(line.payment, "retry", at_post(school), day + 3 * ONE, 9, given=AGAIN)
        yield from acted(line.payment, "retry", at_post(school, Duty.SIGN), day + 3 * ONE, 10)
