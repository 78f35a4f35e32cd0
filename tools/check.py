"""Everything a machine can say about the code without running the site. Each check runs; then the verdict."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import NamedTuple

from tools import words


class Check(NamedTuple):
    """One look at the code: what it is called, and the command that fails when it finds something."""

    name: str
    command: tuple[str, ...]


def _python(*command: str) -> tuple[str, ...]:
    return (sys.executable, *command)


CHECKS = (
    Check("style", _python("-m", "ruff", "check", "--quiet", ".")),
    Check("form", _python("-m", "ruff", "format", "--check", "--quiet", ".")),
    Check("floors", (os.path.join(os.path.dirname(sys.executable), "lint-imports"), "--no-logo")),
    Check("types", _python("-m", "mypy")),
    Check("django", _python("manage.py", "check")),
    Check("migrations", _python("manage.py", "makemigrations", "--check", "--dry-run")),
    Check(
        "house",
        _python("-m", "pytest", "-q", "--no-header", "tests/test_architecture.py", "tests/test_templates.py"),
    ),
    Check("words", _python("-m", "pytest", "-q", "--no-header", "tests/test_translations.py")),
)


def main(names: list[str]) -> int:
    """Run the named checks, or all; zero when none found anything."""
    words.compile_catalogue()
    failed = [
        check.name
        for check in CHECKS
        if check.name in (names or [c.name for c in CHECKS]) and not _passes(check)
    ]
    print(f"check: {', '.join(failed)} failed" if failed else "check: nothing found")
    return 1 if failed else 0


def _passes(check: Check) -> bool:
    began = time.monotonic()
    env = {**os.environ, "YUSHU_MODE": "demonstration"}
    done = subprocess.run(
        check.command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    print(f"check: {check.name:<11}{verdict:<7}{time.monotonic() - began:5.1f}s", flush=True)
    if done.returncode:
        print(f"{done.stdout}{done.stderr}".strip(), flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
