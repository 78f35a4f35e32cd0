"""考核场次 as a table: announced, closed by time, held, scored by two persons, published, handed on (R09).

It stands under the model and imports none: guards and effects ask the sitting they are given.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.process import REASON, Check, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.law.pack import term
from yushu.people.roles import Role


class S(models.TextChoices):
    """Where a sitting stands."""

    DRAFT = "DRAFT", "草稿"
    OPEN = "OPEN", "接受申报"
    CLOSED = "CLOSED", "申报截止，待考核"
    EXAMINED = "EXAMINED", "已考核，待公布成绩"
    PUBLISHED = "PUBLISHED", "成绩已公布"
    FINISHED = "FINISHED", "已转证书核发"
    CANCELLED = "CANCELLED", "已取消"
    DISCARDED = "DISCARDED", "已作废"


ANNOUNCED = (S.OPEN, S.CLOSED, S.EXAMINED, S.PUBLISHED, S.FINISHED, S.CANCELLED)
"""States in which day, place and levels are public."""
SCORING = (S.CLOSED, S.EXAMINED)
"""States in which scores are entered: on the day of the exam and after it."""
BEFORE = (S.DRAFT, S.OPEN, S.CLOSED)
"""States in which an assessor can still be named or replaced."""


def bodies_are_listed(sitting: Any, _taken: Taken | None) -> Iterable[Check]:
    """R22: evaluator and site stand on their lists on the day of the exam, and nothing bars the evaluator."""
    yield from sitting.listing_checks()


def site_is_in_shanxi(sitting: Any, _taken: Taken | None) -> Iterable[Check]:
    """A24: a site elsewhere does not block; the province decides what it means for the subsidy."""
    yield sitting.site_check()


def days_are_in_order(sitting: Any, taken: Taken | None) -> Iterable[Check]:
    """R08: time to apply, and the exam after it."""
    yield from sitting.day_checks(taken.happened_on if taken else sitting.entered_on)


def assessors_are_named(sitting: Any, _taken: Taken | None) -> Iterable[Check]:
    """R09: who examines is known before anybody applies."""
    yield from sitting.assessor_checks()


def everybody_is_scored(sitting: Any, _taken: Taken | None) -> Iterable[Check]:
    """R09: two scores, or a mark of absence, for each who has a seat."""
    yield from sitting.score_checks()


def another_confirms(sitting: Any, taken: Taken | None) -> Iterable[Check]:
    """R09: who entered a score does not confirm it."""
    yield from sitting.second_person_checks(taken)


def nobody_examined_a_pupil(sitting: Any, _taken: Taken | None) -> Iterable[Check]:
    """R09: for everybody there was an assessor who has not taught them."""
    yield from sitting.apart_checks()


def announce_scores(sitting: Any, taken: Taken) -> None:
    """Confirm every score and tell everybody theirs."""
    sitting.announce_scores(taken)


def open_batches(sitting: Any, taken: Taken) -> None:
    """Hand everybody on to the issuance of certificates."""
    sitting.open_batches(taken)


def call_off(sitting: Any, taken: Taken) -> None:
    """End every application and tell everybody."""
    sitting.call_off(taken)


# fmt: off
SITTING = Process(
    name=Words("考核场次", "Examination sitting"),
    kind="sitting",
    states=S,
    start=S.DRAFT,
    ends=(S.FINISHED, S.CANCELLED, S.DISCARDED),
    opened_by=(Role.EVALUATOR,),
    cites="R09",
    path=("publish", "close", "hold", "announce", "finish"),
    steps=(
        Step("publish", S.DRAFT, S.OPEN, by=Role.EVALUATOR, cites="R08",
             requires=(bodies_are_listed, site_is_in_shanxi, days_are_in_order, assessors_are_named),
             says=Says(Words("公布场次，接受申报", "Announce the sitting"),
                       Words("公布后：学员可以申报，到{u}截止；地点、日期和人数不能再改，要改须取消另报。",
                             "People may apply until {u}. Place, day and capacity are fixed: cancel to change them."),
                       Words("公布场次", "Announce the sitting"))),
        Step("discard", S.DRAFT, S.DISCARDED, by=Role.EVALUATOR, cites="R09", power=True,
             says=Says(Words("作废草稿", "Discard the draft"), Words("作废后：草稿不再使用。", "The draft is gone."))),
        Step("close", S.OPEN, S.CLOSED, by=Role.TIME, cites="R08", until="apply_until",
             says=Says(Words("申报截止", "Applications close"), Words("不再接受申报。", "No more applications."))),
        Step("hold", S.CLOSED, S.EXAMINED, by=Role.TIME, cites="R09", until="held_on",
             says=Says(Words("考核日已过", "The exam day is over"),
                       Words("30日内报送证书数据。", "Certificate data is due within 30 days."))),
        Step("announce", S.EXAMINED, S.PUBLISHED, by=Role.EVALUATOR, cites="R09", within=term("R09"),
             counts_from="held_on", hands=2, then=announce_scores,
             requires=(everybody_is_scored, another_confirms, nobody_examined_a_pupil),
             says=Says(Words("公布{n}人的成绩", "Publish the scores of {n}"),
                       Words("第二人确认后：{n}人收到成绩；以后改成绩须写理由、由第二人确认，本人收到通知。",
                             "Once a second person confirms, {n} people are told. Later changes need a reason."),
                       Words("公布成绩", "Publish the scores"))),
        Step("finish", S.PUBLISHED, S.FINISHED, by=Role.EVALUATOR, cites="R09", within=term("R09"),
             counts_from="held_on", then=open_batches,
             says=Says(Words("转入证书核发", "Hand on to issuance"),
                       Words("办理后：每个职业、等级和培训机构建立一个发证批次，等报送。",
                             "A batch is opened for each occupation, level and institution, to be reported."))),
        Step("cancel", (S.OPEN, S.CLOSED, S.EXAMINED), S.CANCELLED, by=Role.EVALUATOR, cites="R09", asks=(REASON,),
             hands=2, power=True, then=call_off,
             says=Says(Words("取消场次", "Cancel the sitting"),
                       Words("第二人确认后：{n}人的申报取消并收到通知，可以另报场次。",
                             "Once confirmed, {n} applications end; the people are told and may apply elsewhere."),
                       Words("取消场次", "Cancel the sitting"))),
    ),
)
# fmt: on
