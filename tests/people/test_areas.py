"""Shanxi's areas."""

from __future__ import annotations

import re

from yushu.people.areas import AREAS, CITIES, PROVINCE, UNKNOWN_AREA, area_name, city_of


def test_eleven_cities_and_a_hundred_and_seventeen_counties():
    assert len(CITIES) == 11
    assert len(AREAS) == 1 + 11 + 117


def test_every_area_has_a_name_in_both_languages():
    for code, name in AREAS.items():
        assert re.fullmatch(r"14\d{4}", code)
        assert re.fullmatch(r"[\u4e00-\u9fff]+[省市区县]", name.zh)
        assert re.fullmatch(r"[A-Z][a-zü]+( (District|County|City))?", name.en), name


def test_every_county_lies_in_a_city():
    assert {city_of(code) for code in AREAS if code != PROVINCE} == set(CITIES)


def test_a_statistical_zone_is_not_listed_yet_belongs_to_its_city():
    for zone in ("140171", "140271", "140671", "140971"):
        assert zone not in AREAS
        assert city_of(zone) in CITIES


def test_outside_shanxi_there_is_no_city():
    assert [city_of(code) for code in ("110105", "149900", "", PROVINCE)] == ["", "", "", ""]
    assert area_name("110105") == UNKNOWN_AREA
    assert area_name("140428").en == "Zhangzi County"
