"""Money out and back in a real browser: gathered, signed, answered; asked back, defended, paid back by a plan."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.browser.looking import look, read_in_english
from tests.cast import Cast, make_cast
from tests.catalogue.makers import moment
from tests.doors.walking import set_day
from tests.subsidies import payingmakers as pay
from tests.subsidies import settlementmakers as money
from yushu.casework.calendar import publish_shipped
from yushu.people.roles import Role
from yushu.subsidies import models as s

pytestmark = pytest.mark.browser


@pytest.fixture
def house(transactional_db: None) -> Cast:
    """The cast, with the published calendars."""
    cast = make_cast()
    publish_shipped(at=moment("2024-01-02"))
    return cast


def test_finance_gathers_signs_and_brings_the_answer(house: Cast, visit: Any):
    pay.account(house)
    pay.payment(house)
    pay.payment(house, money.project(house, n=2, employed=2, first=560))
    set_day(pay.PAID)
    finance = visit()
    finance.sign_in(house.owner(Role.FINANCE))
    page = finance.go(reverse("payments"))
    look(finance, "payments")
    page.get_by_role("button", name="把2笔待支付列入批次：2,100元").click()
    run = s.PaymentRun.objects.get()
    address = reverse("case", args=["payment_run", run.pk])
    assert page.get_by_text("已列入批次2笔").is_visible()
    page = finance.go(address)
    assert page.get_by_text("2笔共2,100元，都付到核对过的账户").is_visible()
    look(finance, "run-draft")

    pay.send(run, house, pay.PAID)
    page = finance.go(address)
    look(finance, "run-sent")
    page.get_by_role("link", name="导入银行回单").click()
    first, second = run.lines.all()
    rows = f"明细号\t金额\t结果\t付款日期\t银行流水号\t失败原因\n{first.code}\t{first.yuan}\t成功\t2024-11-26\tB1\t\n"
    page.get_by_label("或者从表格粘贴").fill(f"{rows}{second.code}\t1\t失败\t\t\t账号不存在")
    page.get_by_role("button", name="先试导入").click()
    assert page.get_by_text(f"{second.code}应为{second.yuan}元，回单写1元").is_visible()
    look(finance, "run-answer")
    read_in_english(finance, [address, reverse("payments")], "run")


def test_the_institution_is_asked_for_money_back_and_sees_its_instalments(house: Cast, visit: Any):
    settlement = pay.paid(house, n=5, employed=4).settlement
    pay.withdraw_facts(house, settlement.lines.first().person)
    case = pay.notify(pay.recovery(house, settlement), house)
    address = reverse("case", args=["recovery", case.pk])
    set_day("2024-12-05")
    institution = visit()
    institution.sign_in(house.owner(Role.INSTITUTION))
    page = institution.go(address)
    assert page.get_by_text("有变的2人").is_visible()
    look(institution, "recovery-notified")

    city = visit()
    city.sign_in(house.owner(Role.CITY))
    page = city.go(reverse("case", args=["settlement", settlement.pk]))
    assert page.get_by_role("link", name=f"补贴追回{case.number}").is_visible()
    decided = s.Recovery.objects.get(pk=case.pk)
    pay.take(
        decided, "defend", house.owner(Role.INSTITUTION), "2024-12-05", pay.Given({"statement": "已核对合同"})
    )
    pay.three_hands(
        decided, "recover", house, "2024-12-09", Role.CITY, parts=3, first_due_on=pay.FIRST_DUE, reason="查实"
    )
    decided.refresh_from_db()
    pay.arrive(pay.remit(decided, house, 200, "2025-01-14"), house, "2025-01-15")
    set_day("2025-01-20")
    page = institution.go(address)
    assert page.get_by_text("已退清，逾期").is_visible()
    look(institution, "recovery-instalments")
    read_in_english(institution, [address, reverse("recoveries"), reverse("payees")], "recovery")
