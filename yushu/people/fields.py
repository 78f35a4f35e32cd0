"""A text column that is encrypted at rest."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import IsNull

from yushu.kernel.crypto import open_sealed, seal


class EncryptedField(models.Field):
    """Text to the program, sealed bytes to the database, bound to its table and column.

    It cannot be searched, sorted or compared by the database; a blind index beside it can.
    An empty text is stored as empty bytes: there is nothing to hide.
    """

    description = "encrypted text"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        """Stored like bytes on every engine."""
        return "BinaryField"

    @property
    def where(self) -> str:
        """The place a sealed value belongs to."""
        return f"{self.model._meta.db_table}.{self.column}"

    def get_db_prep_value(
        self, value: str | None, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        """Seal on the way in."""
        if value is None:
            return None
        return seal(settings.YUSHU_KEYRING, value, where=self.where) if value else b""

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> str | None:
        """Open on the way out."""
        if value is None:
            return None
        sealed = bytes(value)
        return open_sealed(settings.YUSHU_KEYRING, sealed, where=self.where) if sealed else ""

    def get_lookup(self, lookup_name: str) -> Any:
        """Only "is it there" can be asked of a sealed column."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.where} is encrypted; search by its blind index")
        return IsNull
