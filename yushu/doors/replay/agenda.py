"""The moving clock of the replay: acts in the order of their moments, and a night after every day.

A thread is one strand of the story, written as a generator: it yields the moment at which it goes on, and does
what happens then when it is called again. Threads that want the same moment go on in the order they were given.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from typing import Any

from yushu.kernel.clock import day_of

Thread = Generator[datetime, None, Any]
Night = Callable[[date], None]
ONE = timedelta(days=1)


class Backwards(Exception):
    """A strand of the story asked for a moment that is over."""


class Agenda:
    """What is still to happen. `night` is called once for each day that begins, before anything of that day."""

    def __init__(self, first: date, night: Night) -> None:
        self._today, self._night = first, night
        self._ahead: list[tuple[datetime, int, Thread]] = []

    def play(self, threads: Iterable[Thread], until: datetime) -> int:
        """Let everything happen up to a moment; what would come later never does. Returns the strands cut off.

        Raises Backwards when a strand asks for a moment before the one it has reached.
        """
        for order, thread in enumerate(threads):
            self._go_on(thread, order, None)
        while self._ahead and self._ahead[0][0] < until:
            at, order, thread = heappop(self._ahead)
            self._sleep_until(day_of(at))
            self._go_on(thread, order, at)
        self._sleep_until(day_of(until))
        for _, _, thread in self._ahead:
            thread.close()
        return len(self._ahead)

    def _go_on(self, thread: Thread, order: int, at: datetime | None) -> None:
        following = next(thread, None)
        if following is None:
            return
        if at is not None and following < at:
            raise Backwards(f"{thread}: {following} comes before {at}")
        heappush(self._ahead, (following, order, thread))

    def _sleep_until(self, day: date) -> None:
        while self._today < day:
            self._today += ONE
            self._night(self._today)
