"""A rehearsal of an import is the import itself, rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def rehearsed(*, only: bool) -> Iterator[None]:
    """Run what follows in one transaction; with `only`, undo all of it at the end."""
    with transaction.atomic():
        yield
        if only:
            transaction.set_rollback(True)
