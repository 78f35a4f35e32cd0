"""What the tests forbid although Django would let it pass."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

OURS = Path(__file__).resolve().parent.parent / "yushu"
READING = {"GET", "HEAD", "OPTIONS"}
WRITE = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE)\b[^\"]*\"(?P<table>\w+)\"", re.I)
SIGN_IN_TABLES = ("django_session", "axes_", "yushu_cache")
"""A visit may write down that it took place, or that it missed; nothing else."""


class WroteWhileReading(AssertionError):
    """A page that is only read has changed a row."""


class Undefined(AssertionError):
    """A template names something its view did not give it."""


class ReadingWritesNothing:
    """Middleware: a request that only reads may not write a row."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READING:
            return self.get_response(request)
        with connection.execute_wrapper(self._refuse):
            return self.get_response(request)

    @staticmethod
    def _refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        write = WRITE.match(sql)
        if write and not write["table"].startswith(SIGN_IN_TABLES):
            raise WroteWhileReading(sql)
        return execute(sql, params, many, context)


class RefusesUndefined(str):
    """`string_if_invalid` for our own templates: an unknown variable is a fault, not an empty place.

    The templates of packages keep Django's leniency; `{% if maybe %}` stays lenient everywhere.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        """True only to Django asking whether to use it; to `{% if %}` a missing relation stays false."""
        caller = inspect.currentframe()
        return bool(caller and caller.f_back and caller.f_back.f_code.co_name == "resolve")

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, variable: object) -> str:
        origin = _template_being_rendered()
        if origin and Path(origin).is_relative_to(OURS):
            raise Undefined(f"{{{{ {variable} }}}} is undefined in {Path(origin).relative_to(OURS)}")
        return ""


def _template_being_rendered() -> str:
    """The file whose node is being rendered: the nearest frame that knows its origin."""
    frame = inspect.currentframe()
    while frame:
        node = frame.f_locals.get("self")
        if frame.f_code.co_name in ("render", "render_annotated") and hasattr(node, "origin"):
            return str(node.origin)
        frame = frame.f_back
    return ""
