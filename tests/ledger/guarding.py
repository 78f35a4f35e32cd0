"""What the tests of the guards share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, models, transaction

from yushu.ledger.guards import install_in_migration, remove_in_migration
from yushu.ledger.models import Checkpoint, Entry, Erasure, LogLeaf, LogNode, Seal, SealedHead

FROZEN = [Entry, Erasure, Seal, SealedHead, LogLeaf, LogNode, Checkpoint]
"""Tables no row of which is ever changed or deleted."""


@contextmanager
def refused() -> Iterator[None]:
    """The database says no, and the transaction goes on."""
    with pytest.raises(IntegrityError, match=r"append-only|only grows"), transaction.atomic():
        yield


@contextmanager
def longer_column(model: type[models.Model], name: str, *, bracketed: bool) -> Iterator[None]:
    """A migration that alters a guarded table, with or without its first and last step; undone afterwards."""
    old = model._meta.get_field(name)
    new = models.CharField(max_length=old.max_length + 50, default="")
    new.set_attributes_from_name(name)
    new.model = model
    _alter(model, old, new, bracketed=bracketed)
    yield
    _alter(model, new, old, bracketed=True)


def _alter(model: type[models.Model], old: models.Field, new: models.Field, *, bracketed: bool) -> None:
    with connection.schema_editor() as editor:
        if bracketed:
            remove_in_migration(None, editor)
        editor.alter_field(model, old, new)
        if bracketed:
            install_in_migration(None, editor)
