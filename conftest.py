"""What every test can rely on. The cast and the objects it meets stand in tests/cast.py."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.test import TransactionTestCase

from tools import browser, words
from yushu.ledger import guards

pytest_plugins = ["tests.cast", "tests.measuring"]

ON_POSTGRESQL = os.environ.get("YUSHU_DATABASE_URL", "").startswith("postgres")
SQLITE_ONLY = ("browser", "once")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def pytest_configure(config: pytest.Config) -> None:
    """Catalogues are compiled once, before any worker reads them."""
    if not hasattr(config, "workerinput"):
        words.compile_catalogue()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what touches the database; without a browser say so, test by test."""
    if ON_POSTGRESQL:
        kept = [item for item in items if _asks_the_database(item) and not _is_for_sqlite_only(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept
    if browser.chromium() is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=browser.ABSENT))


def _is_for_sqlite_only(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in SQLITE_ONLY)


def _asks_the_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    if item.path.name.startswith("drill_"):
        return True
    return bool(fixtures & DATABASE_FIXTURES) or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session", autouse=True)
def _reset_between_tests_lifts_the_guards() -> Iterator[None]:
    """The flush after a test with real transactions empties the ledger too: the one sanctioned way."""
    flush = TransactionTestCase._fixture_teardown

    def lifted(self: TransactionTestCase) -> None:
        with guards.lifted(connection):
            flush(self)

    TransactionTestCase._fixture_teardown = lifted  # type: ignore[method-assign] # for this session only
    yield
    TransactionTestCase._fixture_teardown = flush  # type: ignore[method-assign] # put back


@pytest.fixture
def together(transactional_db: None) -> Callable[[list[Callable[[], Any]]], list[Any]]:
    """Run calls at the same moment, each on a connection of its own; answers or exceptions, in order."""

    def run(calls: list[Callable[[], Any]]) -> list[Any]:
        gate = Barrier(len(calls))

        def one(call: Callable[[], Any]) -> Any:
            gate.wait(timeout=30)
            try:
                return call()
            except Exception as error:
                return error
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(one, calls))

    return run
