"""`manage.py work`: send what the outbox holds, and do the nightly round once a day."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yushu.casework.outbox import send_one
from yushu.casework.timely import sweep
from yushu.doors.standing import rehearsed_now
from yushu.kernel.clock import day_of, now


class Command(BaseCommand):
    """Runs until stopped; with --once, until the outbox is empty."""

    help = "Send waiting messages and run the nightly round."

    def add_arguments(self, parser: CommandParser) -> None:
        """How long to run."""
        parser.add_argument("--once", action="store_true")
        parser.add_argument("--pause", type=float, default=1.0)

    def handle(self, *_args: Any, once: bool, pause: float, **_options: Any) -> None:
        """Sweep once a day, send until nothing waits, sleep, again."""
        swept = None
        while True:
            moment = rehearsed_now()
            if swept != day_of(moment):
                lapsed, late = sweep(day_of(moment), at=moment)
                self.stdout.write(f"sweep {day_of(moment)}: {lapsed} terms ran out, {late} became late")
                swept = day_of(moment)
            if send_one(now()):
                continue
            if once:
                return
            time.sleep(pause)
