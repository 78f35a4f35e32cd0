"""A share is told apart by the receipt it came with, not by its day: two receipts may arrive on one."""

from collections import Counter
from typing import Any

from django.db import migrations, models


def number(apps: Any, _editor: Any) -> None:
    """Several shares of one person from one recovery are numbered in the order they were written."""
    share = apps.get_model("subsidies", "PaidShare")
    seen: Counter[tuple[Any, Any]] = Counter()
    for row in share.objects.order_by("pk"):
        key = (row.source_id, row.member_id)
        if seen[key]:
            share.objects.filter(pk=row.pk).update(part=seen[key])
        seen[key] += 1


class Migration(migrations.Migration):
    dependencies = [("subsidies", "0003_payments_recoveries")]

    operations = [
        migrations.RemoveConstraint(model_name="paidshare", name="paid_share_once_a_day"),
        migrations.AddField(
            model_name="paidshare", name="part", field=models.PositiveSmallIntegerField(default=0)
        ),
        migrations.RunPython(number, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="paidshare",
            constraint=models.UniqueConstraint(
                fields=("source", "member", "part"), name="paid_share_once_a_part"
            ),
        ),
    ]
