"""Every test: on SQLite with the browser journeys, then what touches a database again on PostgreSQL.

Arguments are handed to pytest. The last line is an ordinary pytest summary of both runs together.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from tools import browser, postgres, words

SUMMARY = re.compile(r"=* ?((?:\d+ [a-z]+(?:, )?)+) in [\d.]+s")
ORDER = ("failed", "passed", "skipped", "deselected", "xfailed", "xpassed", "warnings", "errors")
NO_TESTS = 5


class Ran(NamedTuple):
    """One pytest run: how it ended, and how many tests ended how."""

    code: int
    counts: Counter[str]


def main(arguments: list[str]) -> int:
    """Run both halves; zero when every test of both has passed."""
    began = time.monotonic()
    words.compile_catalogue()
    notes = [] if browser.ready() else [browser.ABSENT]
    if not browser.has_chinese_font():
        notes.append("no Chinese font on this machine: the browser draws boxes")
    runs = [_run("SQLite", arguments, {"YUSHU_DATABASE_URL": ""})]
    try:
        with postgres.server() as address:
            runs.append(_run("PostgreSQL", arguments, {"YUSHU_DATABASE_URL": address}))
    except postgres.Missing as missing:
        # A suite that has not run on the production database has not run.
        notes.append(f"no PostgreSQL: {missing}")
        runs.append(Ran(1, Counter(errors=1)))
    for note in notes:
        _banner(f"NOTE: {note}")
    return _close(runs, time.monotonic() - began)


def _run(name: str, arguments: list[str], setting: Mapping[str, str]) -> Ran:
    _banner(f"tests on {name}")
    command = [sys.executable, "-m", "pytest", "-n", _workers(), *(arguments or ["tests"])]
    with subprocess.Popen(
        command, env={**os.environ, **setting}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    ) as tests:
        last = ""
        try:
            for line in tests.stdout or ():
                print(line, end="", flush=True)
                last = line if line.strip() else last
        except BaseException:
            tests.terminate()
            raise
    return Ran(tests.returncode, _counts(last))


def _workers() -> str:
    return os.environ.get("YUSHU_TEST_WORKERS", str(min(4, os.cpu_count() or 1)))


def _counts(line: str) -> Counter[str]:
    summary = SUMMARY.search(line)
    found: Counter[str] = Counter()
    for part in summary[1].split(", ") if summary else ():
        number, kind = part.split()
        found[{"error": "errors", "warning": "warnings"}.get(kind, kind)] += int(number)
    return found


def _close(runs: list[Ran], seconds: float) -> int:
    """Say both runs in one line. On PostgreSQL it is no fault that nothing was chosen to run."""
    codes = [run.code for run in runs[:1]] + [0 if run.code == NO_TESTS else run.code for run in runs[1:]]
    total: Counter[str] = sum((run.counts for run in runs), Counter())
    failed = next((code for code in codes if code), 0)
    if failed and not (total["failed"] or total["errors"]):
        total["errors"] += 1
    said = ", ".join(f"{total[kind]} {_one(kind, total[kind])}" for kind in ORDER if total[kind])
    print(f" {said or 'no tests ran'} in {seconds:.2f}s ".center(80, "="), flush=True)
    return failed


def _one(kind: str, number: int) -> str:
    return kind[:-1] if number == 1 and kind in ("errors", "warnings") else kind


def _banner(text: str) -> None:
    print(f"\n──── {text} " + "─" * max(4, 72 - len(text)), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
