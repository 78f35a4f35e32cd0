"""Finding a certificate without signing in, and checking it against the public log.

Whoever holds a certificate may verify it: its code is 80 random bits, and its serial only
answers together with the holder's name. This is the one way past `visible_to`.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from yushu.certification.life import GROUNDS, L
from yushu.certification.models import LevelCertificate
from yushu.certification.registering import statement
from yushu.kernel.crypto import CODE_ALPHABET, CODE_LENGTH, canonical, digest
from yushu.kernel.words import NOTHING, Words
from yushu.ledger.keys import trusted
from yushu.ledger.log import inclusion
from yushu.ledger.models import Seal
from yushu.ledger.proof import Proof
from yushu.people.models import Office
from yushu.people.names import one_spelling
from yushu.training.models import TrainingCertificate
from yushu.training.training_life import GROUNDS as TRAINING_GROUNDS

CODE = re.compile(f"[{CODE_ALPHABET}]{{{CODE_LENGTH}}}")
SERIAL = re.compile(r"YS-[0-9]{4}-[LP]-[0-9]{5,9}")
READ_ALOUD = str.maketrans({"O": "0", "I": "1", "L": "1"})
"""Crockford's base 32 leaves these letters out; who types them means the digit."""
DASHES = re.compile(r"[\u2010-\u2015\u2212]")
SPACES = re.compile(r"[\s\u200b-\u200f\ufeff]")

Certificate = LevelCertificate | TrainingCertificate
"""What anybody may verify: a level certificate, or the training certificate before it."""

Standing = Literal["valid", "suspended", "revoked", "superseded"]
STANDING: dict[str, Standing] = {
    L.VALID: "valid",
    L.NOTIFIED: "valid",
    L.HEARD: "valid",
    L.SUSPENDED: "suspended",
    L.REVOKED: "revoked",
    L.SUPERSEDED: "superseded",
}
"""What the public is told. Until a decision is made a certificate is valid (A37)."""


@dataclass(frozen=True)
class Registration:
    """Where a certificate stands in the public log.

    `proof` is empty until the log has been signed with it; `genuine` then says whether what the
    certificate states is what was entered.
    """

    stated: dict[str, object]
    proof: Proof | None
    genuine: bool | None
    sealed_on: date | None


def narrow(text: str) -> str:
    """Half-width, upper case, without spaces, with plain hyphens."""
    return SPACES.sub("", DASHES.sub("-", unicodedata.normalize("NFKC", text))).upper()


def as_code(text: str) -> str:
    """The code a text means, empty when it can be none."""
    code = narrow(text).replace("-", "").translate(READ_ALOUD)
    return code if CODE.fullmatch(code) else ""


def by_code(text: str) -> LevelCertificate | None:
    """The level certificate with that code."""
    code = as_code(text)
    return _levels().filter(code=code).first() if code else None


def any_by_code(text: str) -> Certificate | None:
    """The certificate of either kind with that code."""
    return by_code(text) or training_by_code(text)


def training_by_code(text: str) -> TrainingCertificate | None:
    """The training certificate with that code."""
    code = as_code(text)
    return _trainings().filter(code=code).first() if code else None


def by_serial(serial: str, name: str) -> Certificate | None:
    """The certificate with that serial, if the name is its holder's. Otherwise nothing, whichever is wrong."""
    number = narrow(serial)
    rows = _trainings() if "-P-" in number else _levels()
    found = rows.filter(number=number).first() if SERIAL.fullmatch(number) else None
    same = hmac.compare_digest(_key(found.holder if found else ""), _key(name))
    return found if found and same else None


def _key(name: str) -> bytes:
    return one_spelling(name).casefold().encode("utf-8", "replace")


def _levels() -> Any:
    return LevelCertificate.objects.select_related(
        "occupation", "direction", "evaluator", "leaf", "replaced_by", "replaces"
    )


def _trainings() -> Any:
    return TrainingCertificate.objects.select_related(
        "occupation", "direction", "institution", "leaf", "replaced_by", "replaces"
    )


def issuer_of(certificate: Certificate) -> Office:
    """Who issued it: the evaluation body, or the training institution."""
    return certificate.evaluator if isinstance(certificate, LevelCertificate) else certificate.institution


def public_state(certificate: Certificate) -> Standing:
    """valid, suspended, revoked or superseded."""
    return STANDING[L(certificate.state)]


def public_since(certificate: Certificate) -> date:
    """The day since which the public state holds: of issue while it is valid, else of the decision."""
    return certificate.issued_on if public_state(certificate) == "valid" else certificate.entered_on


def public_ground(certificate: Certificate) -> Words:
    """The category under which it was revoked; nothing before a decision, and nothing about the person."""
    grounds = GROUNDS if isinstance(certificate, LevelCertificate) else TRAINING_GROUNDS
    return dict(grounds).get(certificate.ground, NOTHING) if certificate.state == L.REVOKED else NOTHING


def successor_of(certificate: Certificate) -> Certificate | None:
    """The certificate that took its place."""
    return getattr(certificate, "replaced_by", None)


def registration(certificate: Certificate) -> Registration:
    """Check a certificate against the public log."""
    stated = _stated(certificate)
    proof = inclusion(certificate.leaf)
    genuine = None if proof is None else _is_genuine(certificate, stated, proof)
    return Registration(stated, proof, genuine, _sealed_on(certificate))


def _is_genuine(certificate: Certificate, stated: dict[str, object], proof: Proof) -> bool:
    same = digest("sha256", canonical(stated)) == certificate.digest
    return same and proof.states(stated) and proof.genuine(trusted())


def _stated(certificate: Certificate) -> dict[str, object]:
    """What it stated when it was entered: under the name its issuer bore then."""
    issuer = issuer_of(certificate)
    readings = [_reading(certificate, bearer) for bearer in (issuer, *issuer.names.all())]
    same = (stated for stated in readings if digest("sha256", canonical(stated)) == certificate.digest)
    return next(same, readings[0])


def _reading(certificate: Certificate, bearer: Any) -> dict[str, object]:
    if isinstance(certificate, TrainingCertificate):
        return certificate.stated(bearer)
    parts = ("holder", "masked", "occupation", "direction", "level", "examined_on", "national_cert_no")
    fields = {name: getattr(certificate, name) for name in parts}
    day = certificate.issued_on.isoformat()
    return statement(certificate.number, certificate.code, day, {**fields, "evaluator": bearer})


def _sealed_on(certificate: Certificate) -> date | None:
    """The day whose seal came first after the entry."""
    seals = Seal.objects.filter(sealed_at__gte=certificate.leaf.at).order_by("day")
    return seals.values_list("day", flat=True).first()
