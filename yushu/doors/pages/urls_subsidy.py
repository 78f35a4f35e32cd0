"""Addresses of orders, projects, employment, settlements, payments and recoveries."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
