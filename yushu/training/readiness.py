"""What the machine looks at before a class opens, changes or ends (R03, R05, R06, R22, R24; A26, A35).

It imports no model: it asks the class it is given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from yushu.casework.process import Check, Mark
from yushu.catalogue.models import Standard
from yushu.catalogue.models.occupations import listing_checks
from yushu.kernel.words import Words
from yushu.people.areas import city_of
from yushu.people.models import Bar, BarKind
from yushu.training import slots
from yushu.training.enrolling import S as E
from yushu.training.hours import KINDS, most_online_minutes
from yushu.training.terms import HOURS

Checks = Iterable[Check]
LONGEST_DAY = 8
"""Class hours a date beyond which a person looks twice."""


def institution_checks(case: Any) -> Checks:
    """R22, R24: on the list on the opening day, and not barred from training."""
    yield from listing_checks([(case.institution, case.occupation)], case.opens_on)
    barred = Bar.objects.on(case.opens_on).filter(office=case.institution, kind=BarKind.TRAINING)
    if barred.exists():
        text = Words("开班当天在登记簿中，不得承担培训", "Barred from training on the opening day")
        yield Check("no", text, "R24")


def seat_checks(case: Any) -> Checks:
    """A26, A27: what the plan has left; nothing to look at for a class outside the plan."""
    if case.cell is None:
        text = Words("计划外，不占用名额，不享受补贴", "Outside the plan: no seats, no subsidy")
        yield Check("ok", text, "A23")
        return
    case.cell.refresh_from_db()
    left, need = case.cell.seats - case.cell.taken, case.size()
    text = Words("计划还有{l}个名额，本班{n}人", "{l} seats left in the plan, {n} on the roster")
    yield Check("no" if need > left else "ok", text.fill(l=left, n=need), "A26")


def roster_checks(case: Any) -> Checks:
    """R03, A34: somebody is on the roster, everybody has a seat and has signed in person."""
    people = list(case.present_members().select_related("enrolment", "person"))
    if not people:
        yield Check("no", Words("名册上没有人", "Nobody is on the roster"), "R03")
        return
    lost = [member for member in people if member.enrolment.state not in (E.HELD, E.ENROLLED)]
    if lost:
        text = Words("{k}人已没有名额，从名册去掉", "{k} have no seat any more: take them off")
        yield Check("no", text.fill(k=len(lost)), "R03")
    signed = case.signatures(member.enrolment_id for member in people)
    if unsigned := [member for member in people if member.enrolment_id not in signed]:
        names = "、".join(member.person.name for member in unsigned[:5])
        text = Words("{k}人没有签身份承诺：{p}", "{k} have not signed the identity commitment: {p}")
        yield Check("no", text.fill(k=len(unsigned), p=names), "A34")
    if not lost and not unsigned:
        text = Words("{n}人都有名额，承诺由本人签署", "All {n} have a seat and signed in person")
        yield Check("ok", text.fill(n=len(people)), "R03")


def hour_checks(case: Any, sessions: Sequence[Any]) -> Checks:
    """R05: the timetable gives exactly the announced hours of each kind; the standard, where it was read."""
    sums: dict[str, int] = defaultdict(int)
    for session in sessions:
        sums[session.kind] += session.minutes
    wrong = False
    for kind in KINDS:
        need = getattr(case, kind) * case.hour
        if sums[kind] != need:
            wrong = True
            text = Words("{k}：课表{h}，公告{a}", "{k}: {h} in the timetable, {a} announced")
            found = length(sums[kind], case.hour)
            yield Check("no", text.fill(k=HOURS[kind], h=found, a=length(need, case.hour)), "R05")
    if not wrong:
        text = Words("四类学时与公告一致，共{n}学时", "All four kinds as announced, {n} hours together")
        yield Check("ok", text.fill(n=sum(case.required.values())), "R05")
    yield standard_check(case)


def length(minutes: int, hour: int) -> Words:
    """3学时40分; 3 h 40 min."""
    whole, rest = divmod(minutes, hour)
    if rest:
        return Words(f"{whole}学时{rest}分", f"{whole} h {rest} min")
    return Words(f"{whole}学时", f"{whole} h")


def standard_check(case: Any) -> Check:
    """R05: against the national standard of the opening day; unread hours are never taken as nought."""
    rows = Standard.objects.for_class(case.occupation, case.level, case.direction, case.opens_on)
    standard = rows.first()
    if standard is None or standard.hours is None:
        text = Words("标准学时没有读到，不能比对", "The hours of the standard are not known here")
        return Check("look", text, "R05")
    short = [kind for kind in KINDS if getattr(case, kind) < getattr(standard, kind)]
    mark: Mark = "no" if short and standard.confirmed else "look" if short else "ok"
    if short:
        return Check(mark, Words("低于标准的学时", "Below the hours of the standard"), "R05")
    return Check(mark, Words("不低于标准的学时", "Not below the hours of the standard"), "R05")


def session_checks(case: Any) -> Checks:
    """R24, R25: within the days, in Shanxi, in rooms that hold everybody, not too long a day."""
    sessions = list(case.sessions.standing().select_related("room"))
    outside = [s for s in sessions if not case.opens_on <= s.on <= case.ends_on]
    if outside:
        text = Words("{k}节不在{a}至{b}之间", "{k} sessions lie outside {a} to {b}")
        yield Check("no", text.fill(k=len(outside), a=case.opens_on, b=case.ends_on), "R24")
    elsewhere = {s.room.name for s in sessions if s.room and not city_of(s.room.area)}
    if elsewhere:
        text = Words("教室不在山西：{r}", "A room outside Shanxi: {r}")
        yield Check("no", text.fill(r="、".join(sorted(elsewhere))), "R25")
    size = case.size()
    tight = {s.room.name for s in sessions if s.room and s.room.holds < size}
    if tight:
        text = Words("教室容不下{n}人：{r}", "A room too small for {n}: {r}")
        yield Check("no", text.fill(n=size, r="、".join(sorted(tight))), "R24")
    yield from day_checks(case, sessions)


def day_checks(case: Any, sessions: Sequence[Any]) -> Checks:
    """A2, A3: hours beyond a training day are not wrong, but they bring no second day."""
    sums: dict[Any, int] = defaultdict(int)
    for session in sessions:
        sums[session.on] += session.minutes
    long = [day for day, minutes in sums.items() if minutes > most_online_minutes(case.opens_on)]
    if long:
        text = Words(
            "{k}天超过8学时，超出的不另折天", "{k} days exceed 8 hours: the rest makes no further day"
        )
        yield Check("look", text.fill(k=len(long)), "A2")


def slot_checks(sessions: Any) -> Checks:
    """R24: nobody and no room in two places."""
    rows = list(sessions)
    clashes = slots.clashes(rows)
    for said in clashes[:5]:
        yield Check("no", said, "R24")
    if not clashes:
        text = Words("{n}节的教师和教室都空着", "Teachers and rooms are free for all {n} sessions")
        yield Check("ok", text.fill(n=len(rows)), "R24")


def paper_checks(case: Any) -> Checks:
    """The opening request names its teaching resources and its plan of assessment."""
    for value, text in (
        (case.resources, Words("没有写教材和数字课程", "No textbook or digital course is named")),
        (case.assessment, Words("没有写结业考核方案", "The plan of assessment is missing")),
    ):
        if not value.strip():
            yield Check("no", text, "R05")


def settled_checks(case: Any) -> Checks:
    """R24: of every session the attendance was taken by one and confirmed by another."""
    open_ones = case.sessions.standing().filter(confirmed_by=None).count()
    if open_ones:
        text = Words("{k}节的考勤还没有确认", "The attendance of {k} sessions is not confirmed")
        yield Check("no", text.fill(k=open_ones), "R24")
    waiting = case.count_open_corrections()
    if waiting:
        text = Words("{k}处考勤更正等另一人确认", "{k} corrections wait for a second person")
        yield Check("no", text.fill(k=waiting), "R24")
    if not open_ones and not waiting:
        yield Check("ok", Words("各节考勤都由另一人确认", "Every attendance is confirmed by another"), "R24")


def result_checks(case: Any) -> Checks:
    """R06: everybody with all hours has a confirmed result; the others get no certificate."""
    complete = {member.pk for member in case.complete_members()}
    examined, waiting = case.examined_members(), case.count_unconfirmed_results()
    if without := complete - examined:
        text = Words("{k}人学时已满，还没有结业成绩", "{k} have all hours and no result yet")
        yield Check("no", text.fill(k=len(without)), "R06")
    if waiting:
        text = Words("{k}人的成绩等另一人确认", "{k} results wait for a second person")
        yield Check("no", text.fill(k=waiting), "R06")
    if not examined:
        yield Check("no", Words("没有人参加结业考核", "Nobody sat the completion exam"), "R06")
    size, passed = case.size(), case.passed_results().count()
    if short := size - len(complete):
        text = Words("{k}人学时不满，不能结业，不发证", "{k} lack hours: no completion, no certificate")
        yield Check("look", text.fill(k=short), "R06")
    text = Words("{n}人中{p}人合格", "{p} of {n} passed")
    yield Check("ok" if passed == size else "look", text.fill(n=size, p=passed), "R06")
