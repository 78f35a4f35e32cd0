"""kill -9 under load: whatever the site has acknowledged is in the ledger afterwards, and the ledger is sound.

Officers reveal identity numbers, each with a reason nobody else gives, and citizens open cases by complaining,
while the web server's processes and the worker are killed at random moments. `make run`'s own supervisor brings
them back. Afterwards the site is started again, and nothing may be there by halves.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from http.cookiejar import CookieJar
from itertools import count
from pathlib import Path
from threading import Event, Lock
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

PROJECT = Path(__file__).resolve().parent.parent
SECONDS = 20
VISITORS = 6
BETWEEN_KILLS = 1.0
DONE = "只显示这一次"
CODE = re.compile(r"/complain/([0-9A-Z]{16})/")
CITIZENS = 4
PRINT_PAYLOADS = """
import json
from yushu.ledger.models import Body
print(json.dumps(list(Body.objects.filter(entry__verb="reveal").values_list("payload", flat=True))))
"""
PRINT_CASES = """
import json
from yushu.casework.models import Deadline
from yushu.ledger.models import Chain, Entry
from yushu.oversight.models import Complaint
of = lambda rows, name: set(map(str, rows.values_list(name, flat=True)))
cases = of(Complaint.objects, "pk")
chains = of(Chain.objects.filter(kind="complaint"), "pk")
opened = of(Entry.objects.filter(verb="open", chain__kind="complaint"), "chain_id")
clocks = of(Deadline.objects.filter(chain__kind="complaint"), "chain_id")
print(json.dumps({"cases": len(cases), "halves": sorted((chains ^ cases) | (opened ^ cases) | (clocks ^ cases))}))
"""


class Site:
    """A demonstration site of its own, in a folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.env = {**os.environ, "PORT": str(port), "YUSHU_HOME": str(home), "YUSHU_MODE": "demonstration"}
        # Citizens come from many addresses, as behind a proxy of our own; each may only complain so often.
        self.env["YUSHU_PROXIES"] = "1"
        self.env.pop("DJANGO_SETTINGS_MODULE", None)
        self.log = home / "log"
        with self.log.open("w") as log:
            command = [sys.executable, "-m", "tools.site"]
            self.running = subprocess.Popen(command, cwd=PROJECT, env=self.env, stdout=log, stderr=log)
        self._wait(300)

    def _wait(self, seconds: int) -> None:
        until = time.monotonic() + seconds
        while f"ready {self.address}" not in self.log.read_text():
            assert self.running.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.2)

    def processes(self) -> list[int]:
        """Everything the site runs, the supervisor not counted."""
        found, parents = [], [self.running.pid]
        while parents:
            children = [int(pid) for parent in parents for pid in _children(parent)]
            found += children
            parents = children
        return found

    def manage(self, *words: str) -> str:
        """What a management command says; it must not fail."""
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=PROJECT, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def stop(self) -> None:
        self.running.terminate()
        self.running.wait(timeout=60)


def _children(pid: int) -> list[str]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [child for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


class Visitor:
    """An officer at a browser without windows."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies = CookieJar()
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> str:
        with self.opener.open(self.address + path, timeout=30) as answer:
            return str(answer.read().decode())

    def post(self, path: str, **fields: str) -> str:
        return self.send(path, **fields)[1]

    def send(self, path: str, come_from: str = "", **fields: str) -> tuple[str, str]:
        """Send a form: the address it led to, and the page there."""
        token = next((cookie.value for cookie in self.cookies if cookie.name == "csrftoken"), "")
        body = urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        headers = {"X-Forwarded-For": come_from} if come_from else {}
        request = Request(self.address + path, body, headers)
        with self.opener.open(request, timeout=30) as answer:
            return str(answer.url), str(answer.read().decode())


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    running = Site(tmp_path)
    yield running
    if running.running.poll() is None:
        running.stop()


def officer(address: str) -> tuple[Visitor, str]:
    """The province's first officer, and the page where a number of some batch is revealed."""
    visitor = Visitor(address)
    post = re.search(r'<option value="([0-9a-f-]{36})"[^>]*>省人社厅 ', visitor.get("/"))
    assert post
    visitor.post("/demonstration/stand/", **{"as": post[1], "next": "/desk/"})
    case = re.search(r'"(/cases/batch/[0-9a-f-]{36}/)"', visitor.get("/batches/"))
    assert case
    page = re.search(r'"(/batches/[0-9a-f-]{36}/people/\d+/number/)"', visitor.get(case[1]))
    assert page
    return visitor, page[1]


class Drill:
    """Officers and citizens who act, and somebody who kills processes, until it is over."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.over = Event()
        self.lock = Lock()
        self.acknowledged: set[str] = set()
        self.codes: set[str] = set()
        self.kills = self.refused = 0

    def run(self) -> None:
        # All have signed in before the first process dies.
        officers = [officer(self.site.address) for _ in range(VISITORS)]
        with ThreadPoolExecutor(VISITORS + CITIZENS + 1) as pool:
            busy = [pool.submit(self.reveal, seq, *who) for seq, who in enumerate(officers)]
            busy += [pool.submit(self.complain, seq) for seq in range(CITIZENS)]
            busy.append(pool.submit(self.kill))
            time.sleep(SECONDS)
            self.over.set()
            for one in busy:
                one.result(timeout=90)

    def reveal(self, seq: int, visitor: Visitor, page: str) -> None:
        for turn in self.turns():
            reason = f"drill {seq} {turn}"
            shown = self.tried(lambda reason=reason: DONE in visitor.post(page, reason=reason))
            with self.lock:
                self.acknowledged |= {reason} if shown else set()

    def complain(self, seq: int) -> None:
        """Every turn a citizen with a browser of their own; the code in the address is the acknowledgement."""
        for turn in self.turns():
            text = f"drill: a case of citizen {seq}, number {turn}"

            def file(text: str = text, turn: int = turn) -> str:
                visitor = Visitor(self.site.address)
                visitor.get("/complain/")
                led_to, _ = visitor.send(
                    "/complain/", f"10.{seq}.{turn // 250}.{turn % 250}", category="OTHER", text=text
                )
                found = CODE.search(led_to)
                return found[1] if found else ""

            code = self.tried(file)
            with self.lock:
                self.codes |= {code} if code else set()

    def turns(self) -> Iterator[int]:
        """One after the other, until it is over."""
        for turn in count():
            if self.over.is_set():
                return
            yield turn

    def tried(self, act: Callable[[], Any]) -> Any:
        """What it gives; nothing when the server died under it."""
        try:
            return act()
        except (OSError, HTTPException):
            with self.lock:
                self.refused += 1
            time.sleep(0.1)
            return None

    def kill(self) -> None:
        """At random moments, so that a kill meets every part of a transaction."""
        while not self.over.wait(random.uniform(0.1, 2 * BETWEEN_KILLS)):
            if running := self.site.processes():
                os.kill(random.choice(running), signal.SIGKILL)
                self.kills += 1

    def kept(self) -> set[str]:
        """The reasons the ledger holds."""
        payloads = json.loads(self.site.manage("shell", "-v", "0", "-c", PRINT_PAYLOADS))
        return {json.loads(payload)["facts"].get("reason", "") for payload in payloads}


def test_what_was_acknowledged_survives_kill_9(site: Site, figures):
    drill = Drill(site)
    drill.run()
    site.stop()
    again = Site(site.home)
    try:
        kept, cases = drill.kept(), json.loads(again.manage("shell", "-v", "0", "-c", PRINT_CASES))
        visitor = Visitor(again.address)
        found = {code for code in drill.codes if code_is_answered(visitor, code)}
        verified = again.manage("verify_ledger").splitlines()[-1]
    finally:
        again.stop()

    tried = {reason for reason in kept if reason.startswith("drill ")}
    figures.say("processes killed with -9", drill.kills)
    figures.say("requests that met a dead server", drill.refused)
    figures.say("acts acknowledged", len(drill.acknowledged) + len(drill.codes))
    figures.say("of these cases opened by citizens", len(drill.codes))
    figures.say("acknowledged and kept", len(drill.acknowledged & kept) + len(found))
    figures.say("kept, though the answer never arrived", len(tried - drill.acknowledged))
    figures.say("cases there by halves (record, case, clock)", len(cases["halves"]))
    figures.say("the ledger after reopening", verified[:60])
    assert drill.acknowledged
    assert drill.codes
    assert not drill.acknowledged - kept
    assert found == drill.codes
    assert not cases["halves"]


def code_is_answered(visitor: Visitor, code: str) -> bool:
    """Whether the page under a citizen's code is there."""
    try:
        return bool(visitor.get(f"/complain/{code}/"))
    except HTTPError:
        return False
