"""The catalogue as a Django application."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Occupations and their standards, national lists, the annual plan, city catalogues."""

    name = "yushu.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"
