"""Orders, employment and rulings at their pages: who begins what, who confirms whom, what an employer may see."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from tests.cast import Cast
from tests.doors.walking import set_day
from tests.people.numbers import invented
from tests.subsidies import makers as make
from tests.training.makers import called
from yushu.doors.files.insurance import INSURANCE
from yushu.doors.files.workbooks import Pen
from yushu.people.roles import Duty, Role
from yushu.subsidies import models as s
from yushu.training.models import TrainingClass

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


@pytest.fixture
def done(cast: Cast) -> TrainingClass:
    """A class of three that has ended; today is a day in November."""
    set_day("2024-11-12")
    return make.completed_class(cast, 3)


def body(answer: Any) -> str:
    return answer.content.decode()


# Orders and projects


def test_an_institution_draws_up_an_order_over_a_class_and_the_employer_confirms_it_at_its_desk(
    cast: Cast, done
):
    data = {
        "employer": cast.owner(Role.EMPLOYER).office.pk,
        "name": "2024年数据工程师订单",
        "people": "20",
        "jobs": "数据处理工程师20人",
        "signed_on": "2024-11-01",
        "classes": [str(done.pk)],
        "step": "draft",
    }
    answer = cast.client(Role.INSTITUTION).post("/orders/new/", data)
    order = s.Order.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/cases/order/{order.pk}/")
    assert order.classes().get() == done

    cast.client(Role.INSTITUTION).post(f"/cases/order/{order.pk}/propose/", {"rev": 1, "step": "propose"})
    employer = cast.client(Role.EMPLOYER)
    assert "确认订单" in body(employer.get("/desk/"))
    assert "确认订单：20人" in body(employer.get(f"/cases/order/{order.pk}/"))


def test_what_is_missing_is_said_beside_its_field(cast: Cast, done):
    answer = cast.client(Role.INSTITUTION).post(
        "/orders/new/", {"name": "订单", "people": "0", "step": "draft"}
    )

    assert {"employer", "people", "jobs", "signed_on"} <= set(answer.context["panel"].form.errors)
    assert not s.Order.objects.exists()


def test_a_class_that_stands_elsewhere_is_not_offered(cast: Cast, done):
    client = cast.client(Role.INSTITUTION)
    assert str(done.pk) in body(client.get("/projects/new/"))
    make.make_project(cast, done)
    assert str(done.pk) not in body(client.get("/projects/new/"))


def test_a_project_gets_its_classes_and_loses_them_again_on_one_page(cast: Cast, done):
    project, client = make.make_project(cast), cast.client(Role.INSTITUTION)
    here = f"/schemes/project/{project.pk}/classes/"
    client.post(here, {"step": "add", "classes": [str(done.pk)]})
    assert project.classes().get() == done

    client.post(here, {"step": "out", "classes": [str(done.pk)]})
    assert not project.places.exists()


def test_a_draft_is_revised_and_a_registered_one_is_not_found(cast: Cast, done):
    project, client = make.make_project(cast, done), cast.client(Role.INSTITUTION)
    here = f"/schemes/project/{project.pk}/terms/"
    project.refresh_from_db()
    client.post(here, {"name": "项目乙", "people": "60", "rev": project.rev, "step": "save"})
    project.refresh_from_db()
    assert (project.name, project.people) == ("项目乙", 60)

    registered = make.registered_project(cast)
    assert client.get(f"/schemes/project/{registered.pk}/terms/").status_code == 404
    assert client.get(f"/schemes/class/{registered.pk}/classes/").status_code == 404


def test_an_employer_reads_the_names_of_classes_and_no_link_into_them(cast: Cast, done):
    order = make.make_order(cast, done)
    seen = {
        role: body(cast.client(role).get(f"/cases/order/{order.pk}/")) for role in (Role.CITY, Role.EMPLOYER)
    }

    assert f"/cases/class/{done.pk}/" in seen[Role.CITY]
    assert f"/cases/class/{done.pk}/" not in seen[Role.EMPLOYER]
    assert done.name in seen[Role.EMPLOYER]


# Employment


def test_an_employer_is_asked_about_people_of_a_class_each_with_a_day(cast: Cast, done):
    one, two, _ = done.members.all()
    data = {
        "employer": cast.owner(Role.EMPLOYER).office.pk,
        "kind": "CONTRACT",
        "since": "2024-10-15",
        f"since-{two.pk}": "2024-11-01",
        "rows": [str(one.pk), str(two.pk)],
        "step": "ask",
    }
    answer = cast.client(Role.INSTITUTION).post(f"/employment/ask/{done.pk}/", data)
    check = s.EmploymentCheck.objects.get()

    assert answer.url == f"/cases/employment/{check.pk}/"
    assert [str(row.since) for row in check.rows.all()] == ["2024-10-15", "2024-11-01"]


def test_nobody_ticked_is_said_on_the_page(cast: Cast, done):
    data = {
        "employer": cast.owner(Role.EMPLOYER).office.pk,
        "kind": "CONTRACT",
        "since": "2024-10-15",
        "step": "ask",
    }
    answer = cast.client(Role.INSTITUTION).post(f"/employment/ask/{done.pk}/", data)

    assert "没有选人" in body(answer)
    assert not s.EmploymentCheck.objects.exists()


def test_the_employers_desk_says_how_many_and_it_confirms_them_in_one_go(cast: Cast, done):
    check = make.make_check(cast, done)
    client = cast.client(Role.EMPLOYER)
    assert "3人" in body(client.get("/desk/"))
    page = body(client.get(f"/cases/employment/{check.pk}/"))
    assert "确认3人的3项" in page
    assert called(make.FIRST) in page
    assert invented(make.FIRST) not in page

    keys = check.row_keys()
    client.post(f"/cases/employment/{check.pk}/confirm/", {"rev": 0, "step": "confirm", "rows": keys})
    assert s.EmploymentFact.objects.filter(source="EMPLOYER").count() == 3


def test_a_city_records_a_document_by_the_number_of_the_trainee(cast: Cast, done):
    data = {
        "id_kind": "RESIDENT",
        "number": invented(make.FIRST),
        "kind": "LICENCE",
        "employer_name": "某工作室",
        "since": "2024-10-20",
        "document": "营业执照复印件",
        "received_on": "2024-11-12",
        "step": "record",
    }
    client = cast.client(Role.CITY)
    unknown = client.post("/employment/records/new/", {**data, "number": invented(999)})
    assert "没有找到这名学员" in body(unknown)
    assert client.post("/employment/records/new/", data).url == "/employment/records/"
    assert s.EmploymentFact.objects.get().kind == "LICENCE"
    assert "某工作室" in body(client.get("/employment/records/?state=LICENCE"))
    assert "某工作室" not in body(client.get("/employment/records/?state=ARMY&text=没有"))


@pytest.mark.parametrize(("step", "left"), [("correct", 1), ("withdraw", 0)])
def test_a_record_is_corrected_or_withdrawn_with_a_reason(cast: Cast, done, step, left):
    fact = make.make_fact(cast, done.members.first().person)
    data = {
        "since": "2024-10-15",
        "until": "2024-11-10",
        "document": "离职证明",
        "received_on": "2024-11-12",
        "why": "11月10日离职",
        "step": step,
    }
    client = cast.client(Role.CITY)
    assert client.post(f"/employment/records/{fact.pk}/correct/", data).status_code == 302
    assert client.get(f"/employment/records/{fact.pk}/correct/").status_code == 404
    assert body(client.get("/employment/records/")).count("更正</a>") == left


# Insurance lines


def sheet(*rows: list[Any]) -> SimpleUploadedFile:
    pen = Pen("参保")
    head = ["序号", *(field.label.zh for field in INSURANCE.fields)]
    page = pen.sheet("参保", head, [12] * len(head))
    for place, cells in enumerate(rows, start=1):
        for column, value in enumerate([place, *cells]):
            pen.put(page, place, column, value)
    return SimpleUploadedFile("lines.xlsx", pen.done())


def insured(
    seq: int, *, name: str = "", since: str = "2024-10-15", until: str = "", number: str = ""
) -> list[Any]:
    return [number or invented(seq), name or called(seq), "某公司", "", "职工养老保险", since, until]


def bring(cast: Cast, step: str, *rows: list[Any], role: Role = Role.CITY) -> Any:
    data = {"document": "社保中心参保名单", "received_on": "2024-11-12", "step": step, "file": sheet(*rows)}
    return cast.client(role).post("/employment/insurance/", data)


WRONG = (
    insured(make.FIRST),
    insured(make.FIRST + 1, name="别的名字"),
    insured(901),
    insured(902, number="14990020020304001"),
    insured(make.FIRST + 2, since="2024-13-01"),
    insured(make.FIRST + 2, since="2024-10-15", until="2024-10-01"),
)


def test_a_trial_records_nothing_and_says_what_would_be(cast: Cast, done):
    answer = bring(cast, "try", *WRONG)

    assert "试导入：可记入1行" in body(answer)
    assert not s.EmploymentFact.objects.exists()
    faults = next(table for table in answer.context["tables"] if table.key == "faults")
    assert [row.cells[0].value for row in faults.table.rows] == [3, 5, 6, 7]


def test_good_lines_are_recorded_although_others_must_be_mended(cast: Cast, done):
    answer = bring(cast, "take", *WRONG)

    assert "已记入1行" in body(answer)
    assert s.EmploymentFact.objects.get().person.name == called(make.FIRST)


def test_the_sheet_goes_back_with_an_answer_beside_every_line(cast: Cast, done):
    answer = bring(cast, "file", *WRONG)
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    said = [row[-1] for row in rows]

    assert said[0] == "比对结果"
    assert (said[1], said[3]) == ("已记入", "不是本地参训学员，未保存")
    for place, part in ((2, "姓名"), (4, "17"), (5, "日期"), (6, "终止日早于起始日")):
        assert part in said[place]
    assert not s.EmploymentFact.objects.exists()


def test_a_sheet_without_its_head_is_refused(cast: Cast, done):
    data = {"document": "名单", "received_on": "2024-11-12", "step": "take", "rows": "张某\t2024-10-15"}
    answer = cast.client(Role.CITY).post("/employment/insurance/", data)

    assert "没有找到表头" in body(answer)


def test_the_template_names_every_column(cast: Cast):
    answer = cast.client(Role.CITY).get("/employment/insurance/template/")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()

    assert rows[0] == ["序号", *(field.label.zh for field in INSURANCE.fields)]


# Rulings


def test_every_reading_stands_with_its_ruling_or_none(cast: Cast):
    set_day("2024-11-12")
    make.settled_ruling(cast, "A9", "b")
    make.settled_ruling(cast, "A13", "no", subject="ARMY")
    answer = cast.client(Role.INSTITUTION).get("/rulings/")
    rows = {row.key: [cell.value for cell in row.cells] for row in answer.context["table"].rows}

    assert len(rows) == 19
    assert "19个问题，17个尚无口径" in body(answer)
    assert (rows["A9"][4], rows["A13ARMY"][2].zh, rows["A1"][5].zh) == (
        "晋人社函〔2024〕15号",
        "不计入就业",
        "尚无口径",
    )


def test_the_province_drafts_a_ruling_and_nobody_else_is_offered_to(cast: Cast):
    set_day("2024-11-12")
    client = cast.client(Role.PROVINCE)
    assert "/rulings/new/" in body(client.get("/rulings/"))
    assert "/rulings/new/" not in body(cast.client(Role.CITY).get("/rulings/"))

    client.post("/rulings/new/", {"answer": "A13/ARMY yes", "since": "2024-05-23", "step": "draft"})
    ruling = s.Ruling.objects.get()
    assert (ruling.reading, ruling.subject, ruling.option) == ("A13", "ARMY", "yes")
    early = client.post("/rulings/new/", {"answer": "A9/ b", "since": "2024-05-22", "step": "draft"})
    assert "还没有施行" in body(early)


# Navigation


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (Role.INSTITUTION, True),
        (Role.CITY, True),
        (Role.PROVINCE, True),
        (Role.FINANCE, True),
        (Role.AUDITOR, True),
        (Role.EMPLOYER, True),
        (Role.EVALUATOR, False),
    ],
)
def test_money_has_a_word_of_navigation_and_nobody_has_more_than_five(cast: Cast, role, shown):
    for duty in (Duty.HANDLE,):
        page = body(cast.own[role][duty].client().get("/desk/"))
        nav = page[page.index('class="mainnav"') : page.index("</nav>")]
        assert ("补贴" in nav, nav.count("<a ") <= 5) == (shown, True)
