"""The addresses of the API, to be mounted at "api/"."""

from __future__ import annotations

from django.urls import path

from yushu.doors.api.answering import nowhere
from yushu.doors.api.assembly import api
from yushu.doors.pages.api_docs import api_docs

urlpatterns = [
    path("", nowhere, name="api_start"),
    path("docs", api_docs, name="api_docs"),
    path("", api.urls),
    path("<path:rest>", nowhere, name="api_nowhere"),
]
