"""What the pages of orders, projects, employment, settlements, payments and recoveries show."""

from __future__ import annotations

from yushu.doors.pages import portrait_paying, portrait_schemes
from yushu.doors.pages.portrait import Portrait

PORTRAITS: dict[str, Portrait] = {
    **portrait_schemes.PORTRAITS,
    **portrait_paying.PORTRAITS,
}
