"""What every scene of the replay is handed: the season, its people, and a count of what was refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from yushu.doors.replay.agenda import Thread
from yushu.doors.replay.inventing import People
from yushu.doors.replay.season import Season
from yushu.kernel.errors import Refusal

Say = Callable[[str], None]


class Allowed(Exception):
    """Something that must be refused was not, or not for the reason it should be."""


@dataclass
class Play:
    """One performance: what was refused, how many terms ran out, how many clocks became late."""

    season: Season
    people: People
    say: Say
    refusals: Counter[str] = field(default_factory=Counter)
    lapsed: int = 0
    late: int = 0

    def refused(self, what: str, cites: str, call: Callable[[], Any]) -> Refusal:
        """Try what must not be: it is refused under that clause, and counted. Raises Allowed otherwise."""
        try:
            with transaction.atomic():
                call()
        except Refusal as error:
            if error.cites != cites:
                raise Allowed(f"{what}: refused under {error.cites}, not {cites}: {error}") from error
            self.refusals[f"{what} ({cites})" if cites else what] += 1
            return error
        raise Allowed(f"{what}: nobody refused it")


Scene = Callable[[Play], Iterable[Thread]]
