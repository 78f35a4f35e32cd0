"""Every address, by door."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("yushu.doors.api.urls")),
    path("", include("yushu.doors.pages.urls")),
]
