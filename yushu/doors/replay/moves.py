"""Lessons moved to another day: each a small approval by the city."""

from __future__ import annotations

from collections.abc import Iterator

from yushu.doors.replay.acting import CITY, ONE, TWO_HANDS, hands, moment
from yushu.doors.replay.agenda import Thread
from yushu.doors.replay.courses import HALVES, row
from yushu.doors.replay.playing import Play
from yushu.doors.replay.stage import at_post, office
from yushu.training.models import TrainingClass
from yushu.training.requesting import request_change
from yushu.training.timetable import KIND_WORDS


def scene(play: Play) -> Iterator[Thread]:
    """The moves of the season."""
    return (moved(*one) for one in play.season.moved)


def moved(school: str, key: str, name: str, day: str) -> Thread:
    """The last lesson is held the day after, for the power will be off; the city agrees two days later."""
    yield moment(day)
    case = TrainingClass.objects.get(institution=office(school), occupation__key=key, name=name)
    last = case.sessions.select_related("room").order_by("on", "starts").last()
    assert last is not None
    place = "甲乙丙".index(last.teacher.person.name[-1])
    half = HALVES.index(f"{last.starts:%H:%M}-{last.ends:%H:%M}")
    wanted = row(last.on + ONE, half, KIND_WORDS[last.kind].zh, place, last.topic)
    why, at = "教学楼停电，顺延一天", moment(day)
    change = request_change(case, [last.pk], wanted, why, actor=at_post(school), at=at)
    yield from hands(change, "approve", CITY, at.date() + 2 * ONE, duties=TWO_HANDS)
