"""What an examination result means (domain of the national standards). Pure: law and the standard library."""

from __future__ import annotations

from datetime import date

from yushu.law.pack import pack

TENTHS = 10
FULL = 100 * TENTHS
"""Scores are kept in tenths of a point, of a hundred."""


def pass_mark(examined_on: date) -> int:
    """The mark each part must reach, in tenths (H-pass-mark). The day of the examination decides.

    Both parts must reach it: no averaging and no rounding up, so 59.5 fails.
    """
    return int(pack().on("H-pass-mark", examined_on)["score"]) * TENTHS


def has_passed(theory: int | None, practice: int | None, mark: int) -> bool:
    """Whether both parts, in tenths, reach the mark. A part without a score was not passed."""
    return theory is not None and practice is not None and min(theory, practice) >= mark
