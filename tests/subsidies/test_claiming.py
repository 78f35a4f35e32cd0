"""What a claim comes to: worked examples of the rules, from attendance to yuan (R17–R19; A2, A12–A19, A33)."""

from __future__ import annotations

from datetime import date
from time import perf_counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.catalogue.makers import moment
from tests.subsidies import makers
from tests.subsidies import settlementmakers as make
from yushu.kernel.errors import Refusal
from yushu.people.models import Bar, BarKind
from yushu.subsidies import freezing, guarding
from yushu.subsidies import models as s
from yushu.training import models as m

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
EXAMPLES = [
    # people, certified, employed, days, base, owed, near
    pytest.param(5, 5, 4, 12, 5, 8_500, True, id="80 % exactly: all are paid for"),
    pytest.param(5, 5, 3, 12, 5, 5_100, True, id="60 %: the employed only"),
    pytest.param(5, 5, 5, 9, 5, 6_750, False, id="nine days"),
    pytest.param(5, 5, 5, 10, 5, 7_500, False, id="ten days"),
    pytest.param(5, 5, 5, 11, 5, 8_000, False, id="eleven days"),
    pytest.param(2, 2, 2, 45, 2, 10_000, True, id="the cap"),
    pytest.param(6, 5, 4, 12, 5, 8_500, True, id="without a certificate, in neither number"),
    pytest.param(5, 0, 0, 12, 0, 0, False, id="nobody certified"),
    pytest.param(5, 5, 0, 12, 5, 0, False, id="nobody employed"),
]


def lines(case: s.Settlement) -> dict[str, int]:
    return {line["key"]: line["amount"] for line in case.working}


@pytest.mark.parametrize(("n", "certified", "employed", "days", "base", "owed", "near"), EXAMPLES)
def test_worked_examples(
    cast: Cast, n: int, certified: int, employed: int, days: int, base: int, owed: int, near: bool
):
    case = makers.completed_class(cast, n, days, certified=certified)
    makers.employ(cast, *make.people_of(case)[:employed])
    one = make.draft(makers.registered_project(cast, case), cast, "2024-12-16")
    assert (one.people, one.base, one.employed, one.due_yuan, one.near) == (n, base, employed, owed, near)
    assert lines(one)["due"] == owed
    assert sum(line.due_yuan for line in one.lines.all()) == owed


def test_the_size_of_the_mock(cast: Cast):
    """54 on the roster, 52 certified, 2 barred, 40 employed of 50: 85,000, of which 66,300 were paid."""
    case = mock(cast)
    assert (case.people, case.base, case.employed) == (54, 50, 40)
    assert (case.due_yuan, case.paid_before_yuan, case.now_yuan) == (85_000, 66_300, 18_700)
    said = lines(case)
    assert (said["holders"], said["barred"], said["base"], said["days"]) == (52, -2, 50, 12)
    assert (said["worth"], said["rate"], said["due"], said["paid"], said["now"]) == (
        1_700,
        8_000,
        85_000,
        -66_300,
        18_700,
    )


def mock(cast: Cast) -> s.Settlement:
    """The second stage of the mock's project: one more has found work since the first was paid."""
    return second_stage(cast, 54, certified=52, barred=2, employed=39)


def second_stage(cast: Cast, n: int, *, certified: int, barred: int, employed: int) -> s.Settlement:
    """A first stage paid below the gate, then one more in work, computed again."""
    earlier = makers.completed_class(cast, barred, 2, first=800, opens="2024-09-03")
    case = makers.completed_class(cast, n, 12, certified=certified)
    people = make.people_of(case)
    for member, person in zip(earlier.members.order_by("seq"), people, strict=False):
        m.Member.objects.filter(pk=member.pk).update(person=person)
    makers.employ(cast, *people[: barred + employed])
    make.claimed(cast, makers.registered_project(cast, earlier, name="早先的项目"))
    project = makers.registered_project(cast, case, name="项目乙")
    make.pay(make.payable(cast, project))
    makers.employ(cast, people[barred + employed], since="2024-11-20", on="2024-11-26")
    return make.draft(project, cast, "2024-11-27")


def test_the_same_with_one_less_pays_the_employed_only(cast: Cast):
    case = make.draft(make.project(cast, n=50, employed=39, days=12), cast)
    assert (case.full, case.near, case.due_yuan) == (False, True, 66_300)


def test_a_revoked_certificate_does_not_count(cast: Cast):
    case = make.a_class(cast)
    gone = m.TrainingCertificate.objects.filter(member__training_class=case).first()
    m.TrainingCertificate.objects.filter(pk=gone.pk).update(state="REVOKED")
    one = make.draft(makers.registered_project(cast, case), cast)
    assert (one.base, one.due_yuan) == (4, 1_200)
    assert "已撤销" in one.lines.get(member=gone.member).why.zh


def test_only_confirmed_attendance_makes_days(cast: Cast):
    case = make.a_class(cast)
    m.Session.objects.filter(training_class=case, on=date(2024, 10, 9)).update(confirmed_by=None)
    one = make.draft(makers.registered_project(cast, case), cast)
    assert {line.days for line in one.lines.all()} == {1}


def test_what_is_made_up_on_another_date_adds_no_day(cast: Cast):
    case = make.a_class(cast)
    member, last = case.members.first(), case.sessions.last()
    m.Session.objects.filter(pk=last.pk).update(on=date(2024, 10, 12), makeup=True)
    m.Attendance.objects.filter(session=last).exclude(member=member).delete()
    one = make.draft(makers.registered_project(cast, case), cast)
    line = one.lines.get(member=member)
    assert sorted(line.evidence["sessions"]) == ["2024-10-08", "2024-10-09", "2024-10-12"]
    assert line.days == 2, "three dates, but sixteen hours and two training days"


def test_whoever_had_work_at_the_opening_is_in_neither_number(cast: Cast):
    case = makers.completed_class(cast, 5, 2)
    makers.regroup(case, second=True)
    people = make.people_of(case)
    makers.employ(cast, *people[1:])
    makers.make_fact(cast, people[0], "INSURANCE", "2024-09-01")
    one = make.draft(makers.registered_project(cast, case), cast)
    assert (one.base, one.employed, lines(one)["outside"]) == (4, 4, -1)


def test_of_a_graduating_student_the_same_job_counts(cast: Cast):
    case = makers.completed_class(cast, 5, 2)
    people = make.people_of(case)
    makers.employ(cast, *people[1:])
    makers.employ(cast, people[0], since="2024-09-01")
    assert make.draft(makers.registered_project(cast, case), cast).employed == 5


class TestTheUnitOfTheGate:
    """A16: an order, or a project's finished classes together."""

    def two(self, cast: Cast, first: int, second: int) -> list[m.TrainingClass]:
        return [
            make.a_class(cast, 5, first, 2),
            make.a_class(cast, 5, second, 2, first=600, opens="2024-10-14"),
        ]

    def test_a_good_class_carries_a_weak_one(self, cast: Cast):
        one = make.draft(makers.registered_project(cast, *self.two(cast, 5, 3)), cast)
        assert (one.base, one.employed, one.full, one.due_yuan) == (10, 8, True, 3_000)

    def test_and_a_weak_one_drags_a_good_one_down(self, cast: Cast):
        one = make.draft(makers.registered_project(cast, *self.two(cast, 5, 2)), cast)
        assert (one.full, one.due_yuan) == (False, 2_100)

    def test_a_project_takes_the_classes_ended_by_its_day(self, cast: Cast):
        classes = self.two(cast, 5, 0)
        project = makers.registered_project(cast, *classes)
        one = make.draft(project, cast, as_of="2024-10-12")
        assert (one.base, one.full) == (5, True)

    def test_an_order_waits_for_all_its_classes(self, cast: Cast):
        classes = self.two(cast, 5, 5)
        order = makers.registered_order(cast, *classes)
        m.TrainingClass.objects.filter(pk=classes[1].pk).update(state="RUNNING")
        with pytest.raises(Refusal) as told:
            make.draft(order, cast)
        assert "没有结业" in told.value.wrong.zh

    def test_an_order_is_settled_once(self, cast: Cast):
        case = make.pay(make.payable(cast, makers.registered_order(cast, *self.two(cast, 5, 5))))
        assert case.order.settlements.count() == 1
        again = make.draft(case.order, cast, "2024-12-02")
        marks = [check.text.zh for check in again.filing_checks() if check.mark == "no"]
        assert any("一单一结" in text for text in marks)


class TestUndecided:
    """A33: kinds of employment nobody has decided on."""

    def case(self, cast: Cast) -> s.Settlement:
        of = makers.completed_class(cast, 5, 12)
        people = make.people_of(of)
        makers.employ(cast, *people[:3])
        makers.make_fact(cast, people[3], "FURTHER_STUDY", "2024-10-20")
        return make.draft(makers.registered_project(cast, of), cast)

    def test_both_results_are_shown(self, cast: Cast):
        one = self.case(cast)
        assert (one.due_yuan, one.otherwise_yuan, one.kinds) == (5_100, 8_500, ["FURTHER_STUDY"])
        said = [check.text.zh for check in one.filing_checks() if check.mark == "look"]
        assert any("5,100元" in text and "8,500元" in text for text in said)

    def test_the_payment_waits_for_a_ruling(self, cast: Cast):
        one = self.case(cast)
        assert [each.subject for each in one.held_by()] == ["FURTHER_STUDY"]
        makers.settled_ruling(cast, "A13", "no", subject="FURTHER_STUDY")
        assert one.held_by() == []

    def test_a_ruling_decides_it(self, cast: Cast):
        one = self.case(cast)
        makers.settled_ruling(cast, "A13", "yes", subject="FURTHER_STUDY")
        claim = freezing.recount(one, day=date(2024, 11, 12), at=moment("2024-11-12"), bars=guarding.look)
        assert (claim.owed.yuan, claim.kinds) == (8_500, [])

    def test_where_both_come_to_the_same_nothing_waits(self, cast: Cast):
        of = makers.completed_class(cast, 5, 12)
        people = make.people_of(of)
        makers.employ(cast, *people[:4])
        makers.make_fact(cast, people[4], "ARMY", "2024-10-20")
        one = make.draft(makers.registered_project(cast, of), cast)
        assert (one.due_yuan, one.otherwise_yuan, one.held_by()) == (8_500, 8_500, [])

    def test_in_production_every_reading_without_a_number_holds_it(self, cast: Cast, settings: Any):
        settings.DEMONSTRATION = False
        one = self.case(cast)
        names = {each.reading for each in one.held_by()}
        assert {"A1", "A2", "A12", "A13", "A17"} <= names


def test_the_number_of_queries_does_not_grow_with_the_people(cast: Cast):
    def asked(n: int, first: int) -> int:
        of = make.a_class(cast, n, n, 2, first=first)
        project = makers.registered_project(cast, of, name=f"项目{first}")
        one = make.draft(project, cast)
        with CaptureQueriesContext(connection) as queries:
            freezing.recount(one, day=one.claim_day, at=moment(make.DAY), bars=guarding.look)
        return len(queries)

    assert asked(12, 600) == asked(3, 700)


def test_five_hundred_people_are_computed_in_three_seconds(cast: Cast, record_property):
    one = make.draft(make.project(cast, n=2, employed=2, days=12), cast)
    member = one.lines.first().member
    widen(member, 498)
    began = perf_counter()
    claim = freezing.recount(one, day=one.claim_day, at=moment(make.DAY), bars=guarding.look)
    took = perf_counter() - began
    record_property("seconds", round(took, 2))
    assert claim.owed.base == 500
    assert took < 3


def widen(member: m.Member, more: int) -> None:
    """So many more like somebody, written past the steps: the sum is asked for, not how they came to be."""
    case, like = member.training_class, m.TrainingCertificate.objects.get(member=member)
    attended = list(m.Attendance.objects.filter(member=member))
    numbers = [*range(100, 500), *range(600, 800)]
    for seq, number in enumerate(numbers[:more]):
        twin = makers._add(case, number, 10 + seq)
        m.Member.objects.filter(pk=twin.pk).update(joined_on=member.joined_on)
        certificate = m.TrainingCertificate.objects.get(pk=like.pk)
        certificate.pk = certificate.chain_id = makers.book.open_chain(
            "training_certificate", at=moment(make.DAY)
        ).pk
        certificate.member, certificate.number, certificate.code = (
            twin,
            f"YS-2024-P-9{seq:04d}",
            f"W{seq:015d}",
        )
        certificate.save(force_insert=True)
        for one in attended:
            one.pk, one.member = None, twin
        m.Attendance.objects.bulk_create(attended)


def test_an_earlier_subsidy_declared_at_enrolment_bars(cast: Cast):
    case = make.a_class(cast)
    first = case.members.order_by("seq").first()
    assert first is not None
    told = {"mark": "no", "zh": "补贴到2025-03-01止", "en": "barred until 2025-03-01", "cites": "R17"}
    subsidy = {"mark": "no", "reasons": [told]}
    m.Enrolment.objects.filter(pk=first.enrolment_id).update(
        verdict={**first.enrolment.verdict, "subsidy": subsidy}
    )
    one = make.draft(makers.registered_project(cast, case), cast)
    line = one.lines.get(member=first)
    assert (one.base, line.barred, line.due_yuan, line.cites) == (4, True, 0, ["R17", "A9", "A10"])
    assert "2025-03-01" in line.why_zh


def test_whoever_the_integrity_register_bars_is_not_said_to_be_subsidised_already(cast: Cast):
    case = make.a_class(cast)
    first = case.members.order_by("seq").first()
    assert first is not None
    terms = {"reason": "以虚假材料申领", "source": "市人社局", "since": date(2024, 6, 3)}
    Bar.objects.create(person=first.person, kind=BarKind.SUBSIDY, **terms)
    one = make.draft(makers.registered_project(cast, case), cast)
    line = one.lines.get(member=first)
    assert (one.base, line.barred, line.registered, line.cites) == (4, True, True, ["R24"])
    said = {kept["key"]: (kept["amount"], kept["cites"]) for kept in one.working}
    assert (said["barred"][0], said["registered"]) == (0, (-1, ["R24"]))
    assert (said["holders"][0], said["base"][0]) == (5, 4)
