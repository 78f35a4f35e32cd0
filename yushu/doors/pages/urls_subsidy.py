"""Addresses of orders, projects, employment, settlements, payments and recoveries."""

from __future__ import annotations

from django.urls import URLPattern, path

from yushu.doors.pages import employing_pages, fact_pages, insurance_pages, ordering_pages, ruling_pages

urlpatterns: list[URLPattern] = [
    path("orders/", ordering_pages.orders, name="orders"),
    path("orders/new/", ordering_pages.order_new, name="order_new"),
    path("projects/", ordering_pages.projects, name="projects"),
    path("projects/new/", ordering_pages.project_new, name="project_new"),
    path("schemes/<str:kind>/<uuid:pk>/terms/", ordering_pages.scheme_revise, name="scheme_revise"),
    path("schemes/<str:kind>/<uuid:pk>/classes/", ordering_pages.scheme_classes, name="scheme_classes"),
    path("employment/", employing_pages.employment_checks, name="employment_checks"),
    path("employment/ask/", employing_pages.employment_ask, name="employment_ask"),
    path("employment/ask/<uuid:pk>/", employing_pages.employment_ask_class, name="employment_ask_class"),
    path("employment/records/", fact_pages.employment_facts, name="employment_facts"),
    path("employment/records/new/", fact_pages.fact_new, name="fact_new"),
    path("employment/records/<int:pk>/correct/", fact_pages.fact_correct, name="fact_correct"),
    path("employment/insurance/", insurance_pages.insurance_lines, name="insurance_lines"),
    path("employment/insurance/template/", insurance_pages.insurance_template, name="insurance_template"),
    path("rulings/", ruling_pages.rulings, name="rulings"),
    path("rulings/new/", ruling_pages.ruling_new, name="ruling_new"),
]
