"""Accounts, payments, runs, answers and recoveries as the tests meet them."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cast import Cast
from tests.catalogue.makers import moment, take, three_hands
from tests.subsidies import settlementmakers as money
from yushu.casework.moving import Given
from yushu.casework.timely import catch_up
from yushu.people.roles import Duty, Role
from yushu.subsidies import models as s
from yushu.subsidies.bank_answers import Answer, Verdict, take_answer
from yushu.subsidies.naming import name_account, read
from yushu.subsidies.reclaiming import Finding, open_recovery
from yushu.subsidies.recording import Proof, withdraw_fact
from yushu.training import models as m

NAMED, CHECKED = "2024-11-05", "2024-11-06"
GATHERED, SENT, PAID = "2024-11-22", "2024-11-25", "2024-11-26"
FOUND, TOLD, DEFENDED, DECIDED = "2024-12-02", "2024-12-03", "2024-12-05", "2024-12-09"
FIRST_DUE = "2025-01-10"
ACCOUNT = "149900190001010015"
"""Digits that belong to no bank."""


def named(cast: Cast, on: str = NAMED, account: str = ACCOUNT, holder: str = "") -> s.PayeeAccount:
    """An account as the institution's first person wrote it."""
    us = cast.owner(Role.INSTITUTION)
    return name_account(
        read(holder or us.office.name, "某银行太原分行", account), actor=us.actor, at=moment(on)
    )


def handed_in(cast: Cast, on: str = NAMED, **terms: Any) -> s.PayeeAccount:
    """Signed by the institution's second person."""
    payee = named(cast, on, **terms)
    take(payee, "submit", cast.owner(Role.INSTITUTION), on)
    take(payee, "submit", cast.colleague(Role.INSTITUTION, Duty.SIGN), on)
    payee.refresh_from_db()
    return payee


def accept(payee: s.PayeeAccount, cast: Cast, on: str = CHECKED) -> s.PayeeAccount:
    """Checked by two of the finance office."""
    take(payee, "accept", cast.owner(Role.FINANCE), on, Given({"compared": "开户许可证原件"}))
    take(payee, "accept", cast.colleague(Role.FINANCE, Duty.SIGN), on)
    payee.refresh_from_db()
    return payee


def account(cast: Cast, on: str = CHECKED, **terms: Any) -> s.PayeeAccount:
    """An account in use."""
    return accept(handed_in(cast, on, **terms), cast, on)


def payment(cast: Cast, scheme: Any = None, **terms: Any) -> s.Payment:
    """What a settlement whose publicity is over has opened."""
    return money.payable(cast, scheme, **terms).payments.get()


def gathered(cast: Cast, *payments: s.Payment, on: str = GATHERED) -> s.PaymentRun:
    """The run these payments were gathered into; an account is named first where there is none."""
    if not s.PayeeAccount.objects.filter(
        state="CURRENT", institution=cast.owner(Role.INSTITUTION).office
    ).exists():
        account(cast)
    for one in payments:
        take(one, "gather", cast.owner(Role.FINANCE), on)
    return s.PaymentRun.objects.get(state="DRAFT", finance=cast.owner(Role.FINANCE).office)


def send(run: s.PaymentRun, cast: Cast, on: str = SENT) -> s.PaymentRun:
    """Signed by three."""
    three_hands(run, "send", cast, on, Role.FINANCE)
    run.refresh_from_db()
    return run


def sent(cast: Cast, *payments: s.Payment) -> s.PaymentRun:
    """A run on its way."""
    return send(gathered(cast, *payments), cast)


def paid_line(line: s.PaymentLine, place: int = 2, **otherwise: Any) -> Answer:
    """The bank has paid a line."""
    values = {
        "place": place,
        "code": line.code,
        "yuan": line.yuan,
        "result": "PAID",
        "paid_on": date.fromisoformat(PAID),
        "reference": f"B{line.code}",
        **otherwise,
    }
    return Answer(**values)


def failed_line(line: s.PaymentLine, place: int = 2, why: str = "账号不存在") -> Answer:
    """The bank has refused a line."""
    return Answer(place, line.code, line.yuan, "FAILED", why=why)


def answer(run: s.PaymentRun, cast: Cast, *lines: Answer, on: str = PAID) -> list[Verdict]:
    """Imported by who handles at the finance office."""
    return take_answer(run, lines, actor=cast.owner(Role.FINANCE).actor, at=moment(on))


def paid(cast: Cast, scheme: Any = None, **terms: Any) -> s.Payment:
    """A payment that has arrived."""
    one = payment(cast, scheme, **terms)
    run = sent(cast, one)
    answer(run, cast, *(paid_line(line) for line in run.lines.all()))
    one.refresh_from_db()
    return one


# Recoveries


def revoke(
    certificate: m.TrainingCertificate, cast: Cast, on: str = "2024-11-28", ground: str = "HOURS"
) -> None:
    """By the certificate's own due process, already at its end."""
    three_hands(certificate, "notify", cast, on, ground=ground, reason="出勤系代签")
    catch_up(certificate, date(2024, 12, 6), at=moment("2024-12-06"))
    three_hands(certificate, "revoke", cast, "2024-12-06", reason="查实")


def withdraw_facts(cast: Cast, person: Any, on: str = "2024-12-01") -> None:
    """What was recorded of somebody's employment turns out false."""
    for fact in s.EmploymentFact.objects.known(moment(on)).of(person):
        proof = Proof("用人单位复函", date.fromisoformat(on))
        withdraw_fact(fact, proof, "单位否认录用", actor=cast.owner(Role.CITY).actor, at=moment(on))


def recovery(cast: Cast, settlement: s.Settlement, ground: str = "EMPLOYMENT", on: str = FOUND) -> s.Recovery:
    """As the city begins it."""
    finding = Finding(ground, "经向用人单位核实，没有录用")
    return open_recovery(settlement, finding, actor=cast.owner(Role.CITY).actor, at=moment(on))


def notify(case: s.Recovery, cast: Cast, on: str = TOLD) -> s.Recovery:
    """Three hands of the city."""
    three_hands(case, "notify", cast, on, Role.CITY, reason="所列人员没有就业")
    case.refresh_from_db()
    return case


def heard(case: s.Recovery, cast: Cast) -> s.Recovery:
    """The institution has stated its defence."""
    notify(case, cast)
    take(case, "defend", cast.owner(Role.INSTITUTION), DEFENDED, Given({"statement": "我们核对过合同"}))
    case.refresh_from_db()
    return case


def decided(case: s.Recovery, cast: Cast, parts: int = 1, on: str = DECIDED) -> s.Recovery:
    """To be paid back in so many parts."""
    heard(case, cast)
    three_hands(
        case, "recover", cast, on, Role.CITY, parts=parts, first_due_on=FIRST_DUE, reason="申辩不成立"
    )
    case.refresh_from_db()
    return case


def remit(case: s.Recovery, cast: Cast, yuan: int, on: str, voucher: str = "") -> s.Recovery:
    """The institution says what it has sent back."""
    given = Given({"yuan": yuan, "sent_on": on, "voucher": voucher or f"V{on}-{yuan}"})
    take(case, "remit", cast.owner(Role.INSTITUTION), on, given)
    case.refresh_from_db()
    return case


def arrive(case: s.Recovery, cast: Cast, on: str, step: str = "confirm") -> s.Recovery:
    """The finance office says that it arrived."""
    given = Given({"arrived_on": on, "receipt_no": f"S{on}"})
    take(case, step, cast.owner(Role.FINANCE), on, given)
    case.refresh_from_db()
    return case
