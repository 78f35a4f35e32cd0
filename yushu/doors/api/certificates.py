"""The state of a certificate as data, for whoever verifies many."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ninja import Router, Schema

from yushu.catalogue.levels import Level
from yushu.catalogue.models.occupations import name_of
from yushu.certification.life import L
from yushu.certification.models import LevelCertificate
from yushu.doors import verifying
from yushu.doors.api.answering import REFUSALS, Answer, Say, everybody, version, words_to
from yushu.doors.api.asking import Code, told
from yushu.doors.api.description import described
from yushu.doors.api.plan import NotThere
from yushu.doors.asking import DeskRequest
from yushu.kernel.words import Words

router = Router(tags=["certificates"])
CITES = {
    L.REVOKED: ["R11", "A37"],
    L.SUSPENDED: ["R11", "A37"],
}


class LogPlace(Schema):
    """Where the certificate stands in the public log."""

    index: int = told("登记簿中的序号，从0起", "index of its leaf, from 0")
    size: int | None = told(
        "已签名登记簿的条数；还没签名时为空", "leaves under the signed root; null until signed"
    )
    sealed_on: date | None = told("封存日", "day of its seal")
    genuine: bool | None = told("核对结果；还没签名时为空", "result of the check; null until signed")


class Certified(Answer):
    """The state of a certificate of either kind, and what both kinds state."""

    code: str = told("查验码", "code")
    serial: str = told("平台登记号", "serial of the platform")
    state: Literal["valid", "suspended", "revoked", "superseded"] = told("状态", "state")
    since: date = told("进入该状态的日期", "day since which it is so")
    ground: str = told("撤销原因类别；未撤销时为空", "category of the ground; empty unless revoked")
    successor: str = told(
        "换发后的查验码；没有时为空", "code of the certificate that replaced it; empty without one"
    )
    holder: str = told("持证人", "holder")
    id_masked: str = told("证件号，中段隐去", "number of the identity document, its middle hidden")
    occupation: str = told("职业", "occupation")
    direction: str = told("方向；不分方向时为空", "direction; empty where there is none")
    level: str = told("等级", "level")
    issued_on: date = told("颁发日期", "day of issue")
    log: LogPlace = told("公开登记", "place in the public log")


class CertificateAnswer(Certified):
    """The state of a level certificate, and what it states."""

    evaluator: str = told("颁发机构", "issuing body")
    national_cert_no: str | None = told(
        "国家证书号；国家尚未提供时为空，本平台不代编",
        "national number; null while none was given, never made up",
    )


@router.get("/{code}", response={200: CertificateAnswer, **REFUSALS}, **described("certificate"))
@everybody
def certificate(request: DeskRequest, code: Code) -> CertificateAnswer:
    """The state of the certificate with that code."""
    found = verifying.by_code(code)
    if found is None:
        raise no_certificate()
    return _answer(found, words_to(request))


def no_certificate() -> NotThere:
    """Nothing of that kind has this code."""
    return NotThere(
        Words("没有这张证书", "there is no such certificate"),
        Words("对照证书上的16位查验码", "compare it with the 16 characters on the certificate"),
        field="code",
    )


def _answer(found: LevelCertificate, say: Say) -> CertificateAnswer:
    return CertificateAnswer(
        **certified(found, say),
        evaluator=say(name_of(found.evaluator)),
        national_cert_no=found.national_cert_no or None,
        cites=CITES.get(L(found.state), ["R11"]),
        pack_version=version(),
    )


def certified(found: verifying.Certificate, say: Say) -> dict[str, Any]:
    """What is answered of both kinds."""
    successor = verifying.successor_of(found)
    return {
        "code": found.code,
        "serial": found.number,
        "state": verifying.public_state(found),
        "since": verifying.public_since(found),
        "ground": say(verifying.public_ground(found)),
        "successor": successor.code if successor else "",
        "holder": found.holder,
        "id_masked": found.masked,
        "occupation": say(found.occupation.words),
        "direction": say(found.direction.words) if found.direction else "",
        "level": say(Level(found.level).words),
        "issued_on": found.issued_on,
        "log": _place(found),
    }


def _place(found: verifying.Certificate) -> LogPlace:
    entered = verifying.registration(found)
    size = entered.proof.signed.size if entered.proof else None
    return LogPlace(index=found.leaf.index, size=size, sealed_on=entered.sealed_on, genuine=entered.genuine)
