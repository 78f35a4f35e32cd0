"""The offices a new case needs besides its maker: the supervising province, the national office."""

from __future__ import annotations

from django.http import Http404

from yushu.people.actors import Actor
from yushu.people.models import Office
from yushu.people.roles import Role


def house(actor: Actor) -> Office:
    """The visitor's own office; for a division, the house it belongs to."""
    if actor.office is None:
        raise Http404
    return actor.office.parent or actor.office


def of_role(actor: Actor, role: Role) -> Office:
    """The one house of that kind; where a test knows two, the one of the visitor's area."""
    houses = list(Office.objects.visible_to(actor).filter(role=role, parent=None).order_by("name"))
    if not houses:
        raise Http404
    area = actor.office.area if actor.office else ""
    return next((one for one in houses if one.area == area), houses[0])
