"""Entitlements as a Django application."""

from django.apps import AppConfig


class EntitlementsConfig(AppConfig):
    """What certificates bring: continuing-education hours, notes on titles."""

    name = "yushu.entitlements"
    label = "entitlements"
    default_auto_field = "django.db.models.BigAutoField"
