"""What must hold of the money of any season: each person's books, the year's rule, publicity, files, instalments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from django.db.models import Sum

from yushu.doors.replay.invariants import Broken, invariant, refuse
from yushu.doors.replay.season import Season
from yushu.kernel.crypto import canonical, digest
from yushu.ledger.models import Entry
from yushu.subsidies.books import Books, by_member
from yushu.subsidies.freezing import content
from yushu.subsidies.guarding import aliases_of
from yushu.subsidies.models import (
    PaidShare,
    Payment,
    PaymentRun,
    Recovery,
    Settlement,
    SettlementLine,
)
from yushu.subsidies.recovering import RUNNING, V
from yushu.subsidies.rules import year_bar
from yushu.subsidies.runs import R
from yushu.subsidies.settling import S
from yushu.training.models import Attendance, Member, TrainingCertificate


def whole() -> Books:
    """The books of everybody together."""
    members = SettlementLine.objects.values_list("member", flat=True).distinct()
    return sum(by_member(members).values(), Books())


@invariant("due = paid − recovered + pending + withheld − returning, person by person")
def books_balance(_season: Season) -> str:
    """R18, R19, A37: due from the lines, the other figures each from where the money is; none is a difference."""
    members = SettlementLine.objects.values_list("member", flat=True).distinct()
    found = by_member(members)
    refuse(f"member {key}: {one}" for key, one in found.items() if not one.balanced)
    total = sum(found.values(), Books())
    moved = PaidShare.objects.aggregate(y=Sum("yuan"))["y"] or 0
    if moved != total.paid - total.recovered:
        raise Broken(f"{moved} yuan moved, {total.paid} − {total.recovered} stand in the books")
    return (
        f"{len(found)} people: {total.due:,} = {total.paid:,} − {total.recovered:,} + {total.pending:,}"
        f" + {total.withheld:,} − {total.returning:,} yuan"
    )


@invariant("at most one subsidy a person, occupation and level within a year")
def nobody_is_paid_twice(_season: Season) -> str:
    """R17, A9, A10: of the classes somebody was paid for, net of what came back, none opens in the other's year."""
    net: dict[tuple[Any, int], int] = defaultdict(int)
    for person, member, yuan in PaidShare.objects.values_list("person", "member", "yuan"):
        net[person, member] += yuan
    paid = [key for key, yuan in net.items() if yuan > 0]
    rows = Member.objects.select_related("training_class").in_bulk([member for _, member in paid])
    same = aliases_of(person for person, _ in paid)
    classes: dict[Any, list[Any]] = defaultdict(list)
    for person, member in paid:
        case = rows[member].training_class
        classes[same[person], case.occupation_id, case.level].append(case)
    refuse(
        f"person {key[0]}: {one.number} and {two.number}"
        for key, one, two in _pairs(classes)
        if _bars(one, two)
    )
    return f"{len(classes)} people, occupations and levels paid for once"


def _pairs(classes: dict[Any, list[Any]]) -> Iterator[tuple[Any, Any, Any]]:
    for key, held in classes.items():
        for one, two in combinations(sorted(held, key=lambda case: case.opens_on), 2):
            yield key, one, two


def _bars(one: Any, two: Any) -> bool:
    return year_bar(one.examined_on or one.ends_on, two.opens_on).barred


@invariant("every payment belongs to a settlement whose publicity is over")
def payments_follow_publicity(_season: Season) -> str:
    """R18, A38: the end of the period stands in the record, after the day it began and before the payment."""
    ended = dict(Entry.objects.filter(verb="expire").values_list("chain_id", "happened_on"))
    rows = list(Payment.objects.select_related("settlement"))
    refuse(f"payment {one.number}" for one in rows if not _after(one, ended.get(one.settlement_id)))
    return f"{len(rows)} payments of {len({one.settlement_id for one in rows})} settlements"


def _after(payment: Payment, ended: Any) -> bool:
    began = payment.settlement.publicised_on
    return bool(ended and began) and began < ended <= payment.opened_on


@invariant("nothing is owed without a training certificate and attended days")
def lines_rest_on_training(_season: Season) -> str:
    """R06, R19, A2: a certificate was issued, and so many dates of confirmed attendance are behind the days."""
    owed = list(SettlementLine.objects.filter(due_yuan__gt=0, settlement__state__in=(S.PAYABLE, S.PAID)))
    held = set(TrainingCertificate.objects.values_list("member", flat=True))
    dates: dict[int, set[Any]] = defaultdict(set)
    rows = Attendance.objects.confirmed().filter(minutes__gt=0)
    for member, on in rows.values_list("member", "session__on"):
        dates[member].add(on)
    bad = [one for one in owed if one.member_id not in held or one.days > len(dates[one.member_id])]
    refuse(
        f"line {one.seq} of {one.settlement_id}: {one.days} days, {len(dates[one.member_id])} dates"
        for one in bad
    )
    return f"{len(owed)} lines"


@invariant("payment files are what was signed, and say what was paid")
def files_are_kept(_season: Season) -> str:
    """R16, A36: the digest fits the file; its lines are the lines of the run."""
    runs = list(PaymentRun.objects.filter(state__in=(R.SENT, R.ANSWERED)))
    refuse(f"run {one.number}: not the file that was signed" for one in runs if _digest(one) != one.digest)
    refuse(f"run {one.number}: other lines than its file" for one in runs if _stated(one) != _kept(one))
    return f"{len(runs)} files, {sum(one.lines.count() for one in runs)} lines"


def _digest(run: PaymentRun) -> str:
    return digest("sha256", canonical(run.file()))


def _stated(run: PaymentRun) -> list[tuple[str, int]]:
    return [(line["code"], line["yuan"]) for line in run.file()["lines"]]


def _kept(run: PaymentRun) -> list[tuple[str, int]]:
    return list(run.lines.order_by("seq").values_list("code", "yuan"))


@invariant("instalments add up to what is owed back, and receipts to what came")
def instalments_add_up(_season: Season) -> str:
    """A37: the plan of every decided recovery; a settled one came back whole."""
    decided = list(Recovery.objects.filter(state__in=(*RUNNING, V.SETTLED)))
    refuse(
        f"recovery {one.number}: {_sum(one.instalments)} planned of {one.owed_yuan}"
        for one in decided
        if _sum(one.instalments) != one.owed_yuan
    )
    come = {one.pk: _sum(one.receipts.exclude(arrived_on=None)) for one in decided}
    refuse(
        f"recovery {one.number}: {come[one.pk]} came, {one.back_yuan} said"
        for one in decided
        if come[one.pk] != one.back_yuan
    )
    return f"{len(decided)} recoveries, {sum(come.values()):,} of {sum(one.owed_yuan for one in decided):,} yuan came"


def _sum(rows: Any) -> int:
    return int(rows.aggregate(y=Sum("yuan"))["y"] or 0)


@invariant("settlements are as they were frozen")
def settlements_are_frozen(_season: Season) -> str:
    """A37: working and rows by their digest; the sum is the sum of its people."""
    rows = list(Settlement.objects.all())
    refuse(
        f"settlement {one.number}" for one in rows if content(one) != one.digest or _dues(one) != one.due_yuan
    )
    return f"{len(rows)} settlements, {SettlementLine.objects.count()} lines"


def _dues(settlement: Settlement) -> int:
    lines: Iterable[SettlementLine] = settlement.lines.all()
    return sum(line.due_yuan for line in lines)
