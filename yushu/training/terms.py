"""What an announcement says, fact by fact, as a step asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yushu.casework.process import Ask
from yushu.kernel.words import Words
from yushu.people.areas import AREAS, CITIES, PROVINCE, area_name, city_of

HOURS = {
    "theory_online": Words("线上理论学时", "Theory hours online"),
    "theory_offline": Words("线下理论学时", "Theory hours on site"),
    "practice_online": Words("线上实操学时", "Practice hours online"),
    "practice_offline": Words("线下实操学时", "Practice hours on site"),
}
"""The four kinds of hours (R05)."""
DAYS = ("enrol_from", "enrol_until", "opens_on", "ends_on")
PROSE = ("body", "cost_basis", "contact", "venue")
"""Free text, read for promises that R23 forbids."""


def place(area: str) -> Words:
    """A county with its city; a city by itself."""
    if area in CITIES or area not in AREAS:
        return area_name(area)
    city, county = area_name(city_of(area)), area_name(area)
    return Words(f"{city.zh}{county.zh}", f"{county.en}, {city.en}")


PLACES = tuple((area, place(area)) for area in AREAS if area != PROVINCE)

# fmt: off
TERMS = (
    Ask("seats", Words("招生人数", "Seats"), "number"),
    Ask("enrol_from", Words("报名开始", "Enrolment from"), "day"),
    Ask("enrol_until", Words("报名截止", "Enrolment until"), "day", Words("含这一天", "This day included")),
    Ask("opens_on", Words("开班日期", "Training starts on"), "day"),
    Ask("ends_on", Words("结业日期", "Training ends on"), "day"),
    Ask("venue_area", Words("地点所在区县", "County or district"), "choice", choices=PLACES),
    Ask("venue", Words("培训地点", "Venue"), longest=120),
    *(Ask(kind, words, "number", Words("没有就填0", "Nought if none")) for kind, words in HOURS.items()),
    Ask("fee_yuan", Words("每人收费（元）", "Fee a person, in yuan"), "number", Words("不收费填0", "Nought if free")),
    Ask("cost_basis", Words("收费依据", "What the fee pays for"), "note", longest=500,
        hint=Words("逐项写清成本：收费体现公益性，以支定收", "Item by item: the fee covers the cost and no more")),
    Ask("contact", Words("联系方式", "Contact"), hint=Words("联系人和电话", "A name and a phone"), longest=100),
    Ask("body", Words("公告正文", "Text of the announcement"), "note", longest=4000),
)
# fmt: on
"""Occupation and level are not among them: another one is another announcement."""
NAMES = tuple(ask.name for ask in TERMS)


def as_fields(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a step as the fields of an announcement."""
    return {
        name: date.fromisoformat(str(facts[name])) if name in DAYS else facts[name]
        for name in NAMES
        if name in facts
    }
