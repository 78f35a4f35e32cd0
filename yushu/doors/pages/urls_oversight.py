"""Addresses of complaints, inspections, rectifications, warning signs and draws."""

from __future__ import annotations

from django.urls import URLPattern, path

from yushu.doors.pages import complaining, inspecting, watching

urlpatterns: list[URLPattern] = [
    path("complain/", complaining.complain, name="complain"),
    path("complain/answer/", complaining.complaint_found, name="complaint_found"),
    path("complain/<str:code>/", complaining.complaint, name="complaint"),
    path("complaints/", inspecting.complaints, name="complaints"),
    path("complaints/<uuid:pk>/contact/", inspecting.complaint_contact, name="complaint_contact"),
    path("accounts/", inspecting.accounts, name="accounts"),
    path("inspections/", inspecting.inspections, name="inspections"),
    path("inspections/new/", inspecting.inspection_new, name="inspection_new"),
    path("rectifications/", inspecting.rectifications, name="rectifications"),
    path("signs/", watching.signs, name="signs"),
    path("signs/<slug:code>/<uuid:key>/", watching.sign, name="sign"),
    path("draws/", watching.draws, name="draws"),
    path("draws/new/", watching.draw_new, name="draw_new"),
    path("draws/<uuid:pk>/", watching.draw, name="draw"),
]
