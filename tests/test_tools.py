"""The programs behind make: what they conclude from what they read."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from tools import postgres, suite, words
from tools.suite import Ran

PROJECT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("=== 3 failed, 12 passed, 1 skipped in 4.02s ===", {"failed": 3, "passed": 12, "skipped": 1}),
        ("12 passed, 1 warning in 61.00s (0:01:01)", {"passed": 12, "warnings": 1}),
        ("==== 1 passed, 1 error in 0.10s ====", {"passed": 1, "errors": 1}),
        ("==== no tests ran in 0.10s ====", {}),
        ("Killed", {}),
    ],
)
def test_a_summary_is_read(line, counts):
    assert suite._counts(line) == Counter(counts)


@pytest.mark.parametrize(
    ("runs", "code", "said"),
    [
        ([Ran(0, Counter(passed=2)), Ran(0, Counter(passed=3))], 0, "5 passed"),
        ([Ran(1, Counter(failed=1, passed=1)), Ran(0, Counter(passed=3))], 1, "1 failed, 4 passed"),
        ([Ran(0, Counter(passed=2)), Ran(1, Counter(errors=1))], 1, "2 passed, 1 error"),
        ([Ran(0, Counter(passed=2)), Ran(suite.NO_TESTS, Counter())], 0, "2 passed"),
        ([Ran(-9, Counter()), Ran(0, Counter(passed=3))], -9, "3 passed, 1 error"),
        ([Ran(suite.NO_TESTS, Counter()), Ran(0, Counter(passed=3))], suite.NO_TESTS, "3 passed, 1 error"),
    ],
)
def test_the_last_line_says_both_runs_together(runs, code, said, capsys):
    assert suite._close(runs, 1.5) == code

    assert re.fullmatch(rf"=+ {said} in 1\.50s =+", capsys.readouterr().out.strip())


@pytest.mark.parametrize(
    ("message", "faults"),
    [
        (Message("保存", "Save"), []),
        (Message("保存", ""), ["empty English text"]),
        (Message("保存", "Save", flags=["fuzzy"]), ["marked fuzzy"]),
        (Message("保存", "Save 它"), ["Chinese in the English text"]),
        (Message("依据", "under 晋人社厅发〔2024〕27号"), []),
        (Message("共%(n)s人", "people"), ["other marks than the Chinese text"]),
        (Message(("%(n)s人", "%(n)s人"), ("one person", "%(n)s people")), []),
        (Message(("%(n)s人", "%(n)s人"), ("one person", "people")), ["other marks than the Chinese text"]),
    ],
)
def test_a_bad_translation_is_named(message, faults):
    assert list(words._wrong(message)) == faults


def test_without_a_server_and_without_the_wheel_it_says_where_it_looked(monkeypatch):
    monkeypatch.setattr(postgres, "_installed", lambda: iter(()))
    monkeypatch.setattr(postgres.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(postgres.Missing, match="initdb"):
        postgres._binaries()


def test_every_target_of_make_says_what_it_is_for():
    targets = re.findall(r"^([a-z]+):(.*)$", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert targets
    assert not [name for name, rest in targets if " ## " not in rest]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_hashes_and_no_address(lock):
    text = (PROJECT / lock).read_text(encoding="utf-8")
    packages = re.split(r"\n(?=\S)", text.strip())
    assert len(packages) > 20
    assert not [package.split()[0] for package in packages if "--hash=sha256:" not in package]
    assert "://" not in text


def test_what_runs_is_locked_alike_for_running_and_for_testing():
    def pinned(lock: str) -> set[str]:
        return set(
            re.findall(r"^[\w.-]+(?:\[\w+\])?==\S+", (PROJECT / lock).read_text(encoding="utf-8"), re.M)
        )

    assert pinned("requirements.lock") <= pinned("requirements-dev.lock")
