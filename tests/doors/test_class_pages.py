"""Classes at their pages: an institution prepares and teaches, a trainee checks in, a print knows its age."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, Member
from tests.doors.walking import press, set_day, told
from tests.training import classmakers as make
from tests.training.makers import enrol_self, make_applicant, publish
from yushu.casework.models import RehearsalClock
from yushu.kernel.clock import BEIJING, now
from yushu.people.roles import Duty, Role
from yushu.training import models as m
from yushu.training.attending import room_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def set_clock(day: str, clock: str) -> None:
    """A moment on the clock that the pages read."""
    wanted = make.at(day, clock)
    seconds = int((wanted - now().astimezone(BEIJING)).total_seconds())
    RehearsalClock.objects.update_or_create(pk=True, defaults={"seconds": seconds})


def office(cast: Cast, duty: Duty = Duty.HANDLE) -> Client:
    return cast.own[Role.INSTITUTION][duty].client()


def send(client: Client, name: str, args: list[Any], /, **fields: Any) -> Any:
    return client.post(reverse(name, args=args), fields, follow=True)


def wrong(answer: Any) -> str:
    """What the form of the page says is wrong."""
    return str(answer.context["panel"].form.errors)


def test_an_institution_asks_to_open_a_class_from_its_announcement(cast: Cast):
    announcement = publish(cast, **make.HOURS, seats=2)
    people = [enrol_self(make_applicant(seq), announcement) for seq in (40, 41)]
    client = office(cast)
    set_day("2024-09-20")
    send(
        client,
        "teaching",
        [],
        step="teacher",
        name="教师甲",
        number=make.invented(901),
        qualification="副教授",
    )
    send(client, "teaching", [], step="room", name="A301", area="140105", holds=45)
    asked = {
        "name": "1期",
        "opens_on": "2024-10-08",
        "ends_on": "2024-11-08",
        "resources": "教程",
        "assessment": "机考",
    }
    page = send(client, "class_new", [announcement.pk], **asked)
    case = m.TrainingClass.objects.get()
    assert "选名册" in page.content.decode()

    send(client, "class_roster", [case.pk], rev=case.rev, rows=[str(row.pk) for row in people])
    case.refresh_from_db()
    bad = send(
        client, "class_timetable", [case.pk], rev=case.rev, rows="2024-10-08，8点，线下理论，教师甲，A301，课"
    )
    assert "第1行" in wrong(bad)
    send(client, "class_timetable", [case.pk], rev=case.rev, rows=make.ROWS)
    case.refresh_from_db()
    assert (case.size(), case.sessions.count()) == (2, 3)

    answer = press(cast.owner(Role.INSTITUTION), case, "submit", "2024-09-23")
    case.refresh_from_db()
    assert (case.state, told(answer)) == ("SUBMITTED", "已办：申请开班。")


def test_a_roster_chosen_on_an_old_page_is_refused(cast: Cast):
    case = make.draft(cast)
    set_day("2024-09-20")
    answer = send(office(cast), "class_roster", [case.pk], rev=0, rows=[])
    assert "培训班已经变了" in wrong(answer)


@pytest.fixture
def case(cast: Cast) -> m.TrainingClass:
    return make.opened(cast)


def enter(member: Member, code: str) -> Any:
    return member.client().post(reverse("checkin"), {"code": code}, follow=True)


def test_a_trainee_checks_in_and_out_on_a_phone(case: m.TrainingClass):
    cache.clear()
    somebody, session = make_applicant(make.APPLICANTS), case.sessions.first()
    set_clock(make.OPENED, "08:29")
    page = somebody.client().get(reverse("checkin")).content.decode()
    assert "签到码" in page
    assert "还差" in page
    assert "签到码不对" in wrong(enter(somebody, "000000"))

    answer = enter(somebody, room_code(session, make.at(make.OPENED, "08:29")))
    assert "已签到" in told(answer)
    set_clock(make.OPENED, "11:51")
    answer = enter(somebody, room_code(session, make.at(make.OPENED, "11:51")))
    assert "计180分钟，待确认" in told(answer)


def test_the_code_is_shown_to_the_institution_in_its_time_alone(case: m.TrainingClass, cast: Cast):
    key = case.sessions.first().pk
    address, page = reverse("session_code", args=[key]), reverse("session", args=[key])
    set_clock(make.OPENED, "09:00")
    shown = office(cast).get(address).content.decode()
    assert re.search(r'roomcode">\d{6}<', shown)
    assert 'http-equiv="refresh"' in shown
    assert address in office(cast).get(page).content.decode()
    assert address not in cast.client(Role.CITY).get(page).content.decode()
    assert cast.client(Role.CITY).get(address).status_code == 404
    set_clock(make.OPENED, "13:00")
    assert office(cast).get(address)["Location"] == page


def test_the_roll_is_called_by_one_and_confirmed_by_another(case: m.TrainingClass, cast: Cast):
    session = case.sessions.first()
    first, second = case.present_members()
    set_clock(make.OPENED, "12:30")
    roll = {f"how--{first.pk}": "whole", f"how--{second.pk}": "part"}
    answer = send(office(cast), "session_roll", [session.pk], **roll)
    assert "写明到场和离开的时间" in wrong(answer)
    roll |= {f"came--{second.pk}": "09:30", f"left--{second.pk}": "11:50"}
    send(office(cast), "session_roll", [session.pk], **roll)
    answer = send(office(cast), "session_confirm", [session.pk])
    assert "须由另一人确认" in told(answer)
    send(office(cast, Duty.CHECK), "session_confirm", [session.pk])
    session.refresh_from_db()
    assert (
        session.confirmed_by is not None,
        list(session.attendances.values_list("minutes", flat=True)),
    ) == (
        True,
        [180, 120],
    )


def test_a_correction_shows_old_and_new_to_the_second_person(case: m.TrainingClass, cast: Cast):
    change = make.correction(case, cast)
    set_clock(make.SECOND, "10:00")
    page = (
        office(cast, Duty.CHECK).get(reverse("session", args=[change.attendance.session_id])).content.decode()
    )
    assert "0分钟改为180分钟，漏点名，有照片" in page
    send(office(cast, Duty.CHECK), "correction_confirm", [change.pk])
    change.refresh_from_db()
    assert change.confirmed_by is not None


def test_results_are_entered_by_one_and_confirmed_by_another(cast: Cast):
    case = make.taught(cast)
    set_clock(make.EXAM, "17:00")
    first, second = case.present_members()
    marks = {"examined_on": make.EXAM, f"theory--{first.pk}": "82", f"practice--{first.pk}": "76.5"}
    answer = send(office(cast), "class_results_enter", [case.pk], **marks, **{f"theory--{second.pk}": "90"})
    assert "两科都要填" in wrong(answer)
    answer = send(office(cast), "class_results_enter", [case.pk], **marks)
    assert "待确认" in answer.content.decode()
    send(office(cast, Duty.CHECK), "class_results_confirm", [case.pk], step="confirm")
    result = m.CompletionResult.objects.get()
    assert (result.theory, result.practice, result.confirmed_by is not None) == (820, 765, True)


def test_an_outdated_print_of_a_roster_is_recognised(cast: Cast):
    report = make.hand_in(make.report(cast), cast, "2024-10-20")
    printed = office(cast).get(reverse("roster_print", args=[report.pk])).content.decode()
    code = report.current_sheet().code
    assert code in printed
    public = Client().get(reverse("roster_sheet", args=[code])).content.decode()
    assert "名册有效" in public
    assert report.lines.first().content["name"] not in public

    make.take(report, "return", cast.owner(Role.PROVINCE), "2024-10-24", make.given(reason="姓名不符"))
    found = m.TrainingCertificate.objects.first()
    make.take(found, "supersede", cast.owner(Role.INSTITUTION), "2024-10-25", make.given(reason="姓名更正"))
    make.hand_in(report, cast, "2024-10-28")

    assert "名册已更新" in Client().get(reverse("roster_sheet", args=[code])).content.decode()


def test_anybody_verifies_a_training_certificate_by_code_or_by_serial_and_name(cast: Cast):
    found = make.certificate(cast)
    page = Client().get(reverse("certificate", args=[found.code])).content.decode()
    for said in ("证书有效", "培训合格证书", found.serial, "线下实操学时"):
        assert said in page
    answer = Client().get(reverse("verify"), {"serial": found.serial, "name": found.holder})
    assert answer["Location"] == reverse("certificate", args=[found.code])
    assert Client().get(reverse("certificate_print", args=[found.code])).status_code == 200


@pytest.mark.parametrize(
    ("name", "role"),
    [("classes", Role.CITY), ("rosters", Role.PROVINCE), ("training_certificates", Role.AUDITOR)],
)
def test_the_supervisors_see_the_lists_in_english(cast: Cast, name: str, role: Role):
    make.completed(cast)
    client = cast.client(role)
    client.cookies["yushu_language"] = "en"
    page = client.get(reverse(name)).content.decode()
    assert "2024-" in page
    assert not re.findall(r"培训|名册|证书", page.split("<main", 1)[1].split("</main>")[0].split("<tbody")[0])
