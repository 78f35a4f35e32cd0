"""The pages of oversight: a complaint without signing in, its code, the contact, inspections, signs, draws."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.catalogue.makers import take
from tests.doors.test_class_pages import set_clock
from tests.oversight import fraud, makers
from tests.oversight_aims import lately
from tests.subsidies import settlementmakers
from tests.training import classmakers
from yushu.doors.devices import COOKIE
from yushu.oversight.filing import by_code
from yushu.oversight.models import Complaint, Draw, Inspection
from yushu.people.models import Office
from yushu.people.roles import Duty, Role
from yushu.training.attending import room_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

SENT = {"category": "FEES", "text": "报名以后又收了材料费三百元，没有票据。", "name": "", "contact": ""}


@pytest.fixture(autouse=True)
def _nobody_has_tried() -> None:
    cache.clear()


def text_of(response: Any) -> str:
    return response.content.decode()


def send(client: Client, query: str = "", **more: Any) -> Any:
    return client.post(reverse("complain") + query, {**SENT, **more})


def test_anybody_complains_and_gets_a_code_that_opens_it(cast: Cast):
    school = cast.owner(Role.INSTITUTION).office

    answer = send(Client(), against=school.pk)

    code = answer["Location"].split("/")[2]
    found = by_code(settings.YUSHU_INDEX_KEY, code)
    assert found is not None
    assert (found.category, found.against) == ("FEES", school)
    page = text_of(Client().get(answer["Location"]))
    assert f"{code[:4]} {code[4:8]} {code[8:12]} {code[12:]}" in page
    assert "材料费" not in page


def test_a_code_may_be_typed_as_it_is_read_aloud(cast: Cast):
    _, code = makers.filed(cast)

    answer = Client().get(reverse("complaint_found"), {"code": f" {code[:8].lower()} {code[8:]} "})

    assert answer["Location"] == reverse("complaint", args=[code])


def test_wrong_codes_are_bounded(cast: Cast):
    client, where = Client(), reverse("complaint_found")
    _, code = makers.filed(cast)
    for number in range(60):
        client.get(where, {"code": f"{number:016d}"})

    assert "Location" not in client.get(where, {"code": code}).headers
    assert client.get(reverse("complaint", args=[code])).status_code == 404


def test_a_complaint_sent_twice_is_one_and_another_in_other_words_is_another(cast: Cast):
    client = Client()
    form = client.get(reverse("complain")).context["panel"].form
    opened = {"sending": form["sending"].value()}
    first, again = send(client, **opened), send(client, **opened)
    other = send(client, **opened, text=SENT["text"] + "还有一次也是这样。")
    elsewhere = send(Client())
    assert again["Location"] == first["Location"]
    assert (
        len({first["Location"], other["Location"], elsewhere["Location"]}) == Complaint.objects.count() == 3
    )


def test_complaints_of_one_address_are_bounded(cast: Cast):
    client = Client()

    statuses = [send(client).status_code for _ in range(12)]

    assert statuses == [302] * 10 + [200] * 2
    assert Complaint.objects.count() == 10


def test_what_is_too_short_says_how_to_mend_it(cast: Cast):
    page = text_of(send(Client(), text="不好"))

    assert "太短" in page
    assert not Complaint.objects.exists()


def test_the_page_of_a_course_fills_in_whom_it_is_about(cast: Cast):
    case = classmakers.opened(cast)
    code = case.announcement.code
    assert f"?course={code}" in text_of(Client().get(reverse("course", args=[code])))

    answer = send(Client(), f"?course={code}", against=case.institution.pk)

    found = Complaint.objects.get()
    assert found.about_id == case.announcement.pk
    assert case.announcement.number in found.about_zh
    assert answer.status_code == 302


def test_a_class_one_may_not_see_fills_in_nothing(cast: Cast):
    case = classmakers.opened(cast)
    query = f"?class={case.pk}"

    own = text_of(cast.client(Role.CITY).get(reverse("complain") + query))
    public = text_of(Client().get(reverse("complain") + query))

    assert case.called.zh in own
    assert case.called.zh not in public


@pytest.mark.parametrize("query", ["?class=x", "?course=x", "?certificate=x", "?settlement=1", "?class="])
def test_nonsense_in_the_address_fills_in_nothing(cast: Cast, query: str):
    assert Client().get(reverse("complain") + query).status_code == 200


def test_only_a_tick_links_it_to_the_account(cast: Cast):
    client = cast.client(Role.TRAINEE)
    send(client, against=cast.owner(Role.INSTITUTION).office.pk)
    assert not Complaint.objects.visible_to(cast.actor(Role.TRAINEE)).exists()

    send(client, against=cast.owner(Role.INSTITUTION).office.pk, attached="on")

    assert Complaint.objects.visible_to(cast.actor(Role.TRAINEE)).count() == 1
    assert text_of(client.get(reverse("complaints"))).count("/cases/complaint/") == 1


def test_the_page_under_the_code_asks_it_back(cast: Cast):
    case, code = makers.filed(cast)
    where = reverse("complaint", args=[code])

    Client().post(where)

    case.refresh_from_db()
    assert case.wants_back_on is not None
    assert "申请撤回投诉" not in text_of(Client().get(where))


def test_officers_read_the_words_and_the_contact_only_for_a_reason(cast: Cast):
    case, city = makers.complaint(cast), cast.client(Role.CITY)
    page = text_of(city.get(reverse("case", args=["complaint", case.pk])))
    assert makers.TEXT in page
    assert "139 0000 0000" not in page
    where = reverse("complaint_contact", args=[case.pk])
    assert "139 0000 0000" not in text_of(city.get(where))
    assert "139 0000 0000" not in text_of(city.post(where, {"reason": ""}))

    assert "139 0000 0000" in text_of(city.post(where, {"reason": "约投诉人核实"}))

    assert "约投诉人核实" in text_of(city.get(reverse("case", args=["complaint", case.pk])))


def test_the_institution_finds_no_trace_of_a_complaint(cast: Cast):
    asked = makers.account(cast)
    school = cast.client(Role.INSTITUTION)

    assert school.get(reverse("case", args=["complaint", asked.complaint_id])).status_code == 404
    assert school.get(reverse("complaints")).status_code == 404
    pages = [
        text_of(school.get(address))
        for address in (
            reverse("desk"),
            reverse("notices"),
            reverse("accounts"),
            reverse("case", args=["account", asked.pk]),
            reverse("case_file", args=["account", asked.pk]),
        )
    ]
    assert any(makers.SUMMARY in page for page in pages)
    for page in pages:
        assert makers.TEXT not in page
        assert "投诉者" not in page
        assert str(asked.complaint_id) not in page
        assert asked.complaint.title().zh not in page


def test_the_institution_never_reads_why_it_was_inspected(cast: Cast):
    case = makers.visited(cast)
    here = reverse("case", args=["inspection", case.pk])

    assert "信访件" in text_of(cast.client(Role.CITY).get(here))
    assert "信访件" not in text_of(cast.client(Role.INSTITUTION).get(here))
    assert "信访件" not in text_of(cast.client(Role.INSTITUTION).get(f"{here}file/"))


def test_before_the_visit_the_inspector_sees_who_is_checked_in(cast: Cast):
    trainee = cast.owner(Role.TRAINEE)
    case = classmakers.opened(cast, who=(trainee,))
    classmakers.visit(case.sessions.first(), trainee, "08:25")
    made = makers.planned(cast, case=case)
    set_clock("2024-10-08", "09:00")

    page = text_of(cast.client(Role.CITY).get(reverse("case", args=["inspection", made.pk])))

    assert "此刻已签到1人" in page
    assert trainee.person.name in page


def test_an_inspection_begins_from_a_complaint(cast: Cast):
    case = makers.complaint(cast)
    where = f"{reverse('inspection_new')}?complaint={case.pk}"

    cast.client(Role.CITY).post(where, {"institution": case.against.pk, "why": "核实投诉"})

    made = Inspection.objects.get()
    assert (made.cause, made.complaint, made.institution) == ("COMPLAINT", case, case.against)


def test_signs_open_to_their_rows_and_to_an_inspection(cast: Cast):
    case = lately(fraud.device(cast))
    city = cast.client(Role.CITY)
    page = text_of(city.get(reverse("signs")))
    assert reverse("sign", args=["device", case.pk]) in page

    rows = text_of(city.get(reverse("sign", args=["device", case.pk])))

    assert all(member.person.name in rows for member in case.members.all())
    query = f"{reverse('inspection_new')}?class={case.pk}&sign=device"
    assert query.replace("&", "&amp;") in rows
    city.post(query, {"institution": case.institution.pk, "training_class": case.pk, "why": "同一设备签到"})
    assert (Inspection.objects.get().cause, Inspection.objects.get().sign) == ("SIGN", "device")


def test_a_draw_is_public_only_after_its_visits(cast: Cast):
    case, city = classmakers.opened(cast), cast.client(Role.CITY)
    city.post(reverse("draw_new"), {"size": "1", "weighed": "on"})
    one = Draw.objects.get()
    where = reverse("draw", args=[one.pk])
    assert one.seed in text_of(city.get(where))
    public = text_of(Client().get(where))
    assert one.committed in public
    assert one.seed not in public
    assert case.called.zh not in public

    Inspection.objects.update(state="CANCELLED")

    assert one.seed in text_of(Client().get(where))


def test_an_evaluator_can_be_complained_of_and_asked(cast: Cast):
    body = cast.owner(Role.EVALUATOR).office
    send(Client(), against=body.pk)
    case = Complaint.objects.get()
    assert case.handler() == cast.owner(Role.CITY).office
    today = case.received_on.isoformat()
    take(case, "accept", cast.owner(Role.CITY), today)

    take(case, "ask", cast.owner(Role.CITY), today, classmakers.given(summary="考场是否按时开考。"))

    assert "/cases/account/" in text_of(cast.client(Role.EVALUATOR).get(reverse("accounts")))
    assert Office.objects.get(pk=body.pk).role == Role.EVALUATOR


def test_checking_in_leaves_a_mark_of_the_device_and_no_number(cast: Cast):
    trainee = cast.owner(Role.TRAINEE)
    case = classmakers.opened(cast, who=(trainee,))
    session, client = case.sessions.first(), trainee.client()
    set_clock("2024-10-08", "08:25")
    number = client.get(reverse("checkin")).cookies[COOKIE].value

    client.post(reverse("checkin"), {"code": room_code(session, classmakers.at("2024-10-08", "08:25"))})

    mark = session.attendances.get().device
    assert len(mark) == 32
    assert number not in mark


def test_only_who_handles_begins_anything(cast: Cast):
    classmakers.opened(cast)
    signer = cast.colleague(Role.CITY, Duty.SIGN).client()

    page = text_of(signer.post(reverse("draw_new"), {"size": "1"}))

    assert "检查由市或省的经办人发起" in page
    assert not Draw.objects.exists()


def test_a_published_subsidy_can_be_reported_from_its_page(cast: Cast):
    one = settlementmakers.published(cast)
    page = text_of(Client().get(reverse("publicity_page", args=[one.code])))
    assert f"?publicity={one.code}" in page

    send(Client(), f"?publicity={one.code}", against=one.institution_id)

    found = Complaint.objects.get()
    assert found.about_id == one.pk
    assert one.number in found.about_zh


def test_the_trainees_own_page_fills_in_the_enrolment(cast: Cast):
    trainee = cast.owner(Role.TRAINEE)
    case = classmakers.opened(cast, who=(trainee,))
    enrolment = case.members.get().enrolment
    client = trainee.client()
    assert f"?enrolment={enrolment.pk}" in text_of(client.get(reverse("journey")))

    page = text_of(client.get(f"{reverse('complain')}?enrolment={enrolment.pk}"))

    assert enrolment.title().zh in page
    assert f'value="{case.institution_id}" selected' in page
