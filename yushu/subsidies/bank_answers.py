"""The bank's answer to a payment file: taken line by line, once; what does not fit the file is refused (R16).

Unknown and doubled lines, altered amounts and second answers are refused and change nothing. The same answer
imported again changes nothing either. A rehearsal is the import itself, rolled back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from django.db import IntegrityError, transaction
from django.db.models import F

from yushu.casework.letters import speaker
from yushu.casework.models import offices_of
from yushu.casework.process import Taken
from yushu.kernel.clock import day_of
from yushu.kernel.crypto import canonical, digest
from yushu.kernel.errors import Forbidden, Refusal, Stale
from yushu.kernel.words import Words
from yushu.ledger import book
from yushu.people.roles import Duty, Role
from yushu.subsidies.models.payment_runs import Outcome, PaymentLine, PaymentRun
from yushu.subsidies.models.payments import Payment
from yushu.subsidies.runs import R

if TYPE_CHECKING:
    from yushu.people.actors import Actor

Result = Literal["PAID", "FAILED"]
Did = Literal["taken", "same", "refused"]

COMPARE = Words("对照支付文件和银行回单改正", "Compare the payment file with the bank's answer")
ASK_BANK = Words("向银行核实后再导入", "Ask the bank, then import again")


@dataclass(frozen=True)
class Answer:
    """One line of the bank's answer, with its place in the file."""

    place: int
    code: str
    yuan: int
    result: Result
    paid_on: date | None = None
    reference: str = ""
    why: str = ""


@dataclass(frozen=True)
class Verdict:
    """What became of one line of the answer."""

    place: int
    code: str
    did: Did
    refused: Refusal | None = None


@transaction.atomic
def take_answer(run: PaymentRun, answers: Sequence[Answer], *, actor: Actor, at: datetime) -> list[Verdict]:
    """Take what fits the file; say of each line what became of it. Raises Forbidden or Stale for the whole.

    Each line that is taken moves its payment; the run's own record says who imported what.
    """
    _may(run, actor)
    _hold(run)
    lines = {line.code: line for line in run.lines.select_related("payment")}
    doubled = {code for code, n in Counter(one.code for one in answers).items() if n > 1}
    taken = _taken(run, actor, at)
    verdicts = [_one(one, lines.get(one.code), doubled, taken) for one in answers]
    if any(verdict.did == "taken" for verdict in verdicts):
        PaymentRun.objects.filter(pk=run.pk).update(rev=F("rev") + 1)
        run.refresh_from_db()
        _write(run, answers, verdicts, actor=actor, at=at)
    return verdicts


def _may(run: PaymentRun, actor: Actor) -> None:
    mine = actor.role == Role.FINANCE and run.finance_id in offices_of(actor)
    lent = {duty for office, duty in actor.delegated if actor.office and office == actor.office.pk}
    if not mine or Duty.HANDLE not in {actor.duty, *lent}:
        raise Forbidden(
            Words("回单由财政部门经办人导入", "The one who handles at the finance office imports the answer"),
            Words("换经办人导入", "Let that person import it"),
            cites="A36",
        )


def _hold(run: PaymentRun) -> None:
    """Wait for whoever answers or closes it at the same moment; nothing is changed by waiting."""
    if PaymentRun.objects.filter(pk=run.pk, state=R.SENT).update(number=F("number")) != 1:
        raise Stale(
            Words("批次{n}不在等回单", "Run {n} does not wait for an answer").fill(n=run.number),
            Words("打开最新的批次再办", "Open the newest run and act there"),
        )
    run.refresh_from_db()


def _taken(run: PaymentRun, actor: Actor, at: datetime) -> Taken:
    """The act in hand, which the steps of the payments follow."""
    return Taken(run.process.named("close"), actor, at, day_of(at), {})


def _one(one: Answer, line: PaymentLine | None, doubled: set[str], taken: Taken) -> Verdict:
    try:
        known = _fits(one, line, doubled, taken.happened_on)
        if known.outcome != Outcome.WAITING:
            return Verdict(one.place, one.code, _again(one, known))
        with transaction.atomic():
            _apply(one, known, taken)
    except Refusal as refused:
        return Verdict(one.place, one.code, "refused", refused)
    return Verdict(one.place, one.code, "taken")


def _fits(one: Answer, line: PaymentLine | None, doubled: set[str], today: date) -> PaymentLine:
    """The line of the file that the answer is about. Raises Refusal for anything else."""
    if line is None:
        raise Refusal(
            Words("批次里没有{c}", "{c} is not in this run").fill(c=one.code or "—"), COMPARE, field="code"
        )
    if one.code in doubled:
        raise Refusal(
            Words("{c}在回单里出现两次", "{c} stands in the answer twice").fill(c=one.code),
            ASK_BANK,
            field="code",
        )
    if one.yuan != line.yuan:
        text = Words("{c}应为{a}元，回单写{b}元", "{c} is {a} yuan; the answer says {b}")
        raise Refusal(text.fill(c=one.code, a=line.yuan, b=one.yuan), ASK_BANK, field="yuan")
    _complete(one, line, today)
    return line


def _complete(one: Answer, line: PaymentLine, today: date) -> None:
    if one.result == "FAILED":
        if not one.why:
            raise Refusal(Words("没有失败原因", "No reason is given"), ASK_BANK, field="why")
        return
    if one.paid_on is None or not one.reference:
        raise Refusal(
            Words("没有付款日期或流水号", "The day or the reference is missing"), ASK_BANK, field="paid_on"
        )
    sent_on = line.run.sent_on
    if one.paid_on > today or (sent_on is not None and one.paid_on < sent_on):
        text = Words("付款日期{d}不在签发日和今天之间", "{d} is not between the signing and today")
        raise Refusal(text.fill(d=one.paid_on), COMPARE, field="paid_on")


def _again(one: Answer, line: PaymentLine) -> Did:
    """The same answer a second time is no news; a different one is refused."""
    before = (line.outcome, line.paid_on, line.reference, line.why)
    now = (
        (one.result, one.paid_on, one.reference, "")
        if one.result == "PAID"
        else ("FAILED", None, "", one.why)
    )
    if before == now:
        return "same"
    text = Words("{c}已有回单：{s}", "{c} is answered already: {s}")
    raise Refusal(text.fill(c=one.code, s=Outcome(line.outcome).label), ASK_BANK, field="result")


def _apply(one: Answer, line: PaymentLine, taken: Taken) -> None:
    paid = one.result == "PAID"
    try:
        with transaction.atomic():
            line.answer(
                one.result,
                paid_on=one.paid_on if paid else None,
                reference=one.reference if paid else "",
                why="" if paid else one.why[:200],
            )
    except IntegrityError:
        text = Words("流水号{r}已用于另一笔", "The reference {r} belongs to another line")
        raise Refusal(text.fill(r=one.reference), ASK_BANK, field="reference") from None
    payment = Payment.objects.get(pk=line.payment_id)
    if paid:
        payment.follow("pay", taken, one.paid_on)
    else:
        payment.follow("fail", taken)


def _write(
    run: PaymentRun, answers: Sequence[Answer], verdicts: Sequence[Verdict], *, actor: Actor, at: datetime
) -> None:
    """A line in the run's record: how many were taken and refused, and the digest of what was handed in."""
    did = Counter(verdict.did for verdict in verdicts)
    said = [
        [one.code, one.yuan, one.result, str(one.paid_on or ""), one.reference, one.why] for one in answers
    ]
    book.append(
        run.pk,
        "answer",
        {
            "taken": did["taken"],
            "same": did["same"],
            "refused": did["refused"],
            "digest": digest("sha256", canonical(said)),
            **run.standing(),
        },
        actor=actor,
        at=at,
        happened_on=day_of(at),
        basis="own",
        who=speaker(actor),
    )
