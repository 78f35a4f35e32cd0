"""A class in which everything happens that should not: offers that lapse, hours missed, a resit, a late roster."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import cycle, islice

from yushu.casework.moving import Given
from yushu.doors.replay import attending
from yushu.doors.replay.acting import (
    CITY,
    ONE,
    PROVINCE,
    TWO_HANDS,
    Acting,
    acted,
    attempt,
    hands,
    moment,
)
from yushu.doors.replay.agenda import Thread
from yushu.doors.replay.courses import announced, approved, enrol_self, request, themself
from yushu.doors.replay.kinds import ADMITTED
from yushu.doors.replay.playing import Play
from yushu.doors.replay.season import Term
from yushu.doors.replay.stage import at_post
from yushu.ledger import book
from yushu.training.committing import sign
from yushu.training.enrolling import S as E
from yushu.training.models import Announcement, Enrolment, RosterReport, TrainingClass
from yushu.training.opening import enrol, shown_for

KINDS = [kind for kind in ADMITTED if kind != "fresh from a college"]
COLLEGE = 5
"""The fifth to enrol comes fresh from a college: trained, and then without a route to the level exam."""
PATIENCE = 12
"""Days after which an offer nobody accepts has lapsed for certain, holidays and all."""


def scene(play: Play) -> Iterator[Thread]:
    """Every class of trouble of the season."""
    return (trouble(play, one.term) for one in play.season.troubles)


def trouble(play: Play, term: Term) -> Thread:
    """From the announcement to a roster that comes late and is returned row by row."""
    made = yield from announced(play, term)
    yield from _gathering(play, term, made)
    case = yield from _requested(play, term, made)
    yield from attending.first_day(play, case, made)
    yield from attending.lessons(play, case)
    yield from attending.made_up(play, case, term)
    yield from attending.examined(play, case, term)
    play.say(f"class {case.number}: {term.school}, in trouble, {case.size()} people, {case.state}")
    yield from _roster(case, term)


# Enrolment: seats given up, offered, lapsed, accepted


def _gathering(play: Play, term: Term, made: Announcement) -> Acting:
    day = term.announced_on + ONE
    yield moment(day, 14)
    first = play.people.another()
    enrol(first, made, ADMITTED["fresh bachelor"], actor=at_post(term.school), at=moment(day, 14))
    kinds = islice(cycle(KINDS), term.people + term.waiting - 1)
    for place, kind in enumerate(kinds, start=2):
        answers = ADMITTED["fresh from a college" if place == COLLEGE else kind]
        enrol_self(play.people.another(), made, answers, moment(day, 14))
    leaver, unfit = nth(made, 2), nth(made, 3)
    yield from acted(leaver, "withdraw", themself(leaver.person), day + ONE)
    silent, ready, third = (nth(made, term.people + place) for place in (1, 2, 3))
    given = Given({"reason": "材料不齐，联系不上本人"})
    yield from acted(unfit, "refuse", at_post(term.school), day + 2 * ONE, given=given)
    yield from acted(ready, "accept", themself(ready.person), day + 2 * ONE, 15)
    offered = yield from _once_lapsed(silent, day + 3 * ONE)
    late = themself(silent.person)
    play.refused("offer accepted after it lapsed", "", attempt(silent, "accept", late, offered.date(), 9))
    yield from acted(third, "accept", themself(third.person), offered.date(), 11)


def nth(made: Announcement, seq: int) -> Enrolment:
    """Who came in that place of an announcement."""
    return Enrolment.objects.select_related("person").get(announcement=made, seq=seq)


def _once_lapsed(enrolment: Enrolment, day: date) -> Acting:
    """Wait until the nights have let an offer lapse. The moment of the morning after it."""
    for later in range(PATIENCE):
        morning = moment(day, 9) + timedelta(days=later)
        yield morning
        enrolment.refresh_from_db()
        if enrolment.state == E.LAPSED:
            return morning
    raise AssertionError(f"{enrolment.number} was never let go")


# The opening request: unsigned, returned, approved late; or filed, outside the plan


def _requested(play: Play, term: Term, made: Announcement) -> Acting:
    days, actor = term.days(), at_post(term.school)
    asked_on = days[0] - timedelta(days=16)
    yield moment(asked_on, 15)
    case = request(term, made, moment(asked_on, 15), teacher=0)
    name = "submit" if term.planned else "lodge"
    unsigned = attempt(case, name, actor, asked_on, 15)
    play.refused("opening with a commitment unsigned", "A34", unsigned)
    _sign(made, nth(made, 1), moment(asked_on, 15))
    other = "lodge" if term.planned else "submit"
    play.refused("opening by the other door", "A35", attempt(case, other, actor, asked_on, 15))
    yield from acted(case, name, actor, asked_on, 16)
    if term.planned:
        given = Given({"reason": "考核方案没有写监考安排"})
        yield from acted(case, "return", at_post(CITY), asked_on + 2 * ONE, given=given)
        yield from acted(case, "submit", actor, asked_on + 3 * ONE, 16)
        yield from approved(case, asked_on, days[0] - 2 * ONE)
    early = days[0] - ONE
    yield moment(early, 8)
    play.refused("class begun before its day", "A26", attempt(case, "begin", actor, early, 8))
    return (yield from acted(case, "begin", actor, days[0], 8))


def _sign(made: Announcement, enrolment: Enrolment, at: datetime) -> None:
    """Whom the institution entered signs in person."""
    shown = shown_for(made, "zh-hans", at.date())
    seen, person = shown.digest(book.algorithm()), enrolment.person
    sign(shown, person, enrolment.pk, seen=seen, actor=themself(person), at=at)


# The roster: five days late, one row returned, the rest accepted


def _roster(case: TrainingClass, term: Term) -> Acting:
    roster = RosterReport.objects.get(training_class=case)
    assert case.examined_on is not None
    late = case.examined_on + timedelta(days=40)
    yield from hands(roster, "report", term.school, late, duties=TWO_HANDS)
    row = str(roster.lines.order_by("seq")[1].pk)
    why = {row: {"why": "离班日期和考勤不符"}}
    given = Given({"reason": "一行不符，其余收件"}, rows=(row,), row_facts=why)
    back = yield from acted(roster, "return", at_post(PROVINCE), late + 2 * ONE, given=given)
    yield from acted(roster, "accept", at_post(PROVINCE), late + 2 * ONE, 11)
    yield from hands(back, "report", term.school, late + 4 * ONE, duties=TWO_HANDS)
    yield from acted(back, "accept", at_post(PROVINCE), late + 5 * ONE)
