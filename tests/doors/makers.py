"""Certificates as the open pages meet them: issued, sealed, revoked, replaced."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cast import Cast
from tests.certification.makers import make_batch, moment, take, three_hands
from yushu.casework.moving import Given
from yushu.certification.models import LevelCertificate
from yushu.ledger.keys import signer
from yushu.ledger.seals import close_day
from yushu.people.roles import Role

ISSUED = "2024-09-29"


def issue(cast: Cast, first: int = 1, number: str = "") -> list[LevelCertificate]:
    """Certificates of a batch that went its whole way; every passed candidate has one."""
    batch = make_batch(cast, first=first)
    take(batch, "report", cast.owner(Role.EVALUATOR), on="2024-09-21")
    three_hands(batch, "forward", cast, "2024-09-26")
    keys = batch.row_keys()
    facts = {"document_no": "人社专技函〔2024〕9号", "received_on": "2024-09-28"}
    given = Given(facts, row_facts={keys[0]: {"national_cert_no": number}} if number else {})
    take(batch, "approve", cast.owner(Role.PROVINCE), on="2024-09-28", given=given)
    take(batch, "issue", cast.owner(Role.EVALUATOR), on=ISSUED)
    return list(LevelCertificate.objects.filter(candidate__batch=batch).order_by("number"))


def seal(day: str = ISSUED) -> None:
    """Close a day: seal, publish, sign."""
    on = date.fromisoformat(day)
    close_day(on, moment(on.replace(day=on.day + 1), 1), signer())


def revoke(certificate: LevelCertificate, cast: Cast) -> Any:
    """Notice, defence, decision (A37)."""
    first = Given({"ground": "TARGET", "reason": "开班日已参保"})
    three_hands(certificate, "notify", cast, "2024-10-10", first=first)
    take(
        certificate,
        "defend",
        cast.owner(Role.PROVINCE),
        on="2024-10-14",
        given=Given({"statement": "没有意见", "paper": "本人2024年10月13日来信"}),
    )
    return three_hands(certificate, "revoke", cast, "2024-10-16", first=Given({"reason": "查实"}))


def supersede(certificate: LevelCertificate, cast: Cast) -> Any:
    """A corrected certificate takes its place."""
    given = Given({"reason": "姓名更正"})
    return take(certificate, "supersede", cast.owner(Role.EVALUATOR), on="2024-10-09", given=given)
