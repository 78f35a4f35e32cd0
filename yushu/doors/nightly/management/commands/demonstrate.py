"""`manage.py demonstrate`: the 2024 plan and the demonstration people, once. Safe to run again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from yushu.doors.replay.story import perform


class Command(BaseCommand):
    """Plays the demonstration into an empty database, through the one door."""

    help = "Load the 2024 plan and play the demonstration."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Play, or say that it has been played."""
        if not settings.DEMONSTRATION:
            raise CommandError("YUSHU_MODE is production: demonstration people have no place here.")
        if perform(self.stdout.write) is None:
            self.stdout.write("the demonstration is there already; kept as it is")
