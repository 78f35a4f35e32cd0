"""Addresses of settlements, of what is published before payment, and of objections."""

from __future__ import annotations

from django.urls import path

from yushu.doors.pages import publicity, settlements

urlpatterns = [
    path("settlements/", settlements.settlements, name="settlements"),
    path("settlements/new/<str:kind>/<uuid:pk>/", settlements.settlement_new, name="settlement_new"),
    path("settlements/<uuid:pk>/form/", settlements.settlement_form, name="settlement_form"),
    path("settlements/lines/<int:pk>/", settlements.settlement_line, name="settlement_line"),
    path("objections/", settlements.objections, name="objections"),
    path("mine/subsidy/", settlements.my_subsidy, name="my_subsidy"),
    path("publicity/", publicity.publicity, name="publicity"),
    path("publicity/<str:code>/", publicity.publicity_page, name="publicity_page"),
    path("publicity/objections/<str:code>/", publicity.objection_answer, name="objection_answer"),
]
