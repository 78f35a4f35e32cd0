"""What the pages of complaints, inspections and rectifications show."""

from __future__ import annotations

from yushu.doors.pages.portrait import Portrait

PORTRAITS: dict[str, Portrait] = {}
