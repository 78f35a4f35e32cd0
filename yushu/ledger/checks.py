"""Django's system check for the guards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from yushu.ledger.guards import MEND, missing


def guards_are_in_place(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """An error for every guard that is missing, once all the ledger's migrations have run."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if _migrations_wait(alias):
            continue
        found += [
            Error(f"The ledger is not guarded: {lost}", hint=MEND, id="ledger.E001")
            for lost in missing(connection)
        ]
    return found


def _migrations_wait(alias: str) -> bool:
    """Whether the ledger's tables are still to be made: a waiting migration installs the guards itself."""
    executor = MigrationExecutor(connections[alias])
    targets = [key for key in executor.loader.graph.leaf_nodes() if key[0] == "ledger"]
    return bool(executor.migration_plan(targets))
