"""Invented identity numbers: an area that does not exist, so that no number can be anybody's."""

from __future__ import annotations

from datetime import date

from yushu.kernel.identifiers import check_digit

NOWHERE = "149900"


def invented(seq: int = 1, born: date = date(2002, 3, 4), area: str = NOWHERE) -> str:
    """A number that passes the check; an odd sequence is male, an even one female."""
    first = f"{area}{born:%Y%m%d}{seq:03d}"
    return first + check_digit(first)
