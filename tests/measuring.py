"""How `make bench` and `make drill` measure and print. No test asserts a time."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable

import pytest

KILOBYTE = bytes(1024)
SPAN = 0.4
"""Seconds a call is repeated for."""


def seconds_each(call: Callable[[], object]) -> float:
    """The mean cost of a call, after one that warms up what is made once."""
    call()
    began, times = time.perf_counter(), 0
    while (spent := time.perf_counter() - began) < SPAN:
        call()
        times += 1
    return spent / times


class Figures:
    """Prints figures, one a line, each beside what hashing a kilobyte costs on this machine."""

    def __init__(self) -> None:
        self.unit = seconds_each(lambda: hashlib.sha256(KILOBYTE).digest())

    def cost(self, name: str, call: Callable[[], object]) -> float:
        """Measure a call and say it: how often a second, and how many kilobytes could be hashed instead."""
        each = seconds_each(call)
        print(f"  {name:<56}{1 / each:>12,.0f} a second {each / self.unit:>12,.0f} KB")
        return each

    @staticmethod
    def say(name: str, figure: object) -> None:
        """A figure that is counted, not timed."""
        print(f"  {name:<56}{figure!s:>12}")


@pytest.fixture(scope="session")
def figures() -> Figures:
    """What measures and prints."""
    return Figures()


@pytest.fixture(scope="session")
def scale() -> int:
    """How many come at once in a race: twelve in the tests, more in a drill."""
    return int(os.environ.get("YUSHU_RACE_SCALE", "12"))


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """Between figures no dots."""
    if os.environ.get("YUSHU_FIGURES") and not report.failed:
        return (report.outcome if report.when == "call" else "", "", "")
    return None
