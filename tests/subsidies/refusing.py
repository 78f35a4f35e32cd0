"""What the database refuses, and by which of its named constraints."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction


@contextmanager
def refuses(constraint: str) -> Iterator[None]:
    """The database refuses what is done here, by this constraint.

    SQLite names a CHECK and the columns of a unique set; PostgreSQL names both.
    """
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        yield
    by_name = connection.vendor == "postgresql" or "CHECK" in str(error.value)
    assert not by_name or constraint in str(error.value)
