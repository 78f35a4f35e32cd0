"""One spelling for a person's name, however the form was filled in."""

from __future__ import annotations

import re
import unicodedata

from yushu.kernel.errors import Invalid
from yushu.kernel.words import Words

_DOTS = re.compile(
    r"\s*[\u00b7\u0387\u2022\u2027\u2219\u22c5\u25cf\u2e31\u30fb\uff61\uff65\uff0e\ufe52.\u3002]\s*"
)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_DIGIT = re.compile(r"[0-9]")
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f<>=+@|\\\"]")

DOT = "·"
"""U+00B7, the sign the identity card prints between the parts of a name."""


def one_spelling(name: str) -> str:
    """A name as the register keeps it.

    Full-width Latin letters become narrow, every sort of middle dot becomes "·", spaces
    between Han characters go, a single one stays between Latin words. Han characters,
    rare ones included, are never replaced by others: a variant character is part of a name.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", name))
    text = "".join(
        unicodedata.normalize("NFKC", sign) if "\uff00" <= sign <= "\uff5e" else sign for sign in text
    )
    text = " ".join(text.split())
    if _LATIN.search(text):
        return text
    return _DOTS.sub(DOT, text).replace(" ", "").strip(DOT)


def person_name(name: str, *, field: str = "name") -> str:
    """The one spelling of a name, or a refusal when it cannot be a name."""
    text = one_spelling(name)
    if not text:
        wrong = Words("没有填姓名", "The name is missing")
        raise Invalid(wrong, Words("照证件填姓名", "Type the name as on the document"), field=field)
    if _DIGIT.search(text) or _FORBIDDEN.search(text):
        wrong = Words("姓名里有数字或符号", "The name contains digits or signs")
        raise Invalid(wrong, Words("照证件填姓名，只留文字和“·”", "Keep letters and “·” only"), field=field)
    return text
