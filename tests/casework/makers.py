"""Tables that differ from the real ones in one column, and the one way to press."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import models

from tests.cast import Cast
from tests.certification.makers import make_batch, moment, take, three_hands
from yushu.casework.models import Deadline
from yushu.casework.moving import NONE, Given, move
from yushu.casework.process import Process, Says, Step
from yushu.certification.models import Batch, LevelCertificate
from yushu.kernel.words import Words
from yushu.people.actors import Actor
from yushu.people.presence import actor_for
from yushu.people.roles import Role

SAID = Says(Words("办理", "Act"))
DECISION = {"document_no": "协调办函〔2024〕7号", "received_on": "2024-09-28"}
BACK = Given({"reason": "缺承诺书签署时间"})


class T(models.TextChoices):
    """A beginning, a middle, an end."""

    A = "A", "甲"
    B = "B", "乙"
    C = "C", "丙"


def row(name: str, source: Any, to: str, **columns: Any) -> Step:
    """A row that is right unless a column is given that makes it wrong."""
    return Step(name, source, to, **{"by": Role.EVALUATOR, "cites": "R09", "says": SAID, **columns})


def table(*steps: Step, **columns: Any) -> Process:
    """A table over A, B and C; the last is its end."""
    whole = {"states": T, "start": T.A, "ends": (T.C,), "opened_by": (Role.EVALUATOR,), **columns}
    return Process(Words("例", "Example"), "example", steps=steps, **whole)


def altered(monkeypatch: pytest.MonkeyPatch, name: str, model: Any = Batch, **columns: Any) -> Process:
    """Give every row of a name other columns, for one test."""
    real = model.process
    steps = tuple(replace(step, **columns) if step.name == name else step for step in real.steps)
    process = replace(real, steps=steps)
    monkeypatch.setattr(model, "process", process)
    return process


def added(monkeypatch: pytest.MonkeyPatch, *steps: Step, model: Any = Batch) -> Process:
    """Add rows to a table, for one test."""
    process = replace(model.process, steps=(*model.process.steps, *steps))
    monkeypatch.setattr(model, "process", process)
    return process


def press(case: Any, step: str, actor: Actor, on: str, *, legal: str = "", given: Given = NONE) -> Any:
    """Press a step as any actor, with the form as it is now."""
    case.refresh_from_db()
    happened = date.fromisoformat(legal) if legal else None
    return move(case, step, actor=actor, at=moment(on), rev=case.rev, happened_on=happened, given=given)


def standing(member: Any, on: str) -> Actor:
    """A member as the doors see them on a day, with what is lent to them."""
    return actor_for(member.account, post_id=member.post.pk, day=date.fromisoformat(on))


def reported(cast: Cast, on: str = "2024-09-05", **kwargs: Any) -> Batch:
    """A batch in the province's ten days."""
    batch = make_batch(cast, examined="2024-09-01", **kwargs)
    return take(batch, "report", cast.owner(Role.EVALUATOR), on=on)


def approved(cast: Cast, **kwargs: Any) -> Batch:
    """A batch whose certificates may be issued."""
    batch = reported(cast, **kwargs)
    three_hands(batch, "forward", cast, "2024-09-10")
    given = Given(DECISION)
    return take(batch, "approve", cast.owner(Role.PROVINCE), "2024-09-30", legal="2024-09-27", given=given)


def certificate(cast: Cast, **kwargs: Any) -> LevelCertificate:
    """A certificate in force since 8 October."""
    take(approved(cast, **kwargs), "issue", cast.owner(Role.EVALUATOR), "2024-10-08")
    return LevelCertificate.objects.order_by("number").first()


def running(case: Any, step: str = "") -> Deadline:
    """The clock that runs in a case; with a name, the one of that step."""
    found = Deadline.objects.filter(chain_id=case.pk, closed_at=None, paused_on=None)
    return found.get(step=step) if step else found.get()


def clock(case: Any, step: str) -> Deadline:
    """The last clock of a step, running or not."""
    return Deadline.objects.filter(chain_id=case.pk, step=step).last()
