"""How the replay acts: a step on a day, three hands of an office, all through the one door."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from yushu.casework.moving import NONE, Given, move
from yushu.doors.replay.stage import at_post
from yushu.kernel.clock import BEIJING
from yushu.people.actors import Actor
from yushu.people.roles import HANDS, Duty

PROVINCE, CITY = "省人社厅", "太原市人社局"
ONE = timedelta(days=1)
TWO_HANDS = (Duty.HANDLE, Duty.SIGN)

Acting = Generator[datetime, None, Any]
"""A stretch of a strand: it yields the moments it waits for, and hands back the case."""


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


def attempt(
    case: Any, name: str, actor: Actor, day: str | date, hour: int = 10, **more: Any
) -> Callable[[], Any]:
    """The same step as something to try."""
    return lambda: step(case, name, actor, day, hour, **more)


def acted(
    case: Any,
    name: str,
    actor: Actor,
    day: str | date,
    hour: int = 10,
    *,
    legal: str = "",
    given: Given = NONE,
) -> Acting:
    """Wait for the day, then press the step."""
    yield moment(day, hour)
    return step(case, name, actor, day, hour, legal=legal, given=given)


def hands(
    case: Any,
    name: str,
    office: str,
    day: str | date,
    *,
    duties: Iterable[Duty] = HANDS,
    first: Given = NONE,
    last: Mapping[str, Any] | None = None,
) -> Acting:
    """The hands of an office on one day, an hour apart from nine on; the last signs."""
    done, order = case, list(duties)
    for place, duty in enumerate(order):
        given = first if place == 0 else Given(last) if last and place == len(order) - 1 else NONE
        done = yield from acted(done, name, at_post(office, duty), day, 9 + place, given=given)
    return done


def three_hands(case: Any, name: str, day: str | date, number: str, first: Given = NONE) -> Acting:
    """Handle, check, sign: three persons of the province on one day, with a number and a day of dispatch."""
    on = date.fromisoformat(day) if isinstance(day, str) else day
    signed = {"document_no": number.format(n=int(f"{on:%m%d}")), "dispatched_on": on.isoformat()}
    return (yield from hands(case, name, PROVINCE, on, first=first, last=signed))
