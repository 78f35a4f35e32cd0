"""Sittings: listed bodies, assessors who have not taught the candidate, seats under a limit, time (R09, A24)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from tests.certification import exammakers as m
from tests.certification.makers import moment, take
from tests.people.numbers import invented
from tests.training import classmakers
from yushu.casework.models import Deadline
from yushu.catalogue.models import Listing, ListingKind
from yushu.certification.drafting import name_assessor
from yushu.certification.models import Application, Batch, Sitting
from yushu.kernel.errors import Forbidden, Refusal
from yushu.people.documents import DocumentKind
from yushu.people.models import Bar, BarKind, Office
from yushu.people.persons import find_person
from yushu.people.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def marks(sitting: Sitting, guard: str) -> list[str]:
    return [check.mark for check in getattr(sitting, guard)()]


def test_evaluator_and_site_stand_on_their_lists_on_the_exam_day(cast: Cast):
    from_plan(cast)
    sitting = m.draft(cast)
    assert "no" not in marks(sitting, "listing_checks")

    Listing.objects.filter(office=sitting.site, kind=ListingKind.SITE).update(until=date(2024, 11, 1))
    with pytest.raises(Refusal, match="not on the list"):
        take(sitting, "publish", cast.owner(Role.EVALUATOR), m.DRAFTED)


def from_plan(cast: Cast) -> None:
    """The catalogue, with its occupations."""
    m.catalogue(cast)


def test_a_barred_evaluator_announces_nothing(cast: Cast):
    from_plan(cast)
    sitting = m.draft(cast)
    Bar.objects.create(office=sitting.evaluator, kind=BarKind.EVALUATION, since=date(2024, 1, 1),
                       reason="改分", source="登记簿")  # fmt: skip
    with pytest.raises(Refusal, match="barred from evaluation"):
        take(sitting, "publish", cast.owner(Role.EVALUATOR), m.DRAFTED)


def test_a_site_outside_shanxi_is_looked_at_twice_and_does_not_block(cast: Cast):
    from_plan(cast)
    sitting = m.draft(cast, site=m.make_site("610100", "考核站点西安"))
    assert sitting.site_check().mark == "look"
    take(sitting, "publish", cast.owner(Role.EVALUATOR), m.DRAFTED)
    assert sitting.state == "OPEN"


def test_assessors_are_named_first_and_three_are_usual(cast: Cast):
    from_plan(cast)
    assert marks(m.draft(cast, assessors=()), "assessor_checks") == ["no"]
    assert marks(m.draft(cast, assessors=(911, 912)), "assessor_checks") == ["look"]
    assert marks(m.draft(cast), "assessor_checks") == ["ok"]


def test_only_the_evaluators_handler_names_assessors_once_each(cast: Cast):
    from_plan(cast)
    sitting = m.draft(cast)
    with pytest.raises(Forbidden):
        name_assessor(sitting, m.assessor(914), "高工", actor=cast.stranger(Role.EVALUATOR).actor,
                      at=moment(m.DRAFTED))  # fmt: skip
    with pytest.raises(Refusal, match="an assessor already"):
        name_assessor(sitting, m.assessor(911), "高工", actor=cast.owner(Role.EVALUATOR).actor,
                      at=moment(m.DRAFTED))  # fmt: skip


def test_who_taught_the_candidate_does_not_examine_them(cast: Cast):
    """With a teacher alone nobody is left; with two others the machine names them and looks twice."""
    (member,) = m.trained(cast, people=1)
    teacher = find_person(DocumentKind.RESIDENT, invented(classmakers.TEACHER))
    sitting = draft_with(cast, teacher)
    one = m.applied(member, sitting)
    evaluator = cast.owner(Role.EVALUATOR)
    with pytest.raises(Refusal, match="name another"):
        take(one, "confirm", evaluator, "2024-10-21")

    name_assessor(
        sitting, m.assessor(912, "考评员乙"), "高工", actor=evaluator.actor, at=moment("2024-10-21")
    )

    (check,) = one.assessor_checks()
    assert (check.mark, "考评员乙" in check.text.zh, "教师甲" in check.text.zh) == ("look", True, False)
    assert take(one, "confirm", evaluator, "2024-10-21").seat == 1


def draft_with(cast: Cast, person: object) -> Sitting:
    """An announced sitting with one assessor."""
    sitting = m.draft(cast, assessors=())
    evaluator = cast.owner(Role.EVALUATOR)
    name_assessor(sitting, person, "副教授", actor=evaluator.actor, at=moment(m.DRAFTED))
    return take(sitting, "publish", evaluator, m.DRAFTED)


def test_no_more_people_than_seats_and_a_seat_given_up_is_given_again(cast: Cast):
    first, second, third = m.trained(cast, people=3)
    sitting = m.opened(cast, capacity=2)
    one, _ = m.confirmed(cast, first, second, sitting=sitting)
    waiting = m.applied(third, sitting)
    with pytest.raises(Refusal, match="All seats are taken"):
        take(waiting, "confirm", cast.owner(Role.EVALUATOR), "2024-10-22")

    take(one, "withdraw", first, "2024-10-22")

    assert take(waiting, "confirm", cast.owner(Role.EVALUATOR), "2024-10-23").seat == 1
    sitting.refresh_from_db()
    assert (sitting.seated, sitting.left()) == (2, 0)


def test_time_closes_applications_and_passes_the_exam_day(cast: Cast):
    from_plan(cast)
    sitting = m.opened(cast)
    m.night("2024-10-29")
    sitting.refresh_from_db()
    assert (sitting.state, sitting.entered_on) == ("CLOSED", date(2024, 10, 29))

    m.night("2024-11-03")
    sitting.refresh_from_db()
    clock = Deadline.objects.get(chain_id=sitting.pk, step="announce", closed_at=None)
    assert (sitting.state, clock.starts_on, clock.due_on) == (
        "EXAMINED", date(2024, 11, 2), date(2024, 12, 2),
    )  # fmt: skip


def test_a_cancelled_sitting_ends_every_application_and_frees_the_people(cast: Cast):
    first, second = m.trained(cast)
    sitting = m.opened(cast)
    m.confirmed(cast, first, sitting=sitting)
    m.applied(second, sitting)

    m.two_hands(sitting, "cancel", cast, "2024-10-28", m.REASON)

    assert {one.state for one in Application.objects.all()} == {"CANCELLED"}
    assert m.applied(first, m.opened(cast)).state == "APPLIED"


def test_a_finished_sitting_opens_one_batch_for_each_institution_with_every_fact(cast: Cast):
    sitting = m.finished(cast, (820, 760), (600, 595))
    one = Application.objects.get(seat=1)

    batch = Batch.objects.get()

    row = batch.candidates.get(seq=1)
    assert (batch.examined_on, batch.institution, batch.level) == (
        sitting.held_on, one.training.institution, "JUNIOR",
    )  # fmt: skip
    assert (row.application, row.theory, row.training_serial) == (one, 820, one.training.serial)
    assert (row.committed_at, row.commitment_version) == (one.commitment().signed_at, "exam-2024")
    assert row.completed_on == date(2024, 10, 10)
    assert batch.count_passed() == 1
    assert take(batch, "report", cast.owner(Role.EVALUATOR), "2024-11-07").state == "REPORTED"


def test_two_institutions_at_one_sitting_are_two_batches(cast: Cast):
    m.published(cast, (820, 760), (700, 700))
    other = Office.objects.create(role=Role.INSTITUTION, name="培训机构丙", area="140100")
    one = Application.objects.get(seat=2)
    type(one.training).objects.filter(pk=one.training_id).update(institution=other)

    take(one.sitting, "finish", cast.owner(Role.EVALUATOR), "2024-11-06")

    assert {batch.institution.name for batch in Batch.objects.all()} == {"培训机构甲", "培训机构丙"}
