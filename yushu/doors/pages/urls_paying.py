"""Addresses of payments, runs, accounts and recoveries."""

from __future__ import annotations

from django.urls import URLPattern, path

from yushu.doors.pages import answer_pages, paying_pages, recovery_pages, run_pages

urlpatterns: list[URLPattern] = [
    path("payments/", paying_pages.payments, name="payments"),
    path("payments/gather/", paying_pages.payments_gather, name="payments_gather"),
    path("payment-runs/", run_pages.payment_runs, name="payment_runs"),
    path("payment-runs/<uuid:pk>/file/", run_pages.run_file, name="run_file"),
    path("payment-runs/<uuid:pk>/answer/", answer_pages.run_answer, name="run_answer"),
    path("payment-runs/answer-template/", answer_pages.answer_template, name="answer_template"),
    path("payees/", paying_pages.payees, name="payees"),
    path("payees/new/", paying_pages.payee_new, name="payee_new"),
    path("recoveries/", recovery_pages.recoveries, name="recoveries"),
    path("settlements/<uuid:pk>/recovery/", recovery_pages.recovery_new, name="recovery_new"),
]
