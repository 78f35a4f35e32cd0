"""培训班 as a table: an opening request, the city's approval, running, stopped, completed (R06, R24, R27; A26, A35).

It stands under the model and imports none: guards and effects ask the class they are given.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.process import DISPATCHED_ON, REASON, SIGNED_NO, Check, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.law.pack import term
from yushu.people.roles import Role


class S(models.TextChoices):
    """Where a class stands."""

    DRAFT = "DRAFT", "编制开班申请"
    SUBMITTED = "SUBMITTED", "已申请，待批准"
    APPROVED = "APPROVED", "已批准，待开班"
    RUNNING = "RUNNING", "培训中"
    STOPPED = "STOPPED", "已责令暂停"
    COMPLETED = "COMPLETED", "已结业"
    DISCARDED = "DISCARDED", "已作废"
    DISSOLVED = "DISSOLVED", "已终止"


ASKING = (S.DRAFT, S.SUBMITTED)
"""While the request is looked at, the roster and the timetable are proposals."""


def institution_may_teach(case: Any, _taken: Taken | None) -> Iterable[Check]:
    """R22, R24: on the list for the occupation on the opening day, and not barred."""
    yield from case.institution_checks()


def seats_are_left(case: Any, _taken: Taken | None) -> Iterable[Check]:
    """A26, A27: the roster fits what the plan has left; the seats are taken at the opening."""
    yield from case.seat_checks()


def roster_is_ready(case: Any, _taken: Taken | None) -> Iterable[Check]:
    """R03, A34: everybody on the roster has a seat of the announcement and has signed in person."""
    yield from case.roster_checks()


def hours_add_up(case: Any, _taken: Taken | None) -> Iterable[Check]:
    """R05: the timetable gives the announced hours of each kind, no more and no less."""
    yield from case.hour_checks()


def sessions_are_in_order(case: Any, _taken: Taken | None) -> Iterable[Check]:
    """R24: within the days of the class, in rooms in Shanxi that hold everybody."""
    yield from case.session_checks()


def teachers_and_rooms_are_free(case: Any, _taken: Taken | None) -> Iterable[Check]:
    """R24: nobody teaches, and no room is used, in two places at once."""
    yield from case.slot_checks()


def papers_are_given(case: Any, _taken: Taken | None) -> Iterable[Check]:
    """The opening request names textbook and digital courses, and the plan of assessment."""
    yield from case.paper_checks()


def request_is_in_time(case: Any, taken: Taken | None) -> Iterable[Check]:
    """A class is approved before it opens."""
    if taken is not None and taken.happened_on > case.opens_on:
        text = Words("开班日期{d}已过", "The opening day {d} is past")
        yield Check("no", text.fill(d=case.opens_on), "A35")


def is_subsidised(case: Any, _taken: Taken | None) -> Iterable[Check]:
    """A35: classes of the plan are approved."""
    if case.cell is None:
        text = Words("计划外的班不享受补贴，备案即可", "A class outside the plan is filed, not approved")
        yield Check("no", text, "A35")


def is_unsubsidised(case: Any, _taken: Taken | None) -> Iterable[Check]:
    """A35: only a class outside the plan is merely filed."""
    if case.cell is not None:
        text = Words("计划内的班须经批准", "A class of the plan must be approved")
        yield Check("no", text, "A35")


def opening_day_has_come(case: Any, taken: Taken | None) -> Iterable[Check]:
    """Nobody opens a class before its day."""
    if taken is not None and taken.happened_on < case.opens_on:
        text = Words("{d}才开班", "The class opens on {d}")
        yield Check("no", text.fill(d=case.opens_on), "A26")


def every_session_is_settled(case: Any, taken: Taken | None) -> Iterable[Check]:
    """R24: attendance of every session was taken by one and confirmed by another."""
    yield from case.settled_checks()


def everybody_was_examined(case: Any, _taken: Taken | None) -> Iterable[Check]:
    """R06: who has all hours of every kind has a confirmed result; who has not gets no certificate."""
    yield from case.result_checks()


def submit(case: Any, taken: Taken) -> None:
    """Claim teachers and rooms, and start the city's days."""
    case.submit(taken)


def lodge(case: Any, taken: Taken) -> None:
    """Claim teachers and rooms of a class nobody must approve."""
    case.submit(taken)


def release(case: Any, _taken: Taken) -> None:
    """Give teachers and rooms free again."""
    case.release_slots()


def approve(case: Any, taken: Taken) -> None:
    """Keep the number of the approval."""
    case.note_approval(taken)


def open_class(case: Any, taken: Taken) -> None:
    """Take the seats of the plan for the roster; each enrolment becomes a place in the class."""
    case.open(taken)


def discard(case: Any, _taken: Taken) -> None:
    """Let teachers, rooms and people go."""
    case.discard()


def dissolve(case: Any, taken: Taken) -> None:
    """End what is left of the class for everybody."""
    case.dissolve(taken)


def complete(case: Any, taken: Taken) -> None:
    """Issue the training certificates and open the roster report."""
    case.complete(taken)


OPENING = (
    institution_may_teach,
    seats_are_left,
    roster_is_ready,
    hours_add_up,
    sessions_are_in_order,
    papers_are_given,
)
NUMBERED = (SIGNED_NO, DISPATCHED_ON)

# fmt: off
CLASS = Process(
    name=Words("培训班", "Class"),
    kind="class",
    states=S,
    start=S.DRAFT,
    ends=(S.COMPLETED, S.DISCARDED, S.DISSOLVED),
    opened_by=(Role.INSTITUTION,),
    cites="R27",
    path=("submit", "approve", "begin", "complete"),
    steps=(
        Step("submit", S.DRAFT, S.SUBMITTED, by=Role.INSTITUTION, cites="A35",
             requires=(*OPENING, teachers_and_rooms_are_free, request_is_in_time, is_subsidised), then=submit,
             says=Says(Words("申请开班：{n}人", "Ask to open: {n} people"),
                       Words("提交后：占用教师和教室的时段，市人社局5个工作日内批准或退回。",
                             "Teachers and rooms are booked; the city approves or returns it within its term."),
                       Words("申请开班", "Ask to open"))),
        Step("lodge", S.DRAFT, S.APPROVED, by=Role.INSTITUTION, cites="A35", power=True,
             requires=(*OPENING, teachers_and_rooms_are_free, request_is_in_time, is_unsubsidised), then=lodge,
             says=Says(Words("备案开班：{n}人", "File the class: {n} people"),
                       Words("备案后：占用教师和教室的时段，到开班日开班。",
                             "Teachers and rooms are booked; the class opens on its day."),
                       Words("备案开班", "File the class"))),
        Step("discard", S.DRAFT, S.DISCARDED, by=Role.INSTITUTION, cites="R27", power=True, then=discard,
             says=Says(Words("作废申请", "Discard the request"),
                       Words("作废后：名册上的人可以编入别的班。", "The people can be put into another class."))),
        Step("approve", S.SUBMITTED, S.APPROVED, by=Role.CITY, cites="A35", within=term("H-class-approval"),
             counts_from="submitted_on", requires=OPENING, asks=NUMBERED, hands=3, then=approve,
             says=Says(Words("批准开班：{n}人", "Approve the class: {n} people"),
                       Words("签发后：到开班日由培训机构开班，届时占用计划名额。",
                             "The institution opens it on its day, and only then takes the seats of the plan."),
                       Words("批准开班", "Approve the class"))),
        Step("return", S.SUBMITTED, S.DRAFT, by=Role.CITY, cites="A35", asks=(REASON,), pauses=True, then=release,
             says=Says(Words("退回补正", "Return for correction"),
                       Words("退回后：审核时限暂停，已用的日数保留；教师和教室的时段放开。",
                             "The term pauses, days used stay used; teachers and rooms are free again."))),
        Step("begin", S.APPROVED, S.RUNNING, by=Role.INSTITUTION, cites="A26",
             requires=(opening_day_has_come, roster_is_ready, seats_are_left), then=open_class,
             says=Says(Words("开班：{n}人入班", "Open: {n} people join"),
                       Words("开班后：占用计划{n}个名额，名册上的报名转为入班。",
                             "{n} seats of the plan are taken, and the enrolments become places in the class."),
                       Words("开班", "Open the class"))),
        Step("withdraw", S.APPROVED, S.DISCARDED, by=Role.INSTITUTION, cites="R27", asks=(REASON,), power=True,
             then=discard,
             says=Says(Words("不再开班", "Do not open it"),
                       Words("办理后：教师、教室和名册上的人都放开。", "Teachers, rooms and people are free again."))),
        Step("complete", S.RUNNING, S.COMPLETED, by=Role.INSTITUTION, cites="R06",
             requires=(every_session_is_settled, everybody_was_examined), hands=2, then=complete,
             says=Says(Words("结业：发{c}张培训合格证书", "Complete: {c} training certificates"),
                       Words("签发后：{c}张证书进入公开登记，名册报送从结业考核次日起30日内完成。",
                             "{c} certificates enter the public log; the roster is due 30 days after the exam."),
                       Words("结业", "Complete the class"))),
        Step("stop", S.RUNNING, S.STOPPED, by=Role.CITY, cites="R24", asks=(REASON,), hands=2, power=True,
             says=Says(Words("责令暂停", "Order a stop"),
                       Words("签发后：暂停上课，查明后恢复或终止。", "Lessons stop until the matter is cleared up."))),
        Step("resume", S.STOPPED, S.RUNNING, by=Role.CITY, cites="R24", asks=(REASON,), hands=2,
             says=Says(Words("恢复上课", "Let it go on"),
                       Words("签发后：继续培训；停课期间的课补上。", "It goes on; lessons lost are made up."))),
        Step("dissolve", S.STOPPED, S.DISSOLVED, by=Role.CITY, cites="R24", asks=(REASON, *NUMBERED), hands=3,
             power=True, then=dissolve,
             says=Says(Words("终止培训班", "Dissolve the class"),
                       Words("签发后：没有证书，不报名册，学员离班。", "No certificate, no roster; all leave."))),
    ),
)
# fmt: on
