"""`manage.py open_office PROVINCE 山西省人力资源和社会保障厅 --english "…"`: the first offices of an installation."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yushu.kernel.clock import day_of, now
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.people.offices import open_office
from yushu.people.roles import OFFICE_ROLES, Role


class Command(BaseCommand):
    """Opens an office under its first name."""

    help = "Open an office. Prints its key, which open_account asks for."

    def add_arguments(self, parser: CommandParser) -> None:
        """Role and name, and what else is known."""
        parser.add_argument("role", choices=[role.value for role in OFFICE_ROLES])
        parser.add_argument("name")
        for known in ("english", "short", "area", "credit-code"):
            parser.add_argument(f"--{known}", default="")

    def handle(self, **told: Any) -> None:
        """Print the key."""
        try:
            office = open_office(
                Role(told["role"]),
                Words(told["name"], told["english"]),
                since=day_of(now()),
                short_name=told["short"],
                area=told["area"],
                credit_code=told["credit_code"],
            )
        except Refusal as refusal:
            raise CommandError(f"{refusal.wrong.zh} ({refusal.wrong.en})") from refusal
        self.stdout.write(str(office.pk))
