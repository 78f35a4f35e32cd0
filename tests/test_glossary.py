"""The glossary speaks of things that exist, and each term once."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| (?P<zh>[^|]+) \| (?P<en>[^|]+) \| `(?P<name>[^`]+)` \|$", re.M)
TERMS = ROW.findall((PROJECT / "docs" / "glossary.md").read_text(encoding="utf-8"))


def _source() -> str:
    files = [*(PROJECT / "yushu").rglob("*.py"), *(PROJECT / "yushu").rglob("*.toml")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


SOURCE = _source()


@pytest.mark.parametrize(("zh", "en", "name"), TERMS, ids=[term[2] for term in TERMS])
def test_every_name_of_the_glossary_stands_in_the_code(zh: str, en: str, name: str) -> None:
    assert re.search(rf"(?<![A-Za-z0-9_]){re.escape(name)}(?![A-Za-z0-9_])", SOURCE), f"{zh}: {name} is gone"


def test_no_chinese_term_has_two_english_ones() -> None:
    twice = [zh for zh, count in Counter(term[0] for term in TERMS).items() if count > 1]
    assert not twice
    assert TERMS
