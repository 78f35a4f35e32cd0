"""Seal yesterday: `manage.py seal`, once a night after midnight in Beijing."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from yushu.doors.standing import rehearsed_now
from yushu.kernel.clock import day_of
from yushu.ledger.keys import signer
from yushu.ledger.seals import close_day


class Command(BaseCommand):
    """Close the day that has just ended, state the seal publicly and sign the log."""

    help = __doc__ or ""

    def handle(self, **options: Any) -> None:
        """Print what to keep outside the house."""
        at = rehearsed_now()
        closing = close_day(day_of(at) - timedelta(days=1), at, signer())
        self.stdout.write(str(closing))
