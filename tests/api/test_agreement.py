"""Whatever is sent, the API never breaks down, and what it answers is what its document says."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.agreement import answer_faults, faults
from tests.cast import Cast
from tests.catalogue.makers import make_plan_2024
from tests.doors.makers import issue, revoke, seal, supersede
from yushu.certification.models import LevelCertificate
from yushu.doors.api.assembly import document
from yushu.doors.api.description import EXAMPLES

pytestmark = pytest.mark.django_db

often = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
"""The database is the same for every example: nothing here writes a row."""

TEXTS = st.text(max_size=40)
ODD = st.sampled_from(
    ["", "0", "-1", "1e3", "NaN", "true", "\x00", "2024-02-30", "9" * 50, "９", "null", "[]", "٣"]
)
DAYS = st.dates().map(date.isoformat)
NUMBERS = st.integers().map(str)
WORDS = st.one_of(TEXTS, ODD, DAYS, NUMBERS)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS, DAYS)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=5), st.dictionaries(TEXTS, inner, max_size=5)),
    max_leaves=12,
)
MEMBERS = st.fixed_dictionaries(
    {
        "days": st.one_of(st.integers(-2, 4000), LEAVES),
        "certified": st.one_of(st.booleans(), LEAVES),
        "barred": st.booleans(),
        "employed": st.booleans(),
    },
    optional={"extra": JSON},
)
ASKED = st.fixed_dictionaries(
    {"opened": st.one_of(DAYS, JSON), "members": st.one_of(st.lists(MEMBERS, max_size=6), JSON)}
)
SOUND = st.fixed_dictionaries(
    {
        "days": st.integers(0, 100),
        "certified": st.booleans(),
        "barred": st.booleans(),
        "employed": st.booleans(),
    }
)


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return document()


@pytest.fixture(autouse=True)
def _published(calendar: None) -> None:
    """The working calendars of 2024 to 2026 are in the table."""


def sound(response: Any, path: str, method: str, described: dict[str, Any]) -> None:
    assert response.status_code < 500
    assert answer_faults(response, path, method, described) == []


@often
@given(query=st.dictionaries(st.sampled_from(["start", "count", "unit", "lang", "x"]), WORDS))
def test_due_never_breaks_down(described: dict[str, Any], query: dict[str, str]):
    address = f"/api/law/due?{urlencode(query, errors='replace')}"
    sound(Client().get(address), "/api/law/due", "get", described)


@often
@given(start=st.dates(), count=st.integers(-5, 4000), unit=st.sampled_from(["day", "workday"]))
def test_due_answers_whatever_can_be_counted(described: dict[str, Any], start: date, count: int, unit: str):
    response = Client().get("/api/law/due", {"start": start.isoformat(), "count": count, "unit": unit})
    sound(response, "/api/law/due", "get", described)
    allowed = 1900 <= start.year <= 2200 and 1 <= count <= 3660
    assert response.status_code == (200 if allowed else 422)


@often
@given(query=st.dictionaries(st.sampled_from(["days", "opened", "lang"]), WORDS))
def test_worth_never_breaks_down(described: dict[str, Any], query: dict[str, str]):
    address = f"/api/law/worth?{urlencode(query, errors='replace')}"
    sound(Client().get(address), "/api/law/worth", "get", described)


@often
@given(body=st.one_of(JSON, ASKED))
def test_settle_never_breaks_down(described: dict[str, Any], body: Any):
    response = Client().post("/api/law/settle", json.dumps(body), content_type="application/json")
    sound(response, "/api/law/settle", "post", described)


@often
@given(body=st.binary(max_size=200))
def test_settle_never_breaks_down_on_bytes(described: dict[str, Any], body: bytes):
    response = Client().post("/api/law/settle", body, content_type="application/json")
    sound(response, "/api/law/settle", "post", described)


@often
@given(members=st.lists(SOUND, max_size=30))
def test_a_settlement_is_what_its_lines_add_up_to(described: dict[str, Any], members: list[dict[str, Any]]):
    body = {"opened": "2024-06-01", "members": members}
    response = Client().post("/api/law/settle", body, content_type="application/json")

    sound(response, "/api/law/settle", "post", described)
    answer = response.json()
    *others, owed = [line["amount"] for line in answer["lines"] if line["unit"] == "元"]
    assert answer["yuan"] == owed == sum(others)
    assert answer["base"] == sum(m["certified"] and not m["barred"] for m in members)


@often
@given(
    year=st.one_of(TEXTS, NUMBERS, ODD).filter(lambda text: text not in ("", ".", "..") and "/" not in text)
)
def test_plan_never_breaks_down(described: dict[str, Any], year: str):
    response = Client().get(f"/api/plan/{quote(year, errors='replace')}")
    sound(response, "/api/plan/{year}", "get", described)
    assert response.status_code in (400, 404)


@often
@given(code=st.one_of(TEXTS, ODD).filter(lambda text: text not in ("", ".", "..") and "/" not in text))
def test_certificates_never_break_down(described: dict[str, Any], code: str):
    response = Client().get(f"/api/certificates/{quote(code, errors='replace')}")
    sound(response, "/api/certificates/{code}", "get", described)
    assert response.status_code == 404


def test_the_plan_of_2024(described: dict[str, Any], cast: Cast):
    make_plan_2024(cast)

    response = Client().get("/api/plan/2024")

    sound(response, "/api/plan/{year}", "get", described)
    answer = response.json()
    assert (answer["totals"]["seats"], answer["document_no"]) == (500, "晋人社厅发〔2024〕27号")
    assert answer["totals"] == {"seats": 500, "announced": 0, "opened": 0}
    assert len(answer["cells"]) == 5
    assert {cell["institution"] for cell in answer["cells"]} == {"山西大学", "太原理工大学", "太原科技大学"}
    assert answer["cites"] == ["R04", "R28"]


def test_the_plan_speaks_english(cast: Cast):
    make_plan_2024(cast)

    names = {cell["institution"] for cell in Client().get("/api/plan/2024?lang=en").json()["cells"]}

    assert "Shanxi University" in names


@pytest.mark.parametrize(("year", "status"), [("2023", 404), ("24", 400), ("二〇二四", 400), ("20240", 400)])
def test_a_year_without_a_plan(year: str, status: int):
    response = Client().get(f"/api/plan/{year}")

    assert response.status_code == status
    assert response.json()["errors"][0]["field"] == "year"


def test_the_life_of_a_certificate(described: dict[str, Any], cast: Cast):
    first, second = issue(cast)

    def ask(certificate: LevelCertificate) -> dict[str, Any]:
        response = Client().get(f"/api/certificates/{certificate.code.lower()}")
        sound(response, "/api/certificates/{code}", "get", described)
        return response.json()

    fresh = ask(first)
    assert (fresh["state"], fresh["since"], fresh["national_cert_no"]) == ("valid", "2024-09-29", None)
    assert fresh["log"] == {"index": 0, "size": None, "sealed_on": None, "genuine": None}

    seal()
    assert ask(first)["log"] == {"index": 0, "size": 3, "sealed_on": "2024-09-29", "genuine": True}

    supersede(second, cast)
    replaced = ask(second)
    successor = LevelCertificate.objects.get(replaces=second)
    assert (replaced["state"], replaced["successor"]) == ("superseded", successor.code)

    revoke(first, cast)
    gone = ask(first)
    assert (gone["state"], gone["since"], gone["ground"]) == ("revoked", "2024-10-16", "不符合培育对象条件")
    assert gone["cites"] == ["R11", "A37"]


def test_an_unknown_certificate_says_what_to_mend():
    response = Client().get("/api/certificates/0000000000000000?lang=en")

    assert response.status_code == 404
    assert response.json()["errors"][0] == {
        "field": "code",
        "wrong": "there is no such certificate",
        "mend": "compare it with the 16 characters on the certificate",
        "cites": [],
    }


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_the_examples_of_the_document_work(described: dict[str, Any], name: str, cast: Cast):
    make_plan_2024(cast)
    example = EXAMPLES[name]
    if "body" in example:
        response = Client().post(example["address"], example["body"], content_type="application/json")
    else:
        response = Client().get(example["address"])
    assert response.status_code == 200


def test_the_document_is_served_as_it_is():
    response = Client().get("/api/openapi.json")

    assert response.status_code == 200
    served = response.json()
    assert served["openapi"].startswith("3.1")
    assert set(served["paths"]) == {
        "/healthz",
        "/api/law/due",
        "/api/law/worth",
        "/api/law/settle",
        "/api/plan/{year}",
        "/api/certificates/{code}",
        "/api/training-certificates/{code}",
    }


def test_everything_in_the_document_is_described_in_both_languages(described: dict[str, Any]):
    silent = [
        f"{name}.{key}"
        for name, schema in described["components"]["schemas"].items()
        for key, part in schema.get("properties", {}).items()
        if not (part.get("description") and part.get("x-zh"))
    ]
    silent += [
        f"{path} {one['name']}"
        for path, methods in described["paths"].items()
        for operation in methods.values()
        for one in operation["parameters"]
        if not (one["schema"].get("description") and one["schema"].get("x-zh"))
    ]
    assert not silent


def test_the_site_says_that_it_is_well(described: dict[str, Any]):
    response = Client().get("/healthz")

    assert response.json() == {"status": "ok", "database": "ok", "ledger": "ok"}
    assert answer_faults(response, "/healthz", "get", described) == []
    assert response["Cache-Control"] == "no-store"


def test_a_missing_guard_is_told(described: dict[str, Any], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("yushu.ledger.guards.missing", lambda _connection: ["entry: no guard"])

    response = Client().get("/healthz")

    assert (response.status_code, response.json()["ledger"]) == (503, "failed")
    assert answer_faults(response, "/healthz", "get", described) == []


def test_the_checker_of_answers_finds_faults():
    schema = {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}

    assert not list(faults({"a": 1}, schema, {}))
    assert list(faults({"a": True}, schema, {}))
    assert list(faults({"b": 1}, schema, {}))
    with pytest.raises(KeyError):
        list(faults(1, {"multipleOf": 2}, {}))
