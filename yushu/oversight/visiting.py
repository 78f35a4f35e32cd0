"""How inspections begin: for a cause, or by a draw among the classes that run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction

from yushu.casework.models import Party, offices_of
from yushu.casework.opening import open_case
from yushu.kernel.clock import day_of
from yushu.kernel.errors import Forbidden, Refusal
from yushu.kernel.words import Words
from yushu.oversight.drawing import Ticketed, commitment, make_seed, population_digest, ranked, tickets_for
from yushu.oversight.models import Cause, Complaint, Draw, Inspection, house_of
from yushu.people.models import Office, Person
from yushu.people.roles import Duty, Role
from yushu.training.classing import S as Class
from yushu.training.models import TrainingClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yushu.people.actors import Actor

MOST = 20
"""Classes of one draw."""


@dataclass(frozen=True)
class Reason:
    """Why somebody goes: a complaint, a warning sign, or what the officer writes."""

    cause: Cause
    why: str = ""
    complaint: Complaint | None = None
    sign: str = ""
    draw: Draw | None = None


def inspecting_house(actor: Actor) -> Office:
    """The house the actor inspects for. Raises Forbidden for anybody but who handles at a city or the province."""
    office = actor.office
    if office is None or actor.role not in (Role.CITY, Role.PROVINCE) or actor.duty != Duty.HANDLE:
        wrong = Words(
            "检查由市或省的经办人发起", "An inspection is begun by who handles at a city or the province"
        )
        raise Forbidden(wrong, Words("请经办人办理", "Let that officer do it"), cites="R24")
    return office.parent or office


@transaction.atomic
def begin_inspection(
    institution: Office, training_class: TrainingClass | None, reason: Reason, *, actor: Actor, at: datetime
) -> Inspection:
    """An inspection nobody outside learns of until its visit is recorded."""
    house = inspecting_house(actor)
    if training_class is not None and training_class.institution_id != institution.pk:
        wrong = Words("这个班不是该机构的", "The class is not that institution's")
        raise Refusal(wrong, Words("重新选培训班", "Choose the class again"), field="training_class")
    province = house_of(Role.PROVINCE, institution.area)
    parties = [(Role.CITY, house), *([(Role.PROVINCE, province)] if province else [])]
    return open_case(
        Inspection,
        actor=actor,
        at=at,
        parties=parties,
        institution=institution,
        training_class=training_class,
        cause=reason.cause,
        why=reason.why,
        complaint=reason.complaint,
        sign=reason.sign,
        draw=reason.draw,
    )


def running_classes(actor: Actor) -> list[TrainingClass]:
    """What may be drawn: every class that runs and that the office supervises, in the order of its number."""
    rows = TrainingClass.objects.filter(state=Class.RUNNING)
    if actor.role == Role.CITY:
        mine = Party.objects.filter(role=Role.CITY, office_id__in=offices_of(actor))
        rows = rows.filter(chain_id__in=mine.values("chain_id"))
    return list(rows.select_related("institution").order_by("number", "pk"))


@transaction.atomic
def draw_classes(size: int, signs: Iterable[UUID], *, actor: Actor, at: datetime) -> Draw:
    """Freeze the list, make the seed, draw, and begin an inspection of each class drawn.

    `signs` names a class once for each warning sign it shows. One draw a day for an office.
    """
    house, rows = inspecting_house(actor), running_classes(actor)
    if not 1 <= size <= min(MOST, len(rows)):
        wrong = Words("在训{n}个班，抽不了{k}个", "{n} classes run: {k} cannot be drawn").fill(
            n=len(rows), k=size
        )
        mend = Words("填1至{m}之间的数", "Give a number from 1 to {m}").fill(m=min(MOST, len(rows)))
        raise Refusal(wrong, mend, field="size", cites="R24")
    shown = Counter(signs)
    population = [Ticketed(str(row.pk), tickets_for(shown[row.pk])) for row in rows]
    draw = _keep(house, population, size, actor=actor, at=at)
    found = {str(row.pk): row for row in rows}
    for key in ranked(draw.seed, population)[:size]:
        row = found[key]
        begin_inspection(row.institution, row, Reason(Cause.DRAWN, draw=draw), actor=actor, at=at)
    return draw


def _keep(house: Office, population: list[Ticketed], size: int, *, actor: Actor, at: datetime) -> Draw:
    seed = make_seed()
    try:
        with transaction.atomic():
            return Draw.objects.create(
                office=house,
                on=day_of(at),
                at=at,
                by=_person(actor),
                population=[[one.key, one.tickets] for one in sorted(population)],
                digest=population_digest(population),
                seed=seed,
                committed=commitment(seed, population),
                size=size,
            )
    except IntegrityError:
        wrong = Words("今天已经抽过", "There was a draw today already")
        raise Refusal(wrong, Words("明天再抽", "Draw again tomorrow"), cites="R24") from None


def _person(actor: Actor) -> Person:
    assert actor.person is not None
    return actor.person


def names_of(draw: Draw) -> Mapping[str, TrainingClass]:
    """The classes of the frozen list, by the keys they stand under."""
    keys = [UUID(one.key) for one in draw.tickets()]
    rows = TrainingClass.objects.filter(pk__in=keys).select_related("occupation", "institution")
    return {str(row.pk): row for row in rows}
