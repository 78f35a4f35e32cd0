"""The random number a browser keeps for checking in, and the mark made of it.

The number is never stored here; the mark is a keyed digest, within one class (see `training.devices`).
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http import HttpResponse

from yushu.doors.asking import DeskRequest
from yushu.doors.signing_in import client_address
from yushu.training.devices import mark_of
from yushu.training.models import Session

COOKIE = "yushu_device"
SECONDS = 180 * 24 * 3600
LONGEST = 40


def device_of(request: DeskRequest, session: Session) -> str:
    """The mark of the device behind a request; empty when it has no number yet."""
    number = request.COOKIES.get(COOKIE, "")[:LONGEST]
    return mark_of(settings.YUSHU_INDEX_KEY, number, client_address(request) or "", session)


def with_number(request: DeskRequest, response: HttpResponse) -> HttpResponse:
    """The answer, with a number for a browser that has none. No page reads it, and no script can."""
    if COOKIE not in request.COOKIES:
        response.set_cookie(
            COOKIE,
            secrets.token_urlsafe(16),
            max_age=SECONDS,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    return response
