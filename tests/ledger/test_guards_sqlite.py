"""Ways past a trigger that only SQLite has."""

from __future__ import annotations

import pytest
from django.db import connection, models

from tests.ledger.guarding import FROZEN, longer_column, refused
from tests.ledger.makers import (
    first_fault,
    make_chain,
    run,
    tampering,
)
from yushu.kernel.errors import Misconfigured
from yushu.ledger import faults
from yushu.ledger.faults import Fault
from yushu.ledger.guards import missing, refuse_if_unguarded
from yushu.ledger.models import Body, Chain, Entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [*FROZEN, Body, Chain])
@pytest.mark.parametrize("clause", ["INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"])
def test_a_row_is_not_replaced(full: Chain, model: type[models.Model], clause: str):
    """`INSERT OR REPLACE` deletes the old row without waking a delete trigger."""
    with refused():
        run(f"{clause} INTO {model._meta.db_table} SELECT * FROM {model._meta.db_table}")


def test_a_row_is_not_replaced_through_any_of_its_unique_keys(full: Chain):
    columns = "chain_id, seq, previous, digest, commitment, algorithm, verb, at, happened_on, role, basis"
    forged = columns.replace("verb", "'forged'")
    statement = (
        f"INSERT OR REPLACE INTO ledger_entry ({columns}) SELECT {forged} FROM ledger_entry WHERE seq = 3"
    )
    with refused():
        run(statement)
    with tampering():
        Body.objects.filter(entry__seq=3).delete()
        run("DELETE FROM ledger_sealedhead")
        run(statement)

    assert Entry.objects.get(seq=3).verb == "forged"
    assert first_fault() == Fault(faults.ENTRY_ALTERED, full.pk, 3)


def test_an_upsert_does_not_change_a_row(full: Chain):
    with refused():
        run(
            "INSERT INTO ledger_entry SELECT * FROM ledger_entry WHERE seq = 2 "
            "ON CONFLICT (id) DO UPDATE SET verb = 'forged'"
        )


def test_a_hollow_trigger_counts_as_missing_on_sqlite():
    run("DROP TRIGGER guard_ledger_entry_update")
    run("CREATE TRIGGER guard_ledger_entry_update BEFORE UPDATE ON ledger_entry BEGIN SELECT 1; END")

    assert missing(connection) == ["guard_ledger_entry_update: altered or switched off"]


def test_djangos_table_remake_loses_the_guards_and_is_noticed(transactional_db: None):
    """SQLite alters a column by making the table anew, and the triggers go with the old one."""
    with longer_column(Entry, "verb", bracketed=False):
        lost = missing(connection)
        with pytest.raises(Misconfigured):
            refuse_if_unguarded()

    assert missing(connection) == []
    assert lost == [f"guard_ledger_entry_{act}: missing" for act in ("update", "delete", "insert")]


def test_an_update_does_not_replace_another_chain(full: Chain):
    """`UPDATE OR REPLACE` onto a taken key deletes the row that holds it."""
    other = make_chain()
    with refused():
        run("UPDATE OR REPLACE ledger_chain SET id = (SELECT MIN(id) FROM ledger_chain)")

    assert Chain.objects.filter(pk__in=[full.pk, other.pk]).count() == 2
