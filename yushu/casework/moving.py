"""The one door for state: `move()`.

Pages, workbooks, the API and the replay come through here; nothing else changes a state.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from yushu.casework.models import Case
from yushu.casework.stepping import NONE, Given, hand_back, take
from yushu.casework.timely import catch_up
from yushu.kernel.clock import day_of
from yushu.people.roles import Role

if TYPE_CHECKING:
    from yushu.people.actors import Actor

AnyCase = TypeVar("AnyCase", bound=Case)

__all__ = ["NONE", "Given", "hand_back", "move"]


def move(
    case: AnyCase,
    step: str,
    *,
    actor: Actor,
    at: datetime,
    rev: int,
    happened_on: date | None = None,
    given: Given = NONE,
) -> AnyCase:
    """Take one step, or one hand of it: check it, claim it, do it, restart the clocks, write it down.

    `happened_on` is the legal day and may differ from the day of `at` only when recording for a party
    that does not sign in (A34). The claim is a conditional UPDATE on state and revision, so of two
    officers pressing at once one is refused, and a form opened before a return cannot be sent after it.
    What time itself has decided by that day is carried out first, so a missed night changes nothing.

    Returns the case that took the step: a sibling when only some rows were chosen.
    Raises Stale, Forbidden, Invalid or Refusal; then nothing of the step has happened.
    """
    if actor.role != Role.TIME:
        catch_up(case, happened_on or day_of(at), at=at)
    return take(case, step, actor=actor, at=at, rev=rev, happened_on=happened_on, given=given)
