"""What was asked back and given up: never paid twice, never charged twice, and the books balance (A37, R18)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.catalogue.makers import moment, take, three_hands
from tests.subsidies import payingmakers as pay
from tests.subsidies import settlementmakers as money
from tests.subsidies.refusing import refuses
from tests.subsidies.test_concluding import conclude
from tests.subsidies.test_recovery import EACH, balanced, below_the_gate, people
from tests.training import classmakers
from yushu.casework.agreement import disagreements
from yushu.people.roles import Role
from yushu.subsidies import models as s
from yushu.subsidies.arranging import add_classes
from yushu.subsidies.books import Books
from yushu.subsidies.freezing import content
from yushu.subsidies.given_up import given_up
from yushu.subsidies.settling import S

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
ENDS = pytest.mark.parametrize("end", ["write_off", "court"])


def let_go(cast: Cast, end: str = "write_off") -> s.Recovery:
    """900 are owed of 1,500 paid: of the 600 asked back 200 came, and the province has given up the rest."""
    case = pay.decided(pay.recovery(cast, below_the_gate(cast)), cast)
    pay.arrive(pay.remit(case, cast, 200, "2024-12-11"), cast, "2024-12-11")
    three_hands(case, end, cast, "2024-12-16", Role.PROVINCE, reason="机构无力退回")
    case.refresh_from_db()
    return case


def second_stage(cast: Cast, first: s.Settlement, employed: int, on: str = "2024-12-17") -> s.Settlement:
    """Another class of the same project has ended; the claim is drafted."""
    more = money.a_class(cast, 5, employed, first=560)
    add_classes(first.project, [more], actor=classmakers.hand(cast), at=moment(on))
    return money.draft(first.project, cast, on)


def decide(case: s.Settlement, cast: Cast) -> s.Settlement:
    """Claimed, approved, and past its publicity."""
    money.claim(case, cast, "2024-12-17")
    take(case, "accept", cast.owner(Role.CITY), "2024-12-17")
    case.refresh_from_db()
    return money.expire(money.approve(case, cast, "2024-12-18"), "2024-12-26")


def paid(case: s.Settlement, cast: Cast) -> s.Settlement:
    """Paid by the bank."""
    run = pay.send(pay.gathered(cast, case.payments.get(), on="2024-12-26"), cast, "2024-12-27")
    lines = [pay.paid_line(line, paid_on=date(2024, 12, 30)) for line in run.lines.all()]
    pay.answer(run, cast, *lines, on="2024-12-30")
    case.refresh_from_db()
    return case


def working(case: s.Settlement) -> dict[str, Any]:
    return {line["key"]: line["amount"] for line in case.working}


@ENDS
def test_it_is_not_taken_out_of_what_others_bring(cast: Cast, end: str):
    case = let_go(cast, end)
    stage = second_stage(cast, case.settlement, employed=4)

    assert (stage.due_yuan, stage.paid_before_yuan, stage.given_up_yuan) == (7 * EACH, 1300, 400)
    assert stage.now_yuan == 4 * EACH
    assert (working(stage)["paid"], working(stage)["given_up"], working(stage)["now"]) == (-1300, 400, 1200)
    assert sum(line.now_yuan for line in stage.lines.all()) == stage.now_yuan

    stage = decide(stage, cast)
    assert balanced(stage) == Books(due=2100, paid=1500, recovered=200, pending=1200, returning=400)
    stage = paid(stage, cast)
    assert stage.state == S.PAID
    assert balanced(stage) == Books(due=2100, paid=2700, recovered=200, returning=400)
    assert not [one for one in disagreements() if one.kind in ("settlement", "recovery", "payment")]


@ENDS
def test_nor_is_it_paid_a_second_time_to_whom_it_was_paid_for(cast: Cast, end: str):
    """The gate is reached after all: the two are owed again what they were paid, less what came back."""
    case = let_go(cast, end)
    stage = second_stage(cast, case.settlement, employed=5)

    assert (stage.full, stage.due_yuan, stage.paid_before_yuan, stage.given_up_yuan) == (True, 3000, 1300, 0)
    assert stage.now_yuan == 5 * EACH + 200
    assert "given_up" not in working(stage)
    stage = paid(decide(stage, cast), cast)
    assert balanced(stage) == Books(due=3000, paid=3200, recovered=200)


def test_with_an_objection_open_what_is_payable_leaves_it_out_too(cast: Cast):
    case = let_go(cast)
    stage = second_stage(cast, case.settlement, employed=5)
    money.claim(stage, cast, "2024-12-17")
    take(stage, "accept", cast.owner(Role.CITY), "2024-12-17")
    stage.refresh_from_db()
    stage = money.approve(stage, cast, "2024-12-18")
    money.objection(stage, "EMPLOYMENT", 10, "2024-12-19")
    stage = money.expire(stage, "2024-12-26")

    # Upheld, 7 of 10 miss the gate: 2,100 are owed, and the 400 are spared; dismissed, 1,700 are to be paid.
    assert (stage.now_yuan, stage.payable_yuan) == (1700, 1200)
    assert balanced(stage) == Books(due=3000, paid=1500, recovered=200, pending=1200, withheld=500)


def test_another_false_fact_is_asked_back_and_nothing_of_the_first_again(cast: Cast):
    case = let_go(cast)
    assert case.restated is not None
    pay.withdraw_facts(cast, people(case.settlement)[1], "2024-12-17")
    again = pay.recovery(cast, case.restated, on="2024-12-17")
    assert (again.notified_yuan, [line.seq for line in again.lines.all()]) == (EACH, [1])

    pay.notify(again, cast, "2024-12-17")
    take(again, "defend", cast.owner(Role.INSTITUTION), "2024-12-18", money.given(statement="我们核对过合同"))
    plan = {"parts": 1, "first_due_on": pay.FIRST_DUE, "reason": "查实"}
    three_hands(again, "recover", cast, "2024-12-19", Role.CITY, **plan)
    again.refresh_from_db()
    assert (again.owed_yuan, again.restated.given_up_yuan) == (EACH, 400)
    assert balanced(case.settlement) == Books(due=600, paid=1500, recovered=200, returning=400 + EACH)

    three_hands(again, "write_off", cast, "2025-01-06", Role.PROVINCE, reason="机构无力退回")
    members = case.settlement.lines.values_list("member", flat=True)
    assert sum(given_up(case.settlement, list(members)).values()) == 400 + EACH


def test_a_project_of_which_only_that_is_left_is_even(cast: Cast):
    case = let_go(cast)

    assert conclude(case.settlement.project, cast, "2024-12-17").state == "CLOSED"
    assert balanced(case.settlement) == Books(due=900, paid=1500, recovered=200, returning=400)


def test_what_is_still_waited_for_is_not_given_up(cast: Cast):
    case = pay.decided(pay.recovery(cast, below_the_gate(cast)), cast)
    members = list(case.settlement.lines.values_list("member", flat=True))

    assert given_up(case.settlement, members) == {}


def test_it_is_covered_by_the_digest_and_changes_no_digest_where_there_is_none(cast: Cast):
    case = let_go(cast)
    stage = second_stage(cast, case.settlement, employed=4)
    before = content(case.settlement)
    line = stage.lines.filter(given_up_yuan__gt=0).first()
    s.SettlementLine.objects.filter(pk=line.pk).update(given_up_yuan=line.given_up_yuan + 1, now_yuan=1)

    assert content(stage) != stage.digest
    assert content(case.settlement) == before == case.settlement.digest


def test_the_database_holds_the_sum(cast: Cast):
    stage = second_stage(cast, let_go(cast).settlement, employed=4)
    with refuses("settlement_now_is_due_less_paid"):
        s.Settlement.objects.filter(pk=stage.pk).update(given_up_yuan=0)
    with refuses("settlement_line_now_is_due_less_paid"):
        s.SettlementLine.objects.filter(settlement=stage, given_up_yuan__gt=0).update(given_up_yuan=0)


def test_the_page_of_the_settlement_says_it_between_what_was_paid_and_what_is_paid_now(cast: Cast):
    stage = second_stage(cast, let_go(cast).settlement, employed=4)
    page = cast.client(Role.INSTITUTION).get(reverse("case", args=["settlement", stage.pk]))
    html = page.content.decode()

    assert re.search(
        r"已付</dt><dd>1,300</dd>.*不从本次扣回的</dt><dd>400</dd>.*本次应付</dt><dd>1,200<small>", html
    )
    assert html.index("<b>减去已付") < html.index("<b>不从本次扣回的") < html.index("<b>本次应付")


def test_the_page_of_a_project_offers_its_institution_to_close_it(cast: Cast):
    project = let_go(cast).settlement.project
    address = reverse("case", args=["project", project.pk])

    assert "结清关闭，不再申领" in cast.client(Role.INSTITUTION).get(address).content.decode()
    assert "结清关闭，不再申领" not in cast.client(Role.CITY).get(address).content.decode()
