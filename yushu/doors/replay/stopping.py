"""A second class of the invented institution: its teacher is booked already, and the city stops it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from yushu.casework.moving import Given
from yushu.doors.replay.acting import CITY, ONE, TWO_HANDS, Acting, acted, attempt, hands, moment
from yushu.doors.replay.agenda import Thread
from yushu.doors.replay.courses import (
    announced,
    approved,
    enrol_self,
    request,
    roll,
    timetable,
)
from yushu.doors.replay.kinds import GRADUATE
from yushu.doors.replay.playing import Play
from yushu.doors.replay.season import Term, Trouble
from yushu.doors.replay.stage import at_post, office
from yushu.training.enrolling import S as E
from yushu.training.models import Announcement, Enrolment, TrainingClass
from yushu.training.requesting import set_timetable

HELD = 2
"""Lessons before the city looks in."""
FOUND = Given({"reason": "抽查：课堂没有学员，签到是代签"})
MENDED = Given({"reason": "已整改，恢复上课"})


def scene(play: Play) -> Iterator[Thread]:
    """Beside every class of trouble."""
    return (stopped(play, one) for one in play.season.troubles)


def stopped(play: Play, story: Trouble) -> Thread:
    """Opened with another teacher than it asked for; stopped, let go on, stopped again, dissolved."""
    term = story.stopped
    made = yield from announced(play, term)
    yield moment(term.announced_on + ONE, 14)
    for _ in range(term.people):
        enrol_self(play.people.another(), made, GRADUATE, moment(term.announced_on + ONE, 14))
    case = yield from _requested(play, term, made)
    yield from _second_seat(play, term, made)
    yield from acted(case, "begin", at_post(term.school), term.days()[0], 8)
    for session in case.sessions.all()[:HELD]:
        yield moment(session.on, 18)
        roll(session)
    yield from _ended(play, case, term)


def _requested(play: Play, term: Term, made: Announcement) -> Acting:
    """Five days before: the teacher of the first class cannot be in two rooms."""
    asked_on, actor = term.days()[0] - 7 * ONE, at_post(term.school)
    name = "submit" if term.planned else "lodge"
    yield moment(asked_on, 15)
    case = request(term, made, moment(asked_on, 15), teacher=0)
    play.refused("teacher in two places at once", "R24", attempt(case, name, actor, asked_on, 15))
    case.refresh_from_db()
    set_timetable(case, timetable(term, 1), actor=actor, at=moment(asked_on, 15), rev=case.rev)
    yield from acted(case, name, actor, asked_on, 16)
    if term.planned:
        yield from approved(case, asked_on, asked_on + ONE)
    return case


def _second_seat(play: Play, term: Term, made: Announcement) -> Acting:
    """Who sits in the first class tries for a seat here."""
    yield moment(term.days()[0] - ONE, 9)
    at = moment(term.days()[0] - ONE, 9)
    theirs = Enrolment.objects.filter(state=E.ENROLLED, announcement__institution=office(term.school))
    person = theirs.exclude(announcement=made).order_by("seq")[0].person
    again = partial(enrol_self, person, made, GRADUATE, at)
    play.refused("second seat elsewhere", "A39", again)


def _ended(play: Play, case: TrainingClass, term: Term) -> Acting:
    day = term.days()[0] + ONE
    yield from hands(case, "stop", CITY, day, duties=TWO_HANDS, first=FOUND)
    yield from hands(case, "resume", CITY, day + 3 * ONE, duties=TWO_HANDS, first=MENDED)
    yield from hands(case, "stop", CITY, day + 4 * ONE, duties=TWO_HANDS, first=FOUND)
    number = {"document_no": f"并人社罚〔2024〕{day:%m%d}号", "dispatched_on": (day + 9 * ONE).isoformat()}
    yield from hands(case, "dissolve", CITY, day + 9 * ONE, first=FOUND, last=number)
    case.refresh_from_db()
    play.say(f"class {case.number}: {term.school}, stopped by the city, {case.state}")
