"""A request as every view meets it."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest

from yushu.people.actors import Actor


class DeskRequest(HttpRequest):
    """A request that has passed `standing`: the moment, its Beijing day, and who is acting.

    A name for the type checker; requests are not made from it.
    """

    at: datetime
    today: date
    actor: Actor
