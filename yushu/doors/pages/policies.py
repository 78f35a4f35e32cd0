"""Pages of text: accessibility, personal data, the policy."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yushu.doors.asking import DeskRequest
from yushu.doors.guard import EVERYBODY, desk


@desk(*EVERYBODY)
@require_safe
def accessibility(request: DeskRequest) -> HttpResponse:
    """How to use the site without a mouse, without colour, without script."""
    return render(request, "public/accessibility.html")


@desk(*EVERYBODY)
@require_safe
def privacy(request: DeskRequest) -> HttpResponse:
    """What is kept about people, why, and who sees it."""
    return render(request, "public/privacy.html")


@desk(*EVERYBODY)
@require_safe
def policy(request: DeskRequest) -> HttpResponse:
    """Which document the site works by, and how it is read here."""
    return render(request, "public/policy.html")
