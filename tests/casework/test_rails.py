"""The rail of a case: what was taken, what is waited for, and nothing that nobody waits for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.casework.makers import certificate
from tests.cast import Cast
from tests.certification.makers import make_batch, three_hands
from yushu.casework.calendar import working_calendar
from yushu.casework.moving import Given
from yushu.casework.rails import rail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def stops(case: Any) -> list[tuple[str, str]]:
    return [(node.label.zh, node.state) for node in rail(case, date(2024, 10, 12), working_calendar())]


def test_a_certificate_nobody_questions_has_no_rail(cast: Cast):
    assert stops(certificate(cast)) == []


def test_a_notice_lays_the_rail(cast: Cast):
    facts = Given({"ground": "TARGET", "reason": "开班日已有用人单位参保"})
    mine = three_hands(certificate(cast), "notify", cast, "2024-10-10", first=facts)

    assert [state for _, state in stops(mine)] == ["done", "now", "todo"]


def test_a_certificate_left_valid_shows_what_was_done_and_waits_for_nothing(cast: Cast):
    facts = Given({"ground": "TARGET", "reason": "开班日已有用人单位参保"})
    mine = three_hands(certificate(cast), "notify", cast, "2024-10-10", first=facts)
    type(mine).objects.filter(pk=mine.pk).update(state="VALID")
    mine.refresh_from_db()

    assert [state for _, state in stops(mine)] == ["done"]


def test_a_batch_shows_all_its_way_from_the_first_day(cast: Cast):
    assert [state for _, state in stops(make_batch(cast))] == ["now", "todo", "todo", "todo"]
