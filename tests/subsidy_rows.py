"""How the lists of orders, projects, employment, settlements, payments and recoveries get their rows."""

from __future__ import annotations

from tests import paying_rows  # noqa: F401 - registered by being imported
