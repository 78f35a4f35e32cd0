"""`make year`: a database of its own, the season asked for, and an exit code that says whether all held."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.core.management import CommandError

from tools import year


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    made: list[tuple[Any, ...]] = []
    monkeypatch.setenv("YUSHU_HOME", os.environ["YUSHU_HOME"])
    monkeypatch.setattr(year.django, "setup", lambda: None)
    monkeypatch.setattr(year, "call_command", lambda *words, **_options: made.append(words))
    return made


def test_it_migrates_and_plays_the_season_asked_for(calls: list[Any], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SEASON", "small")
    monkeypatch.setenv("SEED", "7")

    assert year.main() == 0
    assert calls == [("migrate",), ("year", "--season", "small", "--seed", "7")]


def test_it_ends_with_one_when_something_does_not_hold(
    calls: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def broken(*words: str, **_options: Any) -> None:
        if words[0] == "year":
            raise CommandError("1 of what must hold does not.")

    monkeypatch.setattr(year, "call_command", broken)

    assert year.main() == 1
    assert "year: 1 of what must hold does not." in capsys.readouterr().out
