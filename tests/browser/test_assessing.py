"""A trainee applies for an exam on a phone; the evaluator's pages fit and can be used by everybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.browser.conftest import Visitor
from tests.cast import Cast, make_cast
from tests.certification import exammakers as m
from tests.certification.makers import moment
from tests.doors.walking import set_day
from tests.training import classmakers
from yushu.casework.calendar import publish_shipped
from yushu.certification.models import Application, Sitting
from yushu.doors.standing import LANGUAGE_COOKIE
from yushu.entitlements.settling import settle_entitlements
from yushu.people.roles import Role

pytestmark = pytest.mark.browser


@pytest.fixture
def house(transactional_db: None) -> Cast:
    """A trainee with a training certificate and an open sitting, on 20 October."""
    set_day("2024-10-20")
    cast = make_cast()
    publish_shipped(at=moment("2024-01-02"))
    classmakers.completed(cast, who=(cast.owner(Role.TRAINEE),))
    m.opened(cast)
    return cast


def test_a_trainee_applies_on_a_phone_without_script(house: Cast, visit: Any):
    visitor: Visitor = visit(size="phone", scripts=False)
    visitor.sign_in(house.owner(Role.TRAINEE))
    page = visitor.go("/desk/")
    page.get_by_role("link", name="考核场次").first.click()
    page.get_by_role("link", name="区块链初级").click()
    page.get_by_role("button", name="看条件").click()
    visitor.shoot("exam-conditions")
    page.select_option("#id_way", "PROMISE")
    page.get_by_label("告知书和承诺书我已读过").check()
    page.get_by_role("button", name="提交申报").click()
    assert page.get_by_text("已申报：区块链初级").is_visible()
    visitor.shoot("my-applications")
    page.get_by_role("link", name=Application.objects.get().number).click()
    visitor.shoot("my-application")
    assert page.get_by_text("告知承诺").first.is_visible()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_of_examination_fit_and_are_accessible(house: Cast, visit: Any, language: str):
    sitting, trainee = Sitting.objects.get(), house.owner(Role.TRAINEE)
    (one,) = m.confirmed(house, trainee, sitting=sitting)
    settle_entitlements(at=m.moment("2024-10-21", 3))
    m.night(m.HELD)
    set_day(m.HELD)
    own = {
        Role.TRAINEE: ["/exams/", "/applications/", "/mine/brings/", f"/cases/application/{one.pk}/"],
        Role.EVALUATOR: [
            "/sittings/",
            "/sittings/new/",
            "/applications/",
            reverse("case", args=["sitting", sitting.pk]),
            reverse("assessor_new", args=[sitting.pk]),
            reverse("scores", args=[sitting.pk]),
            reverse("step", args=["application", one.pk, "void"]),
        ],
    }
    for role, paths in own.items():
        visitor: Visitor = visit(size="phone")
        visitor.sign_in(house.owner(role))
        cookie = {"name": LANGUAGE_COOKIE, "value": language, "url": visitor.address}
        visitor.page.context.add_cookies([cookie])
        for number, path in enumerate(paths):
            visitor.go(path)
            visitor.fits()
            visitor.is_accessible()
            visitor.shoot(f"exams-{language}-{role.lower()}-{number}")
