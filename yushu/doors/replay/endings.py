"""Certificates that end: one of training revoked after silence, with its hours; one of a level after a defence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yushu.casework.moving import Given
from yushu.certification.models import LevelCertificate
from yushu.doors.replay.acting import ONE, PROVINCE, Acting, acted, attempt, moment, three_hands
from yushu.doors.replay.agenda import Thread
from yushu.doors.replay.courses import holders, themself
from yushu.doors.replay.playing import Play
from yushu.doors.replay.requests import DOCUMENT
from yushu.doors.replay.season import Story, Trouble
from yushu.doors.replay.stage import at_post

GROUND = Given({"ground": "TARGET", "reason": "核查发现报名时不属于培育对象"})
DECIDED = Given({"reason": "经核查属实"})


def scene(play: Play) -> Iterator[Thread]:
    """A training certificate of each class of trouble; the first level certificate of a season without lives."""
    yield from (_training(play, one) for one in play.season.troubles)
    issued = [one for one in play.season.stories if one.issued]
    if issued and not play.season.lives:
        yield _level(play, issued[0])


def _training(play: Play, story: Trouble) -> Thread:
    """Notified; nothing comes back; time closes the hearing; revoked. Nothing moves before the decision."""
    day, term = date.fromisoformat(story.revoked), story.term
    yield moment(day, 8)
    last = list(holders(term.school, term.key, term.name))[-1]
    play.refused("revocation without a hearing", "", attempt(last, "revoke", at_post(PROVINCE), day, 8))
    yield from three_hands(last, "notify", day, DOCUMENT, GROUND)
    yield from three_hands(last, "revoke", day + 12 * ONE, DOCUMENT, DECIDED)


def _level(play: Play, story: Story) -> Thread:
    """Notified, defended in person, left valid; a second one revoked."""
    day = date.fromisoformat(story.issued) + 3 * ONE
    yield moment(day, 8)
    rows = LevelCertificate.objects.filter(candidate__batch__institution__name=story.school)
    spared, revoked = rows.order_by("number")[:2]
    yield from _heard(spared, day, "restore")
    yield from _heard(revoked, day + 4 * ONE, "revoke")


def _heard(certificate: LevelCertificate, day: date, decision: str) -> Acting:
    yield from three_hands(certificate, "notify", day, DOCUMENT, GROUND)
    said = Given({"statement": "报名时刚办完离职，有社保记录"})
    yield from acted(certificate, "defend", themself(certificate.person), day + ONE, given=said)
    yield from three_hands(certificate, decision, day + 3 * ONE, DOCUMENT, DECIDED)
