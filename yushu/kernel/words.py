"""A screen text in two languages.

It stands in the kernel because law, casework and every process table speak to people,
and none of them may know the web framework that picks the language.
"""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """One text, Chinese first. `{name}` marks are filled by `fill`."""

    zh: str
    en: str

    def fill(self, **values: object) -> Words:
        """The same text with its marks replaced; a value that is itself Words is replaced per language."""
        zh = {key: value.zh if isinstance(value, Words) else value for key, value in values.items()}
        en = {key: value.en if isinstance(value, Words) else value for key, value in values.items()}
        return Words(self.zh.format(**zh), self.en.format(**en))

    def __bool__(self) -> bool:
        """Whether there is anything to say, so that `NOTHING` reads as nothing."""
        return bool(self.zh)

    def pick(self, language: str) -> str:
        """The text for a language code; everything that is not English reads Chinese."""
        return self.en if language.startswith("en") else self.zh


NOTHING = Words("", "")
