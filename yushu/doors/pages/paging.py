"""Cutting long lists into pages, and addresses that keep what was filtered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from yushu.doors.asking import DeskRequest
from yushu.doors.pages.shapes import Pager

PER_PAGE = 20


def page_number(request: DeskRequest, key: str = "page") -> int:
    """The page asked for; the first when it is no number."""
    text = request.GET.get(key, "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1


def with_query(request: DeskRequest, **changes: Any) -> str:
    """The present query with some keys changed; None or empty takes a key out."""
    query = request.GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


def cut(
    request: DeskRequest, rows: Any, total: int, key: str = "page", per: int = PER_PAGE
) -> tuple[Sequence[Any], Pager | None]:
    """One page of rows (a list or a queryset) and the ways on; no pager when all fit."""
    last = max(1, -(-total // per))
    page = min(page_number(request, key), last)
    start = (page - 1) * per
    shown = rows[start : start + per]
    if total <= per:
        return shown, None
    return shown, Pager(
        start + 1,
        min(start + per, total),
        total,
        with_query(request, **{key: page - 1}) if page > 1 else "",
        with_query(request, **{key: page + 1}) if page < last else "",
    )
