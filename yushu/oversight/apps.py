"""Oversight as a Django application."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Complaints, inspections, rectification, warning signs."""

    name = "yushu.oversight"
    label = "oversight"
    default_auto_field = "django.db.models.BigAutoField"
