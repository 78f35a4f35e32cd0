"""The desks of finance, institution and city where money goes out and comes back (R16, A33, A36, A37)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cast import Cast
from tests.catalogue.makers import moment
from tests.subsidies import makers
from tests.subsidies import payingmakers as pay
from tests.subsidies import settlementmakers as money
from yushu.doors.files import payments as files
from yushu.doors.files.workbooks import rows_of
from yushu.ledger.book import history
from yushu.people.roles import Duty, Role
from yushu.subsidies import models as s

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
HEAD = "明细号\t金额\t结果\t付款日期\t银行流水号\t失败原因"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day the bank answers."""
    monkeypatch.setattr("yushu.doors.standing.now", lambda *_: moment(pay.PAID))


def text(client: Any, name: str, *args: Any) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, name
    return answer.content.decode()


class TestFinance:
    def test_gathers_everything_that_is_ready_in_one_press(self, cast: Cast) -> None:
        pay.account(cast)
        one = pay.payment(cast)
        client = cast.client(Role.FINANCE)
        assert f"把1笔待支付列入批次：{one.yuan:,}元" in text(client, "payments")
        client.post(reverse("payments_gather"))
        run = s.PaymentRun.objects.get()
        assert run.lines.get().payment == one
        assert run.number in text(client, "payment_runs")

    def test_what_cannot_be_gathered_says_why_and_stays(self, cast: Cast) -> None:
        pay.payment(cast)
        client = cast.client(Role.FINANCE)
        said = client.post(reverse("payments_gather"), follow=True).content.decode()
        assert "还没有核对过的收款账户" in said
        assert not s.PaymentRun.objects.exists()

    def test_a_held_payment_names_its_readings_to_finance_and_province(self, cast: Cast) -> None:
        case = makers.completed_class(cast, 5, 2)
        people = money.people_of(case)
        makers.employ(cast, *people[:3])
        makers.make_fact(cast, people[3], "ARMY", on="2024-11-11")
        pay.payment(cast, makers.registered_project(cast, case))
        for role in (Role.FINANCE, Role.PROVINCE):
            said = text(cast.client(role), "payments")
            assert "暂缓支付，待明确口径" in said
            assert "应征入伍" in said

    def test_takes_the_file_with_whole_numbers_and_the_record_says_who(self, cast: Cast) -> None:
        run = pay.sent(cast, pay.payment(cast))
        client = cast.client(Role.FINANCE)
        assert pay.ACCOUNT not in text(client, "case", "payment_run", run.pk)
        answer = client.post(reverse("run_file", args=[run.pk]))
        head, line, *_ = rows_of(answer.content)
        assert head == ["明细号", "收款户名", "开户行", "收款账号", "金额（元）", "用途"]
        assert line[3:5] == [pay.ACCOUNT, run.lines.get().yuan]
        assert history([run.pk])[0].verb == "download"

    def test_the_same_content_gives_the_same_bytes(self, cast: Cast) -> None:
        file = pay.sent(cast, pay.payment(cast)).file()
        assert files.payment_file(file) == files.payment_file(file)

    def test_its_layout_is_data_and_says_that_it_is_provisional(self, cast: Cast) -> None:
        run = pay.sent(cast, pay.payment(cast))
        assert files.SHAPE["confirmed"] is False
        assert "文件格式暂定" in text(cast.client(Role.FINANCE), "case", "payment_run", run.pk)

    def test_tries_an_answer_and_then_takes_it(self, cast: Cast) -> None:
        run = pay.sent(cast, pay.payment(cast))
        line = run.lines.get()
        rows = f"{HEAD}\n{line.code}\t{line.yuan}.00\t成功\t2024-11-26\tB1\t\nZF-0\t1\t失败\t\t\t无此账号"
        client, here = cast.client(Role.FINANCE), reverse("run_answer", args=[run.pk])
        said = client.post(here, {"rows": rows, "step": "try"}).content.decode()
        assert "可记入1笔" in said
        assert "批次里没有ZF-0" in said
        assert s.Payment.objects.get().state == "SENT"
        client.post(here, {"rows": rows, "step": "take"})
        assert s.Payment.objects.get().state == "PAID"

    def test_the_answer_comes_back_as_a_workbook_too(self, cast: Cast) -> None:
        run = pay.sent(cast, pay.payment(cast))
        line = run.lines.get()
        client = cast.client(Role.FINANCE)
        template = rows_of(client.get(reverse("answer_template")).content)
        filled = files.ANSWERS.template([[line.code, line.yuan, "失败", "", "", "账户已销户"]])
        assert rows_of(filled)[0] == template[0]
        upload = SimpleUploadedFile("answer.xlsx", filled)
        client.post(reverse("run_answer", args=[run.pk]), {"file": upload, "step": "take"})
        assert s.Payment.objects.get().why == "账户已销户"

    @pytest.mark.parametrize(
        ("rows", "said"),
        [
            ("x", "没有找到表头"),
            (f"{HEAD}\nZF\t一千\t成功\t\t\t", "不是金额"),
            (f"{HEAD}\nZF\t1000\t大概\t\t\t", "不是结果"),
            ("", "没有数据"),
        ],
    )
    def test_an_answer_that_cannot_be_read_says_where(self, cast: Cast, rows: str, said: str) -> None:
        run = pay.sent(cast, pay.payment(cast))
        here = reverse("run_answer", args=[run.pk])
        assert said in cast.client(Role.FINANCE).post(here, {"rows": rows}).content.decode()


class TestTheInstitution:
    def test_names_its_account_and_sees_the_mask_alone(self, cast: Cast) -> None:
        client = cast.client(Role.INSTITUTION)
        sent = {"holder": "培训机构甲", "bank": "某银行太原分行", "account": "1499 0019 0001 0100 15"}
        said = client.post(reverse("payee_new"), sent, follow=True).content.decode()
        assert "1499**********0015" in said
        assert "149900190001010015" not in said
        assert s.PayeeAccount.objects.get().masked in text(client, "payees")

    def test_a_wrong_number_is_said_beside_its_box(self, cast: Cast) -> None:
        sent = {"holder": "培训机构甲", "bank": "某银行", "account": "12"}
        said = cast.client(Role.INSTITUTION).post(reverse("payee_new"), sent).content.decode()
        assert "账号应为8至30位数字" in said

    def test_sees_what_is_asked_back_person_by_person_and_defends(self, cast: Cast) -> None:
        case = pay.notify(begun(cast), cast)
        client = cast.colleague(Role.INSTITUTION, Duty.HANDLE).client()
        said = text(client, "case", "recovery", case.pk)
        assert "有变的2人" in said
        assert "陈述和申辩" in said
        assert case.number in text(client, "recoveries")

    def test_sees_its_instalments(self, cast: Cast) -> None:
        case = pay.decided(begun(cast), cast, 3)
        assert "分期3期" in text(cast.client(Role.INSTITUTION), "case", "recovery", case.pk)


def begun(cast: Cast) -> s.Recovery:
    """Of a settlement paid on a fact that turned out false."""
    settlement = pay.paid(cast, n=5, employed=4).settlement
    pay.withdraw_facts(cast, settlement.lines.first().person)
    return pay.recovery(cast, settlement)


class TestTheCity:
    def test_begins_a_recovery_from_the_settlement(self, cast: Cast) -> None:
        settlement = pay.paid(cast, n=5, employed=4).settlement
        pay.withdraw_facts(cast, settlement.lines.first().person, "2024-11-26")
        client = cast.client(Role.CITY)
        here = reverse("recovery_new", args=[settlement.pk])
        assert here in text(client, "case", "settlement", settlement.pk)
        client.post(here, {"ground": "EMPLOYMENT", "about": "经用人单位复函核实没有录用"})
        assert s.Recovery.objects.get().notified_yuan == 600

    def test_is_told_when_nothing_differs(self, cast: Cast) -> None:
        settlement = money.payable(cast)
        here = reverse("recovery_new", args=[settlement.pk])
        sent = {"ground": "OTHER", "about": "经核实情况不实"}
        assert "没有差别" in cast.client(Role.CITY).post(here, sent).content.decode()


@pytest.mark.parametrize("name", ["payments", "payment_runs", "payees", "recoveries"])
def test_a_trainee_has_no_business_here(cast: Cast, name: str) -> None:
    assert cast.client(Role.TRAINEE).get(reverse(name)).status_code == 404
