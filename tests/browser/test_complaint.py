"""A citizen complains on a phone without signing in; the city asks, goes and answers; the code opens the answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.browser.conftest import Visitor
from tests.cast import Cast
from tests.doors.test_class_pages import set_clock
from tests.oversight import fraud, makers
from tests.training import classmakers
from yushu.oversight.models import AccountRequest, Complaint
from yushu.people.roles import Duty, Role

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("calendar"),
]


def look(visitor: Visitor, name: str) -> None:
    """Every page fits, is accessible, and can be looked at."""
    visitor.fits()
    visitor.is_accessible()
    visitor.shoot(name)


def officer(visit: Any, member: Any) -> Visitor:
    """A window of somebody at their post."""
    visitor: Visitor = visit()
    visitor.sign_in(member)
    return visitor


def test_a_complaint_from_the_phone_to_the_answer(visit: Any, cast: Cast):
    case = classmakers.opened(cast)
    set_clock("2024-10-08", "15:00")
    citizen: Visitor = visit(size="phone")
    page = citizen.go(reverse("course", args=[case.announcement.code]))
    page.get_by_role("link", name="投诉这个课程").click()
    look(citizen, "complain")
    page.get_by_role("button", name="交投诉").click()
    assert page.get_by_role("alert").is_visible()
    page.get_by_label("投诉事项").select_option("ATTENDANCE")
    page.get_by_label("投诉谁").select_option(label=case.institution.name)
    page.get_by_label("发生了什么").fill(makers.TEXT)
    page.get_by_label("联系方式").fill("139 0000 0000")
    page.get_by_role("button", name="交投诉").click()
    code = page.locator("b.mono").first.inner_text()
    look(citizen, "complaint-code")

    take_it_up(visit, cast)
    answered(visit, cast)

    set_clock("2024-10-16", "09:00")
    page = citizen.go(reverse("complaint_found"))
    look(citizen, "complaint-find")
    page.get_by_role("textbox", name="查询码").fill(code.lower())
    page.get_by_role("button", name="查答复").click()
    assert page.get_by_text("已责令补课").is_visible()
    assert makers.TEXT not in page.content()
    look(citizen, "complaint-answer")


def take_it_up(visit: Any, cast: Cast) -> None:
    """The city takes it up and asks; the institution reads the officer's words alone."""
    case = Complaint.objects.get()
    city = officer(visit, cast.owner(Role.CITY))
    page = city.go(reverse("case", args=["complaint", case.pk]))
    look(city, "complaint-case")
    page.get_by_role("button", name="受理", exact=True).click()
    page.wait_for_load_state("load")
    page = city.go(reverse("step", args=["complaint", case.pk, "ask"]))
    page.get_by_label("要说明的事").fill(makers.SUMMARY)
    look(city, "complaint-ask")
    page.get_by_role("button", name="请机构说明情况").click()
    page.wait_for_load_state("load")
    school = officer(visit, cast.owner(Role.INSTITUTION))
    page = school.go(reverse("case", args=["account", AccountRequest.objects.get().pk]))
    assert makers.TEXT not in page.content()
    look(school, "account")
    page.get_by_role("textbox", name="情况说明").fill("当天下午教师请假，没有补课。")
    page.get_by_role("button", name="说明情况").click()
    page.wait_for_load_state("load")


def answered(visit: Any, cast: Cast) -> None:
    """One writes the answer, another signs it."""
    case = Complaint.objects.get()
    set_clock("2024-10-15", "10:00")
    city = officer(visit, cast.owner(Role.CITY))
    page = city.go(reverse("case", args=["complaint", case.pk]))
    page.get_by_label("查明结果").select_option("TRUE")
    page.get_by_label("答复（投诉人看到）").fill("经查属实，已责令补课。")
    page.get_by_role("button", name="经办：答复投诉人").click()
    page.wait_for_load_state("load")
    signer = officer(visit, cast.colleague(Role.CITY, Duty.SIGN))
    page = signer.go(reverse("case", args=["complaint", case.pk]))
    look(signer, "complaint-sign")
    page.get_by_role("button", name="签发：答复投诉人").click()
    page.wait_for_load_state("load")
    assert Complaint.objects.get().state == "ANSWERED"


def test_an_inspection_from_the_sign_to_what_must_be_mended(visit: Any, cast: Cast):
    case = fraud.device(cast)
    set_clock("2024-10-09", "09:00")
    city = officer(visit, cast.owner(Role.CITY))
    page = city.go(reverse("signs"))
    look(city, "signs")
    page.get_by_role("link", name="同一设备多人签到").last.click()
    look(city, "sign")
    page.get_by_role("link", name="就此检查").click()
    page.get_by_label("为什么检查").fill("同一设备为3人签到")
    look(city, "inspection-new")
    page.get_by_role("button", name="立项检查").click()
    page.wait_for_load_state("load")
    look(city, "inspection-planned")
    made = case.inspections.get()

    set_clock("2024-10-10", "10:00")
    given = {**makers.VISIT, **makers.marks(identity="WRONG"), "visited_on": "2024-10-09"}
    makers.two_hands(made, "visit", cast, "2024-10-10", **given)
    school = officer(visit, cast.owner(Role.INSTITUTION))
    school.go(reverse("case", args=["inspection", made.pk]))
    look(school, "inspection-institution")
    for visitor, name in (
        (city, "inspections"),
        (city, "complaints"),
        (city, "draws"),
        (school, "rectifications"),
    ):
        visitor.go(reverse(name))
        look(visitor, name)
    city.go(reverse("draw_new"))
    look(city, "draw-new")
    city.page.get_by_label("抽几个班").fill("1")
    city.page.get_by_role("button", name="定格名单并抽签").click()
    city.page.wait_for_load_state("load")
    look(city, "draw")
