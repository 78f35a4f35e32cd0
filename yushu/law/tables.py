"""Law files are read through a table that forgets nothing.

Each key must be asked for by name and type; what nobody asked for is refused, so a mistyped key
can never be passed over in silence. Every refusal names file, entry and key, and says what to mend.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from yushu.kernel.errors import Misconfigured
from yushu.kernel.words import Words


class PackFault(Misconfigured):
    """A law file that cannot be trusted. The message is for whoever edits the file."""

    def __init__(self, where: str, wrong: Words, mend: Words) -> None:
        super().__init__(f"{where}: {wrong.en}; {mend.en}（{wrong.zh}；{mend.zh}）")
        self.where = where
        self.wrong = wrong
        self.mend = mend


class Table:
    """One table of a law file, at a place that messages can name."""

    def __init__(self, file: str, entry: str, content: Mapping[str, object]) -> None:
        self.file = file
        self.entry = entry
        self._content = content
        self._asked: set[str] = set()

    def fault(self, key: str, wrong: Words, mend: Words) -> PackFault:
        """A refusal at this place."""
        return PackFault(", ".join(part for part in (self.file, self.entry, key) if part), wrong, mend)

    def text(self, key: str, default: str | None = None) -> str:
        """A text. Without a default it must be there and not be blank."""
        found = self._take(key, default)
        if not isinstance(found, str) or (default is None and not found.strip()):
            raise self.fault(key, Words("应为非空文字", "is not a text"), Words("填写文字", "write a text"))
        return found

    def words(self, zh: str = "zh", en: str = "en") -> Words:
        """A text in two languages."""
        return Words(self.text(zh), self.text(en))

    def flag(self, key: str) -> bool:
        """Yes or no, said outright."""
        found = self._take(key, None)
        if not isinstance(found, bool):
            raise self.fault(
                key,
                Words("应为true或false", "is neither true nor false"),
                Words("写true或false", "write true or false"),
            )
        return found

    def whole(self, key: str) -> int:
        """A whole number."""
        found = self._take(key, None)
        if not isinstance(found, int) or isinstance(found, bool):
            raise self.fault(
                key,
                Words("应为整数", "is not a whole number"),
                Words("填写整数，不加引号", "write it without quotes"),
            )
        return found

    def day(self, key: str) -> date:
        """A calendar day."""
        return self._day(key, self._take(key, None))

    def day_or_none(self, key: str) -> date | None:
        """A calendar day, or nothing where the file has no such key."""
        return self.day(key) if key in self._content else None

    def days(self, key: str) -> tuple[date, ...]:
        """A list of calendar days."""
        return tuple(self._day(key, found) for found in self._list(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a missing key is an empty list."""
        found = self._list(key) if key in self._content else ()
        return tuple(str(item) for item in found)

    def table(self, key: str) -> Table:
        """A table inside this one."""
        return self._inner(key, self._take(key, None))

    def tables(self, key: str) -> list[Table]:
        """A list of tables inside this one."""
        return [self._inner(f"{key}[{number}]", found) for number, found in enumerate(self._list(key), 1)]

    def named(self, key: str) -> dict[str, Table]:
        """A table of tables; a missing key has none."""
        if key not in self._content:
            return {}
        inner = self.table(key)
        return {name: inner.table(name) for name in inner.names()}

    def names(self) -> tuple[str, ...]:
        """All keys as the file has them."""
        return tuple(self._content)

    def has(self, key: str) -> bool:
        """Whether the file has such a key."""
        return key in self._content

    def close(self) -> None:
        """Refuse every key nobody asked for."""
        for key in self._content:
            if key not in self._asked:
                raise self.fault(
                    key,
                    Words("没有这个键", "no such key is known"),
                    Words("改正拼写或删去", "mend its spelling or remove it"),
                )

    def _take(self, key: str, default: str | None) -> object:
        self._asked.add(key)
        if key not in self._content and default is None:
            raise self.fault(key, Words("缺少这个键", "is missing"), Words("补上这个键", "add it"))
        return self._content.get(key, default)

    def _list(self, key: str) -> Sequence[object]:
        found = self._take(key, None)
        if not isinstance(found, list):
            raise self.fault(key, Words("应为列表", "is not a list"), Words("写成[…]", "write it as […]"))
        return found

    def _inner(self, key: str, found: object) -> Table:
        if not isinstance(found, dict):
            raise self.fault(
                key, Words("应为一组键值", "is not a table"), Words("写成表", "write it as a table")
            )
        return Table(self.file, ", ".join(part for part in (self.entry, key) if part), found)

    def _day(self, key: str, found: object) -> date:
        if not isinstance(found, date) or isinstance(found, datetime):
            raise self.fault(
                key,
                Words("应为日期", "is not a day"),
                Words("写成2024-05-23，不加引号", "write 2024-05-23 without quotes"),
            )
        return found


def read(path: Path) -> Table:
    """A law file as a table. A file that is not TOML, or says a key twice, is refused."""
    name = "/".join(path.parts[-2:])
    try:
        return Table(name, "", tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise PackFault(
            name,
            Words("没有这个文件", "is not there"),
            Words("补上文件，或在pack.toml中删去文件名", "add the file, or take its name out of pack.toml"),
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackFault(
            name,
            Words("文件无法读取：{error}", "cannot be read: {error}").fill(error=error),
            Words("按提示的行改正；同一个键只写一次", "mend the line named; say a key only once"),
        ) from error
