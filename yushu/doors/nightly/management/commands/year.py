"""`manage.py year`: a season of the programme played into an empty database; its figures and what must hold."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from yushu.doors.replay.figures import digest_of, figures_of, lines_of
from yushu.doors.replay.invariants import look
from yushu.doors.replay.season import Season
from yushu.doors.replay.seasons import SEASONS
from yushu.doors.replay.story import perform


class Command(BaseCommand):
    """Plays, counts, and ends with 1 when something that must hold does not."""

    help = "Play a season, print its figures and its invariants."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which season, and with which people."""
        parser.add_argument("--season", choices=sorted(SEASONS), default="large")
        parser.add_argument("--seed", type=int, help="other people, other scores")

    def handle(self, **options: Any) -> None:
        """Play, or say why not."""
        if not settings.DEMONSTRATION:
            raise CommandError("YUSHU_MODE is production: invented people have no place here.")
        season = SEASONS[options["season"]]
        if options["seed"] is not None:
            season = replace(season, seed=options["seed"])
        self._play(season)

    def _play(self, season: Season) -> None:
        started = time.monotonic()
        play = perform(self._say, season)
        if play is None:
            raise CommandError("Something has been played here already: a season needs an empty database.")
        took = time.monotonic() - started
        figures = figures_of(play)
        for line in lines_of(figures):
            self.stdout.write(line)
        self.stdout.write(f"digest of the figures: {digest_of(figures)}")
        self.stdout.write(f"{figures['applicants']} people, {took:.1f} seconds")
        self._hold(season)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _hold(self, season: Season) -> None:
        broken = 0
        for answer in look(season):
            self.stdout.write(str(answer))
            broken += not answer.holds
        if broken:
            raise CommandError(f"{broken} of what must hold does not.")
