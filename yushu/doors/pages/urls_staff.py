"""Addresses of desks, cases, lists, plans, and of what begins a case."""

from __future__ import annotations

from django.urls import path

from yushu.doors.pages import (
    backing,
    batches,
    beginnings,
    calendar_pages,
    case,
    certificates,
    desk,
    downloads,
    notices,
    plans,
    requests,
    reveals,
    steps,
)

urlpatterns = [
    path("desk/", desk.desk_page, name="desk"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("batches/", batches.batches, name="batches"),
    path("batches/new/", certificates.batch_new, name="batch_new"),
    path("batches/new/template.xlsx", certificates.batch_template, name="batch_template"),
    path("batches/<uuid:pk>/people.xlsx", downloads.people_file, name="people_file"),
    path("batches/<uuid:pk>/people/<int:row>/", certificates.row_mend, name="row_mend"),
    path("batches/<uuid:pk>/people/<int:row>/number/", reveals.reveal, name="reveal"),
    path("certificates/", batches.certificates, name="certificates"),
    path("requests/", requests.requests, name="requests"),
    path("requests/missing/new/", beginnings.missing_new, name="missing_new"),
    path("requests/city-entry/new/", beginnings.city_entry_new, name="city_entry_new"),
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", beginnings.plan_new, name="plan_new"),
    path("plan/<int:year>/", plans.plan, name="plan"),
    path("plan/<int:year>/table.xlsx", plans.plan_file, name="plan_file"),
    path("plan/<int:year>/change/", beginnings.plan_change_new, name="plan_change_new"),
    path("law/calendar/", calendar_pages.calendar, name="calendar"),
    path("cases/<slug:kind>/<uuid:pk>/", case.case, name="case"),
    path("cases/<slug:kind>/<uuid:pk>/file/", downloads.case_file, name="case_file"),
    path("cases/<slug:kind>/<uuid:pk>/<slug:step>/", steps.step, name="step"),
    path("cases/<slug:kind>/<uuid:pk>/<slug:step>/back/", backing.hand_back, name="hand_back"),
]
