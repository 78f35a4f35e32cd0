"""Addresses of desks and cases."""

from __future__ import annotations

from django.urls import path

from yushu.doors.pages import case, desk, notices, steps

urlpatterns = [
    path("desk/", desk.desk_page, name="desk"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("cases/<slug:kind>/<uuid:pk>/", case.case, name="case"),
    path("cases/<slug:kind>/<uuid:pk>/<slug:step>/", steps.step, name="step"),
]
