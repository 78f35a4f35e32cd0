"""Batches as the tests meet them: three candidates, one of them failed, at the evaluator's desk."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from tests.cast import Cast, Member
from tests.people.numbers import invented
from yushu.casework.models import Case
from yushu.casework.moving import NONE, Given, move
from yushu.casework.opening import open_case
from yushu.catalogue.models import Field, Level, Occupation
from yushu.certification.models import Batch, Candidate
from yushu.kernel.clock import BEIJING
from yushu.people.documents import DocumentKind
from yushu.people.persons import find_or_create_person
from yushu.people.roles import Duty, Role

NAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
SCORES = ((820, 760), (740, 680), (600, 595))


def moment(day: str | date, hour: int = 10) -> datetime:
    """A moment of working hours on a day in Beijing."""
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime(on.year, on.month, on.day, hour, tzinfo=BEIJING)


def make_occupation() -> Occupation:
    """大数据, once."""
    made, _ = Occupation.objects.get_or_create(
        key="big-data",
        defaults={
            "zh": "大数据工程技术人员",
            "en": "Big-data engineer",
            "short_zh": "大数据",
            "short_en": "Big data",
            "field": Field.BIG_DATA,
            "place": 5,
        },
    )
    return made


def make_batch(cast: Cast, examined: str = "2024-09-10", scores: Any = SCORES, first: int = 1) -> Batch:
    """A batch opened by the cast's evaluator on the day of the examination."""
    evaluator = cast.owner(Role.EVALUATOR)
    school = cast.owner(Role.INSTITUTION).office
    batch = open_case(
        Batch,
        actor=evaluator.actor,
        at=moment(examined, 18),
        parties=[
            (Role.EVALUATOR, evaluator.office),
            (Role.PROVINCE, cast.owner(Role.PROVINCE).office),
            (Role.INSTITUTION, school),
            (Role.NATION, cast.nation),
        ],
        evaluator=evaluator.office,
        institution=school,
        occupation=make_occupation(),
        level=Level.JUNIOR,
        class_name="1期",
        examined_on=date.fromisoformat(examined),
    )
    for seq, (theory, practice) in enumerate(scores, start=first):
        make_candidate(batch, seq, theory, practice)
    return batch


def make_candidate(
    batch: Batch, seq: int, theory: int | None, practice: int | None, **fields: Any
) -> Candidate:
    """One person of a batch, trained and committed before the examination."""
    person = find_or_create_person(
        kind=DocumentKind.RESIDENT, number=invented(seq), name=f"学员{NAMES[seq % len(NAMES)]}"
    )
    before = batch.examined_on - timedelta(days=20)
    values = {
        "theory": theory,
        "practice": practice,
        "absent": theory is None,
        "training_serial": f"YS-2024-P-{seq:05d}",
        "completed_on": before,
        "committed_at": moment(before),
        "commitment_version": "2024-06",
        "insured_on_opening": False,
        **fields,
    }
    document = person.documents.get()
    return Candidate.objects.create(batch=batch, seq=seq, person=person, document=document, **values)


def take(case: Any, step: str, member: Member, on: str, *, legal: str = "", given: Given = NONE) -> Any:
    """Press a step as a member on a day, with the form as it is now; returns the case that took it."""
    case.refresh_from_db()
    return move(
        case,
        step,
        actor=member.actor,
        at=moment(on),
        rev=case.rev,
        happened_on=date.fromisoformat(legal) if legal else None,
        given=given,
    )


DISPATCH = {"document_no": "晋人社函〔2024〕15号"}


def three_hands(case: Case, step: str, cast: Cast, on: str, first: Given = NONE, **last: str) -> Any:
    """Handle, check and sign a step of the province on one day."""
    facts = {**DISPATCH, "dispatched_on": on, **last}
    take(case, step, cast.owner(Role.PROVINCE), on, given=first)
    take(case, step, cast.colleague(Role.PROVINCE), on)
    return take(case, step, cast.colleague(Role.PROVINCE, Duty.SIGN), on, given=Given(facts))
