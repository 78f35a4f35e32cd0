"""Marks of the devices people check in with: enough to see that one device stood for many, and no more.

A mark is a keyed digest of a random number the browser keeps and of the kind of address it came from. The
class is part of it, so that marks of two classes cannot be compared. It says nothing of device or person.
"""

from __future__ import annotations

from datetime import date

from yushu.kernel.crypto import blind_index
from yushu.law.pack import pack
from yushu.law.terms import anniversary
from yushu.training.models import Attendance, Session

LENGTH = 32


def mark_of(key: bytes, number: str, address: str, session: Session) -> str:
    """The mark of a device within the class of a session; empty without a number."""
    if not number:
        return ""
    return blind_index(key, f"device:{session.training_class_id}", f"{number}\0{network_of(address)}")[
        :LENGTH
    ]


def network_of(address: str) -> str:
    """The network an address belongs to: its first three parts, or the first three groups of a long one."""
    mark = ":" if ":" in address else "."
    return mark.join(address.split(mark)[:3])


def forget(today: date) -> int:
    """Clear the marks whose term is over. Returns how many. Safe to run again."""
    months = pack().on("H-device-retention", today).number("months")
    old = Attendance.objects.filter(session__on__lt=anniversary(today, months=-months)).exclude(device="")
    return old.update(device="")
