"""Certificates on paper: what they state, for whom the number is whole, what an ended one prints (R06, 6.1)."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pypdf
import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, Member
from tests.catalogue.makers import take, three_hands
from tests.doors.makers import issue
from tests.people.numbers import invented
from tests.training import classmakers
from yushu.casework.moving import Given
from yushu.doors.files import printing
from yushu.kernel.errors import Refusal
from yushu.ledger.models import Entry
from yushu.people.models import Person
from yushu.people.roles import Role
from yushu.training.models import TrainingCertificate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
NUMBER = invented(22)
"""Of the cast's trainee."""
REASON = {"reason": "持证人委托代为打印"}


@pytest.fixture
def holder(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Member:
    """The cast's trainee, who holds a training certificate on 20 October."""
    monkeypatch.setattr("yushu.doors.standing.now", lambda *_: classmakers.at("2024-10-20"))
    return cast.owner(Role.TRAINEE)


@pytest.fixture
def found(cast: Cast, holder: Member) -> TrainingCertificate:
    return classmakers.certificate(cast, who=(holder,))


def sheet(answer: Any) -> pypdf.PdfReader:
    """The PDF that came, of one page."""
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), answer
    read = pypdf.PdfReader(BytesIO(answer.content))
    assert len(read.pages) == 1
    return read


def words(answer: Any) -> str:
    """Its text, without the spaces that setting puts between Han and digits."""
    return re.sub(r"\s", "", sheet(answer).pages[0].extract_text())


def masked(found: TrainingCertificate) -> str:
    return reverse("certificate_pdf", args=[found.pk])


def full(found: TrainingCertificate) -> str:
    return reverse("certificate_full", args=[found.pk])


def notify(found: TrainingCertificate, cast: Cast) -> None:
    three_hands(found, "notify", cast, "2024-10-14", Role.PROVINCE, ground="HOURS", reason="查实代签到")


def revoke(found: TrainingCertificate, cast: Cast) -> None:
    notify(found, cast)
    said = Given({"statement": "没有意见", "paper": "本人2024年10月15日来信"})
    take(found, "defend", cast.owner(Role.PROVINCE), "2024-10-15", given=said)
    three_hands(found, "revoke", cast, "2024-10-17", Role.PROVINCE, reason="查实")


def test_a_certificate_states_every_field_of_the_unified_certificate(cast: Cast, found: TrainingCertificate):
    """Serial, name, identity data, project, days, institution, day of issue; and hours, code and address."""
    said = words(cast.client(Role.INSTITUTION).get(masked(found)))

    assert all(
        text in said
        for text in (
            "培训合格证书", f"平台登记号{found.serial}", found.holder, found.masked.replace(" ", ""),
            "区块链工程技术人员", "初级", "2024年10月8日", "2024年10月9日", found.institution.name,
            "二〇二四年十月十一日",
            "线上理论学时2", "线下理论学时4", "线上实操学时0", "线下实操学时4", "规定的10学时",
            found.code, found.digest[:8],
        )
    ), said  # fmt: skip
    assert NUMBER not in said


def test_its_code_and_its_link_lead_to_the_public_page(cast: Cast, found: TrainingCertificate):
    answer = cast.client(Role.INSTITUTION).get(masked(found))
    address = f"http://testserver{reverse('certificate', args=[found.code])}"
    links = [one.get_object()["/A"]["/URI"] for one in sheet(answer).pages[0]["/Annots"]]
    assert links == [address]
    assert scanned(answer.content) == [address]


def scanned(content: bytes) -> list[str]:
    """What a camera reads from the first page."""
    picture = pypdfium2.PdfDocument(content)[0].render(scale=3, grayscale=True)
    gray = memoryview(bytes(picture.buffer)).cast("B", (picture.height, picture.stride))
    return [one.text for one in zxingcpp.read_barcodes(gray)]


def test_the_holder_prints_the_whole_number_and_the_record_says_so(
    holder: Member, found: TrainingCertificate
):
    client = holder.client()
    assert NUMBER not in words(client.get(masked(found)))
    assert NUMBER not in client.get(full(found)).content.decode()
    assert not Entry.objects.filter(verb="reveal").exists()

    assert NUMBER in words(client.post(full(found)))

    assert set(Entry.objects.filter(verb="reveal").values_list("chain_id", flat=True)) == {
        found.pk,
        holder.person.pk,
    }


def test_an_officer_gives_a_reason_and_without_one_gets_no_number(cast: Cast, found: TrainingCertificate):
    client = cast.client(Role.INSTITUTION)
    assert "text/html" in client.post(full(found), {"reason": ""})["Content-Type"]
    short = client.post(full(found), {"reason": "看"}, follow=True)
    assert "没有写明查看的事由" in short.content.decode()
    assert not Entry.objects.filter(verb="reveal").exists()

    assert NUMBER in words(client.post(full(found), REASON))
    assert Entry.objects.filter(verb="reveal", chain_id=found.pk).count() == 1


def test_strangers_and_the_public_get_nothing(cast: Cast, found: TrainingCertificate):
    for client in (cast.stranger(Role.TRAINEE).client(), cast.stranger(Role.INSTITUTION).client()):
        assert client.get(masked(found)).status_code == 404
        assert client.post(full(found), REASON).status_code == 404
    assert Client().get(masked(found)).status_code == 302
    assert cast.client(Role.AUDITOR).post(full(found), REASON).status_code == 404


@pytest.mark.parametrize("ends", ["revoked", "superseded"])
def test_what_has_ended_prints_only_that_it_has(
    cast: Cast, holder: Member, found: TrainingCertificate, ends: str
):
    if ends == "revoked":
        revoke(found, cast)
    else:
        take(
            found,
            "supersede",
            cast.owner(Role.INSTITUTION),
            "2024-10-17",
            given=Given({"reason": "姓名更正"}),
        )
    said = {"revoked": "证书已撤销", "superseded": "证书已换发"}[ends]

    printed = words(holder.client().get(masked(found)))

    assert "登记查验单" in printed
    assert "本单不是证书" in printed
    assert said in printed
    assert "准予结业" not in printed
    assert NUMBER not in printed
    assert said in holder.client().get(full(found)).content.decode()
    refused = holder.client().post(full(found), follow=True)
    assert "不能再打印" in refused.content.decode()
    assert not Entry.objects.filter(verb="reveal").exists()


def test_until_a_decision_it_prints_as_it_is(cast: Cast, found: TrainingCertificate):
    notify(found, cast)
    assert "准予结业" in words(cast.client(Role.INSTITUTION).get(masked(found)))


@pytest.mark.parametrize(
    "name",
    ["江𬭳", "𠮷田赟", "阿卜杜热西提·吐尔逊江", "Ибрагимов·Иван", "阿卜杜热西提·吐尔逊江𬭳𠮷" * 7 + "㛃堃"],
    ids=["third level", "second plane", "dot", "another script", "a hundred characters"],
)
def test_every_name_prints_on_one_page(cast: Cast, holder: Member, name: str):
    Person.objects.filter(pk=holder.person.pk).update(name=name)
    holder.person.refresh_from_db()
    found = classmakers.certificate(cast, who=(holder,))
    said = words(cast.client(Role.INSTITUTION).get(masked(found)))
    assert found.holder == name
    assert name.replace(" ", "") in said


def test_a_character_without_a_shape_is_named_and_nothing_is_printed(cast: Cast, found: TrainingCertificate):
    """A private-use character has no shape in any font: better no certificate than one with an empty box."""
    with pytest.raises(Refusal, match=r"U\+E000"):
        printing.typeset("certificate.typ", said_with("\ue000"), day=found.issued_on)


def said_with(holder: str) -> dict[str, Any]:
    fields = (
        "title",
        "subtitle",
        "institution",
        "paper",
        "id_number",
        "began_on",
        "ended_on",
        "project",
        "hours",
    )
    rest = {"serial": "S", "issued_on": "", "address": "http://x/", "picture": printing.picture("http://x/")}
    return {**dict.fromkeys(fields, "甲"), **rest, "holder": holder, "rows": [], "notes": [], "digest": "0f" * 32,
            "picture_says": "码"}  # fmt: skip


def test_the_same_certificate_is_the_same_bytes(cast: Cast, found: TrainingCertificate):
    client = cast.client(Role.INSTITUTION)
    first, second = (client.get(masked(found)).content for _ in range(2))
    printing._compiler.cache_clear()
    assert first == second == client.get(masked(found)).content


def test_who_waits_too_long_for_the_press_is_told(cast: Cast, found: TrainingCertificate, monkeypatch: Any):
    monkeypatch.setattr(printing, "PATIENCE", 0.01)
    with printing._press:
        answer = cast.client(Role.INSTITUTION).get(masked(found), follow=True)
    assert "正在打印的太多" in answer.content.decode()


def test_too_much_to_print_is_refused_before_the_press(found: TrainingCertificate):
    with pytest.raises(Refusal, match="too much"):
        printing.typeset("certificate.typ", said_with("甲" * printing.MOST_SAID), day=found.issued_on)


def test_whoever_holds_a_code_prints_how_it_stands(cast: Cast, holder: Member):
    """A level certificate has no template of the nation yet: the slip says that it is none."""
    one = issue(cast)[0]
    said = words(Client().get(reverse("certificate_slip", args=[one.code])))
    assert all(
        text in said
        for text in ("登记查验单", "本单不是证书", "证书有效", one.number, one.holder, "专业技术等级证书")
    )
    assert "尚未提供，本平台不代编" in said
    assert Client().get(reverse("certificate_slip", args=["0" * 16])).status_code == 404


def test_the_case_leads_to_the_sheets(cast: Cast, holder: Member, found: TrainingCertificate):
    page = holder.client().get(reverse("case", args=["training_certificate", found.pk])).content.decode()
    assert masked(found) in page
    assert full(found) in page
    auditor = cast.client(Role.AUDITOR).get(reverse("case", args=["training_certificate", found.pk]))
    assert full(found) not in auditor.content.decode()
