"""The batches of the demonstration: who was examined when, and how far each has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from yushu.casework.models import Case
from yushu.casework.moving import NONE, Given, move
from yushu.casework.opening import open_case
from yushu.catalogue.models import Level, Occupation
from yushu.certification.models import Batch, Candidate
from yushu.doors.replay.inventing import People
from yushu.doors.replay.stage import NATION, at_post, office
from yushu.kernel.clock import BEIJING
from yushu.people.actors import Actor
from yushu.people.models import Person
from yushu.people.roles import HANDS, Role

PROVINCE = "省人社厅"
VERSION = "2024-06"


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


STORIES = (
    Story(
        "山西大学",
        "ai",
        "1期",
        "2024-06-28",
        29,
        (),
        "2024-07-08",
        "",
        "2024-07-15",
        ("2024-07-29", "2024-08-01"),
        "2024-08-30",
    ),
    Story(
        "山西大学",
        "digital-management",
        "1期",
        "2024-07-13",
        33,
        (),
        "2024-07-24",
        "",
        "2024-08-01",
        ("2024-08-15", "2024-08-19"),
        "2024-09-13",
    ),
    Story(
        "太原科技大学",
        "intelligent-manufacturing",
        "1期",
        "2024-07-20",
        20,
        (),
        "2024-08-02",
        "",
        "2024-08-09",
        ("2024-08-23", "2024-08-27"),
        "2024-09-20",
    ),
    Story(
        "山西大学", "ai", "1期补考", "2024-08-17", 1, (), "2024-09-05", "2024-09-11", why="缺承诺书签署时间"
    ),
    Story("太原理工大学", "blockchain", "1期", "2024-08-24", 22, (), "2024-09-12"),
    Story("山西大学", "ai", "2期", "2024-08-31", 30, (), "2024-09-14", handled="2024-09-20"),
    Story("太原科技大学", "intelligent-manufacturing", "1期补考", "2024-09-04", 6, (), "2024-09-16"),
    Story("山西大学", "digital-management", "1期补考", "2024-09-05", 5, (), "2024-09-18"),
    Story(
        "太原理工大学",
        "big-data",
        "1期",
        "2024-09-10",
        48,
        ((600, 595), (570, 710), (None, None)),
        "2024-09-21",
    ),
    Story("太原科技大学", "intelligent-manufacturing", "2期", "2024-09-19", 12, ((540, 630),)),
    Story("太原理工大学", "blockchain", "1期补考", "2024-08-10", 4, (), "2024-08-20", "", "2024-08-28"),
    Story(
        "山西大学",
        "digital-management",
        "2期",
        "2024-08-03",
        14,
        (),
        "2024-08-12",
        "",
        "2024-08-20",
        ("2024-09-05", "2024-09-09"),
    ),
)


def moment(day: str | date, hour: int = 10, minute: int = 0) -> datetime:
    """A working-hours moment in Beijing."""
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=BEIJING)


def play(story: Story, people: People) -> Batch:
    """Open one batch and carry it as far as its story goes."""
    batch = _open(story, people)
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


def _open(story: Story, people: People) -> Batch:
    examined = date.fromisoformat(story.examined)
    evaluator, school = office(story.evaluator), office(story.school)
    batch = open_case(
        Batch,
        actor=at_post(story.evaluator),
        at=moment(examined, 17, 55),
        parties=[
            (Role.EVALUATOR, evaluator),
            (Role.PROVINCE, office(PROVINCE)),
            (Role.INSTITUTION, school),
            (Role.NATION, office(NATION)),
        ],
        evaluator=evaluator,
        institution=school,
        occupation=Occupation.objects.get(key=story.occupation),
        level=Level.JUNIOR,
        class_name=story.class_name,
        site="省内考核站点（虚构）",
        examined_on=examined,
    )
    directions = list(batch.occupation.directions_at(Level.JUNIOR))
    scores = [*story.failed, *((people.score(), people.score()) for _ in range(story.people))][: story.people]
    Candidate.objects.bulk_create(
        _candidate(batch, seq, people.another(), pair, directions)
        for seq, pair in enumerate(_spread(scores, len(story.failed)), start=1)
    )
    return batch


def _spread(scores: list[tuple[int | None, int | None]], failed: int) -> list[tuple[int | None, int | None]]:
    """Put the failures in the middle of the list, where a reader would have to look for them."""
    middle = len(scores) // 2
    return [*scores[failed:middle], *scores[:failed], *scores[middle:]] if failed else scores


def _candidate(
    batch: Batch, seq: int, person: Person, pair: tuple[int | None, int | None], directions: list[Any]
) -> Candidate:
    trained = batch.examined_on - timedelta(days=12)
    theory, practice = pair
    return Candidate(
        batch=batch,
        seq=seq,
        person=person,
        document=person.documents.all()[0],
        direction=directions[seq % len(directions)] if directions else None,
        theory=theory,
        practice=practice,
        absent=theory is None,
        training_serial=f"YS-2024-P-{batch.number[-3:]}{seq:02d}",
        completed_on=trained,
        committed_at=moment(trained + timedelta(days=3), 9, seq % 60),
        commitment_version=VERSION,
        insured_on_opening=False,
    )


def step(
    case: Any,
    name: str,
    actor: Actor,
    day: str | date,
    hour: int = 10,
    *,
    legal: str = "",
    given: Given = NONE,
) -> Any:
    """Press one step on a day of the story."""
    case.refresh_from_db()
    happened = date.fromisoformat(legal) if legal else None
    return move(
        case, name, actor=actor, at=moment(day, hour), rev=case.rev, happened_on=happened, given=given
    )


def three_hands(case: Case, name: str, day: str, number: str, first: Given = NONE) -> Any:
    """Handle, check, sign: three persons of the province on one day, with a number and a day of dispatch."""
    facts = {"document_no": number.format(n=int(day[5:7] + day[8:])), "dispatched_on": day}
    done: Any = case
    for hour, (duty, given) in enumerate(zip(HANDS, (first, NONE, Given(facts)), strict=True), start=9):
        done = step(done, name, at_post(PROVINCE, duty), day, hour, given=given)
    return done


def _approve(batch: Batch, story: Story) -> Batch:
    decided, received = story.approved
    facts = {"document_no": f"协调办函〔2024〕{int(batch.number[-3:])}号", "received_on": received}
    return step(batch, "approve", at_post(PROVINCE), received, legal=decided, given=Given(facts))
