"""Employment in the replay: an employer is asked about trainees and answers; what it said is withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial

from yushu.casework.moving import Given
from yushu.doors.replay.acting import CITY, ONE, PROVINCE, Acting, acted, moment, step
from yushu.doors.replay.agenda import Thread
from yushu.doors.replay.playing import Play
from yushu.doors.replay.stage import at_post, office
from yushu.subsidies.models import EmploymentCheck, EmploymentFact, Kind
from yushu.subsidies.recording import Asked, Proof, ask_employer, withdraw_fact
from yushu.training.models import Member, TrainingClass

EMPLOYER = "用人单位甲"
BEGINS = timedelta(days=3)
"""Work begins so long before the employer is asked."""
KINDS = (Kind.CONTRACT, Kind.INSURANCE)
NOT_HIRED = "没有录用"


def scene(play: Play) -> Iterator[Thread]:
    """Two working days before the season ends an employer is asked once more, and has not answered."""
    if play.season.ventures:
        yield _waiting(play)


def ask(school: str, members: Iterable[Member], day: date) -> EmploymentCheck:
    """The employer is asked about contract and insurance of each."""
    rows = [Asked(member, kind, day - BEGINS) for member in members for kind in KINDS]
    return ask_employer(
        office(EMPLOYER),
        rows,
        city=office(CITY),
        province=office(PROVINCE),
        actor=at_post(school),
        at=moment(day, 9),
    )


def employed(play: Play, school: str, members: list[Member], denied: list[Member], day: date) -> Acting:
    """Asked on a day, answered under the employer's own sign-in the day after: some are not so."""
    yield moment(day, 9)
    check, employer, after = ask(school, [*members, *denied], day), at_post(EMPLOYER), day + ONE
    yield moment(after, 9)
    by_school = partial(step, check, "confirm", at_post(school), after, 9)
    play.refused("employment confirmed by who claims", "A13", by_school)
    if denied:
        rows = tuple(str(row.pk) for row in check.rows.filter(member__in=denied))
        given = Given({"reason": NOT_HIRED}, rows, {row: {"why": NOT_HIRED} for row in rows})
        yield from acted(check, "deny", employer, after, 10, given=given)
    if members:
        yield from acted(check, "confirm", employer, after, 11)


def withdraw(members: Iterable[Member], day: date) -> None:
    """The city records that the employer takes back what it said."""
    at, proof = moment(day, 9), Proof("用人单位甲复函：没有录用", day)
    for member in members:
        for fact in EmploymentFact.objects.known(at).filter(person=member.person):
            withdraw_fact(fact, proof, "单位否认录用", actor=at_post(CITY), at=at)


def _waiting(play: Play) -> Thread:
    day = play.season.ends.date() - 2 * ONE
    yield moment(day, 9)
    schools = {one.school for one in play.season.ventures}
    completed = TrainingClass.objects.filter(state="COMPLETED", institution__name__in=schools)
    last = completed.select_related("institution").order_by("-examined_on", "-number")[0]
    held = Member.objects.filter(certificates__isnull=False, training_class=last)
    ask(last.institution.name, held.order_by("-seq")[:3], day)
