"""The cache lives in the database, so that a one-time code used on one host is used on all."""

from django.core.management import call_command
from django.db import migrations


def create(apps, editor):
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_session_round")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
