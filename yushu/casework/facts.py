"""The facts a step asks for, read and refused one by one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from yushu.casework.process import Ask
from yushu.kernel.errors import Invalid
from yushu.kernel.words import Words

DOCUMENT = re.compile(r"[\u4e00-\u9fff]{2,20}〔[0-9]{4}〕[0-9]{1,5}号")
"""A Chinese official document number: issuing body, year in tortoise-shell brackets, running number."""

NUMBER = re.compile(r"-?[0-9]{1,12}")
LONGEST = {"note": 2000}
SHORT = 200
"""Characters of everything that is not a note."""
BIGGEST = 2**31 - 1


def cleaned(asks: tuple[Ask, ...], given: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as they are kept: text trimmed, dates as ISO text, numbers as integers.

    Raises Invalid naming the field for what is missing, unreadable, or not asked for.
    """
    known = {ask.name for ask in asks}
    if strange := sorted(set(given) - known):
        raise Invalid(
            Words("这一步不收“{f}”", "This step takes no “{f}”").fill(f=strange[0]),
            Words("去掉这一项", "Leave it out"),
            field=strange[0],
        )
    return {ask.name: _one(ask, given.get(ask.name)) for ask in asks if _given(ask, given.get(ask.name))}


def _given(ask: Ask, value: Any) -> bool:
    if value is not None and str(value).strip():
        return True
    if ask.required:
        raise Invalid(
            Words("缺“{f}”", "“{f}” is missing").fill(f=ask.label),
            ask.hint if ask.hint.zh else Words("填上再办", "Fill it in and try again"),
            field=ask.name,
        )
    return False


def _one(ask: Ask, value: Any) -> Any:
    if ask.kind in ("date", "day"):
        return _date(ask, value)
    if ask.kind == "number":
        return _number(ask, value)
    if ask.kind == "choice":
        return _choice(ask, value)
    text = " ".join(str(value).split()) if ask.kind != "note" else str(value).strip()
    longest = ask.longest or LONGEST.get(ask.kind, SHORT)
    if len(text) > longest:
        raise Invalid(
            Words("“{f}”太长", "“{f}” is too long").fill(f=ask.label),
            Words("不超过{n}字", "At most {n} characters").fill(n=longest),
            field=ask.name,
        )
    if ask.kind == "document":
        return document_number(text, field=ask.name)
    return text


def document_number(text: str, *, field: str = "document_no") -> str:
    """A document number in its canonical form; square and round brackets become 〔〕."""
    narrow = "".join(unicodedata.normalize("NFKC", text).split())
    plain = re.sub(r"[\[【(]", "〔", re.sub(r"[\]】)]", "〕", narrow))
    if not DOCUMENT.fullmatch(plain):
        raise Invalid(
            Words("文号“{t}”写法不对", "“{t}” is not a document number").fill(t=text),
            Words("写成“晋人社函〔2024〕15号”的样子", "Write it like 晋人社函〔2024〕15号"),
            field=field,
        )
    return plain


def _date(ask: Ask, value: Any) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    try:
        return date.fromisoformat(str(value).strip()).isoformat()
    except ValueError:
        raise Invalid(
            Words("“{f}”不是日期：{v}", "“{f}” is not a date: {v}").fill(f=ask.label, v=str(value)[:40]),
            Words("写成2024-09-26的样子", "Write it like 2024-09-26"),
            field=ask.name,
        ) from None


def _number(ask: Ask, value: Any) -> int:
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if NUMBER.fullmatch(text) and abs(int(text)) <= BIGGEST:
        return int(text)
    raise Invalid(
        Words("“{f}”不是整数：{v}", "“{f}” is not a whole number: {v}").fill(f=ask.label, v=text[:40]),
        Words("只填数字", "Digits only"),
        field=ask.name,
    )


def _choice(ask: Ask, value: Any) -> str:
    if str(value) in dict(ask.choices):
        return str(value)
    raise Invalid(
        Words("“{f}”没有这一项：{v}", "“{f}” has no such choice: {v}").fill(f=ask.label, v=value),
        Words("从所列各项中选一项", "Choose one of those listed"),
        field=ask.name,
    )
