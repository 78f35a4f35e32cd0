"""Beginning a settlement from an order or project, and raising an objection against one that is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from yushu.casework.letters import speaker
from yushu.casework.opening import open_case
from yushu.kernel.clock import day_of
from yushu.kernel.errors import Forbidden, Invalid, Refusal
from yushu.kernel.words import Words
from yushu.ledger import book
from yushu.people.roles import Duty, Role
from yushu.subsidies import freezing, guarding
from yushu.subsidies.models import Objection, Order, Project, Settlement, SettlementLine
from yushu.subsidies.objecting import GROUNDS
from yushu.subsidies.objecting import S as Objecting
from yushu.subsidies.settling import OPEN, S
from yushu.training.classing import S as Class

if TYPE_CHECKING:
    from yushu.people.actors import Actor

NOT_YOURS = Words("这个{s}不由你办理", "This {s} is not yours")
ONE_AT_A_TIME = Words("{c}有一件结算在办：{n}", "A settlement of {c} is under way: {n}")
FINISH_IT = Words("先办完或撤回那一件", "Finish or withdraw that one first")
AHEAD = Words("{d}还没有到", "{d} has not come yet")
TODAY_AT_MOST = Words("填今天或以前的日期", "Give today or an earlier day")
NOT_ENDED = Words(
    "还有{k}个班没有结业，订单一次结清", "{k} classes have not ended; an order is settled at once"
)
WAIT = Words("全部结业后再核算", "Compute it once all have ended")
TELL_CITY = Words("由市人社局按规定处理", "The city deals with it by the rules")
CLOSED = Words("公示期已过，不能提异议", "The period of publicity is over")
COMPLAIN = Words("可以投诉", "You may complain instead")
TOO_SHORT = Words("没有写清楚", "It is not said what is wrong")
SAY_MORE = Words(
    "写清哪里不实、怎么知道的，至少8个字", "Say what is untrue and how you know, in at least eight signs"
)
WHO = Words("没有写是名单上的哪一个", "It is not said which line of the list")
CHOOSE = Words("填名单上的序号，或选“整件申领不实”", "Give a number of the list, or choose the whole claim")
NOT_LISTED = Words("名单上没有序号{n}", "The list has no number {n}")
UNKNOWN = Words("没有选反映的问题", "No ground was chosen")
LONGEST = 1000


@transaction.atomic
def draft_settlement(
    scheme: Order | Project, *, as_of: date, actor: Actor, at: datetime, final: bool = False
) -> Settlement:
    """Compute a settlement as of a day, for the institution to look at and claim. Nothing is held yet.

    Raises Forbidden for another's scheme, Refusal while one is under way, with nothing ended, or below what was paid.
    """
    today = day_of(at)
    _may_begin(scheme, as_of, actor, today)
    same = {"order" if isinstance(scheme, Order) else "project": scheme}
    stage = (
        1 + Settlement.objects.filter(**same, replaces=None, state=S.PAID).count()
    )  # seen: of one's own scheme
    settlement = Settlement(
        institution=scheme.institution,
        city=scheme.city,
        as_of=as_of,
        claim_day=today,
        stage=stage,
        final=final and isinstance(scheme, Project),
        **same,
    )
    claim = freezing.recount(settlement, day=today, at=at, bars=guarding.look)
    freezing.figures(settlement, claim)
    freezing.refuse_below(settlement)
    made = _opened(settlement, actor, at)
    freezing.freeze(made, claim)
    made.save()
    book.append(
        made.pk,
        "compute",
        {"due": made.due_yuan, "now": made.now_yuan, **made.standing()},
        actor=actor,
        at=at,
        happened_on=today,
        basis="own",
        who=speaker(actor),
    )
    return made


def _may_begin(scheme: Order | Project, as_of: date, actor: Actor, today: date) -> None:
    if actor.role != Role.INSTITUTION or actor.office != scheme.institution or actor.duty != Duty.HANDLE:
        raise Forbidden(NOT_YOURS.fill(s=scheme.process.name), TELL_CITY, cites="R16")
    if as_of > today:
        raise Invalid(AHEAD.fill(d=as_of), TODAY_AT_MOST, field="as_of")
    under_way = scheme.settlements.filter(state__in=OPEN).first()
    if under_way is not None:
        raise Refusal(ONE_AT_A_TIME.fill(c=scheme.called, n=under_way.number), FINISH_IT, cites="R20")
    left = scheme.classes().exclude(state=Class.COMPLETED).count()
    if isinstance(scheme, Order) and left:
        raise Refusal(NOT_ENDED.fill(k=left), WAIT, cites="R20")


def _opened(settlement: Settlement, actor: Actor, at: datetime) -> Settlement:
    """The case of it. The constraint of one at a time is the referee of two who begin at once."""
    names = [field.name for field in Settlement._meta.concrete_fields if field.name not in CASE_FIELDS]
    fields = {name: getattr(settlement, name) for name in names}
    try:
        with transaction.atomic():
            return open_case(
                Settlement,
                actor=actor,
                at=at,
                parties=[(Role.INSTITUTION, settlement.institution), (Role.CITY, settlement.city)],
                facts={"as_of": settlement.as_of, "scheme": settlement.scheme.number},
                **fields,
            )
    except IntegrityError:
        said = ONE_AT_A_TIME.fill(c=settlement.scheme.called, n="")
        raise Refusal(said, FINISH_IT, cites="R20") from None


CASE_FIELDS = frozenset(
    {
        "chain",
        "number",
        "rev",
        "round",
        "entered_rev",
        "entered_on",
        "opened_on",
        "process_version",
        "pack_version",
        "split_from",
        "state",
    }
)
"""What `open_case` fills in itself."""


@dataclass(frozen=True)
class Said:
    """What somebody objects: the ground, in their words, about which line; name and contact as they like."""

    ground: str
    text: str
    line: int | None = None
    name: str = ""
    contact: str = ""


def object_to(settlement: Settlement, said: Said, *, actor: Actor, at: datetime) -> Objection:
    """An objection against a settlement in its period of publicity, by anybody.

    Raises Invalid for what is not said, Refusal once the period is over. The same words of the same
    person about the same line, sent twice before they are decided, are one objection.
    """
    text = said.text.strip()
    if said.ground not in GROUNDS:
        raise Invalid(UNKNOWN, CHOOSE, field="ground", cites="A38")
    if not 8 <= len(text) <= LONGEST:
        raise Invalid(TOO_SHORT, SAY_MORE, field="text", cites="A38")
    line = _line(settlement, said)
    with transaction.atomic():
        published = Settlement.objects.filter(pk=settlement.pk, state=S.PUBLICISED)
        # An UPDATE, so that the end of the period and an objection at the same moment see each other.
        if published.update(number=settlement.number) != 1:
            raise Refusal(CLOSED, COMPLAIN, cites="A38")
        if already := _sent_before(settlement, said, line):
            return already
        return open_case(
            Objection,
            actor=actor,
            at=at,
            parties=[(Role.CITY, settlement.city)],
            facts={"settlement": settlement.number, "ground": said.ground},
            settlement=settlement,
            city=settlement.city,
            member_id=line.member_id if line else None,
            ground=said.ground,
            said=text,
            name=said.name.strip()[:60],
            contact=said.contact.strip()[:100],
        )


def _sent_before(settlement: Settlement, said: Said, line: SettlementLine | None) -> Objection | None:
    waiting = settlement.objections.filter(state=Objecting.RECEIVED)
    rows = waiting.filter(ground=said.ground, said=said.text.strip())
    sent = (line.member_id if line else None, said.name.strip()[:60], said.contact.strip()[:100])
    return next((row for row in rows if (row.member_id, row.name, row.contact) == sent), None)


def _line(settlement: Settlement, said: Said) -> SettlementLine | None:
    """The line an objection is about; one about the whole names none."""
    if said.ground == "WHOLE":
        return None
    found = settlement.lines.filter(seq=said.line).first() if said.line else None
    if found is None:
        wrong = NOT_LISTED.fill(n=said.line) if said.line else WHO
        raise Invalid(wrong, CHOOSE, field="line", cites="A38")
    return found
