"""What a class makes of the enrolments behind its roster: steps that follow, taken by nobody's hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from yushu.casework.models import Party
from yushu.casework.stepping import take
from yushu.people.actors import TIME
from yushu.people.models import Office
from yushu.people.roles import Role

if TYPE_CHECKING:
    from yushu.training.models import Enrolment


def follow(enrolment: Enrolment, step: str, at: datetime, day: date) -> Enrolment:
    """Take the step of an enrolment that follows from what happened to its class."""
    enrolment.refresh_from_db()
    return take(enrolment, step, actor=TIME, at=at, rev=enrolment.rev, happened_on=day)


def parties_of(chain_id: UUID) -> list[tuple[Role, Office]]:
    """The offices that stand in a case, for a case that comes of it."""
    parties = Party.objects.filter(chain_id=chain_id).select_related("office")
    return [(Role(party.role), party.office) for party in parties if party.office is not None]
