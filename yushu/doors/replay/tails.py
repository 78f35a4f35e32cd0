"""The last days of a season leave something open for everybody who can sign in."""

from __future__ import annotations

from collections.abc import Iterator

from yushu.catalogue.drafting import propose_entry
from yushu.catalogue.models import Level, Occupation
from yushu.certification.drafting import Course
from yushu.doors.replay.acting import CITY, ONE, PROVINCE, TWO_HANDS, hands, moment, three_hands
from yushu.doors.replay.agenda import Thread
from yushu.doors.replay.batches import draft as draft_sitting
from yushu.doors.replay.courses import draft as draft_announcement
from yushu.doors.replay.endings import GROUND
from yushu.doors.replay.playing import Play
from yushu.doors.replay.promising import in_review, outside
from yushu.doors.replay.requests import DOCUMENT
from yushu.doors.replay.stage import SCHOOLS, at_post, office, trainee
from yushu.people.roles import Role
from yushu.subsidies.naming import name_account, read
from yushu.training.models import TrainingCertificate
from yushu.training.training_life import L

OPEN_TO: list[Role] = [
    Role.INSTITUTION,
    Role.CITY,
    Role.PROVINCE,
    Role.EVALUATOR,
    Role.TRAINEE,
    Role.EMPLOYER,
    Role.FINANCE,
    Role.AUDITOR,
]
"""Who must find something waiting. A further file adds the roles its scenes leave something for."""


def scene(play: Play) -> Iterator[Thread]:
    """A doubtful text for the province in every season; the rest where the story leaves nothing by itself."""
    yield _province(play)
    if play.season.tail:
        yield from (_institution(play), _city(play), _evaluator(play), _trainee(play), _finance(play))


def _province(play: Play) -> Thread:
    day = play.season.ends.date() - 2 * ONE
    yield from in_review(play, outside(day, "5期"), day)


def _institution(play: Play) -> Thread:
    day = play.season.ends.date() - ONE
    yield moment(day)
    draft_announcement(outside(day, "6期"), moment(day))


def _city(play: Play) -> Thread:
    day = play.season.ends.date() - 3 * ONE
    yield moment(day)
    field = Occupation.objects.get(key="big-data")
    school, province = office(SCHOOLS[-1]), office(PROVINCE)
    propose_entry(school, field, Level.JUNIOR, province=province, actor=at_post(CITY), at=moment(day))


def _evaluator(play: Play) -> Thread:
    day = play.season.ends.date() - ONE
    yield moment(day)
    course = Course(Occupation.objects.get(key="big-data"), Level.JUNIOR)
    draft_sitting("评价机构甲", course, day + 4 * ONE, 30)


def _trainee(play: Play) -> Thread:
    day = play.season.ends.date() - 2 * ONE
    yield moment(day, 8)
    mine = TrainingCertificate.objects.filter(state=L.VALID).order_by("number")[0]
    trainee(mine.person, "trainee", printed=True)
    yield from three_hands(mine, "notify", day, DOCUMENT, GROUND)


def _finance(play: Play) -> Thread:
    """An institution names another account; the finance office has not compared it yet."""
    day, school = play.season.ends.date() - ONE, SCHOOLS[2]
    yield moment(day, 8)
    said = read(school, "某银行太原分行", "149900190001019999")
    payee = name_account(said, actor=at_post(school), at=moment(day, 8))
    yield from hands(payee, "submit", school, day, duties=TWO_HANDS)
