"""From a computed claim to the rows that stand: frozen with a digest, and never signed in another shape than seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Sum

from yushu.casework.process import Taken
from yushu.kernel.crypto import canonical, digest
from yushu.kernel.errors import Invalid, Refusal
from yushu.kernel.words import Words
from yushu.law.pack import Pack
from yushu.subsidies import claiming, guarding, rulings
from yushu.subsidies.claiming import Claim, Row
from yushu.subsidies.given_up import given_up
from yushu.subsidies.guarding import Wanted
from yushu.subsidies.masking import public_name, public_number
from yushu.subsidies.settlement_working import Stage, working

if TYPE_CHECKING:
    from yushu.subsidies.models import Objection, Settlement, SettlementLine

REMARK = re.compile(r"\s*(\d{1,4})[\s,，:：、.]+(\S.*)")
NOBODY_ENDED = Words("{d}以前没有结业的班", "No class had ended by {d}")
ANOTHER_DAY = Words("有班结业后再核算", "Compute it once a class has ended")
BELOW = Words("应付比已付少{y}元，不能申领", "{y} yuan less are owed than were paid: nothing can be claimed")
TELL_CITY = Words(
    "由市人社局按规定追回；在办的结算可以撤回",
    "The city asks it back by the rules; a settlement under way may be withdrawn",
)
CHANGED = Words("情况有变：应付合计由{a}元变为{b}元", "Things have changed: {a} yuan owed have become {b}")
ROWS_CHANGED = Words("情况有变：{k}人的计算与现在不同", "Things have changed: {k} people count otherwise now")
LOOK_FIRST = Words(
    "先“重新核算”，看过新的结果再申领", "Compute again and look at the result before you claim"
)
FROZEN = (
    "member_id",
    "person_id",
    "seq",
    "holder",
    "masked",
    "opened_on",
    "days",
    "worth_yuan",
    "certified",
    "barred",
    "outside",
    "employed",
    "undecided",
    "otherwise",
    "otherwise_outside",
    "why_zh",
    "cites",
    "due_yuan",
    "paid_yuan",
    "now_yuan",
    "evidence",
    LATER := "given_up_yuan",
)
"""Columns of a row that its digest covers. The last came later: where it says nothing the digest is as it was."""


def recount(
    settlement: Settlement,
    *,
    day: date,
    at: datetime,
    bars: Callable[[Sequence[Wanted], Mapping[UUID, UUID], Pack], dict[int, Words]],
) -> Claim:
    """What the settlement comes to from what is known at a moment.

    A restatement keeps the day of the claim it restates; any other is taken on the day itself.
    """
    classes = claiming.finished(settlement.scheme, settlement.as_of)
    if not classes:
        raise Refusal(NOBODY_ENDED.fill(d=settlement.as_of), ANOTHER_DAY, cites="A16")
    paid = paid_before(settlement, [case.pk for case in classes])
    return claiming.compute(
        classes,
        as_of=settlement.as_of,
        claim_day=settlement.claim_day if settlement.replaces_id else day,
        at=at,
        bars=bars,
        paid=paid,
        given_up=given_up(settlement, list(paid)),
        findings=found(upheld(settlement)),
    )


def paid_before(settlement: Settlement, classes: Sequence[Any]) -> dict[int, int]:
    """What each member of these classes has brought until now, net of what came back."""
    model: Any = settlement._meta.get_field("shares").related_model
    rows = model.objects.filter(member__training_class__in=classes).order_by()  # seen: by whoever settles
    return dict(rows.values_list("member").annotate(sum=Sum("yuan")))


def upheld(settlement: Settlement) -> list[Objection]:
    """Objections of its order or project that were found right."""
    rows = type(settlement).objects.filter(order=settlement.order, project=settlement.project)
    chosen: Any = settlement._meta.get_field("objections").related_model
    return list(chosen.objects.upheld().filter(settlement__in=rows.values("pk")))  # seen: by whoever settles


def found(objections: Iterable[Objection]) -> list[tuple[int | None, str]]:
    """What objections have shown, person by person: one about a whole claim concerns everybody it was about."""
    pairs: list[tuple[int | None, str]] = []
    for one in objections:
        members = [one.member_id] if one.member_id else one.settlement.lines.values_list("member", flat=True)
        pairs += [(member, one.ground) for member in members]
    return pairs


def pairs(objections: Iterable[Objection]) -> list[tuple[int | None, str]]:
    """The same for objections of one settlement."""
    return [(one.member_id, one.ground) for one in objections]


def freeze(settlement: Settlement, claim: Claim) -> None:
    """Write figures, working and rows as they are now; the caller saves. Raises Refusal below what was paid (A37)."""
    figures(settlement, claim)
    refuse_below(settlement)
    model = settlement.lines.model
    settlement.lines.all().delete()
    rows = [_line(model, settlement, row, claim, seq) for seq, row in enumerate(claim.rows, start=1)]
    model.objects.bulk_create(rows)
    settlement.digest = content(settlement)


def figures(settlement: Settlement, claim: Claim) -> None:
    """The figures of a claim, without its rows."""
    law, people = rulings.ruled(), [row.claimed for row in claim.rows]
    paid = sum(one.paid_yuan for one in people)
    owed = claim.owed
    settlement.claim_day, settlement.first_opened = claim.claim_day, claim.opened
    settlement.completed_on = max(case.examined_on or case.ends_on for case in claim.classes)
    settlement.people, settlement.base, settlement.employed = len(people), owed.base, owed.employed
    settlement.full, settlement.near = owed.full, owed.near
    spared = sum(one.spared(owed.dues.get(one.key, 0)) for one in people)
    settlement.due_yuan, settlement.paid_before_yuan, settlement.given_up_yuan = owed.yuan, paid, spared
    settlement.now_yuan = owed.yuan - paid + spared
    settlement.otherwise_yuan, settlement.kinds = claim.otherwise.yuan, claim.kinds
    settlement.findings = sorted(str(one.pk) for one in upheld(settlement))
    lines = working(people, owed, claim.opened, law, stages_before(settlement))
    settlement.working = [line.as_said() for line in lines]


def refuse_below(settlement: Settlement) -> None:
    """A37: nobody claims less than was paid; only a restatement says so. Raises Refusal."""
    if settlement.now_yuan < 0 and settlement.replaces_id is None:
        raise Refusal(BELOW.fill(y=f"{-settlement.now_yuan:,}"), TELL_CITY, cites="A37")


def stages_before(settlement: Settlement) -> list[Stage]:
    """What was paid under the same order or project before."""
    model = type(settlement)
    rows = model.objects.filter(order=settlement.order, project=settlement.project).exclude(pk=settlement.pk)
    rows = (
        rows.filter(shares__isnull=False).distinct().order_by("opened_on", "number")
    )  # seen: with its scheme
    found = []
    for one in rows.prefetch_related("shares"):
        shares = list(one.shares.all())
        found.append(Stage(one.number, shares[0].on, sum(share.yuan for share in shares)))
    return found


def _line(
    model: type[SettlementLine], settlement: Settlement, row: Row, claim: Claim, seq: int
) -> SettlementLine:
    one, held = row.claimed, row.standing
    due = claim.owed.dues.get(row.member, 0)
    spared = one.spared(due)
    named = {"holder": row.holder, "masked": row.masked}
    return model(
        settlement=settlement,
        member_id=row.member,
        person_id=row.person,
        training_class_id=row.training_class,
        seq=seq,
        **named,
        public_name=public_name(row.holder),
        public_number=public_number(row.masked),
        opened_on=one.opened,
        days=one.days,
        worth_yuan=row.worth_yuan,
        certified=one.certified,
        barred=one.barred,
        outside=one.outside,
        employed=one.employed,
        undecided=held.undecided,
        otherwise=one.otherwise,
        otherwise_outside=one.otherwise_outside,
        why_zh=row.why.zh[:300],
        why_en=row.why.en[:400],
        cites=list(row.cites),
        due_yuan=due,
        paid_yuan=one.paid_yuan,
        given_up_yuan=spared,
        now_yuan=due - one.paid_yuan + spared,
        evidence={"sessions": row.sessions, "facts": list(held.evidence), "certificate": row.certificate},
    )


def content(settlement: Settlement) -> str:
    """The digest of the working and of every row."""
    rows = [
        {name: _plain(value) for name, value in row.items() if value or name != LATER}
        for row in settlement.lines.order_by("seq").values(*FROZEN)
    ]
    return digest("sha256", canonical({"schema": 1, "working": settlement.working, "lines": rows}))


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | str | list | dict) else str(value)


def evidence(settlement: Settlement) -> str:
    """The digest of its figures and its rows as they stand in the tables now."""
    said = {name: str(getattr(settlement, name)) for name in settlement.proved}
    return digest("sha256", canonical({**said, "content": content(settlement)}))


def file(settlement: Settlement, taken: Taken) -> None:
    """Compute under the guard and freeze; refuse to sign what nobody has seen."""
    bars = partial(guarding.take, chain=settlement.pk, at=taken.at)
    claim = recount(settlement, day=taken.happened_on, at=taken.at, bars=bars)
    _refuse_changed(settlement, claim)
    freeze(settlement, claim)
    settlement.claimed_at = taken.at


def _refuse_changed(settlement: Settlement, claim: Claim) -> None:
    seen = {
        line.member_id: (
            line.days,
            line.counts,
            line.employed,
            line.due_yuan,
            line.paid_yuan,
            line.given_up_yuan,
        )
        for line in settlement.lines.all()
    }
    now = {
        key: (one.days, one.counts, one.employed, due, one.paid_yuan, one.spared(due))
        for key, one, due in (
            (row.member, row.claimed, claim.owed.dues.get(row.member, 0)) for row in claim.rows
        )
    }
    if settlement.due_yuan != claim.owed.yuan:
        said = CHANGED.fill(a=f"{settlement.due_yuan:,}", b=f"{claim.owed.yuan:,}")
        raise Refusal(said, LOOK_FIRST, cites="A37")
    changed = sum(seen.get(key) != now.get(key) for key in seen | now)
    if changed:
        raise Refusal(ROWS_CHANGED.fill(k=changed), LOOK_FIRST, cites="A37")


def note_remarks(settlement: Settlement, text: str) -> None:
    """Each remark beside the person whose number it begins with. Raises Invalid for one that names nobody."""
    lines = {line.seq: line for line in settlement.lines.all()}
    for one in lines.values():
        one.remark = ""
    for row in filter(str.strip, text.splitlines()):
        read = REMARK.fullmatch(row)
        if read is None or int(read[1]) not in lines:
            wrong = Words("“{r}”没有以名单上的序号开头", "“{r}” does not begin with a number of the list")
            mend = Words("每行写：序号、空格、问题", "Write number, blank, problem on each line")
            raise Invalid(wrong.fill(r=row[:20]), mend, field="remarks")
        lines[int(read[1])].remark = read[2].strip()[:200]
    settlement.lines.model.objects.bulk_update(lines.values(), ["remark"])
