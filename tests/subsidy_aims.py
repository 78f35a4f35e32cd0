"""What the addresses of orders, projects, employment and money are aimed at in the permission matrix."""

from __future__ import annotations

from tests import paying_aims  # noqa: F401 - registered by being imported
