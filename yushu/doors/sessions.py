"""Sessions that end on the server: after a while without a request, and after a day's work at the latest."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_noop

from yushu.doors.asking import DeskRequest
from yushu.kernel.clock import now
from yushu.people.models import Account

BEGAN, SEEN = "began", "seen"
GRAIN = 60
"""Seconds within which a second request is not written down again."""


class Sessions:
    """Middleware: ends what has lain idle too long. Real time: rehearsing tomorrow signs nobody out.

    Pages of somebody signed in are never kept by a browser: on a shared computer "back"
    after signing out must show nothing.
    """

    def __init__(self, get_response: Callable[[DeskRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: DeskRequest) -> HttpResponse:
        """Keep the session or end it, then answer."""
        if request.user.is_authenticated:
            _keep_or_end(request)
        response = self.get_response(request)
        if request.user.is_authenticated:
            _begin(request)
            add_never_cache_headers(response)
        return response


def _begin(request: DeskRequest) -> None:
    """The request that signs in is the first of its session."""
    for key in (BEGAN, SEEN):
        request.session.setdefault(key, int(now().timestamp()))


def _keep_or_end(request: DeskRequest) -> None:
    _begin(request)
    moment, began, seen = int(now().timestamp()), request.session[BEGAN], request.session[SEEN]
    if moment - seen > settings.YUSHU_IDLE_SECONDS or moment - began > settings.SESSION_COOKIE_AGE:
        logout(request)
        messages.warning(request, gettext_noop("很久没有操作，已退出。重新登录后接着办"))
    elif moment - seen > GRAIN:
        request.session[SEEN] = moment


def end_other_sessions(request: DeskRequest) -> None:
    """Sign the account out everywhere but here."""
    account = request.user
    assert isinstance(account, Account)  # the views that call this ask for a sign-in
    account.end_sessions()
    update_session_auth_hash(request, account)
