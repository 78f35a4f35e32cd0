"""What each line of a settlement's working opens into: names, days, facts, earlier payments."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.urls import reverse

from yushu.doors.pages.settlement_shapes import Calendar, Day, Proof, WorkLine
from yushu.doors.pages.shapes import Cell, Column, Link, Row, Table
from yushu.doors.pages.speech import full_day, thousands
from yushu.kernel.words import NOTHING, Words
from yushu.subsidies.employment_rules import KIND_WORDS
from yushu.subsidies.models import EmploymentFact
from yushu.subsidies.settlement_working import Kept
from yushu.training.models import Session

if TYPE_CHECKING:
    from yushu.subsidies.models import Settlement, SettlementLine

MOST_NAMED = 30
"""As many people as a proof names; the list of people has all."""
NAMED = Words("{h}：{w}", "{h}: {w}")
AND_MORE = Words("另有{n}人，见人员名单", "and {n} more: see the list of people")
NOBODY = Words("没有这样的人", "Nobody")
DAYS_ARE = Words(
    "每人计补天数取到课日期数、核实学时折日数、班级培训日中最小的。补课补足学时，不增加天数。",
    "The least of dates attended, hours in days, and training days of the class. Made-up sessions add no day.",
)
RATE_IS = Words(
    "标准以开班日{d}适用的为准。每人每个享受补贴的班不超过上限。",
    "The rate of the day the class opened, {d}, decides. No more than the cap per person and class.",
)
GATE_IS = Words(
    "只有实际就业、申领日{d}仍在职的人计入就业。比较用整数，不取整。",
    "Counted are those with work that still held on {d}, the day of the claim. Whole numbers are compared.",
)
HIRED = Words("受雇", "Employed")
HIRED_BY = Words("劳动合同，同期参保", "contract, and insurance for the same days")
OWN = Words("创业", "Own business")
OWN_BY = Words("营业执照", "business licence")
FREE = Words("灵活就业", "Flexible work")
FREE_BY = Words("参保记录", "insurance record")
OPEN_BY = Words("有材料，是否计入没有口径", "papers are there; whether it counts is not settled")
NONE = Words("未就业", "Not employed")


def work_lines(settlement: Settlement, lines: Sequence[SettlementLine]) -> list[WorkLine]:
    """Every line of the frozen working with its proof."""
    kept = [Kept.of(said) for said in settlement.working]
    proofs = _proofs(settlement, lines)
    return [
        WorkLine(
            key=one.key,
            label=one.line.label,
            amount=_amount(one),
            unit=one.line.unit,
            how=one.line.how,
            cites=one.line.cites,
            total=one.total,
            proof=proofs.get(one.key, Proof()),
        )
        for one in kept
    ]


def _amount(one: Kept) -> str:
    """A number with its commas; the rate with two decimals, from hundredths."""
    amount = one.line.amount
    return f"{amount // 100}.{amount % 100:02d}" if one.key == "rate" else thousands(amount)


def _proofs(settlement: Settlement, lines: Sequence[SettlementLine]) -> dict[str, Proof]:
    opened = full_day(settlement.first_opened)
    barred = [line for line in lines if line.certified and line.barred and not line.outside]
    return {
        "holders": named(line for line in lines if not line.certified),
        "outside": named(line for line in lines if line.certified and line.outside),
        "barred": named(line for line in barred if not line.registered),
        "registered": named(line for line in barred if line.registered),
        "days": Proof((DAYS_ARE,), calendars=calendars(settlement, lines)),
        "worth": Proof((RATE_IS.fill(d=opened),)),
        "rate": Proof(
            (GATE_IS.fill(d=full_day(settlement.claim_day)),), whereabouts(lines), key="rate-table"
        ),
        "paid": earlier(settlement),
    }


def named(lines: Iterable[SettlementLine]) -> Proof:
    """Who, and why, one sentence each."""
    found = list(lines)
    said: list[Words] = [NAMED.fill(h=line.holder, w=line.why) for line in found[:MOST_NAMED]]
    if len(found) > MOST_NAMED:
        said.append(AND_MORE.fill(n=len(found) - MOST_NAMED))
    return Proof(tuple(said) or (NOBODY,))


def calendars(settlement: Settlement, lines: Sequence[SettlementLine]) -> list[Calendar]:
    """For each class its days, and how many of the list were there."""
    present: dict[Any, Counter[str]] = defaultdict(Counter)
    for line in lines:
        present[line.training_class_id].update(line.evidence.get("sessions", {}).keys())
    planned: dict[Any, dict[date, bool]] = defaultdict(dict)
    rows = Session.objects.standing().filter(training_class__in=list(present))  # seen: with the settlement
    for case, on, makeup in rows.values_list("training_class", "on", "makeup"):
        planned[case][on] = planned[case].get(on, True) and makeup
    return [
        Calendar(case.called, *_days(planned[case.pk], present[case.pk], case.opened_with))
        for case in settlement.classes()
        if planned[case.pk]
    ]


def _days(planned: dict[date, bool], present: Counter[str], whole: int) -> tuple[list[int], list[Day]]:
    first, last = min(planned), max(planned)
    days: list[Day] = []
    nth = 0
    for offset in range((last - first).days + 1):
        on = first + timedelta(days=offset)
        starts = on == first or on.day == 1
        if on not in planned:
            days.append(Day(on, whole=starts))
            continue
        makeup, people = planned[on], present[on.isoformat()]
        nth += not makeup
        part = "on part" if makeup or people < max(whole, max(present.values(), default=0)) else "on"
        days.append(Day(on, part, 0 if makeup else nth, people, makeup, starts))
    return list(range(first.weekday())), days


def whereabouts(lines: Sequence[SettlementLine]) -> Table:
    """Where those of the base are: by kind of proof, how many, how many of them count."""
    held = [line for line in lines if line.counts]
    keys = {int(key) for line in held for key in line.evidence.get("facts", [])}
    facts = EmploymentFact.objects.filter(pk__in=keys)  # seen: with the settlement
    kinds = dict(facts.values_list("pk", "kind"))
    groups: Counter[tuple[Words, Words]] = Counter()
    count: Counter[tuple[Words, Words]] = Counter()
    for line in held:
        group = _group({kinds.get(int(key), "") for key in line.evidence.get("facts", [])}, line)
        groups[group] += 1
        count[group] += line.employed
    rows = [
        Row([Cell(group[0]), Cell(group[1]), Cell(n), Cell(count[group])])
        for group, n in sorted(groups.items(), key=lambda one: (-count[one[0]], -one[1], one[0][0].zh))
    ]
    columns = [
        Column(Words("去向", "Whereabouts"), phone="first"),
        Column(Words("材料", "Proof"), phone="whole"),
        Column(Words("人数", "People"), "num"),
        Column(Words("计入就业", "Counted"), "num"),
    ]
    return Table(columns, rows)


def _group(kinds: set[str], line: SettlementLine) -> tuple[Words, Words]:
    for kind, words in KIND_WORDS.items():
        if kind in kinds and (line.undecided or line.employed):
            return words, OPEN_BY if line.undecided else NOTHING
    if not line.employed:
        return NONE, NOTHING
    if "LICENCE" in kinds:
        return OWN, OWN_BY
    return (FREE, FREE_BY) if "FLEXIBLE_INSURED" in kinds else (HIRED, HIRED_BY)


def earlier(settlement: Settlement) -> Proof:
    """What was paid before under the same order or project, each with its own page."""
    same = type(settlement).objects.filter(  # seen: with its scheme
        order=settlement.order_id, project=settlement.project_id
    )
    paid = same.exclude(pk=settlement.pk).filter(opened_on__lte=settlement.opened_on)
    rows = paid.annotate(parts=Count("shares")).filter(parts__gt=0).order_by("opened_on", "number")
    words = Words("{n}：就业{e}人，基数{b}人，应付{y}元", "{n}: {e} employed of {b}, {y} yuan owed")
    return Proof(
        links=[
            Link(
                words.fill(n=one.number, e=one.employed, b=one.base, y=thousands(one.due_yuan)),
                reverse("case", args=["settlement", one.pk]),
            )
            for one in rows
        ]
    )
