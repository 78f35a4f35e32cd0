"""How a recovery begins: from a settlement and a ground, with what would come back computed at once (A37)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from yushu.casework.models import Party
from yushu.casework.opening import open_case
from yushu.kernel.clock import day_of
from yushu.kernel.errors import Forbidden, Invalid, Refusal
from yushu.kernel.words import Words
from yushu.people.models import Office
from yushu.people.roles import Duty, Role
from yushu.subsidies.debts import running
from yushu.subsidies.models.payments import finance_of
from yushu.subsidies.models.recoveries import Recovery
from yushu.subsidies.models.settlements import Settlement
from yushu.subsidies.recomputing import Outcome, provisionally, restatement_of
from yushu.subsidies.recovering import BORNE_OUT, GROUNDS
from yushu.subsidies.restating import current_of
from yushu.subsidies.settling import S

if TYPE_CHECKING:
    from yushu.people.actors import Actor

ABLE = (S.PAYABLE, S.PAID)
"""A settlement that was decided: before that the city simply returns it."""


@dataclass(frozen=True)
class Finding:
    """Why something should come back: the ground, and what was established where."""

    ground: str
    about: str


def open_recovery(settlement: Settlement, finding: Finding, *, actor: Actor, at: datetime) -> Recovery:
    """Begin a recovery; nothing else changes by it. Raises Refusal when nothing would come back."""
    _may(settlement, finding, actor)
    day = day_of(at)
    found = provisionally(settlement, at=at, day=day)
    _something_comes_back(found)
    _the_record_bears_it_out(found, finding)
    try:
        with transaction.atomic():
            recovery = open_case(
                Recovery,
                actor=actor,
                at=at,
                parties=[
                    (Role.CITY, settlement.city),
                    (Role.INSTITUTION, settlement.institution),
                    (Role.FINANCE, finance_of(settlement.city.area)),
                    *((Role.PROVINCE, office) for office in _provinces(settlement)),
                ],
                facts={"settlement": settlement.number, "ground": finding.ground, "about": finding.about},
                settlement=settlement,
                institution=settlement.institution,
                city=settlement.city,
                finance=finance_of(settlement.city.area),
                ground=finding.ground,
                about=finding.about.strip(),
                found_at=at,
                notified_yuan=found.back_yuan,
            )
            recovery.look(at=at, day=day)
            recovery.save()
    except IntegrityError as error:
        raise Refusal(
            Words("这件结算已有一件追回在办", "A recovery of this settlement is under way"),
            Words("先办完那一件", "Finish that one first"),
            cites="A37",
        ) from error
    return recovery


def _provinces(settlement: Settlement) -> list[Office]:
    """Who may end it otherwise: the province that stands in the order or project."""
    rows = Party.objects.filter(chain_id=settlement.scheme.pk, role=Role.PROVINCE).select_related("office")
    return [party.office for party in rows if party.office is not None]


def _may(settlement: Settlement, finding: Finding, actor: Actor) -> None:
    overseer = actor.role == Role.PROVINCE
    city = actor.role == Role.CITY and actor.office is not None and actor.office.pk == settlement.city_id
    if not (overseer or city) or actor.duty != Duty.HANDLE:
        raise Forbidden(
            Words(
                "追回由受理的市人社局或省人社厅发起",
                "The city that decided it, or the province, begins a recovery",
            ),
            Words("由其经办人办理", "Let the one who handles there begin it"),
            cites="A37",
        )
    if finding.ground not in GROUNDS:
        raise Invalid(
            Words("没有这一类原因", "There is no such ground"),
            Words("从所列各项选一项", "Choose one"),
            field="ground",
        )
    if not 4 <= len(finding.about.strip()) <= 400:
        raise Invalid(
            Words("写明查实了什么、凭什么", "Say what was established, and by what"),
            Words("4至400字", "4 to 400 characters"),
            field="about",
        )
    if settlement.state not in ABLE:
        raise Refusal(
            Words("这件结算还没有决定拨付", "This settlement has not been decided"),
            Words("审核中的直接退回补正", "Return it for correction instead"),
            cites="A37",
        )
    _nothing_stands_before_it(settlement)


def _nothing_stands_before_it(settlement: Settlement) -> None:
    """What is asked back is asked of the newest settlement: the rate is taken over all its classes (A16)."""
    newest, made = current_of(settlement), restatement_of(settlement)
    if newest.pk not in (settlement.pk, made.pk if made else None):
        raise Refusal(
            Words("{n}是这个订单或项目最近的结算", "{n} is the newest settlement here").fill(n=newest.number),
            Words("从那一件发起；在办的先办完", "Begin there; finish it first if it is under way"),
            cites="A16",
        )
    if owing := running(settlement):
        raise Refusal(
            Words("追回{n}还没有退清", "Recovery {n} is not paid back yet").fill(n=owing.number),
            Words("退清以后再发起；同一笔钱不追两次", "Begin after that; no yuan is asked back twice"),
            cites="A37",
        )


def _something_comes_back(found: Outcome) -> None:
    if not found.changes:
        raise Refusal(
            Words("按现在的记录核算，与原来没有差别", "From what is known now nothing differs"),
            Words(
                "先办理撤销证书、更正出勤或就业记录，再发起追回",
                "First revoke the certificate, or correct the attendance or the fact of employment",
            ),
            cites="A37",
        )


def _the_record_bears_it_out(found: Outcome, finding: Finding) -> None:
    """A ground that says something of a person is found in the record of one of those it is about."""
    needed = BORNE_OUT.get(finding.ground)
    if needed and not any(finding.ground in one.grounds for one in found.changes):
        raise Refusal(
            Words(
                "记录中没有人属于“{g}”",
                "The record says of nobody: “{g}”",
            ).fill(g=GROUNDS[finding.ground]),
            needed,
            field="ground",
            cites="A37",
        )
