"""From a finished sitting to the batches of certificates: every row is filled from facts, none is typed again."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from yushu.casework.process import Taken
from yushu.certification import entering
from yushu.certification.models.batches import Batch, Candidate
from yushu.kernel.clock import day_of
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.people.roles import Role

if TYPE_CHECKING:
    from yushu.certification.models import Application, Sitting

Key = tuple[Any, str, Any]


def open_batches(sitting: Sitting, taken: Taken) -> list[Batch]:
    """One batch for each occupation, level and training institution; a batch names one institution."""
    groups: dict[Key, list[Application]] = defaultdict(list)
    rows = sitting.seated_applications().select_related(
        "person", "occupation", "direction", "training__institution"
    )
    for application in rows:
        groups[application.occupation_id, application.level, application.training.institution_id].append(
            application
        )
    return [_open(sitting, group, taken) for group in groups.values()]


def _open(sitting: Sitting, group: list[Application], taken: Taken) -> Batch:
    first = group[0]
    province, nation = sitting.party(Role.PROVINCE), sitting.party(Role.NATION)
    if province is None or nation is None:
        wrong = Words(
            "场次没有登记省人社厅或协调小组办公室", "The sitting names no province or national office"
        )
        raise Refusal(wrong, Words("由省人社厅补登", "Let the province add them"), cites="R10")
    batch = entering.open_batch(
        entering.Sitting(
            first.training.institution,
            first.occupation,
            first.level,
            sitting.held_on,
            first.training.class_name,
            sitting.site.name,
        ),
        [_entry(application) for application in group],
        evaluator=sitting.evaluator,
        province=province,
        nation=nation,
        actor=taken.actor,
        at=taken.at,
    )
    for application in group:
        _note_origin(batch, application)
    return batch


def _entry(application: Application) -> entering.Entry:
    score, signed = application.score(), application.commitment()
    marks = entering.Marks(
        application.direction.zh if application.direction else "",
        score.theory if score else None,
        score.practice if score else None,
        bool(score and score.absent),
        application.training.serial,
        application.training.completed_on,
        day_of(signed.signed_at) if signed else None,
    )
    document = application.person.documents.order_by("pk")[0]
    return entering.Entry(application.seat or 0, application.person.name, document.number, marks)


def _note_origin(batch: Batch, application: Application) -> None:
    """What the list cannot say: from which application the row comes, and what was signed when."""
    signed = application.commitment()
    rows = Candidate.objects.filter(batch=batch, person__in=[application.person_id])
    rows.update(
        application=application,
        committed_at=signed.signed_at if signed else None,
        commitment_version=signed.version if signed else "",
        proofs=application.way == "PROOFS",
    )
