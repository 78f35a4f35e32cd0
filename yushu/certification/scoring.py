"""Scores as they are entered: by one person, on the day of the exam or after it, until a second confirms them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from yushu.casework import clocks
from yushu.casework.authority import basis_for
from yushu.casework.letters import speaker
from yushu.casework.models import Act
from yushu.casework.timely import catch_up
from yushu.certification.applying import A
from yushu.certification.models import Application, ScoreVersion, Sitting
from yushu.certification.rules import FULL
from yushu.certification.sitting import SCORING, SITTING
from yushu.kernel.clock import day_of
from yushu.kernel.errors import Invalid, Refusal, Stale
from yushu.kernel.words import Words
from yushu.ledger import book

if TYPE_CHECKING:
    from yushu.people.actors import Actor
    from yushu.people.models import Person


@dataclass(frozen=True)
class Points:
    """What one person reached, in tenths. A part not yet marked is empty; absent means both."""

    theory: int | None = None
    practice: int | None = None
    absent: bool = False


@transaction.atomic
def enter_scores(
    sitting: Sitting, points: Mapping[int, Points], *, actor: Actor, at: datetime, rev: int
) -> int:
    """Keep scores by seat, and what was corrected before anybody confirmed them. Returns how many changed.

    A score entered anew takes back the hand already given to the publication: its list has changed.
    Raises Forbidden for another's sitting, Refusal before the exam day, Stale when the sitting has moved
    on, Invalid for a seat nobody has or for points that contradict themselves.
    """
    step = SITTING.named("announce")
    basis = basis_for(sitting, step, actor, [])
    _claim(sitting, _as_time_left_it(sitting, rev, at))
    seats = {row.seat: row for row in sitting.seated_applications()}
    assert actor.person is not None
    changed = {
        seat: said
        for seat, one in points.items()
        if (said := _keep(_at(seats, seat), one, actor.person, at)) is not None
    }
    if changed:
        _void_hands(sitting, at)
        facts = {"seats": {str(seat): said for seat, said in sorted(changed.items())}}
        book.append(
            sitting.pk,
            "score",
            facts,
            actor=actor,
            at=at,
            happened_on=day_of(at),
            basis=basis.kind,
            who=speaker(actor),
        )
    return len(changed)


def _as_time_left_it(sitting: Sitting, rev: int, at: datetime) -> int:
    """What time has decided by today comes first; a sheet opened before that is still the same sheet."""
    seen, today = sitting.rev, day_of(at)
    catch_up(sitting, today, at=at)
    if sitting.state not in SCORING or today < sitting.held_on:
        wrong = Words("{d}考核，现在不能录入成绩", "The exam is on {d}: no scores can be entered now")
        mend = Words("考核当天起、公布以前录入", "From the exam day on, and before they are published")
        raise Refusal(wrong.fill(d=sitting.held_on), mend, cites="R09")
    return sitting.rev if rev == seen else rev


def _claim(sitting: Sitting, rev: int) -> None:
    mine = Sitting.objects.filter(pk=sitting.pk, rev=rev, state__in=SCORING)
    if mine.update(rev=F("rev") + 1) != 1:
        wrong = Words("成绩单已经变了", "The score sheet has changed")
        raise Stale(wrong, Words("打开最新的再录入", "Open it again and enter them there"))
    sitting.refresh_from_db()


def _at(seats: Mapping[Any, Application], seat: int) -> Application:
    if seat in seats and seats[seat].state == A.CONFIRMED:
        return seats[seat]
    wrong = Words("{n}号座位没有人", "Nobody has seat {n}").fill(n=seat)
    raise Invalid(wrong, Words("对照座位表", "Compare with the seating plan"), field="seat", cites="R09")


def _keep(application: Application, given: Points, by: Person, at: datetime) -> list[Any] | None:
    """The version as it now stands, for the record; None when nothing changed."""
    _refuse_nonsense(given)
    old = application.scores.first()
    now = (given.theory, given.practice, given.absent)
    before = (old.theory, old.practice, old.absent) if old else (None, None, False)
    if before == now:
        return None
    values = {"theory": given.theory, "practice": given.practice, "absent": given.absent}
    ScoreVersion.objects.update_or_create(
        application=application, number=1, defaults={**values, "entered_by": by, "entered_at": at}
    )
    return [list(before), list(now)]


def _refuse_nonsense(given: Points) -> None:
    if given.absent and (given.theory is not None or given.practice is not None):
        wrong = Words("记了缺考，又有成绩", "Marked absent, yet there are scores")
        raise Invalid(wrong, Words("留下其中一个", "Keep one of the two"), field="absent", cites="R09")
    if any(value is not None and not 0 <= value <= FULL for value in (given.theory, given.practice)):
        wrong = Words("成绩不在0到100之间", "A score is not within 0 and 100")
        raise Invalid(wrong, Words("对照成绩单改正", "Correct it from the score sheet"), cites="R09")


def _void_hands(sitting: Sitting, at: datetime) -> None:
    Act.objects.filter(chain_id=sitting.pk, live=True).update(live=False)
    clocks.first_turn(sitting, SITTING.named("announce"), day_of(at), at=at)
