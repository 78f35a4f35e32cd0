"""Reads a workbook in a process of its own, with bounds on memory and time.

A file of five kilobytes may claim a cell in its last row and column; whoever lays the sheet out in
memory is then killed for it. Here that is a process nobody else lives in. It stands alone and imports
nothing of the house: `workbooks.rows_of` starts it, hands it the file and reads the rows as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import date, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

MEMORY = 1 << 30
SECONDS = 20
MOST_ROWS = 5000
MOST_COLUMNS = 200
UNREADABLE, TOO_LONG, TOO_WIDE = 3, 4, 5
"""How the process ends when it has no rows to give. Whatever else it ends with, the file was too much for it."""


def sheet(content: bytes) -> list[list[Any]]:
    """The first sheet from its first row and column."""
    found = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    last_row, last_column = found.end or (0, 0)
    if last_row >= MOST_ROWS:
        sys.exit(TOO_LONG)
    if last_column >= MOST_COLUMNS:
        sys.exit(TOO_WIDE)
    return found.to_python(skip_empty_area=False)


def told(value: object) -> object:
    """What JSON cannot carry: a moment as ["t", text], a day as ["d", text], anything strange as text."""
    if isinstance(value, datetime):
        return ["t", value.isoformat()]
    return ["d", value.isoformat()] if isinstance(value, date) else str(value)


def main() -> None:
    """From the file on standard input to rows on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        rows = sheet(sys.stdin.buffer.read())
    except (CalamineError, ValueError, OSError):
        sys.exit(UNREADABLE)
    json.dump(rows, sys.stdout, default=told)


if __name__ == "__main__":
    main()
