"""A season of the programme, from the plan to certificates, played into an empty database through the one door.

The scenes stand in `SCENES`; each hands out the strands of its part. A further file adds its own to the list.
"""

from __future__ import annotations

from datetime import date
from itertools import chain

from django.db import transaction
from django.db.models import Max

from yushu.casework.calendar import publish_shipped
from yushu.casework.models import RehearsalClock
from yushu.casework.timely import sweep
from yushu.catalogue.loading import load_catalogue, load_plan_2024
from yushu.certification.models import Batch
from yushu.doors.replay import (
    batches,
    claiming,
    courses,
    employing,
    endings,
    examining,
    lives,
    moves,
    outsiders,
    overseeing,
    paying,
    promising,
    requests,
    stopping,
    tails,
    troubling,
)
from yushu.doors.replay.acting import ONE, PROVINCE, moment
from yushu.doors.replay.agenda import Agenda
from yushu.doors.replay.inventing import People
from yushu.doors.replay.playing import Play, Say, Scene
from yushu.doors.replay.season import PLANNED_ON, Season
from yushu.doors.replay.seasons import FULL
from yushu.doors.replay.stage import at_post, list_invented, set_stage
from yushu.entitlements.settling import settle_entitlements
from yushu.kernel.clock import now
from yushu.ledger.keys import signer
from yushu.ledger.models import Entry
from yushu.ledger.seals import close_day
from yushu.people.roles import HANDS

SCENES: list[Scene] = [
    requests.scene,
    courses.scene,
    outsiders.scene,
    promising.scene,
    troubling.scene,
    stopping.scene,
    moves.scene,
    batches.scene,
    examining.scene,
    lives.scene,
    endings.scene,
    employing.scene,
    claiming.scene,
    paying.scene,
    overseeing.scene,
    tails.scene,
]


def perform(say: Say, season: Season = FULL) -> Play | None:
    """Play a season into an empty database; whole or not at all. None when something has been played already."""
    publish_shipped(at=moment("2024-01-02"))
    set_stage()
    load_catalogue()
    list_invented()
    if Batch.objects.exists():
        return None
    with transaction.atomic():
        play = Play(season, People(season.seed), say)
        _plan(say)
        agenda = Agenda(PLANNED_ON, Nights(play))
        open_ones = agenda.play(chain.from_iterable(scene(play) for scene in SCENES), season.ends)
        sweep(season.ends.date(), at=season.ends)
        settle_entitlements(at=season.ends)
        _open_the_day(season)
        say(f"{season.ends:%Y-%m-%d}: the season stops; {open_ones} strands would go on")
    return play


def _plan(say: Say) -> None:
    say("the plan of 2024: 500 seats, three universities, five fields")
    hands = dict(
        zip(("handler", "checker", "signer"), (at_post(PROVINCE, duty) for duty in HANDS), strict=True)
    )
    load_plan_2024(**hands, at=moment(PLANNED_ON))


class Nights:
    """What every night does: the day before is sealed, time takes its steps, certificates bring what they bring.

    After a day on which nothing was written there is nothing to seal: the next seal holds that day too.
    """

    def __init__(self, play: Play) -> None:
        self._play, self._signer, self._written = play, signer(), 0

    def __call__(self, day: date) -> None:
        """One night, and a line of progress where a month begins."""
        lively = self._something_new()
        if lively:
            close_day(day - ONE, moment(day, 0, 30), self._signer)
        lapsed, late = sweep(day, at=moment(day, 3))
        if lively or lapsed:
            settle_entitlements(at=moment(day, 3))
        self._play.lapsed += lapsed
        self._play.late += late
        if day.day == 1:
            said = f"{self._play.lapsed} terms ran out, {self._play.late} became late"
            self._play.say(f"{day}: {said}, {self._play.refusals.total()} refusals")

    def _something_new(self) -> bool:
        before, self._written = self._written, Entry.objects.aggregate(last=Max("pk"))["last"] or 0
        return self._written > before


def _open_the_day(season: Season) -> None:
    shift = int((season.ends - now()).total_seconds())
    RehearsalClock.objects.update_or_create(pk=True, defaults={"seconds": shift})
