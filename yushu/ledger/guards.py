"""Triggers that keep the ledger append-only against a slip of the hand, on both databases.

A guard, not a proof: whoever owns the database can lift it. What was done then is found by
`audit.verify_everything`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.conf import settings
from django.db import connection as default_connection
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from yushu.kernel.errors import Misconfigured
from yushu.ledger import guards_postgresql, guards_sqlite

MEND = "python manage.py verify_ledger --restore-guards"


def guarded() -> list[type[models.Model]]:
    """Every table of this room, whatever is added to it later."""
    return list(installed.get_app_config("ledger").get_models())


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every guard in place; those already there are renewed. Tables not yet made are passed over."""
    _run(connection, _engine(connection).installing(_present(connection)))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take every guard away: for a migration that changes a guarded table, which installs them again after."""
    _run(connection, _engine(connection).removing(_present(connection)))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Every guard that is absent, switched off or not the one this program installs."""
    present = _present(connection)
    found = [f"{model._meta.db_table}: no such table" for model in guarded() if model not in present]
    with connection.cursor() as cursor:
        standing = _engine(connection).standing(cursor)
    for name, expected in _engine(connection).expected(present).items():
        if standing.get(name) != expected:
            found.append(f"{name}: {'altered or switched off' if name in standing else 'missing'}")
    return found


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """The one sanctioned reset: no guards inside the block, all of them after it, however it ends."""
    if getattr(settings, "YUSHU_MODE", "") == "production":
        raise Misconfigured("the ledger's guards are not lifted in production")
    with transaction.atomic(using=connection.alias):
        remove(connection)
        yield
        install(connection)


def refuse_if_unguarded(connection: BaseDatabaseWrapper | None = None) -> None:
    """Raise Misconfigured when a guard is missing. Whatever serves the site calls this first."""
    lost = missing(connection or default_connection)
    if lost:
        raise Misconfigured(f"The ledger is not guarded ({'; '.join(lost)}). Put it right with: {MEND}")


def install_in_migration(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """`install` as a migration's step: the last step of every migration that touches a guarded table."""
    install(schema_editor.connection)


def remove_in_migration(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """`remove` as a migration's step: the first step of such a migration."""
    remove(schema_editor.connection)


def _engine(connection: BaseDatabaseWrapper) -> Any:
    engines = {"sqlite": guards_sqlite, "postgresql": guards_postgresql}
    if connection.vendor not in engines:
        raise Misconfigured(f"the ledger cannot be guarded on {connection.vendor}; use SQLite or PostgreSQL")
    return engines[connection.vendor]


def _present(connection: BaseDatabaseWrapper) -> list[type[models.Model]]:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    return [model for model in guarded() if model._meta.db_table in tables]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
