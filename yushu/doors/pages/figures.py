"""The geometry of the small drawings. Numbers only: the sheet colours them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from yushu.casework.dials import Dial

WEAVE_GROUP = 4
"""Bars of a weave stand in groups of four with a gap of one."""


@dataclass(frozen=True)
class Part:
    """A rectangle of a bar: its class, where it begins, how wide it is."""

    kind: str
    x: int
    width: int


def laid(parts: Iterable[tuple[str, int]]) -> list[Part]:
    """Parts put end to end."""
    at, row = 0, []
    for kind, width in parts:
        row.append(Part(kind, at, width))
        at += width
    return row


def clock_parts(dial: Dial) -> list[Part]:
    """The bar of a clock; empty when the law sets no number of days, which is drawn as a dashed line."""
    if dial.limit is None:
        return []
    if dial.state == "late":
        return laid((("spent", dial.spent), ("over", dial.over)))
    parts = [Part("track", 0, dial.scale)]
    if dial.roll:
        parts.append(Part("roll", dial.limit, dial.roll))
    return [*parts, Part("used", 0, dial.used)] if dial.used else parts


def weave_path(digest: str) -> str:
    """The 64 hexadecimal digits of a digest as 64 bars in a field of 79 by 5: zero is a dot, f is full."""
    bars = []
    for place, digit in enumerate(digest):
        x = place + place // WEAVE_GROUP + 0.25
        height = 0.5 + int(digit, 16) * 0.3
        bars.append(f"M{x:.2f} {(5 - height) / 2:.2f}h.5v{height:.1f}h-.5z")
    return "".join(bars)


TILES = {
    "1406": (114, 0),
    "1402": (218, 0),
    "1409": (114, 66),
    "1411": (10, 132),
    "1401": (114, 132),
    "1403": (218, 132),
    "1407": (166, 198),
    "1410": (62, 264),
    "1404": (166, 264),
    "1408": (10, 330),
    "1405": (114, 330),
}
"""Where each of the eleven cities stands on the tile map, roughly as on a map of the province."""

SHADES = (20, 35, 50, 80)
"""Where the second to fifth shade of the tile map begin, in hundredths of a round maximum."""


def bands(most: int) -> list[tuple[int, int | None]]:
    """The shades above the palest, as (from, to); the last is open."""
    top = _round_up(max(most, 5))
    lows = [-(-top * share // 100) for share in SHADES]
    return [(low, high - 1) for low, high in pairwise(lows)] + [(lows[-1], None)]


def _round_up(number: int) -> int:
    """The next of 5, 10, 20, 50, 100, 200, 500 and so on."""
    step = 5
    while step < number:
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return step
