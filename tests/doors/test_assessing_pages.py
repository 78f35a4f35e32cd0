"""Examination in the browser: applying on a phone, sittings and score sheets, what certificates bring."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, Member
from tests.certification import exammakers as m
from tests.certification.makers import take
from tests.people.numbers import invented
from tests.training import classmakers
from yushu.certification.models import Application, Candidate, Sitting, Way
from yushu.certification.sitting import S
from yushu.entitlements.settling import settle_entitlements
from yushu.people.roles import Role
from yushu.training.models import Commitment, TrainingCertificate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

ANSWERS = {"study": "BACHELOR", "related": "yes", "graduates_on": "2024-06-30", "title": "NONE"}


@pytest.fixture
def today(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A visit on 20 October 2024."""
    monkeypatch.setattr("yushu.doors.standing.now", lambda *_: m.moment("2024-10-20"))


@pytest.fixture
def trainee(cast: Cast, today: None) -> Member:
    """The cast's trainee, with a training certificate."""
    member = cast.owner(Role.TRAINEE)
    classmakers.completed(cast, who=(member,))
    return member


def page_of(sitting: Sitting) -> str:
    return reverse("exam_apply", args=[sitting.pk, "blockchain", "JUNIOR"])


def send(client: Client, sitting: Sitting, **more: Any) -> Any:
    """The questions, then the second form with what the page gave."""
    asked = client.post(page_of(sitting), {**ANSWERS, "step": "check"})
    assert asked.status_code == 200
    seen = asked.context["signing"].form["seen"].value()
    return client.post(page_of(sitting), {**ANSWERS, "step": "apply", "seen": seen, **more})


def test_a_trainee_finds_a_sitting_sees_every_condition_and_signs(cast: Cast, trainee: Member):
    sitting, client = m.opened(cast), trainee.client()
    listed = client.get(reverse("exams")).content.decode()
    assert page_of(sitting) in listed
    asked = client.post(page_of(sitting), {**ANSWERS, "step": "check"}).content.decode()
    assert all(text in asked for text in ("相关专业本科及以上", "没有技术员职称", "告知：", "承诺："))

    answer = send(client, sitting, way=Way.PROMISE, agreed="on")

    one = Application.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("applications"))
    assert Commitment.objects.get(chain_id=one.pk).person == trainee.person
    own = client.get(reverse("case", args=["application", one.pk]))
    assert own.status_code == 200
    assert one.number in client.get(reverse("applications")).content.decode()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"way": "PROMISE"}, "没有签告知承诺书"),
        ({"way": "PROOFS"}, "没有写证明材料"),
        ({}, "没有选"),
        ({"way": "PROMISE", "agreed": "on", "seen": "0" * 64}, "不是现行文本"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(
    cast: Cast, trainee: Member, more: dict[str, str], said: str
):
    answer = send(trainee.client(), m.opened(cast), **more)
    assert said in answer.content.decode()
    assert not Application.objects.exists()


def test_who_meets_no_condition_reads_what_is_missing_and_gets_no_form(cast: Cast, trainee: Member):
    answer = trainee.client().post(page_of(m.opened(cast)), {**ANSWERS, "related": "no", "step": "check"})
    assert "专业不相关" in answer.content.decode()
    assert answer.context["notice"] is None


def test_after_a_withdrawn_promise_the_page_offers_proofs_alone(cast: Cast, trainee: Member):
    sitting, client = m.opened(cast), trainee.client()
    send(client, sitting, way=Way.PROMISE, agreed="on")
    take(Application.objects.get(), "withdraw", trainee, "2024-10-20")

    asked = client.post(page_of(sitting), {**ANSWERS, "step": "check"})

    assert "撤回过本年度这项考核的承诺" in asked.content.decode()
    assert list(dict(asked.context["signing"].form.fields["way"].choices)) == ["PROOFS"]
    send(client, sitting, way=Way.PROOFS, proofs="毕业证书 1234")
    assert Application.objects.get(state="APPLIED").way == Way.PROOFS


def test_an_unknown_exam_or_one_that_is_closed_is_not_there(cast: Cast, trainee: Member):
    sitting, client = m.opened(cast), trainee.client()
    assert client.get(reverse("exam_apply", args=[sitting.pk, "blockchain", "SENIOR"])).status_code == 404
    assert client.get(reverse("exam_apply", args=[sitting.pk, "big-data", "JUNIOR"])).status_code == 404
    Sitting.objects.update(state=S.CLOSED)
    assert client.get(page_of(sitting)).status_code == 404


def test_an_evaluator_drafts_a_sitting_and_names_an_assessor(cast: Cast, today: None):
    m.catalogue(cast)
    evaluator = cast.owner(Role.EVALUATOR)
    m.listed(evaluator.office, "ASSESSES")
    client = evaluator.client()
    terms = {
        "site": str(m.make_site().pk), "room": "机房一", "held_on": "2024-11-02", "starts": "09:00",
        "apply_from": "2024-10-20", "apply_until": "2024-10-28", "capacity": "30", "fee_yuan": "0",
        "contact": "0351-0000001", "courses": ["blockchain:JUNIOR"],
    }  # fmt: skip

    late = client.post(reverse("sitting_new"), {**terms, "apply_until": "2024-11-02"})
    assert "先后不对" in late.content.decode()
    made = client.post(reverse("sitting_new"), terms)

    sitting = Sitting.objects.get()
    assert made.url == reverse("case", args=["sitting", sitting.pk])
    given = {"name": "考评员甲", "number": invented(911), "qualification": "高级工程师"}
    assert client.post(reverse("assessor_new", args=[sitting.pk]), given).status_code == 302
    again = client.post(reverse("assessor_new", args=[sitting.pk]), given)
    assert "已在考评员名单里" in again.content.decode()
    assert "考评员甲" in client.get(made.url).content.decode()


def test_the_score_sheet_keeps_what_can_be_read_and_says_what_cannot(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    sitting = m.confirmed(cast, *m.trained(cast))[0].sitting
    sitting.refresh_from_db()
    monkeypatch.setattr("yushu.doors.standing.now", lambda *_: m.moment(m.HELD))
    m.night(m.HELD)
    sitting.refresh_from_db()
    client, page = cast.client(Role.EVALUATOR), reverse("scores", args=[sitting.pk])
    sheet = {"rev": str(sitting.rev), "theory--1": "82", "practice--1": "76.5", "absent--2": "on"}

    wrong = client.post(page, {**sheet, "theory--1": "820"})
    assert "不是成绩" in wrong.content.decode()
    assert client.post(page, sheet).status_code == 302

    first, second = Application.objects.order_by("seat")
    assert (first.scores.get().practice, second.scores.get().absent) == (765, True)
    stale = client.post(page, {**sheet, "theory--1": "90"})
    assert "成绩单已经变了" in stale.content.decode()


def test_everybody_concerned_sees_the_case_and_nobody_else(cast: Cast, trainee: Member):
    sitting = m.opened(cast)
    one = m.applied(trainee, sitting)
    address = reverse("case", args=["application", one.pk])
    seen = {
        role: cast.client(role).get(address).status_code
        for role in (Role.EVALUATOR, Role.INSTITUTION, Role.PROVINCE, Role.CITY)
    }
    assert seen == {Role.EVALUATOR: 200, Role.INSTITUTION: 200, Role.PROVINCE: 200, Role.CITY: 404}
    assert cast.stranger(Role.TRAINEE).client().get(address).status_code == 404
    assert trainee.client().get(reverse("case", args=["sitting", sitting.pk])).status_code == 404


def test_a_trainee_reads_hours_and_titles_before_and_after_the_night(cast: Cast, trainee: Member):
    client = trainee.client()
    assert "当晚登记" in client.get(reverse("brings")).content.decode()

    settle_entitlements(at=m.moment("2024-10-21", 3))
    entered = client.get(reverse("brings")).content.decode()
    assert all(text in entered for text in ("暂不可登记", "2024", "还不是专业技术人员"))

    TrainingCertificate.objects.update(state="REVOKED")
    assert "已冲回" in client.get(reverse("brings")).content.decode()


def test_pages_speak_english(cast: Cast, trainee: Member):
    client = trainee.client()
    client.cookies["yushu_language"] = "en"
    asked = client.post(page_of(m.opened(cast)), {**ANSWERS, "step": "check"}).content.decode()
    assert "May I apply?" in asked
    assert "Notice: you need the training certificate" in asked


def test_a_void_row_says_so_in_the_list_of_the_batch(cast: Cast):
    m.finished(cast, (820, 760))
    Candidate.objects.update(void=True)
    batch = Candidate.objects.get().batch
    shown = cast.client(Role.EVALUATOR).get(reverse("case", args=["batch", batch.pk])).content.decode()
    assert "作废" in shown
    assert batch.examined_on == date(2024, 11, 2)
