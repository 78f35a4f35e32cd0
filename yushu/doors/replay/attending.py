"""Lessons of the class in trouble: who is away, who leaves, what is made up, corrected, examined twice.

Everybody is named by the number on the roster.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from yushu.doors.replay.acting import ONE, TWO_HANDS, Acting, acted, hands, moment
from yushu.doors.replay.courses import FULL_MARKS, SHORT_OF, roll, row, themself
from yushu.doors.replay.playing import Play
from yushu.doors.replay.season import Term
from yushu.doors.replay.stage import at_post
from yushu.people.roles import Duty
from yushu.training.attending import Call, check, confirm_correction, correct, room_code
from yushu.training.completing import Marks, confirm_results, enter_results
from yushu.training.enrolling import S as E
from yushu.training.joining import join_class, leave_class
from yushu.training.models import Announcement, Attendance, Member, Session, TrainingClass
from yushu.training.requesting import add_makeup
from yushu.training.timetable import KIND_WORDS

LEAVES, WITH_CODE, ON_LEAVE, MISSING, MISTAKEN, LATE, RESITS, FAILS = range(2, 10)
LATE_BY = 40
"""Minutes: more than the grace, less than an hour."""


def member(case: TrainingClass, seq: int) -> Member:
    """Who has that number on the roster."""
    return case.members.select_related("person", "enrolment").get(seq=seq)


def first_day(play: Play, case: TrainingClass, made: Announcement) -> Acting:
    """One checks in with the code of the room, one leaves, and the next who waits takes the place that morning."""
    session, school = case.sessions.all()[0], case.institution.name
    day, someone = session.on, member(case, WITH_CODE)
    yield moment(day, 8, 20)
    _press(session, someone, moment(day, 8, 20))
    yield moment(day, 9)
    gone = member(case, LEAVES)
    leave_class(gone, "找到工作，不再参加", actor=at_post(school), at=moment(day, 9))
    following = made.enrolments.select_related("person").get(state=E.OFFERED)
    early = partial(join_class, case, following, actor=at_post(school), at=moment(day, 9))
    play.refused("joining before the offer is accepted", "A26", early)
    yield from acted(following, "accept", themself(following.person), day, 10)
    yield moment(day, 11)
    join_class(case, following, actor=at_post(school), at=moment(day, 11))
    yield moment(day, 11, 55)
    _press(session, someone, moment(day, 11, 55))


def _press(session: Session, one: Member, at: datetime) -> None:
    check(session, room_code(session, at), actor=themself(one.person), at=at)


def joined_late(case: TrainingClass) -> int:
    """The number of who took the vacated place."""
    return case.members.order_by("-seq")[0].seq


def lessons(play: Play, case: TrainingClass) -> Acting:
    """The first lesson lacks who joined late, the second four people: on leave, absent, by mistake, late."""
    for place, session in enumerate(case.sessions.all()):
        yield moment(session.on, 18)
        if place == 0:
            roll(session, absent=(joined_late(case),))
        elif place == 1:
            lesson = session.lesson
            late = Call(lesson.starts + LATE_BY, lesson.ends)
            said = {ON_LEAVE: Call(on_leave=True, note="病假"), LATE: late}
            roll(session, absent=(MISSING, MISTAKEN), calls=said)
            yield from _corrected(play, case, session)
        else:
            roll(session)
    again = partial(roll, case.sessions.all()[0])
    play.refused("roll called twice", "R24", again)
    yield from _too_late_to_join(play, case)


def _too_late_to_join(play: Play, case: TrainingClass) -> Acting:
    """The lessons are over: the place of somebody who left is not given on any more."""
    at = moment(case.last_day(), 18, 30)
    yield at
    waited = case.announcement.enrolments.filter(state=E.LAPSED)[0]
    joining = partial(join_class, case, waited, actor=at_post(case.institution.name), at=at)
    play.refused("place taken after a fifth of the hours", "A26", joining)


def _corrected(play: Play, case: TrainingClass, session: Session) -> Acting:
    """Somebody was there and not called: one asks, another agrees; the same person may not."""
    at = moment(session.on, 19)
    yield at
    found, lesson = Attendance.objects.get(session=session, member__seq=MISTAKEN), session.lesson
    first, second = at_post(case.institution.name), at_post(case.institution.name, Duty.CHECK)
    change = correct(found, Call(lesson.starts, lesson.ends), "漏点名，有照片", actor=first, at=at)
    alone = partial(confirm_correction, change, actor=first, at=at)
    play.refused("correction confirmed by who asked for it", "A36", alone)
    confirm_correction(change, actor=second, at=at)


def made_up(play: Play, case: TrainingClass, term: Term) -> Acting:
    """Two lessons on the day after the last one; who was missing comes, but for one."""
    first, second = case.sessions.all()[:2]
    last = term.days()[-1]
    day = last + ONE
    yield moment(last, 19)
    wanted = [row(day, half, KIND_WORDS[one.kind].zh, 0, "补课") for half, one in enumerate((first, second))]
    past = "\n".join(one.replace(str(day), str(term.days()[0])) for one in wanted)
    at, actor = moment(last, 19), at_post(term.school)
    play.refused("lesson made up in the past", "R05", partial(add_makeup, case, past, actor=actor, at=at))
    yield from _come(case, add_makeup(case, "\n".join(wanted), actor=actor, at=at))


def _come(case: TrainingClass, sessions: list[Session]) -> Acting:
    wanted = ({joined_late(case)}, {ON_LEAVE, LATE})
    numbers = set(case.present_members().values_list("seq", flat=True))
    yield moment(sessions[0].on, 18)
    for session, here in zip(sessions, wanted, strict=True):
        roll(session, absent=numbers - here)


def examined(play: Play, case: TrainingClass, term: Term) -> Acting:
    """Who lacks an hour is not examined; two fail, one of them again; then the class is completed."""
    day = term.days()[-1] + 3 * ONE
    yield moment(day, 16)
    everybody = list(case.present_members())
    play.refused("completion exam with an hour missing", "R06", partial(_enter, play, case, day, everybody))
    failing = {RESITS: SHORT_OF, FAILS: SHORT_OF}
    _enter(play, case, day, [one for one in everybody if one.seq != MISSING], failing)
    at, school = moment(day, 17), term.school
    yield at
    alone = partial(confirm_results, case, actor=at_post(school), at=at)
    play.refused("results confirmed by who entered them", "A36", alone)
    confirm_results(case, actor=at_post(school, Duty.CHECK), at=at)
    yield from _resit(play, case, day + 2 * ONE)
    yield from hands(case, "complete", school, day + 3 * ONE, duties=TWO_HANDS)
    case.refresh_from_db()


def _resit(play: Play, case: TrainingClass, day: date) -> Acting:
    yield moment(day, 16)
    passed = [member(case, WITH_CODE)]
    play.refused("resit of somebody who has passed", "R06", partial(_enter, play, case, day, passed))
    _enter(play, case, day, [member(case, RESITS), member(case, FAILS)], {FAILS: SHORT_OF + 30})
    yield moment(day, 17)
    confirm_results(case, actor=at_post(case.institution.name, Duty.CHECK), at=moment(day, 17))


def _enter(
    play: Play, case: TrainingClass, day: date, members: list[Member], failing: dict[int, int] | None = None
) -> None:
    """Results of these members; `failing` says what some reach in the second part."""
    marks = {one.pk: Marks(play.people.score(), (failing or {}).get(one.seq, FULL_MARKS)) for one in members}
    enter_results(case, day, marks, actor=at_post(case.institution.name), at=moment(day, 16))
