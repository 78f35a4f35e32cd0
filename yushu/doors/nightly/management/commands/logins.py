"""`manage.py logins`: the printed sign-ins of the demonstration, one a role."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from yushu.doors.replay.stage import PASSWORD, logins


class Command(BaseCommand):
    """Prints who can sign in with which name; all share one password."""

    help = "Print one sign-in per role of the demonstration."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """One line a role."""
        self.stdout.write(f"password for all: {PASSWORD}")
        for who, username in logins():
            self.stdout.write(f"  {username:<20} {who}")
