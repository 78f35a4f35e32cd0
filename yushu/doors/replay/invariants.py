"""What must hold after any season, whatever happened in it: each a function that answers with its figures.

`@invariant` enters a function in the list; it raises `Broken` saying what does not hold. A further file adds its
own the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, Sum

from yushu.casework.agreement import disagreements
from yushu.casework.models import Act, Deadline
from yushu.casework.registry import kinds
from yushu.catalogue.board import build_board
from yushu.catalogue.models import Plan, PlanCell
from yushu.certification.models import Candidate, LevelCertificate, Sitting
from yushu.certification.progress import progress_of
from yushu.certification.rules import has_passed, pass_mark
from yushu.doors.replay.season import PLANNED_ON, Season
from yushu.doors.replay.stage import at_post
from yushu.doors.replay.tails import OPEN_TO
from yushu.entitlements.models import HourEntry, TitleNote
from yushu.entitlements.settling import L_ENDED, T_ENDED
from yushu.kernel.clock import day_of
from yushu.ledger.audit import verify_everything
from yushu.ledger.models import Entry
from yushu.people.roles import Role
from yushu.subsidies.models import Settlement
from yushu.training.enrolling import COUNTED, SEATS
from yushu.training.models import Announcement, Enrolment, Member, TrainingCertificate, TrainingClass

MOST = 5
"""Faults named of one invariant; the rest is counted."""


class Broken(Exception):
    """An invariant does not hold; the message names where."""


@dataclass(frozen=True)
class Answer:
    """What one invariant said: its figures, or why it does not hold."""

    name: str
    holds: bool
    said: str

    def __str__(self) -> str:
        return f"{'✓' if self.holds else '✕'} {self.name}: {self.said}"


Invariant = Callable[[Season], str]
INVARIANTS: dict[str, Invariant] = {}


def invariant(name: str) -> Callable[[Invariant], Invariant]:
    """Enter a function in the list under a name."""

    def enter(function: Invariant) -> Invariant:
        INVARIANTS[name] = function
        return function

    return enter


def look(season: Season) -> Iterator[Answer]:
    """Ask every invariant in its order."""
    for name, asked in INVARIANTS.items():
        try:
            yield Answer(name, True, asked(season))
        except Broken as fault:
            yield Answer(name, False, str(fault))


def refuse(faults: Iterable[Any]) -> None:
    """Raise Broken that names the first of these faults, if there is any."""
    found = [str(fault) for fault in faults]
    if found:
        rest = f" and {len(found) - MOST} more" if len(found) > MOST else ""
        raise Broken("; ".join(found[:MOST]) + rest)


def _today(season: Season) -> date:
    return day_of(season.ends)


# Seats


@invariant("seats announced and taken lie within the plan")
def seats_fit_the_plan(_season: Season) -> str:
    """A26, A39: by the counters, and counted again from announcements and rosters."""
    cells = list(PlanCell.objects.named())
    booked = _sums(Announcement.objects.exclude(cell=None).values_list("cell").annotate(n=Sum("booked")))
    there = Q(training_class__state__in=("RUNNING", "STOPPED", "COMPLETED"), left_on=None)
    members = _sums(Member.objects.filter(there).values_list("training_class__cell").annotate(n=Count("pk")))
    for cell in cells:
        fits = members[cell.pk] <= cell.taken <= cell.announced <= cell.seats
        if not fits or booked[cell.pk] != cell.announced:
            found = f"{members[cell.pk]} in class, {cell.taken} taken, {booked[cell.pk]} booked"
            raise Broken(f"{cell.name.zh}: {found}, {cell.announced} announced, {cell.seats} seats")
    sums = [sum(getattr(cell, name) for cell in cells) for name in ("taken", "announced", "seats")]
    return f"{sums[0]} taken ≤ {sums[1]} announced ≤ {sums[2]} in {len(cells)} cells"


def _sums(rows: Iterable[tuple[Any, int]]) -> Counter[Any]:
    return Counter(dict(rows))


@invariant("people enrolled lie within the seats announced")
def enrolments_fit_the_announcement(_season: Season) -> str:
    """R03, A39: the counter of every announcement covers those who have a seat, and nobody has two."""
    standing = _sums(
        Enrolment.objects.filter(state__in=COUNTED).values_list("announcement").annotate(n=Count("pk"))
    )
    made = list(Announcement.objects.all())
    bad = [one for one in made if not standing[one.pk] <= one.held <= one.seats]
    refuse(f"{one.number}: {standing[one.pk]} people, {one.held} held of {one.seats}" for one in bad)
    seated = Enrolment.objects.filter(state__in=SEATS).values("person").annotate(n=Count("pk"))
    refuse(f"person {row['person']} has {row['n']} seats" for row in seated.filter(n__gt=1))
    return f"{standing.total()} people in {sum(one.seats for one in made)} seats of {len(made)} announcements"


@invariant("sittings hold no more people than seats")
def sittings_fit(_season: Season) -> str:
    """R09: by the counter, and counted again from the applications."""
    rows = list(Sitting.objects.all())
    there = {one.pk: one.seated_applications().count() for one in rows}
    bad = [one for one in rows if not there[one.pk] <= one.seated <= one.capacity]
    refuse(f"{one.number}: {there[one.pk]} people, {one.seated} of {one.capacity}" for one in bad)
    return f"{sum(there.values())} people in {sum(one.capacity for one in rows)} seats"


STAGES = ("seats", "announced", "enrolled", "opened", "passed", "certified")


@invariant("the plan page says what the season says")
def plan_page_agrees(season: Season) -> str:
    """From seats to certificates, where the season states it."""
    plan = Plan.objects.of_year(PLANNED_ON.year).get()
    total = build_board(plan.cells.named(), progress_of(plan)).total
    found = tuple(getattr(total, stage) for stage in STAGES)
    if season.board and found != season.board:
        raise Broken(f"{found}, not {season.board}")
    return " → ".join(map(str, found))


# Time


@invariant("no overdue deadline is unmarked, and nothing that time decides waits")
def nothing_overdue_is_unmarked(season: Season) -> str:
    """Late is written down, and stays so."""
    running = Deadline.objects.filter(closed_at=None, paused_on=None, due_on__lt=_today(season))
    faults = running.filter(Q(late_since=None) | Q(role=Role.TIME)).select_related("chain")
    refuse(f"{one.chain.kind} {one.step}, due {one.due_on}" for one in faults)
    closed = Deadline.objects.exclude(closed_on=None).filter(due_on__lt=F("closed_on"), late_since=None)
    refuse(f"{one.step}, due {one.due_on}, closed {one.closed_on}" for one in closed)
    late = Deadline.objects.exclude(late_since=None)
    return f"{Deadline.objects.count()} deadlines, {late.count()} late, {running.count()} of them still open"


# The record


@invariant("every case is as its record left it")
def cases_agree(_season: Season) -> str:
    """What the tables say is what the ledger says."""
    refuse(disagreements())
    return f"{sum(model.objects.count() for model in kinds().values())} cases of {len(kinds())} kinds"


@invariant("every act is in the ledger, and nothing is in it that was not done")
def acts_are_written(_season: Season) -> str:
    """Each pressing has its entry in the case or in the case it was split from, and each step its pressing."""
    parents = _parents()
    acts, steps = _acts(), _steps()
    entries = list(Entry.objects.values_list("chain_id", "verb", "at"))
    written = set(entries)
    unwritten = [
        act for act in acts if not any((one, *act[1:]) in written for one in (act[0], parents.get(act[0])))
    ]
    refuse(f"{verb} of {chain} at {at} is not written" for chain, verb, at in unwritten)
    undone = [one for one in entries if one[1] in steps.get(str(one[0]), ()) and one not in acts]
    refuse(f"{verb} of {chain} at {at} was never done" for chain, verb, at in undone)
    return f"{len(acts)} acts, {len(entries)} entries"


def _parents() -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for model in kinds().values():
        found |= dict(model.objects.exclude(split_from=None).values_list("pk", "split_from"))
    return found


def _acts() -> set[tuple[Any, str, Any]]:
    rows = Act.objects.values_list("chain_id", "step", "duty", "final", "at")
    return {(chain, step if final else f"{step}.{duty.lower()}", at) for chain, step, duty, final, at in rows}


def _steps() -> dict[str, set[str]]:
    """The names of the steps of the process behind each chain."""
    found: dict[str, set[str]] = {}
    for model in kinds().values():
        names = {step.name for step in model.process.steps}
        found |= {str(pk): names for pk in model.objects.values_list("pk", flat=True)}
    return found


@invariant("the ledger proves")
def ledger_proves(_season: Season) -> str:
    """Every chain, seal, leaf and signed root."""
    report = verify_everything()
    if not report.sound:
        raise Broken(str(report))
    return str(report)


# What people hold


@invariant("no training certificate without all hours and a passed exam")
def certificates_are_earned(_season: Season) -> str:
    """R06: hours counted again from confirmed attendance, kind by kind."""
    checked = 0
    for case in TrainingClass.objects.filter(state="COMPLETED"):
        done, passed = case.minutes_of(), set(case.passed_results().values_list("member_id", flat=True))
        rows = TrainingCertificate.objects.filter(member__training_class=case)
        for number, member in rows.values_list("number", "member_id"):
            checked += 1
            if case.lacking(done.get(member)) or member not in passed:
                raise Broken(f"{number}: lacks {case.lacking(done.get(member)) or 'a passed exam'}")
    if stray := TrainingCertificate.objects.count() - checked:
        raise Broken(f"{stray} certificates of classes that were not completed")
    return f"{checked} certificates"


@invariant("no level certificate without both scores and training")
def levels_are_earned(_season: Season) -> str:
    """R08, R09: sixty in each part, and a training certificate completed before the exam."""
    rows = LevelCertificate.objects.select_related("candidate__application__training", "candidate__batch")
    faults = [one for one in rows if not _earned(one.candidate)]
    refuse(f"{one.number}: {one.candidate.theory}, {one.candidate.practice}" for one in faults)
    return f"{len(rows)} certificates of {Candidate.objects.count()} candidates"


def _earned(row: Any) -> bool:
    trained = row.application.training.completed_on <= row.batch.examined_on if row.application else True
    return trained and has_passed(row.theory, row.practice, pass_mark(row.batch.examined_on))


@invariant(
    "one entry of hours a training certificate, one note a level certificate, and none for those that ended"
)
def entitlements_follow(_season: Season) -> str:
    """R12, R13, A37."""
    for model, certificates, ended in (
        (HourEntry, TrainingCertificate, T_ENDED),
        (TitleNote, LevelCertificate, L_ENDED),
    ):
        twice = model.objects.values("certificate").annotate(n=Count("pk")).filter(n__gt=1).count()
        standing = model.objects.standing()
        kept = standing.filter(certificate__state__in=ended).count()
        without = certificates.objects.exclude(state__in=ended).count() - (standing.count() - kept)
        if twice or kept or without:
            raise Broken(f"{model.__name__}: {twice} twice, {kept} of ended ones, {without} missing")
    undone = HourEntry.objects.exclude(reversed_on=None).count()
    return (
        f"{HourEntry.objects.count()} entries of hours, {undone} reversed; {TitleNote.objects.count()} notes"
    )


# The visitor


@invariant("everybody who can sign in finds something waiting")
def everybody_finds_something(season: Season) -> str:
    """An open case for each role, not only a lapse of time; for the auditor, who decides nothing, a settlement."""
    running = Deadline.objects.running()
    waiting = _sums(running.filter(paused_on=None).values_list("role").annotate(n=Count("pk")))
    waiting[Role.AUDITOR.value] += Settlement.objects.visible_to(at_post("审计组")).count()
    refuse(f"nothing waits for {role.label}" for role in OPEN_TO if not waiting[role.value])
    return ", ".join(f"{role.value.lower()} {waiting[role.value]}" for role in OPEN_TO)
