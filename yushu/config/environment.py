"""What the installation is told from outside, read once and put into shape.

Pure: every function takes the mapping it reads, so that a test can ask what a given
environment would mean.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from yushu.kernel.crypto import Keyring
from yushu.kernel.errors import Misconfigured

DEMONSTRATION, PRODUCTION = "demonstration", "production"

PUBLISHED_WORDS = "published-for-demonstration-only-never-for-real-people"
"""Stands in the source, so it protects nothing: production refuses it."""


def mode(env: Mapping[str, str]) -> str:
    """Demonstration only when asked for; whoever forgets the setting gets the strict mode."""
    chosen = env.get("YUSHU_MODE", PRODUCTION)
    if chosen not in (DEMONSTRATION, PRODUCTION):
        raise Misconfigured(f"YUSHU_MODE is {chosen!r}; it must be demonstration or production")
    return chosen


def home(env: Mapping[str, str], project: Path) -> Path:
    """The folder that holds everything this installation writes."""
    return Path(env.get("YUSHU_HOME") or project / "var").expanduser().resolve()


def published_key(purpose: str) -> bytes:
    """A key anybody can compute: good enough for invented people, refused for real ones."""
    return hashlib.sha256(f"{PUBLISHED_WORDS}:{purpose}".encode()).digest()


def _key(name: str, text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError as error:
        raise Misconfigured(f"{name} must be written in hexadecimal") from error
    if len(key) != 32:
        raise Misconfigured(f"{name} must be 32 bytes (64 hexadecimal digits), not {len(key)}")
    return key


def keyring(env: Mapping[str, str]) -> Keyring:
    """Keys for sealed columns from `YUSHU_KEYS`, written `1:hex,2:hex`; the last one seals, all open."""
    text = env.get("YUSHU_KEYS", "")
    if not text:
        return Keyring({0: published_key("columns")}, current=0)
    keys: dict[int, bytes] = {}
    for part in text.split(","):
        number, _, value = part.strip().partition(":")
        if not number.isdecimal() or not 1 <= int(number) <= 255 or int(number) in keys:
            raise Misconfigured("YUSHU_KEYS must read 1:hex,2:hex with different numbers from 1 to 255")
        keys[int(number)] = _key(f"YUSHU_KEYS {number}", value)
    return Keyring(keys, current=list(keys)[-1])


def index_key(env: Mapping[str, str]) -> bytes:
    """The key of the blind index. It cannot be changed without indexing every number again."""
    text = env.get("YUSHU_INDEX_KEY", "")
    return _key("YUSHU_INDEX_KEY", text) if text else published_key("index")


def log_key(env: Mapping[str, str]) -> bytes:
    """The seed of the key that signs the transparency log (`YUSHU_LOG_KEY`)."""
    text = env.get("YUSHU_LOG_KEY", "")
    return _key("YUSHU_LOG_KEY", text) if text else published_key("log")


def retired_log_keys(env: Mapping[str, str]) -> tuple[bytes, ...]:
    """Public keys that signed the log before (`YUSHU_LOG_RETIRED`, hexadecimal, with commas)."""
    return tuple(_key("YUSHU_LOG_RETIRED", text) for text in words(env, "YUSHU_LOG_RETIRED"))


def words(env: Mapping[str, str], name: str, default: str = "") -> list[str]:
    """A list written with commas."""
    return [word.strip() for word in env.get(name, default).split(",") if word.strip()]


SQLITE_OPTIONS: dict[str, object] = {
    # The default mode takes the write lock too late: two officers then fail instead of queueing.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}


def database(env: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """Django's database entry from `YUSHU_DATABASE_URL`; a file in the home folder without one."""
    url = urlsplit(env.get("YUSHU_DATABASE_URL") or f"sqlite:///{folder / 'yushu.sqlite3'}")
    if url.scheme == "sqlite":
        path = Path(unquote(url.path[1:]))
        name = str(path if path.is_absolute() else folder / path)
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": dict(SQLITE_OPTIONS)}
    if url.scheme not in ("postgres", "postgresql"):
        raise Misconfigured(f"YUSHU_DATABASE_URL starts with {url.scheme!r}; it must be sqlite or postgresql")
    options = dict(parse_qsl(url.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": options.pop("host", unquote(url.hostname or "")),
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
