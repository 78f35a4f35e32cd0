"""Reading the integrity register: who is barred from what on a day."""

from __future__ import annotations

from datetime import date

from yushu.people.models import Bar, BarKind, Office, Person
from yushu.people.persons import same_person_ids


def person_barred(person: Person, kind: BarKind, day: date) -> Bar | None:
    """The entry that bars this person that day, under whichever of their records it was made."""
    return Bar.objects.on(day).filter(person__in=same_person_ids(person), kind=kind).order_by("since").first()


def office_barred(office: Office, kind: BarKind, day: date) -> Bar | None:
    """The entry that bars this office that day."""
    return Bar.objects.on(day).filter(office=office, kind=kind).order_by("since").first()
