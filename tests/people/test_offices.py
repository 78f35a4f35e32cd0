"""Offices, their names over time, and the register of bars."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.people.makers import SPRING, TODAY, make_office
from tests.people.numbers import invented
from yushu.kernel.errors import Invalid, Refusal
from yushu.kernel.words import Words
from yushu.people.models import Bar, BarKind, Office
from yushu.people.offices import name_on, open_office, rename
from yushu.people.persons import find_or_create_person, merge
from yushu.people.register import office_barred, person_barred
from yushu.people.roles import Role

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
OLD, NEW = Words("太原工学院", "Taiyuan Institute"), Words("太原理工大学", "Taiyuan University")


def school(**fields: object) -> Office:
    return open_office(Role.INSTITUTION, OLD, since=SPRING, short_name="太工", **fields)


def test_an_office_bears_the_name_of_the_day():
    office = school()
    rename(office, NEW, since=TODAY, short_name="太理工")
    office.refresh_from_db()

    assert [name_on(office, day).zh for day in (SPRING, TODAY - DAY, TODAY)] == [OLD.zh, OLD.zh, NEW.zh]
    assert (office.name, office.name_en, office.short_name) == (NEW.zh, NEW.en, "太理工")
    assert name_on(office, SPRING - DAY) == NEW


def test_a_new_name_begins_after_the_present_one():
    office = school()
    with pytest.raises(Refusal) as refused:
        rename(office, NEW, since=SPRING)

    assert refused.value.field == "since"
    assert office.names.count() == 1


def test_a_short_name_falls_back_to_the_whole_one():
    assert open_office(Role.CITY, Words("市局", "Bureau"), since=SPRING).short_name == "市局"
    assert make_office(name="无名录").short_name == "无名录"


def test_a_list_of_short_names_asks_twice_however_long(django_assert_num_queries):
    for _ in range(3):
        school()
    with django_assert_num_queries(2):
        assert [office.short_name for office in Office.objects.prefetch_related("names")] == ["太工"] * 3


def test_a_credit_code_is_kept_in_its_one_spelling():
    assert school(credit_code="９１３５０１００m000100y43").credit_code == "91350100M000100Y43"


def test_a_code_whose_check_fails_needs_its_reason_and_keeps_it():
    with pytest.raises(Invalid):
        school(credit_code="91350100M000100Y44")
    office = school(credit_code="91350100M000100Y44", override_reason="登记证书如此")

    assert office.credit_code_override == "登记证书如此"


def test_a_division_stands_under_the_province():
    province = open_office(Role.PROVINCE, Words("省厅", "Department"), since=SPRING)
    division = open_office(Role.PROVINCE, Words("处", "Division"), since=SPRING, parent=province)

    assert list(province.divisions.all()) == [division]


def test_a_bar_holds_from_its_first_to_its_last_day():
    person = find_or_create_person(kind="RESIDENT", number=invented(), name="学员甲")
    bar = Bar.objects.create(
        person=person, kind=BarKind.EXAM, since=SPRING, until=TODAY, reason="替考", source="通报1号"
    )

    days = [SPRING - DAY, SPRING, TODAY, TODAY + DAY]
    assert [person_barred(person, BarKind.EXAM, day) for day in days] == [None, bar, bar, None]
    assert person_barred(person, BarKind.SUBSIDY, TODAY) is None


def test_a_bar_follows_a_person_into_a_merged_record():
    one = find_or_create_person(kind="RESIDENT", number=invented(1), name="学员甲")
    two = find_or_create_person(kind="PASSPORT", number="E12345678", name="学员甲")
    bar = Bar.objects.create(person=two, kind=BarKind.EXAM, since=SPRING, reason="替考", source="通报1号")
    merge(one, two, reason="同一人的护照", merged_on=TODAY)

    assert person_barred(one, BarKind.EXAM, TODAY) == bar


def test_an_office_is_barred_by_itself():
    office, other = school(), make_office()
    bar = Bar.objects.create(
        office=office, kind=BarKind.TRAINING, since=SPRING, reason="退出名单", source="通报2号"
    )

    assert office_barred(office, BarKind.TRAINING, TODAY) == bar
    assert office_barred(other, BarKind.TRAINING, TODAY) is None
