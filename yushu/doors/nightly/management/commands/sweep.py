"""`manage.py sweep`: the nightly round by hand. Safe to run again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from yushu.casework.timely import sweep
from yushu.doors.standing import rehearsed_now
from yushu.entitlements.settling import settle_entitlements
from yushu.kernel.clock import day_of
from yushu.training.devices import forget


class Command(BaseCommand):
    """Takes time steps whose term has ended, marks overdue clocks, settles what certificates bring."""

    help = "Take time steps whose term has ended, mark overdue clocks, settle what certificates bring."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do the round for today."""
        moment = rehearsed_now()
        lapsed, late = sweep(day_of(moment), at=moment, say=self.stdout.write)
        self.stdout.write(f"{day_of(moment)}: {lapsed} terms ran out, {late} became late")
        entered, reversed_ = settle_entitlements(at=moment)
        self.stdout.write(f"{day_of(moment)}: {entered} entitlements entered, {reversed_} reversed")
        self.stdout.write(f"{day_of(moment)}: {forget(day_of(moment))} device marks cleared")
