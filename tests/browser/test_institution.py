"""The institution in a real browser: from an announcement that promises too much to the roster report."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.browser.conftest import Visitor
from tests.browser.looking import look, read_in_english
from tests.cast import Cast, make_cast
from tests.catalogue.makers import moment, take
from tests.doors.test_class_pages import set_clock
from tests.doors.walking import set_day
from tests.training import classmakers as make
from tests.training.makers import ON, TERMS, enrol_self, make_applicant, make_cell
from yushu.casework.calendar import publish_shipped
from yushu.people.models import Person
from yushu.people.roles import Duty, Role
from yushu.training.models import Announcement, Attendance, RosterReport, TrainingCertificate, TrainingClass

pytestmark = pytest.mark.browser
PROMISE, HONEST = "本班包过，不过退费。", "培训合格的，颁发培训合格证书。"
OPENING = {
    "name": "1期", "opens_on": "2024-10-08", "ends_on": "2024-11-08", "resources": "国家培训教程",
    "assessment": "理论机考，实操两题",
}  # fmt: skip


@pytest.fixture
def house(transactional_db: None) -> Cast:
    """The cast, the plan with seats for 区块链, the published calendars."""
    cast = make_cast()
    publish_shipped(at=moment("2024-01-02"))
    make_cell(cast)
    return cast


def at_work(visit: Any, house: Cast, duty: Duty = Duty.HANDLE) -> Visitor:
    visitor: Visitor = visit()
    visitor.sign_in(house.colleague(Role.INSTITUTION, duty))
    return visitor


def press(visitor: Visitor, name: str) -> None:
    """Press a button and wait for the page it leads to."""
    visitor.page.get_by_role("button", name=name).click()
    visitor.page.wait_for_load_state("load")


def test_a_forbidden_promise_is_named_with_its_clause_and_an_honest_text_is_published(
    house: Cast, visit: Any
):
    set_day(ON)
    visitor = at_work(visit, house)
    page = visitor.go("/announcements/new/")
    page.locator("#id_cell").select_option(label="2024 区块链")
    page.locator("#id_level").select_option("JUNIOR")
    for name, value in {**TERMS, **make.HOURS, "body": PROMISE}.items():
        field = page.locator(f"#id_{name}")
        field.select_option(str(value)) if name == "venue_area" else field.fill(str(value))
    look(visitor, "institution-announcement-new")
    press(visitor, "建立草稿，检查用语")

    found = page.locator(".checks").first
    assert "包过" in found.inner_text()
    assert page.locator(".checks .clause", has_text="六(二)").count() >= 1
    look(visitor, "institution-promise")
    assert Announcement.objects.get().state == "DRAFT"
    public: Visitor = visit()
    assert (
        public.page.goto(
            f"{public.address}{reverse('course', args=[Announcement.objects.get().code])}"
        ).status
        == 404
    )

    case = reverse("case", args=["announcement", Announcement.objects.get().pk])
    visitor.go(f"{case}revise/")
    page.locator("#id_body").fill(HONEST)
    page.locator("main form button[name=step]").first.click()
    page.wait_for_load_state("load")
    visitor.go(case)
    press(visitor, "发布公告：20人")
    assert Announcement.objects.get().state == "PUBLISHED"
    read_in_english(visitor, ["/announcements/", case], "institution-announcement")


def test_a_class_from_its_request_to_the_roster_report(house: Cast, visit: Any):
    make.equip(house)
    announcement = make.publish(house, **{**make.HOURS, "seats": 2})
    for seq, name in ((make.APPLICANTS, "王小明"), (make.APPLICANTS + 1, "欧阳建国")):
        member = make_applicant(seq)
        Person.objects.filter(pk=member.person.pk).update(name=name)
        enrol_self(member, announcement)
    visitor = at_work(visit, house)
    set_day("2024-09-23")
    case = requested(visitor, announcement)
    make.approve(case, house)
    take(case, "begin", house.owner(Role.INSTITUTION), make.OPENED)
    second = at_work(visit, house, Duty.CHECK)
    roll_called(visitor, second, case)
    for session in case.sessions.filter(settled_by=None):
        make.hold(session, house)
    set_clock(make.EXAM, "16:00")
    examined(visitor, second, case)
    set_day("2024-10-11")
    reported(visitor, at_work(visit, house, Duty.SIGN), case)


def requested(visitor: Visitor, announcement: Announcement) -> TrainingClass:
    """The opening request with its roster and its timetable, before the city."""
    page = visitor.go(reverse("class_new", args=[announcement.pk]))
    for name, value in OPENING.items():
        page.locator(f"#id_{name}").fill(value)
    press(visitor, "建立申请")
    case = TrainingClass.objects.get()
    visitor.go(reverse("class_roster", args=[case.pk]))
    for box in page.locator("input[name=rows]").all():
        box.check()
    look(visitor, "institution-roster")
    press(visitor, "保存名册")
    visitor.go(reverse("class_timetable", args=[case.pk]))
    page.locator("#id_rows").fill(make.ROWS)
    press(visitor, "保存课表")
    look(visitor, "institution-class")
    press(visitor, "申请开班：2人")
    case.refresh_from_db()
    assert case.state == "SUBMITTED"
    return case


def roll_called(visitor: Visitor, second: Visitor, case: TrainingClass) -> None:
    """One calls the roll, another confirms it."""
    session = case.sessions.first()
    assert session is not None
    set_clock(make.OPENED, "12:30")
    page = visitor.go(reverse("session_roll", args=[session.pk]))
    for choice in page.get_by_label("出勤").all():
        choice.select_option("whole")
    press(visitor, "交点名")
    page = second.go(reverse("session", args=[session.pk]))
    press(second, "确认考勤")
    assert set(Attendance.objects.values_list("minutes", flat=True)) == {180}


def examined(visitor: Visitor, second: Visitor, case: TrainingClass) -> None:
    """Results by one, confirmed by another."""
    page = visitor.go(reverse("class_results_enter", args=[case.pk]))
    page.locator("#id_examined_on").fill(make.EXAM)
    for part, points in (("theory", "82"), ("practice", "76.5")):
        for field in page.locator(f"input[name^={part}--]").all():
            field.fill(points)
    look(visitor, "institution-results-enter")
    press(visitor, "录入成绩")
    second.go(reverse("class_results", args=[case.pk]))
    look(second, "institution-results")
    press(second, "对照成绩单，确认2人的成绩")


def reported(visitor: Visitor, signer: Visitor, case: TrainingClass) -> None:
    """The class completed, its certificates issued, its roster reported by two hands, and printed."""
    for one, hand in ((visitor, "经办"), (signer, "签发")):
        one.go(reverse("case", args=["class", case.pk]))
        press(one, f"{hand}：结业：发2张培训合格证书")
    assert TrainingCertificate.objects.count() == 2
    report = RosterReport.objects.get()
    address = reverse("case", args=["roster", report.pk])
    for one in (visitor, signer):
        page = one.go(address)
        if one is visitor:
            look(one, "institution-report")
            names_stand_on_one_line(one)
        page.locator("main form button[name=step][value=report]").click()
        page.wait_for_load_state("load")
    report.refresh_from_db()
    assert report.state == "REPORTED"
    visitor.go(reverse("roster_print", args=[report.pk]))
    look(visitor, "institution-roster-print")
    names_stand_on_one_line(visitor)
    certificate = reverse("case", args=["training_certificate", TrainingCertificate.objects.first().pk])
    read_in_english(
        visitor, [address, reverse("roster_print", args=[report.pk]), certificate], "institution-report"
    )


def names_stand_on_one_line(visitor: Visitor) -> None:
    """No name of a few characters is broken, however many columns stand beside it."""
    visitor.page.set_viewport_size({"width": 1440, "height": 900})
    tall = visitor.page.evaluate(
        "[...document.querySelectorAll('tbody th.first')].map(it => {"
        " const range = document.createRange(); range.selectNodeContents(it);"
        " return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size })"
    )
    assert tall, "no names on this page"
    assert set(tall) == {1}, tall
