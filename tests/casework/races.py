"""What happens when many press at once, at any scale; and the same with the referee sent away.

Every body hands back how many were let through and how many were refused, for the tests to judge
and for a drill to print.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from threading import Barrier, Lock
from time import sleep
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from tests.casework.makers import reported
from tests.cast import SINCE, Cast
from tests.certification.makers import make_batch, moment, take
from yushu.casework import outbox
from yushu.casework.authority import pending
from yushu.casework.models import Act, Case, Outbox
from yushu.casework.models import Counter as Numbers
from yushu.casework.moving import NONE, Given, move
from yushu.casework.opening import next_number
from yushu.casework.process import Step
from yushu.casework.timely import catch_up
from yushu.certification.models import Batch
from yushu.kernel.errors import Refusal
from yushu.people.actors import Actor
from yushu.people.models import Account, Person, Post
from yushu.people.roles import Duty, Role

Together = Callable[[list[Callable[[], Any]]], list[Any]]


@dataclass(frozen=True)
class Outcome:
    """How a race ended. `broke` are those stopped by the database itself, or by a fault of ours."""

    won: int
    refused: int
    broke: int = 0

    def __str__(self) -> str:
        broke = f", {self.broke} stopped by a constraint" if self.broke else ""
        return f"{self.won} won, {self.refused} refused{broke} ({connection.vendor})"


def outcome(answers: list[Any]) -> Outcome:
    """Count the answers of calls that ran together."""
    refused = sum(isinstance(answer, Refusal) for answer in answers)
    broke = sum(isinstance(answer, Exception) for answer in answers) - refused
    return Outcome(len(answers) - refused - broke, refused, broke)


def pressing(case: Case, step: str, actor: Actor, on: str, given: Given = NONE) -> Callable[[], Any]:
    """A visitor who has the page of a case open now, about to press."""
    mine = type(case).objects.get(pk=case.pk)
    return partial(move, mine, step, actor=actor, at=moment(on), rev=mine.rev, given=given)


def one_case(together: Together, cast: Cast, many: int) -> Outcome:
    """So many press the same step of one case at once."""
    batch = make_batch(cast)
    actor = cast.owner(Role.EVALUATOR).actor
    return outcome(together([pressing(batch, "report", actor, "2024-09-21") for _ in range(many)]))


def two_ways(together: Together, cast: Cast, many: int) -> Outcome:
    """Half of them return the batch while the others handle its forwarding."""
    batch = reported(cast)
    actor = cast.owner(Role.PROVINCE).actor
    back = Given({"reason": "缺签署时间"})
    calls = [
        pressing(batch, "return", actor, "2024-09-10", back)
        if place % 2
        else pressing(batch, "forward", actor, "2024-09-10")
        for place in range(many)
    ]
    return outcome(together(calls))


def many_splits(together: Together, cast: Cast, many: int) -> Outcome:
    """Each sends back another row of one batch, all from the same page."""
    batch = reported(cast, scores=[(700, 700)] * (many + 1))
    actor = cast.owner(Role.PROVINCE).actor
    calls = [
        pressing(batch, "return", actor, "2024-09-10", Given({"reason": "缺签署时间"}, rows=(key,)))
        for key in batch.row_keys()[:many]
    ]
    return outcome(together(calls))


def checkers(cast: Cast, many: int) -> list[Actor]:
    """So many colleagues who may check, each a person of their own."""
    office = cast.owner(Role.PROVINCE).office
    actors = []
    for place in range(many):
        person = Person.objects.create(name=f"复核人{place}")
        account = Account.objects.create(username=f"checker-{place}", person=person)
        post = Post.objects.create(
            account=account, office=office, duty=Duty.CHECK, title="复核人", since=SINCE
        )
        actors.append(Actor(Role.PROVINCE, account, person, post))
    return actors


def second_hands(together: Together, cast: Cast, many: int) -> Outcome:
    """So many check at once what one has handled."""
    batch = reported(cast)
    take(batch, "forward", cast.owner(Role.PROVINCE), "2024-09-10")
    return outcome(together([pressing(batch, "forward", a, "2024-09-10") for a in checkers(cast, many)]))


def visitors_of_a_lapse(together: Together, mine: Case, many: int) -> Outcome:
    """So many look at a case whose term ran out in the night."""
    calls = [
        partial(catch_up, type(mine).objects.get(pk=mine.pk), date(2024, 11, 2), at=moment("2024-11-02"))
        for _ in range(many)
    ]
    return outcome(together(calls))


def numbers(together: Together, many: int, give: Callable[[str, int], str] = next_number) -> list[int]:
    """The numbers so many cases opened at once were given, in order."""

    def one() -> int:
        with transaction.atomic():
            return int(give("batch", 2024)[-3:])

    return sorted(together([one] * many))


# The same without the referee


def claims_without_looking(case: Case, _step: Step, rev: int) -> None:
    """Believes what the page said when it was opened, and writes."""
    type(case).objects.filter(pk=case.pk).update(rev=rev + 1)


def hands_as_the_page_showed_them(case: Case, step: Step) -> Callable[[Case, Step], list[Act]]:
    """The hands given when the page was opened, whatever has happened since."""
    then = pending(case, step)
    return lambda _case, _step: list(then)


def read_then_write(gate: Barrier) -> Callable[[str, int], str]:
    """Reads the last number, lets the others read it too, and writes the next."""

    def give(kind: str, year: int) -> str:
        last = Numbers.objects.get(kind=kind, year=year).last
        gate.wait(timeout=30)
        Numbers.objects.filter(kind=kind, year=year).update(last=last + 1)
        return f"{year}-{last + 1:03d}"

    return give


def numbers_without_a_lock(together: Together, many: int) -> list[int]:
    """As `numbers`, each read and each write a transaction of its own."""
    Numbers.objects.create(kind="batch", year=2024)
    give = read_then_write(Barrier(many))
    return sorted(int(number[-3:]) for number in together([partial(give, "batch", 2024)] * many))


# The outbox

DAY = moment("2024-09-26")


class Postbox:
    """A sender that takes its time and sees whether a row is in two hands at one moment."""

    def __init__(self, takes: float = 0.01) -> None:
        self.takes, self.sent, self.at_once = takes, Counter[str](), 0
        self._now, self._lock = Counter[str](), Lock()

    def __call__(self, _payload: dict[str, Any], once: str) -> None:
        """Send one row."""
        with self._lock:
            self._now[once] += 1
            self.at_once = max(self.at_once, self._now[once])
        sleep(self.takes)
        with self._lock:
            self._now[once] -= 1
            self.sent[once] += 1


def fill(rows: int) -> None:
    """So many rows to be sent."""
    Outbox.objects.bulk_create(
        Outbox(kind="letter", payload={}, once=f"letter:{place}", created_at=DAY) for place in range(rows)
    )


def workers(together: Together, many: int, rows: int) -> Postbox:
    """So many workers empty one outbox; back comes what they sent."""
    fill(rows)
    box = Postbox()

    def work() -> None:
        while Outbox.objects.filter(done_at=None).exists():
            outbox.send_one(DAY, {"letter": box})

    together([work] * many)
    return box


@contextmanager
def claiming_without_looking(gate: Barrier) -> Iterator[Callable[..., Outbox | None]]:
    """Reads the oldest row, lets the others read it too, and takes it."""

    def claim(now: datetime, lease: timedelta = outbox.LEASE) -> Outbox | None:
        row = Outbox.objects.filter(done_at=None).order_by("pk").first()
        gate.wait(timeout=30)
        if row is not None:
            Outbox.objects.filter(pk=row.pk).update(lease_until=now + lease, attempts=F("attempts") + 1)
        return row

    yield claim


def reports(batch: Batch) -> int:
    """How often a batch was reported, as its acts say."""
    return Act.objects.filter(chain_id=batch.pk, step="report", final=True).count()
