"""A real installation refuses to start with what only a demonstration may have, and says which."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.people.makers import make_account
from yushu.casework.models import RehearsalClock
from yushu.config import environment, fitness
from yushu.kernel.crypto import Keyring
from yushu.kernel.errors import Misconfigured

PROJECT = Path(__file__).resolve().parents[2]
OWN, INDEX, LOG = bytes(range(32)), bytes(range(1, 33)), bytes(range(2, 34))


def site(**changes: object) -> SimpleNamespace:
    """Settings of a fit installation, with changes."""
    fit = {
        "DEMONSTRATION": False,
        "SECRET_KEY": "k" * 64,
        "YUSHU_KEYRING": Keyring({1: OWN}, current=1),
        "YUSHU_INDEX_KEY": INDEX,
        "YUSHU_LOG_KEY": LOG,
        "DEBUG": False,
        "ALLOWED_HOSTS": ["yushu.example"],
    }
    return SimpleNamespace(**{**fit, **changes})


FAULTS = {
    "YUSHU_SECRET_KEY: 还是": {"SECRET_KEY": environment.PUBLISHED_WORDS},
    "YUSHU_SECRET_KEY: 太短": {"SECRET_KEY": "short"},
    "YUSHU_KEYS": {"YUSHU_KEYRING": environment.keyring({})},
    "YUSHU_INDEX_KEY: 还是": {"YUSHU_INDEX_KEY": environment.index_key({})},
    "YUSHU_LOG_KEY: 还是": {"YUSHU_LOG_KEY": environment.log_key({})},
    "YUSHU_INDEX_KEY: 与": {"YUSHU_INDEX_KEY": OWN},
    "YUSHU_DEBUG": {"DEBUG": True},
    "YUSHU_HOSTS": {"ALLOWED_HOSTS": ["*"]},
}


@pytest.mark.parametrize("said", FAULTS)
@pytest.mark.django_db
def test_each_fault_is_named_and_only_it(said):
    found = fitness.unfit(site(**FAULTS[said]))

    assert len(found) == 1
    assert found[0].startswith(said)


@pytest.mark.django_db
def test_a_fit_installation_starts():
    assert fitness.unfit(site()) == []


@pytest.mark.django_db
def test_a_demonstration_may_have_all_of_it():
    make_account(is_demonstration=True)
    everything = {key: value for change in FAULTS.values() for key, value in change.items()}

    assert fitness.unfit(site(**everything, DEMONSTRATION=True)) == []


@pytest.mark.django_db
def test_demonstration_accounts_and_a_moved_clock_are_refused():
    make_account(is_demonstration=True)
    RehearsalClock.objects.create(seconds=86400)
    found = fitness.unfit(site())

    assert ["演示账号" in found[0], "演示时钟" in found[1], len(found)] == [True, True, 2]


@pytest.mark.django_db
def test_a_clock_that_was_never_moved_is_no_fault():
    RehearsalClock.objects.create(seconds=0)

    assert fitness.unfit(site()) == []


@pytest.mark.django_db
def test_all_is_named_at_once(monkeypatch):
    monkeypatch.setattr(fitness, "unfit", lambda: ["甲", "乙"])
    with pytest.raises(Misconfigured, match=r"甲\n  - 乙"):
        fitness.insist()


def start(*python: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Python in an environment that tells the installation nothing but its folder."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("YUSHU_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, *python],
        cwd=PROJECT,
        env={**bare, "YUSHU_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_web_server_started_with_nothing_set_refuses(tmp_path):
    ended = start("-c", "import yushu.config.wsgi", home=tmp_path)

    assert ended.returncode != 0
    for name in ("YUSHU_SECRET_KEY", "YUSHU_KEYS", "YUSHU_INDEX_KEY", "YUSHU_LOG_KEY", "is not ready"):
        assert name in ended.stderr


def test_a_command_refuses_too(tmp_path):
    ended = start("manage.py", "migrate", home=tmp_path)

    assert ended.returncode != 0
    assert "YUSHU_SECRET_KEY" in ended.stderr
