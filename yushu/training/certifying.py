"""Entering a training certificate: its serial, its public code, its digest, its place in the public log (R06)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from yushu.casework.models import Party
from yushu.casework.opening import next_number, open_case
from yushu.casework.process import Taken
from yushu.kernel.crypto import canonical, digest, random_code
from yushu.ledger.log import log_leaf
from yushu.people.models import Office, Person
from yushu.people.roles import Role
from yushu.training.hours import KINDS

if TYPE_CHECKING:
    from yushu.training.models import CompletionResult, TrainingCertificate, TrainingClass

SERIAL = "YS-{year}-P-{last:05d}"
OF_A_CLASS = ("occupation", "direction", "level", "institution", *KINDS)
OVERSEERS = (Role.PROVINCE, Role.CITY)


def issue(
    model: type[TrainingCertificate], result: CompletionResult, of: TrainingClass, taken: Taken
) -> TrainingCertificate:
    """Open the life of one certificate. Runs inside the step that completes the class."""
    member = result.member
    return _enter(
        model,
        taken,
        _overseers(of.pk),
        member=member,
        person=member.person,
        holder=member.person.name,
        masked=masked_of(member.person),
        class_name=of.name,
        began_on=of.opens_on,
        ended_on=of.last_day(),
        completed_on=result.examined_on,
        **{name: getattr(of, name) for name in OF_A_CLASS},
    )


def replace(old: TrainingCertificate, taken: Taken) -> TrainingCertificate:
    """A corrected twin of a certificate: the holder's present name and paper, all else carried over."""
    kept = ("member", "person", "class_name", "began_on", "ended_on", "completed_on", *OF_A_CLASS)
    fields = {name: getattr(old, name) for name in kept}
    people = {"holder": old.person.name, "masked": masked_of(old.person)}
    return _enter(type(old), taken, _overseers(old.pk), replaces=old, **people, **fields)


def masked_of(person: Person) -> str:
    """The person's first paper, masked."""
    paper = person.documents.order_by("pk").values_list("masked", flat=True).first()
    return paper or ""


def _enter(
    model: type[TrainingCertificate], taken: Taken, overseers: list[tuple[Role, Office]], **fields: Any
) -> TrainingCertificate:
    serial = next_number("training_serial", taken.happened_on.year, SERIAL)
    code = random_code()
    payload = statement(serial, code, taken.happened_on.isoformat(), fields)
    leaf = log_leaf("training_certificate", payload, chain_id=None, at=taken.at)
    return open_case(
        model,
        actor=taken.actor,
        at=taken.at,
        happened_on=taken.happened_on,
        parties=[
            (Role.INSTITUTION, fields["institution"]),
            (Role.TRAINEE, fields["person"]),
            *overseers,
        ],
        facts={"serial": serial, "log_index": leaf.index},
        number=serial,
        code=code,
        issued_on=taken.happened_on,
        digest=digest("sha256", canonical(payload)),
        leaf=leaf,
        **fields,
    )


def _overseers(chain_id: UUID) -> list[tuple[Role, Office]]:
    parties = Party.objects.filter(chain_id=chain_id, role__in=OVERSEERS).select_related("office")
    return [(Role(party.role), party.office) for party in parties if party.office is not None]


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
        "institution": fields["institution"].name,
        "class_name": fields["class_name"],
        "began_on": fields["began_on"].isoformat(),
        "ended_on": fields["ended_on"].isoformat(),
        "completed_on": fields["completed_on"].isoformat(),
        "issued_on": issued_on,
        "hours": {kind: fields[kind] for kind in KINDS},
    }
