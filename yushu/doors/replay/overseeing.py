"""Oversight in the replay: complaints answered in time, late and still open; a draw, its visits, a rectification."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings

from yushu.casework.moving import Given
from yushu.doors.replay.acting import CITY, ONE, PROVINCE, TWO_HANDS, Acting, acted, attempt, hands, moment
from yushu.doors.replay.agenda import Thread
from yushu.doors.replay.playing import Play
from yushu.doors.replay.stage import at_post, office, second_at
from yushu.doors.replay.ventures import Overseen
from yushu.oversight.filing import About, Said, file_complaint
from yushu.oversight.inspecting import ITEMS
from yushu.oversight.models import Complaint, Inspection
from yushu.oversight.visiting import draw_classes, running_classes
from yushu.people.roles import Duty
from yushu.subsidies.interpreting import draft_ruling

INVENTED = "培训机构丁（虚构）"
ATTENDANCE = Said("ATTENDANCE", "七月的两次课没有老师来上，让班长替全班签了到。", "群众某", "13800000000")
FEES = Said("FEES", "报名后要我另交资料费三百元，说不交就不发证书。")
PROMISE = Said("GUARANTEE", "招生老师在群里说交钱就包过、包就业，我有截图。", "群众某", "13900000000")
SUMMARY = Given({"summary": "七月的课是否按课表上了，签到怎样进行的。"})
ACCOUNT = Given({"account": "已查课堂照片和签到记录：两次课由代课教师讲授，没有报备。"})
TRUE = Given({"finding": "PARTLY", "answer": "经查，两次课换了教师没有报备，签到属实；已责令整改。"})
UNTRUE = Given({"finding": "UNTRUE", "answer": "经查收费账目和学员回访，没有另收资料费的记录。"})
MOST = 2
"""Classes of the draw, where as many run."""


def scene(play: Play) -> Iterator[Thread]:
    """The complaints and the draw of the season, and a reading the province is about to settle."""
    said = play.season.overseen
    if said is not None:
        yield from (
            _answered(said),
            _late(said),
            _unanswered(said),
            _drawn(play, said),
            _ruling(play),
        )


def _complaint(said: Said, day: str) -> Complaint:
    about = About(office(INVENTED))
    return file_complaint(said, about, key=settings.YUSHU_INDEX_KEY, at=moment(day, 20))[0]


def _answered(said: Overseen) -> Thread:
    """Taken up, the institution heard, answered by two in time."""
    filed, accepted, answered = said.answered
    yield moment(filed, 20)
    case = _complaint(ATTENDANCE, filed)
    yield from acted(case, "accept", at_post(CITY), accepted)
    yield from acted(case, "ask", at_post(CITY), accepted, 11, given=SUMMARY)
    yield from acted(
        case.accounts.get(), "give", at_post(INVENTED), date.fromisoformat(accepted) + ONE, given=ACCOUNT
    )
    yield from hands(case, "answer", CITY, answered, duties=TWO_HANDS, first=TRUE)


def _late(said: Overseen) -> Thread:
    """Taken up after its term; it stays late."""
    filed, accepted = said.late
    yield moment(filed, 20)
    case = _complaint(FEES, filed)
    yield from acted(case, "accept", at_post(CITY), accepted)
    yield from hands(case, "answer", CITY, date.fromisoformat(accepted) + ONE, duties=TWO_HANDS, first=UNTRUE)


def _unanswered(said: Overseen) -> Thread:
    """Taken up, and its clock runs."""
    filed, accepted = said.unanswered
    yield moment(filed, 20)
    case = _complaint(PROMISE, filed)
    yield from acted(case, "accept", at_post(CITY), accepted)


# The draw


def _drawn(play: Play, said: Overseen) -> Thread:
    """Drawn among the classes that run; the last visited must be mended, the others are in order."""
    day, city = date.fromisoformat(said.drawn), at_post(CITY)
    at = moment(day, 9)
    yield at
    size = min(MOST, len(running_classes(city)))
    draw = draw_classes(size, (), actor=city, at=at)
    *fine, wrong = draw.inspections.order_by("number")
    visited = date.fromisoformat(said.visited)
    for case in fine:
        yield from _visited(play, case, visited, {})
        words = Given({"statement": "情况属实，没有补充"})
        yield from acted(case, "explain", at_post(case.institution.name), visited, 18, given=words)
        good = Given({"reason": "各项符合，现场人数与名册一致"})
        yield from hands(case, "clear", CITY, visited + ONE, duties=TWO_HANDS, first=good)
    yield from _mended(play, wrong, said)


def _visited(play: Play, case: Inspection, day: date, wrong: dict[str, str]) -> Acting:
    """Two inspectors write what they saw."""
    seen = case.training_class.present_members().count() if case.training_class else 0
    facts: dict[str, Any] = {
        "visited_on": day.isoformat(),
        "clock": "09:30",
        "place_seen": f"{case.institution.name}教学楼",
        "seen": seen,
        "found": "按课表上课，逐一核对了学员和教师身份。",
        **{code: "FINE" for code, _, _ in ITEMS},
        **wrong,
    }
    yield from acted(case, "visit", at_post(CITY), day, 16, given=Given(facts))
    yield from acted(case, "visit", at_post(CITY, Duty.SIGN), day, 17)


def _mended(play: Play, case: Inspection, said: Overseen) -> Acting:
    """Heard, ordered to mend; where the season goes so far: reported, and checked again by others."""
    visited = date.fromisoformat(said.visited)
    wrong = {"records": "WRONG", "records_said": "缺两次课的现场照片", "found": "缺两次课的现场照片和视频。"}
    yield from _visited(play, case, visited + ONE, wrong)
    school = at_post(case.institution.name)
    words = Given({"statement": "照片存在教师手机里，没有及时归档"})
    yield from acted(case, "explain", school, visited + ONE, 18, given=words)
    order = Given({"order": "一、补齐照片和视频。二、每次课后当天归档。"})
    yield from hands(case, "rectify", CITY, said.ordered, duties=TWO_HANDS, first=order)
    if not said.mended:
        return
    done: Any = case.rectifications.get()
    yield from acted(done, "report", school, said.mended, given=Given({"mended": "已补齐归档，附件存教务处"}))
    facts = Given({"rechecked_on": said.accepted, "recheck": "照片和视频齐全"})
    yield moment(said.accepted, 9)
    same = attempt(done, "accept", at_post(CITY), said.accepted, 9, given=facts)
    play.refused("re-check by who inspected", "H-recheck", same)
    yield from acted(done, "accept", second_at(CITY), said.accepted, 10, given=facts)
    yield from acted(done, "accept", second_at(CITY, Duty.SIGN), said.accepted, 11)


def _ruling(play: Play) -> Thread:
    """Whether a grassroots programme counts as work: drafted at the province, one hand of three."""
    day = play.season.ends.date() - 2 * ONE
    yield moment(day, 14)
    drafter = at_post(PROVINCE)
    since = date(2024, 5, 23)
    case = draft_ruling("A13", "yes", since, actor=drafter, at=moment(day, 14), subject="GRASSROOTS")
    yield from acted(case, "settle", drafter, day, 15)
