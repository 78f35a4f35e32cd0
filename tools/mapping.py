"""The map clause → rule → process step → test, read from the pack, the tables and the tests."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from yushu.casework.registry import kinds
from yushu.law.entries import Entry
from yushu.law.pack import pack
from yushu.law.register import cited_in

PROJECT = Path(__file__).resolve().parent.parent
HEAD = """<!-- Written by `make docs` from the code. Do not edit. -->
# Clause, rule, step, test

Policy pack {version}. R-numbers are rules of the document, A-numbers readings of its silences, H-numbers
values of the house. *Unconfirmed* values stand in the pack with a mark until somebody has read the source.

| id | clause | rule | value confirmed | steps | tests |
|---|---|---|---|---|---|
{rows}

{covered} of {total} entries are named by a step or a test.
"""


def page() -> str:
    """The whole map."""
    steps, tests = _steps(), _tests()
    entries = list(pack().rules.values())
    named = sum(1 for entry in entries if steps[entry.id] or tests[entry.id])
    rows = "\n".join(_row(entry, steps[entry.id], tests[entry.id]) for entry in entries)
    return HEAD.format(version=pack().version, rows=rows, covered=named, total=len(entries))


def _row(entry: Entry, steps: list[str], tests: list[str]) -> str:
    confirmed = "yes" if all(value.confirmed for value in entry.values) else "no"
    shown = "<br>".join(f"`{step}`" for step in steps), "<br>".join(f"`{test}`" for test in tests)
    return (
        f"| {entry.id} | {entry.clause} | {entry.zh} · {entry.en} | {confirmed} | {shown[0]} | {shown[1]} |"
    )


def _steps() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for kind, model in sorted(kinds().items()):
        for step in model.process.steps:
            terms = {step.cites, step.within.id if step.within else ""} - {""}
            for name in sorted(terms):
                if f"{kind}.{step.name}" not in found[name]:
                    found[name].append(f"{kind}.{step.name}")
    return found


def _tests() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((PROJECT / "tests").rglob("*")):
        if path.suffix in (".py", ".csv") and path.is_file():
            for name in cited_in(path.read_text(encoding="utf-8")):
                found[name].append(path.relative_to(PROJECT / "tests").as_posix())
    return found
