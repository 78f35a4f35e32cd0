"""Both processes carried through at their pages, as the officers do it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.catalogue.makers import make_plan_2024
from tests.certification.makers import make_batch, take, three_hands
from tests.doors.walking import case_page, errors, open_step, press, set_day, told
from yushu.casework.models import Notice
from yushu.casework.moving import Given
from yushu.catalogue.models import Plan
from yushu.certification.models import Batch, LevelCertificate
from yushu.people.roles import Duty, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

NUMBER = "晋人社函〔2024〕15号"


def reported(cast: Cast) -> Batch:
    batch = make_batch(cast)
    take(batch, "report", cast.owner(Role.EVALUATOR), "2024-09-21")
    return batch


def state(batch: Batch) -> str:
    batch.refresh_from_db()
    return batch.state


def test_a_batch_goes_from_the_exam_to_certificates(cast: Cast):
    evaluator, province = cast.owner(Role.EVALUATOR), cast.owner(Role.PROVINCE)
    batch = make_batch(cast)

    press(evaluator, batch, "report", "2024-09-21")
    assert state(batch) == "REPORTED"

    press(province, batch, "forward", "2024-09-24")
    press(cast.colleague(Role.PROVINCE), batch, "forward", "2024-09-25")
    signer = cast.colleague(Role.PROVINCE, Duty.SIGN)
    press(signer, batch, "forward", "2024-09-26", document_no=NUMBER, dispatched_on="2024-09-26")
    assert state(batch) == "FORWARDED"

    answer = {"document_no": "协调办函〔2024〕7号", "received_on": "2024-10-20", "happened_on": "2024-10-18"}
    key = batch.row_keys()[0]
    rows = {"rows": batch.row_keys(), f"national_cert_no--{key}": "N-1"}
    press(province, batch, "approve", "2024-10-21", **answer, **rows)
    assert state(batch) == "APPROVED"
    assert str(batch.approved_on) == "2024-10-18"

    done = press(evaluator, batch, "issue", "2024-11-01")
    assert "颁发等级证书" in told(done)
    assert LevelCertificate.objects.filter(candidate__batch=batch).count() == 2


def test_the_next_hand_sees_who_acted_and_what_was_given(cast: Cast):
    batch = reported(cast)
    done = press(cast.owner(Role.PROVINCE), batch, "forward", "2024-09-24")
    assert "转复核人" in told(done)

    page = case_page(cast.colleague(Role.PROVINCE).client(), batch)

    assert "经办：经办人甲，9月24日" in page
    assert "复核：确认2人，报协调小组办公室" in page


def test_whose_turn_it_is_not_reads_who_acts_now(cast: Cast):
    batch = reported(cast)
    set_day("2024-09-26")
    page = case_page(cast.owner(Role.EVALUATOR).client(), batch)

    assert "当前环节：省人社厅甲，确认并报审，10月8日前。" in page
    assert 'name="step"' not in page


def test_some_rows_go_back_as_a_case_of_their_own(cast: Cast):
    batch = reported(cast)
    keys = batch.row_keys()
    fields = {"rows": [keys[2]], f"why--{keys[2]}": "缺承诺书签署时间", "reason": "一人缺材料，四(二)"}
    done = press(cast.owner(Role.PROVINCE), batch, "return", "2024-09-24", **fields)

    sibling = batch.siblings.get()
    assert state(batch) == "REPORTED"
    assert sibling.state == "RETURNED"
    assert done.redirect_chain[-1][0].endswith(f"{sibling.pk}/")
    assert f"1人另成{sibling.number}" in told(done)
    page = case_page(cast.owner(Role.EVALUATOR).client(), sibling)
    assert "缺承诺书签署时间" in page
    assert "报送证书数据" in page  # the history before the split is shown too


def test_nothing_is_ticked_before_a_return_and_all_before_an_approval(cast: Cast):
    batch = reported(cast)
    back = open_step(cast.owner(Role.PROVINCE).client(), batch, "return").content.decode()
    assert " checked" not in back

    three_hands(batch, "forward", cast, "2024-09-26")
    batch.refresh_from_db()
    on = open_step(cast.owner(Role.PROVINCE).client(), batch, "approve").content.decode()
    assert on.count(" checked") == 2


def test_a_refusal_stands_beside_its_field_and_nothing_is_lost(cast: Cast):
    batch = reported(cast)
    press(cast.owner(Role.PROVINCE), batch, "forward", "2024-09-24")
    press(cast.colleague(Role.PROVINCE), batch, "forward", "2024-09-25")
    signer = cast.colleague(Role.PROVINCE, Duty.SIGN)
    answer = press(signer, batch, "forward", "2024-09-26", document_no="没有号", dispatched_on="2024-09-26")

    assert state(batch) == "REPORTED"
    assert "不对" in errors(answer)["document_no"][0]
    assert "写成" in errors(answer)["document_no"][0]
    assert 'value="没有号"' in answer.content.decode()


def test_what_is_written_beside_an_unticked_row_is_not_lost_silently(cast: Cast):
    batch = reported(cast)
    keys = batch.row_keys()
    fields = {"rows": [keys[0]], f"why--{keys[1]}": "缺材料", "reason": "一人缺材料"}
    answer = press(cast.owner(Role.PROVINCE), batch, "return", "2024-09-24", **fields)

    assert "没有勾选" in errors(answer)["__all__"][0]
    assert state(batch) == "REPORTED"


def test_a_form_opened_before_another_acted_is_told_who_was_faster(cast: Cast):
    batch = reported(cast)
    stale = batch.rev
    press(cast.owner(Role.PROVINCE), batch, "forward", "2024-09-24")
    late = press(cast.colleague(Role.PROVINCE), batch, "forward", "2024-09-24", rev=stale)

    assert "有人先办了：省人社厅甲·经办人甲" in errors(late)["__all__"][0]
    batch.refresh_from_db()
    assert f'name="rev" value="{batch.rev}"' in late.content.decode()


def test_a_step_that_has_gone_leads_back_to_the_case(cast: Cast):
    batch = make_batch(cast)
    answer = press(cast.owner(Role.EVALUATOR), batch, "issue", "2024-09-21")

    assert answer.redirect_chain[-1][0].endswith(f"/cases/batch/{batch.pk}/")
    assert "有人先办了" in told(answer)


def test_the_province_records_for_an_evaluator_on_the_day_it_acted(cast: Cast):
    batch = make_batch(cast)
    page = case_page(cast.owner(Role.PROVINCE).client(), batch)
    assert "代评价机构登记" in page

    press(
        cast.owner(Role.PROVINCE),
        batch,
        "report",
        "2024-09-22",
        happened_on="2024-09-20",
        paper="9月20日报送函",
    )

    batch.refresh_from_db()
    assert (batch.state, str(batch.received_on)) == ("REPORTED", "2024-09-20")


def test_the_plan_is_changed_by_three_hands_at_their_pages(cast: Cast):
    plan = make_plan_2024(cast)
    set_day("2024-09-24")
    client = cast.owner(Role.PROVINCE).client()
    place = plan.cells.named().last()
    box = f"delta--{place.institution_id.hex}-{place.occupation_id}"
    answer = client.post("/plan/2024/change/", {box: "+20", "reason": "4期20人"}, follow=True)
    change = plan.changes.get()
    assert answer.redirect_chain[-1][0].endswith(f"/cases/plan_change/{change.pk}/")

    today = "2024-09-24"
    for duty in (Duty.HANDLE, Duty.CHECK):
        press(cast.colleague(Role.PROVINCE, duty), change, "approve", today)
    signer = cast.colleague(Role.PROVINCE, Duty.SIGN)
    press(signer, change, "approve", today, document_no=NUMBER, dispatched_on=today)

    before = place.seats
    place.refresh_from_db()
    assert place.seats == before + 20


def test_notices_name_the_act_without_a_count(cast: Cast):
    """A batch is opened before its people are entered, so a count would be wrong."""
    reported(cast)
    texts = list(Notice.objects.values_list("zh", "en"))

    assert any("2024-10-08前请办理“确认并报审”" in zh for zh, _ in texts)
    assert not any("{" in zh + en for zh, en in texts)


def test_a_holder_states_a_defence_at_the_page_of_the_certificate(cast: Cast):
    batch = reported(cast)
    three_hands(batch, "forward", cast, "2024-09-26")
    take(
        batch,
        "approve",
        cast.owner(Role.PROVINCE),
        "2024-10-21",
        legal="2024-10-18",
        given=Given({"document_no": "协调办函〔2024〕7号", "received_on": "2024-10-20"}),
    )
    take(batch, "issue", cast.owner(Role.EVALUATOR), "2024-11-01")
    certificate = LevelCertificate.objects.first()
    first = Given({"ground": "TARGET", "reason": "开班日已参保"})
    three_hands(certificate, "notify", cast, "2024-11-05", first=first)
    holder = cast.trainees["own"]
    certificate.chain.parties.filter(role=Role.TRAINEE).update(person=holder.person)
    certificate.chain.deadlines.filter(role=Role.TRAINEE).update(person=holder.person)

    assert "陈述和申辩" in holder.client().get("/desk/").content.decode()
    press(holder, certificate, "defend", "2024-11-08", statement="保险是后来才参的")

    certificate.refresh_from_db()
    assert certificate.state == "HEARD"


def test_the_public_is_asked_to_sign_in(cast: Cast):
    batch = reported(cast)
    assert Client().get(f"/cases/batch/{batch.pk}/").status_code == 302


def test_what_is_handled_and_not_signed_is_not_seen_by_the_other_side(cast: Cast):
    batch = reported(cast)
    press(cast.owner(Role.PROVINCE), batch, "forward", "2024-09-24")

    inside = case_page(cast.colleague(Role.PROVINCE, Duty.SIGN).client(), batch)
    outside = case_page(cast.owner(Role.EVALUATOR).client(), batch)

    assert "确认并报审（经办）" in inside
    assert "当前环节：省人社厅甲复核人" in inside
    assert "（经办）" not in outside
    assert "复核人" not in outside


def test_the_national_office_answers_about_those_who_passed(cast: Cast):
    """The third of the list failed: nobody ticks that row, and nobody leaves it behind."""
    batch = reported(cast)
    three_hands(batch, "forward", cast, "2024-09-26")
    batch.refresh_from_db()
    keys = batch.row_keys()
    assert len(keys) == 2

    days = {"received_on": "2024-10-20", "happened_on": "2024-10-18"}
    answer = {"document_no": "协调办函〔2024〕7号", "rows": keys, **days}
    press(cast.owner(Role.PROVINCE), batch, "approve", "2024-10-21", **answer)

    assert state(batch) == "APPROVED"
    assert batch.candidates.count() == 3


def test_a_plan_is_drafted_replaced_and_issued_at_its_pages(cast: Cast):
    make_plan_2024(cast)
    set_day("2025-01-06")
    client = cast.owner(Role.PROVINCE).client()
    cell = Plan.objects.get(year=2024).cells.named().first()
    box = f"seats--{cell.institution_id.hex}-{cell.occupation_id}"
    client.post("/plans/new/", {"year": "2025", "total": "60", box: "50"})
    plan = Plan.objects.get(year=2025)
    assert "差10人" in case_page(client, plan)

    table = f"培训机构,{cell.occupation.short_zh},合计\n{cell.institution.name},60,60\n合计,60,60\n"
    press(cast.owner(Role.PROVINCE), plan, "revise", "2025-01-06", annex=table, total="60")
    assert Client().get("/plan/2025/").status_code == 404
    for duty in (Duty.HANDLE, Duty.CHECK):
        press(cast.colleague(Role.PROVINCE, duty), plan, "issue", "2025-01-07")
    signer = cast.colleague(Role.PROVINCE, Duty.SIGN)
    press(signer, plan, "issue", "2025-01-08", document_no=NUMBER, dispatched_on="2025-01-08")

    assert Client().get("/plan/2025/").context["totals"]["total"].seats == 60


def test_what_was_written_for_a_step_somebody_else_took_is_not_lost(cast: Cast):
    batch = reported(cast)
    province = cast.owner(Role.PROVINCE)
    address = reverse("step", args=["batch", batch.pk, "return"])
    set_day("2024-09-23")
    rev = batch.rev
    keys = batch.row_keys()
    marks = {f"why--{key}": "照片缺页" for key in keys}
    press(province, batch, "return", "2024-09-23", reason="照片缺页", rows=keys, **marks)

    written = "第3行的照片不清楚，换一张正面免冠的"
    page = province.client().post(address, {"rev": rev, "reason": written, "step": "return"}, follow=True)

    assert page.redirect_chain
    assert written in page.content.decode()
