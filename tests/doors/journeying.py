"""The trainee's own page as its tests read it, and how far a trainee can be brought."""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse

from tests.cast import Cast, Member
from tests.certification import exammakers as exams
from tests.certification.makers import three_hands as province_signs
from tests.doors.test_class_pages import set_clock
from tests.training import classmakers as make
from yushu.casework.moving import Given
from yushu.certification.models import Batch, LevelCertificate
from yushu.doors.pages.journey_turns import Turn
from yushu.people.roles import Role

WHY = {"reason": "查明事实"}
DECISION = {"ground": "COMMITMENT", "reason": "学历不实"}


def page(member: Member, day: str, clock: str = "10:00", **query: Any) -> Any:
    """My page at a moment."""
    set_clock(day, clock)
    answer = member.client().get(reverse("journey"), query)
    assert answer.status_code == 200
    return answer


def turn(member: Member, day: str, clock: str = "10:00") -> Turn:
    return page(member, day, clock).context["turn"]


def text(answer: Any) -> str:
    """What stands on the page, without tags and spaces."""
    body = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", body))


def states(answer: Any) -> str:
    """The seven steps by their initials: done, now, todo, over."""
    return "".join(stop.state[0] for stop in answer.context["stops"])


def due(answer: Any) -> tuple[str, str] | None:
    """The last day of the clock that is shown, and its clause."""
    dial = answer.context["turn"].dial
    return (str(dial.due), dial.cites) if dial else None


# How far somebody has come


def applied_for(cast: Cast, me: Member) -> Any:
    """An application, signed, at an open sitting."""
    make.completed(cast, who=(me,))
    return exams.applied(me, exams.opened(cast))


def graded(cast: Cast, me: Member, *marks: tuple[int | None, int | None]) -> Any:
    """My scores, published."""
    make.completed(cast, who=(me,))
    sitting = exams.confirmed(cast, me)[0].sitting
    exams.scored(sitting, cast, *marks)
    exams.night("2024-11-03")
    return exams.two_hands(sitting, "announce", cast, "2024-11-05")


def certified(cast: Cast, me: Member) -> LevelCertificate:
    """The level certificate of 22 November."""
    sitting = graded(cast, me, (820, 760))
    exams.take(sitting, "finish", cast.owner(Role.EVALUATOR), "2024-11-06")
    batch = Batch.objects.get()
    exams.take(batch, "report", cast.owner(Role.EVALUATOR), "2024-11-07")
    province_signs(batch, "forward", cast, "2024-11-12")
    told = Given({"document_no": "协调办函〔2024〕7号", "received_on": "2024-11-20"})
    exams.take(batch, "approve", cast.owner(Role.PROVINCE), "2024-11-20", legal="2024-11-18", given=told)
    exams.take(batch, "issue", cast.owner(Role.EVALUATOR), "2024-11-22")
    return LevelCertificate.objects.get()
