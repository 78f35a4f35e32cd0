"""How a case begins: chain, parties, clocks and first entry in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection, transaction
from django.db.models import F

from yushu.casework import clocks, letters
from yushu.casework.calendar import working_calendar
from yushu.casework.models import Case, Counter, Party
from yushu.casework.process import Process
from yushu.kernel.clock import day_of
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.law.pack import pack
from yushu.ledger import book
from yushu.ledger.models import Chain
from yushu.people.roles import Role

if TYPE_CHECKING:
    from yushu.people.actors import Actor
    from yushu.people.models import Office, Person

AnyCase = TypeVar("AnyCase", bound=Case)


@transaction.atomic
def open_case(
    model: type[AnyCase],
    *,
    actor: Actor,
    at: datetime,
    parties: Iterable[tuple[Role, Office | Person]],
    happened_on: date | None = None,
    facts: Mapping[str, object] | None = None,
    **fields: Any,
) -> AnyCase:
    """Start a case in its process's start state: chain, parties, clocks and first entry at once.

    Raises Refusal when the actor's role may not open this kind of case.
    """
    process, day = model.process, happened_on or day_of(at)
    _may_open(process, actor)
    case = _new(model, day, book.open_chain(process.kind, at=at), fields)
    case.save(force_insert=True)
    Party.objects.bulk_create(_party(case, role, who) for role, who in parties)
    opened = clocks.open_clocks(case, working_calendar())
    letters.turns_begun(case, opened, at=at)
    book.append(
        case.pk,
        "open",
        {**(facts or {}), **case.standing()},
        actor=actor,
        at=at,
        happened_on=day,
        basis="own",
        who=letters.speaker(actor),
    )
    return case


def _may_open(process: Process, actor: Actor) -> None:
    if actor.role in process.opened_by:
        return
    raise Refusal(
        Words("你的岗位不能发起“{p}”", "Your post may not open “{p}”").fill(p=process.name),
        Words("由有关单位发起", "Let the party in charge open it"),
        cites=process.cites,
    )


def _new(model: type[AnyCase], day: date, chain: Chain, fields: dict[str, Any]) -> AnyCase:
    process = model.process
    return model(
        chain=chain,
        number=fields.pop("number", "") or next_number(process.kind, day.year),
        state=process.start,
        entered_on=day,
        opened_on=day,
        process_version=process.version,
        pack_version=pack().version,
        **fields,
    )


def _party(case: Case, role: Role, who: Office | Person) -> Party:
    slot = "office" if who._meta.model_name == "office" else "person"
    return Party(chain_id=case.pk, role=role, **{slot: who})


def next_number(kind: str, year: int, form: str = "{year}-{last:03d}") -> str:
    """The next running number of a kind in a year, such as 2024-009. Serialised by its counter row.

    Refuses to run outside a transaction: the UPDATE makes a second caller wait until the number
    is used or given back, so there is no gap.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a number is given out inside the act that uses it")
    Counter.objects.get_or_create(kind=kind, year=year)
    Counter.objects.filter(kind=kind, year=year).update(last=F("last") + 1)
    return form.format(year=year, last=Counter.objects.get(kind=kind, year=year).last)
