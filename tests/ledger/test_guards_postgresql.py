"""Ways past a trigger that only PostgreSQL has."""

from __future__ import annotations

import pytest
from django.db import connection, models

from tests.ledger.guarding import FROZEN, refused
from tests.ledger.makers import (
    first_fault,
    make_chain,
    run,
    tampering,
)
from yushu.ledger import faults
from yushu.ledger.faults import Fault
from yushu.ledger.guards import missing
from yushu.ledger.models import Body, Chain, Entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [*FROZEN, Body, Chain])
def test_a_table_is_not_truncated(full: Chain, model: type[models.Model]):
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with refused():
        run(f"TRUNCATE {model._meta.db_table} CASCADE")


def test_truncation_succeeds_without_guards_and_is_found():
    chain = make_chain()
    with tampering():
        run("TRUNCATE ledger_body")

    assert first_fault() == Fault(faults.BODY_GONE, chain.pk, 1)


def test_replication_mode_does_not_slip_past(full: Chain):
    run("SET LOCAL session_replication_role = replica")
    with refused():
        Entry.objects.update(verb="forged")
    run("SET LOCAL session_replication_role = origin")


def test_an_upsert_does_not_change_a_row_on_postgresql(full: Chain):
    with refused():
        run(
            "INSERT INTO ledger_entry OVERRIDING SYSTEM VALUE SELECT * FROM ledger_entry WHERE seq = 2 "
            "ON CONFLICT (id) DO UPDATE SET verb = 'forged'"
        )


def test_another_search_path_does_not_permit_the_deletion_of_a_body(full: Chain):
    """The erasure asked for is the one beside the body, not one of the session's making."""
    run("CREATE TEMPORARY TABLE ledger_erasure AS SELECT entry_id FROM ledger_body")
    with refused():
        run("DELETE FROM ledger_body")


def replaced(acts: str, function: str, when: str = "") -> str:
    """The guard of the entries, written anew."""
    return (
        f"CREATE OR REPLACE TRIGGER guard_ledger_entry_row BEFORE {acts} ON ledger_entry "
        f"FOR EACH ROW {when} EXECUTE FUNCTION {function}()"
    )


WEAKER = {
    "off": "ALTER TABLE ledger_entry DISABLE TRIGGER guard_ledger_entry_row",
    "not in replication": "ALTER TABLE ledger_entry ENABLE TRIGGER guard_ledger_entry_row",
    "no delete": replaced("UPDATE", "ledger_guard_rows"),
    "conditional": replaced("UPDATE OR DELETE", "ledger_guard_rows", "WHEN (OLD.seq > 9)"),
    "another function": replaced("UPDATE OR DELETE", "ledger_guard_chain"),
}


@pytest.mark.parametrize("weaken", WEAKER.values(), ids=WEAKER)
def test_a_weakened_trigger_counts_as_missing_on_postgresql(weaken: str):
    run(weaken)

    assert missing(connection) == ["guard_ledger_entry_row: altered or switched off"]


def test_a_hollow_function_counts_as_missing():
    run("CREATE OR REPLACE FUNCTION ledger_guard_body() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN RETURN OLD; END'")  # fmt: skip

    assert missing(connection) == ["guard_ledger_body_row: altered or switched off"]
