"""Holding off other writers of a table for the rest of a transaction."""

from __future__ import annotations

from django.db import connection, models, transaction


def hold(model: type[models.Model]) -> None:
    """Wait for every open transaction that writes this table, and let no new one begin to.

    On SQLite a transaction that writes has the database to itself from its first statement
    (transaction_mode IMMEDIATE); on PostgreSQL the table is locked against writers, not readers.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a table is held inside a transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {model._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
