"""What an employer's answer makes of the rows it was asked about (A13, A34)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yushu.casework.process import Check, Taken
from yushu.kernel.words import Words
from yushu.people.roles import Role


def day_checks(check: Any, taken: Taken | None) -> Iterable[Check]:
    """A13: what is confirmed has begun, and an end that is stated has come."""
    rows = list(check.rows.select_related("member__person"))
    chosen = {int(key) for key in taken.rows} if taken else {row.pk for row in rows}
    day = taken.happened_on if taken else check.entered_on
    for row in rows:
        if row.pk in chosen and row.since > day:
            text = Words("{p}的起始日{d}还没有到", "{p}: {d} has not come yet")
            yield Check("no", text.fill(p=row.member.person.name, d=row.since), "A13")


def confirm(fact: Any, check: Any, taken: Taken) -> None:
    """A fact for each row: by the employer itself, or on the paper that was recorded for it."""
    own = taken.actor.role == Role.EMPLOYER
    for row in check.rows.select_related("member"):
        row.fact = fact.objects.create(
            person_id=row.member.person_id,
            kind=row.kind,
            employer=check.employer,
            employer_name=check.employer.name,
            employer_code=check.employer.credit_code,
            since=row.since,
            until=row.until,
            source="EMPLOYER" if own else "DOCUMENT",
            document="" if own else str(taken.facts["paper"]),
            received_on=taken.happened_on,
            recorded_by=taken.actor.person,
            known_since=taken.at,
            record_id=check.pk,
        )
        row.save()


def deny(check: Any, taken: Taken) -> None:
    """The remark of each row, or the common reason."""
    said = dict(taken.facts.get("rows", {}))
    for row in check.rows.all():
        row.why = str(said.get(str(row.pk), {}).get("why") or taken.facts["reason"])[:200]
        row.save()
