"""The working of a settlement as lines with clauses, and the same lines as they are frozen and read again.

Page, review form, audit and appeal print these lines; nobody writes a second explanation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yushu.kernel.words import NOTHING, Words
from yushu.law.pack import Pack
from yushu.law.working import DAYS, PEOPLE, YUAN, Line
from yushu.subsidies.rules import DayRate, gate, worth
from yushu.subsidies.settlement_rules import Claimed, Owed

PERCENT = Words("%", "%")
PERSON_DAYS = Words("人日", "person-days")
"""The amount of the line of the rate is in hundredths of a per cent, so that it stays a whole number."""


@dataclass(frozen=True)
class Stage:
    """An earlier settlement of the same unit that was paid: its number, the day, the yuan."""

    number: str
    on: date | None
    yuan: int


@dataclass(frozen=True)
class Kept:
    """One line as it was frozen. `key` says which line it is, so that a page can open it into its proof."""

    key: str
    line: Line
    total: bool = False

    @classmethod
    def of(cls, said: dict[str, Any]) -> Kept:
        """A line read back."""
        line = Line(
            Words(said["zh"], said["en"]),
            Words(said["how_zh"], said["how_en"]),
            said["amount"],
            Words(said["unit_zh"], said["unit_en"]),
            tuple(said["cites"]),
        )
        return cls(said["key"], line, said["total"])

    def as_said(self) -> dict[str, Any]:
        """The line as it is kept."""
        line = self.line
        return {
            "key": self.key,
            "zh": line.label.zh,
            "en": line.label.en,
            "how_zh": line.how.zh,
            "how_en": line.how.en,
            "amount": line.amount,
            "unit_zh": line.unit.zh,
            "unit_en": line.unit.en,
            "cites": list(line.cites),
            "total": self.total,
        }


REGISTERED = (
    Words("减去诚信记录限制申领补贴", "Less those the integrity register bars"),
    Words("申领日在限制期内", "barred on the day of the claim"),
)


def working(
    people: Sequence[Claimed], owed: Owed, on: date, law: Pack, stages: Sequence[Stage]
) -> list[Kept]:
    """Every line from the roster to what is paid now; totals close what stands above them."""
    paid = sum(one.paid_yuan for one in people)
    spared = sum(one.spared(owed.dues.get(one.key, 0)) for one in people)
    return [
        *_people(people, owed),
        _days(people),
        *_worths(people, law),
        _rate(owed, on, law),
        Kept(
            "due",
            Line(
                Words("应付合计", "Owed in all"), _summed(people, owed, law), owed.yuan, YUAN, ("R18", "R19")
            ),
            True,
        ),
        Kept(
            "paid",
            Line(Words("减去已付", "Less what was paid"), _staged(stages), -paid, YUAN, ("R20", "A18")),
        ),
        *_spared(spared),
        Kept(
            "now",
            Line(
                Words("本次应付", "To pay now"),
                _difference(owed.yuan, paid, spared),
                owed.yuan - paid + spared,
                YUAN,
                ("R20",),
            ),
            True,
        ),
    ]


def _people(people: Sequence[Claimed], owed: Owed) -> list[Kept]:
    holders = sum(one.certified for one in people)
    outside = sum(one.certified and one.outside for one in people)
    how = Words("参加培训{all}人，没有有效合格证书{n}人", "{all} joined, {n} without a valid certificate")
    lines = [
        Kept(
            "holders",
            Line(
                Words("培训合格人数", "Holders of the certificate"),
                how.fill(all=len(people), n=len(people) - holders),
                holders,
                PEOPLE,
                ("R06", "A12"),
            ),
        )
    ]
    if outside:
        label = Words("减去不属培育对象", "Less those outside the target group")
        how = Words(
            "离校两年内一类，开班日已就业", "out of school up to two years, with a job on the opening day"
        )
        lines.append(Kept("outside", Line(label, how, -outside, PEOPLE, ("R03", "A15"))))
    barred = _barred(people)
    lines += barred
    taken_off = (outside, *(-one.line.amount for one in barred))
    sum_of = "−".join(str(n) for n in (holders, *taken_off) if n or n == holders)
    label = Words("计补基数", "Base")
    return [*lines, Kept("base", Line(label, Words(sum_of, sum_of), owed.base, PEOPLE, ("R18", "A12")), True)]


def _barred(people: Sequence[Claimed]) -> list[Kept]:
    """Who may not be paid for now: by the one-year rule, and, where there is anybody, by the integrity register."""
    found = [one.registered for one in people if one.certified and one.barred and not one.outside]
    registered = sum(found)
    label = Words("减去一年内重复享受", "Less those subsidised within the year")
    how = Words(
        "同一职业、同一等级，另一班结束到本班开班不满一年",
        "same occupation and level, another class ended less than a year before",
    )
    lines = [Kept("barred", Line(label, how, registered - len(found), PEOPLE, ("R17", "A9", "A10")))]
    if registered:
        lines.append(Kept("registered", Line(*REGISTERED, -registered, PEOPLE, ("R24",))))
    return lines


def _days(people: Sequence[Claimed]) -> Kept:
    groups = Counter(one.days for one in people if one.counts)
    label, cites = Words("每人计补天数", "Days paid for"), ("R19", "A2", "A4")
    if len(groups) == 1:
        how = Words("到课日期与核实学时折日，取小", "dates attended or hours in days, whichever is less")
        return Kept("days", Line(label, how, next(iter(groups)), DAYS, cites))
    how = Words(
        "，".join(f"{days}日{n}人" for days, n in sorted(groups.items())),
        ", ".join(f"{n} with {days} days" for days, n in sorted(groups.items())),
    )
    return Kept("days", Line(label, how, sum(days * n for days, n in groups.items()), PERSON_DAYS, cites))


def _worths(people: Sequence[Claimed], law: Pack) -> list[Kept]:
    """What one person is worth, for each rate and number of days that occurs."""
    groups = sorted({(one.opened, one.days) for one in people if one.counts})
    by_rate: dict[tuple[DayRate, int], date] = {}
    for opened, days in groups:
        by_rate.setdefault((DayRate.on(opened, law), days), opened)
    return [_worth(rate, days, alone=len(by_rate) == 1) for rate, days in by_rate]


def _worth(rate: DayRate, days: int, *, alone: bool) -> Kept:
    first = min(days, rate.first_days)
    yuan = worth(rate, days)
    capped = first * rate.first_yuan + (days - first) * rate.after_yuan > yuan
    how = Words(
        "前{f}日×{a}元 + 之后{r}日×{b}元；封顶{c}元，{t}",
        "first {f} days × {a} yuan + {r} more × {b} yuan; cap {c}, {t}",
    ).fill(
        f=first,
        a=rate.first_yuan,
        r=days - first,
        b=rate.after_yuan,
        c=f"{rate.cap_yuan:,}",
        t=Words("已触及", "reached") if capped else Words("未触及", "not reached"),
    )
    label = Words("每人标准", "Worth per person")
    if not alone:
        label = Words("每人标准，{d}日", "Worth per person, {d} days").fill(d=days)
    return Kept("worth", Line(label, how, yuan, YUAN, ("R19", "A1", "A19")))


def _rate(owed: Owed, on: date, law: Pack) -> Kept:
    percent = law.on("R18", on).number("percent")
    label = Words("就业率是否达到{p}%", "Employment rate against {p} %").fill(p=percent)
    if not owed.base:
        none = Words("无可计付人员，不作除法", "nobody can be paid for, so nothing is divided")
        return Kept("rate", Line(label, none, 0, PERCENT, ("R18", "A17")))
    full = gate(owed.employed, owed.base, percent)
    how = Words(
        "{e}人×100 = {l}，{sign}{b}人×{p} = {r}，按{whom}拨付",
        "{e} × 100 = {l}, {sign} {b} × {p} = {r}: {whom}",
    ).fill(
        e=owed.employed,
        l=f"{owed.employed * 100:,}",
        sign=Words("不小于", "not less than") if full else Words("小于", "less than"),
        b=owed.base,
        p=percent,
        r=f"{owed.base * percent:,}",
        whom=Words("全部{n}人", "all {n} are paid for").fill(n=owed.base)
        if full
        else Words("实际就业{n}人", "the {n} employed are paid for").fill(n=owed.employed),
    )
    return Kept("rate", Line(label, how, owed.basis_points, PERCENT, ("R18", "A17", "A13")))


def _summed(people: Sequence[Claimed], owed: Owed, law: Pack) -> Words:
    groups = Counter(owed.dues.values())
    text = " + ".join(f"{n}{{u}}×{yuan:,}" for yuan, n in sorted(groups.items()))
    if not text:
        return NOTHING
    return Words(text.replace("{u}", "人") + "元", text.replace("{u}", " people ") + " yuan")


def _staged(stages: Sequence[Stage]) -> Words:
    if not stages:
        return Words("此前没有拨付", "nothing was paid before")
    zh = "；".join(f"{one.on or ''} {one.number}，{one.yuan:,}元".strip() for one in stages)
    en = "; ".join(f"{one.on or ''} {one.number}, {one.yuan:,} yuan".strip() for one in stages)
    return Words(zh, en)


def _spared(yuan: int) -> list[Kept]:
    """What was asked back and given up is left out, where there is any (A37)."""
    if not yuan:
        return []
    label = Words("不从本次扣回的", "Not taken out of this claim")
    how = Words(
        "多付后追回未果，已核销或移送法院；同一人以后应付的，先抵这一部分",
        "paid too much, then written off or before the court; what the same person is owed later counts against it",
    )
    return [Kept("given_up", Line(label, how, yuan, YUAN, ("A37",)))]


def _difference(due: int, paid: int, spared: int) -> Words:
    text = f"{due:,} − {paid:,}" + (f" + {spared:,}" if spared else "")
    return Words(text, text)
