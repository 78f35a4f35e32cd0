"""A step for some people of a case: who was chosen, and the sibling case they go into."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from yushu.casework import clocks
from yushu.casework.models import Act, Case, Party
from yushu.casework.process import Step
from yushu.kernel.errors import Invalid
from yushu.kernel.words import Words
from yushu.ledger import book
from yushu.ledger.models import Chain

if TYPE_CHECKING:
    from yushu.people.actors import Actor

AnyCase = TypeVar("AnyCase", bound=Case)


def chosen(
    case: Case, step: Step, asked: tuple[str, ...] | None, before: list[str] | None
) -> tuple[str, ...]:
    """The rows a step is about: none for a step without rows, all when nothing was chosen.

    Later hands act on what the first hand chose. Raises Invalid for a row that is not there.
    """
    if not step.rows:
        return ()
    if before is not None:
        return tuple(before)
    keys = case.row_keys()
    if asked is None:
        return tuple(keys)
    if not asked or (set(asked) - set(keys)):
        raise Invalid(
            Words("没有选中有效的人员", "No valid row was chosen"),
            Words("在名单里勾选至少一人", "Tick at least one person in the list"),
            field="rows",
        )
    return tuple(key for key in keys if key in set(asked))


def part(
    case: AnyCase, step: Step, rows: tuple[str, ...], *, actor: Actor, at: datetime, day: date, basis: str
) -> AnyCase:
    """The case that takes the step: itself when all its rows were chosen, else a new sibling.

    The sibling inherits parties, clocks and acts, and its first entry names the head of the
    chain it comes from, so the two histories prove each other. Hands given so far go with it:
    for those who stay the list has changed, and they have nothing more to stand on.
    """
    if not step.rows or set(rows) == set(case.row_keys()):
        return case
    sibling = _twin(case, at=at)
    sibling.save(force_insert=True)
    _copy_belongings(case, sibling)
    clocks.carry_over(case, sibling)
    case.split_rows(sibling, rows)
    case.save()
    clocks.first_turn(case, step, day, at=at)
    _write_both(case, sibling, rows, actor=actor, at=at, day=day, basis=basis)
    return sibling


def _twin(case: AnyCase, *, at: datetime) -> AnyCase:
    fields = {f.attname: getattr(case, f.attname) for f in case._meta.concrete_fields if not f.primary_key}
    count = type(case).objects.filter(split_from_id=case.pk).count()
    fields["number"] = f"{case.number}-{count + 1}"
    fields["split_from_id"] = case.pk
    return type(case)(chain=book.open_chain(case.process.kind, at=at), **fields)


def _copy_belongings(case: Case, sibling: Case) -> None:
    Party.objects.bulk_create(
        Party(chain_id=sibling.pk, role=p.role, office_id=p.office_id, person_id=p.person_id)
        for p in Party.objects.filter(chain_id=case.pk)
    )
    for act in Act.objects.filter(chain_id=case.pk):
        act.pk, act.chain_id = None, sibling.pk
        act.save(force_insert=True)
    Act.objects.filter(chain_id=case.pk, live=True).update(live=False)


def _write_both(
    case: Case,
    sibling: Case,
    rows: tuple[str, ...],
    *,
    actor: Actor,
    at: datetime,
    day: date,
    basis: str,
) -> None:
    said = {
        "from": str(case.pk),
        "number": case.number,
        "head": Chain.objects.values_list("head", flat=True).get(pk=case.pk),
        "rows": list(rows),
        **sibling.standing(),
    }
    book.append(sibling.pk, "split_off", said, actor=actor, at=at, happened_on=day, basis=basis)
    left = {"to": str(sibling.pk), "number": sibling.number, "rows": list(rows), **case.standing()}
    book.append(case.pk, "split", left, actor=actor, at=at, happened_on=day, basis=basis)
