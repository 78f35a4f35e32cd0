"""Teachers and rooms are registered under somebody's name: the institution's own record says who, what and when."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.people.numbers import invented
from tests.training import classmakers as make
from yushu.kernel.errors import Forbidden
from yushu.ledger.audit import verify_chain
from yushu.ledger.book import history
from yushu.people.roles import Role
from yushu.training.models import Room, Teacher
from yushu.training.requesting import register_room, register_teacher

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def lines(cast: Cast) -> list[Any]:
    """The record of the cast's institution, oldest first."""
    return list(reversed(history([cast.owner(Role.INSTITUTION).office.pk])))


def teacher(cast: Cast, qualification: str, day: str = "2024-09-02") -> Teacher:
    office = cast.owner(Role.INSTITUTION).office
    return register_teacher(
        office,
        number=invented(901),
        name="教师甲",
        qualification=qualification,
        actor=make.hand(cast),
        at=make.at(day),
    )


def test_a_registered_teacher_stands_in_the_record_with_what_stood_before(cast: Cast):
    teacher(cast, "讲师")
    teacher(cast, "副教授", "2024-09-10")

    first, second = lines(cast)

    assert (first.verb, first.facts["now"], first.facts["before"]) == ("register_teacher", "讲师", "")
    assert (second.facts["now"], second.facts["before"]) == ("副教授", "讲师")
    assert second.who == "培训机构甲·经办人甲"
    assert second.happened_on.isoformat() == "2024-09-10"
    assert verify_chain(cast.owner(Role.INSTITUTION).office.pk) is None


def test_no_identity_number_is_written_into_the_record(cast: Cast):
    teacher(cast, "讲师")
    assert invented(901) not in str(lines(cast))


def test_a_room_stands_in_the_record_and_its_change_too(cast: Cast):
    office = cast.owner(Role.INSTITUTION).office
    for holds in (45, 30):
        register_room(
            office, name="A301", area="140105", holds=holds, actor=make.hand(cast), at=make.at("2024-09-02")
        )
    assert [line.facts["now"] for line in lines(cast)] == [["140105", 45], ["140105", 30]]
    assert lines(cast)[1].facts["before"] == ["140105", 45]


def test_the_same_once_more_is_no_act(cast: Cast):
    teacher(cast, "讲师")
    teacher(cast, "讲师")
    make.equip(cast, teacher=902, name="教师乙")
    make.equip(cast, teacher=902, name="教师乙")
    assert [line.verb for line in lines(cast)] == ["register_teacher", "register_teacher", "register_room"]


def test_nobody_registers_for_another_and_nothing_is_written(cast: Cast):
    office = cast.owner(Role.INSTITUTION).office
    stranger = cast.stranger(Role.INSTITUTION).actor
    with pytest.raises(Forbidden):
        register_room(office, name="A301", area="140105", holds=9, actor=stranger, at=make.at("2024-09-02"))
    assert lines(cast) == []
    assert not Room.objects.exists()


def test_the_page_shows_who_registered_what(cast: Cast):
    make.equip(cast)
    page = cast.client(Role.INSTITUTION).get(reverse("teaching")).content.decode()
    assert all(text in page for text in ("登记记录", "登记教室", "培训机构甲·经办人甲"))
    assert "登记教室" in page
    other = cast.stranger(Role.INSTITUTION).client().get(reverse("teaching")).content.decode()
    assert "培训机构甲·经办人甲" not in other
