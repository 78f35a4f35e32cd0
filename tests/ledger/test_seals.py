from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.ledger.makers import MORNING, NEXT_NIGHT, SIGNER, TODAY, first_fault, make_chain, tampering, write
from yushu.kernel.errors import Refusal
from yushu.ledger import faults
from yushu.ledger.audit import verify_everything
from yushu.ledger.faults import Fault
from yushu.ledger.merkle import tree_hash
from yushu.ledger.models import Body, Chain, Checkpoint, LogLeaf, Seal, SealedHead
from yushu.ledger.seals import close_day, head_hash, publish, seal_day, seal_digest

pytestmark = pytest.mark.django_db


def night(days: int) -> tuple[date, datetime]:
    """A day that many days after today, and five past the midnight that ends it."""
    return TODAY + timedelta(days=days), NEXT_NIGHT + timedelta(days=days)


def test_a_seal_holds_where_every_chain_stood_that_grew():
    one, two = make_chain(entries=3), make_chain(entries=2)
    make_chain(entries=0)
    first = seal_day(*night(0))
    write(two.pk)
    second = seal_day(*night(1))

    assert (first.entries, second.entries) == (5, 1)
    assert set(first.heads.values_list("chain_id", "seq")) == {(one.pk, 3), (two.pk, 2)}
    assert list(second.heads.values_list("chain_id", "seq")) == [(two.pk, 3)]
    assert (first.previous, second.previous) == ("", first.digest)


def test_a_day_without_a_word_is_sealed_too():
    seal_day(*night(0))
    quiet = seal_day(*night(1))

    assert (quiet.entries, quiet.through) == (0, 0)
    assert first_fault() is None


def test_a_missed_night_changes_nothing():
    chain = make_chain()
    seal_day(*night(0))
    write(chain.pk)
    late = seal_day(*night(4))

    assert late.entries == 1
    assert first_fault() is None


def test_sealing_twice_gives_the_same_seal():
    make_chain()
    first = close_day(*night(0), SIGNER)
    again = close_day(*night(0), SIGNER)

    assert first == again
    assert (Seal.objects.count(), LogLeaf.objects.count(), Checkpoint.objects.count()) == (1, 1, 1)


def test_a_day_is_sealed_once_it_is_over_in_beijing():
    last_minute = datetime.fromisoformat("2024-09-24T23:59:59+08:00")
    with pytest.raises(Refusal, match="not over"):
        seal_day(TODAY, last_minute)
    assert seal_day(TODAY, last_minute + timedelta(seconds=1)).day == TODAY


def test_a_day_before_the_last_seal_is_not_sealed_afterwards():
    seal_day(*night(3))
    with pytest.raises(Refusal, match="already sealed"):
        seal_day(*night(1))


def test_every_seal_is_stated_publicly_and_the_log_is_signed():
    make_chain()
    seal_day(*night(0))
    seal_day(*night(1))
    assert LogLeaf.objects.count() == 0

    closing = close_day(*night(2), SIGNER)

    assert list(LogLeaf.objects.values_list("kind", flat=True)) == ["seal"] * 3
    assert closing.checkpoint.size == 3
    report = verify_everything()
    assert (report.sound, report.seals, report.leaves, report.checkpoints) == (True, 3, 3, 1)


def test_a_seal_that_waits_to_be_stated_is_no_fault():
    make_chain()
    close_day(*night(0), SIGNER)
    seal_day(*night(1))

    assert first_fault() is None
    publish(MORNING)
    assert first_fault() is None


def test_sm3_by_setting(settings):
    settings.YUSHU_DIGEST = "sm3"
    make_chain()
    seal = close_day(*night(0), SIGNER).seal

    assert seal.algorithm == "sm3"
    assert first_fault() is None


# Tampering with the seals themselves


@pytest.fixture
def sealed() -> Seal:
    """Three sealed days, the second of them to be tampered with."""
    chain = make_chain()
    for day in range(3):
        close_day(*night(day), SIGNER)
        write(chain.pk)
    return Seal.objects.get(day=TODAY + timedelta(days=1))


@pytest.mark.parametrize("column", ["entries", "through", "root", "sealed_at", "previous", "day"])
def test_every_column_of_a_seal_is_covered(sealed: Seal, column: str):
    other = {"sealed_at": MORNING, "day": TODAY - timedelta(days=9), "entries": 7, "through": 9}
    with tampering():
        Seal.objects.filter(pk=sealed.pk).update(**{column: other.get(column, "ab" * 32)})
    day = Seal.objects.get(pk=sealed.pk).day

    assert first_fault() == Fault(faults.SEAL_ALTERED, day=day)


def test_a_removed_seal_is_missed_by_the_next(sealed: Seal):
    with tampering():
        SealedHead.objects.filter(seal=sealed).delete()
        sealed.delete()

    assert first_fault() == Fault(faults.SEAL_NOT_FOLLOWING, day=TODAY + timedelta(days=2))


def test_the_last_seal_removed_is_missed_by_the_public_log(sealed: Seal):
    last = Seal.objects.latest("day")
    with tampering():
        SealedHead.objects.filter(seal=last).delete()
        last.delete()

    assert first_fault() == Fault(faults.SEAL_GONE, index=2)


def test_an_altered_list_of_heads_is_named(sealed: Seal):
    with tampering():
        SealedHead.objects.filter(seal=sealed).update(seq=1)

    assert first_fault() == Fault(faults.SEAL_ROOT, day=sealed.day)


def test_a_chain_removed_with_its_place_in_the_seal_is_counted():
    """The newest seal, not yet stated publicly, made to fit in everything but the number of entries."""
    make_chain(entries=2)
    chain = make_chain(entries=3)
    seal = seal_day(*night(0))
    with tampering():
        SealedHead.objects.filter(chain_id=chain.pk).delete()
        Body.objects.filter(entry__chain=chain).delete()
        chain.entries.all().delete()
        Chain.objects.filter(pk=chain.pk).delete()
        heads = seal.heads.values_list("chain_id", "seq", "digest")
        seal.root = tree_hash(head_hash(*head, seal.algorithm) for head in heads).hex()
        Seal.objects.filter(pk=seal.pk).update(root=seal.root, digest=seal_digest(seal))

    assert first_fault() == Fault(faults.SEAL_COUNT.fill(then=5, now=2), day=TODAY)
