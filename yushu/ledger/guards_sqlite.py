"""The guards as SQLite writes them.

`INSERT OR REPLACE` deletes the row it replaces without waking a delete trigger, so inserts are
guarded too: a row whose key is already there is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import models
from django.db.backends.utils import CursorWrapper

Models = Sequence[type[models.Model]]

CHAIN_MAY_GROW = (
    "NEW.id = OLD.id AND NEW.kind = OLD.kind AND NEW.opened_at = OLD.opened_at "
    "AND NEW.algorithm = OLD.algorithm AND NEW.length >= OLD.length"
)
BODY_MAY_GO = "EXISTS (SELECT 1 FROM ledger_erasure WHERE entry_id = OLD.entry_id)"

ALLOWED = {("ledger_chain", "update"): CHAIN_MAY_GROW, ("ledger_body", "delete"): BODY_MAY_GO}
"""What is allowed all the same: a chain grows, a body goes once its erasure is written."""


def expected(guarded: Iterable[type[models.Model]]) -> dict[str, str]:
    """Every trigger by name, in the words that create it."""
    triggers: dict[str, str] = {}
    for model in guarded:
        table = model._meta.db_table
        for act in ("update", "delete"):
            allowed = ALLOWED.get((table, act))
            triggers[f"guard_{table}_{act}"] = _trigger(table, act, f"NOT ({allowed})" if allowed else "")
        taken = f"EXISTS (SELECT 1 FROM {table} WHERE {_same_key(model)})"  # noqa: S608 - our own names
        triggers[f"guard_{table}_insert"] = _trigger(table, "insert", taken)
    return triggers


def installing(present: Models) -> list[str]:
    """The statements that put the guards of these tables in place."""
    return [*removing(present), *expected(present).values()]


def removing(present: Models) -> list[str]:
    """The statements that take the guards of these tables away."""
    return [f"DROP TRIGGER IF EXISTS {name}" for name in expected(present)]


def standing(cursor: CursorWrapper) -> dict[str, str]:
    """The triggers the database has, comparable with `expected`."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return dict(cursor.fetchall())


def _trigger(table: str, act: str, when: str) -> str:
    condition = f"WHEN {when} " if when else ""
    return (
        f"CREATE TRIGGER guard_{table}_{act} BEFORE {act.upper()} ON {table} {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: {act} refused'); END"
    )


def _same_key(model: type[models.Model]) -> str:
    """True for a row that a new row would replace: equal in any unique key of the table."""
    columns = {field.name: field.column for field in model._meta.local_concrete_fields}
    keys = [[field.column] for field in model._meta.local_concrete_fields if field.unique]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            keys.append([columns[name] for name in constraint.fields])
    return " OR ".join("(" + " AND ".join(f'"{c}" = NEW."{c}"' for c in key) + ")" for key in keys)
