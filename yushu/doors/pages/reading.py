"""How a visitor reads: in which language, and how large. Two cookies, no account needed."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from yushu.doors.asking import DeskRequest
from yushu.doors.guard import EVERYBODY, desk
from yushu.doors.standing import LANGUAGE_COOKIE

LARGE_COOKIE = "yushu_large"
A_YEAR = 365 * 24 * 3600


@desk(*EVERYBODY)
@require_POST
def language(request: DeskRequest) -> HttpResponse:
    """Read in another language from now on."""
    chosen = request.POST.get("language", "")
    response = back(request)
    if chosen in dict(settings.LANGUAGES):
        _remember(response, LANGUAGE_COOKIE, chosen)
    return response


@desk(*EVERYBODY)
@require_POST
def large_text(request: DeskRequest) -> HttpResponse:
    """Read in large or in ordinary letters from now on."""
    response = back(request)
    if request.POST.get("large") == "1":
        _remember(response, LARGE_COOKIE, "1")
    else:
        response.delete_cookie(LARGE_COOKIE, samesite="Lax")
    return response


def back(request: DeskRequest) -> HttpResponse:
    """To the page the visitor came from, if it is one of ours."""
    target = request.POST.get("next", "/")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return redirect(target if ours else "/")


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=A_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
