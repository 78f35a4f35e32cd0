"""How the demonstration acts: a step on a day, three hands of an office, all through the one door."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from yushu.casework.models import Case
from yushu.casework.moving import NONE, Given, move
from yushu.doors.replay.stage import at_post
from yushu.kernel.clock import BEIJING
from yushu.people.actors import Actor
from yushu.people.roles import HANDS

PROVINCE = "省人社厅"


def moment(day: str | date, hour: int = 10, minute: int = 0) -> datetime:
    """A working-hours moment in Beijing."""
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=BEIJING)


def step(
    case: Any,
    name: str,
    actor: Actor,
    day: str | date,
    hour: int = 10,
    *,
    legal: str = "",
    given: Given = NONE,
) -> Any:
    """Press one step on a day of the story."""
    case.refresh_from_db()
    happened = date.fromisoformat(legal) if legal else None
    return move(
        case, name, actor=actor, at=moment(day, hour), rev=case.rev, happened_on=happened, given=given
    )


def three_hands(case: Case, name: str, day: str, number: str, first: Given = NONE) -> Any:
    """Handle, check, sign: three persons of the province on one day, with a number and a day of dispatch."""
    facts = {"document_no": number.format(n=int(day[5:7] + day[8:])), "dispatched_on": day}
    done: Any = case
    for hour, (duty, given) in enumerate(zip(HANDS, (first, NONE, Given(facts)), strict=True), start=9):
        done = step(done, name, at_post(PROVINCE, duty), day, hour, given=given)
    return done
