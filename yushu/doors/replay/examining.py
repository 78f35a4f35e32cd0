"""A sitting of the second evaluator: applications of every ending, an absence, a failure, a batch returned by rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from yushu.casework.moving import Given
from yushu.catalogue.models import Level, Occupation
from yushu.certification.applying import A
from yushu.certification.drafting import Course, apply_for
from yushu.certification.models import Application, Sitting
from yushu.certification.scoring import enter_scores
from yushu.doors.replay.acting import (
    ONE,
    PROVINCE,
    TWO_HANDS,
    Acting,
    acted,
    attempt,
    hands,
    moment,
    step,
    three_hands,
)
from yushu.doors.replay.agenda import Thread
from yushu.doors.replay.attending import MISSING
from yushu.doors.replay.batches import (
    FORWARDS,
    apply_by,
    approve,
    asked,
    draft,
    name_assessors,
    points_of,
    scored,
)
from yushu.doors.replay.courses import holders, themself
from yushu.doors.replay.kinds import ADMITTED
from yushu.doors.replay.playing import Play
from yushu.doors.replay.season import Trouble
from yushu.doors.replay.stage import at_post
from yushu.training.models import Member, TrainingCertificate
from yushu.training.training_life import L

EVALUATOR = "评价机构乙"
PROOFS = "毕业证书 0001，2024-06-30"
COLLEGE = ADMITTED["fresh from a college"].as_facts()
WITH_PROOFS, UNFIT, WITHDRAWS, FORGOTTEN = range(4)
"""Which of the holders do not simply apply: by place among those who may."""


def scene(play: Play) -> Iterator[Thread]:
    """After every class of trouble."""
    return (sat(play, one) for one in play.season.troubles)


def sat(play: Play, story: Trouble) -> Thread:
    """From a sitting without assessors to certificates, and one row that stays with the evaluator."""
    held, term = date.fromisoformat(story.sits), story.term
    course = Course(Occupation.objects.get(key=term.key), Level.JUNIOR)
    yield moment(held - 4 * ONE)
    everybody = [one for one in holders(term.school, term.key, term.name) if one.state == L.VALID]
    sitting = draft(EVALUATOR, course, held, len(everybody), assessors=0)
    unready = attempt(sitting, "publish", at_post(EVALUATOR), held - 4 * ONE)
    play.refused("sitting without an assessor", "R09", unready)
    name_assessors(sitting, EVALUATOR, held - 4 * ONE)
    yield from acted(sitting, "publish", at_post(EVALUATOR), held - 4 * ONE, 11)
    yield moment(held - 3 * ONE, 14)
    made = _applications(play, story, sitting, course, everybody)
    yield from _looked_at(play, sitting, course, made, held)
    batch = yield from _scored(play, sitting, held)
    yield from _issued(batch, held)


def _fit(everybody: list[TrainingCertificate]) -> list[TrainingCertificate]:
    return [one for one in everybody if one.member.enrolment.answers != COLLEGE]


def _applications(
    play: Play, story: Trouble, sitting: Sitting, course: Course, everybody: list[TrainingCertificate]
) -> list[Application]:
    """Who may applies, one with proofs; who has no route, no certificate, or is somebody else, is refused."""
    day = sitting.held_on - 3 * ONE
    (college,) = [one for one in everybody if one not in _fit(everybody)]
    no_route = partial(apply_by, college, sitting, course, day)
    play.refused("application without a route", "R08", no_route)
    short = Member.objects.select_related("person").get(
        training_class__name=story.term.name, training_class__institution=college.institution, seq=MISSING
    )
    said, at = asked(everybody[0], sitting, course, day), moment(day, 14)
    untrained = partial(apply_for, short.person, sitting, course, said, actor=themself(short.person), at=at)
    play.refused("application without a training certificate", "R06", untrained)
    school = at_post(story.term.school)
    by_school = partial(apply_for, everybody[0].person, sitting, course, said, actor=school, at=at)
    play.refused("application by the institution", "R08", by_school)
    by_proofs = (WITH_PROOFS, UNFIT)
    made = [
        apply_by(one, sitting, course, day, PROOFS if place in by_proofs else "")
        for place, one in enumerate(_fit(everybody))
    ]
    twice = partial(apply_by, everybody[0], sitting, course, day)
    play.refused("application twice", "R08", twice)
    return made


def _looked_at(play: Play, sitting: Sitting, course: Course, made: list[Application], held: date) -> Acting:
    """One returned and sent again, one refused, one withdrawn, one forgotten, the rest confirmed."""
    evaluator, day = at_post(EVALUATOR), held - 2 * ONE
    returned, unfit, withdraws = made[WITH_PROOFS], made[UNFIT], made[WITHDRAWS]
    why = Given({"reason": "毕业证书编号缺一位"})
    yield from acted(returned, "return", evaluator, day, 9, given=why)
    yield from hands(
        unfit, "refuse", EVALUATOR, day, duties=TWO_HANDS, first=Given({"reason": "证书查无此号"})
    )
    yield from acted(withdraws, "withdraw", themself(withdraws.person), day, 11)
    yield moment(day, 14)
    again = partial(apply_by, withdraws.training, sitting, course, day)
    play.refused("a second promise for the same exam", "R08", again)
    given = Given({**returned.stands(), "proofs": PROOFS + "，编号已补", "note": "补了编号"})
    yield from acted(returned, "resubmit", themself(returned.person), day, 15, given=given)
    yield moment(day, 16)
    for application in [returned, *made[FORGOTTEN + 1 :]]:
        facts = Given({"seen": "毕业证书原件"} if application is returned else {})
        step(application, "confirm", evaluator, day, 16, given=facts)


def _scored(play: Play, sitting: Sitting, held: date) -> Acting:
    """Nobody enters scores before the day; one is absent, one half a point short; one is corrected by two persons."""
    yield moment(held - ONE, 9)
    sitting.refresh_from_db()
    seats = list(
        sitting.applications.filter(state=A.CONFIRMED).order_by("seat").values_list("seat", flat=True)
    )
    pairs: list[tuple[int | None, int | None]] = [(None, None), (600, 595)]
    pairs += [(play.people.score(), play.people.score()) for _ in seats[2:]]
    points = {seat: points_of(pair) for seat, pair in zip(seats, pairs, strict=True)}
    at = moment(held - ONE, 9)
    early = partial(enter_scores, sitting, points, actor=at_post(EVALUATOR), at=at, rev=sitting.rev)
    play.refused("scores before the exam", "R09", early)
    batch = yield from scored(sitting, points, EVALUATOR, held + 3 * ONE)
    last = sitting.applications.get(seat=seats[-1])
    corrected = {"theory": "88", "practice": "91.5", "absent": "no", "reason": "登分时两科写反"}
    yield from hands(last, "regrade", EVALUATOR, held + 5 * ONE, duties=TWO_HANDS, first=Given(corrected))
    return batch


def _issued(batch: Any, held: date) -> Acting:
    """Reported; one row comes back and stays; the others are forwarded, approved, and issued too late."""
    evaluator, province = at_post(EVALUATOR), at_post(PROVINCE)
    yield from acted(batch, "report", evaluator, held + 10 * ONE, 16)
    row = batch.row_keys()[-1]
    given = Given({"reason": "一人学历待核"}, rows=(row,), row_facts={row: {"why": "学信网查不到"}})
    yield from acted(batch, "return", province, held + 13 * ONE, given=given)
    batch = yield from three_hands(batch, "forward", held + 15 * ONE, FORWARDS)
    decided, received = (held + timedelta(days=days) for days in (20, 23))
    batch = yield from approve(batch, decided.isoformat(), received.isoformat())
    yield from acted(batch, "issue", evaluator, held + timedelta(days=56), 16)
