"""What only those who examine see: the edge of the gate, and the sum by other readings. A claimant never does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from yushu.doors.pages.settlement_shapes import Bar, Cliff
from yushu.doors.pages.shapes import Cell, Column, Row, Table
from yushu.doors.pages.speech import thousands, with_sign
from yushu.kernel.words import Words
from yushu.law.pack import Pack
from yushu.people.roles import Role
from yushu.subsidies import rulings
from yushu.subsidies.rules import gate, other_readings
from yushu.subsidies.settlement_rules import Claimed, cliff, owe

if TYPE_CHECKING:
    from yushu.people.actors import Actor
    from yushu.subsidies.models import Settlement, SettlementLine

REVIEWERS = (Role.CITY, Role.PROVINCE, Role.AUDITOR)
FLOOR, TALLEST, STEP, WIDTH = 200, 150, 35, 29
EDGE = Words("差{k}人，差{y}元", "{k} short of turning, {y} yuan apart")
FAR = Words("离门槛{k}人", "{k} from the threshold")
NO_ROOM = Words(
    "正好{r}%，没有余地。{e}人中任何1人的就业材料不成立，应付就降为{y}元。",
    "Exactly {r} %: no room. If one of the {e} falls away, {y} yuan are owed.",
)
SOME_ROOM = Words(
    "{e}人中有{k}人的就业材料不成立，应付就降为{y}元。", "If {k} of the {e} fall away, {y} yuan are owed."
)
ONE_MORE = Words("再有{k}人就业，应付就升为{y}元。", "With {k} more employed, {y} yuan are owed.")
TWICE = Words("{a}%至{b}%之间必须由第二人复核。", "From {a} to {b} % a second person must check.")
CURRENT = Words("现行口径", "In force")


def sees_review(actor: Actor) -> bool:
    """Whether the visitor examines settlements."""
    return actor.role in REVIEWERS


def edge(settlement: Settlement, people: Sequence[Claimed]) -> Cliff | None:
    """The sums around the real number of employed; nothing without anybody to pay for."""
    law = rulings.ruled()
    sums = dict(cliff(people, settlement.first_opened, law))
    if len(sums) < 2:
        return None
    percent = law.on("R18", settlement.first_opened).number("percent")
    need = -(-settlement.base * percent // 100)
    short = settlement.employed - need + 1 if settlement.full else need - settlement.employed
    turned = need - 1 if settlement.full else need
    other = sums.get(turned)
    bars = _bars(settlement, sums, need)
    said = _says(settlement, short, other, percent)
    gap = abs(settlement.due_yuan - other) if other is not None else 0
    close = law.on("H-near-threshold", settlement.first_opened)
    return Cliff(
        title=EDGE.fill(k=short, y=thousands(gap)) if other is not None else FAR.fill(k=short),
        bars=bars,
        rule_x=_rule(bars, need),
        says=said,
        advice=TWICE.fill(a=close.number("low_percent"), b=close.number("high_percent"))
        if settlement.near
        else Words("", ""),
        percent=percent,
        labels=_labels(bars, need),
    )


def _says(settlement: Settlement, short: int, other: int | None, percent: int) -> Words:
    if other is None:
        return FAR.fill(k=short)
    sums = {"y": thousands(other), "e": settlement.employed, "k": short}
    if not settlement.full:
        return ONE_MORE.fill(**sums)
    return (
        NO_ROOM.fill(r=f"{percent}.00", **sums)
        if settlement.employed * 100 == settlement.base * percent
        else SOME_ROOM.fill(**sums)
    )


def _bars(settlement: Settlement, sums: dict[int, int], need: int) -> list[Bar]:
    most = max(sums.values()) or 1
    bars = []
    for place, (employed, yuan) in enumerate(sorted(sums.items())):
        height = round(yuan * TALLEST / most, 1)
        kind = "k-now" if employed == settlement.employed else "k-low" if employed < need else "k-high"
        x = 6 + place * STEP
        bars.append(Bar(employed, yuan, x, round(FLOOR - height, 1), height, kind, x + WIDTH / 2))
    return bars


def _rule(bars: Sequence[Bar], need: int) -> float | None:
    """Where the gate stands between two columns."""
    return next((bar.x - 3 for bar in bars if bar.employed == need and bar is not bars[0]), None)


def _labels(bars: Sequence[Bar], need: int) -> list[tuple[float, float, str, str]]:
    """The two sums beside the gate, as (x, y, class, text)."""
    by = {bar.employed: bar for bar in bars}
    found: list[tuple[float, float, str, str]] = []
    if low := by.get(need - 1):
        found.append((low.x + WIDTH, max(low.y - 6, 34), "end bold", thousands(low.yuan)))
    if high := by.get(need):
        found.append((high.x, max(high.y - 6, 34), "bold", thousands(high.yuan)))
    return found


def other_sums(settlement: Settlement, lines: Sequence[SettlementLine]) -> Table:
    """What would be owed by other readings; shown for study, never paid."""
    law, due = rulings.ruled(), settlement.due_yuan
    paid = [line for line in lines if line.due_yuan]
    rows = [
        _row(
            Words("前10天指前10个培训日", "the first 10 days are training days"),
            CURRENT,
            due,
            due,
            picked=True,
        )
    ]
    for label, how, yuan in _by_days(paid, law):
        rows.append(_row(label, how, yuan, due))
    rows += [_row(*_whole_roster(settlement, lines, law), due)]
    if settlement.kinds:
        people = [line.claimed().decided_otherwise for line in lines]
        owed = owe(people, settlement.first_opened, law)
        how = Words("{e}÷{b} = {r}%", "{e}÷{b} = {r} %").fill(
            e=owed.employed, b=owed.base, r=_percent(owed.basis_points)
        )
        label = Words("未定的去向都计入就业", "every undecided kind counts as employed")
        rows.append(_row(label, how, owed.yuan, due))
    columns = [
        Column(Words("口径", "Reading"), phone="first"),
        Column(Words("怎样算", "How"), phone="whole"),
        Column(Words("应付（元）", "Owed (yuan)"), "num"),
        Column(Words("相差（元）", "Difference (yuan)"), "num"),
    ]
    return Table(columns, rows, two=False)


def _row(label: Words, how: Words, yuan: int, due: int, *, picked: bool = False) -> Row:
    difference = None if picked else with_sign(yuan - due)
    return Row([Cell(label), Cell(how), Cell(thousands(yuan)), Cell(difference)], picked=picked)


def _by_days(paid: Sequence[SettlementLine], law: Pack) -> list[tuple[Words, Words, int]]:
    """The readings of A1, person by person; people with the same dates are counted once."""
    groups: Counter[tuple[date, tuple[str, ...]]] = Counter()
    for line in paid:
        groups[line.opened_on, tuple(sorted(line.evidence.get("sessions", {})))] += 1
    sums: dict[Words, int] = {}
    hows: dict[Words, Words] = {}
    for (opened, dates), people in groups.items():
        for one in other_readings([date.fromisoformat(day) for day in dates], opened, law):
            sums[one.label] = sums.get(one.label, 0) + one.amount * people
            hows[one.label] = one.how if len(groups) == 1 else Words("逐人计算", "person by person")
    return [(label, hows[label], yuan) for label, yuan in sums.items()]


def _whole_roster(
    settlement: Settlement, lines: Sequence[SettlementLine], law: Pack
) -> tuple[Words, Words, int]:
    """A12 by the roster: everybody who joined below the line."""
    percent = law.on("R18", settlement.first_opened).number("percent")
    full = gate(settlement.employed, len(lines), percent)
    held = [line for line in lines if line.counts and (full or line.employed)]
    points = settlement.employed * 10_000 // len(lines) if lines else 0
    how = Words("{e}÷{n} = {r}%，按{k}人计", "{e}÷{n} = {r} %, {k} people are paid for").fill(
        e=settlement.employed, n=len(lines), r=_percent(points), k=len(held)
    )
    label = Words("分母用参加培训的{n}人", "everybody who joined, {n}, below the line").fill(n=len(lines))
    return label, how, sum(line.worth_yuan for line in held)


def _percent(points: int) -> str:
    return f"{points // 100}.{points % 100:02d}"
