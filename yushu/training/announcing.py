"""招生公告 as a table: a clean text publishes itself, a doubtful one goes to a person (R04, R22, R23; A35).

It stands under the model and imports none: guards and effects ask the announcement they are given.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.process import NOTE, REASON, Check, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.people.roles import Role
from yushu.training.terms import TERMS


class S(models.TextChoices):
    """Where an announcement stands."""

    DRAFT = "DRAFT", "草稿"
    IN_REVIEW = "IN_REVIEW", "用语待核"
    PUBLISHED = "PUBLISHED", "已发布"
    CLOSED = "CLOSED", "报名截止"
    WITHDRAWN = "WITHDRAWN", "已撤回"
    DISCARDED = "DISCARDED", "已作废"


PUBLIC_STATES = (S.PUBLISHED, S.CLOSED, S.WITHDRAWN)
"""What was once published can be looked up, with every version of it."""


def institution_is_listed(announcement: Any, taken: Taken | None) -> Iterable[Check]:
    """R22: the institution stands on the national list for the occupation."""
    yield from announcement.listing_checks(_day(announcement, taken))


def nobody_is_barred(announcement: Any, taken: Taken | None) -> Iterable[Check]:
    """R24: the institution is not barred from training."""
    yield from announcement.bar_checks(_day(announcement, taken))


def days_are_in_order(announcement: Any, taken: Taken | None) -> Iterable[Check]:
    """Enrolment, opening, end, one after the other; and enrolment is not over already."""
    yield from announcement.day_checks(_day(announcement, taken))


def seats_fit_the_plan(announcement: Any, _taken: Taken | None) -> Iterable[Check]:
    """A39: what is announced stays within the cell of the plan year in which the class opens."""
    yield from announcement.seat_checks()


def hours_meet_the_standard(announcement: Any, _taken: Taken | None) -> Iterable[Check]:
    """R05: hours in four kinds, and not below the standard where it has been read."""
    yield from announcement.hour_checks()


def fee_is_explained(announcement: Any, _taken: Taken | None) -> Iterable[Check]:
    """R22: the fee covers the cost, so its cost is written down."""
    yield from announcement.fee_checks()


def nothing_is_promised(announcement: Any, _taken: Taken | None) -> Iterable[Check]:
    """R23: no forbidden promise, in whatever disguise."""
    yield from announcement.promise_checks()


def nothing_needs_a_person(announcement: Any, _taken: Taken | None) -> Iterable[Check]:
    """A35: only a text without any finding publishes itself."""
    if announcement.doubts():
        text = Words(
            "有{n}处用语要由省人社厅看过，改掉或送核",
            "{n} phrases need a person: change them, or submit the text",
        )
        yield Check("no", text.fill(n=len(announcement.doubts())), "A35")


def something_needs_a_person(announcement: Any, _taken: Taken | None) -> Iterable[Check]:
    """A35: nobody reads what the machine has found clean."""
    if not announcement.doubts():
        text = Words("用语没有要核的，可以直接发布", "Nothing in the text needs a person: publish it")
        yield Check("no", text, "A35")


def nobody_is_in_class(announcement: Any, _taken: Taken | None) -> Iterable[Check]:
    """Once a class has opened there is a class to be stopped, not an announcement to be withdrawn."""
    if count := announcement.count_in_class():
        text = Words("已有{n}人开班，不能撤回公告", "{n} people are in class: it cannot be withdrawn")
        yield Check("no", text.fill(n=count), "R04")
    elif count := announcement.count_concerned():
        text = Words("{n}人的报名会取消，各收到通知", "{n} enrolments end, and each is told")
        yield Check("look", text.fill(n=count), "R04")


def _day(announcement: Any, taken: Taken | None) -> Any:
    return taken.happened_on if taken else announcement.entered_on


def publish(announcement: Any, taken: Taken) -> None:
    """Hold the seats in the plan, keep the version, and let people enrol."""
    announcement.publish(taken)


def rewrite(announcement: Any, taken: Taken) -> None:
    """Say something else in a draft."""
    announcement.rewrite(taken.facts)


def amend(announcement: Any, taken: Taken) -> None:
    """Say something else in public: a new version, checked like the first."""
    announcement.amend(taken)


def close(announcement: Any, _taken: Taken) -> None:
    """Give back to the plan what nobody holds."""
    announcement.give_back()


def withdraw(announcement: Any, taken: Taken) -> None:
    """End the enrolments, tell everybody, give the seats back."""
    announcement.call_off(taken)


FACTS = (
    institution_is_listed,
    nobody_is_barred,
    days_are_in_order,
    seats_fit_the_plan,
    hours_meet_the_standard,
    fee_is_explained,
    nothing_is_promised,
)
SAY_REVISE = Says(
    Words("修改草稿", "Revise the draft"), Words("修改后：重新检查用语。", "The text is checked again.")
)

# fmt: off
ANNOUNCEMENT = Process(
    name=Words("招生公告", "Announcement"),
    kind="announcement",
    states=S,
    start=S.DRAFT,
    ends=(S.CLOSED, S.WITHDRAWN, S.DISCARDED),
    opened_by=(Role.INSTITUTION,),
    cites="R04",
    path=("publish", "close"),
    steps=(
        Step("publish", S.DRAFT, S.PUBLISHED, by=Role.INSTITUTION, cites="R04",
             requires=(*FACTS, nothing_needs_a_person), then=publish,
             says=Says(Words("发布公告：{n}人", "Publish: {n} seats"),
                       Words("发布后：公告公开，占用计划{n}个名额，到{d}为止任何人可以报名。",
                             "The announcement is public, holds {n} seats of the plan, and is open until {d}."),
                       Words("发布公告", "Publish"))),
        Step("submit", S.DRAFT, S.IN_REVIEW, by=Role.INSTITUTION, cites="A35",
             requires=(*FACTS, something_needs_a_person), power=True,
             says=Says(Words("送核用语", "Submit the wording"),
                       Words("送核后：省人社厅看过有提示的用语，再发布或退回。",
                             "The province looks at the phrases found, then publishes or returns."))),
        Step("revise", S.DRAFT, S.DRAFT, by=Role.INSTITUTION, cites="R04", asks=TERMS, then=rewrite, power=True,
             says=SAY_REVISE),
        Step("discard", S.DRAFT, S.DISCARDED, by=Role.INSTITUTION, cites="R04", power=True,
             says=Says(Words("作废草稿", "Discard the draft"),
                       Words("作废后：本件办结，没有发布过。", "The case ends; nothing was published."))),
        Step("approve", S.IN_REVIEW, S.PUBLISHED, by=Role.PROVINCE, cites="A35", requires=FACTS, asks=(NOTE,),
             then=publish,
             says=Says(Words("用语可以，发布", "The wording stands: publish"),
                       Words("发布后：公告公开，占用计划{n}个名额，到{d}为止任何人可以报名。",
                             "The announcement is public, holds {n} seats of the plan, and is open until {d}."))),
        Step("return", S.IN_REVIEW, S.DRAFT, by=Role.PROVINCE, cites="R23", asks=(REASON,),
             says=Says(Words("退回修改", "Return for revision"),
                       Words("退回后：培训机构看到理由，改好再发布。", "The institution reads why, and revises."))),
        Step("close", S.PUBLISHED, S.CLOSED, by=Role.TIME, cites="R04", until="enrol_until", then=close,
             says=Says(Words("报名截止", "Enrolment ends"),
                       Words("截止后：没有人占的名额退回计划。", "Seats nobody holds go back to the plan."))),
        Step("amend", S.PUBLISHED, S.PUBLISHED, by=Role.INSTITUTION, cites="R04", asks=(*TERMS, REASON), power=True,
             then=amend,
             says=Says(Words("更正公告", "Amend the announcement"),
                       Words("更正后：公开新的版本，旧版本仍可查；已报名的人收到通知。",
                             "A new version is public, the old ones stay; who has enrolled is told."))),
        Step("withdraw", (S.PUBLISHED, S.CLOSED), S.WITHDRAWN, by=Role.INSTITUTION, cites="R04", asks=(REASON,),
             requires=(nobody_is_in_class,), power=True, then=withdraw,
             says=Says(Words("撤回公告", "Withdraw the announcement"),
                       Words("撤回后：{p}人的报名取消并收到通知，名额退回计划。",
                             "The enrolments of {p} people end, they are told, and the seats go back."))),
        Step("stop", (S.PUBLISHED, S.CLOSED), S.WITHDRAWN, by=Role.PROVINCE, cites="R24", asks=(REASON,),
             requires=(nobody_is_in_class,), power=True, then=withdraw,
             says=Says(Words("责令撤下公告", "Order it taken down"),
                       Words("撤下后：{p}人的报名取消并收到通知，名额退回计划。",
                             "The enrolments of {p} people end, they are told, and the seats go back."))),
    ),
)
# fmt: on
