"""Who may sit an examination, and what its result means (domain of the national standards).

Pure: law, the routes of the standards and the standard library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from yushu.kernel.words import Words
from yushu.law.pack import pack
from yushu.training.routes import Record, Route, may_sit, routes
from yushu.training.rules import Reason, final_year_from

TENTHS = 10
FULL = 100 * TENTHS
"""Scores are kept in tenths of a point, of a hundred."""


def pass_mark(examined_on: date) -> int:
    """The mark each part must reach, in tenths (H-pass-mark). The day of the examination decides.

    Both parts must reach it: no averaging and no rounding up, so 59.5 fails.
    """
    return int(pack().on("H-pass-mark", examined_on)["score"]) * TENTHS


def has_passed(theory: int | None, practice: int | None, mark: int) -> bool:
    """Whether both parts, in tenths, reach the mark. A part without a score was not passed."""
    return theory is not None and practice is not None and min(theory, practice) >= mark


@dataclass(frozen=True)
class Known:
    """What is on file about somebody who applies. `trained_on` is the completion exam of a standing certificate.

    The last four close or bar: held already, in the register on the exam day, in it on the day of applying,
    an earlier false promise, and a promise withdrawn from the same exam of the same year.
    """

    trained_on: date | None = None
    certified: bool = False
    barred: bool = False
    recorded: bool = False
    untrue: bool = False
    withdrew: bool = False


@dataclass(frozen=True)
class Decision:
    """Whether somebody may sit a level, by which routes, and whether a promise is enough to say so (R08)."""

    on: date
    routes: tuple[Route, ...]
    reasons: tuple[Reason, ...]
    promise: tuple[Reason, ...]

    @property
    def admits(self) -> bool:
        """Nothing speaks against it; what only a person can settle does not."""
        return all(reason.mark != "no" for reason in self.reasons)

    @property
    def may_promise(self) -> bool:
        """Whether the way of notice and commitment is open, besides that of proofs."""
        return not self.promise

    def as_facts(self) -> dict[str, Any]:
        """The decision as it is kept with an application."""
        reasons = [
            {"mark": one.mark, "zh": one.text.zh, "en": one.text.en, "cites": one.cites}
            for one in self.reasons
        ]
        return {"on": self.on.isoformat(), "reasons": reasons}


def decide(level: str, record: Record, known: Known, on: date) -> Decision:
    """The conditions of the national standard (4.4) on the day of the exam, each with what it lacks."""
    found = routes(level, record, on, final_year_from(record.graduates_on, on))
    reasons = (_trained(known, on), _of_routes(found, on), *_against(known))
    return Decision(on, found, reasons, tuple(_closing(known)))


def _trained(known: Known, on: date) -> Reason:
    if known.trained_on is None:
        text = Words("没有本职业本等级的培训合格证书", "no training certificate of this occupation and level")
        return Reason("no", text, "R06")
    if known.trained_on > on:
        text = Words("{d}才结业，晚于考核", "training is completed only on {d}, after the exam")
        return Reason("no", text.fill(d=known.trained_on), "R06")
    text = Words("{d}结业，有培训合格证书", "training certificate, completed on {d}")
    return Reason("ok", text.fill(d=known.trained_on), "R06")


def _of_routes(found: tuple[Route, ...], on: date) -> Reason:
    opened = [route for route in found if route.open]
    if opened:
        text = Words("{d}符合条件（{n}）：{l}", "on {d} condition ({n}) is met: {l}")
        return Reason("ok", text.fill(d=on, n=opened[0].number, l=opened[0].label), "R08")
    if may_sit(found) is None:
        unsettled = next(route for route in found if route.unsettled)
        text = Words("（{n}）{l}：{w}", "({n}) {l}: {w}")
        filled = text.fill(n=unsettled.number, l=unsettled.label, w=unsettled.lacks)
        return Reason("look", filled, "R08")
    days = [route.open_from for route in found if route.open_from]
    if days:
        text = Words("考核日{d}还不符合任何一条，{f}起符合", "no condition is met on {d}; from {f} one is")
        return Reason("no", text.fill(d=on, f=min(days)), "R08")
    return Reason("no", Words("考核日{d}不符合任何一条", "no condition is met on {d}").fill(d=on), "R08")


def _against(known: Known) -> Iterable[Reason]:
    if known.certified:
        text = Words("已有本职业本等级的证书", "already holds the certificate of this level")
        yield Reason("no", text, "R11")
    if known.barred:
        text = Words("考核日在登记簿中，不得参加评价", "barred from examinations on the exam day")
        yield Reason("no", text, "R24")


def _closing(known: Known) -> Iterable[Reason]:
    """Why a promise is not enough (domain of the national practice of notice and commitment)."""
    if known.withdrew:
        text = Words("撤回过本年度这项考核的承诺", "withdrew a commitment for this exam of this year")
        yield Reason("no", text, "R08")
    if known.untrue:
        yield Reason("no", Words("曾作不实承诺", "an earlier commitment was false"), "H-promise-record")
    if known.recorded:
        yield Reason("no", Words("在诚信记录期内", "within a period on the register"), "H-promise-record")


def tenths(points: str) -> int | None:
    """Points from 0 to 100 with one decimal at most, as tenths; None for what is no score."""
    found = re.fullmatch(r"(\d{1,3})(?:\.(\d))?0*", points.strip())
    value = int(found[1]) * TENTHS + int(found[2] or 0) if found else FULL + 1
    return value if value <= FULL else None


def points(value: int) -> str:
    """595 as 59.5."""
    return f"{value // TENTHS}.{value % TENTHS}"
