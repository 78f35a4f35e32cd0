"""Training as a Django application."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Announcements and enrolments, classes and sessions, completion and its certificate."""

    name = "yushu.training"
    label = "training"
    default_auto_field = "django.db.models.BigAutoField"
