"""Which tests name which clause, read from the map that `make docs` writes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.conf import settings

MAP = Path("docs") / "clauses.md"
QUOTED = re.compile(r"`([^`]+)`")


@cache
def _all() -> dict[str, tuple[str, ...]]:
    """The last column of the map by the first; nothing where the map was not shipped along."""
    path = settings.PROJECT / MAP
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    return {row[0]: tuple(QUOTED.findall(row[-1])) for row in rows if len(row) > 1}


def tests_of(name: str) -> tuple[str, ...]:
    """The files under tests/ that name an id."""
    return _all().get(name, ())
