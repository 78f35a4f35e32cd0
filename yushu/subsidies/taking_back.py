"""What the steps of a recovery look at and do (A37). Cases come in as they are; no model is imported."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Sum

from yushu.casework.process import Check, Taken
from yushu.casework.stepping import take
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.people.actors import TIME
from yushu.subsidies import ending, guarding, restating
from yushu.subsidies.instalments import covered, cut, next_due
from yushu.subsidies.recomputing import Outcome, provisionally, restatement_of
from yushu.subsidies.recovering import GROUNDS, MOST_PARTS
from yushu.subsidies.settling import EXAMINED, OPEN, S

if TYPE_CHECKING:
    from yushu.subsidies.models import Recovery, Settlement

ONE_DAY = timedelta(days=1)
NOTHING_BACK = Words("按现在的记录，没有要追回的", "From what is known now nothing comes back")
FINDS = Words("{k}人的计算有变，应退{y}元", "{k} people count otherwise; {y} yuan come back")
ANOTHER_SUM = Words(
    "告知时是{a}元，按现在的记录是{b}元，重新告知再决定",
    "The notice said {a} yuan; the record now says {b}: notify again before deciding",
)
NOT_PAID = Words("这件结算还没有支付", "The settlement has not been paid")
PAID = Words("这件结算已经支付", "The settlement has been paid")
UNDER_WAY = Words("支付正在办理，有回单以后再决定", "The payment is under way: decide once it is answered")
OTHER = Words("结算{n}在办，办完以后再决定", "Settlement {n} is under way: decide once it is done")
WHY = Words("追回{n}：{g}", "recovery {n}: {g}")
BEFORE_THE_NOTICE = Words(
    "决定以前，结算和支付都不变", "Settlement and payment stay as they are until the decision"
)


def day_after(day: date) -> date:
    """The first late day."""
    return day + ONE_DAY


def look(recovery: Recovery, *, at: datetime, day: date) -> Outcome:
    """Recount, and write who would give back how much. The settlement is only read."""
    found = provisionally(recovery.settlement, at=at, day=day)
    recovery.lines.all().delete()
    recovery.lines.model.objects.bulk_create(
        recovery.lines.model(
            recovery=recovery,
            member_id=one.member,
            person_id=one.person,
            seq=place,
            holder=one.holder,
            masked=one.masked,
            paid_yuan=one.paid_yuan,
            due_yuan=one.due_yuan,
            yuan=one.back_yuan,
            why_zh=one.why.zh[:300],
            why_en=one.why.en[:400],
        )
        for place, one in enumerate(found.changes, start=1)
    )
    recovery.found_at, recovery.notified_yuan = at, found.back_yuan
    return found


def result_checks(recovery: Recovery) -> Iterable[Check]:
    """What was found when the case was opened, or at the last notice."""
    found = recovery.lines.aggregate(y=Sum("yuan"))["y"] or 0
    if not recovery.lines.exists():
        yield Check("no", NOTHING_BACK, "A37")
        return
    yield Check("ok", FINDS.fill(k=recovery.lines.count(), y=f"{found:,}"), "A37")
    yield Check("ok", BEFORE_THE_NOTICE, "A37")


def notified_checks(recovery: Recovery, taken: Taken | None) -> Iterable[Check]:
    """Whether what would be decided now is what the notice named, counted from the record of this moment."""
    if taken is None:
        text = Words("告知{k}人，共{y}元", "The notice named {k} people and {y} yuan")
        sums = {"k": recovery.lines.count(), "y": f"{recovery.notified_yuan:,}"}
        yield Check("ok", text.fill(**sums), "A37")
        return
    now = provisionally(recovery.settlement, at=taken.at, day=taken.happened_on)
    if now.back_yuan != recovery.notified_yuan:
        changed = {"a": f"{recovery.notified_yuan:,}", "b": f"{now.back_yuan:,}"}
        yield Check("no", ANOTHER_SUM.fill(**changed), "A37")


def paid_checks(recovery: Recovery, *, paid: bool) -> Iterable[Check]:
    """Whether the money has gone."""
    settlement = recovery.settlement
    if settlement.state == S.PAYABLE and not ending.may_stop(settlement):
        yield Check("no", UNDER_WAY, "A37")
    elif other := _under_way(settlement):
        yield Check("no", OTHER.fill(n=other.number), "A37")
    elif (settlement.state == S.PAID) != paid:
        yield Check("no", PAID if settlement.state == S.PAID else NOT_PAID, "A37")


def _under_way(settlement: Settlement) -> Settlement | None:
    """Another settlement of the same order or project that is being decided."""
    rows = type(settlement).objects.filter(order=settlement.order_id, project=settlement.project_id)
    mine = [settlement.pk, *settlement.replaced_by.filter(state__in=EXAMINED).values_list("pk", flat=True)]
    return rows.filter(state__in=OPEN).exclude(pk__in=mine).first()  # seen: with its scheme


def plan_checks(recovery: Recovery, taken: Taken | None) -> Iterable[Check]:
    """Instalments that can be kept: few enough, of a yuan at least, from a day ahead."""
    if taken is None or "parts" not in taken.facts:
        return
    total = recovery.left_yuan or recovery.notified_yuan
    parts, first = int(taken.facts["parts"]), date.fromisoformat(str(taken.facts["first_due_on"]))
    if not 1 <= parts <= min(MOST_PARTS, total):
        text = Words("期数应为1至{n}", "From 1 to {n} instalments")
        yield Check("no", text.fill(n=min(MOST_PARTS, total)), "A37")
    if first <= taken.happened_on:
        yield Check("no", Words("首期到期日应在今天以后", "The first due day lies after today"), "A37")


def sum_checks(recovery: Recovery, taken: Taken | None) -> Iterable[Check]:
    """No more than is owed."""
    left = recovery.left_yuan
    if taken is None or "yuan" not in taken.facts:
        yield Check("ok", Words("还应退{y}元", "{y} yuan are owed").fill(y=f"{left:,}"), "A37")
        return
    yuan = int(taken.facts["yuan"])
    if not 0 < yuan <= left:
        yield Check("no", Words("金额应为1至{y}元", "From 1 to {y} yuan").fill(y=f"{left:,}"), "A37")
    voucher = str(taken.facts.get("voucher", ""))
    if recovery.receipts.model.objects.filter(voucher=voucher, failed=False).exists():  # seen: only whether
        yield Check(
            "no", Words("凭证号{v}已登记过", "Voucher {v} is recorded already").fill(v=voucher), "A37"
        )


def rest_checks(recovery: Recovery, *, left: bool) -> Iterable[Check]:
    """Whether the sum in hand is the last."""
    rest = recovery.left_yuan - in_hand(recovery)
    if left and rest <= 0:
        yield Check("no", Words("这一笔退清全部", "This sum pays back all"), "A37")
    if not left and rest > 0:
        text = Words("这一笔以后还应退{y}元", "After this sum {y} yuan are owed")
        yield Check("no", text.fill(y=f"{rest:,}"), "A37")


def in_hand(recovery: Recovery) -> int:
    """The sum on its way back."""
    rows = recovery.receipts.filter(arrived_on=None, failed=False)
    return int(rows.aggregate(y=Sum("yuan"))["y"] or 0)


def note_result(recovery: Recovery, taken: Taken) -> None:
    """The list and the sum of the notice, from the record of the moment it is signed."""
    found = look(recovery, at=taken.at, day=taken.happened_on)
    if not found.changes:
        raise Refusal(NOTHING_BACK, Words("撤回这一件", "Withdraw this case"), cites="A37")


def recover(recovery: Recovery, taken: Taken) -> None:
    """The new settlement stands; what it owes less is owed back, by the plan."""
    look(recovery, at=taken.at, day=taken.happened_on)
    made = _restated(recovery, taken)
    for step in ("enforce", "pay"):
        made.refresh_from_db()
        made = take(made, step, actor=TIME, at=taken.at, rev=made.rev, happened_on=taken.happened_on)
    recovery.restated, recovery.owed_yuan = made, -made.now_yuan
    _offset(recovery, made, taken)
    _set_free(made, taken.happened_on)
    plan(recovery, taken)


def _offset(recovery: Recovery, made: Settlement, taken: Taken) -> None:
    """Whoever is owed more than before gets it out of what others owe back: only the difference is asked for."""
    more = [line for line in made.lines.all() if line.now_yuan > 0]
    if not more:
        return
    shares = made.shares.model
    shares.objects.bulk_create(
        shares(
            settlement=made,
            member_id=line.member_id,
            person_id=line.person_id,
            source_id=recovery.pk,
            on=taken.happened_on,
            yuan=line.now_yuan,
        )
        for line in more
    )
    ending.take_back(made, sum(line.now_yuan for line in more), source=recovery.pk, on=taken.happened_on)


def _set_free(made: Settlement, on: date) -> None:
    """Whoever is owed nothing any more has enjoyed no subsidy: the one-year rule lets them go (R17, A10).

    Of a project that is not at its end only those who cannot be paid for any more; the others may be trued up.
    """
    rows = made.lines.filter(due_yuan=0)
    if not made.final and made.order_id is None:
        rows = rows.exclude(certified=True, barred=False, outside=False)
    guarding.release(made.pk, on, list(rows.values_list("member", flat=True)))


def _restated(recovery: Recovery, taken: Taken) -> Settlement:
    made = restatement_of(recovery.settlement) or restating.restate(
        recovery.settlement,
        _why(recovery).zh,
        actor=taken.actor,
        at=taken.at,
        day=taken.happened_on,
    )
    if made is None:
        raise Refusal(NOTHING_BACK, Words("决定不予追回", "Drop it"), cites="A37")
    return made


def _why(recovery: Recovery) -> Words:
    return WHY.fill(n=recovery.number, g=GROUNDS[recovery.ground])


def correct(recovery: Recovery, taken: Taken) -> None:
    """The unpaid settlement ends; the new one is the city's to decide and to publish."""
    recovery.restated = _restated(recovery, taken)


def plan(recovery: Recovery, taken: Taken) -> None:
    """Cut what is still owed; an instalment that was late before stays so, marked."""
    total = recovery.left_yuan
    mark_late(recovery, taken.happened_on)
    live = recovery.instalments.filter(settled_on=None)
    live.update(replaced=True)
    parts, first = int(taken.facts["parts"]), date.fromisoformat(str(taken.facts["first_due_on"]))
    made = cut(total, parts, first)
    if sum(yuan for _, yuan in made) != total:
        raise AssertionError("instalments add up to what is owed")
    start = recovery.instalments.count()
    recovery.instalments.model.objects.bulk_create(
        recovery.instalments.model(recovery=recovery, seq=start + place, due_on=due_on, yuan=yuan)
        for place, (due_on, yuan) in enumerate(made, start=1)
    )
    recovery.next_due_on = first


def remit(recovery: Recovery, taken: Taken) -> None:
    """A sum on its way back."""
    recovery.receipts.create(
        seq=recovery.receipts.count() + 1,
        yuan=int(taken.facts["yuan"]),
        sent_on=date.fromisoformat(str(taken.facts["sent_on"])),
        voucher=str(taken.facts["voucher"]),
    )


def receive(recovery: Recovery, taken: Taken) -> None:
    """The sum in hand arrived: every person's part of it, and the instalments it covers."""
    receipt = recovery.receipts.get(arrived_on=None, failed=False)
    arrived = date.fromisoformat(str(taken.facts["arrived_on"]))
    mark_late(recovery, arrived)
    receipt.arrived_on, receipt.receipt_no = arrived, str(taken.facts["receipt_no"])
    receipt.save()
    assert recovery.restated is not None
    ending.take_back(recovery.restated, receipt.yuan, source=recovery.pk, on=arrived, part=receipt.seq)
    recovery.back_yuan += receipt.yuan
    _cover(recovery, arrived)


def _cover(recovery: Recovery, arrived: date) -> None:
    """Which instalments of the present plan are covered by what has come under it."""
    plan_rows = list(recovery.instalments.filter(replaced=False))
    planned = sum(row.yuan for row in plan_rows)
    under_plan = recovery.back_yuan - (recovery.owed_yuan - planned)
    done = covered([row.yuan for row in plan_rows], under_plan)
    for row in plan_rows[:done]:
        if row.settled_on is None:
            row.settled_on = arrived
            row.save()
    due = next_due([(row.due_on, row.yuan) for row in plan_rows], under_plan)
    recovery.next_due_on = due or recovery.next_due_on


def mark_late(recovery: Recovery, day: date) -> None:
    """Write down the first late day of every instalment whose day has passed uncovered. Late stays late."""
    for row in recovery.instalments.filter(settled_on=None, replaced=False, late_since=None, due_on__lt=day):
        row.late_since = day_after(row.due_on)
        row.save()
