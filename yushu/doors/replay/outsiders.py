"""Who comes to enrol and may not: every kind outside the target group, twice for the same, by somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from yushu.doors.replay.acting import ONE, moment
from yushu.doors.replay.agenda import Thread
from yushu.doors.replay.courses import enrol_self
from yushu.doors.replay.kinds import GRADUATE, REFUSED
from yushu.doors.replay.playing import Play
from yushu.doors.replay.season import Term
from yushu.doors.replay.stage import at_post, office
from yushu.training.models import Announcement
from yushu.training.opening import enrol


def scene(play: Play) -> Iterator[Thread]:
    """At every class of the season."""
    return (knocking(play, term) for term in play.season.terms if play.season.rounds)


def announcement_of(term: Term) -> Announcement:
    """The published announcement of a class."""
    found = Announcement.objects.filter(institution=office(term.school), occupation__key=term.key)
    return found.get(opens_on=term.days()[0], enrol_from=term.announced_on)


def knocking(play: Play, term: Term) -> Thread:
    """The day before enrolment begins in earnest, and after it: each is told why not, and nothing is written."""
    yield moment(term.announced_on + ONE, 15)
    made, at = announcement_of(term), moment(term.announced_on + ONE, 15)
    for _ in range(play.season.rounds):
        for what, (answers, cites) in REFUSED.items():
            person = play.people.another()
            play.refused(f"enrolment: {what}", cites, partial(enrol_self, person, made, answers, at))
    seated = made.enrolments.order_by("seq")[0].person
    play.refused(
        "enrolment: twice for the same class", "R03", partial(enrol_self, seated, made, GRADUATE, at)
    )
    other = at_post("培训机构戊（虚构）")
    stranger = play.people.another()
    by_another = partial(enrol, stranger, made, GRADUATE, actor=other, at=at)
    play.refused("enrolment by another institution", "R03", by_another)
