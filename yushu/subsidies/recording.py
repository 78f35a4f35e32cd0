"""Employment facts that come on paper: recorded by an officer, corrected by another fact, withdrawn (A13, A34)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from yushu.casework.letters import speaker
from yushu.casework.models import offices_of
from yushu.casework.opening import open_case
from yushu.kernel.clock import day_of
from yushu.kernel.crypto import canonical, digest
from yushu.kernel.errors import Forbidden, Invalid, Refusal, Stale
from yushu.kernel.words import Words
from yushu.ledger import book
from yushu.people.models import Office, Person
from yushu.people.persons import same_person_ids
from yushu.people.roles import Duty, Role
from yushu.subsidies.models import EmploymentCheck, EmploymentFact, EmploymentRow, FactSource, Kind
from yushu.training.models import Member

if TYPE_CHECKING:
    from yushu.people.actors import Actor

RECORDERS = (Role.CITY, Role.PROVINCE)
CHAIN = "employment_facts"
"""Kind of the chains that tell who recorded facts which came by no check."""
NOT_YOURS = Words("你的岗位不能记录就业", "Your post records no employment")
BY_CITY = Words("由市人社局或省人社厅凭材料记录", "The city or the province records it, with the document")
NOT_TRAINED = Words("没有找到这名学员", "No such trainee")


@dataclass(frozen=True)
class Said:
    """What a document says about somebody's employment."""

    kind: str
    since: date
    until: date | None = None
    employer: Office | None = None
    employer_name: str = ""
    employer_code: str = ""
    insurance: str = ""


@dataclass(frozen=True)
class Proof:
    """The document a record rests on, and the day it came."""

    document: str
    received_on: date


@dataclass(frozen=True)
class Asked:
    """One person an employer is asked about."""

    member: Member
    kind: str
    since: date
    until: date | None = None


@transaction.atomic
def ask_employer(
    employer: Office, asked: Sequence[Asked], *, city: Office, province: Office, actor: Actor, at: datetime
) -> EmploymentCheck:
    """Ask an employer to confirm trainees of the actor's institution, all in one case.

    Raises Refusal for an empty list, for somebody twice, and for trainees of others.
    """
    if actor.role != Role.INSTITUTION or actor.office is None:
        raise Forbidden(NOT_YOURS, Words("由培训机构送核", "The institution asks"), cites="A13")
    _refuse_asked(asked, actor)
    institution = actor.office.parent or actor.office
    check = open_case(
        EmploymentCheck,
        actor=actor,
        at=at,
        parties=[
            (Role.INSTITUTION, institution),
            (Role.EMPLOYER, employer),
            (Role.CITY, city),
            (Role.PROVINCE, province),
        ],
        facts={"employer": employer.name, "people": len(asked)},
        institution=institution,
        employer=employer,
        city=city,
    )
    EmploymentRow.objects.bulk_create(
        EmploymentRow(employment=check, seq=seq, **vars(row)) for seq, row in enumerate(asked, start=1)
    )
    return check


@transaction.atomic
def record_fact(person: Person, said: Said, proof: Proof, *, actor: Actor, at: datetime) -> EmploymentFact:
    """Record what a document says of a trainee, on behalf of whoever does not sign in (A34)."""
    records(actor)
    trainee = Member.objects.visible_to(actor).filter(person__in=same_person_ids(person))
    if not trainee.exists():
        raise Refusal(NOT_TRAINED, Words("核对人员", "Check who it is"), field="person", cites="A13")
    _possible(said, proof, day_of(at))
    chain = book.open_chain(CHAIN, at=at)
    fact = _new(person, said, proof, chain.pk, actor, at)
    fact.save(force_insert=True)
    write(fact, "record_fact", actor=actor, at=at, happened_on=proof.received_on)
    return fact


@transaction.atomic
def correct_fact(
    fact: EmploymentFact, said: Said, proof: Proof, why: str, *, actor: Actor, at: datetime
) -> EmploymentFact:
    """Another fact in the place of one that turned out otherwise; both stay. Raises Stale when replaced already."""
    _may_correct(fact, actor)
    _possible(said, proof, day_of(at))
    another = _new(fact.person, said, proof, fact.record_id, actor, at)
    another.replaces, another.why = fact, reason_of(why)
    return _in_place(another, "correct_fact", actor=actor, at=at)


@transaction.atomic
def withdraw_fact(
    fact: EmploymentFact, proof: Proof, why: str, *, actor: Actor, at: datetime
) -> EmploymentFact:
    """Say that a fact was never so. A void row takes its place and says nothing itself."""
    _may_correct(fact, actor)
    said = Said(fact.kind, fact.since, fact.until, fact.employer, fact.employer_name, fact.employer_code)
    _possible(said, proof, day_of(at))
    another = _new(fact.person, said, proof, fact.record_id, actor, at)
    another.replaces, another.why, another.void = fact, reason_of(why), True
    return _in_place(another, "withdraw_fact", actor=actor, at=at)


def write(fact: EmploymentFact, verb: str, *, actor: Actor, at: datetime, happened_on: date) -> None:
    """A line in the record of a fact, with the digest of what it says and nothing personal."""
    facts = {"fact": fact.pk, "kind": fact.kind, "stated": fingerprint(fact)}
    if fact.replaces_id:
        facts |= {"replaces": fact.replaces_id, "why": fact.why}
    basis = "own" if fact.source == FactSource.EMPLOYER else "record"
    book.append(
        fact.record_id,
        verb,
        facts,
        actor=actor,
        at=at,
        happened_on=happened_on,
        basis=basis,
        who=speaker(actor),
    )


def fingerprint(fact: EmploymentFact) -> str:
    """The digest of what a fact says."""
    names = ("kind", "employer_name", "employer_code", "insurance", "since", "until", "document", "void")
    said = {"person": str(fact.person_id), **{name: str(getattr(fact, name) or "") for name in names}}
    return digest(book.algorithm(), canonical(said))


def reason_of(text: str) -> str:
    """A reason that says something."""
    said = " ".join(text.split())
    if len(said) < 4:
        wrong = Words("没有写更正的理由", "The reason is missing")
        raise Refusal(wrong, Words("至少写4个字", "Write at least four characters"), field="why", cites="A37")
    return said[:200]


def _in_place(another: EmploymentFact, verb: str, *, actor: Actor, at: datetime) -> EmploymentFact:
    try:
        with transaction.atomic():
            another.save(force_insert=True)
    except IntegrityError as error:
        wrong = Words("这条记录已被更正过", "This record has been corrected already")
        raise Stale(wrong, Words("从最新的一条更正", "Correct the newest one")) from error
    write(another, verb, actor=actor, at=at, happened_on=another.received_on)
    return another


def _new(person: Person, said: Said, proof: Proof, record: Any, actor: Actor, at: datetime) -> EmploymentFact:
    own = actor.role == Role.EMPLOYER
    return EmploymentFact(
        person=person,
        kind=said.kind,
        employer=said.employer,
        employer_name=said.employer.name if said.employer else said.employer_name,
        employer_code=said.employer.credit_code if said.employer else said.employer_code,
        insurance=said.insurance,
        since=said.since,
        until=said.until,
        source=FactSource.EMPLOYER if own else FactSource.DOCUMENT,
        document=proof.document.strip(),
        received_on=proof.received_on,
        recorded_by=actor.person,
        known_since=at,
        record_id=record,
    )


def _refuse_asked(asked: Sequence[Asked], actor: Actor) -> None:
    if not asked:
        wrong = Words("没有选人", "Nobody is chosen")
        raise Refusal(wrong, Words("勾选至少一人", "Tick at least one person"), field="rows", cites="A13")
    keys = [(row.member.pk, row.kind) for row in asked]
    if len(set(keys)) < len(keys):
        wrong = Words("有人写了两次", "Somebody is listed twice")
        raise Refusal(wrong, Words("只留一行", "Keep one of the two"), field="rows", cites="A13")
    own = Member.objects.visible_to(actor).filter(pk__in={key for key, _ in keys})
    if own.count() < len({key for key, _ in keys}):
        raise Forbidden(
            NOT_TRAINED, Words("只能送核本机构的学员", "Ask about your own trainees only"), cites="A13"
        )


def records(actor: Actor) -> None:
    """Whether the actor may record for others: an officer who handles, of a city or of the province."""
    lent = {duty for office, duty in actor.delegated if actor.office and office == actor.office.pk}
    if actor.role not in RECORDERS or Duty.HANDLE not in {actor.duty, *lent}:
        raise Forbidden(NOT_YOURS, BY_CITY, cites="A34")


def _may_correct(fact: EmploymentFact, actor: Actor) -> None:
    """The recorders, and an employer what it said itself."""
    if actor.role == Role.EMPLOYER:
        if fact.source != FactSource.EMPLOYER or fact.employer_id not in offices_of(actor):
            raise Forbidden(
                NOT_YOURS, Words("只能更正本单位确认的", "Correct what you confirmed"), cites="A13"
            )
        return
    records(actor)
    if not EmploymentFact.objects.visible_to(actor).filter(pk=fact.pk).exists():
        raise Forbidden(NOT_YOURS, BY_CITY, cites="A34")


def _possible(said: Said, proof: Proof, today: date) -> None:
    """A kind that is known, days in order, a document that has come."""
    if said.kind not in Kind.values:
        raise Invalid(Words("没有这种就业情形", "No such kind"), Words("重选", "Choose again"), field="kind")
    if said.until is not None and said.until < said.since:
        wrong = Words("终止日早于起始日", "It would end before it begins")
        raise Invalid(wrong, Words("把日期按先后填", "Put the days in order"), field="until", cites="A13")
    _has_come(said.since, today, "since")
    proven(proof, today)


def proven(proof: Proof, today: date) -> None:
    """Whether a record rests on a document that has come. Raises Invalid."""
    if not proof.document.strip():
        wrong = Words("没有写材料", "The document is missing")
        mend = Words(
            "写材料名称和日期，有文号的写文号", "Name the document, its day and its number if it has one"
        )
        raise Invalid(wrong, mend, field="document", cites="A34")
    _has_come(proof.received_on, today, "received_on")


def _has_come(day: date, today: date, field: str) -> None:
    if day > today:
        wrong = Words("{d}还没有到", "{d} has not come yet").fill(d=day)
        mend = Words("填今天或以前的日期", "Give today or an earlier day")
        raise Invalid(wrong, mend, field=field, cites="A34")
