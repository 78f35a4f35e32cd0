"""The same season with the same seed gives the same figures, and another seed others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction

from tests.replay.conftest import Played, played
from yushu.doors.replay.figures import digest_of, lines_of
from yushu.doors.replay.season import Season, ending
from yushu.doors.replay.seasons import SMALL

pytestmark = pytest.mark.django_db

ONE_CLASS = replace(
    SMALL,
    ends=ending("2024-07-16"),
    terms=SMALL.terms[:1],
    stories=(),
    troubles=(),
    misdeeds=(),
    ventures=SMALL.ventures[:1],
    overseen=None,
)


def rehearsed(season: Season) -> Played:
    """Play, and leave nothing behind."""
    with transaction.atomic():
        found = played(season)
        transaction.set_rollback(True)
    return found


def test_the_figures_come_of_the_season_and_its_seed_alone():
    first, second, other = (rehearsed(one) for one in (ONE_CLASS, ONE_CLASS, replace(ONE_CLASS, seed=7)))

    assert second.figures == first.figures
    assert second.said == first.said
    assert digest_of(second.figures) == digest_of(first.figures) != digest_of(other.figures)
    assert first.figures["yuan"]["paid"] == 4_950
    assert "applicants: 23" in lines_of(first.figures)
