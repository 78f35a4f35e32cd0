"""What is to be sent: claimed by lease, tried again, never lost; also when a worker is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core import mail
from django.db import connection

from tests.casework.makers import reported
from tests.cast import Cast
from tests.certification.makers import moment
from yushu.casework.models import Notice, Outbox
from yushu.casework.outbox import LEASE, TRIES, claim, given_up, send_one
from yushu.people.models import Person
from yushu.people.roles import Role

NOON = moment("2024-09-26", 12)
ONE = timedelta(seconds=1)
HOUSE = Path(__file__).parents[2]


def waiting(once: str = "letter:1", kind: str = "letter", **payload: Any) -> Outbox:
    return Outbox.objects.create(kind=kind, payload=payload, once=once, created_at=NOON)


def sender(sent: list[str], fails: int = 0) -> dict[str, Callable[[dict[str, Any], str], None]]:
    """A sender that fails so many times before it succeeds."""

    def send(_payload: dict[str, Any], once: str) -> None:
        sent.append(once)
        if len(sent) <= fails:
            raise ConnectionError("the mail house is closed")

    return {"letter": send}


def row() -> Outbox:
    return Outbox.objects.get()


@pytest.mark.django_db
class TestOneWorker:
    def test_a_row_is_sent_and_done(self) -> None:
        waiting()
        sent: list[str] = []
        assert send_one(NOON, sender(sent))
        assert not send_one(NOON, sender(sent))
        assert (sent, row().done_at, row().attempts, row().last_error) == (["letter:1"], NOON, 1, "")

    def test_the_oldest_goes_first(self) -> None:
        for name in "abc":
            waiting(once=name)
        sent: list[str] = []
        while send_one(NOON, sender(sent)):
            pass
        assert sent == ["a", "b", "c"]

    def test_a_failure_is_kept_beside_the_row_and_tried_again_after_the_lease(self) -> None:
        waiting()
        sent: list[str] = []
        assert send_one(NOON, sender(sent, fails=1))
        assert (row().done_at, row().last_error) == (None, "ConnectionError")
        assert not send_one(NOON + LEASE, sender(sent, fails=1))
        assert send_one(NOON + LEASE + ONE, sender(sent, fails=1))
        assert (row().done_at, row().attempts, row().last_error) == (NOON + LEASE + ONE, 2, "")

    def test_one_that_always_fails_keeps_no_other_waiting_and_keeps_its_error(self) -> None:
        waiting(once="broken", kind="unknown")
        waiting(once="letter:2")
        sent: list[str] = []
        for turn in range(TRIES + 2):
            at = NOON + turn * (LEASE + ONE)
            while send_one(at, sender(sent)):
                pass
        broken = Outbox.objects.get(once="broken")
        assert (sent, broken.attempts, broken.done_at, broken.last_error) == (
            ["letter:2"],
            TRIES,
            None,
            "KeyError",
        )
        assert given_up() == 1

    def test_one_who_was_too_slow_does_not_spoil_what_another_has_done(self) -> None:
        waiting()

        def overtaken(_payload: dict[str, Any], _once: str) -> None:
            Outbox.objects.update(done_at=NOON)
            raise ConnectionError("too late")

        send_one(NOON, {"letter": overtaken})
        assert (row().done_at, row().last_error) == (NOON, "")

    def test_the_length_of_a_lease_can_be_chosen(self) -> None:
        waiting()
        assert claim(NOON, timedelta(seconds=5)).lease_until == NOON + timedelta(seconds=5)
        assert claim(NOON + timedelta(seconds=5)) is None
        assert claim(NOON + timedelta(seconds=6)) is not None


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
class TestNotices:
    def test_a_notice_reaches_those_of_the_office_who_gave_an_address(self, cast: Cast) -> None:
        owner = cast.owner(Role.PROVINCE).person
        owner.email = "handler@example.org"
        owner.save()
        reported(cast)
        notice = Notice.objects.get(office=cast.owner(Role.PROVINCE).office)
        while send_one(NOON):
            pass
        (letter,) = mail.outbox
        assert (letter.to, letter.bcc, letter.subject) == ([], ["handler@example.org"], notice.zh)
        assert notice.en in letter.body
        once = Outbox.objects.get(payload={"notice": notice.pk}).once
        assert letter.extra_headers["Message-ID"] == f"<{once.replace(':', '.')}@yushu.invalid>"

    def test_where_nobody_gave_an_address_there_is_nothing_to_send(self, cast: Cast) -> None:
        reported(cast)
        while send_one(NOON):
            pass
        assert mail.outbox == []
        assert not Outbox.objects.filter(done_at=None).exists()


# A program that is killed


def address_of_the_database() -> str:
    """Where this test's own database can be found by another program."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    return f"postgresql://{found['USER']}@/{found['NAME']}?host={quote(found['HOST'], safe='')}"


@contextmanager
def worker(folder: Path, *, takes: float, lease: float) -> Iterator[subprocess.Popen[bytes]]:
    """`manage.py work`, until the test has seen enough."""
    env = {
        **os.environ,
        "YUSHU_MODE": "demonstration",
        "YUSHU_HOME": str(folder),
        "YUSHU_DATABASE_URL": address_of_the_database(),
        "MAIL_TAKES": str(takes),
        "MAIL_LOG": str(folder / "mail.log"),
    }
    command = [sys.executable, "-m", "tests.casework.worker", "--pause", "0.1", "--lease", str(lease)]
    with subprocess.Popen(command, env=env, cwd=HOUSE, stdout=subprocess.DEVNULL) as program:
        try:
            yield program
        finally:
            program.kill()


def until(happens: Callable[[], bool], program: subprocess.Popen[bytes]) -> None:
    """Wait for it, as long as a busy machine may need."""
    end = time.monotonic() + 90
    while not happens():
        assert program.poll() is None, "the worker has ended by itself"
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def log_of(folder: Path) -> list[tuple[int, str]]:
    """Which program began or sent, in order."""
    log = folder / "mail.log"
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return [(int(line.split()[0]), line.split()[1]) for line in lines]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_after_kill_9_in_the_middle_of_sending_another_worker_sends_it(tmp_path: Path) -> None:
    """The lease runs out, and nobody has to clear anything away."""
    holder = Person.objects.create(name="学员甲", email="holder@example.org")
    notice = Notice.objects.create(person=holder, zh="证书已颁发", en="Issued", at=NOON)
    waiting(once="turn:1:1", kind="notice", notice=notice.pk)

    with worker(tmp_path, takes=600, lease=4) as first:
        until(lambda: len(log_of(tmp_path)) == 1, first)
        first.send_signal(signal.SIGKILL)
        first.wait()
    left = row()
    assert (left.done_at, left.attempts) == (None, 1)
    assert claim(left.lease_until) is None

    with worker(tmp_path, takes=0, lease=4) as second:
        until(lambda: row().done_at is not None, second)
    assert log_of(tmp_path) == [(first.pid, "begun"), (second.pid, "begun"), (second.pid, "sent")]
    assert (row().attempts, row().last_error) == (2, "")
    assert row().done_at > left.lease_until


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_while_the_lease_runs_the_second_worker_leaves_the_row_alone(tmp_path: Path) -> None:
    holder = Person.objects.create(name="学员甲", email="holder@example.org")
    notice = Notice.objects.create(person=holder, zh="证书已颁发", en="Issued", at=NOON)
    waiting(once="turn:1:1", kind="notice", notice=notice.pk)
    with (
        worker(tmp_path, takes=3, lease=600) as first,
        worker(tmp_path, takes=3, lease=600) as second,
    ):
        until(lambda: row().done_at is not None, first)
        assert second.poll() is None
    assert [what for _, what in log_of(tmp_path)] == ["begun", "sent"]


def test_a_lease_is_counted_in_real_time() -> None:
    """A rehearsal that moves on by weeks frees no row that is being sent."""
    assert isinstance(NOON, datetime)
    assert timedelta(seconds=30) <= LEASE <= timedelta(minutes=10)
