"""Officers' pages in a real browser: they fit, they are accessible, and cases go on without any script."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Visitor
from tests.cast import Cast, make_cast
from tests.catalogue.makers import ask, make_plan_2024
from tests.certification.makers import make_batch, moment, take, three_hands
from tests.doors.test_entering import HEAD, row
from tests.doors.walking import set_day
from yushu.casework.calendar import publish_shipped
from yushu.certification.models import Batch, LevelCertificate
from yushu.doors.standing import LANGUAGE_COOKIE
from yushu.people.roles import Duty, Role

pytestmark = pytest.mark.browser
NUMBER = "晋人社函〔2024〕15号"


@pytest.fixture
def house(transactional_db: None) -> Cast:
    """The plan, a change of it, and a batch at the province's desk on 26 September."""
    set_day("2024-09-26")
    cast = make_cast()
    publish_shipped(at=moment("2024-01-02"))
    plan = make_plan_2024(cast)
    ask(plan, "太原理工大学,大数据,+20", cast.owner(Role.PROVINCE))
    batch = make_batch(cast, "2024-09-10")
    take(batch, "report", cast.owner(Role.EVALUATOR), "2024-09-21")
    return cast


def pages(cast: Cast) -> list[str]:
    """Every kind of page an officer of the province works at."""
    batch = Batch.objects.get()
    person = batch.candidates.first()
    case = f"/cases/batch/{batch.pk}/"
    return [
        "/desk/",
        "/notices/",
        "/batches/",
        "/certificates/",
        "/requests/",
        "/plans/",
        "/plan/2024/",
        "/plan/2024/change/",
        "/plans/new/",
        "/requests/missing/new/",
        "/law/calendar/",
        case,
        f"{case}return/",
        f"{case}file/",
        f"/batches/{batch.pk}/people/{person.pk}/number/",
    ]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_of_an_officer_fit_and_are_accessible(house: Cast, visit: Any, language: str):
    visitor: Visitor = visit()
    visitor.sign_in(house.owner(Role.PROVINCE))
    cookie = {"name": LANGUAGE_COOKIE, "value": language, "url": visitor.address}
    visitor.page.context.add_cookies([cookie])

    for path in pages(house):
        visitor.go(path)
        visitor.fits()
        visitor.is_accessible()


def test_an_evaluator_brings_a_list_and_the_province_carries_it_on(house: Cast, visit: Any):
    """Without script, from the pasted list to the two other hands."""
    evaluator: Visitor = visit(scripts=False)
    evaluator.sign_in(house.owner(Role.EVALUATOR))
    page = evaluator.go("/batches/new/")
    page.get_by_label("培训机构").select_option(label="培训机构甲")
    page.get_by_label("职业", exact=True).select_option(label="大数据工程技术人员")
    page.get_by_label("考核日期").fill("2024-09-20")
    lines = "\n".join("\t".join(map(str, cells)) for cells in (HEAD, row(61), row(62, scores=(101, 70))))
    page.get_by_label("或者从表格粘贴").fill(lines)
    page.get_by_role("button", name="建立批次").click()
    assert page.get_by_text("“101”不是成绩").is_visible()
    evaluator.shoot("list-to-mend")

    page.get_by_label("或者从表格粘贴").fill(lines.replace("\t101\t", "\t91\t"))
    page.get_by_role("button", name="建立批次").click()
    page.get_by_role("button", name="报送2人的证书数据").click()
    assert page.get_by_text("已办：报送证书数据。").is_visible()

    for duty, button in ((Duty.HANDLE, "经办"), (Duty.CHECK, "复核"), (Duty.SIGN, "签发")):
        officer: Visitor = visit(scripts=False)
        officer.sign_in(house.colleague(Role.PROVINCE, duty))
        page = officer.go("/desk/")
        page.get_by_role("link", name="发证批次2024-002", exact=True).click()
        if duty == Duty.SIGN:
            page.get_by_label("文号").fill(NUMBER)
            page.get_by_label("发文日期").fill("2024-09-26")
        page.get_by_role("button", name=f"{button}：确认2人，报协调小组办公室").click()
    assert Batch.objects.get(number="2024-002").state == "FORWARDED"
    page.goto(officer.address + f"/cases/batch/{Batch.objects.get(number='2024-002').pk}/")
    officer.shoot("case")


def test_one_person_goes_back_and_the_others_go_on(house: Cast, visit: Any):
    batch = Batch.objects.get()
    officer: Visitor = visit(size="phone", scripts=False)
    officer.sign_in(house.owner(Role.PROVINCE))
    page = officer.go(f"/cases/batch/{batch.pk}/")
    page.get_by_role("link", name="退回补正").click()
    name = batch.candidates.get(seq=2).person.name
    page.get_by_role("checkbox", name=f"选择{name}").check()
    page.get_by_label("理由").fill("缺承诺书签署时间，四(二)")
    officer.shoot("return-phone")
    page.get_by_role("button", name="退回补正").click()

    assert page.get_by_text("1人另成2024-001-1").is_visible()
    assert batch.siblings.get().candidates.get().person.name == name


def test_a_holder_reads_and_answers(house: Cast, visit: Any):
    batch = Batch.objects.get()
    three_hands(batch, "forward", house, "2024-09-23")
    set_day("2024-09-26")
    assert LevelCertificate.objects.count() == 0
    holder: Visitor = visit(size="phone")
    holder.sign_in(house.trainees["own"])
    page = holder.go("/desk/")
    assert page.get_by_role("heading", name="我的办件").is_visible()
    holder.fits()
    holder.is_accessible()
