"""Whoever acts: a person at a post, a person for themselves, the public, or time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from yushu.people.roles import Duty, Role

if TYPE_CHECKING:
    from yushu.people.models import Account, Office, Person, Post


@dataclass(frozen=True)
class Actor:
    """Who is acting now. Immutable for one request, one workbook row, one sweep.

    `post` is the post the account stands at; `delegated` holds the duties lent to it for
    this moment, as (office id, duty) pairs, so that the engine need not ask the database again.
    """

    role: Role
    account: Account | None = None
    person: Person | None = None
    post: Post | None = None
    delegated: frozenset[tuple[UUID, Duty]] = field(default_factory=frozenset)

    @property
    def office(self) -> Office | None:
        """The office the actor acts for, if any."""
        return self.post.office if self.post else None

    @property
    def duty(self) -> Duty | None:
        """The actor's own hand in that office."""
        return Duty(self.post.duty) if self.post else None

    @property
    def person_id(self) -> UUID | None:
        """The natural person behind the act: what 'different persons' compares."""
        return self.person.pk if self.person else None


PUBLIC = Actor(Role.PUBLIC)
TIME = Actor(Role.TIME)
