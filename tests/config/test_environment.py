"""What an environment means."""

from __future__ import annotations

from pathlib import Path

import pytest

from yushu.config import environment
from yushu.kernel.errors import Misconfigured

ONE, TWO = "11" * 32, "22" * 32


def test_who_forgets_the_mode_gets_the_strict_one():
    assert environment.mode({}) == "production"
    assert environment.mode({"YUSHU_MODE": "demonstration"}) == "demonstration"
    with pytest.raises(Misconfigured, match="YUSHU_MODE"):
        environment.mode({"YUSHU_MODE": "demo"})


def test_the_last_key_seals_and_all_open():
    ring = environment.keyring({"YUSHU_KEYS": f"1:{ONE}, 2:{TWO}"})

    assert (ring.current, set(ring.keys)) == (2, {1, 2})


@pytest.mark.parametrize("text", ["x", "1:zz", f"1:{ONE[:-2]}", f"0:{ONE}", f"256:{ONE}", f"1:{ONE},1:{TWO}"])
def test_wrong_keys_are_refused_and_the_setting_named(text):
    with pytest.raises(Misconfigured, match="YUSHU_KEYS"):
        environment.keyring({"YUSHU_KEYS": text})


def test_a_wrong_index_key_is_refused():
    with pytest.raises(Misconfigured, match="YUSHU_INDEX_KEY"):
        environment.index_key({"YUSHU_INDEX_KEY": "short"})


def test_without_an_address_the_database_is_a_file_in_the_home_folder():
    made = environment.database({}, Path("/srv/yushu"))

    assert (made["ENGINE"], made["NAME"]) == ("django.db.backends.sqlite3", "/srv/yushu/yushu.sqlite3")
    assert made["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:////srv/a b.sqlite3", "/srv/a b.sqlite3"),
        ("sqlite:////srv/a%20b.sqlite3", "/srv/a b.sqlite3"),
        ("sqlite:///other.sqlite3", "/srv/other.sqlite3"),
    ],
)
def test_a_file_by_address(url, name):
    assert environment.database({"YUSHU_DATABASE_URL": url}, Path("/srv"))["NAME"] == name


def test_postgresql_by_address():
    made = environment.database(
        {"YUSHU_DATABASE_URL": "postgresql://u%40x:p%2Fw@db:5433/yushu?sslmode=require"}, Path("/")
    )

    told = {name: made[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    assert told == {
        "NAME": "yushu",
        "USER": "u@x",
        "PASSWORD": "p/w",
        "HOST": "db",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_postgresql_by_socket_folder():
    made = environment.database({"YUSHU_DATABASE_URL": "postgresql:///yushu?host=/run/pg"}, Path("/"))

    assert (made["HOST"], made["OPTIONS"]) == ("/run/pg", {})


def test_another_database_is_refused():
    with pytest.raises(Misconfigured, match="mysql"):
        environment.database({"YUSHU_DATABASE_URL": "mysql://db/yushu"}, Path("/"))


def test_retired_keys_of_the_log_are_read_one_by_one() -> None:
    keys = environment.retired_log_keys({"YUSHU_LOG_RETIRED": f"{'01' * 32}, {'02' * 32}"})
    assert keys == (b"\x01" * 32, b"\x02" * 32)
    with pytest.raises(Misconfigured, match="YUSHU_LOG_RETIRED"):
        environment.retired_log_keys({"YUSHU_LOG_RETIRED": "0102"})
