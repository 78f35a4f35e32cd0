"""Announcements that must not be: forbidden promises, doubtful words, no list, another province."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from yushu.casework.moving import Given
from yushu.doors.replay.acting import ONE, PROVINCE, Acting, acted, attempt, moment, step
from yushu.doors.replay.agenda import Thread
from yushu.doors.replay.courses import draft, enrol_self, terms_of
from yushu.doors.replay.kinds import ADMITTED
from yushu.doors.replay.playing import Play
from yushu.doors.replay.season import SHORT, Term
from yushu.doors.replay.stage import SCHOOLS, at_post
from yushu.training.models import Announcement

FORBIDDEN = (
    "零基础入学，包 过！",
    "考不过，不过退费。",
    "毕业即包就业，保底薪。",
    "可办培训贷，先学后付。",
    "结业发上岗证。",
    "与外省学校联合办学。",
)
DOUBTFUL = "往期学员考核合格率较高，就业率见学校年报。"
REASON = Given({"reason": "就业率没有出处，写明口径或删去"})


def scene(play: Play) -> Iterator[Thread]:
    """On each day of misdeeds, by the invented institutions."""
    for day in play.season.misdeeds:
        on = date.fromisoformat(day)
        yield from (_forbidden(play, on), _unlisted(play, on), _elsewhere(play, on))
        yield from (_sent_back(play, on), _let_through(play, on))


def outside(day: date, name: str, school: str = SCHOOLS[-1]) -> Term:
    """A short class outside the plan that nobody will open."""
    opens = (day + 25 * ONE).isoformat()
    return Term(
        school, "blockchain", name, 8, 0, opens, announced=day.isoformat(), planned=False, syllabus=SHORT
    )


def _forbidden(play: Play, day: date) -> Thread:
    """Every family of promises is refused before anybody reads it, under its clause; then the draft is given up."""
    yield moment(day)
    term, actor = outside(day, "1期"), at_post(SCHOOLS[-1])
    made = draft(term, moment(day))
    for text in FORBIDDEN:
        said = terms_of(term) | {"body": text}
        step(made, "revise", actor, day, given=Given(said))
        play.refused("announcement with a forbidden promise", "R23", attempt(made, "publish", actor, day))
        play.refused("forbidden promise sent to a person", "R23", attempt(made, "submit", actor, day))
    yield from acted(made, "discard", actor, day, 16)


def _unlisted(play: Play, day: date) -> Thread:
    yield moment(day)
    term = outside(day, "1期", "培训机构戊（虚构）")
    made, actor = draft(term, moment(day)), at_post(term.school)
    play.refused("announcement by an institution on no list", "R22", attempt(made, "publish", actor, day))
    yield from acted(made, "discard", actor, day, 16)


def _elsewhere(play: Play, day: date) -> Thread:
    yield moment(day)
    term, actor = outside(day, "2期"), at_post(SCHOOLS[-1])
    made = draft(term, moment(day), venue_area="110105", venue="北京市朝阳区")
    play.refused("announcement of a venue outside Shanxi", "R25", attempt(made, "publish", actor, day))
    yield from acted(made, "discard", actor, day, 16)


def in_review(play: Play, term: Term, day: date) -> Acting:
    """A doubtful text cannot publish itself: it is sent to the province."""
    yield moment(day)
    made, actor = draft(term, moment(day), body=DOUBTFUL), at_post(term.school)
    play.refused("doubtful text publishing itself", "A35", attempt(made, "publish", actor, day))
    return step(made, "submit", actor, day)


def _sent_back(play: Play, day: date) -> Thread:
    """Returned, mended, published; two people enrol; then it is withdrawn, and they are told."""
    term, actor = outside(day, "3期"), at_post(SCHOOLS[-1])
    made = yield from in_review(play, term, day)
    yield from acted(made, "return", at_post(PROVINCE), day + 2 * ONE, given=REASON)
    yield moment(day + 3 * ONE)
    step(made, "revise", actor, day + 3 * ONE, given=Given(terms_of(term)))
    step(made, "publish", actor, day + 3 * ONE)
    yield moment(day + 4 * ONE)
    _worker_and_graduate(play, made, day + 4 * ONE)
    given = Given({"reason": "报名人数太少，不开班"})
    yield from acted(made, "withdraw", actor, day + 9 * ONE, given=given)


def _worker_and_graduate(play: Play, made: Announcement, day: date) -> None:
    """Outside the plan a worker may enrol too, and is told that there is no subsidy."""
    fresh = ADMITTED["fresh bachelor"]
    worker = replace(fresh, record=replace(fresh.record, graduates_on=date(2019, 6, 30)), insured=True)
    for answers in (fresh, worker):
        enrol_self(play.people.another(), made, answers, moment(day))


def _let_through(play: Play, day: date) -> Thread:
    """The province finds that the words stand; the announcement runs out with nobody in it."""
    made = yield from in_review(play, outside(day, "4期"), day)
    note = Given({"note": "有年报可查"})
    yield from acted(made, "approve", at_post(PROVINCE), day + 2 * ONE, given=note)


def doubtful(play: Play, day: date) -> Any:
    """A text that waits for the province."""
    yield from in_review(play, outside(day, "5期"), day)
