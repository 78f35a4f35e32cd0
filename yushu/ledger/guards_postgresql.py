"""The guards as PostgreSQL writes them.

TRUNCATE wakes no row trigger, so it has one of its own. The triggers are ALWAYS enabled: a
session in replication mode does not slip past them either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import models
from django.db.backends.utils import CursorWrapper

Models = Sequence[type[models.Model]]
State = tuple[str, int, str, bool]
"""How often it fires, on what (the catalogue's bits), its function's text, and whether it is unconditional."""

BEFORE_ROW_UPDATE_DELETE = 1 + 2 + 8 + 16
BEFORE_TRUNCATE = 2 + 32

REFUSE = """
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
"""
CHAIN = """
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.id = OLD.id AND NEW.kind = OLD.kind AND NEW.opened_at = OLD.opened_at
       AND NEW.algorithm = OLD.algorithm AND NEW.length >= OLD.length THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% only grows: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
"""
# The schema is the table's own, not the session's search path: one province, one schema.
BODY = """
DECLARE
  permitted boolean := false;
BEGIN
  IF TG_OP = 'DELETE' THEN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I.ledger_erasure WHERE entry_id = $1)', TG_TABLE_SCHEMA)
      INTO permitted USING OLD.entry_id;
  END IF;
  IF permitted THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
"""
FUNCTIONS = {"ledger_guard_rows": REFUSE, "ledger_guard_chain": CHAIN, "ledger_guard_body": BODY}
OWN_FUNCTION = {"ledger_chain": "ledger_guard_chain", "ledger_body": "ledger_guard_body"}

# A table with foreign keys still to be checked cannot have its triggers changed: check them now.
SETTLE = ("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED")

STANDING = """
SELECT t.tgname, t.tgenabled::text, t.tgtype, p.prosrc, t.tgqual IS NULL AND t.tgattr = ''
FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_proc p ON p.oid = t.tgfoid
WHERE n.nspname = current_schema() AND NOT t.tgisinternal
"""


def expected(guarded: Iterable[type[models.Model]]) -> dict[str, State]:
    """Every trigger by name, as the database should report it."""
    states: dict[str, State] = {}
    for model in guarded:
        table = model._meta.db_table
        source = FUNCTIONS[OWN_FUNCTION.get(table, "ledger_guard_rows")]
        states[f"guard_{table}_row"] = ("A", BEFORE_ROW_UPDATE_DELETE, source, True)
        states[f"guard_{table}_truncate"] = ("A", BEFORE_TRUNCATE, REFUSE, True)
    return states


def installing(present: Models) -> list[str]:
    """The statements that put the guards of these tables in place."""
    statements = list(SETTLE)
    statements += [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard${source}$guard$"
        for name, source in FUNCTIONS.items()
    ]
    for table in (model._meta.db_table for model in present):
        own = OWN_FUNCTION.get(table, "ledger_guard_rows")
        statements += _trigger(table, "row", "UPDATE OR DELETE", f"ROW EXECUTE FUNCTION {own}()")
        statements += _trigger(
            table, "truncate", "TRUNCATE", "STATEMENT EXECUTE FUNCTION ledger_guard_rows()"
        )
    return statements


def removing(present: Models) -> list[str]:
    """The statements that take the guards of these tables away."""
    tables = [model._meta.db_table for model in present]
    drops = [
        f"DROP TRIGGER IF EXISTS guard_{t}_{kind} ON {t}" for t in tables for kind in ("row", "truncate")
    ]
    return [*SETTLE, *drops]


def standing(cursor: CursorWrapper) -> dict[str, State]:
    """The triggers the database has, comparable with `expected`."""
    cursor.execute(STANDING)
    return {name: (fires, kind, source, plain) for name, fires, kind, source, plain in cursor.fetchall()}


def _trigger(table: str, kind: str, acts: str, does: str) -> list[str]:
    name = f"guard_{table}_{kind}"
    return [
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {acts} ON {table} FOR EACH {does}",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
    ]
