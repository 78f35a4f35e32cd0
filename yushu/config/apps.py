"""The installation itself, as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register

from yushu.config import fitness


class Installation(AppConfig):
    """Has no models; it only registers what makes an installation unfit to start."""

    name = "yushu.config"
    label = "installation"

    def ready(self) -> None:
        """Checked before every command."""
        register(fitness.check, Tags.security)
