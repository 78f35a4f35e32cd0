"""The state of a training certificate as data, by the code printed on it."""

from __future__ import annotations

from datetime import date

from ninja import Router, Schema

from yushu.catalogue.models.occupations import name_of
from yushu.certification.life import L
from yushu.doors import verifying
from yushu.doors.api.answering import REFUSALS, Say, everybody, version, words_to
from yushu.doors.api.asking import Code, told
from yushu.doors.api.certificates import Certified, certified, no_certificate
from yushu.doors.api.description import described
from yushu.doors.asking import DeskRequest
from yushu.training.models import TrainingCertificate

router = Router(tags=["certificates"])
CITES = {L.REVOKED: ["R06", "A37"]}


class HoursTaught(Schema):
    """Hours in the four kinds of the programme."""

    theory_online: int = told("线上理论学时", "theory, online")
    theory_offline: int = told("线下理论学时", "theory, on site")
    practice_online: int = told("线上实操学时", "practice, online")
    practice_offline: int = told("线下实操学时", "practice, on site")


class TrainingCertificateAnswer(Certified):
    """The state of a training certificate, and what it states."""

    institution: str = told("培训机构", "institution that trained and issued it")
    class_name: str = told("班级", "class")
    began_on: date = told("培训开始日期", "first day of the training")
    ended_on: date = told("培训结束日期", "last day of the training")
    completed_on: date = told("结业考核日期", "day of the completion exam")
    hours: HoursTaught = told("学时", "hours taught")


@router.get(
    "/{code}",
    response={200: TrainingCertificateAnswer, **REFUSALS},
    **described("training_certificate"),
)
@everybody
def training_certificate(request: DeskRequest, code: Code) -> TrainingCertificateAnswer:
    """The state of the training certificate with that code."""
    found = verifying.training_by_code(code)
    if found is None:
        raise no_certificate()
    return _answer(found, words_to(request))


def _answer(found: TrainingCertificate, say: Say) -> TrainingCertificateAnswer:
    hours = {kind: getattr(found, kind) for kind in HoursTaught.model_fields}
    return TrainingCertificateAnswer(
        **certified(found, say),
        institution=say(name_of(found.institution)),
        class_name=found.class_name,
        began_on=found.began_on,
        ended_on=found.ended_on,
        completed_on=found.completed_on,
        hours=HoursTaught(**hours),
        cites=CITES.get(L(found.state), ["R06"]),
        pack_version=version(),
    )
