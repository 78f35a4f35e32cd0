"""What a claim comes to, from what the record knows: nothing of it is typed (R16–R20; A2–A4, A12–A19).

Everybody who ever joined a finished class of the order or project is a row: days from confirmed attendance, a valid
training certificate, the one-year rule, employment on the day of the claim, what was paid before. The number of
queries does not grow with the people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

from yushu.casework.calendar import working_calendar
from yushu.kernel.words import NOTHING, Words
from yushu.law.pack import Pack
from yushu.law.terms import WorkingCalendar
from yushu.people.models import Bar, BarKind
from yushu.subsidies import objecting, rulings
from yushu.subsidies.employment_rules import UNDECIDED, Spell, Standing, standing
from yushu.subsidies.guarding import Wanted, aliases_of
from yushu.subsidies.rules import Attended, DayRate, payable_days, worth
from yushu.subsidies.settlement_rules import Claimed, Owed, found_against, owe
from yushu.subsidies.standings import of_second_group, spells
from yushu.training.classing import S as Class
from yushu.training.hours import ONLINE
from yushu.training.models import Attendance, Member, Session, TrainingCertificate
from yushu.training.training_life import GROUNDS, OUTSIDE, L

if TYPE_CHECKING:
    from yushu.subsidies.models.schemes import Order, Project
    from yushu.training.models import TrainingClass

Bars = Callable[[Sequence[Wanted], Mapping[UUID, UUID], Pack], dict[int, Words]]
"""Who of those wanted is barred by the one-year rule, and why."""

NONE: Mapping[int, int] = MappingProxyType({})
NO_CERTIFICATE = Words("没有有效的培训合格证书", "no valid training certificate")
REVOKED = Words("培训合格证书已撤销", "the training certificate was revoked")
REVOKED_FOR = Words("培训合格证书已撤销：{w}", "the training certificate was revoked: {w}")
LEFT = Words("中途离班：{w}", "left the class: {w}")
RECORDED = Words("诚信记录：{w}", "integrity register: {w}")
DECLARED = Words("报名时已填报、已告知：{w}", "declared and told at enrolment: {w}")
UPHELD = Words("异议成立：{w}", "an objection was upheld: {w}")
NOT_LOOKED_AT = Words("不在计付人数内，不看就业", "not among those who can be paid for")


@dataclass(frozen=True)
class Row:
    """One member of a finished class, counted and explained."""

    member: int
    seq: int
    person: UUID
    training_class: UUID
    holder: str
    masked: str
    claimed: Claimed
    worth_yuan: int
    sessions: Mapping[str, Sequence[int]]
    certificate: str = ""
    uncertified: Words = NOTHING
    revoked_for: str = ""
    barred: Words = NOTHING
    found: Words = NOTHING
    standing: Standing = field(default_factory=lambda: Standing(False, NOT_LOOKED_AT, ("R18",)))
    kinds: tuple[str, ...] = ()

    @property
    def untrue(self) -> bool:
        """Whether the record says that the person was never of the target group (R03, A15, A22)."""
        return self.claimed.outside or self.revoked_for in OUTSIDE

    @property
    def why(self) -> Words:
        """The reason that decides how the person counts."""
        return self.uncertified or self.barred or self.found or self.standing.why

    @property
    def cites(self) -> Sequence[str]:
        """The clauses of that reason."""
        if self.uncertified:
            return ("R06",)
        if self.barred:
            return ("R24",) if self.claimed.registered else ("R17", "A9", "A10")
        return ("A38",) if self.found else self.standing.cites


@dataclass(frozen=True)
class Claim:
    """A whole claim as of a day: its classes, its rows, both results."""

    classes: Sequence[TrainingClass]
    rows: Sequence[Row]
    owed: Owed
    otherwise: Owed
    as_of: date
    claim_day: date

    @property
    def opened(self) -> date:
        """The day the first of its classes opened: the gate of that day decides."""
        return self.classes[0].opens_on

    @property
    def kinds(self) -> list[str]:
        """Undecided kinds of employment on which somebody's counting depends."""
        return sorted({kind for row in self.rows if row.standing.undecided for kind in row.kinds})


@dataclass(frozen=True)
class _Known:
    """What the database knows of the members of some classes, read once."""

    law: Pack
    calendar: WorkingCalendar
    same: Mapping[UUID, UUID]
    attended: Mapping[int, Sequence[tuple[int, date, str, int]]]
    days: Mapping[UUID, int]
    certificates: Mapping[int, Sequence[TrainingCertificate]]
    spells: Mapping[UUID, Sequence[Spell]]
    bars: Mapping[UUID, str]
    counts: Mapping[date, Mapping[str, bool]]


def finished(scheme: Order | Project, as_of: date) -> list[TrainingClass]:
    """The classes completed by a day, in the order of their opening (A16)."""
    rows = scheme.classes().filter(state=Class.COMPLETED, examined_on__lte=as_of)
    return list(rows.select_related("occupation", "direction", "institution"))


def compute(
    classes: Sequence[TrainingClass],
    *,
    as_of: date,
    claim_day: date,
    at: datetime,
    bars: Bars,
    paid: Mapping[int, int],
    given_up: Mapping[int, int] = NONE,
    findings: Iterable[tuple[int | None, str]] = (),
) -> Claim:
    """The claim over these classes. `paid`: what each member brought before; `findings`: what objections showed.

    `given_up`: what was to come back of somebody and was written off or handed to the court.
    """
    members = list(_members(classes))
    known = _read(classes, members, claim_day, at)
    by_class = {case.pk: case for case in classes}
    rows = [_row(member, by_class[member.training_class_id], known, claim_day) for member in members]
    barred = bars(
        [_wanted(row, by_class[row.training_class]) for row in rows if row.claimed.counts],
        known.same,
        known.law,
    )
    rows = [_settled(row, barred.get(row.member, NOTHING), paid, given_up) for row in rows]
    shown = list(findings)
    found = {one.key: one for one in found_against([row.claimed for row in rows], shown)}
    rows = [replace(row, claimed=found[row.member], found=_upheld(row.member, shown)) for row in rows]
    people = [row.claimed for row in rows]
    first = classes[0].opens_on
    owed = owe(people, first, known.law)
    otherwise = owe([one.decided_otherwise for one in people], first, known.law)
    return Claim(classes, rows, owed, otherwise, as_of, claim_day)


def _members(classes: Iterable[TrainingClass]) -> Iterable[Member]:
    rows = Member.objects.filter(training_class__in=[case.pk for case in classes]).exclude(joined_on=None)
    rows = rows.select_related("person", "enrolment").prefetch_related("person__documents")
    return rows.order_by("training_class__opens_on", "training_class__number", "seq")


def _read(classes: Sequence[TrainingClass], members: Sequence[Member], day: date, at: datetime) -> _Known:
    same = aliases_of(member.person_id for member in members)
    pks = [case.pk for case in classes]
    return _Known(
        law=rulings.ruled(),
        calendar=working_calendar(),
        same=same,
        attended=_attended(pks),
        days=_training_days(pks),
        certificates=_certificates(pks, day),
        spells=spells([member.person for member in members], at),
        bars=_bars(same, day),
        counts={opened: rulings.counts_on(opened) for opened in {case.opens_on for case in classes}},
    )


def _attended(classes: Sequence[UUID]) -> dict[int, list[tuple[int, date, str, int]]]:
    """For each member the sessions attended, as a second person has confirmed them."""
    rows = Attendance.objects.confirmed().filter(member__training_class__in=classes, minutes__gt=0)
    found: dict[int, list[tuple[int, date, str, int]]] = defaultdict(list)
    fields = ("member_id", "session_id", "session__on", "session__kind", "minutes")
    for member, *rest in rows.order_by("session__on", "session__starts").values_list(*fields):
        found[member].append(tuple(rest))
    return found


def _training_days(classes: Sequence[UUID]) -> dict[UUID, int]:
    """Dates of the timetable; what is made up on another date adds no day to the class (A4)."""
    rows = Session.objects.planned().filter(training_class__in=classes).values_list("training_class", "on")
    dates: dict[UUID, set[date]] = defaultdict(set)
    for case, on in rows:
        dates[case].add(on)
    return {case: len(held) for case, held in dates.items()}


def _certificates(classes: Sequence[UUID], day: date) -> dict[int, list[TrainingCertificate]]:
    found: dict[int, list[TrainingCertificate]] = defaultdict(list)
    rows = TrainingCertificate.objects.filter(member__training_class__in=classes, issued_on__lte=day)
    for row in rows.order_by("issued_on", "number"):
        found[row.member_id].append(row)
    return found


def _bars(same: Mapping[UUID, UUID], day: date) -> dict[UUID, str]:
    rows = Bar.objects.on(day).filter(kind=BarKind.SUBSIDY, person__in=list(same))
    return {same[person]: reason for person, reason in rows.values_list("person", "reason")}


def _row(member: Member, case: TrainingClass, known: _Known, claim_day: date) -> Row:
    """A member without the one-year rule, which is asked for all of them together."""
    attended = known.attended.get(member.pk, ())
    days = _days(attended, case, known)
    valid, uncertified, ground = _certified(member, known.certificates.get(member.pk, ()))
    person = known.same[member.person_id]
    bar = RECORDED.fill(w=known.bars[person]) if person in known.bars else _declared(member)
    held = _standing(known.spells.get(member.person_id, ()), member, case, known, claim_day)
    claimed = Claimed(
        key=member.pk,
        opened=case.opens_on,
        days=days,
        certified=bool(valid),
        barred=bool(bar),
        registered=person in known.bars,
        outside=held.outside,
        employed=held.yes,
        otherwise=held.otherwise.yes if held.otherwise else held.yes,
        otherwise_outside=held.otherwise.outside if held.otherwise else held.outside,
    )
    return Row(
        member=member.pk,
        seq=member.seq,
        person=member.person_id,
        training_class=case.pk,
        holder=member.person.name,
        masked=next((paper.masked for paper in member.person.documents.all()), ""),
        claimed=claimed,
        worth_yuan=worth(DayRate.on(case.opens_on, known.law), days),
        sessions=_by_day(attended),
        certificate=valid,
        uncertified=uncertified,
        revoked_for=ground,
        barred=bar,
        standing=held,
        kinds=_undecided(known.spells.get(member.person_id, ())),
    )


def _upheld(member: int, findings: Sequence[tuple[int | None, str]]) -> Words:
    """What objections have shown of somebody, or of everybody."""
    grounds = [
        objecting.GROUNDS[ground]
        for ground in dict.fromkeys(g for key, g in findings if key in (None, member))
    ]
    said = Words("；".join(one.zh for one in grounds), "; ".join(one.en for one in grounds))
    return UPHELD.fill(w=said) if grounds else NOTHING


def _days(attended: Iterable[tuple[int, date, str, int]], case: TrainingClass, known: _Known) -> int:
    spells_of = (_spell(on, kind, minutes) for _, on, kind, minutes in attended)
    return payable_days(spells_of, known.days.get(case.pk, 0), case.opens_on, known.law).days


def _undecided(facts: Iterable[Spell]) -> tuple[str, ...]:
    """The kinds among these that wait for a ruling, unless one has come."""
    return tuple(sorted({fact.kind for fact in facts if fact.kind in UNDECIDED}))


def _declared(member: Member) -> Words:
    """R17: an earlier subsidised class that was declared at enrolment bars, also one nobody recorded here."""
    reasons = member.enrolment.verdict.get("subsidy", {}).get("reasons", [])
    said = next((one for one in reasons if one["cites"] == "R17" and one["mark"] == "no"), None)
    return DECLARED.fill(w=Words(said["zh"], said["en"])) if said else NOTHING


def _by_day(attended: Iterable[tuple[int, date, str, int]]) -> dict[str, list[int]]:
    """The keys of the sessions behind each day."""
    found: dict[str, list[int]] = defaultdict(list)
    for session, on, _, _ in attended:
        found[on.isoformat()].append(session)
    return found


def _spell(on: date, kind: str, minutes: int) -> Attended:
    return Attended(on, online_minutes=minutes) if kind in ONLINE else Attended(on, minutes)


def _certified(member: Member, held: Sequence[TrainingCertificate]) -> tuple[str, Words, str]:
    """The serial of the certificate that is valid; or why there is none, and on which ground it was revoked."""
    valid = [one for one in held if one.state not in (L.REVOKED, L.SUPERSEDED)]
    if valid:
        return valid[-1].number, NOTHING, ""
    if held:
        ground = held[-1].ground
        words = dict(GROUNDS).get(ground)
        return "", REVOKED_FOR.fill(w=words) if words else REVOKED, ground
    return "", LEFT.fill(w=member.left_why) if member.left_on else NO_CERTIFICATE, ""


def _standing(
    facts: Iterable[Spell], member: Member, case: TrainingClass, known: _Known, day: date
) -> Standing:
    return standing(
        facts,
        opened=case.opens_on,
        completed=case.examined_on or case.ends_on,
        claim_day=day,
        group_b=of_second_group(member.enrolment.verdict),
        calendar=known.calendar,
        law=known.law,
        counts=known.counts[case.opens_on],
    )


def _wanted(row: Row, case: TrainingClass) -> Wanted:
    return Wanted(
        member=row.member,
        person=row.person,
        occupation=case.occupation_id,
        level=case.level,
        training_class=case.pk,
        opened=case.opens_on,
        ended=max(case.examined_on or case.ends_on, case.opens_on),
    )


def _settled(row: Row, barred: Words, paid: Mapping[int, int], given_up: Mapping[int, int]) -> Row:
    claimed = replace(
        row.claimed,
        barred=row.claimed.barred or bool(barred),
        paid_yuan=paid.get(row.member, 0),
        given_up_yuan=given_up.get(row.member, 0),
    )
    return replace(row, claimed=claimed, barred=row.barred or barred)
