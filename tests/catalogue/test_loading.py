"""The shipped catalogue: what was read and what was not; and files that cannot be trusted."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.catalogue.makers import make_plan_2024
from yushu.catalogue.loading import DATA, load_catalogue, shipped_plan
from yushu.catalogue.models import (
    Direction,
    DirectionLevel,
    Listing,
    Occupation,
    OccupationCode,
    Plan,
    Standard,
    listed_on,
)
from yushu.law.tables import PackFault
from yushu.people.models import Office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

FIELDS = ["人工智能", "数字化管理", "智能制造", "区块链", "大数据"]


@pytest.fixture
def loaded(db: None) -> None:
    load_catalogue()


def test_loading_again_adds_nothing_and_changes_nothing() -> None:
    first = load_catalogue()
    assert first == {"occupations": 15, "directions": 17, "standards": 39, "listings": 8}
    Listing.objects.update(confirmed=False, source="本省核对")
    assert set(load_catalogue().values()) == {0}
    assert not Listing.objects.exclude(source="本省核对").exists()


def test_the_five_fields_come_first_in_the_order_of_the_annex(loaded: None) -> None:
    assert [o.short_zh for o in Occupation.objects.exclude(field="")] == FIELDS
    assert [o.short_zh for o in Occupation.objects.all()[:5]] == FIELDS


@pytest.mark.parametrize("code", ["2-02-10-11", "2-02-38-03", " 2-02-38-03 "])
def test_both_numbers_mean_the_same_occupation(loaded: None, code: str) -> None:
    assert Occupation.objects.of_code(code).get().key == "big-data"


def test_a_number_may_be_looked_up_within_its_dictionary(loaded: None) -> None:
    assert Occupation.objects.of_code("2-02-10-07").get().key == "information-security"
    assert not Occupation.objects.of_code("2-02-10-11", "2022").exists()


def test_numbers_nobody_has_read_are_absent(loaded: None) -> None:
    old = OccupationCode.objects.filter(edition="2015")
    assert not old.filter(
        occupation__key__in=["robotics", "additive-manufacturing", "data-security"]
    ).exists()


@pytest.mark.parametrize(
    "name", ["大数据", "大数据工程技术人员", "Big data", "big-data engineer", "2-02-10-11"]
)
def test_an_occupation_answers_to_each_of_its_names(loaded: None, name: str) -> None:
    assert Occupation.objects.called(name).get().key == "big-data"


@pytest.mark.parametrize(
    ("key", "level", "count"),
    [
        ("ai", "JUNIOR", 5),
        ("ai", "SENIOR", 5),
        ("big-data", "MIDDLE", 3),
        ("big-data", "SENIOR", 0),
        ("cloud-computing", "JUNIOR", 2),
        ("blockchain", "JUNIOR", 0),
    ],
)
def test_directions_depend_on_the_level(loaded: None, key: str, level: str, count: int) -> None:
    assert Occupation.objects.get(key=key).directions_at(level).count() == count


def test_no_direction_stands_where_the_level_has_none(loaded: None) -> None:
    whole = Standard.objects.exclude(split="DIVIDED").values_list("occupation", "level")
    have = DirectionLevel.objects.values_list("direction__occupation", "level")
    assert not set(whole) & set(have)
    assert set(Standard.objects.filter(split="DIVIDED").values_list("occupation", "level")) == set(have)
    assert Direction.objects.first().words.en


def test_hours_nobody_has_read_are_unknown_and_not_zero(loaded: None) -> None:
    standards = list(Standard.objects.all())
    assert {(s.hours, s.theory_minutes, s.confirmed, s.pass_mark) for s in standards} == {
        (None, None, False, 60)
    }
    one = standards[0]
    one.theory_online, one.theory_offline, one.practice_online = 8, 24, 0
    assert one.hours is None
    one.practice_offline = 96
    assert one.hours == 128


def test_a_class_follows_the_standard_of_its_day_and_direction(loaded: None) -> None:
    ai = Occupation.objects.get(key="ai")
    direction = ai.directions.first()
    old = Standard.objects.get(occupation=ai, level="JUNIOR")
    own = Standard.objects.create(
        occupation=ai,
        level="JUNIOR",
        direction=direction,
        split="DIVIDED",
        since=date(2024, 1, 1),
        source="修订",
    )
    found = Standard.objects.for_class
    assert found(ai, "JUNIOR", direction, date(2024, 6, 1)).first() == own
    assert found(ai, "JUNIOR", direction, date(2023, 6, 1)).first() == old
    assert found(ai, "JUNIOR", None, date(2024, 6, 1)).first() == old
    assert found(ai, "JUNIOR", None, date(2021, 9, 28)).first() is None


def test_every_listing_is_unconfirmed_and_says_where_it_was_read(loaded: None) -> None:
    assert not Listing.objects.filter(confirmed=True).exists()
    assert not Listing.objects.filter(source="").exists()
    assessed = Listing.objects.filter(kind="ASSESSES").values_list("office__name", "occupation__short_zh")
    assert set(assessed) == {
        ("中国机械工程学会", "智能制造"),
        ("中国电子学会", "区块链"),
        ("中国电子学会", "集成电路"),
    }


def test_listed_on_that_day(loaded: None) -> None:
    school, ai = Office.objects.get(name="山西大学"), Occupation.objects.get(key="ai")
    assert listed_on(school, ai, date(2024, 5, 23))
    assert listed_on(school, ai, date(2024, 5, 22)) is None
    assert listed_on(school, ai, date(2024, 5, 23), "ASSESSES") is None
    Listing.objects.filter(office=school).update(until=date(2024, 12, 31))
    assert listed_on(school, ai, date(2024, 12, 31))
    assert listed_on(school, ai, date(2025, 1, 1)) is None


def test_a_day_nobody_read_counts_as_listed_and_unconfirmed(loaded: None) -> None:
    society = Office.objects.get(name="中国电子学会")
    listing = listed_on(society, Occupation.objects.get(key="blockchain"), date(2024, 5, 23), "ASSESSES")
    assert listing is not None
    assert (listing.since, listing.confirmed) == (None, False)


def test_the_plan_loads_once(cast: Cast) -> None:
    assert make_plan_2024(cast) == make_plan_2024(cast)
    assert Plan.objects.count() == 1


def test_the_shipped_plan_says_under_which_number_it_went_out() -> None:
    plan = shipped_plan(2024)
    assert (plan.year, plan.total, plan.document_no, plan.dispatched_on) == (
        2024,
        500,
        "晋人社厅发〔2024〕27号",
        date(2024, 5, 23),
    )


@pytest.mark.parametrize(
    ("file", "before", "after", "place"),
    [
        ("occupations.toml", 'field = "BIG_DATA"', 'field = "TEA"', "occupations.toml, big-data, field"),
        (
            "occupations.toml",
            'edition = "2015"',
            'edition = "1999"',
            "occupations.toml, ai, codes[1], edition",
        ),
        (
            "occupations.toml",
            "confirmed = true",
            'confirmed = "yes"',
            "occupations.toml, ai, codes[1], confirmed",
        ),
        ("directions.toml", '"JUNIOR"', '"MASTER"', "directions.toml, directions[1], levels"),
        ("directions.toml", '"ai"', '"tea"', "directions.toml, directions[1], occupation"),
        (
            "standards.toml",
            "pass_mark = 60",
            "pass_mark = 60\nhours = 96",
            "standards.toml, standards[1], hours",
        ),
        ("listings.toml", 'kind = "TEACHES"', 'kind = "LIKES"', "listings.toml, listings[1], kind"),
        ("listings.toml", 'office = "山西大学"', 'office = "某大学"', "listings.toml, listings[1], office"),
    ],
)
def test_a_file_out_of_order_is_refused_at_its_place(
    tmp_path: Path, file: str, before: str, after: str, place: str
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(PackFault) as refused:
        load_catalogue(folder)
    assert refused.value.where.endswith(place)
    assert not Occupation.objects.exists()
