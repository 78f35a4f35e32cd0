"""The sittings and batches of the replay: who was examined when, and how far each has come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from itertools import islice

from yushu.casework.moving import Given
from yushu.catalogue.models import Level, Occupation
from yushu.certification.drafting import (
    Asked,
    Course,
    Signed,
    Terms,
    apply_for,
    draft_sitting,
    name_assessor,
    shown_for,
)
from yushu.certification.eligibility import decided, record_of
from yushu.certification.models import Application, Batch, Sitting, Way
from yushu.certification.scoring import Points, enter_scores
from yushu.doors.replay.acting import (
    ONE,
    PROVINCE,
    TWO_HANDS,
    Acting,
    acted,
    moment,
    step,
    three_hands,
)
from yushu.doors.replay.agenda import Thread
from yushu.doors.replay.courses import holders, themself
from yushu.doors.replay.inventing import identity_number
from yushu.doors.replay.playing import Play
from yushu.doors.replay.season import Story
from yushu.doors.replay.stage import NATION, SITE, at_post, office
from yushu.ledger import book
from yushu.people.documents import DocumentKind
from yushu.people.persons import find_or_create_person
from yushu.training.models import TrainingCertificate

FORWARDS = "晋人社函〔2024〕{n}号"
ROOM = 60
"""Seats of the largest room."""


def scene(play: Play) -> Iterator[Thread]:
    """Every sitting of the season, with the batch that comes of it."""
    return (batch_of(play, story) for story in play.season.stories)


def batch_of(play: Play, story: Story) -> Thread:
    """Open one batch and carry it as far as its story goes."""
    batch = yield from _examined(play, story)
    evaluator = at_post(story.evaluator)
    play.say(f"batch {batch.number}: {story.school} {story.occupation}, {batch.size()} people")
    if story.reported:
        batch = yield from acted(batch, "report", evaluator, story.reported, 16)
    if story.returned:
        given = Given({"reason": story.why})
        batch = yield from acted(batch, "return", at_post(PROVINCE), story.returned, given=given)
    if story.again:
        batch = yield from acted(batch, "report", evaluator, story.again, 16)
    if story.handled:
        yield from acted(batch, "forward", at_post(PROVINCE), story.handled)
    if story.forwarded:
        batch = yield from three_hands(batch, "forward", story.forwarded, FORWARDS)
    if story.approved[0]:
        batch = yield from approve(batch, *story.approved)
    if story.issued:
        batch = yield from acted(batch, "issue", evaluator, story.issued)
        play.say(f"batch {batch.number}: {batch.count_passed()} certificates")


def _examined(play: Play, story: Story) -> Acting:
    """A sitting for the next people of a class: they apply in person, sit, and become a batch."""
    held = date.fromisoformat(story.examined)
    course = Course(Occupation.objects.get(key=story.occupation), Level.JUNIOR)
    yield moment(held - 4 * ONE)
    sitting = draft(story.evaluator, course, held, min(story.people, ROOM))
    yield from acted(sitting, "publish", at_post(story.evaluator), held - 4 * ONE, 11)
    yield moment(held - 3 * ONE, 14)
    trained = list(islice(holders(story.school, story.occupation, story.class_name), story.skip, story.last))
    made = [row for holder in trained if (row := _applied(play, holder, sitting, course, held - 3 * ONE))]
    yield moment(held - 2 * ONE)
    for application in made:
        step(application, "confirm", at_post(story.evaluator), held - 2 * ONE)
    failed = story.failed[: len(made)]
    scores = [*failed, *((play.people.score(), play.people.score()) for _ in made)][: len(made)]
    points = {seat: points_of(pair) for seat, pair in enumerate(_spread(scores, len(failed)), start=1)}
    return (yield from scored(sitting, points, story.evaluator, story.told_on))


def scored(sitting: Sitting, points: dict[int, Points], evaluator: str, told: date) -> Acting:
    """Scores entered by one, published by another, handed on: the batch that comes of it."""
    yield moment(told, 9)
    sitting.refresh_from_db()
    enter_scores(sitting, points, actor=at_post(evaluator), at=moment(told, 9), rev=sitting.rev)
    for hour, duty in enumerate(TWO_HANDS, start=10):
        yield from acted(sitting, "announce", at_post(evaluator, duty), told, hour)
    yield from acted(sitting, "finish", at_post(evaluator), told, 12)
    found = Batch.objects.filter(candidates__application__sitting=sitting).order_by(
        "chain__opened_at", "number"
    )
    return found[0]


def draft(evaluator: str, course: Course, held: date, people: int, *, assessors: int = 3) -> Sitting:
    """A sitting with its assessors, not yet announced."""
    actor, at = at_post(evaluator), moment(held - 4 * ONE)
    terms = Terms(
        office(SITE), "机房一", held, time(9), held - 3 * ONE, held - 2 * ONE, max(people, 1), "考务（虚构）"
    )
    made = draft_sitting(
        office(evaluator),
        terms,
        [course],
        province=office(PROVINCE),
        nation=office(NATION),
        actor=actor,
        at=at,
    )
    name_assessors(made, evaluator, held - 4 * ONE, assessors)
    return made


def name_assessors(made: Sitting, evaluator: str, day: date, count: int = 3) -> None:
    """So many assessors of a sitting, who teach nobody."""
    for letter, seq in list(zip("甲乙丙", (981, 982, 983), strict=True))[:count]:
        number = identity_number(date(1975, 5, 1), seq)
        person = find_or_create_person(kind=DocumentKind.RESIDENT, number=number, name=f"考评员{letter}")
        name_assessor(made, person, "高级工程师", actor=at_post(evaluator), at=moment(day))


def asked(
    holder: TrainingCertificate, sitting: Sitting, course: Course, day: date, proofs: str = ""
) -> Asked:
    """What a holder hands in: what was said at enrolment, with a signed commitment or with proofs."""
    record = record_of(holder.member.enrolment.answers)
    if proofs:
        return Asked(record, Way.PROOFS, proofs=proofs)
    shown = shown_for(sitting, course, "zh-hans", day)
    return Asked(record, Way.PROMISE, commitment=Signed("zh-hans", shown.digest(book.algorithm())))


def apply_by(
    holder: TrainingCertificate, sitting: Sitting, course: Course, day: date, proofs: str = ""
) -> Application:
    """A holder applies in person, by commitment or with proofs."""
    said = asked(holder, sitting, course, day, proofs)
    return apply_for(holder.person, sitting, course, said, actor=themself(holder.person), at=moment(day, 14))


def _applied(
    play: Play, holder: TrainingCertificate, sitting: Sitting, course: Course, day: date
) -> Application | None:
    """The application of a holder; None for whom no route of the standard is open yet."""
    record = record_of(holder.member.enrolment.answers)
    if decided(holder.person, sitting, course, record, day).admits:
        return apply_by(holder, sitting, course, day)
    play.refused("application without a route", "R08", lambda: apply_by(holder, sitting, course, day))
    return None


def points_of(pair: tuple[int | None, int | None]) -> Points:
    """Two scores in tenths; none means absent."""
    return Points(*pair, pair[0] is None)


def _spread(scores: list[tuple[int | None, int | None]], failed: int) -> list[tuple[int | None, int | None]]:
    """Put the failures in the middle of the list, where a reader would have to look for them."""
    middle = len(scores) // 2
    return [*scores[failed:middle], *scores[:failed], *scores[middle:]] if failed else scores


def approve(batch: Batch, decided_on: str, received: str) -> Acting:
    """The national office's approval, recorded by the province on the day its notice came."""
    facts = {"document_no": f"协调办函〔2024〕{int(batch.number[5:8])}号", "received_on": received}
    given = Given(facts)
    return (yield from acted(batch, "approve", at_post(PROVINCE), received, legal=decided_on, given=given))
