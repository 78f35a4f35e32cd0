"""Refusals: what is wrong, and how to mend it.

Every rule in the house refuses by raising one of these. A door turns it into a message
beside the field, or into an API answer with the same three parts.
"""

from __future__ import annotations

from yushu.kernel.words import Words


class Refusal(Exception):
    """A request the rules do not allow. `wrong` says why, `mend` what would help."""

    status = 422

    def __init__(self, wrong: Words, mend: Words, *, field: str = "", cites: str = "") -> None:
        super().__init__(wrong.en)
        self.wrong = wrong
        self.mend = mend
        self.field = field
        self.cites = cites


class Invalid(Refusal):
    """A value that cannot be read: wrong form, impossible date, failed check digit."""

    status = 400


class Forbidden(Refusal):
    """The actor holds no post that may do this."""

    status = 403


class Stale(Refusal):
    """Somebody was faster: the case has moved on since this form was opened."""

    status = 409


class Misconfigured(Exception):
    """The installation is not fit to start; the message names the setting."""
