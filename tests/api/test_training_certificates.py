"""A training certificate as data: what it answers through its life, and what no code answers."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.api.agreement import answer_faults
from tests.api.test_agreement import ODD, TEXTS, often
from tests.cast import Cast
from tests.catalogue.makers import take, three_hands
from tests.doors.makers import issue, seal
from tests.training import classmakers
from yushu.casework.moving import Given
from yushu.doors.api.assembly import document
from yushu.people.roles import Role
from yushu.training.models import TrainingCertificate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
PATH = "/api/training-certificates/{code}"


def ask(code: str, lang: str = "zh") -> tuple[int, dict[str, Any]]:
    """The answer, which is what the document says."""
    response = Client().get(f"/api/training-certificates/{code}?lang={lang}")
    assert not answer_faults(response, PATH, "get", document())
    return response.status_code, response.json()


def test_it_answers_what_stands_on_the_paper_and_how_it_stands_in_the_log(cast: Cast):
    found = classmakers.certificate(cast)

    status, answer = ask(found.code.lower())

    assert (status, answer["state"], answer["since"]) == (200, "valid", "2024-10-11")
    assert (answer["serial"], answer["holder"], answer["id_masked"]) == (
        found.number,
        found.holder,
        found.masked,
    )
    assert (answer["began_on"], answer["ended_on"], answer["completed_on"]) == (
        "2024-10-08",
        "2024-10-09",
        "2024-10-10",
    )
    assert answer["hours"] == {
        "theory_online": 2,
        "theory_offline": 4,
        "practice_online": 0,
        "practice_offline": 4,
    }
    assert answer["cites"] == ["R06"]
    assert answer["log"]["genuine"] is None
    seal("2024-10-11")
    assert ask(found.code)[1]["log"]["genuine"] is True


def test_notice_changes_nothing_and_a_decision_everything(cast: Cast):
    found = classmakers.certificate(cast)
    three_hands(found, "notify", cast, "2024-10-14", Role.PROVINCE, ground="HOURS", reason="查实代签到")
    assert ask(found.code)[1]["state"] == "valid"
    assert ask(found.code)[1]["ground"] == ""
    said = Given({"statement": "没有意见", "paper": "本人2024年10月15日来信"})
    take(found, "defend", cast.owner(Role.PROVINCE), "2024-10-15", given=said)
    three_hands(found, "revoke", cast, "2024-10-17", Role.PROVINCE, reason="查实")

    _, answer = ask(found.code, "en")

    assert (answer["state"], answer["since"]) == ("revoked", "2024-10-17")
    assert answer["ground"] == "Hours that were not attended"
    assert answer["cites"] == ["R06", "A37"]


def test_a_replaced_one_names_its_successor(cast: Cast):
    found = classmakers.certificate(cast)
    take(found, "supersede", cast.owner(Role.INSTITUTION), "2024-10-17", given=Given({"reason": "姓名更正"}))
    _, answer = ask(found.code)
    assert (answer["state"], answer["successor"]) == (
        "superseded",
        TrainingCertificate.objects.get(replaces=found).code,
    )


def test_each_kind_answers_at_its_own_address(cast: Cast):
    level, training = issue(cast)[0], classmakers.certificate(cast)
    assert ask(level.code)[0] == 404
    assert Client().get(f"/api/certificates/{training.code}").status_code == 404
    assert ask(level.code, "en")[1]["errors"][0]["field"] == "code"


@often
@given(code=st.one_of(TEXTS, ODD).filter(lambda text: text not in ("", ".", "..") and "/" not in text))
def test_no_code_breaks_it_down(code: str):
    response = Client().get(f"/api/training-certificates/{quote(code, errors='replace')}")
    assert response.status_code == 404
    assert not answer_faults(response, PATH, "get", document())
