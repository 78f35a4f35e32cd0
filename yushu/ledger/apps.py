"""The ledger as a Django application."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Who did what to which case when; append-only, and provably so."""

    name = "yushu.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
