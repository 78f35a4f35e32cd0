"""One season of sixty people, played once for all tests of a module and rolled back after them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from yushu.doors.replay.figures import Figures, figures_of
from yushu.doors.replay.playing import Play
from yushu.doors.replay.season import Season
from yushu.doors.replay.seasons import SMALL
from yushu.doors.replay.story import perform


@dataclass(frozen=True)
class Played:
    """A season that has been played, what was said meanwhile, and its figures."""

    play: Play
    said: list[str]
    figures: Figures


def played(season: Season) -> Played:
    """Play a season where the database now is."""
    said: list[str] = []
    play = perform(said.append, season)
    assert play is not None
    return Played(play, said, figures_of(play))


@pytest.fixture(scope="module")
def _stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Played]:
    with django_db_blocker.unblock(), transaction.atomic():
        try:
            yield played(SMALL)
        finally:
            transaction.set_rollback(True)


@pytest.fixture
def year(_stage: Played, db: Any) -> Played:
    """The season as it was played; what a test changes in it is gone after the test."""
    return _stage
