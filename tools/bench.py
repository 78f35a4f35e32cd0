"""What things cost: every tests/bench_*.py, on SQLite. Figures to compare with each other, not to quote."""

from __future__ import annotations

import os
import subprocess
import sys

QUIET = ["-q", "-s", "--no-header", "--no-summary", "-o", "python_files=bench_*.py", "-o", "addopts="]


def main(arguments: list[str]) -> int:
    """Run the named bench files, or all."""
    print("bench: calls a second, and how many kilobytes SHA-256 could hash instead", flush=True)
    command = [sys.executable, "-m", "pytest", *QUIET, *(arguments or ["tests"])]
    return subprocess.run(
        command, env={**os.environ, "YUSHU_DATABASE_URL": "", "YUSHU_FIGURES": "1"}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
