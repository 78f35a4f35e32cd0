"""Subsidies as a Django application."""

from django.apps import AppConfig


class SubsidiesConfig(AppConfig):
    """What is owed, claimed, paid and recovered."""

    name = "yushu.subsidies"
    label = "subsidies"
    default_auto_field = "django.db.models.BigAutoField"
