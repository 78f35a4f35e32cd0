"""The batches of the demonstration: who was examined when, and how far each has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from yushu.casework.moving import Given
from yushu.casework.opening import open_case
from yushu.catalogue.models import Level, Occupation
from yushu.certification.models import Batch, Candidate
from yushu.doors.replay.acting import PROVINCE, moment, step, three_hands
from yushu.doors.replay.courses import holders
from yushu.doors.replay.inventing import People
from yushu.doors.replay.stage import NATION, at_post, office
from yushu.people.roles import Role
from yushu.training.models import TrainingCertificate

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
    skip: int = 0
    again: bool = False


# fmt: off
STORIES = (
    Story("山西大学", "ai", "1期", "2024-06-28", 29, reported="2024-07-08", forwarded="2024-07-15",
          approved=("2024-07-29", "2024-08-01"), issued="2024-08-30"),
    Story("山西大学", "digital-management", "1期", "2024-07-13", 33, reported="2024-07-24", forwarded="2024-08-01",
          approved=("2024-08-15", "2024-08-19"), issued="2024-09-13"),
    Story("太原科技大学", "intelligent-manufacturing", "1期", "2024-07-20", 20, reported="2024-08-02",
          forwarded="2024-08-09", approved=("2024-08-23", "2024-08-27"), issued="2024-09-20"),
    Story("山西大学", "ai", "1期", "2024-08-17", 1, skip=29, reported="2024-09-05", returned="2024-09-11",
          why="缺承诺书签署时间", again=True),
    Story("太原理工大学", "blockchain", "1期", "2024-08-24", 22, reported="2024-09-12"),
    Story("山西大学", "ai", "2期", "2024-08-31", 30, reported="2024-09-14", handled="2024-09-20"),
    Story("太原科技大学", "intelligent-manufacturing", "1期", "2024-09-04", 6, skip=20,
          reported="2024-09-16", again=True),
    Story("山西大学", "digital-management", "1期", "2024-09-05", 5, skip=33, reported="2024-09-18", again=True),
    Story("太原理工大学", "big-data", "1期", "2024-09-10", 48, ((600, 595), (570, 710), (None, None)),
          reported="2024-09-21"),
    Story("太原理工大学", "big-data", "2期", "2024-09-19", 12, ((540, 630),)),
    Story("太原理工大学", "big-data", "1期", "2024-08-10", 4, skip=48, reported="2024-08-20", forwarded="2024-08-28",
          again=True),
    Story("山西大学", "digital-management", "1期", "2024-08-03", 2, skip=38, reported="2024-08-12",
          forwarded="2024-08-20", approved=("2024-09-05", "2024-09-09"), again=True),
)
# fmt: on


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
        class_name=f"{story.class_name}补考" if story.again else story.class_name,
        site="省内考核站点（虚构）",
        examined_on=examined,
    )
    scores = [*story.failed, *((people.score(), people.score()) for _ in range(story.people))][: story.people]
    trained = holders(story.school, story.occupation, story.class_name)
    chosen = islice(trained, story.skip, story.skip + story.people)
    Candidate.objects.bulk_create(
        _candidate(batch, seq, holder, pair)
        for seq, (holder, pair) in enumerate(
            zip(chosen, _spread(scores, len(story.failed)), strict=True), start=1
        )
    )
    return batch


def _spread(scores: list[tuple[int | None, int | None]], failed: int) -> list[tuple[int | None, int | None]]:
    """Put the failures in the middle of the list, where a reader would have to look for them."""
    middle = len(scores) // 2
    return [*scores[failed:middle], *scores[:failed], *scores[middle:]] if failed else scores


def _candidate(
    batch: Batch,
    seq: int,
    holder: TrainingCertificate,
    pair: tuple[int | None, int | None],
) -> Candidate:
    theory, practice = pair
    return Candidate(
        batch=batch,
        seq=seq,
        person=holder.person,
        document=holder.person.documents.all()[0],
        direction=holder.direction,
        theory=theory,
        practice=practice,
        absent=theory is None,
        training_serial=holder.number,
        completed_on=holder.completed_on,
        committed_at=moment(holder.completed_on + timedelta(days=3), 9, seq % 60),
        commitment_version=VERSION,
        insured_on_opening=False,
    )


def _approve(batch: Batch, story: Story) -> Batch:
    decided, received = story.approved
    facts = {"document_no": f"协调办函〔2024〕{int(batch.number[-3:])}号", "received_on": received}
    return step(batch, "approve", at_post(PROVINCE), received, legal=decided, given=Given(facts))
