"""`manage.py reset_account USERNAME`: a forgotten password, a lost phone; `--close` for somebody who has left."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from yushu.people.accounts import first_password
from yushu.people.models import Account


class Command(BaseCommand):
    """Ends every session and second factor of an account, and gives it a new password or closes it."""

    help = "Give an account a new password, printed once, and no second factor; or close it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("username")
        parser.add_argument("--close", action="store_true")

    @transaction.atomic
    def handle(self, **told: Any) -> None:
        """Print the password, or that it is closed."""
        account = Account.objects.filter(username=Account.objects.normalise(told["username"])).first()
        if account is None:
            raise CommandError(f"no account {told['username']}")
        Authenticator.objects.filter(user=account).delete()
        password = None if told["close"] else first_password()
        account.set_password(password)
        account.is_active = password is not None
        account.save()
        account.end_sessions()
        self.stdout.write(password or "closed")
