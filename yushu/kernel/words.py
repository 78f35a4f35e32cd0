"""A screen text in two languages.

It stands in the kernel because law, casework and every process table speak to people,
and none of them may know the web framework that picks the language.
"""

from __future__ import annotations

import re
from typing import NamedTuple

ONE = {
    "people are": "person is",
    "people have": "person has",
    "people count": "person counts",
    "people wait": "person waits",
    "people": "person",
    "days": "day",
    "working days": "working day",
    "months": "month",
    "hours": "hour",
    "minutes": "minute",
    "classes": "class",
    "sessions": "session",
    "accounts": "account",
    "attempts": "attempt",
    "draws": "draw",
    "entries": "entry",
    "instalments": "instalment",
    "questions": "question",
    "records": "record",
    "rows must": "row must",
    "statements": "statement",
}
"""How English says it of one. Chinese nouns have no plural, so the texts name the plural only."""
_ONE = re.compile(r"(?<![\w.,\-])1 (" + "|".join(sorted(ONE, key=len, reverse=True)) + r")\b")


class Words(NamedTuple):
    """One text, Chinese first. `{name}` marks are filled by `fill`."""

    zh: str
    en: str

    def fill(self, **values: object) -> Words:
        """The same text with its marks replaced; a value that is itself Words is replaced per language.

        One of something is said in the singular in English.
        """
        zh = {key: value.zh if isinstance(value, Words) else value for key, value in values.items()}
        en = {key: value.en if isinstance(value, Words) else value for key, value in values.items()}
        return Words(self.zh.format(**zh), _ONE.sub(_singular, self.en.format(**en)))

    def __bool__(self) -> bool:
        """Whether there is anything to say, so that `NOTHING` reads as nothing."""
        return bool(self.zh)

    def pick(self, language: str) -> str:
        """The text for a language code; everything that is not English reads Chinese."""
        return self.en if language.startswith("en") else self.zh


def _singular(found: re.Match[str]) -> str:
    return f"1 {ONE[found[1]]}"


NOTHING = Words("", "")
