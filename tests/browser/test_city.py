"""The city in a real browser: a class approved by three hands within its term, another stopped by two."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.browser.conftest import Visitor
from tests.browser.looking import look, read_in_english
from tests.cast import Cast, make_cast
from tests.catalogue.makers import moment
from tests.doors.walking import set_day
from tests.training import classmakers as make
from yushu.casework.calendar import publish_shipped
from yushu.people.roles import Duty, Role
from yushu.training.models import TrainingClass

pytestmark = pytest.mark.browser
NUMBER = "并人社函〔2024〕7号"


@pytest.fixture
def house(transactional_db: None) -> Cast:
    """The cast, with the published calendars."""
    cast = make_cast()
    publish_shipped(at=moment("2024-01-02"))
    return cast


def officer(visit: Any, house: Cast, duty: Duty) -> Visitor:
    """One of the city at a browser."""
    visitor: Visitor = visit()
    visitor.sign_in(house.colleague(Role.CITY, duty))
    return visitor


def test_three_hands_of_the_city_approve_a_class_before_its_clock_runs_out(house: Cast, visit: Any):
    case = make.submit(make.draft(house), house)
    set_day("2024-09-26")
    for duty, hand in ((Duty.HANDLE, "经办"), (Duty.CHECK, "复核"), (Duty.SIGN, "签发")):
        visitor = officer(visit, house, duty)
        page = visitor.go("/desk/")
        clock = page.locator(".todo .clock").first
        assert "还剩" in clock.inner_text()
        if duty == Duty.HANDLE:
            look(visitor, "city-desk")
        page.get_by_role("link", name="批准开班").first.click()
        if duty == Duty.HANDLE:
            assert page.get_by_text("教师").first.is_visible()
            look(visitor, "city-approve")
        if duty == Duty.SIGN:
            page.get_by_label("文号").fill(NUMBER)
            page.get_by_label("发文日期").fill("2024-09-26")
        page.get_by_role("button", name=f"{hand}：批准开班：2人").click()
        page.wait_for_load_state("load")
    case.refresh_from_db()
    assert case.state == "APPROVED"

    page = visitor.go(reverse("case", args=["class", case.pk]))
    assert page.get_by_text(NUMBER).first.is_visible()
    look(visitor, "city-approved")
    read_in_english(visitor, ["/desk/", "/classes/", reverse("case", args=["class", case.pk])], "city")


def test_two_of_the_city_stop_a_class_with_a_reason(house: Cast, visit: Any):
    case = make.opened(house)
    set_day("2024-10-09")
    first = officer(visit, house, Duty.HANDLE)
    page = first.go("/classes/")
    page.get_by_role("link", name=case.number).click()
    page.get_by_role("link", name="责令暂停").click()
    page.get_by_role("button", name="责令暂停").click()
    page.wait_for_load_state("load")
    assert page.locator("main .wrong, main .errors").first.is_visible()
    page.get_by_label("理由").fill("现场检查：到课2人，点名5人")
    look(first, "city-stop")
    page.get_by_role("button", name="责令暂停").click()
    page.wait_for_load_state("load")
    assert TrainingClass.objects.get(pk=case.pk).state == "RUNNING"

    second = officer(visit, house, Duty.SIGN)
    page = second.go(reverse("case", args=["class", case.pk]))
    page.get_by_role("link", name="责令暂停").or_(page.get_by_role("button", name="责令暂停")).first.click()
    look(second, "city-stop-second")
    if page.get_by_role("button", name="责令暂停").count():
        page.get_by_role("button", name="责令暂停").click()
    page.wait_for_load_state("load")
    assert TrainingClass.objects.get(pk=case.pk).state == "STOPPED"

    school: Visitor = visit(size="phone")
    school.sign_in(house.owner(Role.INSTITUTION))
    page = school.go(reverse("case", args=["class", case.pk]))
    assert page.get_by_text("现场检查：到课2人，点名5人").first.is_visible()
    look(school, "institution-stopped")
