"""A trainee and an institution in a real browser: a course is found, checked, signed for on a phone, without script."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.browser.conftest import Visitor
from tests.cast import Cast, make_cast
from tests.catalogue.makers import moment
from tests.doors.walking import set_day
from tests.training.makers import draft, enrol_self, make_applicant, publish
from yushu.casework.calendar import publish_shipped
from yushu.doors.standing import LANGUAGE_COOKIE
from yushu.people.roles import Role
from yushu.training.models import Announcement, Enrolment

pytestmark = pytest.mark.browser


@pytest.fixture
def house(transactional_db: None) -> Cast:
    """One course with one seat left, on 2 September."""
    set_day("2024-09-02")
    cast = make_cast()
    publish_shipped(at=moment("2024-01-02"))
    made = publish(cast, seats=2)
    enrol_self(make_applicant(900), made)
    return cast


def answer(page: Any, *, graduates: str = "2024-06-30", insured: str = "no") -> None:
    """The questions of a graduate."""
    page.select_option("#id_study", "BACHELOR")
    page.select_option("#id_related", "yes")
    page.fill("#id_graduates_on", graduates)
    page.select_option("#id_insured", insured)
    page.select_option("#id_willing", "yes")
    page.get_by_role("button", name="看结论").click()


def test_a_trainee_enrols_on_a_phone_without_script(house: Cast, visit: Any):
    visitor: Visitor = visit(size="phone", scripts=False)
    visitor.sign_in(house.owner(Role.TRAINEE))
    page = visitor.go("/")
    page.get_by_role("link", name="找课程").first.click()
    visitor.shoot("courses")
    page.get_by_role("link", name="区块链初级").click()
    visitor.shoot("course")
    page.get_by_role("link", name="先看我能不能报名").click()
    answer(page, graduates="2021-06-30", insured="yes")
    page.get_by_text("离校两年到2023-06-30为止").first.wait_for()
    visitor.shoot("check-no")

    answer(page)
    visitor.shoot("check-yes")
    page.get_by_label("以上承诺我已读过").check()
    page.get_by_role("button", name="签署并报名").click()
    page.get_by_text("已报名，占到名额").wait_for()
    visitor.shoot("my-enrolments")
    mine = Enrolment.objects.get(person=house.owner(Role.TRAINEE).person)
    page.get_by_role("link", name="区块链初级").click()
    visitor.shoot("my-enrolment")
    page.get_by_role("link", name="退出报名").click()
    page.get_by_role("button", name="退出报名").click()
    mine.refresh_from_db()
    assert mine.state == "WITHDRAWN"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_of_training_fit_and_are_accessible(house: Cast, visit: Any, language: str):
    made, worded = (
        Announcement.objects.get(),
        draft(house, body="保证通过考核，结业包就业。去年学员月薪较高。"),
    )
    own = {
        Role.PUBLIC: ["/courses/", f"/courses/{made.code}/", f"/courses/{made.code}/check/"],
        Role.TRAINEE: ["/enrolments/"],
        Role.INSTITUTION: [
            "/announcements/",
            "/announcements/new/",
            f"/announcements/{made.pk}/people/",
            f"/announcements/{made.pk}/people/new/",
            reverse("case", args=["announcement", worded.pk]),
            reverse("step", args=["announcement", made.pk, "amend"]),
            reverse("case", args=["enrolment", made.enrolments.get().pk]),
        ],
    }
    for role, paths in own.items():
        visitor: Visitor = visit(size="phone")
        if role != Role.PUBLIC:
            visitor.sign_in(house.owner(role))
        cookie = {"name": LANGUAGE_COOKIE, "value": language, "url": visitor.address}
        visitor.page.context.add_cookies([cookie])
        for number, path in enumerate(paths):
            visitor.go(path)
            visitor.fits()
            visitor.is_accessible()
            visitor.shoot(f"training-{language}-{role.lower()}-{number}")
