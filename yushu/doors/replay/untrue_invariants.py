"""What must hold of false commitments found after payment: there was one, and it came back by due process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Sum

from yushu.doors.replay.invariants import Broken, invariant, refuse
from yushu.doors.replay.season import Season
from yushu.kernel.clock import day_of
from yushu.ledger.models import Entry
from yushu.subsidies.models import PaidShare, Recovery, RecoveryLine
from yushu.subsidies.recovering import V
from yushu.training.models import Commitment, TrainingCertificate
from yushu.training.models.commitments import Purpose
from yushu.training.training_life import FALSE_COMMITMENT, L


def came_back() -> dict[str, int]:
    """Yuan that came back, by the ground on which they were asked for."""
    rows = Recovery.objects.order_by("ground").values_list("ground").annotate(yuan=Sum("back_yuan"))
    return dict(rows)


@invariant("a false commitment found after payment came back by due process")
def a_false_commitment_came_back(_season: Season) -> str:
    """A20, A37: signed, certified, paid; then notice, hearing, revocation; then the same for the money, to its end."""
    cases = list(Recovery.objects.filter(ground="TARGET", state=V.SETTLED).order_by("number"))
    told = [_told(case, line) for case in cases for line in case.lines.order_by("seq") if _false(line)]
    if not told:
        raise Broken("no false commitment came back")
    refuse(
        f"recovery {case.number}: nobody of it promised anything false" for case in cases if not _any(case)
    )
    refuse(fault for one in told for fault in _out_of_order(one))
    return f"{len(told)} people, {sum(line.yuan for case in cases for line in case.lines.all()):,} yuan"


def _any(case: Recovery) -> bool:
    return any(_false(line) for line in case.lines.all())


def _false(line: RecoveryLine) -> bool:
    """Whether the certificate of this person was revoked because a commitment was false."""
    rows = TrainingCertificate.objects.filter(member=line.member_id, state=L.REVOKED, ground=FALSE_COMMITMENT)
    return rows.exists()


Told = list[tuple[str, date | None]]
"""What happened to one person and their money, in the order it must have happened, each with its day."""


def _told(case: Recovery, line: RecoveryLine) -> Told:
    member = line.member
    certificate = TrainingCertificate.objects.get(member=member, state=L.REVOKED)
    enrolment = member.enrolment_id
    signed = Commitment.objects.filter(chain_id=enrolment, purpose=Purpose.IDENTITY, person=line.person_id)
    shares = PaidShare.objects.filter(member=member).order_by("on", "pk")
    return [
        ("signed", day_of(one.signed_at) if (one := signed.first()) else None),
        ("certified", certificate.issued_on),
        ("paid", _first(shares.filter(yuan__gt=0).values_list("on", flat=True))),
        *((f"certificate: {verb}", day) for verb, day in _steps(certificate.pk, "revoke")),
        *((f"recovery: {verb}", day) for verb, day in _steps(case.pk, "recover")),
        ("back", _first(shares.filter(yuan__lt=0).values_list("on", flat=True))),
    ]


def _steps(chain: Any, decision: str) -> Iterator[tuple[str, date | None]]:
    """The days of notice, hearing and decision of a due process."""
    for verbs in (("notify",), ("defend", "lapse"), (decision,)):
        rows = Entry.objects.filter(chain_id=chain, verb__in=verbs).order_by("seq")
        yield verbs[0], _first(rows.values_list("happened_on", flat=True))


def _first(rows: Any) -> date | None:
    found: date | None = rows.first()
    return found


def _out_of_order(told: Told) -> Iterator[str]:
    """Steps that are missing, and steps that came before the one they follow."""
    yield from (f"never {what}" for what, day in told if day is None)
    days = [(what, day) for what, day in told if day is not None]
    for (before, one), (after, two) in pairwise(days):
        if two < one:
            yield f"{after} on {two}, {before} on {one}"
