"""What every request knows: the moment, the day, the language, and who is acting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse
from django.utils import translation

from yushu.casework.models import RehearsalClock
from yushu.doors.asking import DeskRequest
from yushu.kernel.clock import day_of, now
from yushu.kernel.errors import Forbidden
from yushu.people.actors import PUBLIC, Actor
from yushu.people.presence import actor_for

LANGUAGE_COOKIE = "yushu_language"
POST_KEY = "post"
"""Session key of the post somebody stands at."""


def rehearsed_now() -> datetime:
    """The domain's moment: the real one, shifted in a demonstration by the rehearsal clock."""
    if not settings.DEMONSTRATION:
        return now()
    seconds = RehearsalClock.objects.values_list("seconds", flat=True).first() or 0
    return now(timedelta(seconds=seconds))


class Standing:
    """Middleware: sets `at`, `today` and `actor`, and speaks the visitor's language."""

    def __init__(self, get_response: Callable[[DeskRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: DeskRequest) -> HttpResponse:
        """Answer a request in its visitor's language, at the moment it came."""
        request.at = rehearsed_now()
        request.today = day_of(request.at)
        language = request.COOKIES.get(LANGUAGE_COOKIE, settings.LANGUAGE_CODE)
        language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.actor = _actor(request)
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def _actor(request: DeskRequest) -> Actor:
    """The account's actor for today; an account that lost its post stands without one."""
    if not request.user.is_authenticated:
        return PUBLIC
    try:
        return actor_for(request.user, post_id=request.session.get(POST_KEY), day=request.today)
    except Forbidden:
        request.session.pop(POST_KEY, None)
    try:
        return actor_for(request.user, day=request.today)
    except Forbidden:
        logout(request)
        return PUBLIC
