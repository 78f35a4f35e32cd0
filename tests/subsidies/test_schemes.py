"""Orders and projects: confirmed, taken into the catalogue, a class under one of them once (R16, R20; A11, A34)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from tests.catalogue.makers import moment, take, three_hands
from tests.subsidies import makers as make
from tests.subsidies import settlementmakers as settled
from tests.subsidies.refusing import refuses
from tests.training import classmakers
from yushu.casework.agreement import disagreements
from yushu.casework.models import Deadline
from yushu.casework.moving import Given
from yushu.kernel.errors import Forbidden, Invalid, Refusal, Stale
from yushu.ledger import book
from yushu.people.roles import Duty, Role
from yushu.subsidies import models as s
from yushu.subsidies.arranging import (
    OrderTerms,
    ProjectTerms,
    add_classes,
    draft_order,
    may_be_covered,
    revise,
    take_out,
)
from yushu.subsidies.covering import close
from yushu.subsidies.ordering import S as O
from yushu.subsidies.projecting import S as P
from yushu.training.models import TrainingClass

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


@pytest.fixture
def done(cast: Cast) -> TrainingClass:
    """A class that has ended."""
    return make.completed_class(cast)


def another(cast: Cast) -> TrainingClass:
    """A second class of the same institution."""
    return make.completed_class(cast, first=make.FIRST + 50)


# An order


def test_an_order_is_confirmed_by_the_employer_itself_and_registered_by_three_hands(cast: Cast, done):
    order = make.registered_order(cast, done)

    assert (order.state, order.registered_no, str(order.registered_on)) == (
        O.REGISTERED,
        "晋人社函〔2024〕15号",
        make.REGISTERED,
    )
    assert [*order.classes()] == [done]
    assert (order.mode, order.city) == ("ORDER", cast.owner(Role.CITY).office)


def test_each_waits_in_turn(cast: Cast, done):
    order = make.make_order(cast, done)
    turns = []
    for step, role in (("propose", Role.INSTITUTION), ("confirm", Role.EMPLOYER)):
        turns.append(Deadline.objects.running().get(chain_id=order.pk).role)
        take(order, step, cast.owner(role), "2024-11-04")
    clock = Deadline.objects.running().get(chain_id=order.pk)

    assert [*turns, clock.role, clock.due_on] == [Role.INSTITUTION, Role.EMPLOYER, Role.CITY, None]


def test_the_city_records_the_signed_paper_of_an_employer_that_does_not_sign_in(cast: Cast, done):
    order = make.make_order(cast, done)
    take(order, "propose", cast.owner(Role.INSTITUTION), make.DRAFTED)
    with pytest.raises(Invalid) as refused:
        take(order, "confirm", cast.owner(Role.CITY), "2024-11-05")
    assert refused.value.field == "paper"

    take(
        order,
        "confirm",
        cast.owner(Role.CITY),
        "2024-11-05",
        Given({"paper": "某公司2024年11月4日签章的订单"}),
    )
    entry = book.history([order.pk])[0]
    assert (order.state, entry.basis, entry.facts["for"]) == (O.CONFIRMED, "record", Role.EMPLOYER)


def test_nobody_else_confirms(cast: Cast, done):
    order = make.make_order(cast, done)
    take(order, "propose", cast.owner(Role.INSTITUTION), make.DRAFTED)
    for member in (cast.owner(Role.INSTITUTION), cast.stranger(Role.EMPLOYER), cast.stranger(Role.CITY)):
        with pytest.raises(Forbidden):
            take(order, "confirm", member, "2024-11-04", Given({"paper": "某公司来函"}))


def test_what_the_employer_does_not_confirm_is_mended_and_sent_again(cast: Cast, done):
    order = make.make_order(cast, done)
    take(order, "propose", cast.owner(Role.INSTITUTION), make.DRAFTED)
    take(order, "decline", cast.owner(Role.EMPLOYER), "2024-11-04", make.given(reason="岗位不是20人"))
    order.refresh_from_db()
    terms = OrderTerms("订单甲", 15, "数据处理工程师15人", order.signed_on)
    revise(order, terms, actor=classmakers.hand(cast), at=moment("2024-11-05"), rev=order.rev)
    order.refresh_from_db()

    assert (order.state, order.people, order.jobs) == (O.DRAFT, 15, "数据处理工程师15人")
    assert not [one for one in disagreements() if one.kind == "order"]


def test_a_revision_on_an_old_page_is_refused(cast: Cast):
    order = make.make_order(cast)
    old = order.rev
    terms = OrderTerms("订单甲", 15, "工程师15人", order.signed_on)
    revise(order, terms, actor=classmakers.hand(cast), at=moment("2024-11-05"), rev=old)
    with pytest.raises(Stale):
        revise(order, terms, actor=classmakers.hand(cast), at=moment("2024-11-05"), rev=old)


def test_an_order_without_a_class_is_not_sent(cast: Cast):
    with pytest.raises(Refusal) as refused:
        take(make.make_order(cast), "propose", cast.owner(Role.INSTITUTION), make.DRAFTED)
    assert refused.value.cites == "R20"


def test_an_order_takes_no_class_once_it_is_sent(cast: Cast, done):
    order = make.make_order(cast, done)
    take(order, "propose", cast.owner(Role.INSTITUTION), make.DRAFTED)
    with pytest.raises(Stale):
        add_classes(order, [another(cast)], actor=classmakers.hand(cast), at=moment("2024-11-04"))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"people": 0}, "people"),
        ({"jobs": "-"}, "jobs"),
        ({"signed_on": "2024-11-02"}, "signed_on"),
    ],
)
def test_terms_that_say_nothing_are_refused(cast: Cast, change, field):
    said = {"name": "订单甲", "people": 20, "jobs": "工程师20人", "signed_on": make.DRAFTED, **change}
    said["signed_on"] = moment(said["signed_on"]).date()
    offices = {"employer": Role.EMPLOYER, "city": Role.CITY, "province": Role.PROVINCE}
    with pytest.raises(Invalid) as refused:
        draft_order(
            OrderTerms(**said),
            **{name: cast.owner(role).office for name, role in offices.items()},
            actor=classmakers.hand(cast),
            at=moment(make.DRAFTED),
        )
    assert refused.value.field == field


# A project


def test_a_project_takes_classes_until_it_is_closed(cast: Cast, done):
    project = make.registered_project(cast, done)
    add_classes(project, [another(cast)], actor=classmakers.hand(cast), at=moment("2024-11-20"))
    assert project.classes().count() == 2

    close(project, at=moment("2025-06-02"), day=moment("2025-06-02").date())
    with pytest.raises(Stale):
        add_classes(project, [], actor=classmakers.hand(cast), at=moment("2025-06-03"))


def test_a_project_may_be_registered_before_it_has_a_class(cast: Cast):
    assert make.registered_project(cast).state == P.REGISTERED


def test_a_class_is_taken_out_of_a_draft_only(cast: Cast, done):
    project = make.make_project(cast, done)
    take_out(project, done, actor=classmakers.hand(cast), at=moment(make.DRAFTED))
    assert not project.places.exists()

    registered = make.registered_project(cast, done)
    with pytest.raises(Stale):
        take_out(registered, done, actor=classmakers.hand(cast), at=moment("2024-11-20"))


def test_what_the_city_refuses_lets_its_classes_go(cast: Cast, done):
    project = make.make_project(cast, done)
    take(project, "submit", cast.owner(Role.INSTITUTION), make.DRAFTED)
    three_hands(project, "refuse", cast, make.REGISTERED, Role.CITY, reason="与已入库的项目重复")

    project.refresh_from_db()
    assert project.state == P.REFUSED
    assert may_be_covered(None, done.institution) == [done]


def test_the_city_returns_a_project_with_its_reason(cast: Cast, done):
    project = make.make_project(cast, done)
    take(project, "submit", cast.owner(Role.INSTITUTION), make.DRAFTED)
    take(project, "return", cast.owner(Role.CITY), make.REGISTERED, make.given(reason="人数与班级不符"))

    project.refresh_from_db()
    assert (project.state, project.places.count()) == (P.DRAFT, 1)


@pytest.mark.parametrize("step", ["withdraw", "strike"])
def test_a_registered_order_ends_with_a_reason_and_its_classes_are_free(cast: Cast, done, step):
    order = make.registered_order(cast, done)
    if step == "withdraw":
        take(order, "withdraw", cast.owner(Role.INSTITUTION), "2024-11-20", make.given(reason="用人单位停招"))
    else:
        three_hands(order, "strike", cast, "2024-11-20", Role.CITY, reason="查实订单不实")
    order.refresh_from_db()

    assert (order.state, order.places.count()) == (O.WITHDRAWN, 0)
    assert make.make_project(cast, done).classes().get() == done


def test_closing_follows_from_the_final_settlement_and_is_nobodys_button(cast: Cast, done):
    order = make.registered_order(cast, done)
    for role in (Role.INSTITUTION, Role.CITY, Role.PROVINCE):
        with pytest.raises(Forbidden):
            take(order, "close", cast.owner(role), "2025-02-03")

    assert close(order, at=moment("2025-02-03"), day=moment("2025-02-03").date()).state == O.CLOSED


def test_what_is_being_claimed_keeps_an_order_from_being_withdrawn(cast: Cast):
    project = settled.project(cast)
    settled.claimed(cast, project)
    with pytest.raises(Refusal) as refused:
        take(project, "withdraw", cast.owner(Role.INSTITUTION), "2024-11-20", make.given(reason="不再申领"))
    assert "结算" in refused.value.wrong.zh

    s.Settlement.objects.update(state="WITHDRAWN")
    take(project, "withdraw", cast.owner(Role.INSTITUTION), "2024-11-20", make.given(reason="不再申领"))


def test_nothing_is_added_once_the_final_settlement_is_claimed(cast: Cast):
    project = settled.project(cast)
    settled.draft(project, cast, final=True)
    with pytest.raises(Refusal) as refused:
        add_classes(project, [another(cast)], actor=classmakers.hand(cast), at=moment("2024-11-20"))
    assert "末次结算" in refused.value.wrong.zh


@pytest.mark.parametrize(("final", "state"), [(True, P.CLOSED), (False, P.REGISTERED)])
def test_the_final_settlement_closes_a_project_when_it_is_paid_and_a_stage_does_not(cast: Cast, final, state):
    project = settled.project(cast)
    claim = settled.claim(settled.draft(project, cast, final=final), cast)
    take(claim, "accept", cast.owner(Role.CITY), settled.DAY)
    settled.pay(settled.expire(settled.approve(claim, cast)))
    project.refresh_from_db()

    assert project.state == state


# Which classes


def test_a_class_stands_under_one_of_them_once(cast: Cast, done):
    make.make_project(cast, done)
    with pytest.raises(Refusal) as refused:
        make.make_order(cast, done)

    assert "已列入别的订单或项目" in refused.value.wrong.zh
    assert not s.Order.objects.exists()


def test_both_modes_for_one_class_are_refused_by_the_database_itself(cast: Cast, done):
    project, order = make.make_project(cast, done), make.make_order(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        s.put_under(order, done, moment(make.DRAFTED))
    for both_or_none in ({"order": order}, {"project": None}):
        with refuses("class_under_one_scheme"):
            s.ClassUnder.objects.filter(project=project).update(**both_or_none)


@pytest.mark.parametrize("state", ["DRAFT", "SUBMITTED", "STOPPED", "DISSOLVED", "DISCARDED"])
def test_a_class_that_was_not_approved_or_has_been_stopped_is_refused(cast: Cast, done, state):
    TrainingClass.objects.filter(pk=done.pk).update(state=state)
    done.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        make.make_order(cast, done)

    assert refused.value.cites == "R16"
    assert not may_be_covered(None, done.institution)


@pytest.mark.parametrize("state", ["APPROVED", "RUNNING", "COMPLETED"])
def test_a_class_may_be_covered_from_its_approval_on(cast: Cast, done, state):
    TrainingClass.objects.filter(pk=done.pk).update(state=state)
    done.refresh_from_db()

    assert make.make_order(cast, done).places.count() == 1


def test_a_class_outside_the_plan_or_of_another_institution_is_refused(cast: Cast, done):
    TrainingClass.objects.filter(pk=done.pk).update(cell=None)
    done.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        make.make_order(cast, done)
    assert "计划外" in refused.value.wrong.zh

    with pytest.raises(Refusal) as refused:
        make.make_order(cast.neighbours(), done)
    assert "不是本机构" in refused.value.wrong.zh


def test_a_class_stopped_after_it_was_listed_stops_the_registration(cast: Cast, done):
    order = make.make_order(cast, done)
    take(order, "propose", cast.owner(Role.INSTITUTION), make.DRAFTED)
    take(order, "confirm", cast.owner(Role.EMPLOYER), make.CONFIRMED)
    TrainingClass.objects.filter(pk=done.pk).update(state="STOPPED")
    with pytest.raises(Refusal) as refused:
        three_hands(order, "register", cast, make.REGISTERED, Role.CITY)

    assert "已责令暂停" in refused.value.wrong.zh


def test_another_duty_or_another_institution_changes_nothing(cast: Cast, done):
    project = make.make_project(cast)
    signer = cast.colleague(Role.INSTITUTION, Duty.SIGN).actor
    for actor in (signer, cast.stranger(Role.INSTITUTION).actor, cast.owner(Role.CITY).actor):
        with pytest.raises(Forbidden):
            add_classes(project, [done], actor=actor, at=moment(make.DRAFTED))


def test_an_employer_sees_its_own_orders_and_no_project(cast: Cast, done):
    order, project = make.make_order(cast, done), make.make_project(cast)
    employer, stranger = cast.owner(Role.EMPLOYER).actor, cast.stranger(Role.EMPLOYER).actor

    assert [*s.Order.objects.visible_to(employer)] == [order]
    assert not s.Order.objects.visible_to(stranger)
    assert not s.Project.objects.visible_to(employer)
    assert [*s.Project.objects.visible_to(cast.owner(Role.CITY).actor)] == [project]


# Named constraints


@pytest.mark.parametrize(
    ("model", "change", "_name"),
    [
        (s.Order, {"state": "NOWHERE"}, "order_state_known"),
        (s.Order, {"people": 0}, "order_for_somebody"),
        (s.Order, {"state": "REGISTERED", "registered_no": ""}, "order_registered_under_a_number"),
        (s.Project, {"state": "NOWHERE"}, "project_state_known"),
        (s.Project, {"people": 0}, "project_for_somebody"),
        (s.Project, {"state": "CLOSED", "registered_no": ""}, "project_registered_under_a_number"),
    ],
)
def test_the_database_refuses_by_name(cast: Cast, model, change, _name):
    made = make.make_order(cast) if model is s.Order else make.make_project(cast)
    with refuses(_name):
        model.objects.filter(pk=made.pk).update(**change)


def test_a_revision_of_a_project_keeps_its_record_and_its_row_in_agreement(cast: Cast):
    project = make.make_project(cast)
    revise(
        project,
        ProjectTerms("项目乙", 60),
        actor=classmakers.hand(cast),
        at=moment("2024-11-05"),
        rev=project.rev,
    )

    assert not [one for one in disagreements() if one.kind == "project"]
    s.Project.objects.filter(pk=project.pk).update(people=600)
    assert [one.what for one in disagreements() if one.kind == "project"] == ["evidence"]
