"""The batches of the demonstration: who was examined when, and how far each has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import islice

from yushu.casework.moving import Given
from yushu.casework.timely import catch_up
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
from yushu.certification.models import Batch, Sitting, Way
from yushu.certification.scoring import Points, enter_scores
from yushu.doors.replay.acting import PROVINCE, moment, step, three_hands
from yushu.doors.replay.courses import GRADUATE, holders
from yushu.doors.replay.inventing import People, identity_number
from yushu.doors.replay.stage import NATION, SITE, at_post, office
from yushu.ledger import book
from yushu.people.actors import Actor
from yushu.people.documents import DocumentKind
from yushu.people.persons import find_or_create_person
from yushu.people.roles import Duty, Role
from yushu.training.models import TrainingCertificate

ONE = timedelta(days=1)


@dataclass(frozen=True)
class Story:
    """One batch: where it comes from, its people, and the days of its steps (empty = not yet)."""

    school: str
    occupation: str
    class_name: str
    examined: str
    people: int
    failed: tuple[tuple[int | None, int | None], ...] = ()
    reported: str = ""
    returned: str = ""
    forwarded: str = ""
    approved: tuple[str, str] = ("", "")
    issued: str = ""
    evaluator: str = "评价机构甲"
    why: str = ""
    handled: str = ""
    skip: int = 0

    @property
    def last(self) -> int:
        """The place in the class after the last who sits."""
        return self.skip + self.people


# fmt: off
STORIES = (
    Story("山西大学", "ai", "1期", "2024-06-28", 29, reported="2024-07-08", forwarded="2024-07-15",
          approved=("2024-07-29", "2024-08-01"), issued="2024-08-30"),
    Story("山西大学", "digital-management", "1期", "2024-07-13", 33, reported="2024-07-24", forwarded="2024-08-01",
          approved=("2024-08-15", "2024-08-19"), issued="2024-09-13"),
    Story("太原科技大学", "intelligent-manufacturing", "1期", "2024-07-20", 20, reported="2024-08-02",
          forwarded="2024-08-09", approved=("2024-08-23", "2024-08-27"), issued="2024-09-20"),
    Story("山西大学", "ai", "1期", "2024-08-17", 1, skip=29, reported="2024-09-05", returned="2024-09-11",
          why="缺承诺书签署时间"),
    Story("太原理工大学", "blockchain", "1期", "2024-08-24", 22, reported="2024-09-12"),
    Story("山西大学", "ai", "2期", "2024-08-31", 30, reported="2024-09-14", handled="2024-09-20"),
    Story("太原科技大学", "intelligent-manufacturing", "1期", "2024-09-04", 6, skip=20,
          reported="2024-09-16"),
    Story("山西大学", "digital-management", "1期", "2024-09-05", 5, skip=33, reported="2024-09-18"),
    Story("太原理工大学", "big-data", "1期", "2024-09-10", 48, ((600, 595), (570, 710), (None, None)),
          reported="2024-09-21"),
    Story("太原理工大学", "big-data", "2期", "2024-09-19", 12, ((540, 630),)),
    Story("太原理工大学", "big-data", "1期", "2024-08-10", 4, skip=48, reported="2024-08-20", forwarded="2024-08-28"),
    Story("山西大学", "digital-management", "1期", "2024-08-03", 2, skip=38, reported="2024-08-12",
          forwarded="2024-08-20", approved=("2024-09-05", "2024-09-09")),
)
# fmt: on


def play(story: Story, people: People) -> Batch:
    """Open one batch and carry it as far as its story goes."""
    batch = _examine(story, people)
    evaluator = at_post(story.evaluator)
    if story.reported:
        batch = step(batch, "report", evaluator, story.reported, 16)
    if story.returned:
        return step(batch, "return", at_post(PROVINCE), story.returned, given=Given({"reason": story.why}))
    if story.handled:
        step(batch, "forward", at_post(PROVINCE), story.handled)
    if story.forwarded:
        batch = three_hands(batch, "forward", story.forwarded, "晋人社函〔2024〕{n}号")
    if story.approved[0]:
        batch = _approve(batch, story)
    if story.issued:
        batch = step(batch, "issue", evaluator, story.issued)
    return batch


def _examine(story: Story, people: People) -> Batch:
    """A sitting for the next people of a class: they apply in person, sit, and become a batch."""
    held = date.fromisoformat(story.examined)
    trained = list(islice(holders(story.school, story.occupation, story.class_name), story.skip, story.last))
    course = Course(Occupation.objects.get(key=story.occupation), Level.JUNIOR)
    sitting = _sitting(story, course, held, len(trained))
    for holder in trained:
        _apply(holder, sitting, course, held)
    scores = [*story.failed, *((people.score(), people.score()) for _ in trained)][: len(trained)]
    points = {seat: _points(pair) for seat, pair in enumerate(_spread(scores, len(story.failed)), start=1)}
    catch_up(sitting, held + ONE, at=moment(held + ONE, 3))
    sitting.refresh_from_db()
    told = held + timedelta(days=2)
    enter_scores(sitting, points, actor=at_post(story.evaluator), at=moment(told, 9), rev=sitting.rev)
    step(sitting, "announce", at_post(story.evaluator), told, 10)
    step(sitting, "announce", at_post(story.evaluator, Duty.SIGN), told, 11)
    step(sitting, "finish", at_post(story.evaluator), told, 12)
    return Batch.objects.order_by("chain__opened_at", "number").filter(
        candidates__application__sitting=sitting
    )[0]


def _sitting(story: Story, course: Course, held: date, people: int) -> Sitting:
    actor, at = at_post(story.evaluator), moment(held - 4 * ONE)
    terms = Terms(
        office(SITE), "机房一", held, time(9), held - 3 * ONE, held - 2 * ONE, people, "考务（虚构）"
    )
    made = draft_sitting(
        office(story.evaluator),
        terms,
        [course],
        province=office(PROVINCE),
        nation=office(NATION),
        actor=actor,
        at=at,
    )
    for letter, seq in zip("甲乙丙", (981, 982, 983), strict=True):
        number = identity_number(date(1975, 5, 1), seq)
        person = find_or_create_person(kind=DocumentKind.RESIDENT, number=number, name=f"考评员{letter}")
        name_assessor(made, person, "高级工程师", actor=actor, at=at)
    return step(made, "publish", actor, held - 4 * ONE, 11)


def _apply(holder: TrainingCertificate, sitting: Sitting, course: Course, held: date) -> None:
    day, actor = held - 3 * ONE, Actor(Role.TRAINEE, None, holder.person)
    shown = shown_for(sitting, course, "zh-hans", day)
    signed = Signed("zh-hans", shown.digest(book.algorithm()))
    asked = Asked(GRADUATE.record, Way.PROMISE, commitment=signed)
    made = apply_for(holder.person, sitting, course, asked, actor=actor, at=moment(day, 14))
    step(made, "confirm", at_post("评价机构甲"), held - 2 * ONE)


def _points(pair: tuple[int | None, int | None]) -> Points:
    return Points(*pair, pair[0] is None)


def _spread(scores: list[tuple[int | None, int | None]], failed: int) -> list[tuple[int | None, int | None]]:
    """Put the failures in the middle of the list, where a reader would have to look for them."""
    middle = len(scores) // 2
    return [*scores[failed:middle], *scores[:failed], *scores[middle:]] if failed else scores


def _approve(batch: Batch, story: Story) -> Batch:
    decided, received = story.approved
    facts = {"document_no": f"协调办函〔2024〕{int(batch.number[-3:])}号", "received_on": received}
    return step(batch, "approve", at_post(PROVINCE), received, legal=decided, given=Given(facts))
