"""A settlement of the mock's size in a real browser: explained, decided, published, objected to, on paper."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.browser.looking import look, read_in_english
from tests.cast import Cast, make_cast
from tests.catalogue.makers import moment, take
from tests.doors.walking import set_day
from tests.subsidies import settlementmakers as make
from tests.subsidies.test_claiming import second_stage
from tests.training.makers import make_applicant
from yushu.casework.calendar import publish_shipped
from yushu.people.roles import Role
from yushu.subsidies import models as s

pytestmark = pytest.mark.browser


@pytest.fixture
def house(transactional_db: None) -> Cast:
    """The cast, with the published calendars."""
    cast = make_cast()
    publish_shipped(at=moment("2024-01-02"))
    return cast


def of_the_mock(house: Cast) -> s.Settlement:
    """Second stage: 54 joined, 52 certified, 2 barred, 40 of 50 employed; before the city."""
    case = second_stage(house, 54, certified=52, barred=2, employed=39)
    make.claim(case, house, "2024-11-27")
    take(case, "accept", house.owner(Role.CITY), "2024-11-27")
    case.refresh_from_db()
    return case


def test_the_city_sees_the_edge_and_the_claimant_only_the_working(house: Cast, visit: Any):
    case = of_the_mock(house)
    set_day("2024-11-28")
    address = reverse("case", args=["settlement", case.pk])

    city = visit()
    city.sign_in(house.owner(Role.CITY))
    page = city.go(address)
    assert page.get_by_role("heading", name="差1人，差18,700元").is_visible()
    assert page.locator(".sum").inner_text().replace("\n", "") == "应付85,000已付66,300本次应付18,700 元"
    page.locator(".working summary", has_text="每人计补天数").click()
    assert page.locator(".cal").first.is_visible()
    page.locator(".working summary", has_text="就业率").click()
    look(city, "settlement-city")
    read_in_english(city, [address], "settlement-city")

    claimant = visit()
    claimant.sign_in(house.owner(Role.INSTITUTION))
    page = claimant.go(address)
    assert not page.get_by_text("差1人").is_visible()
    look(claimant, "settlement-claimant")
    page = claimant.go(reverse("settlement_line", args=[case.lines.get(seq=3).pk]))
    assert page.get_by_text("点名").first.is_visible()
    look(claimant, "settlement-line")

    page = city.go(reverse("settlement_form", args=[case.pk]))
    look(city, "settlement-form")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})
    city.shoot("settlement-form-print")
    assert page.locator(".signing dt", has_text="填表人").is_visible()
    assert page.locator(".proof").first.is_visible(), "paper shows the evidence, opened or not"


def test_the_public_sees_masks_and_objects_and_the_trainee_sees_the_own_line(house: Cast, visit: Any):
    case = make.published(house, n=5, employed=4)
    set_day("2024-11-15")
    person = case.lines.get(seq=3)

    trainee = visit(size="phone")
    trainee.sign_in(make_applicant(500))
    trainee.go(reverse("my_subsidy"))
    look(trainee, "settlement-mine")

    anybody = visit()
    page = anybody.go(reverse("publicity_page", args=[case.code]))
    assert not page.get_by_text(person.holder, exact=True).is_visible()
    look(anybody, "publicity")
    page.get_by_label("名单上的序号").fill("3")
    page.get_by_label("反映的问题").select_option("EMPLOYMENT")
    page.get_by_label("写清楚").fill("他十月就离开了那家公司，我和他同一个部门")
    page.get_by_role("button", name="提出异议").click()
    page.wait_for_load_state("load")
    assert page.get_by_text("已收到").first.is_visible()
    look(anybody, "objection-answer")
