"""The database as last referee: every named constraint of this room refuses what it is there for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from tests.people.makers import SPRING, TODAY, make_account, make_office, make_post
from yushu.people.models import (
    Account,
    Bar,
    Delegation,
    IdDocument,
    Merge,
    Office,
    OfficeName,
    Person,
    Post,
)
from yushu.people.roles import Duty, Role

pytestmark = pytest.mark.django_db

EARLIER, LATER = SPRING, TODAY


def person(**fields: object) -> Person:
    return Person.objects.create(**{"name": "学员甲", **fields})


def document(**fields: object) -> IdDocument:
    return IdDocument.objects.create(
        **{
            "person": person(),
            "kind": "PASSPORT",
            "number": "E1",
            "number_index": "x",
            "masked": "*",
            **fields,
        }
    )


def name(office: Office, **fields: object) -> OfficeName:
    return OfficeName.objects.create(**{"office": office, "name": "处", "since": EARLIER, **fields})


def bar(**fields: object) -> Bar:
    terms = {"person": person(), "kind": "EXAM", "since": EARLIER, "reason": "替考", "source": "通报1号"}
    return Bar.objects.create(**{**terms, **fields})


def into_itself(row: Person | Office, field: str) -> None:
    type(row).objects.filter(pk=row.pk).update(**{field: row})


def twice(make: Callable[[], object]) -> None:
    make()
    make()


def lend(**fields: object) -> Delegation:
    office = make_office()
    giver, receiver = make_post(office, Duty.SIGN), make_post(office)
    terms = {
        "giver": giver,
        "receiver": receiver,
        "since": EARLIER,
        "until": LATER,
        "reason": "出差",
        "given_on": EARLIER,
    }
    return Delegation.objects.create(**{**terms, **fields})


def merging(**fields: object) -> Merge:
    return Merge.objects.create(
        **{"kept": person(), "gone": person(), "reason": "同一人", "merged_on": TODAY, **fields}
    )


def lend_to_oneself() -> None:
    post = make_post(make_office())
    lend(giver=post, receiver=post)


def merge_with_oneself() -> None:
    one = person()
    merging(kept=one, gone=one)


def two_names(**second: object) -> None:
    office = make_office()
    name(office)
    name(office, **second)


def hold_twice() -> None:
    account, office = make_account(), make_office()
    twice(lambda: make_post(office, account=account))


BROKEN: dict[str, Callable[[], object]] = {
    "person_has_a_name": lambda: person(name=""),
    "person_sex_known": lambda: person(sex="X"),
    "person_home_area_six_digits": lambda: person(home_area="1401"),
    "person_not_merged_into_itself": lambda: into_itself(person(), "merged_into"),
    "document_number_once": lambda: twice(document),
    "document_kind_known": lambda: document(kind="LIBRARY"),
    "merge_of_two_persons": merge_with_oneself,
    "merge_has_a_reason": lambda: merging(reason=""),
    "office_role_can_be_held": lambda: make_office(Role.TRAINEE),
    "office_area_six_digits": lambda: make_office(area="太原"),
    "office_has_a_name": lambda: make_office(name=""),
    "office_not_its_own_division": lambda: into_itself(make_office(), "parent"),
    "office_credit_code_once": lambda: twice(lambda: make_office(credit_code="91350100M000100Y43")),
    "office_one_present_name": lambda: two_names(since=LATER),
    "office_one_name_a_day": lambda: two_names(until=LATER),
    "office_name_ends_after_it_begins": lambda: name(make_office(), since=LATER, until=EARLIER),
    "account_has_a_username": lambda: Account.objects.open(""),
    "post_held_once": hold_twice,
    "post_ends_after_it_begins": lambda: make_post(make_office(), since=LATER, until=EARLIER),
    "post_duty_known": lambda: make_post(make_office(), duty="REST"),
    "post_role_can_be_held": lambda: Post.objects.filter(pk=make_post(make_office()).pk).update(
        role=Role.TIME
    ),
    "delegation_ends_after_it_begins": lambda: lend(since=LATER, until=EARLIER),
    "delegation_to_somebody_else": lend_to_oneself,
    "delegation_has_a_reason": lambda: lend(reason=""),
    "bar_on_a_person_or_an_office": lambda: bar(person=None),
    "bar_ends_after_it_begins": lambda: bar(since=LATER, until=EARLIER),
    "bar_kind_known": lambda: bar(kind="REST"),
    "bar_says_why_and_whence": lambda: bar(source=""),
}


@pytest.mark.parametrize("constraint", BROKEN)
def test_what_breaks_it_is_refused(constraint):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BROKEN[constraint]()

    said = str(refused.value)
    assert constraint in said or said.startswith("UNIQUE constraint failed"), said


def test_every_constraint_of_the_room_is_tried():
    named = {c.name for model in apps.get_app_config("people").get_models() for c in model._meta.constraints}

    assert named == set(BROKEN)


def test_a_bar_is_on_one_of_the_two_not_both():
    with pytest.raises(IntegrityError), transaction.atomic():
        bar(office=make_office())


def test_what_the_constraints_allow():
    """The negative of the negatives: the makers above make right rows when nothing is changed."""
    assert person()
    assert document()
    assert lend()
    assert merging()
    assert bar()
    assert bar(person=None, office=make_office())
    assert [make_office(), make_office()]
