"""Who has taken the payment file with its whole account numbers: a line in the record of the run (A36)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from yushu.casework.letters import speaker
from yushu.kernel.clock import day_of
from yushu.kernel.crypto import digest
from yushu.ledger import book
from yushu.subsidies.models.payment_runs import PaymentRun

if TYPE_CHECKING:
    from yushu.people.actors import Actor


@transaction.atomic
def note_download(run: PaymentRun, content: bytes, *, actor: Actor, at: datetime) -> None:
    """Write who took the file, with the digest of its bytes and of what it was made from."""
    book.append(
        run.pk,
        "download",
        {"file": digest("sha256", content), "content": run.digest, **run.standing()},
        actor=actor,
        at=at,
        happened_on=day_of(at),
        basis="own",
        who=speaker(actor),
    )
