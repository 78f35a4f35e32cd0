"""Hours of one person in a class: confirmed, still to come, lost, and when they can be made up; today's lesson.

Whole class hours, kind by kind, by the same rules as the class counts them (R05, R06; A3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from yushu.casework.dials import SOON, Dial
from yushu.doors.pages.journey_facts import Facts
from yushu.doors.pages.speech import clock_time
from yushu.kernel.words import NOTHING, Words
from yushu.training.attending import EARLY, LATE
from yushu.training.classing import S as C
from yushu.training.hours import Stay, hour_minutes, in_hours, missing, most_online_minutes, tally
from yushu.training.models import Attendance, Session
from yushu.training.models.sessions import days_of
from yushu.training.terms import HOURS
from yushu.training.timetable import KIND_WORDS

LEFT = Words("还剩{n}日", "{n} days left")
TOMORROW = Words("还剩1日", "1 day left")
LAST = Words("今天是最后一天", "Today is the last day")
TAUGHT = Words("已上{n}天，共{m}天", "{n} of {m} days of lessons are over")


@dataclass(frozen=True)
class Meter:
    """One kind of hours, as a bar: confirmed of required, what is on the way, what was missed."""

    kind: Words
    done: int
    required: int
    missing: int
    lost: int
    pending: int

    @property
    def tone(self) -> str:
        """Met, missed, or going on."""
        return "met" if not self.missing else "short" if self.lost else ""

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """The bar: what counts, and the rest."""
        used = min(self.done, self.required)
        return (("used", used), ("track", self.required - used)) if used else (("track", self.required),)


@dataclass(frozen=True)
class Hours:
    """The hours of this person in whole class hours. `lost` can only be made up."""

    required: dict[str, int]
    done: dict[str, int] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    uncovered: dict[str, int] = field(default_factory=dict)
    pending: dict[str, int] = field(default_factory=dict)
    makeups: list[Session] = field(default_factory=list)
    absences: list[Attendance] = field(default_factory=list)
    ahead: bool = False
    last: date | None = None
    begun: bool = False

    @property
    def meters(self) -> list[Meter]:
        """One bar a kind that is asked for."""
        return [
            Meter(
                KIND_WORDS[kind],
                self.done.get(kind, 0),
                required,
                self.missing.get(kind, 0),
                self.lost.get(kind, 0),
                self.pending.get(kind, 0),
            )
            for kind, required in self.required.items()
            if required
        ]

    @property
    def summary(self) -> Words:
        """Confirmed of required in all."""
        done = sum(min(self.done.get(kind, 0), hours) for kind, hours in self.required.items())
        return Words("已核验{n}，须{m}", "{n} of {m} confirmed").fill(n=done, m=sum(self.required.values()))


def hours_of(facts: Facts) -> Hours:
    """Count the hours of the person's class; before it has begun, only what will be asked."""
    case, member = facts.case, facts.member
    if case is None or member is None:
        return _unbegun({kind: getattr(facts.enrolment.announcement, kind) for kind in HOURS}, None)
    required, days = case.required, days_of(_planned(facts.sessions))
    last = days[-1] if days else case.ends_on
    if member.joined_on is None:
        return _unbegun(required, last)
    hour, most = hour_minutes(case.opens_on), most_online_minutes(case.opens_on)
    counted = tally(_stays(one for one in facts.stays if one.session.confirmed_by_id), most)
    every = tally(_stays(facts.stays), most)
    open_ones = _open(facts)
    coming = _expected(facts, [one for one in open_ones if not one.makeup])
    makeups = [one for one in open_ones if one.makeup and one.finishes() > facts.at]
    lost = missing(required, tally(coming, most), hour)
    fitting = [one for one in makeups if one.kind in lost]
    covered = missing(required, tally(sorted(coming + _whole(fitting), key=lambda s: s.on), most), hour)
    done = {kind: in_hours(counted[kind], hour) for kind in required}
    return Hours(
        required,
        done,
        missing(required, counted, hour),
        lost,
        covered,
        {kind: in_hours(every[kind], hour) - done[kind] for kind in required},
        fitting if case.state == C.RUNNING else [],
        _absences(facts) if lost else [],
        ahead=any(one.finishes() > facts.at for one in open_ones if not one.makeup),
        last=last,
        begun=True,
    )


def _unbegun(required: dict[str, int], last: date | None) -> Hours:
    """Before the class: everything is still to come."""
    return Hours(
        required, missing={kind: hours for kind, hours in required.items() if hours}, ahead=True, last=last
    )


def _planned(sessions: Iterable[Session]) -> list[Session]:
    return [one for one in sessions if not one.makeup]


def _open(facts: Facts) -> list[Session]:
    """Sessions whose roll nobody has called, for somebody who had joined by then."""
    joined = facts.member.joined_on if facts.member else None
    return [one for one in facts.sessions if not one.settled_by_id and joined and one.on >= joined]


def _stays(rows: Iterable[Attendance]) -> list[Stay]:
    return [
        Stay(one.session.on, one.session.kind, one.minutes) for one in rows if one.session.dropped_on is None
    ]


def _whole(sessions: Iterable[Session]) -> list[Stay]:
    return [Stay(one.on, one.kind, one.minutes) for one in sessions]


def _expected(facts: Facts, open_ones: list[Session]) -> list[Stay]:
    """What is there already and what every lesson without a roll can still bring, in the order of days."""
    left = {one.session_id for one in facts.stays if one.left_at is not None}
    coming = _whole(one for one in open_ones if one.pk not in left)
    return sorted(_stays(facts.stays) + coming, key=lambda stay: stay.on)


def _absences(facts: Facts) -> list[Attendance]:
    """Lessons of which minutes are missing, the newest first."""
    short = [one for one in facts.stays if one.session.settled_by_id and one.minutes < one.session.minutes]
    return [one for one in reversed(short) if not one.session.makeup and one.session.dropped_on is None]


def study_dial(facts: Facts) -> Dial | None:
    """Days of lessons as a clock: how many are over, how many days are left."""
    days = days_of(_planned(facts.sessions))
    if not days or facts.today > days[-1]:
        return None
    over, left = sum(day < facts.today for day in days), (days[-1] - facts.today).days
    return Dial(
        state="soon" if left <= SOON else "ok",
        head=LEFT.fill(n=left) if left > 1 else TOMORROW if left else LAST,
        side=NOTHING,
        due=days[-1],
        used=over,
        limit=len(days),
        roll=0,
        scale=len(days),
        foot=TAUGHT.fill(n=over, m=len(days)),
        cites="R05",
    )


def day_number(facts: Facts) -> Words:
    """今天第7天，共12天; between lessons, how many days are over."""
    days = days_of(_planned(facts.sessions))
    if not days or facts.case is None or facts.case.state != C.RUNNING:
        return NOTHING
    if facts.today in days:
        words = Words("今天第{n}天，共{m}天", "day {n} of {m}")
        return words.fill(n=days.index(facts.today) + 1, m=len(days))
    return TAUGHT.fill(n=sum(day < facts.today for day in days), m=len(days))


# today's lesson ─────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Lesson:
    """The lesson at hand, or the next one: what, where, by whom, and whether one can check in now."""

    title: Words
    session: Session
    length: Words
    place: Words
    open: bool
    goes: bool
    said: Words
    window: Words


def lesson_of(facts: Facts, hours: Hours) -> Lesson | None:
    """Today's lesson that is not over; else the next one."""
    case = facts.case
    if case is None or case.state not in (C.APPROVED, C.RUNNING):
        return None
    wanted = [one for one in _open_or_unopened(facts) if not one.makeup or one in hours.makeups]
    ahead = [one for one in wanted if one.finishes() + LATE >= facts.at]
    if not ahead:
        return None
    session = ahead[0]
    mine = next((one for one in facts.stays if one.session_id == session.pk), None)
    runs = case.state == C.RUNNING
    room = session.room.name if session.room else ""
    return Lesson(
        _title(facts, session),
        session,
        _length(session.minutes, case.hour),
        Words(room, room) if room else ONLINE_PLACE,
        runs and session.begins() - EARLY <= facts.at and (mine is None or mine.left_at is None),
        mine is not None and mine.left_at is None and mine.came_at is not None,
        _said(mine),
        WINDOW.fill(a=clock_time(session.begins() - EARLY), b=clock_time(session.finishes() + LATE)),
    )


WINDOW = Words(
    "{a}起可以签到，下课后到{b}可以签退。不方便用手机签到的，请教师当面核验身份后点名，一样有效。",
    "Check-in opens at {a}; check out after the lesson, until {b}. "
    "If your phone will not do, let the teacher verify you in person and call the roll: it counts the same.",
)


ONLINE_PLACE = Words("线上", "online")


def _length(minutes: int, hour: int) -> Words:
    """In whole class hours; in minutes where they do not come out even."""
    if minutes % hour:
        return Words("{n}分钟", "{n} minutes").fill(n=minutes)
    return Words("{n}学时", "{n} class hours").fill(n=minutes // hour)


def _open_or_unopened(facts: Facts) -> list[Session]:
    joined = facts.member is not None and facts.member.joined_on is not None
    return _open(facts) if joined else [one for one in facts.sessions if not one.settled_by_id]


def _title(facts: Facts, session: Session) -> Words:
    if session.on != facts.today:
        return Words("下一节课", "Next lesson")
    if session.starts.hour < 12:
        return Words("今天上午的课", "This morning's lesson")
    return Words("今天下午的课", "This afternoon's lesson") if session.starts.hour < 18 else TONIGHT


TONIGHT = Words("今天晚上的课", "This evening's lesson")


def _said(mine: Attendance | None) -> Words:
    if mine is None or mine.came_at is None:
        return NOTHING
    if mine.left_at is None:
        words = Words("{t}已签到，下课后签退。", "Checked in at {t}; check out after the lesson.")
        return words.fill(t=clock_time(mine.came_at))
    words = Words("{t}已签退，计{n}分钟，待确认。", "Checked out at {t}: {n} minutes, to be confirmed.")
    return words.fill(t=clock_time(mine.left_at), n=mine.minutes)
