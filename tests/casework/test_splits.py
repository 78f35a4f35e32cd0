"""A step for some people makes a sibling: nobody waits because of another's row."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.casework.makers import BACK, DECISION, clock, reported, running
from tests.cast import Cast
from tests.certification.makers import take, three_hands
from yushu.casework.models import Act, Deadline, Party
from yushu.casework.moving import Given
from yushu.casework.opening import next_number
from yushu.certification.issuance import S
from yushu.certification.models import Batch
from yushu.ledger.audit import verify_everything
from yushu.ledger.book import history
from yushu.ledger.models import Chain, Entry
from yushu.people.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

FIVE = ((820, 760), (740, 680), (600, 595), (700, 700), (900, 900))


def chosen(*keys: str) -> Given:
    return Given({"reason": "缺签署时间"}, rows=keys, row_facts={key: {"why": "补签署时间"} for key in keys})


def back(batch: Batch, cast: Cast, on: str, *keys: str) -> Batch:
    return take(batch, "return", cast.owner(Role.PROVINCE), on, given=chosen(*keys))


def test_those_chosen_go_and_the_original_goes_on(cast: Cast) -> None:
    batch = reported(cast, scores=FIVE)
    keys = batch.row_keys()
    sibling = back(batch, cast, "2024-09-08", keys[1], keys[3])
    batch.refresh_from_db()
    assert (batch.state, batch.row_keys()) == (S.REPORTED, [keys[0], keys[2], keys[4]])
    assert (sibling.state, sibling.row_keys()) == (S.RETURNED, [keys[1], keys[3]])
    assert three_hands(batch, "forward", cast, "2024-09-10").state == S.FORWARDED


def test_all_chosen_is_no_split(cast: Cast) -> None:
    batch = reported(cast)
    assert back(batch, cast, "2024-09-08", *batch.row_keys()).pk == batch.pk
    assert Batch.objects.count() == 1


def test_nothing_said_about_rows_means_all(cast: Cast) -> None:
    batch = reported(cast)
    assert take(batch, "return", cast.owner(Role.PROVINCE), "2024-09-08", given=BACK).pk == batch.pk


def test_the_sibling_has_the_same_parties(cast: Cast) -> None:
    batch = reported(cast)
    sibling = back(batch, cast, "2024-09-08", batch.row_keys()[0])
    of_both = [
        set(Party.objects.filter(chain_id=pk).values_list("role", "office", "person"))
        for pk in (batch.pk, sibling.pk)
    ]
    assert of_both[0] == of_both[1]
    assert len(of_both[0]) == 4


def test_the_sibling_takes_the_clocks_along_with_their_history(cast: Cast) -> None:
    batch = reported(cast)
    take(batch, "return", cast.owner(Role.PROVINCE), "2024-09-07", given=BACK)
    take(batch, "report", cast.owner(Role.EVALUATOR), "2024-09-09")
    sibling = back(batch, cast, "2024-09-12", batch.row_keys()[0])

    carried = list(Deadline.objects.filter(chain_id=sibling.pk).values_list("step", "closed_on"))
    assert carried == [
        ("report", date(2024, 9, 5)),
        ("forward", None),
        ("report", date(2024, 9, 9)),
        ("report", None),
    ]
    held = clock(sibling, "forward")
    assert (held.used_before, held.paused_on) == (5, date(2024, 9, 12))
    assert list(held.pauses.order_by("pk").values_list("since", "until")) == [
        (date(2024, 9, 7), date(2024, 9, 9)),
        (date(2024, 9, 12), None),
    ]
    mine = running(batch)
    assert (mine.used_before, mine.paused_on, mine.pauses.count()) == (2, None, 1)

    take(sibling, "report", cast.owner(Role.EVALUATOR), "2024-09-20")
    assert running(sibling).due_on == date(2024, 9, 25)


def test_the_sibling_takes_the_acts_along(cast: Cast) -> None:
    batch = reported(cast)
    sibling = back(batch, cast, "2024-09-08", batch.row_keys()[0])
    assert list(Act.objects.filter(chain_id=sibling.pk).values_list("step", flat=True)) == [
        "report",
        "return",
    ]
    assert list(Act.objects.filter(chain_id=batch.pk).values_list("step", flat=True)) == ["report"]


def test_the_two_histories_prove_each_other(cast: Cast) -> None:
    batch = reported(cast)
    head = Chain.objects.get(pk=batch.pk).head
    key = batch.row_keys()[0]
    sibling = back(batch, cast, "2024-09-08", key)
    first = json.loads(Entry.objects.get(chain_id=sibling.pk, seq=1).body.payload)["facts"]
    said = {"from": str(batch.pk), "number": batch.number, "head": head, "rows": [key], "state": "REPORTED"}
    assert {name: first[name] for name in said} == said
    left = history([batch.pk])[0]
    assert (left.verb, left.facts["to"], left.facts["rows"]) == ("split", str(sibling.pk), [key])
    assert [line.verb for line in history([sibling.pk])] == ["return", "split_off"]
    assert verify_everything().fault is None


def test_a_split_recorded_for_another_says_so_on_both_sides(cast: Cast) -> None:
    batch = three_hands(reported(cast), "forward", cast, "2024-09-10")
    given = Given(DECISION, rows=(batch.row_keys()[0],))
    sibling = take(batch, "approve", cast.owner(Role.PROVINCE), "2024-09-30", legal="2024-09-27", given=given)
    assert {line.basis for line in history([sibling.pk])} == {"record"}
    assert (history([batch.pk])[0].verb, history([batch.pk])[0].basis) == ("split", "record")


def test_a_sibling_is_split_again_and_no_number_is_given_twice(cast: Cast) -> None:
    batch = reported(cast, scores=FIVE)
    keys = batch.row_keys()
    one = back(batch, cast, "2024-09-08", keys[0], keys[1], keys[2])
    two = back(batch, cast, "2024-09-09", keys[3])
    take(one, "report", cast.owner(Role.EVALUATOR), "2024-09-10")
    three = back(one, cast, "2024-09-11", keys[0])
    four = back(one, cast, "2024-09-11", keys[1])
    numbers = [case.number for case in (one, two, three, four)]
    n = batch.number
    assert numbers == [f"{n}-1", f"{n}-2", f"{n}-1-1", f"{n}-1-2"]
    assert three.split_from_id == one.pk
    assert verify_everything().fault is None


def test_the_reasons_stand_beside_the_rows_they_are_about(cast: Cast) -> None:
    batch = reported(cast)
    keys = batch.row_keys()
    sibling = back(batch, cast, "2024-09-08", keys[0])
    assert sibling.candidates.get().why == "补签署时间"
    assert set(batch.candidates.values_list("why", flat=True)) == {""}


def test_a_number_is_given_out_inside_the_act_that_uses_it(transactional_db: None) -> None:
    with pytest.raises(Exception, match="inside the act"):
        next_number("batch", 2024)
