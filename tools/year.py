"""Play a year of the programme into a database of its own, gone afterwards, and print what must hold.

SEASON (large; full is the demonstration, small what the tests play) and SEED are honoured. With YUSHU_DATABASE_URL
the year is played there instead, into an empty database, and stays: YUSHU_HOME=... make run then shows it.
"""

from __future__ import annotations

import os
import sys
import tempfile

import django
from django.core.management import CommandError, call_command


def main() -> int:
    """Migrate, play, tell; 1 when something does not hold."""
    with tempfile.TemporaryDirectory(prefix="yushu-year-") as home:
        os.environ.setdefault("YUSHU_MODE", "demonstration")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yushu.config.settings")
        if not os.environ.get("YUSHU_DATABASE_URL"):
            os.environ["YUSHU_HOME"] = home
        django.setup()
        print("year: an empty database", flush=True)
        call_command("migrate", interactive=False, verbosity=0)
        try:
            call_command("year", *_options())
        except CommandError as fault:
            print(f"year: {fault}")
            return 1
    return 0


def _options() -> list[str]:
    season, seed = os.environ.get("SEASON"), os.environ.get("SEED")
    return [*(["--season", season] if season else []), *(["--seed", seed] if seed else [])]


if __name__ == "__main__":
    sys.exit(main())
