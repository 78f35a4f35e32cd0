"""One trainee on a phone, from the announcement to the level certificate; the other parties act beside them."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.browser.conftest import Visitor
from tests.browser.test_enrolling import answer
from tests.cast import Cast, make_cast
from tests.certification import exammakers as exams
from tests.certification.makers import moment
from tests.certification.makers import three_hands as province_signs
from tests.doors.test_class_pages import set_clock
from tests.doors.walking import set_day
from tests.training import classmakers as make
from tests.training.makers import enrol_self, publish
from yushu.casework.calendar import publish_shipped
from yushu.casework.moving import Given
from yushu.certification.models import Application, Batch
from yushu.doors.standing import LANGUAGE_COOKIE, rehearsed_now
from yushu.entitlements.settling import settle_entitlements
from yushu.people.roles import Role
from yushu.training.attending import room_code
from yushu.training.models import Announcement, TrainingClass
from yushu.training.requesting import add_makeup

pytestmark = pytest.mark.browser

JOURNEY = "/mine/journey/"


@pytest.fixture
def house(transactional_db: None) -> Cast:
    """One course that takes enrolments, on 2 September."""
    set_day("2024-09-02")
    cast = make_cast()
    publish_shipped(at=moment("2024-01-02"))
    publish(cast, **make.HOURS, seats=2)
    return cast


def look(visitor: Visitor, name: str, heading: str) -> Any:
    """The journey says where the trainee is, in both languages; it fits and can be used by everybody."""
    for language in ("en", "zh-hans"):
        cookie = {"name": LANGUAGE_COOKIE, "value": language, "url": visitor.address}
        visitor.page.context.add_cookies([cookie])
        visitor.go(JOURNEY)
        visitor.fits()
        visitor.is_accessible()
        visitor.shoot(f"journey-{name}-{language[:2]}")
    assert visitor.page.get_by_role("heading", level=1).inner_text() == heading
    return visitor.page


def test_a_trainee_is_followed_from_the_announcement_to_the_level_certificate(house: Cast, visit: Any):
    me = house.owner(Role.TRAINEE)
    visitor: Visitor = visit(size="phone")
    visitor.sign_in(me)
    enrols(visitor)
    look(visitor, "held", "你有名额，等开班")
    case = class_opens(house)
    checks_in(visitor, case)
    missed(visitor, house, case)
    certified(house, case)
    applies(visitor, house)
    issued(house)
    page = look(visitor, "valid", "你已取得等级证书")
    page.get_by_role("link", name="看等级证书").click()
    assert page.get_by_text("等级证书 YS-2024-L-").first.is_visible()
    visitor.fits()


def enrols(visitor: Visitor) -> None:
    """Nothing there yet: the page leads to a course, the questions, the signature."""
    page = look(visitor, "none", "你还没有报名")
    page.get_by_role("link", name="找课程").last.click()
    page.get_by_role("link", name="区块链初级").click()
    page.get_by_role("link", name="先看我能不能报名").click()
    answer(page)
    page.get_by_label("以上承诺我已读过").check()
    page.get_by_role("button", name="签署并报名").click()
    assert page.get_by_text("已报名，占到名额").is_visible()


def class_opens(house: Cast) -> TrainingClass:
    """The institution asks, the city approves, the class begins."""
    make.equip(house)
    case = make.request(house, Announcement.objects.get())
    make.approve(make.submit(case, house), house)
    make.take(case, "begin", house.owner(Role.INSTITUTION), make.OPENED)
    return case


def checks_in(visitor: Visitor, case: TrainingClass) -> None:
    """The code of the room, typed in on the page the button leads to."""
    set_clock(make.OPENED, "08:25")
    page = look(visitor, "lesson", "你在培训中")
    page.get_by_role("link", name="签到", exact=True).click()
    page.get_by_label("签到码").fill(room_code(case.sessions.first(), rehearsed_now()))
    page.get_by_role("button", name="签到").click()
    assert "已签到" in page.get_by_role("status").inner_text()
    page = visitor.go(JOURNEY)
    assert page.get_by_role("link", name="签退", exact=True).is_visible()


def missed(visitor: Visitor, house: Cast, case: TrainingClass) -> None:
    """An absence, and the session that makes it up."""
    first, second, third = case.sessions.all()
    make.hold(first, house)
    make.hold(second, house, absent=(1,))
    set_clock(make.SECOND, "07:30")
    page = look(visitor, "missed", "你在培训中")
    assert page.get_by_text("缺2学时，须补上").is_visible()
    row = "2024-10-10，14:00-15:30，线上理论，教师甲，-，补区块链原理"
    add_makeup(case, row, actor=make.hand(house), at=make.at(make.SECOND))
    make.hold(third, house)
    set_clock("2024-10-10", "13:40")
    page = look(visitor, "makeup", "课已上完，你还差学时")
    assert page.get_by_text("补区块链原理").first.is_visible()
    make.hold(case.sessions.get(makeup=True), house)


def certified(house: Cast, case: TrainingClass) -> None:
    """Examined and completed; a sitting is announced."""
    make.examine(case, house, (820, 760), on="2024-10-11")
    make.finish(case, house, "2024-10-12")
    settle_entitlements(at=moment("2024-10-13", 1))
    exams.opened(house)


def applies(visitor: Visitor, house: Cast) -> None:
    """From the page to the open sittings, the conditions, the notice and the signature."""
    set_day("2024-10-20")
    page = look(visitor, "certified", "你可以申报等级考核")
    page.get_by_role("link", name="看考核场次").click()
    page.get_by_role("link", name="区块链初级").click()
    page.get_by_role("button", name="看条件").click()
    page.select_option("#id_way", "PROMISE")
    page.get_by_label("告知书和承诺书我已读过").check()
    page.get_by_role("button", name="提交申报").click()
    look(visitor, "applied", "已申报，等资格确认")
    exams.take(Application.objects.get(), "confirm", house.owner(Role.EVALUATOR), "2024-10-21")
    set_day("2024-10-22")
    page = look(visitor, "confirmed", "资格已确认，等考核")
    page.get_by_text("看原文").last.click()
    assert page.get_by_text("承诺：我本人签署").is_visible()


def issued(house: Cast) -> None:
    """Examined, scored, reported, forwarded, approved, issued."""
    evaluator, sitting = house.owner(Role.EVALUATOR), Application.objects.get().sitting
    exams.scored(sitting, house, (820, 760))
    exams.night("2024-11-03")
    exams.two_hands(sitting, "announce", house, "2024-11-05")
    exams.take(sitting, "finish", evaluator, "2024-11-06")
    batch = Batch.objects.get()
    exams.take(batch, "report", evaluator, "2024-11-07")
    province_signs(batch, "forward", house, "2024-11-12")
    told = Given({"document_no": "协调办函〔2024〕7号", "received_on": "2024-11-20"})
    exams.take(batch, "approve", house.owner(Role.PROVINCE), "2024-11-20", legal="2024-11-18", given=told)
    exams.take(batch, "issue", evaluator, "2024-11-22")
    settle_entitlements(at=moment("2024-11-23", 1))
    set_day("2024-11-25")


def test_the_page_can_be_used_at_a_desk_too(house: Cast, visit: Any):
    make.equip(house)
    enrol_self(house.owner(Role.TRAINEE), Announcement.objects.get())
    class_opens(house)
    set_clock(make.OPENED, "08:25")
    visitor: Visitor = visit()
    visitor.sign_in(house.owner(Role.TRAINEE))
    page = look(visitor, "desk", "你在培训中")
    page.get_by_role("link", name="签到", exact=True).click()
    assert page.url.endswith(reverse("checkin"))
