"""All pages: open ones, desks, the account, the demonstration bar."""

from __future__ import annotations

from django.urls import include, path

from yushu.doors.pages import (
    account_urls,
    demo,
    urls_assessing,
    urls_oversight,
    urls_paying,
    urls_public,
    urls_settlement,
    urls_staff,
    urls_subsidy,
    urls_teaching,
    urls_training,
)

urlpatterns = [
    *urls_public.urlpatterns,
    *urls_staff.urlpatterns,
    *urls_training.urlpatterns,
    *urls_assessing.urlpatterns,
    *urls_teaching.urlpatterns,
    *urls_subsidy.urlpatterns,
    *urls_settlement.urlpatterns,
    *urls_paying.urlpatterns,
    *urls_oversight.urlpatterns,
    path("account/", include(account_urls.urlpatterns)),
    path("demonstration/stand/", demo.stand, name="stand"),
    path("demonstration/clock/", demo.rehearse, name="rehearse"),
]
