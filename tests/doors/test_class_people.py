"""Leaving and joining at the page of a class: the reason, the vacated place, the fifth of the hours (A26)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, Member
from tests.doors.test_class_pages import office, send, set_clock
from tests.doors.walking import told
from tests.training import classmakers as make
from tests.training.makers import enrol_self, make_applicant
from yushu.people.roles import Duty, Role
from yushu.training import models as m

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

WHY = "转去外地工作"
WAITS = 42


@pytest.fixture
def case(cast: Cast) -> m.TrainingClass:
    """A class of two in its first hours; a third waits."""
    made = make.draft(cast)
    enrol_self(make_applicant(WAITS), made.announcement)
    make.approve(make.submit(made, cast), cast)
    make.take(made, "begin", cast.owner(Role.INSTITUTION), make.OPENED)
    return made


def people(client: Client, case: m.TrainingClass, **fields: Any) -> Any:
    """The form of the page, sent."""
    return send(client, "class_people", [case.pk], **fields)


def first(case: m.TrainingClass) -> m.Member:
    found = case.present_members().first()
    assert found is not None
    return found


def leaves(cast: Cast, case: m.TrainingClass, reason: str = WHY) -> Any:
    return people(office(cast), case, step="leave", member=first(case).pk, reason=reason)


def waits(case: m.TrainingClass) -> m.Enrolment:
    return case.announcement.enrolments.get(person=waiter().person)


def waiter() -> Member:
    return make_applicant(WAITS)


def faults(answer: Any) -> str:
    """What the forms of the page say is wrong."""
    return " ".join(str(panel.form.errors) for panel in answer.context["panels"])


def test_somebody_leaves_with_a_reason_and_the_seat_is_offered_on(cast: Cast, case: m.TrainingClass):
    set_clock(make.OPENED, "08:10")
    gone = first(case)
    page = office(cast).get(reverse("class_people", args=[case.pk])).content.decode()
    assert gone.person.name in page
    answer = leaves(cast, case)
    gone.refresh_from_db()
    assert (str(gone.left_on), gone.left_why, gone.enrolment.state) == (make.OPENED, WHY, "LEFT")
    assert waits(case).state == "OFFERED"
    assert answer.redirect_chain[-1][0] == reverse("case", args=["class", case.pk])
    assert told(answer)


def test_nobody_leaves_without_a_reason(cast: Cast, case: m.TrainingClass):
    set_clock(make.OPENED, "08:10")
    answer = leaves(cast, case, reason="")
    assert "reason" in answer.context["panels"][0].form.errors
    assert first(case).left_on is None


def test_somebody_of_another_class_cannot_be_chosen(cast: Cast, case: m.TrainingClass):
    other = make.draft(cast, first=60, apart=7, teacher=907).members.first()
    assert other is not None
    set_clock(make.OPENED, "08:10")
    answer = people(office(cast), case, step="leave", member=other.pk, reason=WHY)
    assert "member" in answer.context["panels"][0].form.errors
    other.refresh_from_db()
    assert other.left_on is None


def test_the_vacated_place_is_taken_once_the_seat_is_accepted(cast: Cast, case: m.TrainingClass):
    set_clock(make.OPENED, "08:10")
    leaves(cast, case)
    one = waits(case)
    refused = people(office(cast), case, step="join", enrolment=str(one.pk))
    assert "enrolment" in refused.context["panels"][1].form.errors  # offered, not accepted: not in the list
    make.take(one, "accept", waiter(), make.OPENED)
    set_clock(make.OPENED, "10:30")
    answer = people(office(cast), case, step="join", enrolment=str(one.pk))
    assert told(answer)
    one.refresh_from_db()
    member = case.members.get(enrolment=one)
    assert (one.state, member.seq, str(member.joined_on)) == ("ENROLLED", 3, make.OPENED)


def test_after_a_fifth_of_the_hours_the_page_says_that_nobody_can_join(cast: Cast, case: m.TrainingClass):
    set_clock(make.OPENED, "08:10")
    leaves(cast, case)
    one = waits(case)
    make.take(one, "accept", waiter(), make.OPENED)
    set_clock(make.OPENED, "12:00")  # four of ten hours are over
    answer = people(office(cast), case, step="join", enrolment=str(one.pk))
    assert "已上满两成学时" in faults(answer)
    assert case.present_members().count() == 1


def test_a_place_that_nobody_has_left_cannot_be_taken(cast: Cast, case: m.TrainingClass):
    set_clock(make.OPENED, "08:10")
    free = case.announcement
    type(free).objects.filter(pk=free.pk).update(seats=3)
    one = waits(case)
    type(one).objects.filter(pk=one.pk).update(state="HELD")
    answer = people(office(cast), case, step="join", enrolment=str(one.pk))
    assert "没有空出的位置" in faults(answer)


def test_leaving_and_joining_is_the_work_of_whoever_handles(cast: Cast, case: m.TrainingClass):
    set_clock(make.OPENED, "08:10")
    answer = people(office(cast, Duty.CHECK), case, step="leave", member=first(case).pk, reason=WHY)
    assert "你的岗位不办这件事" in faults(answer)
    assert case.present_members().count() == 2


def test_another_institution_finds_no_such_page(cast: Cast, case: m.TrainingClass):
    stranger = cast.stranger(Role.INSTITUTION).client()
    assert stranger.get(reverse("class_people", args=[case.pk])).status_code == 404
