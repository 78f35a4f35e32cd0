"""Addresses of examination: sittings and applications, applying on a phone, what certificates bring."""

from __future__ import annotations

from django.urls import path

from yushu.doors.pages import applying, confirming, score_sheets, sittings

urlpatterns = [
    path("exams/", applying.exams, name="exams"),
    path("exams/<uuid:pk>/<slug:key>/<slug:level>/", applying.exam_apply, name="exam_apply"),
    path("mine/brings/", applying.brings, name="brings"),
    path("applications/", sittings.applications, name="applications"),
    path("sittings/", sittings.sittings, name="sittings"),
    path("sittings/new/", sittings.sitting_new, name="sitting_new"),
    path("sittings/<uuid:pk>/assessors/new/", sittings.assessor_new, name="assessor_new"),
    path("sittings/<uuid:pk>/confirm/", confirming.sitting_confirm, name="sitting_confirm"),
    path("sittings/<uuid:pk>/scores/", sittings.scores, name="scores"),
    path("sittings/<uuid:pk>/scores/sheet.xlsx", score_sheets.scores_file, name="scores_file"),
    path("sittings/<uuid:pk>/scores/upload/", score_sheets.scores_upload, name="scores_upload"),
]
