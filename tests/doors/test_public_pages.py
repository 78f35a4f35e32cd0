"""The open pages: everybody may read them, in both languages, and their numbers come out of the pack."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.catalogue.makers import make_entry, make_plan_2024, three_hands
from yushu.catalogue.loading import load_catalogue
from yushu.catalogue.models import Listing, ListingKind, Occupation, Plan
from yushu.doors.pages import law_pages, public
from yushu.doors.pages.law_values import FACT_WORDS
from yushu.law.pack import pack
from yushu.law.shape import FACTS
from yushu.people.models import Office
from yushu.people.roles import Role

pytestmark = pytest.mark.django_db

PLAIN = (
    "home",
    "verify",
    "clauses",
    "calculators",
    "occupations",
    "institutions",
    "evaluators",
    "standards",
    "cities",
)
PLAIN += ("accessibility", "privacy", "policy", "api_docs")
HAN = re.compile(r"[\u4e00-\u9fff]")


def read(address: str, language: str = "zh-hans", **query: Any) -> str:
    client = Client()
    client.cookies["yushu_language"] = language
    response = client.get(address, query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def main_of(text: str) -> str:
    return text.split("<main", 1)[1].split("</main>", 1)[0]


@pytest.mark.parametrize("name", PLAIN)
def test_a_page_opens_with_nothing_in_the_tables(name: str):
    assert "<h1" in read(reverse(name))


@pytest.mark.parametrize("name", PLAIN)
def test_a_page_has_one_first_heading_and_no_inline_style(name: str, cast: Cast, calendar: None):
    make_plan_2024(cast)

    text = read(reverse(name))

    assert text.count("<h1") == 1
    assert "style=" not in text


@pytest.mark.parametrize("name", PLAIN)
def test_a_page_speaks_english(name: str, cast: Cast, calendar: None):
    make_plan_2024(cast)

    text = main_of(read(reverse(name), "en"))

    # Sources and document numbers are named as they are called.
    assert len(HAN.findall(re.sub(r"<[^>]+>", "", text))) < 400


def test_home_shows_the_year_and_what_the_pack_says(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    plan = make_plan_2024(cast)
    Plan.objects.filter(pk=plan.pk).update(year=2026)

    text = read(reverse("home"))

    assert "500" in text
    assert text.count("<b>30日</b>") == 2
    assert text.count("<b>10日</b>") == 1
    assert "未规定期限" in text


def test_a_changed_pack_changes_home(monkeypatch: pytest.MonkeyPatch):
    law = pack()
    entry = law.entry("R10")
    longer = replace(entry, values=tuple(replace(v, facts={**v.facts, "days": 12}) for v in entry.values))
    changed = replace(law, rules={**law.rules, "R10": longer})
    monkeypatch.setattr(public, "pack", lambda: changed)

    assert "<b>12日</b>" in read(reverse("home"))


@pytest.mark.parametrize("name", list(pack().rules))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_entry_of_the_pack_has_a_page(name: str, language: str):
    entry = pack().entry(name)

    text = read(reverse("clause", args=[name]), language)

    assert name in text
    assert entry.label.pick(language)[:12] in text.replace("&#x27;", "'").replace("&quot;", '"')


def test_every_fact_a_value_can_carry_is_said_in_words():
    assert set(FACTS) - {"unit"} == set(FACT_WORDS)


@pytest.mark.parametrize("place", list(pack().clauses))
def test_every_place_leads_to_its_line(place: str):
    response = Client().get(reverse("clause", args=[place]))

    anchor = response["Location"].split("#")[1]
    assert f'id="{anchor}"' in read(reverse("clauses"))


@pytest.mark.parametrize("name", ["R99", "A0", "nothing", "%00", "H-"])
def test_an_id_nobody_knows_is_not_there(name: str):
    assert Client().get(reverse("clause", args=[name])).status_code == 404


def test_a_rule_names_the_steps_that_rest_on_it():
    text = read(reverse("clause", args=["R10"]))

    assert "确认并报审" in text
    assert "四(三)" in text
    assert "30日" in read(reverse("clause", args=["R09"]))
    assert "报送证书数据" in read(reverse("clause", args=["R06"])), "a check of that step holds it"


def test_a_rule_names_the_tests_that_hold_it():
    assert "tests/certification/test_issuance.py" in read(reverse("clause", args=["R10"]))


def test_a_reading_shows_its_options_and_that_no_document_settled_it():
    text = read(reverse("clause", args=["A5"]))

    assert "工作日" in text
    assert "现行口径" in text
    assert "还没有文件确定" in text


def test_what_nobody_has_read_is_listed():
    stale = pack().unread(public.pack().entry("R19").values[0].since.replace(year=2030), law_pages.STALE)
    assert stale
    assert "没有核对出处" in read(reverse("clauses"))


def ask(tool: str, **query: Any) -> str:
    return main_of(read(reverse("calculators"), tool=tool, **query))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"start": "2024-09-06", "count": 30, "unit": "day"}, ["2024年10月8日", "顺延"]),
        ({"start": "2024-09-27", "count": 5, "unit": "workday"}, ["2024年10月10日"]),
        ({"start": "2024-01-31", "count": 1, "unit": "month"}, ["2024年2月29日"]),
        ({"start": "2026-12-20", "count": 30, "unit": "day"}, ["2027年1月19日", "暂定"]),
        (
            {
                "start": "2024-09-05",
                "count": 10,
                "unit": "day",
                "paused": "2024-09-11",
                "resumed": "2024-09-26",
            },
            ["2024年9月30日", "退回后剩余", "4<small>日"],
        ),
        (
            {
                "start": "2024-09-05",
                "count": 10,
                "unit": "day",
                "paused": "2024-09-20",
                "resumed": "2024-09-26",
            },
            ["2024年9月27日"],
        ),
    ],
)
def test_the_calculator_finds_the_last_day(calendar: None, given: dict[str, Any], said: list[str]):
    text = ask("due", **given)

    for words in said:
        assert words in text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "没有填日期"),
        ({"start": "2024-02-30", "count": 3, "unit": "day"}, "没有这一天"),
        ({"start": "2024-09-06", "count": 0, "unit": "day"}, "太小"),
        ({"start": "2024-09-06", "count": 10**30, "unit": "day"}, "太大"),
        ({"start": "2024-09-06", "count": "x\x00", "unit": "day"}, "不是整数"),
        ({"start": "2024-09-06", "count": 3, "unit": "week"}, "没有这种单位"),
        ({"start": "9999-12-31", "count": 3, "unit": "day"}, "日期超出"),
        ({"start": "2024-09-06", "count": 3, "unit": "day", "paused": "2024-09-07"}, "要么都填"),
        (
            {
                "start": "2024-09-06",
                "count": 3,
                "unit": "day",
                "paused": "2024-09-07",
                "resumed": "2024-09-01",
            },
            "日期先后不对",
        ),
    ],
)
def test_the_calculator_says_what_to_mend(calendar: None, given: dict[str, Any], said: str):
    assert said in ask("due", **given)


@pytest.mark.parametrize(("days", "yuan"), [(0, "0元"), (12, "1,700元"), (45, "5,000元"), (60, "5,000元")])
def test_the_calculator_says_what_training_is_worth(days: int, yuan: str):
    assert f"<b>{yuan}</b>" in ask("worth", days=days, opened="2024-06-01")


def test_before_the_rate_there_is_no_answer():
    assert "尚未施行" in ask("worth", days=12, opened="2020-01-01")


def test_an_occupation_shows_both_codes_its_directions_and_who_teaches_it(cast: Cast):
    make_plan_2024(cast)
    occupation = Occupation.objects.get(field="BIG_DATA")

    text = main_of(read(reverse("occupation", args=[occupation.key])))

    for said in ("2-02-10-11", "2-02-38-03", "大数据处理", "太原理工大学", "待核"):
        assert said in text
    assert text.count("不分方向") == 2, "the senior level has no directions: said above and in the table"


def test_a_list_is_that_of_the_day_asked(db: None):
    load_catalogue()
    office = Office.objects.filter(role="INSTITUTION").first()
    occupation = Occupation.objects.last()
    Listing.objects.create(
        office=office,
        kind=ListingKind.TEACHES,
        occupation=occupation,
        since="2022-01-01",
        until="2023-12-31",
        source="名单",
        list_no="第九批",
    )
    address = reverse("institutions")

    assert "第九批" in read(address, on="2023-06-01", occupation=occupation.key)
    assert "第九批" not in read(address, on="2024-06-01", occupation=occupation.key)
    assert "没有这一天" in read(address, on="2024-02-30")


@pytest.mark.parametrize(
    "query", [{"on": "x\x00"}, {"occupation": "x\x00"}, {"page": "9" * 50}, {"page": "-1"}]
)
def test_a_strange_query_breaks_no_list(query: dict[str, str]):
    load_catalogue()
    for name in ("institutions", "evaluators", "standards", "cities"):
        read(reverse(name), **query)


def test_an_occupation_nobody_knows_is_not_there(db: None):
    assert Client().get(reverse("occupation", args=["nothing"])).status_code == 404


def test_what_a_city_has_listed_is_public(cast: Cast):
    entry = three_hands(make_entry(cast), "list", cast, "2024-06-05", Role.CITY)

    text = read(reverse("cities"))

    assert entry.document_no in text
    assert "在目录" in text


def test_the_api_page_shows_every_operation():
    text = read(reverse("api_docs"))

    for path in ("/healthz", "/api/law/due", "/api/law/worth", "/api/law/settle", "/api/plan/{year}"):
        assert path in text
    assert "/api/certificates/{code}" in text


@pytest.mark.parametrize("name", [*PLAIN, "law", "healthz"])
def test_open_pages_are_only_read(name: str):
    assert Client().post(reverse(name)).status_code == 405


def test_law_leads_to_the_clauses():
    assert Client().get(reverse("law"))["Location"] == reverse("clauses")
