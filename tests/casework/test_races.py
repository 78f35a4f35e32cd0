"""Many at once, on a database file and on a server: one is let through. Without the referee, several are."""

from __future__ import annotations

from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from tests.casework import races
from tests.casework.makers import certificate, reported
from tests.casework.races import Outcome, Together
from tests.cast import Cast
from tests.certification.makers import moment, take, three_hands
from tests.measuring import Figures
from tests.people.test_races import without
from yushu.casework import outbox, stepping
from yushu.casework.models import Act, Outbox
from yushu.casework.moving import Given, move
from yushu.certification.models import Batch
from yushu.kernel.errors import Stale
from yushu.ledger.audit import verify_everything
from yushu.ledger.models import Entry
from yushu.people.roles import Role

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

BODIES = {"one step": races.one_case, "two ways": races.two_ways, "many splits": races.many_splits}


def told(name: str, figure: object) -> None:
    Figures.say(f"{name} ({connection.vendor})", figure)


@pytest.mark.usefixtures("calendar")
class TestOneCase:
    @pytest.mark.parametrize("name", BODIES)
    def test_of_many_who_press_at_once_one_is_let_through(
        self, together: Together, cast: Cast, scale: int, name: str
    ) -> None:
        ended = BODIES[name](together, cast, scale)
        told(f"{scale} at once, {name}", ended)
        assert ended == Outcome(1, scale - 1)
        assert verify_everything().fault is None

    @pytest.mark.parametrize("name", BODIES)
    def test_two_officers_at_once(self, together: Together, cast: Cast, name: str) -> None:
        ended = BODIES[name](together, cast, 2)
        told(f"two officers, {name}", ended)
        assert ended == Outcome(1, 1)

    def test_what_was_done_is_done_and_written_once(self, together: Together, cast: Cast, scale: int) -> None:
        races.one_case(together, cast, scale)
        batch = Batch.objects.get()
        assert (batch.rev, races.reports(batch)) == (1, 1)
        assert list(Entry.objects.filter(chain_id=batch.pk).values_list("verb", flat=True)) == [
            "open",
            "report",
        ]

    def test_without_the_claim_all_of_them_are_let_through(
        self, together: Together, cast: Cast, scale: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The negative control: each checks the page it opened, and then writes."""
        monkeypatch.setattr(stepping, "_claim", races.claims_without_looking)
        ended = races.one_case(together, cast, scale)
        told(f"{scale} at once, one step, no claim", ended)
        assert ended.won > 1
        assert races.reports(Batch.objects.get()) == ended.won

    def test_a_form_opened_before_a_return_is_refused_after_it(self, cast: Cast) -> None:
        batch = reported(cast)
        opened = Batch.objects.get(pk=batch.pk)
        self.return_and_resubmit(batch, cast)
        with pytest.raises(Stale):
            self.send(opened, cast)

    def test_without_the_claim_a_form_opened_before_a_return_is_taken(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        batch = reported(cast)
        opened = Batch.objects.get(pk=batch.pk)
        self.return_and_resubmit(batch, cast)
        monkeypatch.setattr(stepping, "_claim", races.claims_without_looking)
        self.send(opened, cast)

    @staticmethod
    def return_and_resubmit(batch: Batch, cast: Cast) -> None:
        take(batch, "return", cast.owner(Role.PROVINCE), "2024-09-09", given=Given({"reason": "缺一行"}))
        take(batch, "report", cast.owner(Role.EVALUATOR), "2024-09-10")

    @staticmethod
    def send(opened: Batch, cast: Cast) -> Any:
        actor = cast.owner(Role.PROVINCE).actor
        return move(opened, "forward", actor=actor, at=moment("2024-09-11"), rev=opened.rev)


@pytest.mark.usefixtures("calendar")
class TestHands:
    def test_of_many_who_check_at_once_one_is_let_through(
        self, together: Together, cast: Cast, scale: int
    ) -> None:
        ended = races.second_hands(together, cast, scale)
        told(f"{scale} second hands", ended)
        assert ended == Outcome(1, scale - 1)
        assert Act.objects.filter(step="forward").count() == 2

    def test_the_claim_alone_holds_when_all_have_seen_one_hand(
        self, together: Together, cast: Cast, scale: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.blind_to_each_other(monkeypatch)
        assert races.second_hands(together, cast, scale) == Outcome(1, scale - 1)

    def test_without_the_claim_the_constraint_still_holds(
        self, together: Together, cast: Cast, scale: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.blind_to_each_other(monkeypatch)
        monkeypatch.setattr(stepping, "_claim", races.claims_without_looking)
        ended = races.second_hands(together, cast, scale)
        told(f"{scale} second hands, no claim", ended)
        assert ended == Outcome(1, 0, scale - 1)

    def test_without_both_there_are_several_second_hands(
        self, together: Together, cast: Cast, scale: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The notice would stop them as well: its key names the hand. So nobody is told here."""
        self.blind_to_each_other(monkeypatch)
        monkeypatch.setattr(stepping.letters, "your_turn", lambda *_: None)
        monkeypatch.setattr(stepping, "_claim", races.claims_without_looking)
        with without(Act, "act_one_per_hand"):
            ended = races.second_hands(together, cast, scale)
            told(f"{scale} second hands, neither claim nor constraint", ended)
            assert ended.won > 1
            assert Act.objects.filter(step="forward", hand=2).count() == ended.won

    @staticmethod
    def blind_to_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
        """Nobody sees a hand beyond the first: the moment before anybody has written."""
        pending = stepping.pending
        monkeypatch.setattr(stepping, "pending", lambda case, step: pending(case, step)[:1])


@pytest.mark.usefixtures("calendar")
def test_many_visitors_of_one_lapse_are_all_served_and_it_happens_once(
    together: Together, cast: Cast, scale: int
) -> None:
    mine = certificate(cast)
    first = Given({"ground": "TARGET", "reason": "开班日已参保"})
    three_hands(mine, "notify", cast, "2024-10-10", first=first)
    ended = races.visitors_of_a_lapse(together, mine, scale)
    told(f"{scale} visitors of one lapse", ended)
    assert ended == Outcome(scale, 0)
    assert Act.objects.filter(step="lapse").count() == 1


def test_numbers_given_out_at_once_have_no_gap_and_no_double(together: Together, scale: int) -> None:
    given = races.numbers(together, scale)
    told(f"{scale} numbers at once", f"{given[0]} to {given[-1]}")
    assert given == list(range(1, scale + 1))


def test_read_then_written_they_are_all_the_same(together: Together, scale: int) -> None:
    given = races.numbers_without_a_lock(together, scale)
    told(f"{scale} numbers read, then written", f"{len(set(given))} different")
    assert given == [1] * scale


def test_every_row_is_sent_once_and_by_one_worker_at_a_time(together: Together, scale: int) -> None:
    box = races.workers(together, scale, rows=30)
    told(f"{scale} workers, 30 rows", f"{sum(box.sent.values())} sent")
    assert (len(box.sent), set(box.sent.values()), box.at_once) == (30, {1}, 1)
    assert not Outbox.objects.filter(done_at=None).exists()


def test_without_the_lease_one_row_is_in_all_hands_at_once(
    together: Together, scale: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    races.fill(1)
    box = races.Postbox(takes=0.5)
    with races.claiming_without_looking(Barrier(scale)) as claim:
        monkeypatch.setattr(outbox, "claim", claim)
        together([lambda: outbox.send_one(races.DAY, {"letter": box})] * scale)
    told(f"{scale} workers, one row, no lease", f"{box.sent['letter:0']} sent")
    assert (box.sent["letter:0"], box.at_once > 1) == (scale, True)
