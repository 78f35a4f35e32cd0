"""Provisional deadlines, a year that is published, a day that is corrected."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.casework.makers import approved, clock, reported, running
from tests.cast import Cast
from tests.certification.makers import make_batch, moment, take
from yushu.casework import calendar
from yushu.casework.calendar import change_day, publish_shipped, publish_year, recompute, working_calendar
from yushu.casework.clocks import dial
from yushu.casework.models import CalendarDay, CalendarYear, Deadline, Notice, Outbox
from yushu.casework.timely import sweep
from yushu.certification.models import Batch
from yushu.kernel.errors import Invalid
from yushu.kernel.words import Words
from yushu.ledger.audit import verify_everything
from yushu.ledger.book import history
from yushu.people.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

HOLIDAY = Words("假日", "Holiday")
NEW_YEAR = [(date(2027, 1, day), True, HOLIDAY) for day in (1, 4, 5)]


def over_the_year(cast: Cast) -> Batch:
    """Reported on 24 December 2026: the ten days end on Sunday 3 January 2027."""
    batch = make_batch(cast, examined="2026-12-20")
    return take(batch, "report", cast.owner(Role.EVALUATOR), "2026-12-24")


def test_a_deadline_in_an_unpublished_year_is_provisional_and_says_so(cast: Cast) -> None:
    batch = over_the_year(cast)
    found = running(batch)
    assert (found.provisional, found.nominal_on, found.due_on) == (True, date(2027, 1, 3), date(2027, 1, 4))
    assert dial(found, date(2026, 12, 28), working_calendar()).provisional


def test_publishing_the_year_moves_it_tells_the_holder_and_writes_it_down(cast: Cast) -> None:
    batch = over_the_year(cast)
    assert publish_year(2027, "国办发明电〔2026〕9号", NEW_YEAR, at=moment("2026-12-28")) == 1
    found = running(batch)
    assert (found.provisional, found.due_on) == (False, date(2027, 1, 6))
    line = history([batch.pk])[0]
    assert (line.verb, line.role, line.facts) == (
        "due_moved",
        Role.TIME,
        {"step": "forward", "before": "2027-01-04", "after": "2027-01-06"},
    )
    notice = Notice.objects.filter(chain_id=batch.pk).first()
    assert notice.office == cast.owner(Role.PROVINCE).office
    assert notice.zh.endswith("到期日改为2027-01-06")
    assert Outbox.objects.filter(payload={"notice": notice.pk}).count() == 1
    assert verify_everything().fault is None


def test_a_year_that_moves_nothing_makes_the_day_certain_and_tells_nobody(cast: Cast) -> None:
    batch = over_the_year(cast)
    told = Notice.objects.count()
    assert publish_year(2027, "通知", NEW_YEAR[:1], at=moment("2026-12-28")) == 1
    assert (running(batch).provisional, running(batch).due_on) == (False, date(2027, 1, 4))
    assert Notice.objects.count() == told
    assert history([batch.pk])[0].verb == "report"


def test_a_year_published_while_a_step_was_under_way_is_found_by_the_next_night(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = over_the_year(cast)
    monkeypatch.setattr(calendar, "recompute", lambda *, at: 0)
    publish_year(2027, "通知", NEW_YEAR, at=moment("2026-12-28"))
    assert running(batch).provisional
    sweep(date(2026, 12, 29), at=moment("2026-12-29", 1))
    assert (running(batch).provisional, running(batch).due_on) == (False, date(2027, 1, 6))


def test_one_corrected_day_moves_the_clocks_that_end_on_it(cast: Cast) -> None:
    """Due on 29 September, a Sunday that is worked before the holiday."""
    batch = reported(cast, "2024-09-19")
    assert running(batch).due_on == date(2024, 9, 29)
    assert change_day(date(2024, 9, 29), closed=True, note=HOLIDAY, at=moment("2024-09-20")) == 1
    assert running(batch).due_on == date(2024, 9, 30)


def test_a_day_corrected_to_and_fro_is_told_each_time(cast: Cast) -> None:
    batch = reported(cast, "2024-09-19")
    for hour, closed in enumerate((True, False, True), start=9):
        change_day(date(2024, 9, 29), closed=closed, note=HOLIDAY, at=moment("2024-09-20", hour))
    assert running(batch).due_on == date(2024, 9, 30)
    assert [line.verb for line in history([batch.pk])][:3] == ["due_moved"] * 3


def test_who_was_late_only_by_a_wrong_calendar_was_not_late(cast: Cast) -> None:
    batch = reported(cast, "2024-09-19")
    sweep(date(2024, 9, 30), at=moment("2024-09-30", 1))
    assert running(batch).late_since == date(2024, 9, 30)
    change_day(date(2024, 9, 29), closed=True, note=HOLIDAY, at=moment("2024-09-30"))
    assert running(batch).late_since is None


def test_who_is_late_by_the_corrected_calendar_too_stays_late(cast: Cast) -> None:
    batch = reported(cast, "2024-09-19")
    sweep(date(2024, 10, 9), at=moment("2024-10-09", 1))
    change_day(date(2024, 9, 29), closed=True, note=HOLIDAY, at=moment("2024-10-09"))
    assert running(batch).late_since == date(2024, 9, 30)


def test_a_closed_clock_is_left_as_it_was(cast: Cast) -> None:
    batch = approved(cast)
    before = Deadline.objects.get(chain_id=batch.pk, step="forward")
    change_day(before.due_on, closed=True, note=HOLIDAY, at=moment("2024-10-09"))
    assert clock(batch, "forward").due_on == before.due_on


@pytest.mark.parametrize(
    "meanwhile",
    [
        {"closed_on": date(2024, 9, 20), "closed_at": moment("2024-09-20")},
        {"paused_on": date(2024, 9, 20)},
        {"runs_from": date(2024, 9, 20)},
    ],
    ids=["closed", "paused", "resumed"],
)
def test_what_a_step_has_just_done_to_a_clock_is_not_undone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, meanwhile: dict[str, Any]
) -> None:
    """On a server a step can end between our reading and our writing."""
    batch = reported(cast, "2024-09-19")
    real = calendar.clocks.recomputed

    def overtaken(found: Deadline, *args: Any) -> bool:
        Deadline.objects.filter(pk=found.pk).update(**meanwhile)
        return real(found, *args)

    monkeypatch.setattr(calendar.clocks, "recomputed", overtaken)
    CalendarDay.objects.filter(day=date(2024, 9, 29)).update(closed=True)
    assert recompute(at=moment("2024-09-20")) == 0
    found = clock(batch, "forward")
    assert {name: getattr(found, name) for name in meanwhile} == meanwhile
    assert found.due_on == date(2024, 9, 29)


def test_a_day_outside_the_year_is_refused_and_nothing_is_loaded() -> None:
    with pytest.raises(Invalid) as refused:
        publish_year(2027, "通知", [(date(2028, 1, 1), True, HOLIDAY)], at=moment("2026-12-28"))
    assert refused.value.field == "days"
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_one_day_of_an_unpublished_year_is_refused() -> None:
    """One day would not make the year known, yet somebody would believe it."""
    with pytest.raises(Invalid) as refused:
        change_day(date(2027, 1, 4), closed=True, note=HOLIDAY, at=moment("2026-12-28"))
    assert refused.value.field == "day"


def test_publishing_a_year_again_replaces_it() -> None:
    publish_year(2027, "通知", NEW_YEAR, at=moment("2026-12-28"))
    publish_year(2027, "更正通知", NEW_YEAR[:1], at=moment("2026-12-29"))
    assert CalendarDay.objects.filter(day__year=2027).count() == 1
    assert CalendarYear.objects.get(year=2027).source == "更正通知"


def test_the_shipped_years_are_loaded_once() -> None:
    assert publish_shipped(at=moment("2024-09-20")) == []
    assert {2024, 2025, 2026} <= set(CalendarYear.objects.values_list("year", flat=True))
