"""What callers may send: types that read strictly and say, in both languages, what is wrong and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from yushu.kernel.words import Words
from yushu.law.terms import EARLIEST, LATEST, LONGEST

UNREADABLE, NOT_ALLOWED = 400, 422
MOST_MEMBERS = 2_000

DAY_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DIGITS = re.compile(r"[+-]?[0-9]{1,4000}")
WRITE_A_DAY = Words("写成2024-09-06的样子", "write it like 2024-09-06")
WRITE_A_NUMBER = Words("写{low}至{high}的整数", "write a whole number from {low} to {high}")


class TermUnit(StrEnum):
    """What a term counts."""

    DAY = "day"
    WORKDAY = "workday"


def told(zh: str, en: str, **more: Any) -> Any:
    """A field described in both languages; Chinese stands in the document under x-zh."""
    # Said as an extra, because the framework drops a parameter's own description.
    return Field(json_schema_extra={"description": en, "x-zh": zh}, **more)


def wrong(status: int, said: Words, mend: Words) -> PydanticCustomError:
    """A fault of one value, carrying its status and both texts to the answer."""
    return PydanticCustomError("said", "{en}", {"en": said.en, "status": status, "wrong": said, "mend": mend})


def shown(value: object) -> str:
    """A value as an error may repeat it: short, plain, and fit for UTF-8."""
    plain = value if isinstance(value, str | int | float) else type(value).__name__
    text = str(plain).encode("utf-8", "replace").decode()
    return text if len(text) <= 40 else f"{text[:40]}…"


def a_day(value: object) -> date:
    """A date written in full. Nothing else is taken for one, neither a number nor a moment."""
    if not isinstance(value, str) or not DAY_FORM.fullmatch(value):
        said = Words("“{value}”不是日期", "“{value}” is not a date").fill(value=shown(value))
        raise wrong(UNREADABLE, said, WRITE_A_DAY)
    try:
        day = date.fromisoformat(value)
    except ValueError:
        said = Words("没有{value}这一天", "there is no day {value}").fill(value=value)
        raise wrong(UNREADABLE, said, Words("对照日历改正", "correct it from a calendar")) from None
    if not EARLIEST <= day <= LATEST:
        bounds = {"first": EARLIEST.year, "last": LATEST.year}
        said = Words("日期超出{first}年至{last}年", "the date lies outside {first} to {last}").fill(**bounds)
        raise wrong(NOT_ALLOWED, said, Words("核对年份", "check the year"))
    return day


def a_number(low: int, high: int, *, written: bool) -> Callable[[object], int]:
    """Reads a whole number within bounds; `written` for an address, where every value is text."""
    mend = WRITE_A_NUMBER.fill(low=low, high=high)

    def read(value: object) -> int:
        number = _written(value) if written else _whole(value)
        if number is None:
            said = Words("“{value}”不是整数", "“{value}” is not a whole number").fill(value=shown(value))
            raise wrong(UNREADABLE, said, mend)
        if not low <= number <= high:
            said = Words("{value}不在{low}至{high}之间", "{value} is not between {low} and {high}")
            raise wrong(NOT_ALLOWED, said.fill(value=shown(value), low=low, high=high), mend)
        return number

    return read


def _written(value: object) -> int | None:
    return int(value) if isinstance(value, str) and DIGITS.fullmatch(value) else None


def _whole(value: object) -> int | None:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def yes_or_no(value: object) -> bool:
    """true or false, not a word for it."""
    if isinstance(value, bool):
        return value
    said = Words("“{value}”不是true或false", "“{value}” is neither true nor false").fill(value=shown(value))
    raise wrong(UNREADABLE, said, Words("写true或false，不加引号", "write true or false without quotes"))


def a_unit(value: object) -> TermUnit:
    """day or workday."""
    if isinstance(value, str) and value in list(TermUnit):
        return TermUnit(value)
    said = Words("没有“{value}”这种期限单位", "there is no unit of time called “{value}”").fill(
        value=shown(value)
    )
    raise wrong(UNREADABLE, said, Words("写day（日）或workday（工作日）", "write day or workday"))


def at_most(most: int) -> Callable[[object], object]:
    """A list no longer than this; how long it is, is said before its members are looked at."""

    def read(value: object) -> object:
        if isinstance(value, list) and len(value) > most:
            said = Words("有{n}人，超过{most}人", "{n} members are more than {most}").fill(
                n=len(value), most=most
            )
            raise wrong(NOT_ALLOWED, said, Words("分几次发送", "send them in several requests"))
        return value

    return read


Start = Annotated[
    date, told("起算事件发生的日期，当天不计", "day of the event; it is not counted"), BeforeValidator(a_day)
]
Opened = Annotated[
    date,
    told("开班日期，决定适用的标准", "day the class opened; it decides the rate"),
    BeforeValidator(a_day),
]
Count = Annotated[
    int,
    told("期限的长度", "length of the term", ge=1, le=LONGEST),
    BeforeValidator(a_number(1, LONGEST, written=True)),
]
Unit = Annotated[
    TermUnit, told("单位：日或工作日", "unit: calendar days or working days"), BeforeValidator(a_unit)
]
Days = Annotated[
    int,
    told("培训日数", "number of training days", ge=0, le=LONGEST),
    BeforeValidator(a_number(0, LONGEST, written=True)),
]
MemberDays = Annotated[
    int,
    told("计付的培训日数", "training days paid for", ge=0, le=LONGEST),
    BeforeValidator(a_number(0, LONGEST, written=False)),
]
Year = Annotated[str, told("四位数字的年度", "a year of four digits")]
Code = Annotated[str, told("证书上的16位查验码", "the 16 characters printed on the certificate")]
Flag = Annotated[bool, BeforeValidator(yes_or_no)]


class MemberAsked(BaseModel):
    """One person of a class."""

    days: MemberDays
    certified: Flag = told("已取得培训合格证书", "holds the training certificate")
    barred: Flag = told("一年内已享受同职业同等级补贴", "was subsidised for the same within a year")
    employed: Flag = told("已就业", "is employed")


class SettleAsked(BaseModel):
    """A class to be settled: the day it opened, and its people."""

    opened: Opened
    members: Annotated[
        list[MemberAsked],
        told("全班学员，最多2000人", "the people of the class, 2000 at most", max_length=MOST_MEMBERS),
        BeforeValidator(at_most(MOST_MEMBERS)),
    ]
