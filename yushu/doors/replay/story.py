"""The months before the demonstration opens: the plan, requests, batches, and what became of certificates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction

from yushu.casework.calendar import publish_shipped
from yushu.casework.models import RehearsalClock
from yushu.casework.moving import Given
from yushu.casework.timely import sweep
from yushu.catalogue.drafting import Need, propose_entry, propose_missing, request_change
from yushu.catalogue.loading import load_catalogue, load_plan_2024
from yushu.catalogue.models import Level, Occupation, Plan
from yushu.certification.models import Batch, LevelCertificate
from yushu.doors.replay import courses
from yushu.doors.replay.acting import PROVINCE, moment, step, three_hands
from yushu.doors.replay.batches import STORIES, play
from yushu.doors.replay.inventing import People
from yushu.doors.replay.stage import at_post, list_evaluators, office, set_stage, trainee
from yushu.entitlements.settling import settle_entitlements
from yushu.kernel.clock import now
from yushu.ledger.keys import signer
from yushu.ledger.seals import close_day
from yushu.people.actors import Actor
from yushu.people.roles import HANDS, Role

OPENS = moment("2024-09-26", 9, 24)
SEED = 20240523
DOCUMENT = {"document_no": "晋人社函〔2024〕{n}号"}

Say = Callable[[str], None]


def perform(say: Say) -> bool:
    """Play the whole demonstration into an empty database. False when it has been played already."""
    publish_shipped(at=moment("2024-01-02"))
    set_stage()
    load_catalogue()
    list_evaluators()
    if Batch.objects.exists():
        return False
    with transaction.atomic():
        _plan(say)
        people = People(SEED)
        _classes(say, people)
        _batches(say, people)
        _requests(say)
        _lives(say)
        sweep(date(2024, 9, 26), at=OPENS)
        settle_entitlements(at=OPENS)
        _seal(say)
        _open_the_day()
    return True


def _plan(say: Say) -> None:
    say("the plan of 2024: 500 seats, three universities, five fields")
    hands = dict(
        zip(("handler", "checker", "signer"), (at_post(PROVINCE, duty) for duty in HANDS), strict=True)
    )
    load_plan_2024(**hands, at=moment("2024-05-23"))


def _classes(say: Say, people: People) -> None:
    courses.equip()
    for number, term in enumerate(courses.TERMS, start=1):
        case = courses.run(term, people)
        state = case.state if case else "enrolling"
        called = f"{term.school} {term.key} {term.name}"
        say(f"class {number} of {len(courses.TERMS)}: {called}, {term.people} people, {state}")


def _batches(say: Say, people: People) -> None:
    for number, story in enumerate(STORIES, start=1):
        batch = play(story, people)
        say(f"batch {number} of {len(STORIES)}: {batch.number}, {story.people} people, {batch.state}")


def _requests(say: Say) -> None:
    say("requests: plan changes, missing occupations, city catalogues")
    plan = Plan.objects.get(year=2024)
    for school, rows, reason, day, answer in CHANGES:
        change = request_change(plan, rows, reason, actor=at_post(school), at=moment(day))
        if answer == "refuse":
            why = Given({"reason": "本年度名额已满，转下年度统筹"})
            three_hands(change, answer, _later(day)[0], DOCUMENT["document_no"], why)
        elif answer:
            step(change, answer, at_post(school), *_later(day))
    for key, people, day, refused in MISSING:
        _missing(key, people, day, refused)
    for school, key, level, city, day, listed in ENTRIES:
        _entry(school, key, level, city, day, listed)


CHANGES = (
    (
        "太原科技大学",
        "培训机构,职业,增减\n太原科技大学,智能制造,20\n",
        "设备到位，拟增一个班",
        "2024-07-03",
        "refuse",
    ),
    ("山西大学", "培训机构,职业,增减\n山西大学,人工智能,-10\n", "师资调整", "2024-08-06", "withdraw"),
    (
        "太原理工大学",
        "培训机构,职业,增减\n太原理工大学,大数据,10\n",
        "4期20人，名额只剩10个",
        "2024-09-20",
        "",
    ),
)
MISSING = (
    ("virtual-reality", 25, "2024-07-10", True),
    ("internet-of-things", 60, "2024-09-17", False),
)
ENTRIES = (
    ("山西大学", "ai", Level.JUNIOR, "太原市人社局", "2024-06-03", True),
    ("太原理工大学", "big-data", Level.JUNIOR, "太原市人社局", "2024-06-03", True),
    ("太原科技大学", "intelligent-manufacturing", Level.JUNIOR, "太原市人社局", "2024-06-04", True),
    ("太原理工大学", "blockchain", Level.JUNIOR, "太原市人社局", "2024-09-19", False),
    ("山西大学", "digital-management", Level.JUNIOR, "晋中市人社局", "2024-09-23", False),
)


def _later(day: str) -> tuple[str, int]:
    return f"{day[:8]}{int(day[8:]) + 5:02d}", 15


def _missing(key: str, people: int, day: str, refused: bool) -> None:
    need = Need(
        occupation=Occupation.objects.get(key=key),
        level=Level.JUNIOR,
        people=people,
        provider="省外培训机构（虚构）",
        starts_on=date(2024, 11, 4),
        reason="岗位需要，省内暂无机构开展",
    )
    employer = office("用人单位甲")
    proposal = propose_missing(
        need, employer=employer, province=office(PROVINCE), actor=at_post(employer.name), at=moment(day)
    )
    if refused:
        three_hands(
            proposal,
            "refuse",
            _later(day)[0],
            DOCUMENT["document_no"],
            Given({"reason": "需求较小，建议线上学习"}),
        )


def _entry(school: str, key: str, level: str, city: str, day: str, listed: bool) -> None:
    entry = propose_entry(
        office(school),
        Occupation.objects.get(key=key),
        level,
        province=office(PROVINCE),
        actor=at_post(city),
        at=moment(day),
    )
    if listed:
        signed = {
            "document_no": f"并人社函〔2024〕{int(day[5:7] + day[8:])}号",
            "dispatched_on": _later(day)[0],
        }
        for duty, facts in zip(HANDS, ({}, {}, signed), strict=True):
            step(entry, "list", at_post(city, duty), *_later(day), given=Given(facts))


def _lives(say: Say) -> None:
    """One certificate awaiting its holder's defence, one on hold, one revoked, one replaced."""
    say("certificates: a notice, a suspension, a revocation, a replacement")
    first = Batch.objects.get(number="2024-001")
    notified, held, revoked, replaced, mine = LevelCertificate.objects.filter(
        candidate__batch=first
    ).order_by("number")[:5]
    _notify(revoked, "2024-09-02", "TARGET")
    step(
        revoked,
        "defend",
        _holder(revoked, "holder3"),
        "2024-09-05",
        given=Given({"statement": "没有要补充的"}),
    )
    _decide(revoked, "revoke", "2024-09-18")
    _notify(held, "2024-09-09", "COMMITMENT")
    step(
        held, "defend", _holder(held, "holder2"), "2024-09-11", given=Given({"statement": "学籍证明正在补办"})
    )
    _decide(held, "suspend", "2024-09-19")
    _notify(notified, "2024-09-24", "ERROR")
    trainee(notified.person, "trainee", printed=True)
    step(replaced, "supersede", at_post("评价机构甲"), "2024-09-12", given=Given({"reason": "更正姓名用字"}))
    trainee(mine.person, "holder5")


def _holder(certificate: LevelCertificate, username: str) -> Actor:
    account = trainee(certificate.person, username)
    return Actor(Role.TRAINEE, account, certificate.person)


def _notify(certificate: LevelCertificate, day: str, ground: str) -> None:
    given = Given({"ground": ground, "reason": "核查发现登记信息与学籍信息不一致"})
    three_hands(certificate, "notify", day, DOCUMENT["document_no"], given)


def _decide(certificate: LevelCertificate, decision: str, day: str) -> None:
    three_hands(certificate, decision, day, DOCUMENT["document_no"], Given({"reason": "经核查属实"}))


def _seal(say: Say) -> None:
    say("the public log: checkpoint and seal of the day before")
    close_day(date(2024, 9, 25), OPENS, signer())


def _open_the_day() -> None:
    shift = int((OPENS - now()).total_seconds())
    RehearsalClock.objects.update_or_create(pk=True, defaults={"seconds": shift})
