"""Entering a certificate: its serial, its public code, its digest, its place in the public log.

The platform never makes up a national number: it keeps what the national office gave, or nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from yushu.casework.models import Party
from yushu.casework.opening import next_number, open_case
from yushu.casework.process import Taken
from yushu.kernel.crypto import canonical, digest, random_code
from yushu.ledger.log import log_leaf
from yushu.people.models import Office
from yushu.people.roles import Role

if TYPE_CHECKING:
    from yushu.certification.models import Batch, Candidate, LevelCertificate

SERIAL = "YS-{year}-L-{last:05d}"


def issue(
    model: type[LevelCertificate], candidate: Candidate, batch: Batch, taken: Taken
) -> LevelCertificate:
    """Open the life of one certificate. Runs inside the step that issues the batch."""
    return _enter(
        model,
        taken,
        _supervisors(batch.pk),
        candidate=candidate,
        person=candidate.person,
        holder=candidate.person.name,
        masked=candidate.document.masked,
        occupation=batch.occupation,
        direction=candidate.direction,
        level=batch.level,
        evaluator=batch.evaluator,
        examined_on=batch.examined_on,
        national_cert_no=candidate.national_cert_no,
    )


def replace(old: LevelCertificate, taken: Taken) -> LevelCertificate:
    """A corrected twin of a certificate: the holder's present name and paper, all else carried over."""
    kept = ("candidate", "person", "occupation", "direction", "level", "evaluator", "examined_on")
    fields = {name: getattr(old, name) for name in (*kept, "national_cert_no")}
    masked = old.candidate.document.masked
    people = {"holder": old.person.name, "masked": masked}
    return _enter(type(old), taken, _supervisors(old.pk), replaces=old, **people, **fields)


def _enter(
    model: type[LevelCertificate], taken: Taken, supervisors: list[tuple[Role, Office]], **fields: Any
) -> LevelCertificate:
    serial = next_number("serial", taken.happened_on.year, SERIAL)
    code = random_code()
    payload = statement(serial, code, taken.happened_on.isoformat(), fields)
    leaf = log_leaf("certificate", payload, chain_id=None, at=taken.at)
    return open_case(
        model,
        actor=taken.actor,
        at=taken.at,
        happened_on=taken.happened_on,
        parties=[
            (Role.EVALUATOR, fields["evaluator"]),
            (Role.TRAINEE, fields["person"]),
            *supervisors,
        ],
        facts={"serial": serial, "log_index": leaf.index},
        number=serial,
        code=code,
        issued_on=taken.happened_on,
        digest=digest("sha256", canonical(payload)),
        leaf=leaf,
        **fields,
    )


def _supervisors(chain_id: UUID) -> list[tuple[Role, Office]]:
    parties = Party.objects.filter(chain_id=chain_id, role=Role.PROVINCE).select_related("office")
    return [(Role.PROVINCE, party.office) for party in parties if party.office is not None]


def statement(serial: str, code: str, issued_on: str, fields: dict[str, Any]) -> dict[str, object]:
    """What a certificate states, as the public log digests it. No field may be added without a new schema."""
    direction = fields["direction"]
    return {
        "schema": 1,
        "serial": serial,
        "code": code,
        "holder": fields["holder"],
        "id_masked": fields["masked"],
        "occupation": fields["occupation"].zh,
        "direction": direction.zh if direction else "",
        "level": fields["level"],
        "evaluator": fields["evaluator"].name,
        "examined_on": fields["examined_on"].isoformat(),
        "issued_on": issued_on,
        "national_cert_no": fields["national_cert_no"],
    }
