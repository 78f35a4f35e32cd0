"""Steps of time: dated as they fell due, by the sweep or by the next visitor; a missed night changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.casework.makers import altered, approved, certificate, clock, press, running
from tests.cast import Cast
from tests.certification.makers import moment, take, three_hands
from yushu.casework import timely
from yushu.casework.models import Act, Deadline
from yushu.casework.moving import Given
from yushu.casework.process import Check
from yushu.casework.stepping import take as take_now
from yushu.casework.timely import catch_up, sweep
from yushu.certification.life import L
from yushu.certification.models import LevelCertificate
from yushu.kernel.errors import Forbidden, Refusal, Stale
from yushu.kernel.words import Words
from yushu.ledger.book import history
from yushu.people.actors import TIME, Actor
from yushu.people.models import Person
from yushu.people.roles import Role

FIRST = Given({"ground": "TARGET", "reason": "开班日已参保"})
STATEMENT = Given({"statement": "保险是后来才参的"})


def notified(cast: Cast, on: str = "2024-10-10") -> LevelCertificate:
    """Told on Thursday the 10th: five working days, the 12th among them, to the 16th."""
    mine = certificate(cast)
    return three_hands(mine, "notify", cast, on, first=FIRST)


def holder(mine: LevelCertificate) -> Actor:
    return Actor(Role.TRAINEE, person=Person.objects.get(pk=mine.person_id))


def lapsed_as(mine: LevelCertificate) -> tuple[Any, ...]:
    """Everything a lapse leaves behind except the moment it was found."""
    mine.refresh_from_db()
    act = Act.objects.get(chain_id=mine.pk, step="lapse")
    ended = Deadline.objects.filter(chain_id=mine.pk).values_list(
        "step", "closed_on", "outcome", "late_since"
    )
    line = next(line for line in history([mine.pk]) if line.verb == "lapse")
    return mine.state, mine.entered_on, act.happened_on, sorted(map(str, ended)), line.happened_on, line.basis


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def test_the_term_is_five_working_days(cast: Cast) -> None:
    mine = notified(cast)
    assert running(mine, "lapse").due_on == running(mine, "defend").due_on == date(2024, 10, 16)


def test_on_the_last_day_nothing_lapses(cast: Cast) -> None:
    mine = notified(cast)
    assert sweep(date(2024, 10, 16), at=moment("2024-10-16", 1)) == (0, 0)
    press(mine, "defend", holder(mine), "2024-10-16", given=STATEMENT)
    assert not Act.objects.filter(step="lapse").exists()


WAYS: dict[str, Callable[[LevelCertificate], object]] = {
    "by the sweep of that night": lambda mine: sweep(date(2024, 10, 17), at=moment("2024-10-17", 1)),
    "by a sweep weeks later": lambda mine: sweep(date(2024, 11, 20), at=moment("2024-11-20", 1)),
    "by two sweeps": lambda mine: [
        sweep(date(2024, 10, day), at=moment(f"2024-10-{day}", 1)) for day in (17, 18)
    ],
    "by the next visitor": lambda mine: catch_up(mine, date(2024, 11, 2), at=moment("2024-11-02")),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_lapse_is_dated_as_it_fell_due_whoever_finds_it(cast: Cast, way: str) -> None:
    mine = notified(cast)
    WAYS[way](mine)
    state, entered, happened, ended, written, basis = lapsed_as(mine)
    assert (state, basis) == (L.HEARD, "time")
    assert entered == happened == written == date(2024, 10, 17)
    assert [line for line in ended if "lapse" in line] == [
        str(("defend", date(2024, 10, 16), "lapse", None)),
        str(("lapse", date(2024, 10, 16), "lapse", None)),
    ]


def test_running_the_sweep_again_changes_nothing(cast: Cast) -> None:
    mine = notified(cast)
    assert sweep(date(2024, 11, 20), at=moment("2024-11-20", 1))[0] == 1
    before = lapsed_as(mine), list(Deadline.objects.values()), mine.rev
    assert sweep(date(2024, 11, 20), at=moment("2024-11-20", 2)) == (0, 0)
    assert (lapsed_as(mine), list(Deadline.objects.values()), mine.rev) == before


def test_late_is_written_down_once(cast: Cast) -> None:
    batch = approved(cast)
    assert sweep(date(2024, 11, 20), at=moment("2024-11-20", 1)) == (0, 1)
    assert sweep(date(2024, 11, 25), at=moment("2024-11-25", 1)) == (0, 0)
    assert clock(batch, "issue").late_since == date(2024, 10, 29)


def test_time_itself_is_never_late(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = notified(cast)
    monkeypatch.setattr(timely, "catch_up", lambda *_args, **_kwargs: 0)
    sweep(date(2024, 11, 20), at=moment("2024-11-20", 1))
    assert clock(mine, "lapse").late_since is None


def test_paper_that_came_within_the_term_is_recorded_after_it(cast: Cast) -> None:
    """The legal day decides, as long as no night has carried the lapse out."""
    mine = notified(cast)
    given = Given({**STATEMENT.facts, "paper": "本人2024年10月15日来信"})
    take(mine, "defend", cast.owner(Role.PROVINCE), "2024-10-21", legal="2024-10-15", given=given)
    assert not Act.objects.filter(step="lapse").exists()


def test_paper_that_came_after_the_term_finds_it_lapsed(cast: Cast) -> None:
    mine = notified(cast)
    given = Given({**STATEMENT.facts, "paper": "本人2024年10月18日来信"})
    with pytest.raises(Stale):
        take(mine, "defend", cast.owner(Role.PROVINCE), "2024-10-21", legal="2024-10-18", given=given)
    assert lapsed_as(mine)[0] == L.HEARD


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("calendar")
def test_the_lapse_persists_although_the_step_that_found_it_is_refused(cast: Cast) -> None:
    mine = notified(cast)
    with pytest.raises(Stale) as refused:
        press(mine, "defend", holder(mine), "2024-10-21", given=STATEMENT)
    assert "陈述申辩完毕，待决定" in refused.value.wrong.zh
    assert lapsed_as(mine)[0] == L.HEARD


def test_nobody_takes_a_step_of_time_and_time_takes_no_other(cast: Cast) -> None:
    mine = notified(cast)
    with pytest.raises(Forbidden):
        press(mine, "lapse", cast.owner(Role.PROVINCE).actor, "2024-10-11")
    with pytest.raises(Forbidden):
        press(mine, "defend", TIME, "2024-10-11", given=STATEMENT)


def test_a_state_entered_after_its_term_had_ended_lapses_on_that_day(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step may count from a day long past; the lapse cannot lie before the state it ends."""
    altered(monkeypatch, "lapse", LevelCertificate, counts_from="issued_on")
    mine = notified(cast, on="2024-11-05")
    assert clock(mine, "lapse").due_on < date(2024, 11, 5)
    assert sweep(date(2024, 11, 6), at=moment("2024-11-06", 1))[0] == 1
    assert lapsed_as(mine)[1] == date(2024, 11, 5)


def test_a_case_that_cannot_be_carried_on_keeps_no_other_waiting(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = notified(cast)
    second = LevelCertificate.objects.order_by("number").last()
    three_hands(second, "notify", cast, "2024-10-11", first=FIRST)

    def breaks_for_the_first(case: Any, taken: Any) -> None:
        if case.pk == first.pk:
            raise ZeroDivisionError

    altered(monkeypatch, "lapse", LevelCertificate, then=breaks_for_the_first)
    said: list[str] = []
    assert sweep(date(2024, 11, 20), at=moment("2024-11-20", 1), say=said.append)[0] == 1
    assert said == [f"{first.pk}: !", f"{second.number}: 陈述申辩完毕，待决定"]
    first.refresh_from_db()
    assert first.state == L.NOTIFIED


def test_two_visitors_who_find_the_same_lapse_are_both_served(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other is faster between our look and our claim: nothing is left to do, and nothing is wrong."""
    mine = notified(cast)

    def overtaken(case: Any, step: str, **kwargs: Any) -> Any:
        monkeypatch.setattr(timely, "take", take_now)
        take_now(LevelCertificate.objects.get(pk=case.pk), step, **kwargs)
        return take_now(case, step, **kwargs)

    monkeypatch.setattr(timely, "take", overtaken)
    assert catch_up(mine, date(2024, 11, 2), at=moment("2024-11-02")) == 0
    assert lapsed_as(mine)[0] == L.HEARD


def test_a_guard_of_a_step_of_time_is_asked_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = notified(cast)
    not_yet = Check("no", Words("还不行", "not yet"))
    altered(monkeypatch, "lapse", LevelCertificate, requires=(lambda *_: [not_yet],))
    with pytest.raises(Refusal, match="not yet"):
        catch_up(mine, date(2024, 11, 2), at=moment("2024-11-02"))
