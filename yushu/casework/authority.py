"""Who may take a step of a case, and on what basis. The engine and the buttons ask the same question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from yushu.casework.models import Act, Case, Party, offices_of
from yushu.casework.process import PAPER, Ask, Step
from yushu.kernel.errors import Forbidden, Refusal
from yushu.kernel.words import Words
from yushu.people.persons import same_person_ids
from yushu.people.roles import Duty, Role

if TYPE_CHECKING:
    from yushu.people.actors import Actor

BasisKind = Literal["own", "delegation", "record", "self", "time"]

NOT_YOURS = Words("这一步不由你办理", "This step is not yours to take")
WRONG_HAND = Words("这一手应由{duty}办理", "This hand belongs to the one who {duty}")
SAME_PERSON = Words("你已办过这一步的前一手", "You already did an earlier hand of this step")
ANOTHER_MUST = Words(
    "请由本单位另一人办理：经办、复核、签发须是不同的人",
    "Let another person of the office do it: handling, checking and signing are three different persons",
)
DUTY_WORDS = {
    Duty.HANDLE: Words("经办人", "handles"),
    Duty.CHECK: Words("复核人", "checks"),
    Duty.SIGN: Words("签发人", "signs"),
    Duty.VIEW: Words("查阅人", "views"),
}


@dataclass(frozen=True)
class Basis:
    """Why an actor may act: own duty, a delegation, recording for another, in person, or time itself."""

    kind: BasisKind
    duty: Duty | None = None


def pending(case: Case, step: Step) -> list[Act]:
    """The hands already given to this step in the present stay, in order."""
    return list(
        Act.objects.filter(
            chain_id=case.pk, entered_rev=case.entered_rev, step=step.name, live=True
        ).order_by("hand")
    )


def asked(step: Step, basis: Basis) -> tuple[Ask, ...]:
    """The facts the next hand gives. A record for another names the paper it rests on (A34)."""
    asks = step.asks_of(basis.duty) if basis.duty else step.asks
    rests = basis.kind != "record" or any(ask.kind == "document" for ask in asks)
    return asks if rests else (*asks, PAPER)


def basis_for(case: Case, step: Step, actor: Actor, done: list[Act] | None = None) -> Basis:
    """The basis on which `actor` may take the next hand of `step`.

    Raises Forbidden when the step is another's, Refusal when the rule of different persons stands in the way.
    """
    if step.by == Role.TIME or actor.role == Role.TIME:
        if step.by == actor.role:
            return Basis("time")
        raise _not_yours(step)
    parties = list(Party.objects.filter(chain_id=case.pk))
    if actor.post is None:
        return _in_person(step, actor, parties)
    hands = pending(case, step) if done is None else done
    basis = _for_office(step, actor, parties, step.duties[len(hands)])
    _apart(case, step, actor, hands)
    return basis


def _in_person(step: Step, actor: Actor, parties: list[Party]) -> Basis:
    mine = same_person_ids(actor.person) if actor.person else []
    if any(party.role == step.by == actor.role and party.person_id in mine for party in parties):
        return Basis("self")
    raise _not_yours(step)


def _for_office(step: Step, actor: Actor, parties: list[Party], duty: Duty) -> Basis:
    mine = set(offices_of(actor))
    holds = any(p.role == step.by and p.office_id in mine for p in parties)
    records = any(step.recorded_by and p.role == step.recorded_by and p.office_id in mine for p in parties)
    if not holds and not records:
        raise _not_yours(step)
    if actor.duty == duty:
        return Basis("own" if holds else "record", duty)
    if actor.office is not None and (actor.office.pk, duty) in actor.delegated:
        return Basis("delegation" if holds else "record", duty)
    raise Forbidden(
        WRONG_HAND.fill(duty=DUTY_WORDS[duty]),
        Words(
            "换有这一职责的人办，或由其委托给你",
            "Let the one who holds that duty act, or have it delegated to you",
        ),
        cites="A36",
    )


def _not_yours(step: Step) -> Forbidden:
    return Forbidden(
        NOT_YOURS,
        Words("看“当前环节”，由所列单位办理", "See the current step: the party named there acts"),
        cites=step.cites,
    )


def _apart(case: Case, step: Step, actor: Actor, hands: list[Act]) -> None:
    if not (hands or step.apart_from):
        return
    mine = same_person_ids(actor.person) if actor.person else []
    if any(act.person_id in mine for act in hands):
        raise Refusal(SAME_PERSON, ANOTHER_MUST, cites="A36")
    if not step.apart_from:
        return
    earlier = Act.objects.filter(chain_id=case.pk, step=step.apart_from, person__in=mine)
    if earlier.exists():
        said = Words("你办过“{step}”，不能再办这一步", "You took “{step}” and may not take this one")
        label = case.process.named(step.apart_from).called
        raise Refusal(said.fill(step=label), ANOTHER_MUST, cites="A36")
