"""`manage.py open_account NAME USERNAME --office KEY --duty HANDLE --title 经办人甲`: an officer's sign-in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from yushu.kernel.clock import day_of, now
from yushu.people.accounts import first_password
from yushu.people.models import Account, Office, Person
from yushu.people.names import person_name
from yushu.people.presence import appoint
from yushu.people.roles import Duty


class Command(BaseCommand):
    """Opens an account of a new person and gives it a post."""

    help = "Open an officer's account. Prints a password to hand over once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and where they stand."""
        parser.add_argument("name")
        parser.add_argument("username")
        parser.add_argument("--office", required=True, help="the key open_office printed")
        parser.add_argument("--duty", required=True, choices=Duty.values)
        parser.add_argument("--title", required=True)

    @transaction.atomic
    def handle(self, **told: Any) -> None:
        """Print the password."""
        office = Office.objects.filter(pk=told["office"]).first()
        if office is None:
            raise CommandError(f"no office {told['office']}")
        if Account.objects.filter(username=Account.objects.normalise(told["username"])).exists():
            raise CommandError(f"{told['username']} is taken")
        password = first_password()
        person = Person.objects.create(name=person_name(told["name"]))
        account = Account.objects.open(told["username"], password, person=person)
        appoint(account, office, Duty(told["duty"]), told["title"], since=day_of(now()))
        self.stdout.write(password)
