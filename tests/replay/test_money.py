"""The money and the oversight of the small year: claimed, refused, paid in part and whole, taken back to the end."""

from __future__ import annotations

import pytest

from tests.replay.conftest import Played
from yushu.casework.models import Deadline
from yushu.doors.replay.claims import INVENTED, SXU, TYUT
from yushu.doors.replay.money_invariants import whole
from yushu.oversight.models import Complaint, Inspection, Rectification
from yushu.subsidies import models as s
from yushu.training import models as m

pytestmark = pytest.mark.django_db
EACH = 450
"""Three training days at 150 yuan."""


def settlements(school: str) -> list[s.Settlement]:
    return list(s.Settlement.objects.filter(institution__name=school).order_by("opened_on", "number"))


def test_every_ending_of_a_claim_is_there(year: Played):
    assert year.figures["cases"]["settlement"].keys() == {"PAID", "REFUSED"}
    assert year.figures["cases"]["payment"].keys() == {"PAID"}
    assert year.figures["cases"]["recovery"] == {"SETTLED": 2}


def test_a_project_below_the_gate_is_trued_up_at_its_last_settlement(year: Played):
    first, last, _without_the_false_commitment = settlements(TYUT)

    assert (first.full, first.due_yuan) == (False, first.employed * EACH)
    assert (last.full, last.final, last.paid_before_yuan) == (True, True, first.due_yuan)
    assert last.now_yuan == last.base * EACH - first.due_yuan
    assert last.project.state == "CLOSED"


def test_who_declared_an_earlier_subsidy_is_not_paid_for(year: Played):
    barred = s.SettlementLine.objects.filter(settlement__institution__name=TYUT, barred=True)

    assert barred.exists()
    assert {line.due_yuan for line in barred} == {0}
    assert all("报名时已填报" in line.why_zh for line in barred)


def test_an_objection_limits_what_is_paid_and_the_rest_follows_once_it_is_dismissed(year: Played):
    first, rest, back = settlements(SXU)

    assert (first.base, first.employed, first.full) == (15, 12, True)
    assert first.payments.get().yuan == 11 * EACH, "without the one objected to the gate is missed"
    assert (rest.replaces, rest.payments.get().yuan) == (first, 4 * EACH)
    assert (back.replaces, back.now_yuan) == (rest, -4 * EACH)


def test_what_turned_out_false_came_back_in_instalments_to_the_last_yuan(year: Played):
    case = s.Recovery.objects.get(ground="EMPLOYMENT")

    assert [(part.yuan, part.settled_on is not None) for part in case.instalments.order_by("seq")] == [
        (2 * EACH, True),
        (2 * EACH, True),
    ]
    assert (case.owed_yuan, case.back_yuan) == (4 * EACH, 4 * EACH)


def test_a_commitment_that_was_false_cost_the_certificate_and_then_came_back(year: Played):
    case = s.Recovery.objects.get(ground="TARGET")
    line = case.lines.get()
    certificate = m.TrainingCertificate.objects.get(member=line.member)
    signed = line.member.enrolment.commitment()

    assert signed is not None
    assert (signed.purpose, signed.version) == ("IDENTITY", "identity-2024")
    assert (certificate.state, certificate.ground) == ("REVOKED", "COMMITMENT")
    assert (line.why.zh, line.yuan) == ("培训合格证书已撤销：承诺不实", EACH)
    assert (case.owed_yuan, case.back_yuan) == (EACH, EACH)
    assert sum(line.member.paid_shares.values_list("yuan", flat=True)) == 0
    before = {"recovery before the record says so (A37)": 1, "revocation without a hearing": 2}
    assert before.items() <= year.figures["refused"].items()
    assert year.figures["yuan that came back"] == {"EMPLOYMENT": 4 * EACH, "TARGET": EACH}


def test_a_refused_claim_paid_nothing_and_holds_nobody(year: Played):
    (refused,) = settlements(INVENTED)

    assert refused.state == "REFUSED"
    assert not refused.payments.exists()
    assert not s.YearHold.objects.filter(taken_by=refused.pk, released_on=None).exists()


def test_a_line_the_bank_refused_is_paid_once_at_the_second_attempt(year: Played):
    payment = s.Payment.objects.get(lines__outcome="FAILED")

    assert list(payment.lines.order_by("pk").values_list("outcome", flat=True)) == ["FAILED", "PAID"]


def test_the_figures_of_the_year_name_the_yuan(year: Played):
    found = whole()

    assert year.figures["yuan"]["due"] == found.due > 0
    assert (found.pending, found.withheld, found.returning) == (0, 0, 0)
    assert found.recovered == 5 * EACH


def test_complaints_are_answered_late_and_open_with_a_clock(year: Played):
    assert list(Complaint.objects.order_by("opened_on", "number").values_list("state", flat=True)) == [
        "ANSWERED",
        "ANSWERED",
        "ACCEPTED",
    ]
    assert (
        Deadline.objects.filter(chain__kind="complaint", step="accept").exclude(late_since=None).count() == 1
    )
    assert Deadline.objects.filter(chain__kind="complaint", step="answer", closed_at=None).count() == 1


def test_of_the_classes_drawn_one_had_to_mend_and_others_checked_it_again(year: Played):
    states = set(Inspection.objects.values_list("state", flat=True))

    assert states == {"IN_ORDER", "RECTIFY"}
    assert Rectification.objects.get().state == "ACCEPTED"
