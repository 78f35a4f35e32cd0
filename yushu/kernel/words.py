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
_COUNTED = re.compile(r"\{(\w+)\} (" + "|".join(sorted(ONE, key=len, reverse=True)) + r")\b")
_UNIT = re.compile(r"\{(\w+)\}\{(\w+)\}")


class Words(NamedTuple):
    """One text, Chinese first. `{name}` marks are filled by `fill`."""

    zh: str
    en: str

    def fill(self, **values: object) -> Words:
        """The same text with its marks replaced; a value that is itself Words is replaced per language.

        One of something is said in the singular in English; what was filled in stays as it was written.
        """
        zh = {key: value.zh if isinstance(value, Words) else value for key, value in values.items()}
        en = {key: value.en if isinstance(value, Words) else value for key, value in values.items()}
        return Words(self.zh.format(**zh), _singular(self.en, en).format(**en))

    def __bool__(self) -> bool:
        """Whether there is anything to say, so that `NOTHING` reads as nothing."""
        return bool(self.zh)

    def pick(self, language: str) -> str:
        """The text for a language code; everything that is not English reads Chinese."""
        return self.en if language.startswith("en") else self.zh


def _singular(text: str, values: dict[str, object]) -> str:
    """The text with the nouns that one thing is counted by in the singular; a unit among the values too."""
    for number, unit in _UNIT.findall(text):
        noun = str(values.get(unit)).strip()
        if str(values.get(number)) == "1" and noun in ONE:
            values[unit] = f" {ONE[noun]}"
    return _COUNTED.sub(
        lambda found: f"{{{found[1]}}} {ONE[found[2]]}" if str(values.get(found[1])) == "1" else found[0],
        text,
    )


NOTHING = Words("", "")
