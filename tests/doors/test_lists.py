"""Lists: narrowed, sorted, paged; the desk, the notices, the plan, the calendar, what can be taken away."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.cast import Cast
from tests.catalogue.makers import ask, make_entry, make_missing, make_plan_2024
from tests.certification.makers import make_batch, take, three_hands
from tests.doors.walking import case_page, set_day
from yushu.casework.models import CalendarDay, Deadline, Notice
from yushu.catalogue.models import CityEntry, MissingOccupation, Plan
from yushu.certification.models import Batch
from yushu.people.roles import Duty, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


@pytest.fixture
def province(cast: Cast) -> Client:
    set_day("2024-09-26")
    return cast.owner(Role.PROVINCE).client()


def reported(cast: Cast, examined: str, on: str, first: int) -> Batch:
    batch = make_batch(cast, examined, first=first)
    take(batch, "report", cast.owner(Role.EVALUATOR), on)
    return batch


def titles(answer: Any) -> list[str]:
    """The cases of the desk, in order."""
    return [job.title.zh for group in answer.context["groups"] for job in group.jobs]


# The desk


def test_the_desk_shows_the_overdue_first_and_counts(cast: Cast, province: Client):
    reported(cast, "2024-09-10", "2024-09-21", 20)
    reported(cast, "2024-09-01", "2024-09-09", 1)
    make_missing(cast)

    answer = province.get("/desk/")

    assert titles(answer) == ["发证批次2024-002", "发证批次2024-001", "缺项职业省外培训2024-001"]
    assert [(c.label.zh, c.number) for c in answer.context["counts"]] == [
        ("全部", 3),
        ("已超期", 1),
        ("今天到期", 0),
        ("7日内到期", 0),
        ("以后到期", 1),
        ("未规定期限", 1),
        ("待对方补正", 0),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("group=late", ["发证批次2024-002"]),
        ("kind=missing_occupation", ["缺项职业省外培训2024-001"]),
        ("text=2024-002", ["发证批次2024-002"]),
        ("whose=others", ["发证批次2024-003"]),
        ("kind=nothing&page=999", ["发证批次2024-002", "发证批次2024-001", "缺项职业省外培训2024-001"]),
    ],
)
def test_the_desk_can_be_narrowed(cast: Cast, province: Client, query: str, found: list[str]):
    reported(cast, "2024-09-10", "2024-09-21", 20)
    reported(cast, "2024-09-01", "2024-09-09", 1)
    make_missing(cast)
    make_batch(cast, "2024-09-12", first=40)

    assert titles(province.get(f"/desk/?{query}")) == found


def test_the_next_two_weeks_name_the_holiday_and_what_falls_due(cast: Cast, province: Client):
    reported(cast, "2024-09-10", "2024-09-21", 20)
    lines = {line.on.isoformat(): line for line in province.get("/desk/").context["days"]}

    assert lines["2024-10-01"].until.isoformat() == "2024-10-07"
    assert lines["2024-10-01"].note.zh == "国庆节"
    assert lines["2024-10-08"].events[0].label.zh == "发证批次2024-001 确认并报审"
    assert "2024-10-03" not in lines


def test_the_desk_says_whom_one_waits_for(cast: Cast, province: Client):
    make_batch(cast, "2024-09-12", first=40)
    waiting = province.get("/desk/").context["waiting"]

    assert [(one.who.zh, one.what.zh) for one in waiting] == [
        ("评价机构甲", "发证批次2024-001，报送证书数据")
    ]


# Lists


def test_a_list_is_narrowed_by_state_and_word_and_sorted(cast: Cast, province: Client):
    reported(cast, "2024-09-10", "2024-09-21", 20)
    make_batch(cast, "2024-09-12", first=40)

    def numbers(query: str) -> list[str]:
        return [row.cells[0].value for row in province.get(f"/batches/?{query}").context["table"].rows]

    assert numbers("") == ["2024-002", "2024-001"]
    assert numbers("sort=number") == ["2024-001", "2024-002"]
    assert numbers("sort=nonsense&state=REPORTED") == ["2024-001"]
    assert numbers("text=2024-002") == ["2024-002"]
    assert numbers("text=nothing") == []


def test_a_long_list_has_pages(cast: Cast, province: Client):
    for number in range(23):
        make_batch(cast, "2024-09-12", scores=(), first=number)
    first, last = province.get("/batches/"), province.get("/batches/?page=99")

    assert (first.context["pager"].first, first.context["pager"].last, first.context["pager"].total) == (
        1,
        20,
        23,
    )
    assert len(last.context["table"].rows) == 3
    assert "page=1" in last.context["pager"].previous


def test_another_evaluator_sees_nothing_of_it(cast: Cast):
    make_batch(cast)
    other = cast.stranger(Role.EVALUATOR).client()
    assert other.get("/batches/").context["table"].rows == []


# Notices


def test_notices_are_read_once(cast: Cast, province: Client):
    reported(cast, "2024-09-10", "2024-09-21", 20)
    assert province.get("/desk/").context["unread"].total == 1

    answer = province.post("/notices/read/", {"from": "desk"})

    assert answer["Location"] == "/desk/"
    assert province.get("/desk/").context["unread"].total == 0
    assert Notice.objects.filter(read_at=None).exclude(office=cast.owner(Role.PROVINCE).office).exists()


# The plan


def test_the_public_sees_the_issued_plan_and_no_button_of_the_province(cast: Cast):
    make_plan_2024(cast)
    page = Client().get("/plan/2024/")

    assert page.status_code == 200
    assert page.context["totals"]["total"].seats == 500
    assert [tool.label.zh for tool in page.context["tools"]] == ["下载表格"]


def test_the_downloaded_plan_can_be_handed_in_again(cast: Cast):
    make_plan_2024(cast)
    file = BytesIO(Client().get("/plan/2024/table.xlsx").content)
    file.name = "plan.xlsx"
    set_day("2025-01-06")
    client = cast.owner(Role.PROVINCE).client()

    answer = client.post("/plans/new/", {"year": "2025", "total": "500", "file": file})

    plan = Plan.objects.get(year=2025)
    assert answer["Location"] == f"/cases/plan/{plan.pk}/"
    assert plan.seats() == 500
    assert Client().get("/plan/2025/").status_code == 404


def test_a_plan_is_drafted_in_the_table_and_errors_keep_what_was_typed(cast: Cast, province: Client):
    make_plan_2024(cast)
    cell = Plan.objects.get().cells.named().first()
    box = f"seats--{cell.institution_id.hex}-{cell.occupation_id}"

    wrong = province.post("/plans/new/", {"year": "2025", "total": "1o0", box: "abc"})
    assert 'value="abc"' in wrong.content.decode()
    assert {box, "total"} <= set(wrong.context["panel"].form.errors)

    province.post("/plans/new/", {"year": "2025", "total": "60", box: "60"})
    assert Plan.objects.get(year=2025).seats() == 60


def test_an_institution_asks_about_its_own_seats_only(cast: Cast):
    plan = make_plan_2024(cast)
    client = cast.owner(Role.INSTITUTION).client()
    assert client.get("/plan/2024/change/").context["panel"].table.rows == []
    assert ask(plan, "太原理工大学,大数据,+20", cast.owner(Role.PROVINCE))


# Beginning cases


def test_an_employer_proposes_and_the_province_proposes_for_it(cast: Cast, province: Client):
    made = make_missing(cast)
    need = {
        "occupation": made.occupation_id,
        "level": "JUNIOR",
        "people": "30",
        "provider": "陕西某培训机构",
        "starts_on": "2024-12-02",
        "reason": "省内不能开展",
    }
    cast.owner(Role.EMPLOYER).client().post("/requests/missing/new/", need)
    on_behalf = {**need, "employer": cast.stranger(Role.EMPLOYER).office.pk, "received_on": "2024-09-20"}
    province.post("/requests/missing/new/", on_behalf)

    employers = MissingOccupation.objects.exclude(pk=made.pk).values_list("employer__name", "opened_on")
    assert {(name, day.isoformat()) for name, day in employers} == {
        ("用人单位甲", "2024-09-26"),
        ("用人单位乙", "2024-09-20"),
    }


def test_a_city_proposes_an_entry_once(cast: Cast):
    made = make_entry(cast)
    client = cast.owner(Role.CITY).client()
    same = {"institution": made.institution_id, "occupation": made.occupation_id, "level": made.level}
    answer = client.post("/requests/city-entry/new/", same)

    assert "已在本市目录里" in answer.content.decode()
    assert CityEntry.objects.count() == 1
    client.post("/requests/city-entry/new/", {**same, "level": "MIDDLE"})
    assert CityEntry.objects.count() == 2


# The calendar


def test_everybody_sees_the_calendar_and_the_province_corrects_it(cast: Cast, province: Client):
    batch = reported(cast, "2024-09-10", "2024-09-21", 20)
    assert Client().get("/law/calendar/?year=2024").status_code == 200
    assert Client().post("/law/calendar/", {"step": "day"}).status_code == 404
    assert Client().get("/law/calendar/?year=abc").status_code == 200

    sent = {"step": "day", "day": "2024-10-08", "kind": "off", "note": "临时放假"}
    answer = province.post("/law/calendar/?year=2024", sent, follow=True)

    assert CalendarDay.objects.get(day="2024-10-08").closed
    assert Deadline.objects.get(chain_id=batch.pk, closed_at=None).due_on.isoformat() == "2024-10-09"
    assert "1件办件的到期日" in answer.content.decode()


def test_a_year_is_published_line_by_line(province: Client):
    sent = {
        "step": "year",
        "year": "2027",
        "source": "国办发明电〔2026〕7号",
        "days": "2027-01-01 休 元旦\n2027-02-30 休",
    }
    wrong = province.post("/law/calendar/", sent)
    assert "第2行" in wrong.content.decode()

    province.post("/law/calendar/", {**sent, "days": "2027-01-01 休 元旦\n2027/1/10，班，元旦调休"})
    assert CalendarDay.objects.filter(day__year=2027).count() == 2


# Taking away


def test_a_full_number_takes_a_reason_and_is_shown_once(cast: Cast, province: Client):
    batch = make_batch(cast)
    person = batch.candidates.select_related("document").first()
    address = f"/batches/{batch.pk}/people/{person.pk}/number/"
    number = person.document.number

    assert number not in province.get(address).content.decode()
    refused = province.post(address, {"reason": "看"})
    assert number not in refused.content.decode()
    shown = province.post(address, {"reason": "与身份证原件核对"})
    assert number in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert "查看完整证件号" in case_page(province, batch)


def test_the_list_leaves_the_house_with_masked_numbers(cast: Cast, province: Client):
    batch = make_batch(cast)
    content = province.get(f"/batches/{batch.pk}/people.xlsx").content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()

    assert [row[6] for row in rows] == ["结论", "合格", "合格", "不合格"]
    assert all("****" in row[2] for row in rows[1:])


def test_the_file_of_a_case_names_the_three_hands(cast: Cast, province: Client):
    batch = reported(cast, "2024-09-10", "2024-09-21", 20)
    three_hands(batch, "forward", cast, "2024-09-26")
    page = province.get(f"/cases/batch/{batch.pk}/file/").content.decode()

    for duty in (Duty.HANDLE, Duty.CHECK, Duty.SIGN):
        assert cast.own[Role.PROVINCE][duty].post.title in page


def test_the_record_of_a_case_can_be_checked_on_its_page(cast: Cast, province: Client):
    batch = make_batch(cast)
    page = province.get(f"/cases/batch/{batch.pk}/?check=1")
    assert page.context["sealed"].verified is True


def test_an_empty_list_says_what_will_stand_there_and_a_search_that_nothing_was_found(cast: Cast):
    client = cast.client(Role.FINANCE)
    page = reverse("payments")
    assert "结算公示期满后自动列在这里" in client.get(page).content.decode()
    assert "没有符合条件的" in client.get(page, {"text": "甲"}).content.decode()
