"""The decision rows beside this file: tables a policy person may add to without touching code."""

from __future__ import annotations

import csv
from pathlib import Path

HERE = Path(__file__).parent / "decisions"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def why(row: dict[str, str]) -> str:
    """What a failing row is called."""
    return row["why"]
