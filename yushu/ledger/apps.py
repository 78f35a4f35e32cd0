"""The ledger as a Django application."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from yushu.ledger.checks import guards_are_in_place


class LedgerConfig(AppConfig):
    """Who did what to which case when; append-only, and provably so."""

    name = "yushu.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the guards part of Django's own checks."""
        register(guards_are_in_place, Tags.database)
