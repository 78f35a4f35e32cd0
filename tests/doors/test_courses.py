"""Courses and enrolment at the pages: found, checked, signed, enrolled; entered by the institution."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.catalogue.makers import make_plan_2024, moment
from tests.people.numbers import invented
from tests.training.makers import TERMS, draft, enrol_self, make_applicant, make_cell, press, publish, states
from yushu.casework.models import RehearsalClock
from yushu.casework.moving import Given
from yushu.kernel.clock import now
from yushu.people.roles import Role
from yushu.training.models import Announcement, Enrolment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
GRADUATE = {
    "study": "BACHELOR",
    "related": "yes",
    "graduates_on": "2024-06-30",
    "insured": "no",
    "willing": "yes",
}


@pytest.fixture(autouse=True)
def _september(db: None) -> None:
    """The demonstration's clock stands at 2 September 2024."""
    shift = moment("2024-09-02") - now()
    RehearsalClock.objects.update_or_create(only=True, defaults={"seconds": int(shift.total_seconds())})


class Hidden(HTMLParser):
    """What a form of the page sends with it unseen."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__()
        self.action, self.inside, self.fields = action, False, {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self.inside = said.get("action") == self.action
        if (
            tag == "input"
            and self.inside
            and said.get("type") == "hidden"
            and said["name"] != "csrfmiddlewaretoken"
        ):
            self.fields[said["name"]] = said.get("value") or ""


def text(response: Any) -> str:
    return response.content.decode()


def check(client: Client, made: Announcement, **answers: str) -> str:
    return text(client.post(reverse("course_check", args=[made.code]), {**GRADUATE, **answers}))


def test_anybody_finds_a_course_and_what_it_costs_and_brings(cast: Cast):
    made = publish(cast)
    page = text(Client().get(reverse("courses")))
    assert "剩20个" in page
    assert reverse("course", args=[made.code]) in page
    page = text(Client().get(reverse("course", args=[made.code])))
    for said in (
        "先看我能不能报名",
        "不收费",
        "每人至多2,100元",
        "128学时折16日",
        'href="/law/clauses/R19/"',
    ):
        assert said in page, said


def test_a_draft_is_nobodys_course(cast: Cast):
    made = draft(cast)
    assert Client().get(reverse("course", args=[made.code])).status_code == 404
    assert made.code not in text(Client().get(reverse("courses")))


def test_the_check_answers_three_questions_without_signing_in_and_keeps_nothing(cast: Cast):
    made = publish(cast)
    page = check(Client(), made)
    assert "相关专业应届毕业生，到2024-12-31为止" in page
    assert "登录后报名" in page
    page = check(Client(), made, graduates_on="2019-06-30", insured="yes")
    assert "离校两年到2021-06-30为止" in page
    assert "这个班现在不能报名" in page
    assert not Enrolment.objects.exists()


def test_a_fresh_college_graduate_learns_before_the_training_that_the_exam_waits(cast: Cast):
    page = check(Client(), publish(cast), study="COLLEGE")
    assert "暂时不能" in page
    assert "工作未满1年" in page


def test_a_trainee_reads_signs_and_has_a_seat(cast: Cast):
    made, trainee = publish(cast), cast.owner(Role.TRAINEE)
    client = trainee.client()
    page = check(client, made)
    assert "我本人报名" in page
    sent = Hidden(page, reverse("course_enrol", args=[made.code])).fields
    unsigned = client.post(reverse("course_enrol", args=[made.code]), sent)
    assert "没有勾选" in text(unsigned)
    response = client.post(reverse("course_enrol", args=[made.code]), {**sent, "agreed": "on"}, follow=True)
    assert "已报名，占到名额" in text(response)
    mine = Enrolment.objects.get(person=trainee.person)
    assert (mine.state, mine.commitment().shown_digest) == ("HELD", sent["seen"])
    again = client.post(reverse("course_enrol", args=[made.code]), {**sent, "agreed": "on"})
    assert "已经报过这个公告" in text(again)


def test_in_english_the_english_text_is_what_was_signed(cast: Cast):
    made, client = publish(cast), cast.owner(Role.TRAINEE).client()
    client.cookies["yushu_language"] = "en"
    sent = Hidden(check(client, made), reverse("course_enrol", args=[made.code])).fields
    client.post(reverse("course_enrol", args=[made.code]), {**sent, "agreed": "on"})
    chinese = cast.stranger(Role.TRAINEE).client()
    other = Hidden(check(chinese, made), reverse("course_enrol", args=[made.code])).fields
    assert sent["seen"] != other["seen"]
    assert Enrolment.objects.get().commitment().shown_digest == sent["seen"]


def test_who_waits_sees_the_place_in_the_line(cast: Cast):
    made = publish(cast, seats=1)
    enrol_self(make_applicant(800), made)
    enrol_self(cast.owner(Role.TRAINEE), made)
    page = text(cast.owner(Role.TRAINEE).client().get(reverse("my_enrolments")))
    assert "候补第1位" in page
    people = text(cast.owner(Role.INSTITUTION).client().get(reverse("applicants", args=[made.pk])))
    assert "1个名额，已占1个，剩0个" in people
    assert "候补第1位" in people


def test_the_institution_enters_somebody_who_signs_later_in_person(cast: Cast):
    made, trainee = publish(cast), cast.owner(Role.TRAINEE)
    client = cast.owner(Role.INSTITUTION).client()
    given = {**GRADUATE, "kind": "RESIDENT", "number": invented(22), "name": trainee.person.name, "phone": ""}
    address = reverse("applicant_new", args=[made.pk])
    assert "校验" in text(client.post(address, {**given, "number": "149900200203040220"}))
    response = client.post(address, given, follow=True)
    assert "已录入" in text(response)
    entered = Enrolment.objects.get()
    assert (entered.person, entered.source, entered.state) == (trainee.person, "INSTITUTION", "HELD")

    theirs = trainee.client()
    assert "去签署" in text(theirs.get(reverse("my_enrolments")))
    address = reverse("enrolment_commit", args=[entered.pk])
    seen = Hidden(text(theirs.get(address)), "").fields["seen"]
    theirs.post(address, {"seen": seen, "agreed": "on"})
    assert entered.commitment_check().mark == "ok"


def test_an_institution_drafts_and_hears_what_is_wrong_with_its_promises(cast: Cast):
    cell = make_cell(cast)
    client = cast.owner(Role.INSTITUTION).client()
    given = {**TERMS, "cell": cell.pk, "level": "JUNIOR", "body": "保证通过考核，结业包就业。"}
    response = client.post(reverse("announcement_new"), given, follow=True)
    page = text(response)
    assert "承诺考核结果" in page
    assert "不写通过率" in page
    assert "承诺就业或薪酬" in page
    assert 'href="/law/clauses/R23/"' in page


def test_a_revision_begins_with_what_stands_there(cast: Cast):
    made = draft(cast)
    address = reverse("step", args=["announcement", made.pk, "revise"])
    client = cast.owner(Role.INSTITUTION).client()
    page = text(client.get(address))
    assert TERMS["venue"] in page
    assert 'value="2024-10-08"' in page
    client.post(address, {**TERMS, "venue": "太原市学府街3号", "rev": made.rev})
    made.refresh_from_db()
    assert made.venue == "太原市学府街3号"


def test_the_old_version_stays_readable(cast: Cast):
    made = publish(cast)
    press(
        made,
        "amend",
        cast.owner(Role.INSTITUTION),
        given=Given({**TERMS, "body": "改为周末上课。", "reason": "教室调整"}),
    )
    address = reverse("course", args=[made.code])
    assert "改为周末上课" in text(Client().get(address))
    old = text(Client().get(f"{address}?version=1"))
    assert TERMS["body"] in old
    assert "已被更正" in old


def test_the_seats_of_another_institution_cannot_be_chosen(cast: Cast):
    make_cell(cast)
    other = make_plan_2024(cast).cells.exclude(institution=cast.owner(Role.INSTITUTION).office).first()
    given = {**TERMS, "cell": other.pk, "level": "JUNIOR"}
    response = cast.owner(Role.INSTITUTION).client().post(reverse("announcement_new"), given)
    assert "没有这一项" in text(response)
    assert not Announcement.objects.exists()


def test_an_offer_waits_on_the_desk_of_the_trainee(cast: Cast):
    made = publish(cast, seats=1)
    first = enrol_self(make_applicant(800), made)
    enrol_self(cast.owner(Role.TRAINEE), made)
    press(first, "withdraw", make_applicant(800))
    assert states(made) == "WITHDRAWN OFFERED"
    assert "接受名额" in text(cast.owner(Role.TRAINEE).client().get(reverse("desk")))


def test_what_followed_by_itself_is_not_called_the_end_of_a_term(cast: Cast):
    mine = enrol_self(cast.owner(Role.TRAINEE), publish(cast))
    page = text(cast.owner(Role.TRAINEE).client().get(reverse("case", args=["enrolment", mine.pk])))
    assert "自动办理" in page
    assert "期限届满，9月2日" not in page
    assert "当前环节：未开班则失效，11月8日期满" in page
