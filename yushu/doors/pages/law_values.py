"""The facts of the policy pack in words."""

from __future__ import annotations

from collections.abc import Mapping

from yushu.kernel.words import NOTHING, Words
from yushu.law.entries import Option, Scalar
from yushu.law.terms import UNIT_LABELS, Unit

FACT_WORDS: Mapping[str, Words] = {
    "days": Words("{n}日", "{n} days"),
    "months": Words("{n}个月", "{n} months"),
    "years": Words("{n}年", "{n} years"),
    "hours": Words("{n}学时", "{n} class hours"),
    "minutes": Words("{n}分钟", "{n} minutes"),
    "seats": Words("约{n}人", "about {n} people"),
    "percent": Words("{n}%", "{n}%"),
    "low_percent": Words("自{n}%", "from {n}%"),
    "high_percent": Words("至{n}%", "to {n}%"),
    "first_days": Words("前{n}日", "the first {n} days"),
    "first_yuan": Words("每日{n}元", "{n} yuan a day"),
    "after_yuan": Words("以后每日{n}元", "then {n} yuan a day"),
    "cap_yuan": Words("每人不超过{n}元", "no more than {n} yuan per person"),
    "people": Words("{n}人", "{n} people"),
    "score": Words("{n}分", "{n} points"),
    "rounds": Words("至多{n}轮", "at most {n} rounds"),
    "specialised_hours": Words("其中专业科目{n}学时", "{n} of them specialised"),
    "month": Words("{n}月", "month {n} of the year"),
    "unit_by": Words("怎样计日见口径{n}", "which days count: see reading {n}"),
    "rounding": Words("取整：{n}", "rounding: {n}"),
}
"""How each fact of a value is said; `unit` is said with the number it belongs to."""
ROUNDING = {"ceil": Words("不足一天算一天", "up"), "floor": Words("不足一天不计", "down")}
COUNTED = {Unit.WORKDAY: Words("{n}个工作日", "{n} working days"), Unit.DAY: Words("{n}日", "{n} days")}


def said(facts: Mapping[str, Scalar]) -> Words:
    """All facts of a value in one phrase; nothing when it has none."""
    parts = [_part(key, fact, facts) for key, fact in facts.items() if key != "unit" or "days" not in facts]
    if not parts:
        return NOTHING
    return Words("，".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def _part(key: str, fact: Scalar, facts: Mapping[str, Scalar]) -> Words:
    if key == "unit":
        return Words("按{n}计", "in {n}").fill(n=UNIT_LABELS[Unit(str(fact))])
    if key == "days" and "unit" in facts:
        return COUNTED[Unit(str(facts["unit"]))].fill(n=fact)
    if key == "rounding":
        return FACT_WORDS[key].fill(n=ROUNDING[str(fact)])
    return FACT_WORDS[key].fill(n=f"{fact:,}" if isinstance(fact, int) else fact)


def option_words(option: Option) -> Words:
    """An option with its letter."""
    return Words("{code}：{says}", "{code}: {says}").fill(code=option.code, says=option.says)
