"""Prove the ledger, and that the cases agree with it: `manage.py verify_ledger`. Ends with 1 when not."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from yushu.casework.agreement import disagreements
from yushu.ledger.audit import verify_everything
from yushu.ledger.guards import install


class Command(BaseCommand):
    """Prove every chain, seal, leaf and signed root; then compare every case with its record."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One option, for the morning after a migration that lost the guards."""
        parser.add_argument("--restore-guards", action="store_true", help="put the guards back first")

    def handle(self, **options: Any) -> None:
        """Prove, and say how far it has come."""
        if options["restore_guards"]:
            install(connection)
        report = verify_everything(lambda entries: self.stdout.write(f"{entries} entries hold"))
        if not report.sound:
            raise CommandError(str(report))
        self.stdout.write(str(report))
        strays = [str(stray) for stray in disagreements()]
        if strays:
            raise CommandError("\n".join(["Rows were changed behind their records:", *strays]))
        self.stdout.write("Every case is as its record left it.")
