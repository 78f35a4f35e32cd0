"""Which tests name which clause, from the map that `make docs` writes."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

MAP = Path(__file__).parent / "clause_tests.json"


@cache
def _all() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(MAP.read_text(encoding="utf-8")) if MAP.exists() else {}
    return found


def tests_of(name: str) -> list[tuple[str, str]]:
    """The tests that name an id: each as a sentence, and the file it stands in."""
    pairs = (line.split("::", 1) for line in _all().get(name, []))
    return [(test.removeprefix("test_").replace("_", " "), file) for file, test in pairs]
