"""The completion exam: only with every required hour of every kind; one enters, another confirms (R06)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Max

from yushu.kernel.clock import day_of
from yushu.kernel.errors import Invalid, Refusal
from yushu.kernel.words import Words
from yushu.law.pack import pack
from yushu.training import deskwork
from yushu.training.classing import S
from yushu.training.models import CompletionResult, Member, TrainingClass
from yushu.training.timetable import KIND_WORDS

if TYPE_CHECKING:
    from yushu.people.actors import Actor

TENTHS = 10


@dataclass(frozen=True)
class Marks:
    """The two parts of the exam in tenths of a point."""

    theory: int
    practice: int


def lacks(hours: Mapping[str, int]) -> Words:
    """线下实操2学时; 2 hours of practice on site."""
    parts = [(KIND_WORDS[kind], count) for kind, count in hours.items()]
    return Words(
        "、".join(f"{kind.zh}{count}学时" for kind, count in parts),
        ", ".join(f"{count} h of {kind.en}" for kind, count in parts),
    )


@transaction.atomic
def enter_results(
    case: TrainingClass, examined_on: date, marks: Mapping[int, Marks], *, actor: Actor, at: datetime
) -> list[CompletionResult]:
    """Enter results by member. Raises Refusal for whoever lacks an hour, saying which, and for who has passed."""
    person = deskwork.teaches(case, actor)
    deskwork.claim(case, (S.RUNNING,))
    if not case.opens_on <= examined_on <= day_of(at):
        wrong = Words("考核日期{d}不对", "The exam day {d} cannot be right").fill(d=examined_on)
        raise Invalid(wrong, Words("填开班以后、今天以前", "Between opening and today"), field="examined_on")
    done = case.minutes_of()
    made = []
    for member in case.present_members().filter(pk__in=marks).select_related("person"):
        _refuse_short(case, member, done)
        made.append(_result(member, examined_on, marks[member.pk]))
    for result in made:
        result.entered_by, result.entered_at = person, at
    _keep(made)
    type(case).objects.filter(pk=case.pk).update(
        examined_on=max(examined_on, case.examined_on or examined_on)
    )
    facts = {
        "examined_on": examined_on,
        "results": {str(it.member.seq): [it.theory, it.practice] for it in made},
    }
    deskwork.write(case, "enter_results", facts, actor=actor, at=at)
    case.refresh_from_db()
    return made


def _refuse_short(case: TrainingClass, member: Member, done: Mapping[int, dict[str, int]]) -> None:
    if missing := case.lacking(done.get(member.pk)):
        wrong = Words("{p}还差{m}，不能参加结业考核", "{p} lacks {m} and cannot sit the completion exam")
        mend = Words("先补课，确认后再考核", "Make them up and have them confirmed first")
        raise Refusal(wrong.fill(p=member.person.name, m=lacks(missing)), mend, field="rows", cites="R06")


def _result(member: Member, examined_on: date, marks: Marks) -> CompletionResult:
    mark = pack().on("H-pass-mark", examined_on).number("score") * TENTHS
    last = member.results.order_by("attempt").last()
    if last is not None and last.passed:
        wrong = Words("{p}已经合格", "{p} has passed").fill(p=member.person.name)
        raise Refusal(wrong, Words("去掉这一行", "Leave this row out"), field="rows", cites="R06")
    return CompletionResult(
        member=member,
        attempt=(member.results.aggregate(last=Max("attempt"))["last"] or 0) + 1,
        examined_on=examined_on,
        theory=marks.theory,
        practice=marks.practice,
        passed=min(marks.theory, marks.practice) >= mark,
    )


def _keep(made: list[CompletionResult]) -> None:
    try:
        with transaction.atomic():
            CompletionResult.objects.bulk_create(made)
    except IntegrityError:
        wrong = Words(
            "成绩不在0至100之间，或有成绩在等确认", "A score beyond 0 to 100, or a result still waits"
        )
        raise Refusal(
            wrong, Words("对照成绩单改正", "Correct it from the score sheet"), field="rows"
        ) from None


@transaction.atomic
def confirm_results(case: TrainingClass, *, actor: Actor, at: datetime) -> int:
    """The second person confirms every result that waits. Returns how many."""
    waiting = CompletionResult.objects.filter(member__training_class=case, confirmed_by=None)
    first = [result.entered_by for result in waiting.select_related("entered_by")]
    if not first:
        raise Refusal(Words("没有待确认的成绩", "No result waits"), deskwork.LOOK_AGAIN, cites="R06")
    for entered_by in set(first):
        person = deskwork.seconds(case, actor, entered_by)
    deskwork.claim(case, (S.RUNNING,))
    keys = list(waiting.values_list("pk", flat=True))
    count = CompletionResult.objects.filter(pk__in=keys, confirmed_by=None).update(
        confirmed_by=person, confirmed_at=at
    )
    deskwork.write(case, "confirm_results", {"results": count}, actor=actor, at=at)
    return count


@transaction.atomic
def discard_results(case: TrainingClass, *, actor: Actor, at: datetime) -> int:
    """The second person sends unconfirmed results back to be entered again."""
    person = deskwork.teaches(case, actor)
    deskwork.claim(case, (S.RUNNING,))
    waiting = CompletionResult.objects.filter(member__training_class=case, confirmed_by=None)
    count, _ = waiting.delete()
    deskwork.write(case, "discard_results", {"results": count, "by": str(person.pk)}, actor=actor, at=at)
    return count
