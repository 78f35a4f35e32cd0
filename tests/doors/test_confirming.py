"""Many qualifications confirmed together: each by its own step, each failure said, nobody lost (R08, R09)."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast, Member
from tests.certification import exammakers as m
from tests.certification.makers import take
from tests.exam_rows import add_application
from yushu.casework.models import Notice
from yushu.certification.applying import A
from yushu.certification.models import Sitting
from yushu.ledger.models import Entry
from yushu.people.roles import Role
from yushu.training.models import TrainingCertificate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """A visit on 21 October."""
    monkeypatch.setattr("yushu.doors.standing.now", lambda *_: m.moment("2024-10-21"))


def waiting(cast: Cast, people: int = 3, **terms: Any) -> tuple[Sitting, list[Member]]:
    """A sitting with so many applications."""
    members = m.trained(cast, people=people)
    sitting = m.opened(cast, **terms)
    for member in members:
        m.applied(member, sitting)
    return sitting, members


def page_of(sitting: Sitting) -> str:
    return reverse("sitting_confirm", args=[sitting.pk])


def keys(sitting: Sitting) -> list[str]:
    """Ticks as the page of this moment sends them."""
    return [f"{row.pk}.{row.rev}" for row in sitting.applications.order_by("seq")]


def send(cast: Cast, sitting: Sitting, rows: list[str], **more: str) -> Any:
    return cast.client(Role.EVALUATOR).post(page_of(sitting), {"rows": rows, "step": "confirm", **more})


def test_all_who_are_ticked_are_confirmed_in_the_order_of_applying(cast: Cast):
    sitting, _ = waiting(cast)

    answer = send(cast, sitting, list(reversed(keys(sitting))))

    assert answer.status_code == 302
    assert list(sitting.applications.order_by("seq").values_list("state", "seat")) == [
        (A.CONFIRMED, 1), (A.CONFIRMED, 2), (A.CONFIRMED, 3),
    ]  # fmt: skip
    for one in sitting.applications.all():
        assert Entry.objects.filter(chain_id=one.pk, verb="confirm").count() == 1
        assert Notice.objects.filter(chain_id=one.pk, zh__contains=f"{one.seat}号座位").exists()


def test_who_is_not_ticked_stays_as_they_were(cast: Cast):
    sitting, _ = waiting(cast)
    send(cast, sitting, keys(sitting)[1:])
    assert list(sitting.applications.order_by("seq").values_list("state", flat=True)) == [
        A.APPLIED, A.CONFIRMED, A.CONFIRMED,
    ]  # fmt: skip


def test_a_full_room_is_said_to_whom_it_concerns_and_the_others_have_their_seats(cast: Cast):
    sitting, _ = waiting(cast, capacity=2)

    answer = send(cast, sitting, keys(sitting))

    page = answer.content.decode()
    last = sitting.applications.get(seq=3)
    assert list(sitting.applications.order_by("seq").values_list("state", flat=True)) == [
        A.CONFIRMED, A.CONFIRMED, A.APPLIED,
    ]  # fmt: skip
    assert "已确认2人" in page
    assert "1人没有确认" in page
    assert [row[0].value for row in ((r.cells) for r in answer.context["faults"].table.rows)] == [3]
    assert f'value="{last.pk}.{last.rev}" checked' in page


def test_one_failure_takes_nobody_along_and_says_what_is_missing(cast: Cast):
    """One of three lost the training certificate after applying."""
    sitting, _ = waiting(cast)
    TrainingCertificate.objects.filter(applications__seq=1).update(state="REVOKED")

    answer = send(cast, sitting, keys(sitting))

    states = list(sitting.applications.order_by("seq").values_list("state", flat=True))
    assert states == [A.APPLIED, A.CONFIRMED, A.CONFIRMED]
    assert "1人没有确认" in answer.content.decode()


def test_what_changed_since_the_page_was_opened_is_not_confirmed(cast: Cast):
    sitting, members = waiting(cast, people=2)
    old = keys(sitting)
    one = sitting.applications.get(seq=1)
    take(one, "return", cast.owner(Role.EVALUATOR), "2024-10-21", given=m.REASON)

    answer = send(cast, sitting, old)

    page = answer.content.decode()
    assert sitting.applications.get(seq=2).state == A.CONFIRMED
    assert sitting.applications.get(seq=1).state == A.RETURNED
    assert "已经是“已退回，待补正”" in page
    again = send(cast, sitting, [f"{members[0].person.pk}.9", "x", "no-uuid.1"])
    assert again.status_code in (200, 302)


def test_what_was_compared_goes_with_each_and_is_kept_when_one_fails(cast: Cast):
    sitting, _ = waiting(cast, capacity=2)
    answer = send(cast, sitting, keys(sitting), seen="毕业证书原件")
    assert "毕业证书原件" in answer.content.decode()
    facts = [
        Entry.objects.get(chain_id=one.pk, verb="confirm").body.payload
        for one in sitting.applications.filter(state=A.CONFIRMED)
    ]
    assert all("毕业证书原件" in text for text in facts)


def test_nobody_ticked_is_said_and_everybody_can_be_ticked_at_once(cast: Cast):
    sitting, _ = waiting(cast)
    assert "没有勾选" in send(cast, sitting, []).content.decode()
    ticked = cast.client(Role.EVALUATOR).post(page_of(sitting), {"step": "all"}).content.decode()
    assert ticked.count(" checked") == 3
    assert not sitting.applications.filter(state=A.CONFIRMED).exists()


def test_a_sitting_of_another_evaluator_is_not_there_and_its_people_cannot_be_slipped_in(cast: Cast):
    sitting, _ = waiting(cast, people=1)
    stranger = cast.stranger(Role.EVALUATOR).client()
    assert stranger.get(page_of(sitting)).status_code == 404
    assert stranger.post(page_of(sitting), {"rows": keys(sitting), "step": "confirm"}).status_code == 404
    other = m.opened(cast)
    answer = send(cast, other, keys(sitting))
    assert answer.status_code == 302
    assert sitting.applications.get().state == A.APPLIED


def test_a_hundred_stand_on_a_page_and_the_others_on_the_next(cast: Cast):
    sitting, _ = waiting(cast, people=1)
    first = sitting.applications.get()
    for number in range(600, 720):
        add_application(first, number)
    sitting.applications.update(state=A.APPLIED, seat=None)
    client = cast.client(Role.EVALUATOR)
    assert client.get(page_of(sitting)).content.decode().count('type="checkbox"') == 100
    assert client.get(f"{page_of(sitting)}?page=2").content.decode().count('type="checkbox"') == 21
