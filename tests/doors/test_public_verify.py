"""Verifying a certificate: what anybody is told, and what nobody is."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.certification.makers import three_hands
from tests.doors.makers import issue, revoke, seal, supersede
from yushu.casework.moving import Given
from yushu.certification.models import LevelCertificate
from yushu.doors import guessing
from yushu.ledger.proof import Ed25519PublicKey, Proof, SignedRoot
from yushu.people.models import OfficeName

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(cast: Cast, calendar: None) -> LevelCertificate:
    return issue(cast)[0]


def page(code: str, name: str = "certificate", language: str = "zh-hans") -> str:
    client = Client()
    client.cookies["yushu_language"] = language
    return client.get(reverse(name, args=[code])).content.decode()


def main_of(text: str) -> str:
    """What stands between masthead and foot."""
    return text.split("<main", 1)[1].split("</main>", 1)[0]


def ask(serial: str, name: str = "") -> Any:
    return Client().get(reverse("verify"), {"serial": serial, "name": name})


def test_serial_and_name_lead_to_the_certificate(certificate: LevelCertificate):
    response = ask(certificate.number, certificate.holder)

    assert response.status_code == 302
    assert response["Location"] == reverse("certificate", args=[certificate.code])


@pytest.mark.parametrize(
    "spelt", ["ys-2024-l-00001", " YS-2024-L-00001 ", "ＹＳ－2024－L－00001", "YS–2024–L–00001"]
)
def test_a_serial_may_be_spelt_as_people_do(certificate: LevelCertificate, spelt: str):
    assert certificate.number == "YS-2024-L-00001"
    assert ask(spelt, f" {certificate.holder} ").status_code == 302


def test_the_code_alone_leads_to_the_certificate(certificate: LevelCertificate):
    code = certificate.code
    spelt = f"{code[:4]}-{code[4:8]} {code[8:]}".lower()

    assert ask(spelt)["Location"] == reverse("certificate", args=[code])


def test_a_wrong_name_and_an_unknown_serial_read_alike(certificate: LevelCertificate):
    wrong_name = main_of(ask(certificate.number, "别人").content.decode())
    unknown = main_of(ask("YS-2024-L-99999", "别人").content.decode())

    assert "没有查到这张证书" in wrong_name
    assert wrong_name.replace(certificate.number, "YS-2024-L-99999") == unknown


@pytest.mark.parametrize(
    ("serial", "name", "said"),
    [
        ("", "学员甲", "没有填平台登记号"),
        ("YS-2024-L-00001", "", "没有填姓名"),
        ("x\x00y", "学员甲", "有1处要改"),
        ("x" * 500, "学员甲", "有1处要改"),
        ("'; drop table--", "学员甲", "没有查到"),
    ],
)
def test_what_is_missing_is_said(certificate: LevelCertificate, serial: str, name: str, said: str):
    assert said in ask(serial, name).content.decode()


def test_guessing_is_bounded_and_does_not_shut_out_whoever_scans(
    certificate: LevelCertificate, monkeypatch: Any
):
    monkeypatch.setattr(guessing, "MOST_MISSES", 3)
    cache.clear()
    for _ in range(3):
        assert ask(certificate.number, "别人").status_code == 200

    response = ask(certificate.number, certificate.holder)

    assert response.status_code == 429
    assert "过10分钟再查" in response.content.decode()
    assert "证书有效" in page(certificate.code)
    cache.clear()
    assert ask(certificate.number, certificate.holder).status_code == 302


@pytest.mark.parametrize("code", ["0" * 16, "X", "%00", "证书", "0" * 500])
def test_a_code_nobody_has_is_not_there(certificate: LevelCertificate, code: str):
    for name in ("certificate", "certificate_print", "certificate_proof"):
        assert Client().get(reverse(name, args=[code])).status_code == 404


def test_a_valid_certificate_says_what_it_states(certificate: LevelCertificate):
    seal()

    text = page(certificate.code)

    for said in (
        "证书有效",
        certificate.number,
        certificate.holder,
        certificate.masked,
        "大数据工程技术人员",
        "初级",
    ):
        assert said in text
    assert "登记核对无误" in text
    assert "第1条，共3条" in text
    assert "2024年9月29日24时" in text
    assert "本平台不代编" in text


def test_the_national_number_is_shown_when_it_was_given(cast: Cast, calendar: None):
    text = page(issue(cast, number="国证0001")[0].code)

    assert "国证0001" in text
    assert "不代编" not in text


def test_before_the_seal_the_page_says_so(certificate: LevelCertificate):
    text = page(certificate.code)

    assert "待今晚封存后可核对" in text
    assert "登记核对无误" not in text
    assert Client().get(reverse("certificate_proof", args=[certificate.code])).status_code == 404


def test_the_full_identity_number_is_on_no_page(certificate: LevelCertificate):
    seal()
    number = certificate.candidate.document.number

    for name in ("certificate", "certificate_print", "certificate_proof"):
        assert number not in page(certificate.code, name)


def test_digests_are_not_on_the_face_of_the_page(certificate: LevelCertificate):
    seal()
    text = page(certificate.code)
    face = re.sub(r"<details.*?</details>", "", text, flags=re.DOTALL)

    assert certificate.digest[:8] not in face
    assert certificate.digest[:8] in text


def test_the_proof_can_be_checked_elsewhere(certificate: LevelCertificate):
    seal()
    response = Client().get(reverse("certificate_proof", args=[certificate.code]))
    file = json.loads(response.content)

    keys = {
        name: Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)) for name, key in file["keys"].items()
    }
    told = file["proof"]
    proof = Proof(told["index"], told["leaf"], tuple(told["path"]), SignedRoot(**told["signed"]))
    assert proof.genuine(keys)
    assert proof.states(file["statement"])
    assert not proof.states({**file["statement"], "holder": "别人"})
    assert f'{certificate.number}.json"' in response["Content-Disposition"]


def test_a_changed_certificate_is_found_out(certificate: LevelCertificate):
    seal()
    LevelCertificate.objects.filter(pk=certificate.pk).update(holder="别人")

    text = page(certificate.code)

    assert "登记内容与本页不一致" in text
    assert "登记核对无误" not in text


def test_a_renamed_evaluator_breaks_no_proof(certificate: LevelCertificate):
    seal()
    office = certificate.evaluator
    OfficeName.objects.create(office=office, name=office.name, since="2020-01-01", until="2024-10-01")
    OfficeName.objects.create(office=office, name="新名", since="2024-10-02")
    type(office).objects.filter(pk=office.pk).update(name="新名")

    assert "登记核对无误" in page(certificate.code)


def test_until_the_decision_the_certificate_is_valid(certificate: LevelCertificate, cast: Cast):
    first = Given({"ground": "TARGET", "reason": "开班日已参保"})
    three_hands(certificate, "notify", cast, "2024-10-10", first=first)

    text = page(certificate.code)

    assert "证书有效" in text
    assert "培育对象" not in text
    assert "参保" not in text


def test_a_revoked_certificate_shows_the_category_and_nothing_about_the_person(
    certificate: LevelCertificate, cast: Cast
):
    revoke(certificate, cast)

    text = page(certificate.code)

    for said in (
        "证书已撤销",
        "自2024年10月16日起无效",
        "撤销原因：不符合培育对象条件",
        "该证书不再作为有效凭证",
    ):
        assert said in text
    assert "参保" not in text


def test_a_replaced_certificate_leads_to_the_new_one(certificate: LevelCertificate, cast: Cast):
    supersede(certificate, cast)
    successor = LevelCertificate.objects.get(replaces=certificate)

    text = page(certificate.code)

    assert "证书已换发" in text
    assert reverse("certificate", args=[successor.code]) in text
    assert "证书有效" in page(successor.code)


@pytest.mark.parametrize("name", ["certificate", "certificate_print"])
def test_the_pages_speak_english(certificate: LevelCertificate, name: str):
    seal()
    text = page(certificate.code, name, "en")

    assert '<html lang="en"' in text
    assert "Big-data engineer" in text
    assert "Check" in text


def test_the_sheet_says_that_it_is_no_certificate(certificate: LevelCertificate):
    text = page(certificate.code, "certificate_print")

    assert "登记查验单" in text
    assert "不是证书" in text
    assert "<svg" in text
    assert "style=" not in text
    assert f"/c/{certificate.code}/" in text


@pytest.mark.parametrize("name", ["certificate", "certificate_print"])
def test_what_names_a_holder_is_kept_by_nobody(certificate: LevelCertificate, name: str):
    """A shared computer keeps no page with a name, and a revoked certificate never comes from a cache."""
    assert "no-store" in Client().get(reverse(name, args=[certificate.code]))["Cache-Control"]
