"""Races at full scale and kills under load: every test marked `race` and every tests/drill_*.py, on both databases.

python -m tools.drill       forty-eight at once
python -m tools.drill 200   as many as that
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

from tools import postgres

SCALE = "48"
QUIET = ["-q", "-s", "--no-header", "-o", "addopts="]
RACES = [*QUIET, "-m", "race", "tests"]
KILLS = [*QUIET, "-o", "python_files=drill_*.py", "tests"]
NOTHING_YET = 5


def main(arguments: list[str]) -> int:
    """Drill on SQLite and on PostgreSQL; zero when nothing was lost."""
    scale = arguments[0] if arguments else SCALE
    codes = _drill("SQLite, as in an office", {"YUSHU_DATABASE_URL": "", "YUSHU_RACE_SCALE": scale})
    with postgres.server(durable=True) as address:
        codes += _drill("PostgreSQL", {"YUSHU_DATABASE_URL": address, "YUSHU_RACE_SCALE": scale})
    return max((code for code in codes if code != NOTHING_YET), default=0)


def _drill(name: str, setting: Mapping[str, str]) -> list[int]:
    print(f"\n──── {name}: {setting['YUSHU_RACE_SCALE']} at once", flush=True)
    env = {**os.environ, **setting, "YUSHU_FIGURES": "1"}
    return [
        subprocess.run([sys.executable, "-m", "pytest", *part], env=env, check=False).returncode
        for part in (RACES, KILLS)
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
