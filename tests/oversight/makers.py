"""Complaints, inspections and rectifications as the tests of oversight meet them."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from tests.cast import Cast, Member
from tests.catalogue.makers import moment, take
from tests.training import classmakers
from yushu.casework.moving import Given
from yushu.oversight.filing import About, Said, file_complaint
from yushu.oversight.inspecting import ITEMS
from yushu.oversight.models import AccountRequest, Cause, Complaint, Inspection, Rectification
from yushu.oversight.visiting import Reason, begin_inspection
from yushu.people.roles import Duty, Role

KEY = settings.YUSHU_INDEX_KEY
FILED = "2024-10-08"
TEXT = "10月8日下午的课没有上，教师让班长替全班签到。"
SAID = Said("ATTENDANCE", TEXT, "投诉者某", "139 0000 0000")
SUMMARY = "10月8日下午的课是否按课表上了，签到怎样进行的。"


def two_hands(case: Any, step: str, cast: Cast, on: str, role: Role = Role.CITY, **facts: Any) -> Any:
    """Handled by one, signed by another."""
    take(case, step, cast.colleague(role, Duty.HANDLE), on, Given(facts))
    return take(case, step, cast.colleague(role, Duty.SIGN), on)


def filed(
    cast: Cast, said: Said = SAID, person: Member | None = None, on: str = FILED
) -> tuple[Complaint, str]:
    """A complaint about the cast's institution, with its code."""
    about = About(cast.owner(Role.INSTITUTION).office)
    who = person.person if person else None
    return file_complaint(said, about, key=KEY, at=moment(on), person=who)


def complaint(cast: Cast, **terms: Any) -> Complaint:
    """Just the complaint."""
    return filed(cast, **terms)[0]


def accepted(cast: Cast, on: str = "2024-10-09") -> Complaint:
    """Taken up by the city."""
    return take(complaint(cast), "accept", cast.owner(Role.CITY), on)


def account(cast: Cast, on: str = "2024-10-10") -> AccountRequest:
    """What the institution is asked."""
    case = accepted(cast)
    take(case, "ask", cast.owner(Role.CITY), on, Given({"summary": SUMMARY}))
    return case.accounts.get()


VISIT = {
    "visited_on": "2024-10-08",
    "clock": "09:40",
    "place_seen": "太原市小店区学府街1号A301",
    "seen": 1,
    "found": "清点时在场1人，与签到2人不符。",
}


def marks(**other: str) -> dict[str, str]:
    """Every item in order, but those named."""
    return {code: other.get(code, "FINE") for code, _, _ in ITEMS}


def planned(
    cast: Cast, case: Any = None, reason: Reason | None = None, on: str = classmakers.OPENED
) -> Inspection:
    """An inspection of a class in its first hours."""
    case = case or classmakers.opened(cast)
    why = reason or Reason(Cause.OTHER, why="信访件反映上课人数少")
    at = classmakers.at(on, "08:00")
    return begin_inspection(case.institution, case, why, actor=cast.owner(Role.CITY).actor, at=at)


def visited(
    cast: Cast, on: str = "2024-10-09", given: dict[str, Any] | None = None, **made: Any
) -> Inspection:
    """Recorded by two inspectors."""
    case = planned(cast, **made)
    return two_hands(case, "visit", cast, on, **{**VISIT, **marks(identity="WRONG"), **(given or {})})


def explained(cast: Cast, **made: Any) -> Inspection:
    """The institution has said its word."""
    case = visited(cast, **made)
    words = Given({"statement": "当时1人去卫生间。"})
    return take(case, "explain", cast.owner(Role.INSTITUTION), "2024-10-10", words)


def ordered(cast: Cast, on: str = "2024-10-11", **facts: Any) -> Rectification:
    """Something must be mended."""
    case = explained(cast)
    two_hands(case, "rectify", cast, on, order="一、每节课核对人数。", **facts)
    return case.rectifications.get()


def mended(cast: Cast, on: str = "2024-10-18") -> Rectification:
    """The institution says it is mended."""
    case = ordered(cast)
    return take(case, "report", cast.owner(Role.INSTITUTION), on, Given({"mended": "已派专人点名。"}))
