"""Whoever lifts the guards can change a row. The audit then names that row first."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.ledger.makers import (
    KEYS,
    MORNING,
    NEXT_NIGHT,
    SIGNER,
    TODAY,
    first_fault,
    make_chain,
    run,
    tampering,
    write,
)
from yushu.ledger import faults
from yushu.ledger.audit import verify_chain, verify_everything
from yushu.ledger.book import open_chain
from yushu.ledger.entries import entry_digest
from yushu.ledger.faults import Fault
from yushu.ledger.models import Body, Chain, Erasure, Seal, SealedHead
from yushu.ledger.seals import close_day, seal_digest

pytestmark = pytest.mark.django_db


def edit_the_body(chain: Chain) -> None:
    body = Body.objects.get(entry__chain=chain, entry__seq=2)
    Body.objects.filter(pk=body.pk).update(payload=body.payload.replace('"number":2', '"number":9'))


def edit_the_salt(chain: Chain) -> None:
    Body.objects.filter(entry__chain=chain, entry__seq=2).update(salt="00" * 32)


def exchange_two_bodies(chain: Chain) -> None:
    two, three = Body.objects.filter(entry__chain=chain, entry__seq__gte=2).order_by("entry__seq")
    Body.objects.filter(pk=two.pk).update(salt=three.salt, payload=three.payload)
    Body.objects.filter(pk=three.pk).update(salt=two.salt, payload=two.payload)


def remove_the_body(chain: Chain) -> None:
    Body.objects.filter(entry__chain=chain, entry__seq=2).delete()


def edit_the_entry(chain: Chain) -> None:
    chain.entries.filter(seq=2).update(verb="return")


def edit_the_entry_and_its_digest(chain: Chain) -> None:
    entry = chain.entries.get(seq=2)
    entry.verb = "return"
    chain.entries.filter(seq=2).update(verb="return", digest=entry_digest(entry))


def remove_an_entry(chain: Chain) -> None:
    Body.objects.filter(entry__chain=chain, entry__seq=2).delete()
    chain.entries.filter(seq=2).delete()


def remove_an_entry_and_close_the_gap(chain: Chain) -> None:
    remove_an_entry(chain)
    chain.entries.filter(seq=3).update(seq=2)


def swap_two_entries(chain: Chain) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        chain.entries.filter(seq=old).update(seq=new)


def truncate_the_tail(chain: Chain) -> None:
    Body.objects.filter(entry__chain=chain, entry__seq=3).delete()
    chain.entries.filter(seq=3).delete()


def truncate_the_tail_and_rewind_the_chain(chain: Chain) -> None:
    truncate_the_tail(chain)
    last = chain.entries.get(seq=2)
    Chain.objects.filter(pk=chain.pk).update(length=2, head=last.digest)


def forge_an_entry_at_the_end(chain: Chain) -> None:
    last = chain.entries.get(seq=3)
    last.pk, last.seq, last.previous = None, 4, last.digest
    last.digest = entry_digest(last)
    last.save(force_insert=True)


def edit_the_head(chain: Chain) -> None:
    Chain.objects.filter(pk=chain.pk).update(head="00" * 32)


def edit_the_opening(chain: Chain) -> None:
    Chain.objects.filter(pk=chain.pk).update(kind="person")


def permit_without_telling(chain: Chain) -> None:
    entry, other = chain.entries.get(seq=1), chain.entries.get(seq=2)
    Erasure.objects.create(entry=entry, told_by=other, reason="没有人知道", at=MORNING)
    Body.objects.filter(entry=entry).delete()


TAMPERINGS = [
    (edit_the_body, faults.BODY_ALTERED, 2),
    (edit_the_salt, faults.BODY_ALTERED, 2),
    (exchange_two_bodies, faults.BODY_ALTERED, 2),
    (remove_the_body, faults.BODY_GONE, 2),
    (edit_the_entry, faults.ENTRY_ALTERED, 2),
    (edit_the_entry_and_its_digest, faults.NOT_FOLLOWING, 3),
    (remove_an_entry, faults.REMOVED, 2),
    (remove_an_entry_and_close_the_gap, faults.NOT_FOLLOWING, 2),
    (swap_two_entries, faults.NOT_FOLLOWING, 2),
    (truncate_the_tail, faults.REMOVED, 3),
    (forge_an_entry_at_the_end, faults.BODY_GONE, 4),
    (edit_the_head, faults.HEAD_ALTERED, 3),
    (edit_the_opening, faults.NOT_FOLLOWING, 1),
    (permit_without_telling, faults.ERASURE_UNTOLD, 1),
]


@pytest.mark.parametrize(
    ("tamper", "what", "seq"), TAMPERINGS, ids=lambda value: getattr(value, "__name__", "")
)
def test_the_audit_names_the_first_bad_entry(tamper: Callable[[Chain], None], what: object, seq: int):
    make_chain()
    chain = make_chain()
    make_chain()
    with tampering():
        tamper(chain)

    found = first_fault()

    assert found == Fault(what, chain.pk, seq)
    assert str(chain.pk) in str(found)
    assert verify_chain(chain.pk) == found


def test_of_two_faults_the_earlier_is_named():
    chain = make_chain(entries=5)
    with tampering():
        chain.entries.filter(seq=4).update(basis="后来补的")
        chain.entries.filter(seq=2).update(basis="后来补的")

    assert first_fault() == Fault(faults.ENTRY_ALTERED, chain.pk, 2)


@pytest.mark.parametrize(
    "column",
    ["verb", "basis", "role", "happened_on", "at", "office_id", "account_id", "post_id", "commitment"],
)
def test_every_column_of_an_entry_is_covered(column: str):
    chain = make_chain()
    other = {
        "happened_on": "2024-09-20",
        "at": NEXT_NIGHT,
        "commitment": "ab" * 32,
        "office_id": chain.pk,
        "account_id": chain.pk,
        "post_id": chain.pk,
    }.get(column, "CITY")
    with tampering():
        chain.entries.filter(seq=2).update(**{column: other})

    assert first_fault() == Fault(faults.ENTRY_ALTERED, chain.pk, 2)


def test_a_tail_cut_with_its_chain_rewound_is_found_by_the_seal():
    other, chain = make_chain(), make_chain()
    close_day(TODAY, NEXT_NIGHT, SIGNER)
    write(other.pk)
    with tampering():
        truncate_the_tail_and_rewind_the_chain(chain)

    assert verify_chain(chain.pk) is None
    assert first_fault() == Fault(faults.SEAL_TORN, chain.pk, 3, day=TODAY)


def test_without_a_seal_a_rewound_chain_goes_unnoticed():
    """The negative control: this is what seals are for."""
    chain = make_chain()
    with tampering():
        truncate_the_tail_and_rewind_the_chain(chain)

    assert first_fault() is None


def test_a_rewound_chain_with_a_new_tail_is_found_by_the_seal():
    chain = make_chain()
    close_day(TODAY, NEXT_NIGHT, SIGNER)
    with tampering():
        truncate_the_tail_and_rewind_the_chain(chain)
    write(chain.pk, said="另一种说法")

    assert verify_chain(chain.pk) is None
    assert first_fault() == Fault(faults.SEAL_TORN, chain.pk, 3, day=TODAY)


def test_a_whole_chain_removed_is_found_by_the_seal():
    make_chain()
    chain = make_chain()
    close_day(TODAY, NEXT_NIGHT, SIGNER)
    with tampering():
        Body.objects.filter(entry__chain=chain).delete()
        chain.entries.all().delete()
        Chain.objects.filter(pk=chain.pk).delete()

    assert first_fault() == Fault(faults.SEAL_TORN, chain.pk, 3, day=TODAY)


def test_a_seal_rewritten_to_fit_is_found_by_what_was_said_publicly():
    chain = make_chain()
    seal = close_day(TODAY, NEXT_NIGHT, SIGNER).seal
    with tampering():
        SealedHead.objects.all().delete()
        seal.root, seal.entries = "ab" * 32, 0
        Seal.objects.filter(pk=seal.pk).update(root=seal.root, digest=seal_digest(seal), entries=0)

    assert first_fault() == Fault(faults.SEAL_ROOT, day=TODAY)
    with tampering():
        seal.root = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # nothing at all
        Seal.objects.filter(pk=seal.pk).update(root=seal.root, digest=seal_digest(seal), through=0)
        seal.through = 0
        Seal.objects.filter(pk=seal.pk).update(digest=seal_digest(seal))

    assert first_fault() == Fault(faults.SEAL_MISSTATED, day=TODAY, index=0)
    assert chain.entries.count() == 3


def test_a_chain_given_another_key_is_not_the_one_that_was_opened():
    chain = open_chain("case", at=MORNING)
    with tampering():
        Chain.objects.filter(pk=chain.pk).update(id=uuid4())

    assert first_fault() == Fault(faults.HEAD_ALTERED, Chain.objects.get().pk, 0)


def test_entries_whose_chain_is_gone_are_named():
    chain = make_chain()
    with tampering():
        let_entries_lose_their_chain()
        Chain.objects.filter(pk=chain.pk)._raw_delete(connection.alias)

    assert first_fault() == Fault(faults.CHAIN_GONE, chain.pk, 1)
    chain.save(force_insert=True)


def let_entries_lose_their_chain() -> None:
    """PostgreSQL would not let a chain go while entries name it; SQLite asks only at the end."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, "ledger_entry")
    for name, found in constraints.items():
        if found["foreign_key"] == ("ledger_chain", "id"):
            run(f'ALTER TABLE ledger_entry DROP CONSTRAINT "{name}"')


def test_progress_is_told_while_it_runs(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("yushu.ledger.audit.EVERY", 2)
    make_chain(entries=5)
    told: list[int] = []

    report = verify_everything(told.append, KEYS)

    assert told == [2, 4]
    assert (report.chains, report.entries, report.sound) == (1, 5, True)


def test_the_audit_asks_as_often_however_much_there_is():
    counts = []
    for _ in range(2):
        make_chain(entries=4)
        make_chain(entries=2)
        with CaptureQueriesContext(connection) as queries:
            verify_everything(keys=KEYS)
        counts.append(len(queries))

    assert counts[0] == counts[1]
