"""A commitment that was false comes to light after the payment: the record says so first, then money follows (A37)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from tests.catalogue.makers import moment, take, three_hands
from tests.subsidies import payingmakers as pay
from tests.subsidies.test_recovery import EACH, balanced, below_the_gate, paid
from yushu.casework.moving import Given
from yushu.certification.progress import progress_of
from yushu.kernel.errors import Refusal
from yushu.people.roles import Role
from yushu.subsidies import models as s
from yushu.subsidies.books import Books
from yushu.subsidies.recording import Proof, Said, record_fact
from yushu.training import models as m

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def test_a_false_commitment_is_no_ground_before_the_record_says_so(cast: Cast) -> None:
    settlement = below_the_gate(cast)
    for ground in ("TARGET", "CERTIFICATE"):
        with pytest.raises(Refusal) as refused:
            pay.recovery(cast, settlement, ground)
        assert "记录中没有人属于" in refused.value.wrong.zh
    assert not s.Recovery.objects.exists()


@pytest.mark.parametrize("ground", ["COMMITMENT", "TARGET"])
def test_a_false_commitment_costs_the_certificate_first_and_then_the_money(cast: Cast, ground: str) -> None:
    settlement = paid(cast, employed=5)
    before = balanced(settlement)
    pay.revoke(settlement.lines.first().member.certificates.get(), cast, ground=ground)
    assert balanced(settlement) == before
    case = pay.notify(pay.recovery(cast, settlement, "TARGET", "2024-12-09"), cast, "2024-12-09")
    assert balanced(settlement) == before
    assert ("承诺不实" in case.lines.get().why.zh) == (ground == "COMMITMENT")
    take(case, "defend", cast.owner(Role.INSTITUTION), "2024-12-11", Given({"statement": "我们核对过学籍"}))
    plan = {"parts": 1, "first_due_on": pay.FIRST_DUE, "reason": "查实"}
    three_hands(case, "recover", cast, "2024-12-13", Role.CITY, **plan)
    assert balanced(settlement) == Books(due=4 * EACH, paid=5 * EACH, returning=EACH)


def test_work_on_the_opening_day_that_nobody_had_told_is_a_false_commitment_too(cast: Cast) -> None:
    """A15, A22: of those who had left school, insurance on the opening day puts them outside."""
    settlement = paid(cast, employed=5)
    line = settlement.lines.select_related("person", "member__enrolment").first()
    m.Enrolment.objects.filter(pk=line.member.enrolment_id).update(
        verdict={"target": {"reasons": [{"cites": "A21", "mark": "ok"}, {"cites": "A22", "mark": "ok"}]}}
    )
    told = Said("INSURANCE", date(2024, 1, 1), employer_name="某公司", insurance="WORKERS_PENSION")
    record_fact(
        line.person,
        told,
        Proof("社保中心比对单", date(2024, 11, 29)),
        actor=cast.owner(Role.CITY).actor,
        at=moment("2024-11-29"),
    )
    case = pay.recovery(cast, settlement, "TARGET")
    assert [(one.seq, one.yuan) for one in case.lines.all()] == [(1, EACH)]
    assert "不属培育对象" in case.lines.get().why.zh


def test_on_the_plan_page_the_holder_counts_as_not_passed_and_not_as_in_training(cast: Cast) -> None:
    case = paid(cast, employed=5).classes()[0]
    assert case.cell is not None
    before = progress_of(case.cell.plan)[case.cell_id]
    pay.revoke(m.TrainingCertificate.objects.filter(member__training_class=case).first(), cast)
    after = progress_of(case.cell.plan)[case.cell_id]

    assert (after.passed, after.failed) == (before.passed - 1, before.failed + 1)
