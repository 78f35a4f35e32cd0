"""Acts on a class that are no steps: who may, that nobody was faster, and the line in the record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F

from yushu.casework.letters import speaker
from yushu.casework.models import Party, offices_of
from yushu.kernel.clock import day_of
from yushu.kernel.errors import Forbidden, Refusal, Stale
from yushu.kernel.words import Words
from yushu.ledger import book
from yushu.people.models import Office, Person
from yushu.people.roles import Duty, Role

if TYPE_CHECKING:
    from yushu.people.actors import Actor
    from yushu.training.models import TrainingClass

NOT_YOURS = Words("这个班不由你办理", "This class is not yours to work on")
ANOTHER_DUTY = Words("你的岗位不办这件事", "Your post does not do this")
LOOK_AGAIN = Words("打开最新的再办", "Open it again and act on what it says now")
SECOND = Words("须由另一人确认，你是录入的人", "Another person confirms: you entered it")
CALL_ANOTHER = Words("请本单位另一人办理", "Let another person of the office do it")


def teaches(case: TrainingClass, actor: Actor, *duties: Duty) -> Person:
    """The person acting for the institution of a class. Raises Forbidden for anybody else."""
    own = Party.objects.filter(chain_id=case.pk, role=Role.INSTITUTION, office_id__in=offices_of(actor))
    if actor.person is None or actor.post is None or not own.exists():
        raise Forbidden(NOT_YOURS, Words("由培训机构办理", "The institution does it"), cites="R05")
    lent = {duty for office, duty in actor.delegated if actor.office and office == actor.office.pk}
    if not {actor.duty, *lent} & set(duties or (Duty.HANDLE,)):
        raise Forbidden(ANOTHER_DUTY, CALL_ANOTHER, cites="A36")
    return actor.person


def seconds(case: TrainingClass, actor: Actor, first: Person | None) -> Person:
    """The second person: of the institution, and not the one who entered it."""
    person = teaches(case, actor, Duty.HANDLE, Duty.CHECK, Duty.SIGN)
    if first is not None and person.pk == first.pk:
        raise Refusal(SECOND, CALL_ANOTHER, cites="A36")
    return person


def claim(case: TrainingClass, states: tuple[str, ...], rev: int | None = None) -> None:
    """Hold the class for this transaction, if it still stands in one of these states (and at this revision)."""
    mine = type(case).objects.filter(pk=case.pk, state__in=states)
    mine = mine if rev is None else mine.filter(rev=rev)
    if mine.update(rev=F("rev") + 1) != 1:
        case.refresh_from_db()
        wrong = Words("培训班已经变了，现在是“{s}”", "The class has changed: it is now “{s}”")
        raise Stale(wrong.fill(s=case.process.label(case.state)), LOOK_AGAIN)
    case.refresh_from_db()


def write(case: TrainingClass, verb: str, facts: Mapping[str, object], *, actor: Actor, at: datetime) -> None:
    """A line in the record of the class."""
    book.append(
        case.pk, verb, facts, actor=actor, at=at, happened_on=day_of(at), basis="own", who=speaker(actor)
    )


def write_for(office: Office, verb: str, facts: Mapping[str, object], *, actor: Actor, at: datetime) -> None:
    """A line in the record of an institution itself, for what belongs to no case."""
    chain = book.chain_for("office", office.pk, at)
    book.append(
        chain.pk, verb, facts, actor=actor, at=at, happened_on=day_of(at), basis="own", who=speaker(actor)
    )


def reason_of(text: str, longest: int = 200) -> str:
    """A reason that says something. Raises Refusal for less than four characters."""
    said = " ".join(text.split())
    if len(said) < 4:
        wrong = Words("没有写理由", "The reason is missing")
        raise Refusal(
            wrong, Words("至少写4个字", "Write at least four characters"), field="reason", cites="R24"
        )
    return said[:longest]
