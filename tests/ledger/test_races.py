"""Many writers at once, on a database file or server."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import sleep
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F

from tests.ledger.makers import KEYS, MORNING, NEXT_NIGHT, SIGNER, TODAY, first_fault, write
from yushu.ledger import book
from yushu.ledger.audit import verify_everything
from yushu.ledger.book import chain_for, open_chain
from yushu.ledger.log import checkpoint, log_leaf
from yushu.ledger.models import Chain, Entry, LogLeaf
from yushu.ledger.seals import close_day

pytestmark = pytest.mark.race
Together = Callable[[list[Callable[[], Any]]], list[Any]]
WRITERS, EACH = 8, 6


def failures(answers: list[Any]) -> list[Exception]:
    return [answer for answer in answers if isinstance(answer, Exception)]


def write_some(chain: Chain, writer: int) -> None:
    for number in range(EACH):
        with transaction.atomic():
            write(chain.pk, writer=writer, number=number)


def test_eight_writers_of_one_chain_leave_no_gap(together: Together):
    chain = open_chain("case", at=MORNING)

    answers = together([partial(write_some, chain, writer) for writer in range(WRITERS)])

    assert failures(answers) == []
    total = WRITERS * EACH
    assert list(chain.entries.order_by("seq").values_list("seq", flat=True)) == list(range(1, total + 1))
    assert Chain.objects.get(pk=chain.pk).length == total
    assert first_fault() is None


def test_without_the_claim_first_writers_take_the_same_place(
    together: Together, monkeypatch: pytest.MonkeyPatch
):
    """The negative control: read, then write, as one would without thinking."""
    monkeypatch.setattr(book, "_claim", read_first)
    chain = open_chain("case", at=MORNING)

    answers = together([partial(write_deferred, chain, writer) for writer in range(WRITERS)])

    refused = failures(answers)
    assert refused
    assert all(isinstance(error, IntegrityError | OperationalError) for error in refused)
    assert first_fault() is None


def test_the_claim_alone_holds_without_an_immediate_transaction(together: Together):
    """On SQLite too the first statement is a write, so that writers queue before they read."""
    chain = open_chain("case", at=MORNING)

    answers = together([partial(write_deferred, chain, writer) for writer in range(WRITERS)])

    assert failures(answers) == []
    assert Chain.objects.get(pk=chain.pk).length == WRITERS * EACH
    assert first_fault() is None


def read_first(chain_id: UUID, places: int) -> tuple[int, str]:
    last, head = Chain.objects.values_list("length", "head").get(pk=chain_id)
    sleep(0.02)
    Chain.objects.filter(pk=chain_id).update(length=F("length") + places)
    return last + places, head


def write_deferred(chain: Chain, writer: int) -> None:
    """Write in transactions that take no lock before their first write: SQLite's own default."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.transaction_mode = "DEFERRED"
    write_some(chain, writer)


def test_writers_of_different_chains_do_not_disturb_each_other(together: Together):
    chains = [open_chain("case", at=MORNING) for _ in range(WRITERS)]

    answers = together([partial(write_some, chain, 0) for chain in chains])

    assert failures(answers) == []
    assert first_fault() is None


def test_the_chain_of_a_person_is_opened_once_by_eight_at_once(together: Together):
    person = UUID(int=7)

    answers = together([partial(chain_for, "person", person, MORNING)] * WRITERS)

    assert failures(answers) == []
    assert Chain.objects.filter(pk=person).count() == 1


def test_eight_at_once_leave_no_gap_in_the_public_log(together: Together):
    @transaction.atomic
    def state(writer: int) -> None:
        for number in range(EACH):
            log_leaf("certificate", {"code": f"{writer}-{number}"}, chain_id=None, at=MORNING)

    answers = together([partial(state, writer) for writer in range(WRITERS)])
    checkpoint(MORNING, SIGNER)

    assert failures(answers) == []
    assert list(LogLeaf.objects.values_list("index", flat=True).order_by("index")) == list(range(48))
    assert first_fault() is None


def test_a_day_sealed_while_eight_write_holds_whole_acts_only(together: Together):
    chain = open_chain("case", at=MORNING)
    seal = partial(close_day, TODAY, NEXT_NIGHT, SIGNER)

    answers = together([*(partial(write_some, chain, writer) for writer in range(WRITERS - 1)), seal])

    assert failures(answers) == []
    assert Entry.objects.count() == (WRITERS - 1) * EACH
    assert first_fault() is None


def test_the_ledger_can_be_proved_while_it_is_written(together: Together):
    chains = [open_chain("case", at=MORNING) for _ in range(3)]
    prove = partial(verify_everything, None, KEYS)

    answers = together([*(partial(write_some, chain, 0) for chain in chains), prove, prove])

    assert failures(answers) == []
    assert [answer.fault for answer in answers[3:]] == [None, None]
