"""The tabs over the pages about the law."""

from __future__ import annotations

from django.urls import reverse

from yushu.doors.pages.shapes import Link
from yushu.kernel.words import Words

TABS = (
    ("clauses", Words("条款和规则", "Clauses and rules")),
    ("calculators", Words("期限和补贴计算", "Calculators")),
    ("calendar", Words("工作日历", "Working calendar")),
)


def law_tabs(current: str) -> list[Link]:
    """Three pages about the law, the present one marked."""
    return [Link(label, reverse(name), current=name == current) for name, label in TABS]
