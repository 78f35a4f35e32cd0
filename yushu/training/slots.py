"""Teachers, rooms and classes in one place at a time, in slots of five minutes (R24).

The unique constraint is the referee: of two who want the same slot at the same moment one is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import IntegrityError, transaction

from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words

if TYPE_CHECKING:
    from yushu.training.models import Session, SlotClaim

BUSY = {
    "teacher": Words("{t}：{w}已有别的课", "{t} already teaches then: {w}"),
    "room": Words("{r}：{w}已被占用", "{r} is already in use: {w}"),
    "class": Words("本班{w}已有别的课", "The class has another session then: {w}"),
}
MOVE_IT = Words("换时间、教师或教室", "Take another time, teacher or room")


def claim(session: Session) -> None:
    """Claim every slot of a session for all it needs. Raises Refusal naming what is not free."""
    model = _claims()
    rows = [model(session=session, resource=resource, slot=slot) for resource, slot in _keys(session)]
    try:
        with transaction.atomic():
            model.objects.bulk_create(rows)
    except IntegrityError:
        said = taken(session) or [BUSY["class"].fill(w=session.when)]
        raise Refusal(said[0], MOVE_IT, field="rows", cites="R24") from None


def taken(session: Session) -> list[Words]:
    """What a session needs and another has already."""
    return clashes([session])


def clashes(sessions: Sequence[Session]) -> list[Words]:
    """What these sessions need and others have already, or two of them at once. One query."""
    wanted: dict[tuple[str, int], Session] = {}
    found: dict[tuple[str, int | None], Words] = {}
    for session in sessions:
        for key in _keys(session):
            if key in wanted:
                found[key[0], session.pk] = _said(key[0], session)
            wanted[key] = session
    if not wanted:
        return []
    numbers = [slot for _, slot in wanted]
    held = _claims().objects.filter(
        resource__in={resource for resource, _ in wanted}, slot__gte=min(numbers), slot__lte=max(numbers)
    )
    own = [session.pk for session in sessions if session.pk]
    for key in held.exclude(session__in=own).values_list("resource", "slot"):
        if key in wanted:
            session = wanted[key]
            found[key[0], session.pk] = _said(key[0], session)
    return list(dict.fromkeys(found.values()))


def _keys(session: Session) -> Iterator[tuple[str, int]]:
    for resource in session.resources():
        for slot in session.slots():
            yield resource, slot


def _said(resource: str, session: Session) -> Words:
    room = session.room.name if session.room else ""
    return BUSY[resource.split(":")[0]].fill(t=session.teacher.person.name, r=room, w=session.when)


def _claims() -> type[SlotClaim]:
    model: type[SlotClaim] = apps.get_model("training", "SlotClaim")
    return model
