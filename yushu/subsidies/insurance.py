"""Insurance lines, matched with trainees by blind index and answered one by one (A13).

Lines about anybody else leave no trace: only their number is counted. Handing the same lines in again
changes nothing; a line that now has an end takes the place of the one without.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Self, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from yushu.casework.letters import speaker
from yushu.kernel.clock import day_of
from yushu.kernel.crypto import canonical, digest
from yushu.kernel.errors import Stale
from yushu.kernel.words import Words
from yushu.ledger import book
from yushu.people.models import IdDocument, Office, Person
from yushu.people.names import one_spelling
from yushu.subsidies.models import EmploymentFact, FactSource, Kind
from yushu.subsidies.recording import CHAIN, Proof, fingerprint, proven, records
from yushu.subsidies.standings import records_of
from yushu.training.models import Member

if TYPE_CHECKING:
    from yushu.people.actors import Actor

Key = TypeVar("Key", str, UUID)
TOGETHER = 500
ENDED = Words("参保终止", "insurance ended")
"""Why a line with an end takes the place of the one without."""


@dataclass(frozen=True)
class InsuranceLine:
    """One line as it was read: `place` is its row, `index` the blind index of the identity number."""

    place: int
    index: str
    name: str
    employer_name: str
    employer_code: str
    insurance: str
    since: date
    until: date | None = None


class Outcome(StrEnum):
    """What became of a line."""

    ACCEPTED = "ACCEPTED"
    ENDED = "ENDED"
    SAME = "SAME"
    UNKNOWN = "UNKNOWN"
    NAME = "NAME"
    AHEAD = "AHEAD"
    OVERLAP = "OVERLAP"


OUTCOMES = {
    Outcome.ACCEPTED: Words("已记入", "recorded"),
    Outcome.ENDED: Words("已记入终止日", "its end is recorded"),
    Outcome.SAME: Words("已有，不重复记", "known already"),
    Outcome.UNKNOWN: Words("不是本地参训学员，未保存", "no trainee here; not kept"),
    Outcome.NAME: Words(
        "姓名与证件号对不上；核对后改正", "the name does not belong to the number; check and correct"
    ),
    Outcome.AHEAD: Words("起始日还没有到；核对起始日", "its first day has not come yet; check the day"),
    Outcome.OVERLAP: Words(
        "与同一单位、同一险种的另一段重叠；核对起止日期",
        "overlaps another period of the same employer and insurance; check the days",
    ),
}
FAULTS = frozenset({Outcome.NAME, Outcome.AHEAD, Outcome.OVERLAP})
"""Outcomes that somebody must mend. A line about a stranger is no fault."""


@dataclass
class Answered:
    """What came of a whole file."""

    outcomes: dict[int, Outcome] = field(default_factory=dict)
    facts: list[EmploymentFact] = field(default_factory=list)

    def count(self, *outcomes: Outcome) -> int:
        """How many lines ended so."""
        return sum(found in outcomes for found in self.outcomes.values())


@transaction.atomic
def take_lines(lines: Sequence[InsuranceLine], proof: Proof, *, actor: Actor, at: datetime) -> Answered:
    """Record the lines that are about trainees the actor sees, and answer every one.

    Raises Forbidden for whoever may not record, Stale when the same file is taken twice at one moment.
    """
    records(actor)
    proven(proof, day_of(at))
    people = trainees(lines, actor)
    desk = _Desk(proof, actor, at, _Known.of(people.values()), _codes(lines))
    taken = Answered()
    for line in lines:
        taken.outcomes[line.place] = desk.answer(line, people.get(line.index))
    taken.facts = _keep(desk.made, at)
    if taken.facts:
        _write(taken, len(lines), proof, actor, at)
    return taken


def trainees(lines: Iterable[InsuranceLine], actor: Actor) -> dict[str, Person]:
    """The people behind the indexes, as far as they are trainees the actor sees."""
    found: dict[str, Person] = {}
    for some in _chunks(sorted({line.index for line in lines})):
        papers = IdDocument.objects.filter(number_index__in=some).select_related("person")
        found |= {paper.number_index: paper.person for paper in papers}  # seen: narrowed to trainees below
    same = records_of(found.values())
    own: set[UUID] = set()
    for keys in _chunks(sorted(same)):
        members = Member.objects.visible_to(actor).filter(person__in=keys)
        own |= {pk for one in members.values_list("person", flat=True) for pk in same[one]}
    return {index: person for index, person in found.items() if person.pk in own}


@dataclass
class _Known:
    """What is known of insurance of some people by then, and the marks of all lines ever taken about them."""

    facts: dict[UUID, list[EmploymentFact]]
    marks: set[str]

    @classmethod
    def of(cls, people: Iterable[Person]) -> Self:
        known, same = cls(defaultdict(list), set()), records_of(people)
        for some in _chunks(sorted(same)):
            rows = EmploymentFact.objects.filter(person__in=some, kind=Kind.INSURANCE)
            for fact in rows.select_related("replaced_by"):  # seen: people the actor sees as trainees
                known.add(fact, same[fact.person_id])
        return known

    def add(self, fact: EmploymentFact, keys: Iterable[UUID]) -> None:
        if fact.mark:
            self.marks.add(fact.mark)
        if not fact.void and not hasattr(fact, "replaced_by"):
            for key in keys:
                self.facts[key].append(fact)


class _Desk:
    """Answers lines in their order; what an earlier line made is known to the later ones."""

    def __init__(
        self, proof: Proof, actor: Actor, at: datetime, known: _Known, offices: Mapping[str, Office]
    ) -> None:
        self.proof, self.actor, self.at, self.known, self.offices = proof, actor, at, known, offices
        self.made: list[EmploymentFact] = []

    def answer(self, line: InsuranceLine, person: Person | None) -> Outcome:
        """What becomes of one line."""
        if person is None:
            return Outcome.UNKNOWN
        if one_spelling(line.name) != person.name:
            return Outcome.NAME
        if line.since > day_of(self.at):
            return Outcome.AHEAD
        if mark_of(line) in self.known.marks:
            return Outcome.SAME
        return self._new(line, person)

    def _new(self, line: InsuranceLine, person: Person) -> Outcome:
        same = [fact for fact in self.known.facts[person.pk] if _same_cover(fact, line)]
        begun = next((fact for fact in same if fact.since == line.since), None)
        if begun is not None and begun.until is None and line.until is not None:
            self._make(line, person, begun)
            return Outcome.ENDED
        if any(_overlap(fact, line) for fact in same):
            return Outcome.OVERLAP
        self._make(line, person, None)
        return Outcome.ACCEPTED

    def _make(self, line: InsuranceLine, person: Person, instead: EmploymentFact | None) -> None:
        fact = EmploymentFact(
            person=person,
            kind=Kind.INSURANCE,
            employer=self.offices.get(line.employer_code),
            employer_name=line.employer_name,
            employer_code=line.employer_code,
            insurance=line.insurance,
            since=line.since,
            until=line.until,
            source=FactSource.INSURANCE_LINES,
            document=self.proof.document.strip(),
            received_on=self.proof.received_on,
            recorded_by=self.actor.person,
            known_since=self.at,
            mark=mark_of(line),
            replaces=instead,
            why=ENDED.zh if instead else "",
        )
        self.made.append(fact)
        if instead is not None:
            self.known.facts[person.pk].remove(instead)
        self.known.marks.add(str(fact.mark))
        self.known.facts[person.pk].append(fact)


def mark_of(line: InsuranceLine) -> str:
    """The fingerprint by which the same line is known again. An open end and a known end are two lines."""
    said = (line.index, line.employer_code, line.insurance, line.since, line.until or "")
    return digest("sha256", canonical([str(part) for part in said]))


def _codes(lines: Iterable[InsuranceLine]) -> dict[str, Office]:
    codes = {line.employer_code for line in lines} - {""}
    return {
        office.credit_code: office
        for some in _chunks(sorted(codes))
        for office in Office.objects.filter(credit_code__in=some)  # seen: names of offices are public
    }


def _same_cover(fact: EmploymentFact, line: InsuranceLine) -> bool:
    return not fact.void and (fact.employer_code, fact.insurance) == (line.employer_code, line.insurance)


def _overlap(fact: EmploymentFact, line: InsuranceLine) -> bool:
    begins_before_it_ends = fact.until is None or line.since <= fact.until
    return begins_before_it_ends and (line.until is None or fact.since <= line.until)


def _keep(made: Sequence[EmploymentFact], at: datetime) -> list[EmploymentFact]:
    """All facts of one file under one chain; a fact that replaces one of the same file follows it."""
    if not made:
        return []
    chain = book.open_chain(CHAIN, at=at)
    for fact in made:
        fact.record = chain
    first = [fact for fact in made if fact.replaces is None or fact.replaces.pk]
    later = [fact for fact in made if fact.replaces is not None and not fact.replaces.pk]
    try:
        with transaction.atomic():
            EmploymentFact.objects.bulk_create(first, batch_size=TOGETHER)
            for fact in later:
                fact.replaces = fact.replaces
                fact.save(force_insert=True)
    except IntegrityError as error:
        wrong = Words("同样的参保数据正在导入", "The same lines are being imported")
        mend = Words("稍后再导一次，重复的不会记两遍", "Try again: nothing is recorded twice")
        raise Stale(wrong, mend) from error
    return [*first, *later]


def _write(taken: Answered, lines: int, proof: Proof, actor: Actor, at: datetime) -> None:
    """One entry: how many lines, how many recorded, and the digest of all that was recorded."""
    said = canonical(sorted(fingerprint(fact) for fact in taken.facts))
    book.append(
        taken.facts[0].record_id,
        "import_insurance",
        {
            "document": proof.document,
            "lines": lines,
            "recorded": len(taken.facts),
            "stated": digest(book.algorithm(), said),
        },
        actor=actor,
        at=at,
        happened_on=proof.received_on,
        basis="record",
        who=speaker(actor),
    )


def _chunks(rows: Sequence[Key]) -> Iterator[list[Key]]:
    found = iter(rows)
    while some := list(islice(found, TOGETHER)):
        yield some
