"""What the money of a season is made of: orders and projects, their claims, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Covered = tuple[str, str]
"""A class by occupation and name."""


@dataclass(frozen=True)
class Objected:
    """An objection in the period of publicity: about which line, and how the city decides it when.

    Where the answer makes a new settlement, the city approves that one on the day `again`.
    """

    on: str
    ground: str
    line: int | None
    decided: str
    answer: str
    again: str = ""


@dataclass(frozen=True)
class Stage:
    """One claim: after how many are `employed` of those who can be paid for, and the days of its steps.

    The employer answers the day after it is `asked`; it denies `denied` more. The claim is accepted the day after
    unless it says otherwise. `returned` and claimed `again`; or `refused`; or approved on `decided`, where who
    handles does so a day earlier when `handled` says it.
    """

    asked: str
    employed: int
    claimed: str
    decided: str = ""
    accepted: str = ""
    handled: str = ""
    returned: str = ""
    again: str = ""
    refused: str = ""
    why: str = ""
    denied: int = 0
    adds: tuple[Covered, ...] = ()
    final: bool = False
    objected: Objected | None = None

    @property
    def accepted_on(self) -> date:
        """The day the city takes it up."""
        return date.fromisoformat(self.accepted or self.again or self.claimed)


@dataclass(frozen=True)
class Back:
    """How something comes back: the institution is notified, defends itself, it is decided, and paid back.

    `sent` are the days on which the institution sends an instalment; without `defended` it keeps silent.
    """

    notified: str
    defended: str
    decided: str
    first_due: str
    sent: tuple[str, ...]


@dataclass(frozen=True)
class Undone:
    """Facts of employment of so many turn out false after payment."""

    people: int
    found: str
    back: Back


@dataclass(frozen=True)
class Untrue:
    """What one trainee promised at enrolment turns out false after payment; the training certificate is revoked.

    Without `heard` the trainee keeps silent.
    """

    found: str
    heard: str
    revoked: str
    back: Back


@dataclass(frozen=True)
class Venture:
    """An order (with the employer of the stage) or a project of an institution, and its claims in their order."""

    school: str
    name: str
    classes: tuple[Covered, ...]
    registered: str
    stages: tuple[Stage, ...] = ()
    order: bool = False
    undone: Undone | None = None
    untrue: Untrue | None = None


@dataclass(frozen=True)
class Overseen:
    """Days of oversight: complaints answered, late and left open, a draw with its visits, a rectification."""

    answered: tuple[str, str, str]
    late: tuple[str, str]
    unanswered: tuple[str, str]
    drawn: str
    visited: str
    ordered: str
    mended: str = ""
    accepted: str = ""
