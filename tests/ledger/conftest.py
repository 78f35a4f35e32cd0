"""The ledger's tests sign with a key of their own."""

from __future__ import annotations

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def log_key(settings: Settings) -> None:
    settings.YUSHU_LOG_KEY = bytes(range(32))
    settings.YUSHU_LOG_RETIRED = ()
    settings.YUSHU_DIGEST = "sha256"
