"""The trainee's own page as a page: commitments as they were read, several courses, links, queries, who may see it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast, Member
from tests.certification import exammakers as exams
from tests.doors.journeying import applied_for, certified, page, text
from tests.doors.test_class_pages import set_clock
from tests.doors.walking import set_day
from tests.training import classmakers as make
from tests.training.makers import enrol_self, press, publish
from yushu.certification.models import LevelCertificate
from yushu.doors.pages.journey_stages_exam import STAGES
from yushu.people.roles import Role
from yushu.training import models as m

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


@pytest.fixture
def me(cast: Cast) -> Member:
    return cast.owner(Role.TRAINEE)


@pytest.fixture
def mine(cast: Cast, me: Member) -> m.TrainingClass:
    """A class with me alone, in its first hours."""
    return make.opened(cast, who=(me,))


@pytest.fixture
def applied(cast: Cast, me: Member) -> Any:
    return applied_for(cast, me)


@pytest.fixture
def level(cast: Cast, me: Member) -> LevelCertificate:
    return certified(cast, me)


# Commitments, notices, several courses ──────────────────────────────────────


def test_what_was_signed_is_shown_as_it_was_read(cast: Cast, me: Member, applied: Any):
    answer = page(me, "2024-10-21")
    identity, exam = answer.context["promises"]
    assert (identity.title.zh, exam.title.zh) == ("培训报名身份承诺", "考核申报告知书和承诺书")
    assert "我本人报名" in text(answer)
    assert text(answer).count("与你签署时看到的一致") == 2


def test_a_commitment_that_was_read_otherwise_is_not_called_the_same(me: Member, applied: Any):
    m.Commitment.objects.filter(purpose="EXAM").update(shown_digest="0" * 64)
    assert text(page(me, "2024-10-21")).count("与你签署时看到的一致") == 1


def test_what_was_signed_in_chinese_stays_chinese_on_an_english_page(cast: Cast, me: Member):
    enrol_self(me, publish(cast))
    set_day("2024-09-03")
    client = me.client()
    client.cookies["yushu_language"] = "en"
    shown = client.get(reverse("journey")).content.decode()
    assert "我本人报名" in shown
    assert 'lang="zh-CN"' in shown


def test_of_several_courses_the_one_that_goes_on_is_shown_and_another_on_asking(cast: Cast, me: Member):
    old = enrol_self(me, publish(cast))
    press(old, "withdraw", me, "2024-09-03")
    other = publish(cast, on="2024-09-04")
    new = enrol_self(me, other, on="2024-09-04")
    answer = page(me, "2024-09-06")
    assert answer.context["turn"].key == "HELD"
    assert [tab.current for tab in answer.context["tabs"]] == [True, False]
    assert page(me, "2024-09-06", enrolment=old.pk).context["turn"].key == "WITHDRAWN"
    assert page(me, "2024-09-06", enrolment="nonsense").context["turn"].key == "HELD"
    assert new.pk != old.pk


def test_nobody_asks_for_the_journey_of_another(cast: Cast, me: Member):
    enrol_self(me, publish(cast))
    theirs = enrol_self(cast.stranger(Role.TRAINEE), publish(cast))
    answer = page(me, "2024-09-03", enrolment=theirs.pk)
    assert answer.context["turn"].key == "HELD"
    assert len(answer.context["tabs"]) == 0
    assert theirs.number not in text(answer)


def test_notices_lead_only_where_the_trainee_may_go(cast: Cast, me: Member, applied: Any):
    exams.take(applied, "confirm", cast.owner(Role.EVALUATOR), "2024-10-21")
    answer = page(me, "2024-10-22")
    assert answer.context["notices"]
    assert "资格已确认" in text(answer)


def links_of(answer: Any) -> set[str]:
    """The addresses of the site that stand in the page itself, outside the frame."""
    shown = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
    return {link for link in re.findall(r'href="(/[^"#]*)"', shown) if not link.startswith("/static")}


def test_no_way_on_is_a_dead_end(cast: Cast, me: Member, level: LevelCertificate):
    client = me.client()
    found = links_of(page(me, "2024-11-25"))
    own = {reverse(name) for name in ("brings", "my_enrolments", "training_certificates", "desk", "checkin")}
    assert own <= found
    answers = {link: client.get(link) for link in sorted(found)}
    further = set().union(*(links_of(answers[link]) for link in own)) - found
    answers |= {link: client.get(link) for link in sorted(further)}
    assert {link: answer.status_code for link, answer in answers.items() if answer.status_code != 200} == {}
    assert reverse("journey") in further


def test_a_long_class_asks_the_database_no_more_often_than_a_short_one(
    cast: Cast, mine: m.TrainingClass, me: Member
):
    def asked() -> int:
        client = me.client()
        client.get(reverse("journey"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("journey")).status_code == 200
        return len(queries)

    set_clock(make.OPENED, "10:00")
    short, first = asked(), mine.sessions.first()
    member = mine.members.get()
    for number in range(27):
        first.pk, first.on = None, make.date(2024, 10, 10 + number % 20)
        first.save(force_insert=True)
        m.Attendance.objects.create(session=first, member=member, method="ROLL")
    assert mine.sessions.count() == 30
    assert asked() == short


# Where it stands in the house ───────────────────────────────────────────────


def test_the_navigation_leads_to_it_from_the_desk_and_marks_it_as_the_same_place(me: Member):
    head = me.client().get(reverse("desk")).content.decode().split("<main")[0]
    assert re.search(rf'href="{reverse("journey")}"[^>]*aria-current="page"', head)


def test_a_trainee_lands_on_it_after_signing_in_and_an_officer_does_not(cast: Cast, me: Member):
    for member, landing in ((me, reverse("journey")), (cast.owner(Role.CITY), "/")):
        member.account.set_password("Zao-Qi-2024-shan")
        member.account.save()
        given = {"login": member.account.username, "password": "Zao-Qi-2024-shan"}
        assert Client().post(reverse("account_login"), given)["Location"] == landing


def test_who_was_on_the_way_elsewhere_arrives_there(me: Member):
    me.account.set_password("Zao-Qi-2024-shan")
    me.account.save()
    given = {"login": me.account.username, "password": "Zao-Qi-2024-shan", "next": "/courses/"}
    assert Client().post(reverse("account_login"), given)["Location"] == "/courses/"


@pytest.mark.parametrize("role", [Role.INSTITUTION, Role.PROVINCE, Role.AUDITOR])
def test_nobody_at_a_post_has_a_journey(cast: Cast, role: Role):
    assert cast.client(role).get(reverse("journey")).status_code == 404


def test_who_is_not_signed_in_is_asked_to_sign_in():
    answer = Client().get(reverse("journey"))
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


def test_every_row_of_the_table_says_what_its_marks_can_fill(cast: Cast, me: Member):
    enrol_self(me, publish(cast))
    answer = page(me, "2024-09-03")
    assert answer.context["turn"].stage is STAGES["HELD"]
    for key, stage in STAGES.items():
        assert stage.step in range(1, 8), key
        assert all((stage.head, stage.now, stage.does)), key
