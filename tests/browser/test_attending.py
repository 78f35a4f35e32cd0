"""A code on the screen of the room, a trainee with a phone, a roll, its second person: in a real browser."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.doors.test_class_pages import set_clock
from tests.training import classmakers as make
from yushu.people.roles import Duty, Role
from yushu.training.models import Attendance

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("calendar"),
]


def look(visitor, name: str) -> None:
    """Every page fits, is accessible, and can be looked at."""
    visitor.fits()
    visitor.is_accessible()
    visitor.shoot(name)


def test_a_lesson_from_the_code_in_the_room_to_the_second_person(visit, cast: Cast):
    case = make.opened(cast, who=(cast.owner(Role.TRAINEE),))
    session = case.sessions.first()
    room, trainee = visit(), visit(size="phone")
    room.sign_in(cast.owner(Role.INSTITUTION))
    trainee.sign_in(cast.owner(Role.TRAINEE))

    set_clock(make.OPENED, "08:40")
    page = room.go(reverse("session", args=[session.pk]))
    look(room, "session")
    page.get_by_role("link", name="投屏签到码").click()
    code = page.locator(".roomcode").inner_text()
    room.fits()  # axe forbids reloading by itself, which is all this page is there for
    room.shoot("session-code")
    phone = trainee.go(reverse("checkin"))
    phone.get_by_label("签到码").fill(code)
    look(trainee, "checkin")
    phone.get_by_role("button", name="签到").click()
    assert "已签到" in phone.get_by_role("status").inner_text()

    set_clock(make.OPENED, "12:30")
    page = room.go(reverse("session_roll", args=[session.pk]))
    page.get_by_label("出勤").select_option("whole")
    look(room, "session-roll")
    page.get_by_role("button", name="交点名").click()
    second = visit()
    second.sign_in(cast.colleague(Role.INSTITUTION, Duty.CHECK))
    page = second.go(reverse("session", args=[session.pk]))
    page.get_by_role("button", name="确认考勤").click()
    second.page.wait_for_load_state("load")
    assert Attendance.objects.get().minutes == 170  # there since 08:40, as the code says

    look_around(room, trainee, case)


def look_around(room, trainee, case):
    """The other pages a class has, as the institution and the trainee see them."""
    for visitor, address, name in (
        (room, reverse("case", args=["class", case.pk]), "class"),
        (room, reverse("classes"), "classes"),
        (room, reverse("class_change_new", args=[case.pk]), "class-change"),
        (room, reverse("class_results", args=[case.pk]), "class-results"),
        (room, reverse("teaching"), "teaching"),
        (trainee, reverse("checkin"), "my-hours"),
    ):
        visitor.go(address)
        look(visitor, name)
