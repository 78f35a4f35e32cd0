"""The API explained, made from its own OpenAPI document: what the document says, the page says."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yushu.doors.guard import EVERYBODY, desk


@desk(*EVERYBODY)
def api_docs(request: HttpRequest) -> HttpResponse:
    """Every operation with what it takes, what it answers, and an example."""
    return render(request, "public/api_docs.html", {})
