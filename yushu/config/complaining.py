"""How the server complains of a fault of its own: enough to find it, nothing about anybody."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Bare(logging.Formatter):
    """A line with the moment and the route, then the frames of the traceback and the kind of each error.

    The message of an error and the address that was asked for are left out: a database repeats the
    values it refuses, and an address may hold the code of a certificate.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The moment, the level, and what failed where."""
        said = f"{self.formatTime(record)} {record.levelname} {record.name}: {_where(record)}"
        frames = self.formatException(record.exc_info) if record.exc_info else ""
        return f"{said}\n{frames}" if frames else said

    def formatException(self, ei: Raised) -> str:  # noqa: N802 - the name logging calls it by
        """Frames and kinds, the first cause first."""
        error, parts = ei[1], []
        while error is not None:
            kind = f"{type(error).__module__}.{type(error).__qualname__}"
            parts.append("".join(traceback.format_tb(error.__traceback__)) + kind)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n\nwhich led to\n\n".join(reversed(parts))


def _where(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    route = f"/{match.route}" if match else "(no route)"
    return f"{getattr(request, 'method', '?')} {route} answered {getattr(record, 'status_code', '?')}"
