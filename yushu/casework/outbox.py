"""The outbox worker: claims a row by lease, sends it, marks it done. After kill -9 the lease runs out.

A row may be sent twice (killed between sending and marking), never lost; each message carries
the row's `once` as its Message-ID so that a mail server can drop the double.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.db.models import F, Q

from yushu.casework.models import Notice, Outbox
from yushu.people.models import Person

LEASE = timedelta(minutes=2)
TRIES = 8
DOMAIN = "yushu.invalid"

Send = Callable[[dict[str, Any], str], None]


def send_notice(payload: dict[str, Any], once: str) -> None:
    """Mail a notice to everybody it is addressed to who has given an address; nobody: nothing to send."""
    notice = Notice.objects.select_related("office", "person").get(pk=payload["notice"])
    addresses = _addresses(notice)
    if addresses:
        headers = {"Message-ID": f"<{once.replace(':', '.')}@{DOMAIN}>"}
        body = f"{notice.zh}\n\n{notice.en}\n"
        EmailMessage(notice.zh, body, to=[], bcc=addresses, headers=headers).send()


def _addresses(notice: Notice) -> list[str]:
    if notice.person is not None:
        return [notice.person.email] if notice.person.email else []
    holders = Person.objects.filter(account__posts__office=notice.office).exclude(email="")
    return sorted(set(holders.values_list("email", flat=True)))


SENDERS: dict[str, Send] = {"notice": send_notice}


def claim(now: datetime, lease: timedelta = LEASE) -> Outbox | None:
    """Take the oldest waiting row whose lease is free; None when there is none. `now` is real time."""
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    waiting = Outbox.objects.filter(free, done_at=None, attempts__lt=TRIES).order_by("pk")
    for row in waiting[:10]:
        mine = Outbox.objects.filter(free, pk=row.pk, done_at=None)
        if mine.update(lease_until=now + lease, attempts=F("attempts") + 1):
            return Outbox.objects.get(pk=row.pk)
    return None


def given_up() -> int:
    """How many rows were tried as often as is allowed and still wait: somebody has to look at them."""
    return Outbox.objects.filter(done_at=None, attempts__gte=TRIES).count()


def send_one(now: datetime, senders: dict[str, Send] = SENDERS, lease: timedelta = LEASE) -> bool:
    """Claim and send one row. False when nothing waits. A failure is kept beside the row and retried."""
    row = claim(now, lease)
    if row is None:
        return False
    try:
        senders[row.kind](row.payload, row.once)
    except (
        Exception
    ) as error:  # any sender may fail in its own way; its words may hold an address, its kind does not
        Outbox.objects.filter(pk=row.pk, done_at=None).update(last_error=type(error).__name__)
        return True
    Outbox.objects.filter(pk=row.pk).update(done_at=now, last_error="")
    return True
