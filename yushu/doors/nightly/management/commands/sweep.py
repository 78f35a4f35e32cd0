"""`manage.py sweep`: the nightly round by hand. Safe to run again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from yushu.casework.timely import sweep
from yushu.doors.standing import rehearsed_now
from yushu.kernel.clock import day_of


class Command(BaseCommand):
    """Takes time steps whose term has ended, marks overdue clocks."""

    help = "Take time steps whose term has ended and mark overdue clocks."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do the round for today."""
        moment = rehearsed_now()
        lapsed, late = sweep(day_of(moment), at=moment, say=self.stdout.write)
        self.stdout.write(f"{day_of(moment)}: {lapsed} terms ran out, {late} became late")
