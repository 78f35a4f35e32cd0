"""People a visitor can be: holders of certificates with a history, one in class today, one with a seat on offer."""

from __future__ import annotations

from collections.abc import Iterator

from yushu.casework.moving import Given
from yushu.certification.models import LevelCertificate
from yushu.doors.replay.acting import Acting, acted, moment, step, three_hands
from yushu.doors.replay.agenda import Thread
from yushu.doors.replay.courses import themself
from yushu.doors.replay.playing import Play
from yushu.doors.replay.requests import DOCUMENT
from yushu.doors.replay.stage import at_post, trainee
from yushu.people.actors import Actor
from yushu.people.roles import Role
from yushu.training.models import Enrolment


def scene(play: Play) -> Iterator[Thread]:
    """Five holders of the first batch, and two who are still on their way."""
    if play.season.lives:
        yield from (_notified(), _held(), _revoked(), _replaced(), _mine(), _in_class(), _offered())


def _of_the_first(place: int) -> LevelCertificate:
    return LevelCertificate.objects.filter(candidate__batch__number="2024-001").order_by("number")[place]


def holder_of(certificate: LevelCertificate, username: str) -> Actor:
    """The holder, with an account to sign in by."""
    account = trainee(certificate.person, username)
    return Actor(Role.TRAINEE, account, certificate.person)


def notified(certificate: object, day: str, ground: str) -> Acting:
    """Three hands notify a holder of what is intended."""
    given = Given({"ground": ground, "reason": "核查发现登记信息与学籍信息不一致"})
    return (yield from three_hands(certificate, "notify", day, DOCUMENT, given))


def decided(certificate: object, decision: str, day: str) -> Acting:
    """Three hands decide."""
    return (yield from three_hands(certificate, decision, day, DOCUMENT, Given({"reason": "经核查属实"})))


def _revoked() -> Thread:
    yield moment("2024-09-02", 8)
    mine = _of_the_first(2)
    yield from notified(mine, "2024-09-02", "TARGET")
    said = Given({"statement": "没有要补充的"})
    yield from acted(mine, "defend", holder_of(mine, "holder3"), "2024-09-05", given=said)
    yield from decided(mine, "revoke", "2024-09-18")


def _held() -> Thread:
    yield moment("2024-09-09", 8)
    mine = _of_the_first(1)
    yield from notified(mine, "2024-09-09", "COMMITMENT")
    said = Given({"statement": "学籍证明正在补办"})
    yield from acted(mine, "defend", holder_of(mine, "holder2"), "2024-09-11", given=said)
    yield from decided(mine, "suspend", "2024-09-19")


def _notified() -> Thread:
    yield moment("2024-09-24", 8)
    mine = _of_the_first(0)
    trainee(mine.person, "trainee", printed=True)
    yield from notified(mine, "2024-09-24", "ERROR")


def _replaced() -> Thread:
    yield moment("2024-09-12", 8)
    given = Given({"reason": "更正姓名用字"})
    yield from acted(_of_the_first(3), "supersede", at_post("评价机构甲"), "2024-09-12", given=given)


def _mine() -> Thread:
    yield moment("2024-09-12", 8)
    trainee(_of_the_first(4).person, "holder5")


def _enrolled(term: tuple[str, str], place: int) -> Enrolment:
    """Who came in that place of a class that is in the demonstration's last weeks."""
    key, opens = term
    rows = Enrolment.objects.filter(announcement__occupation__key=key, announcement__opens_on=opens)
    return rows.select_related("person").get(seq=place)


def _in_class() -> Thread:
    """Somebody whose lessons go on this morning."""
    yield moment("2024-09-18", 9)
    trainee(_enrolled(("big-data", "2024-09-18"), 1).person, "learner", printed=True)


def _offered() -> Thread:
    """A seat is given up the day before, and the first who waits has two working days."""
    yield moment("2024-09-25", 15)
    leaving, first = _enrolled(("big-data", "2024-10-14"), 4), _enrolled(("big-data", "2024-10-14"), 11)
    step(leaving, "withdraw", themself(leaving.person), "2024-09-25", 15)
    trainee(first.person, "waiting")
