"""Bring up the demonstration site: database, static files, data, web server, worker.

PORT (8000), YUSHU_HOME (var/) and YUSHU_DATABASE_URL (SQLite there) are honoured.
It can be started again safely: what is there already is kept.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tools import words

HOST = "127.0.0.1"
PATIENCE = 180.0
"""Seconds the web server may take until it answers."""


class Stop(Exception):
    """Somebody asked the site to stop."""


class Process(NamedTuple):
    """A program that belongs to the site."""

    name: str
    command: list[str]
    running: subprocess.Popen[bytes]


def main() -> int:
    """Prepare, serve, say `ready`, and stay until stopped."""
    port = int(os.environ.get("PORT") or 8000)
    if _taken(port):
        print(f"site: port {port} is taken. Stop what uses it, or choose another: make run PORT={port + 1}")
        return 1
    os.environ.setdefault("YUSHU_MODE", "demonstration")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yushu.config.settings")
    _prepare()
    signal.signal(signal.SIGTERM, _asked_to_stop)
    return _serve(port)


def _prepare() -> None:
    words.compile_catalogue()
    django.setup()
    settings.YUSHU_HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    _say(f"database in {settings.YUSHU_HOME}" if connection.vendor == "sqlite" else "database")
    call_command("migrate", interactive=False, verbosity=0)
    _say("static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    _say("the 2024 plan and demonstration people")
    call_command("demonstrate")


def _serve(port: int) -> int:
    web = [sys.executable, "-m", "gunicorn", "yushu.config.wsgi:application", "--bind", f"{HOST}:{port}"]
    web += ["--worker-class", "gthread", "--workers", "2", "--threads", "8", "--log-level", "warning"]
    site = [_start("web", web), _start("worker", [sys.executable, "manage.py", "work"])]
    try:
        if not _answers(port, site[0]):
            print("site: the web server did not come up; see above")
            return 1
        print(f"ready http://{HOST}:{port}", flush=True)
        call_command("logins")
        sys.stdout.flush()
        _watch(site)
    except (KeyboardInterrupt, Stop):
        _say("stopping")
    finally:
        _end(site)
    return 0


def _start(name: str, command: list[str]) -> Process:
    # A session of its own, so that the terminal's Ctrl-C reaches us first and we stop them in order.
    return Process(name, command, subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True))


def _answers(port: int, web: Process) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and web.running.poll() is None:
        try:
            with urlopen(f"http://{HOST}:{port}/healthz", timeout=30) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            time.sleep(0.1)
    return False


def _watch(site: list[Process]) -> None:
    """Start again whatever ends by itself, a second later."""
    while True:
        time.sleep(1)
        for place, process in enumerate(site):
            code = process.running.poll()
            if code is not None:
                _say(f"{process.name} ended ({code}); starting it again")
                site[place] = _start(process.name, process.command)


def _end(site: list[Process]) -> None:
    # Asked twice is asked once: the rest is on its way down already.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for process in site:
        process.running.terminate()
    for process in site:
        try:
            process.running.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.running.kill()


def _asked_to_stop(number: int, frame: FrameType | None) -> None:
    raise Stop


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def _say(what: str) -> None:
    print(f"site: {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
