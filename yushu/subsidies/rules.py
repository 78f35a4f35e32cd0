"""What a subsidy is and why: pure functions that return their working.

Every figure comes out of the policy pack as it stood on the day the class opened, and every line of
a working names the clauses (R…) and readings (A…) it rests on. A reading this file does not know
how to follow is refused.

The prose with worked tables is docs/algorithms/subsidy.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from yushu.kernel.errors import Invalid
from yushu.kernel.words import NOTHING, Words
from yushu.law.pack import Pack, pack
from yushu.law.terms import ONE_DAY, window_end
from yushu.law.working import DAYS, HOURS, PEOPLE, PERMILLE, YUAN, Line, counted, followed

MOST_DAYS = 3_660
MINUTES_OF_A_DATE = 24 * 60
FOLLOWED: Mapping[str, str] = {
    "A1": "a",
    "A2": "abcd",
    "A3": "ab",
    "A4": "ab",
    "A9": "abc",
    "A10": "c",
    "A12": "d",
    "A17": "b",
    "A19": "a",
}
"""For each reading a sum here depends on, the options it can follow."""


@dataclass(frozen=True)
class DayRate:
    """Yuan for a person's training day: one rate for the first days, one after, and a cap."""

    first_days: int
    first_yuan: int
    after_yuan: int
    cap_yuan: int

    @classmethod
    def on(cls, opened: date, law: Pack | None = None) -> Self:
        """The rate of the day a class opened."""
        value = (law or pack()).on("R19", opened, field="opened")
        return cls(*(value.number(key) for key in ("first_days", "first_yuan", "after_yuan", "cap_yuan")))


@dataclass(frozen=True)
class Attended:
    """What one person verifiably attended on one date, in minutes."""

    on: date
    minutes: int = 0
    online_minutes: int = 0


@dataclass(frozen=True)
class Payable:
    """Training days one person is paid for, with the working."""

    days: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class YearBar:
    """Whether an earlier subsidised class bars a new one, and until when."""

    barred: bool
    until: date
    allowed_from: date
    line: Line


@dataclass(frozen=True)
class Member:
    """One person of a class as a settlement sees them. `barred`: paid for the same within the year."""

    days: int
    certified: bool
    barred: bool
    employed: bool

    @property
    def counts(self) -> bool:
        """Whether the person is in the base: certified and free to be paid for (A12)."""
        return self.certified and not self.barred


@dataclass(frozen=True)
class Settlement:
    """What is owed for a class. An empty base has no rate and is owed nothing."""

    base: int
    employed: int
    rate_permille: int | None
    full: bool
    yuan: int
    near_threshold: bool
    lines: tuple[Line, ...]


def worth(rate: DayRate, days: int) -> int:
    """Yuan one person's training is worth. The rate of the day the class opened decides."""
    counted(days, MOST_DAYS, "days")
    first = min(days, rate.first_days)
    return min(first * rate.first_yuan + (days - first) * rate.after_yuan, rate.cap_yuan)


def worth_lines(rate: DayRate, days: int) -> tuple[Line, ...]:
    """The working of `worth`; its amounts add up to it."""
    owed = worth(rate, days)
    first = min(days, rate.first_days)
    after = days - first
    times = Words("{days}日×{yuan}元", "{days} days × {yuan} yuan")
    lines = [
        Line(
            Words("前{days}个培训日以内", "up to training day {days}").fill(days=rate.first_days),
            times.fill(days=first, yuan=rate.first_yuan),
            first * rate.first_yuan,
            YUAN,
            ("R19", "A1"),
        ),
        Line(
            Words("第{day}个培训日起", "from training day {day}").fill(day=rate.first_days + 1),
            times.fill(days=after, yuan=rate.after_yuan),
            after * rate.after_yuan,
            YUAN,
            ("R19", "A1"),
        ),
    ]
    over = sum(line.amount for line in lines) - owed
    if over:
        how = Words("每人不超过{cap}元", "no more than {cap} yuan per person").fill(cap=f"{rate.cap_yuan:,}")
        lines.append(Line(Words("超过上限的部分", "above the cap"), how, -over, YUAN, ("R19", "A19")))
    return tuple(lines)


def other_readings(dates: Iterable[date], opened: date, law: Pack | None = None) -> tuple[Line, ...]:
    """What the same training would be worth if A1 were read otherwise. For reviewers; never paid."""
    held = sorted(set(dates))
    if not held:
        return ()
    _not_before(opened, held[0], "dates")
    rate = DayRate.on(opened, law)
    early = sum((day - opened).days < rate.first_days for day in held)
    by_calendar = min(early * rate.first_yuan + (len(held) - early) * rate.after_yuan, rate.cap_yuan)
    calendar_days = (held[-1] - opened).days + 1
    return (
        Line(
            Words("按开班后的自然日分段", "rates split by calendar days from the opening"),
            Words("{early}日在前段，{late}日在后段", "{early} days at the first rate, {late} after").fill(
                early=early, late=len(held) - early
            ),
            by_calendar,
            YUAN,
            ("R19", "A1"),
        ),
        Line(
            Words("每个自然日都计", "every calendar day counted"),
            Words("{days}个自然日", "{days} calendar days").fill(days=calendar_days),
            worth(rate, calendar_days),
            YUAN,
            ("R19", "A1"),
        ),
    )


def payable_days(
    attended: Iterable[Attended], class_days: int, opened: date, law: Pack | None = None
) -> Payable:
    """Training days a person is paid for: dates, hours and the class's own days, whichever is least.

    The pack says which of these rules apply (A2, A3, A4), how many class hours make a day, and
    whether a part of a day counts.
    """
    law = law or pack()
    way = _reading(law, "A2", opened)
    counted(class_days, MOST_DAYS, "class_days")
    minutes = _minutes_by_date(attended, law, opened)
    hour = law.on("H-class-hour", opened, field="opened").number("minutes")
    day = law.on("H-hours-a-day", opened, field="opened").number("hours") * hour
    total = sum(minutes.values())
    rounding = law.on("A2", opened, field="opened").text("rounding")
    by_hours = total // day if rounding == "floor" else -(-total // day)
    full_dates = sum(spent >= day for spent in minutes.values())
    own = {"a": len(minutes), "b": full_dates, "c": by_hours, "d": min(len(minutes), by_hours)}[way]
    days = class_days if _reading(law, "A4", opened) == "a" else min(own, class_days)
    dates = Line(Words("有核实出勤的日期", "dates attended"), NOTHING, len(minutes), DAYS, ("A2",))
    hours = Line(
        Words("核实学时", "verified class hours"),
        Words("{total}分钟，每{day}分钟为1日", "{total} minutes, {day} a day").fill(
            total=f"{total:,}", day=day
        ),
        total // hour,
        HOURS,
        ("A2", "A3", "H-hours-a-day", "H-class-hour"),
    )
    lines = (
        dates,
        hours,
        Line(Words("班级培训日", "training days of the class"), NOTHING, class_days, DAYS, ("A4",)),
        Line(Words("计付日数", "days paid for"), NOTHING, days, DAYS, ("A2", "A4")),
    )
    return Payable(days, lines)


def year_bar(ended: date, opens: date, law: Pack | None = None) -> YearBar:
    """Whether a subsidised class that ended bars a later class from opening subsidised (R17).

    `ended` belongs to whichever of the two classes opened first, also where that one is claimed last.

    A window, so it never rolls: barred to its last day, allowed from the day after.
    """
    law = law or pack()
    _reading(law, "A10", opens)
    years = law.on("R17", opens, field="opened").number("years")
    rolling = _reading(law, "A9", opens) == "b"
    until = window_end(ended, years=years) if rolling else date(ended.year + years - 1, 12, 31)
    how = Words("前次结束于{ended}，限至{until}", "the earlier class ended {ended}; barred until {until}")
    line = Line(
        Words("一年内是否重复", "not twice within a year"),
        how.fill(ended=ended, until=until),
        max((until - opens).days + 1, 0),
        DAYS,
        ("R17", "A9", "A10"),
    )
    return YearBar(opens <= until, until, until + ONE_DAY, line)


def gate(employed: int, base: int, percent: int) -> bool:
    """Whether the employment rate reaches the gate, in whole numbers (A17). Nobody reaches nothing."""
    counted(base, 10_000_000, "base")
    counted(employed, base, "employed")
    return base > 0 and employed * 100 >= base * percent


def near(employed: int, base: int, percent: int, low: int, high: int) -> bool:
    """Whether a rate is close enough to the gate to be checked twice.

    It is, inside the range with both its ends, or where one person more or fewer turns the gate.
    """
    passed = gate(employed, base, percent)
    neighbours = (employed - 1, employed + 1)
    turns = any(gate(other, base, percent) != passed for other in neighbours if 0 <= other <= base)
    return base > 0 and (turns or low * base <= employed * 100 <= high * base)


def settle(members: Sequence[Member], opened: date, law: Pack | None = None) -> Settlement:
    """What is owed for a class that opened on a day: base, gate, persons paid, sum, and the working."""
    law = law or pack()
    for name in ("A1", "A12", "A17", "A19"):
        _reading(law, name, opened)
    for number, member in enumerate(members, 1):
        counted(member.days, MOST_DAYS, f"members[{number}].days")
    percent = law.on("R18", opened, field="opened").number("percent")
    close = law.on("H-near-threshold", opened, field="opened")
    held = [member for member in members if member.counts]
    working = [member for member in held if member.employed]
    base, employed = len(held), len(working)
    full = gate(employed, base, percent)
    sums = _sums(DayRate.on(opened, law), held if full else working)
    yuan = sum(line.amount for line in sums)
    owed = Line(Words("应付", "owed"), NOTHING, yuan, YUAN, ("R18", "R19"))
    return Settlement(
        base=base,
        employed=employed,
        rate_permille=employed * 1000 // base if base else None,
        full=full,
        yuan=yuan,
        near_threshold=near(
            employed, base, percent, close.number("low_percent"), close.number("high_percent")
        ),
        lines=(*_people(members, base, employed), _rate(employed, base, percent), *sums, owed),
    )


def _sums(rate: DayRate, paid: Iterable[Member]) -> list[Line]:
    """Yuan by number of days, so that a reviewer adds up groups and not people."""
    lines = []
    for days, people in sorted(Counter(member.days for member in paid).items()):
        each = worth(rate, days)
        how = Words("{people}人×{each}元", "{people} people × {each} yuan").fill(
            people=people, each=f"{each:,}"
        )
        label = Words("培训{days}日的学员", "people with {days} training days").fill(days=days)
        lines.append(Line(label, how, people * each, YUAN, ("R18", "R19", "A4")))
    return lines


def _people(members: Sequence[Member], base: int, employed: int) -> tuple[Line, Line]:
    """Who is in the base, who is not and why, and who of the base has work."""
    uncertified = sum(not member.certified for member in members)
    how = Words(
        "名册{all}人，未取得合格证书{uncertified}人，一年内已享受{barred}人",
        "{all} on the roster, {uncertified} without a certificate, {barred} subsidised within the year",
    ).fill(all=len(members), uncertified=uncertified, barred=len(members) - uncertified - base)
    return (
        Line(Words("可计付人数", "people who can be paid for"), how, base, PEOPLE, ("A12", "R17")),
        Line(Words("其中已就业", "of these employed"), NOTHING, employed, PEOPLE, ("R18", "A13")),
    )


def _rate(employed: int, base: int, percent: int) -> Line:
    """The comparison with the gate, in whole numbers, and whom it pays for."""
    label, cites = Words("就业率", "employment rate"), ("R18", "A17")
    if not base:
        none = Words("无可计付人员，不作除法", "nobody can be paid for, so nothing is divided")
        return Line(label, none, 0, PERMILLE, cites)
    full = gate(employed, base, percent)
    how = Words(
        "{employed}×100{sign}{base}×{percent}，按{whom}计付",
        "{employed} × 100 {sign} {base} × {percent}: {whom} are paid for",
    ).fill(
        employed=employed,
        base=base,
        percent=percent,
        sign="≥" if full else "<",
        whom=Words("全部可计付人数", "all of the base") if full else Words("已就业人数", "the employed"),
    )
    return Line(label, how, employed * 1000 // base, PERMILLE, cites)


def _minutes_by_date(attended: Iterable[Attended], law: Pack, opened: date) -> dict[date, int]:
    """Verified minutes of each date, online study under its ceiling or left out (A3). Empty dates fall away."""
    on_site: dict[date, int] = defaultdict(int)
    online: dict[date, int] = defaultdict(int)
    for number, spell in enumerate(attended, 1):
        counted(spell.minutes, MINUTES_OF_A_DATE, f"attended[{number}].minutes")
        counted(spell.online_minutes, MINUTES_OF_A_DATE, f"attended[{number}].online_minutes")
        _not_before(opened, spell.on, f"attended[{number}].on")
        on_site[spell.on] += spell.minutes
        online[spell.on] += spell.online_minutes
    ceiling = 0
    if _reading(law, "A3", opened) == "b":
        hours = law.on("H-online-hours-a-day", opened, field="opened").number("hours")
        ceiling = hours * law.on("H-class-hour", opened, field="opened").number("minutes")
    total = {day: on_site[day] + min(online[day], ceiling) for day in on_site}
    return {day: minutes for day, minutes in total.items() if minutes}


def _reading(law: Pack, name: str, opened: date) -> str:
    """The option of a reading on the day the class opened; one these sums cannot follow is refused."""
    return followed(law, name, opened, FOLLOWED[name], field="opened")


def _not_before(opened: date, day: date, field: str) -> None:
    """Nobody attends a class that has not opened."""
    if day < opened:
        raise Invalid(
            Words("{day}早于开班日{opened}", "{day} is before the opening on {opened}").fill(
                day=day, opened=opened
            ),
            Words("核对出勤日期和开班日", "check the date attended and the opening day"),
            field=field,
        )
