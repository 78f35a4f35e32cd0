"""Opening accounts."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.contrib.auth.base_user import BaseUserManager

from yushu.kernel.crypto import random_code


class AccountManager(BaseUserManager[Any]):
    """Accounts by their sign-in name; case and width of letters do not matter."""

    @classmethod
    def normalise(cls, username: str) -> str:
        """The one spelling of a sign-in name."""
        return unicodedata.normalize("NFKC", username).strip().casefold()

    def open(self, username: str, password: str | None = None, **fields: Any) -> Any:
        """A new account; without a password nobody can sign in to it."""
        account = self.model(username=self.normalise(username), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Any:
        """What Django calls `open`."""
        return self.open(username, password, **fields)

    def get_by_natural_key(self, username: str | None) -> Any:
        """The account of a sign-in name however it is typed."""
        return self.get(username=self.normalise(username or ""))


def first_password() -> str:
    """A password to hand over once: four groups that can be read out on the telephone."""
    code = random_code()
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4)).lower()
