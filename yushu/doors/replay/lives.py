"""What became of certificates in the demonstration: a notice, a suspension, a revocation, a replacement."""

from __future__ import annotations

from collections.abc import Iterator

from yushu.casework.moving import Given
from yushu.certification.models import LevelCertificate
from yushu.doors.replay.acting import Acting, acted, moment, three_hands
from yushu.doors.replay.agenda import Thread
from yushu.doors.replay.playing import Play
from yushu.doors.replay.requests import DOCUMENT
from yushu.doors.replay.stage import at_post, trainee
from yushu.people.actors import Actor
from yushu.people.roles import Role


def scene(play: Play) -> Iterator[Thread]:
    """Five holders of the first batch."""
    if play.season.lives:
        yield from (_notified(), _held(), _revoked(), _replaced(), _mine())


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
