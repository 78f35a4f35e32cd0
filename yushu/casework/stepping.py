"""One step, taken in one transaction. The door before it is `moving.move()`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.db.models import Q

from yushu.casework import clocks, letters
from yushu.casework.authority import Basis, asked, basis_for, pending
from yushu.casework.calendar import working_calendar
from yushu.casework.facts import cleaned
from yushu.casework.models import Act, Case
from yushu.casework.process import REASON, Check, Step, Taken
from yushu.casework.rows import chosen, part
from yushu.kernel.clock import day_of
from yushu.kernel.errors import Invalid, Refusal, Stale
from yushu.kernel.words import Words
from yushu.ledger import book

if TYPE_CHECKING:
    from yushu.people.actors import Actor

AnyCase = TypeVar("AnyCase", bound=Case)

MOVED_ON = Words("这件事已有人先办了，现在是“{state}”", "Somebody was faster: the case is now “{state}”")
NOBODY_YET = Words("还没有人办过这一步", "Nobody has given a hand yet")
LOOK_AGAIN = Words("打开最新的办件再决定", "Open the case again and decide from what it is now")


@dataclass(frozen=True)
class Given:
    """What the one who presses hands over: facts for the step, the chosen rows, facts for each row."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[str, ...] | None = None
    row_facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


NONE = Given()


def take(
    case: AnyCase,
    step: str,
    *,
    actor: Actor,
    at: datetime,
    rev: int,
    happened_on: date | None = None,
    given: Given = NONE,
) -> AnyCase:
    """What `move()` promises, except that time steps already due are not looked at first."""
    before = dict(vars(case))
    try:
        with transaction.atomic():
            return _take(case, step, actor=actor, at=at, rev=rev, happened_on=happened_on, given=given)
    except BaseException:
        # The database has forgotten the step; the object in the caller's hand must forget it too.
        vars(case).clear()
        vars(case).update(before)
        raise


def _take(
    case: AnyCase, step: str, *, actor: Actor, at: datetime, rev: int, happened_on: date | None, given: Given
) -> AnyCase:
    row = _row(case, step, rev)
    hands = pending(case, row)
    basis = basis_for(case, row, actor, hands)
    day = _legal_day(case, basis, happened_on, at)
    case.claim_first()
    _claim(case, row, rev)
    case.rev = rev + 1
    rows = chosen(case, row, given.rows, hands[0].rows if hands else None)
    facts = _facts(row, basis, hands, given, rows)
    _refuse_ahead(row, facts, day_of(at))
    taken = Taken(row, actor, at, day, facts, rows)
    refuse_blocked(case, taken)
    if len(hands) + 1 < row.hands:
        return _one_hand(case, taken, basis, hands)
    target = part(case, row, rows, actor=actor, at=at, day=day, basis=basis.kind)
    return _whole_step(target, taken, basis, hands)


def _row(case: Case, step: str, rev: int) -> Step:
    row = case.process.find(case.state, step)
    if row is None or case.rev != rev:
        raise _stale(case)
    return row


def _stale(case: Case) -> Stale:
    return Stale(MOVED_ON.fill(state=case.process.label(case.state)), LOOK_AGAIN)


def _legal_day(case: Case, basis: Basis, happened_on: date | None, at: datetime) -> date:
    today = day_of(at)
    day = happened_on or today
    if day != today and basis.kind not in ("record", "time"):
        raise Invalid(
            Words("只有代录才能填别的日期", "Only a recorder may give another day"),
            Words("去掉办理日期，按今天办", "Leave the day out; today counts"),
            field="happened_on",
            cites="A34",
        )
    if day > today or day < case.entered_on:
        raise Invalid(
            Words("办理日期{d}不对", "The day {d} cannot be right").fill(d=day.isoformat()),
            Words("填{a}至{b}之间的日期", "Give a day from {a} to {b}").fill(
                a=case.entered_on.isoformat(), b=today.isoformat()
            ),
            field="happened_on",
            cites="A34",
        )
    return day


def _claim(case: Case, step: Step, rev: int) -> None:
    """The race is decided here: one UPDATE wins, whatever the database."""
    won = type(case).objects.filter(Q(state=case.state), pk=case.pk, rev=rev).update(rev=rev + 1)
    if won != 1:
        raise _stale(type(case).objects.get(pk=case.pk))


def _facts(step: Step, basis: Basis, hands: list[Act], given: Given, rows: tuple[str, ...]) -> dict[str, Any]:
    facts = dict(hands[0].facts) if hands else {}
    for act in hands[1:]:
        facts.update(act.facts)
    facts.update(cleaned(asked(step, basis), given.facts))
    if step.row_asks and not hands:
        facts["rows"] = {key: cleaned(step.row_asks, given.row_facts.get(key, {})) for key in rows}
    return facts


def _refuse_ahead(step: Step, facts: Mapping[str, Any], today: date) -> None:
    """A date that has not come is no fact."""
    for ask in step.asks:
        if ask.kind == "date" and facts.get(ask.name, "") > today.isoformat():
            raise Invalid(
                Words("“{f}”{d}还没有到", "“{f}”: {d} has not come yet").fill(f=ask.label, d=facts[ask.name]),
                Words("填今天或以前的日期", "Give today or an earlier day"),
                field=ask.name,
                cites=step.cites,
            )


def checks(case: Case, step: Step, taken: Taken | None = None) -> list[Check]:
    """What the machine has looked at before this step, in the order of its guards."""
    return [check for guard in step.requires for check in guard(case, taken)]


def refuse_blocked(case: Case, taken: Taken) -> None:
    """Raise Refusal for the first guard that says no; a look-twice never blocks."""
    for check in checks(case, taken.step, taken):
        if check.mark == "no":
            mend = Words("先补齐这一项，再办这一步", "Mend this first, then take the step")
            raise Refusal(check.text, mend, cites=check.cites or taken.step.cites)


def _one_hand(case: AnyCase, taken: Taken, basis: Basis, hands: list[Act]) -> AnyCase:
    """A hand that is not the last: the state stays, the clock runs on, the turn passes."""
    act = _write_act(case, taken, basis, hand=len(hands) + 1)
    turn = taken.step.duties[act.hand]
    clock = clocks.next_turn(case, taken.step, turn, taken.happened_on)
    _write_entry(case, taken, basis, f"{taken.step.name}.{(basis.duty or '').lower()}")
    letters.your_turn(case, taken, clock)
    return case


def hand_back(case: AnyCase, step: str, reason: str, *, actor: Actor, at: datetime, rev: int) -> AnyCase:
    """Whoever is next gives a step back to the first hand of the office, with the reason (A36).

    The hands given so far are void; state and term stay as they are. Raises Stale, Forbidden or
    Refusal like `move()`, and Invalid without a reason.
    """
    row = _row(case, step, rev)
    hands = pending(case, row)
    basis = basis_for(case, row, actor, hands)
    if not hands:
        raise Refusal(NOBODY_YET, Words("由你办第一手", "Give the first hand yourself"), cites="A36")
    facts = cleaned((REASON,), {"reason": reason})
    with transaction.atomic():
        _claim(case, row, rev)
        Act.objects.filter(chain_id=case.pk, step=row.name, live=True).update(live=False)
        taken = Taken(row, actor, at, day_of(at), facts)
        clock = clocks.next_turn(case, row, row.duties[0], taken.happened_on)
        _write_entry(case, taken, basis, f"{row.name}.back")
        letters.handed_back(case, taken, clock)
    case.rev = rev + 1
    return case


def _whole_step(case: AnyCase, taken: Taken, basis: Basis, hands: list[Act]) -> AnyCase:
    step, calendar = taken.step, working_calendar()
    _write_act(case, taken, basis, hand=len(hands) + 1, final=True)
    # The state is left: no hand given in it, to this step or to another, is waited for any more.
    Act.objects.filter(chain_id=case.pk, live=True).update(live=False)
    clocks.leave(case, step, taken.happened_on, calendar, at=taken.at)
    case.state, case.entered_on, case.entered_rev = step.to, taken.happened_on, case.rev
    step.then(case, taken)
    case.save()
    clocks.end_held(case, step, taken.happened_on, at=taken.at)
    opened = clocks.open_clocks(case, calendar)
    _write_entry(case, taken, basis, step.name)
    letters.after_step(case, taken, opened)
    return case


def _write_act(case: Case, taken: Taken, basis: Basis, *, hand: int, final: bool = False) -> Act:
    actor = taken.actor
    return Act.objects.create(
        chain_id=case.pk,
        step=taken.step.name,
        entered_rev=case.entered_rev,
        hand=hand,
        duty=basis.duty or "",
        final=final,
        live=True,
        person=actor.person,
        post=actor.post,
        office=actor.office,
        basis=basis.kind,
        at=taken.at,
        happened_on=taken.happened_on,
        facts=dict(taken.facts),
        rows=list(taken.rows),
    )


def _write_entry(case: Case, taken: Taken, basis: Basis, verb: str) -> None:
    facts: dict[str, object] = {**taken.facts, **case.standing(), "rev": case.rev}
    if taken.rows:
        facts["chosen"] = list(taken.rows)
    if basis.kind == "record":
        facts["for"] = taken.step.by.value
    book.append(
        case.pk,
        verb,
        facts,
        actor=taken.actor,
        at=taken.at,
        happened_on=taken.happened_on,
        basis=basis.kind,
        who=letters.speaker(taken.actor),
    )
