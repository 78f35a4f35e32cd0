"""How a batch begins: the people of one sitting, all of them or none; and how a row is mended afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F

from yushu.casework.authority import basis_for
from yushu.casework.letters import speaker
from yushu.casework.opening import open_case
from yushu.catalogue.models import Direction, Occupation
from yushu.certification.issuance import ISSUANCE, S
from yushu.certification.models.batches import Batch, Candidate
from yushu.kernel.clock import day_of, start_of
from yushu.kernel.errors import Invalid, Refusal, Stale
from yushu.kernel.identifiers import canonical_number
from yushu.kernel.words import Words
from yushu.ledger import book
from yushu.people.documents import DocumentKind, read_paper
from yushu.people.models import Bar, BarKind, Office, Person
from yushu.people.persons import find_or_create_person
from yushu.people.roles import Role

if TYPE_CHECKING:
    from yushu.people.actors import Actor

OPEN_STATES = (S.EXAMINED, S.RETURNED)
"""While the list is in the evaluator's hands its rows can be mended."""

COMPARE = Words("对照证件和成绩单改正", "Correct it from the document and the score sheet")
PASSPORT = re.compile(r"[A-Z]{1,2}\d{5,9}")
HMT = ("81", "82", "83")


@dataclass(frozen=True)
class Sitting:
    """Which class was examined in what, when and where."""

    institution: Office
    occupation: Occupation
    level: str
    examined_on: date
    class_name: str = ""
    site: str = ""


@dataclass(frozen=True)
class Marks:
    """What a row says besides who it is about. Scores are tenths of a point."""

    direction: str = ""
    theory: int | None = None
    practice: int | None = None
    absent: bool = False
    training_serial: str = ""
    completed_on: date | None = None
    committed_on: date | None = None


@dataclass(frozen=True)
class Entry:
    """One person of the list; `place` is the row it was read from, for messages."""

    place: int
    name: str
    number: str
    marks: Marks


class RowsRefused(Refusal):
    """Rows that cannot be entered: every refusal of every row, by its place."""

    def __init__(self, faults: Mapping[int, Sequence[Refusal]]) -> None:
        self.faults = {row: list(refusals) for row, refusals in faults.items()}
        wrong = Words("{n}行要改", "{n} rows must be mended").fill(n=len(self.faults))
        super().__init__(
            wrong, Words("改好以后整个名单再导入", "Mend them and enter the whole list again"), field="rows"
        )


@transaction.atomic
def open_batch(
    sitting: Sitting,
    entries: Sequence[Entry],
    *,
    evaluator: Office,
    province: Office,
    nation: Office,
    actor: Actor,
    at: datetime,
) -> Batch:
    """Open a batch with all its people, or raise RowsRefused for all rows that stand in the way."""
    _refuse_sitting(sitting, entries, day_of(at))
    batch = open_case(
        Batch,
        actor=actor,
        at=at,
        # Paper may have come before it was typed in (A34); the examination is where a batch begins.
        happened_on=sitting.examined_on,
        parties=[
            (Role.EVALUATOR, evaluator),
            (Role.PROVINCE, province),
            (Role.INSTITUTION, sitting.institution),
            (Role.NATION, nation),
        ],
        facts={"people": len(entries), "examined_on": sitting.examined_on},
        evaluator=evaluator,
        institution=sitting.institution,
        occupation=sitting.occupation,
        level=sitting.level,
        class_name=sitting.class_name,
        site=sitting.site,
        examined_on=sitting.examined_on,
    )
    _enter_all(batch, entries)
    return batch


def _refuse_sitting(sitting: Sitting, entries: Sequence[Entry], today: date) -> None:
    if sitting.examined_on > today:
        wrong = Words("考核日期{d}还没有到", "The exam day {d} has not come yet").fill(d=sitting.examined_on)
        raise Invalid(
            wrong, Words("考核以后再建立批次", "Open the batch after the exam"), field="examined_on"
        )
    if not entries:
        raise Invalid(
            Words("名单是空的", "The list is empty"),
            Words("至少写一人", "Give at least one person"),
            field="rows",
        )


def _enter_all(batch: Batch, entries: Iterable[Entry]) -> None:
    faults: dict[int, list[Refusal]] = {}
    seen: dict[Any, int] = {}
    directions = {
        name: d for d in Direction.objects.filter(occupation=batch.occupation) for name in (d.zh, d.en)
    }
    for seq, entry in enumerate(entries, start=1):
        try:
            person = _person(batch, entry, seen)
            _keep(batch, seq, person, entry, directions)
        except Refusal as refused:
            faults.setdefault(entry.place, []).append(refused)
    if faults:
        raise RowsRefused(faults)


def _person(batch: Batch, entry: Entry, seen: dict[Any, int]) -> Person:
    kind = paper_kind(entry.number)
    person = find_or_create_person(kind=kind, number=entry.number, name=entry.name, today=batch.examined_on)
    if person.pk in seen:
        wrong = Words("与第{r}行是同一人", "The same person as in row {r}").fill(r=seen[person.pk])
        raise Refusal(wrong, Words("删去一行", "Remove one of the rows"), field="number", cites="R09")
    seen[person.pk] = entry.place
    barred = Bar.objects.on(batch.examined_on).filter(person=person, kind=BarKind.EXAM)
    if barred.exists():
        wrong = Words("考核当天在登记簿中，不得参加评价", "Barred from examinations on the day of the exam")
        raise Refusal(
            wrong, Words("从名单中删去，按登记簿办理", "Take this row out"), field="number", cites="R24"
        )
    return person


def _keep(
    batch: Batch, seq: int, person: Person, entry: Entry, directions: Mapping[str, Direction]
) -> Candidate:
    paper = read_paper(paper_kind(entry.number), entry.number)
    document = person.documents.get(number_index=paper.index, kind=paper.kind)
    return Candidate.objects.create(
        batch=batch, seq=seq, person=person, document=document, **columns(batch, entry.marks, directions)
    )


def columns(batch: Batch, marks: Marks, directions: Mapping[str, Direction]) -> dict[str, Any]:
    """The columns of a candidate that a row decides. Raises Refusal for what contradicts itself."""
    if marks.direction and marks.direction not in directions:
        wrong = Words("“{o}”没有方向“{d}”", "{o} has no direction “{d}”")
        known = _names(directions)
        mend = Words(
            "写登记的方向名称：{k}；没有就空着", "Write a registered direction ({k}), or nothing"
        ).fill(k=known)
        raise Refusal(wrong.fill(o=batch.occupation.short, d=marks.direction), mend, field="direction")
    if marks.absent and (marks.theory is not None or marks.practice is not None):
        wrong = Words("记了缺考，又有成绩", "Marked absent, yet there are scores")
        raise Refusal(wrong, Words("留下其中一个", "Keep one of the two"), field="absent", cites="R09")
    return {
        "direction": directions.get(marks.direction),
        "theory": marks.theory,
        "practice": marks.practice,
        "absent": marks.absent,
        "training_serial": marks.training_serial,
        "completed_on": marks.completed_on,
        "committed_at": start_of(marks.committed_on) if marks.committed_on else None,
    }


def _names(directions: Mapping[str, Direction]) -> Words:
    rows = dict.fromkeys(directions.values())
    return Words("、".join(row.zh for row in rows) or "—", ", ".join(row.en for row in rows) or "—")


def paper_kind(number: str) -> DocumentKind:
    """Which paper a number is most likely of; reading it decides whether it is right."""
    text = canonical_number(number)
    if PASSPORT.fullmatch(text):
        return DocumentKind.PASSPORT
    if text[:2] in HMT and len(text) == 18:
        return DocumentKind.RESIDENCE_HMT
    return DocumentKind.PERMANENT_FOREIGN if text[:1] == "9" and len(text) == 18 else DocumentKind.RESIDENT


@transaction.atomic
def mend_row(
    batch: Batch, candidate: Candidate, marks: Marks, reason: str, *, actor: Actor, at: datetime, rev: int
) -> Candidate:
    """Correct what a row says while the list is in the evaluator's hands; written down with before and after.

    Raises Stale when the list has moved on, Refusal without a reason, Forbidden for another's list.
    """
    report = ISSUANCE.find(batch.state, "report") or ISSUANCE.named("report")
    basis = basis_for(batch, report, actor)
    reason = reason.strip()
    if len(reason) < 4:
        wrong = Words("没有写更正的理由", "The reason for the correction is missing")
        raise Refusal(wrong, Words("至少写4个字", "Write at least four characters"), field="reason")
    _claim(batch, rev)
    before = marks_of(candidate)
    directions = {name: d for d in batch.occupation.directions.all() for name in (d.zh, d.en)}
    for name, value in columns(batch, marks, directions).items():
        setattr(candidate, name, value)
    try:
        candidate.save()
    except IntegrityError as error:
        raise Refusal(Words("成绩不在0到100之间", "A score is not within 0 and 100"), COMPARE) from error
    facts = {"row": candidate.seq, "reason": reason, **_changed(before, marks), **batch.standing()}
    who = speaker(actor)
    book.append(
        batch.pk, "mend", facts, actor=actor, at=at, happened_on=day_of(at), basis=basis.kind, who=who
    )
    return candidate


def _claim(batch: Batch, rev: int) -> None:
    """The list may have been reported, or mended by another, since this form was opened."""
    mine = Batch.objects.filter(pk=batch.pk, rev=rev, state__in=OPEN_STATES)
    if mine.update(rev=F("rev") + 1) != 1:
        batch.refresh_from_db()
        wrong = Words("名单已经变了，现在是“{s}”", "The list has changed: it is now “{s}”")
        state = batch.process.label(batch.state)
        raise Stale(wrong.fill(s=state), Words("打开最新的名单再改", "Open the list again and mend it there"))


def marks_of(candidate: Candidate) -> Marks:
    """What a row says now."""
    return Marks(
        candidate.direction.zh if candidate.direction else "",
        candidate.theory,
        candidate.practice,
        candidate.absent,
        candidate.training_serial,
        candidate.completed_on,
        day_of(candidate.committed_at) if candidate.committed_at else None,
    )


def _changed(before: Marks, after: Marks) -> dict[str, Any]:
    old, new = asdict(before), asdict(after)
    names = [name for name in old if old[name] != new[name]]
    return {"before": {n: old[n] for n in names}, "after": {n: new[n] for n in names}}
