"""The money of the replay: orders and projects, each claim to its end, what comes back; all through the one door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from yushu.casework.moving import Given
from yushu.doors.replay.acting import (
    CITY,
    ONE,
    PROVINCE,
    TWO_HANDS,
    Acting,
    acted,
    attempt,
    hands,
    moment,
    step,
)
from yushu.doors.replay.agenda import Thread
from yushu.doors.replay.employing import EMPLOYER, employed
from yushu.doors.replay.playing import Play
from yushu.doors.replay.recovering import undone, untrue
from yushu.doors.replay.stage import at_post, office, second_at
from yushu.doors.replay.ventures import Covered, Objected, Stage, Venture
from yushu.people.actors import PUBLIC
from yushu.people.roles import Duty
from yushu.subsidies.arranging import OrderTerms, ProjectTerms, add_classes, draft_order, draft_project
from yushu.subsidies.filing import Said, draft_settlement, object_to
from yushu.subsidies.models import EmploymentFact, Objection, Settlement
from yushu.subsidies.settling import S
from yushu.training.models import Member, TrainingClass

SEEN = Given({"note": "逐人核对合同和参保记录，与申领一致"})
OBJECTS = "这一人没有在那家单位上班，单位的人可以作证"


def scene(play: Play) -> Iterator[Thread]:
    """Every order and project of the season."""
    return (claimed_for(play, one) for one in play.season.ventures)


def claimed_for(play: Play, venture: Venture) -> Thread:
    """From the catalogue to the last claim, and back where something was false."""
    scheme = yield from _registered(venture)
    settlement = None
    for stage in venture.stages:
        settlement = yield from _stage(play, venture, scheme, stage)
    if venture.undone and settlement:
        yield from undone(play, settlement, venture.undone)
    if venture.untrue and settlement:
        yield from untrue(play, settlement, venture.untrue)


def signed(day: date, **more: Any) -> dict[str, Any]:
    """What the signer of the city gives."""
    return {"document_no": f"并人社补〔2024〕{day:%m%d}号", "dispatched_on": day.isoformat(), **more}


def _classes(school: str, covered: tuple[Covered, ...]) -> list[TrainingClass]:
    rows = TrainingClass.objects.filter(institution__name=school)
    return [rows.get(occupation__key=key, name=name) for key, name in covered]


def _registered(venture: Venture) -> Acting:
    """Drawn up, confirmed by the employer where it is an order, taken into the catalogue by three hands."""
    day, school = date.fromisoformat(venture.registered), at_post(venture.school)
    at = moment(day - 2 * ONE, 9)
    yield at
    classes = _classes(venture.school, venture.classes)
    people = sum(case.size() for case in classes)
    said: dict[str, Any] = {
        "city": office(CITY),
        "province": office(PROVINCE),
        "actor": school,
        "at": at,
        "classes": classes,
    }
    if venture.order:
        terms = OrderTerms(venture.name, people, f"数字技术岗位{people}人", at.date())
        scheme: Any = draft_order(terms, employer=office(EMPLOYER), **said)
        yield from acted(scheme, "propose", school, at.date(), 10)
        yield from acted(scheme, "confirm", at_post(EMPLOYER), day - ONE)
    else:
        scheme = draft_project(ProjectTerms(venture.name, people), **said)
        yield from acted(scheme, "submit", school, at.date(), 10)
    return (yield from hands(scheme, "register", CITY, day, last=signed(day)))


# One claim


def _stage(play: Play, venture: Venture, scheme: Any, stage: Stage) -> Acting:
    yield from _at_work(play, venture, scheme, stage)
    day, school = date.fromisoformat(stage.claimed), at_post(venture.school)
    yield moment(day, 8)
    case = draft_settlement(scheme, as_of=day, final=stage.final, actor=school, at=moment(day, 8))
    yield from hands(case, "claim", venture.school, day, duties=TWO_HANDS)
    if stage.returned:
        why = Given({"reason": "就业材料缺合同页", "remarks": "1 合同缺签章页\n2 参保单位与合同单位名称不一"})
        yield from acted(case, "return", at_post(CITY), stage.returned, given=why)
        again = date.fromisoformat(stage.again or stage.returned)
        yield moment(again, 14) if stage.again else moment(play.season.ends.date() + ONE)
        step(case, "refresh", school, again, 14)
        yield from acted(case, "claim", school, again, 15)
        yield from acted(case, "claim", at_post(venture.school, Duty.SIGN), again, 16)
    yield from _decided(play, case, stage)
    play.say(
        f"settlement {case.number}: {venture.name}, {case.employed} of {case.base}, {case.now_yuan:,} yuan"
    )
    if stage.objected and not stage.refused:
        case = yield from _objected(case, stage.objected)
    return case


def _at_work(play: Play, venture: Venture, scheme: Any, stage: Stage) -> Acting:
    """The employer confirms those who have found work since the last claim."""
    day = date.fromisoformat(stage.asked)
    yield moment(day, 8)
    if stage.adds:
        more = _classes(venture.school, stage.adds)
        add_classes(scheme, more, actor=at_post(venture.school), at=moment(day, 8))
    free = [one for one in _payable(scheme) if not EmploymentFact.objects.of(one.person).exists()]
    have = len(_payable(scheme)) - len(free)
    wanted = stage.employed - have
    yield from employed(play, venture.school, free[:wanted], free[wanted : wanted + stage.denied], day)


def _payable(scheme: Any) -> list[Member]:
    """Who holds a certificate and declared no earlier subsidy, class by class."""
    rows = Member.objects.filter(training_class__in=scheme.classes(), certificates__isnull=False)
    found = rows.select_related("person", "enrolment").order_by("training_class__opens_on", "seq").distinct()
    return [one for one in found if one.enrolment.verdict["subsidy"]["mark"] != "no"]


def _decided(play: Play, case: Settlement, stage: Stage) -> Acting:
    """Taken up; checked twice near the threshold; refused, or approved by three hands and published."""
    accepted = stage.accepted_on
    yield from acted(case, "accept", at_post(CITY), accepted, 17)
    case.refresh_from_db()
    if stage.refused:
        day = date.fromisoformat(stage.refused)
        why = Given({"reason": stage.why})
        yield from hands(case, "refuse", CITY, day, first=why, last=signed(day))
        return
    if case.near:
        yield from _checked_twice(play, case, accepted)
    yield from approved(case, date.fromisoformat(stage.decided), stage.handled)
    case.refresh_from_db()


def _checked_twice(play: Play, case: Settlement, day: date) -> Acting:
    yield moment(day, 18)
    early = attempt(case, "approve", at_post(CITY), day, 18)
    play.refused("approval near the threshold without a second check", "H-near-threshold", early)
    yield from acted(case, "check_employment", second_at(CITY), day, 18, given=SEEN)


def approved(case: Settlement, day: date, handled: str = "") -> Acting:
    """By three hands; who handles may do so earlier."""
    if handled:
        yield from acted(case, "approve", at_post(CITY), handled, 19)
        yield from acted(case, "approve", at_post(CITY, Duty.CHECK), day, 10)
        return (
            yield from acted(case, "approve", at_post(CITY, Duty.SIGN), day, 11, given=Given(signed(day)))
        )
    return (yield from hands(case, "approve", CITY, day, last=signed(day)))


# Objections


def _objected(case: Settlement, said: Objected) -> Acting:
    """Somebody objects; the city decides; what is computed again because of it is approved again."""
    yield moment(said.on, 20)
    words = Said(said.ground, OBJECTS, said.line, "群众某", "13800000000")
    objection = object_to(case, words, actor=PUBLIC, at=moment(said.on, 20))
    yield from _answered(objection, said)
    newer = case.replaced_by.filter(state=S.ACCEPTED).first()
    if newer is None:
        return case
    day = date.fromisoformat(said.again)
    yield moment(day - ONE, 16)
    if newer.near:
        yield from acted(newer, "check_employment", second_at(CITY), day - ONE, 16, given=SEEN)
    yield from approved(newer, day)
    newer.refresh_from_db()
    return newer


def _answered(objection: Objection, said: Objected) -> Acting:
    day = date.fromisoformat(said.decided)
    why = Given({"reason": "经向用人单位和本人核实，情况清楚"})
    yield from hands(objection, said.answer, CITY, day, first=why, last=signed(day))
