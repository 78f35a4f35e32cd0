"""The law over HTTP: the worked values of the programme, and refusals that say what to mend."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _published(calendar: None) -> None:
    """The working calendars of 2024 to 2026 are in the table."""


def get(address: str, **headers: str) -> Any:
    return Client().get(f"/api{address}", headers=headers)


def settle(members: list[dict[str, Any]], opened: str = "2024-06-01") -> Any:
    return post({"opened": opened, "members": members})


def post(body: Any) -> Any:
    return Client().post("/api/law/settle", body, content_type="application/json")


def member(
    days: int = 12, *, certified: bool = True, barred: bool = False, employed: bool = True
) -> dict[str, Any]:
    return {"days": days, "certified": certified, "barred": barred, "employed": employed}


def odd_days(number: str) -> str:
    """A body whose number no Python value gives."""
    rest = '"certified": true, "barred": false, "employed": true'
    return f'{{"opened": "2024-06-01", "members": [{{"days": {number}, {rest}}}]}}'


@pytest.mark.parametrize(
    ("query", "due", "nominal", "rolled", "provisional"),
    [
        ("start=2024-09-06&count=30&unit=day", "2024-10-08", "2024-10-06", 2, False),
        ("start=2024-09-21&count=10&unit=day", "2024-10-08", "2024-10-01", 7, False),
        ("start=2024-09-06&count=30", "2024-10-08", "2024-10-06", 2, False),
        ("start=2024-09-27&count=5&unit=workday", "2024-10-10", "2024-10-10", 0, False),
        ("start=2024-09-24&count=1&unit=day", "2024-09-25", "2024-09-25", 0, False),
        ("start=2026-12-20&count=30&unit=day", "2027-01-19", "2027-01-19", 0, True),
    ],
)
def test_a_term_ends(query: str, due: str, nominal: str, rolled: int, provisional: bool):
    answer = get(f"/law/due?{query}").json()

    told = (answer["due"], answer["nominal"], answer["rolled"], answer["provisional"])
    assert told == (due, nominal, rolled, provisional)
    assert answer["pack_version"] == "shanxi-2024.1"
    assert "A40" in answer["cites"]


@pytest.mark.parametrize(
    ("days", "yuan"),
    [(0, 0), (9, 1350), (10, 1500), (11, 1600), (44, 4900), (45, 5000), (46, 5000), (60, 5000)],
)
def test_training_is_worth(days: int, yuan: int):
    answer = get(f"/law/worth?days={days}&opened=2024-06-01").json()

    assert answer["yuan"] == yuan == sum(line["amount"] for line in answer["lines"])
    assert answer["cites"][0] == "R19"


def test_forty_of_fifty_pay_for_all():
    people = [member(employed=number < 40) for number in range(50)]

    answer = settle(people).json()

    assert (answer["base"], answer["employed"], answer["rate_permille"], answer["full"]) == (
        50,
        40,
        800,
        True,
    )
    assert (answer["yuan"], answer["near_threshold"]) == (85_000, True)


def test_thirty_nine_of_fifty_pay_for_the_employed():
    people = [member(employed=number < 39) for number in range(50)]

    answer = settle(people).json()

    assert (answer["rate_permille"], answer["full"], answer["yuan"]) == (780, False, 66_300)
    assert answer["near_threshold"]
    assert {"R17", "R18", "R19"} <= set(answer["cites"])


@pytest.mark.parametrize("people", [[], [member(certified=False)], [member(barred=True)]])
def test_an_empty_base_has_no_rate_and_is_owed_nothing(people: list[dict[str, Any]]):
    answer = settle(people).json()

    assert (answer["base"], answer["rate_permille"], answer["yuan"], answer["full"]) == (0, None, 0, False)


@pytest.mark.parametrize(
    ("address", "status", "field"),
    [
        ("/law/due", 400, "start"),
        ("/law/due?start=2024-02-30&count=3", 400, "start"),
        ("/law/due?start=20240906&count=3", 400, "start"),
        ("/law/due?start=1725580800&count=3", 400, "start"),
        ("/law/due?start=2024-09-06T00:00:00&count=3", 400, "start"),
        ("/law/due?start=９９９９-01-01&count=3", 400, "start"),
        ("/law/due?start=%00&count=3", 400, "start"),
        ("/law/due?start=9999-01-01&count=3", 422, "start"),
        ("/law/due?start=1024-01-01&count=3", 422, "start"),
        ("/law/due?start=2024-09-06&count=0", 422, "count"),
        ("/law/due?start=2024-09-06&count=-1", 422, "count"),
        ("/law/due?start=2024-09-06&count=99999999999999999999", 422, "count"),
        (f"/law/due?start=2024-09-06&count={'9' * 4100}", 400, "count"),
        ("/law/due?start=2024-09-06&count=3.0", 400, "count"),
        ("/law/due?start=2024-09-06&count=三", 400, "count"),
        ("/law/due?start=2024-09-06&count=３", 400, "count"),
        ("/law/due?start=2024-09-06&count=", 400, "count"),
        ("/law/due?start=2024-09-06&count=3&unit=week", 400, "unit"),
        ("/law/worth?days=12", 400, "opened"),
        ("/law/worth?days=-1&opened=2024-06-01", 422, "days"),
        ("/law/worth?days=12&opened=2020-01-01", 422, "opened"),
    ],
)
def test_wrong_input_is_refused_with_what_to_mend(address: str, status: int, field: str):
    response = get(address)

    assert response.status_code == status
    error = next(error for error in response.json()["errors"] if error["field"] == field)
    assert error["wrong"]
    assert error["mend"]


def test_a_day_before_the_rate_names_the_clause():
    assert get("/law/worth?days=12&opened=2020-01-01").json()["errors"][0]["cites"] == ["R19"]


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ("", 400, ""),
        ("nothing", 400, ""),
        ("[]", 400, ""),
        ("null", 400, ""),
        ('{"opened": "2024-06-01"', 400, ""),
        ("[" * 100_000, 400, ""),
        (" " * 3_000_000, 400, ""),
        (b"\xff\xfe\x00", 400, ""),
        ({"members": []}, 400, "opened"),
        ({"opened": "2024-06-01"}, 400, "members"),
        ({"opened": "2024-06-01", "members": {}}, 400, "members"),
        ({"opened": "2024-06-01", "members": [3]}, 400, "members[0]"),
        ({"opened": "2024-06-01", "members": [{}]}, 400, "members[0].days"),
        ({"opened": "2024-06-01", "members": [{**member(), "days": "12"}]}, 400, "members[0].days"),
        ({"opened": "2024-06-01", "members": [{**member(), "days": True}]}, 400, "members[0].days"),
        ({"opened": "2024-06-01", "members": [{**member(), "days": 12.5}]}, 400, "members[0].days"),
        ({"opened": "2024-06-01", "members": [{**member(), "days": -1}]}, 422, "members[0].days"),
        ({"opened": "2024-06-01", "members": [{**member(), "days": 10**30}]}, 422, "members[0].days"),
        ({"opened": "2024-06-01", "members": [member(), {**member(), "employed": "true"}]}, 400, "members[1].employed"),
        ({"opened": "2024-06-01", "members": [{**member(), "certified": 1}]}, 400, "members[0].certified"),
        ({"opened": "2024-06-01", "members": [member()] * 2001}, 422, "members"),
        ({"opened": "2020-06-01", "members": []}, 422, "opened"),
        ({"opened": 20240601, "members": []}, 400, "opened"),
        ({"opened": None, "members": []}, 400, "opened"),
        ('{"opened": "\\ud800", "members": []}', 400, "opened"),
        (odd_days("NaN"), 400, "members[0].days"),
        (odd_days("1e999"), 400, "members[0].days"),
    ],
)  # fmt: skip
def test_a_wrong_body_is_refused_with_what_to_mend(body: Any, status: int, field: str):
    response = post(body)

    assert response.status_code == status, response.content
    assert field in [error["field"] for error in response.json()["errors"]]


def test_two_thousand_members_are_settled():
    assert settle([member()] * 2000).json()["base"] == 2000


def test_no_more_than_a_hundred_faults_are_told():
    assert len(settle([{}] * 2000).json()["errors"]) == 100


def test_a_whole_number_may_be_written_with_a_point():
    assert settle([{**member(), "days": 12.0}]).json()["yuan"] == 1700


@pytest.mark.parametrize(
    ("query", "headers", "language", "word"),
    [
        ("", {}, "zh-hans", "期限"),
        ("", {"accept-language": "en"}, "en", "term"),
        ("", {"accept-language": "de,en;q=0.8"}, "en", "term"),
        ("", {"accept-language": "zh-CN,en;q=0.8"}, "zh-hans", "期限"),
        ("&lang=en", {"accept-language": "zh-CN"}, "en", "term"),
        ("&lang=zh", {"accept-language": "en"}, "zh-hans", "期限"),
        ("&lang=xx", {}, "zh-hans", "期限"),
        ("", {"accept-language": "\x01;;q=x"}, "zh-hans", "期限"),
    ],
)
def test_the_answer_speaks_the_callers_language(
    query: str, headers: dict[str, str], language: str, word: str
):
    response = get(f"/law/due?start=2024-09-06&count=30{query}", **headers)

    assert response["Content-Language"] == language
    assert response.json()["lines"][0]["label"] == word


def test_errors_speak_the_callers_language_too():
    assert get("/law/due?lang=en&start=x&count=3").json()["errors"][0]["wrong"] == "“x” is not a date"
    assert get("/law/due?start=x&count=3").json()["errors"][0]["wrong"] == "“x”不是日期"


def test_unknown_parameters_do_no_harm():
    assert get("/law/due?start=2024-09-06&count=30&colour=blue&start[]=1").status_code == 200


@pytest.mark.parametrize("address", ["/law/due", "/law/worth", "/plan/2024"])
def test_nothing_is_posted_where_things_are_read(address: str):
    assert Client().post(f"/api{address}").status_code == 405
