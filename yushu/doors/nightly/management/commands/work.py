"""`manage.py work`: send what the outbox holds; once a day the nightly round, and the seal of the day before."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from yushu.casework.outbox import LEASE, TRIES, given_up, send_one
from yushu.casework.timely import sweep
from yushu.doors.standing import rehearsed_now
from yushu.entitlements.settling import settle_entitlements
from yushu.kernel.clock import day_of, now
from yushu.ledger.keys import signer
from yushu.ledger.seals import close_day


class Command(BaseCommand):
    """Runs until stopped; with --once, until the outbox is empty."""

    help = "Send waiting messages and run the nightly round."

    def add_arguments(self, parser: CommandParser) -> None:
        """How long to run."""
        parser.add_argument("--once", action="store_true")
        parser.add_argument("--pause", type=float, default=1.0)
        parser.add_argument(
            "--lease", type=float, default=LEASE.total_seconds(), help="seconds to send one message"
        )

    def handle(self, *_args: Any, once: bool, pause: float, lease: float, **_options: Any) -> None:
        """Sweep once a day, send until nothing waits, sleep, again."""
        swept = None
        while True:
            moment = rehearsed_now()
            if swept != day_of(moment):
                self._night(moment)
                swept = day_of(moment)
            if send_one(now(), lease=timedelta(seconds=lease)):
                continue
            if once:
                return
            time.sleep(pause)

    def _night(self, moment: datetime) -> None:
        today = day_of(moment)
        lapsed, late = sweep(today, at=moment)
        settle_entitlements(at=moment)
        close_day(today - timedelta(days=1), moment, signer())
        call_command("clearsessions")
        self.stdout.write(f"{today}: {lapsed} terms ran out, {late} became late, the day before is sealed")
        if lost := given_up():
            self.stderr.write(f"{lost} messages were tried {TRIES} times and never sent: see casework_outbox")
