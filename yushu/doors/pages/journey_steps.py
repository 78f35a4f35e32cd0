"""The whole way in seven steps: who, when, done or to come, and the page of each case the trainee may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.urls import reverse

from yushu.catalogue.levels import Level
from yushu.catalogue.models.occupations import name_of
from yushu.certification.life import L
from yushu.certification.rules import pass_mark
from yushu.doors.pages.journey_facts import Facts
from yushu.doors.pages.journey_hours import Hours
from yushu.doors.pages.journey_turns import Turn, completion, level_scores
from yushu.doors.pages.shapes import Link
from yushu.doors.pages.speech import short_day
from yushu.entitlements.rules import EFFECTS, effect_of
from yushu.entitlements.settling import L_ENDED, T_ENDED, hours_by
from yushu.kernel.words import NOTHING, Words
from yushu.people.roles import Role
from yushu.training.enrolling import S as E
from yushu.training.models import Source
from yushu.training.training_life import L as T

State = Literal["done", "now", "todo", "over"]
TENTHS, LAST = 10, 7
TITLES = {
    Level.JUNIOR: Words("初级职称", "a junior title"),
    Level.MIDDLE: Words("中级职称", "a middle title"),
    Level.SENIOR: Words("高级职称", "a senior title"),
}


@dataclass(frozen=True)
class Stop:
    """One of the seven steps."""

    number: int
    label: Words
    said: tuple[Words, ...]
    state: State
    href: str = ""


def stops_of(facts: Facts, hours: Hours, turn: Turn) -> list[Stop]:
    """The seven steps, as far as this person has come."""
    rows = (
        (Words("报名", "Enrolment"), _enrolled(facts), _page("enrolment", facts.enrolment)),
        (Words("资格核对", "Conditions checked"), _checked(facts), _page("enrolment", facts.enrolment)),
        (Words("培训", "Training"), _trained(facts, hours), _course(facts)),
        (Words("结业考核", "Completion exam"), _completed(facts, hours), ""),
        (
            Words("培训合格证书", "Training certificate"),
            _certified(facts),
            _page("training_certificate", facts.training),
        ),
        (Words("等级考核", "Level exam"), _examined(facts), _page("application", facts.application)),
        (Words("等级证书", "Level certificate"), _issued(facts), _page("certificate", facts.certificate)),
    )
    return [
        Stop(number, label, tuple(one for one in said if one), _state(number, turn, _reached(facts)), href)
        for number, (label, said, href) in enumerate(rows, start=1)
    ]


def _reached(facts: Facts) -> int:
    """How far it has come already, when a notice calls somebody back to an earlier step."""
    if facts.certificate is not None and facts.certificate.state not in L_ENDED:
        return LAST
    return LAST - 1 if facts.candidate is not None and facts.candidate.passed else 0


def _state(number: int, turn: Turn, reached: int) -> State:
    here, way = turn.stage.step, turn.stage.way
    if number == here:
        return {"now": "now", "rest": "done", "over": "over"}[way]  # type: ignore[return-value] # each a state
    return "done" if number < here or number <= reached else "todo"


def _page(kind: str, case: object) -> str:
    return reverse("case", args=[kind, case.pk]) if case is not None else ""  # type: ignore[attr-defined] # a case


def _course(facts: Facts) -> str:
    return reverse("course", args=[facts.enrolment.announcement.code])


def _day(facts: Facts, on: date | None) -> Words:
    return short_day(on, facts.today.year) if on else NOTHING


def _enrolled(facts: Facts) -> list[Words]:
    one = facts.enrolment
    own = Words("你，{d}提交", "you, on {d}")
    entered = Words("{s}录入，{d}", "entered by {s} on {d}")
    words = own if one.source == Source.SELF else entered
    said = [words.fill(d=_day(facts, one.opened_on), s=facts.name(Role.INSTITUTION))]
    if one.state == E.WAITING:
        said.append(Words("候补第{n}位", "number {n} in the line").fill(n=one.before + 1))
    return said


def _checked(facts: Facts) -> list[Words]:
    one, case = facts.enrolment, facts.case
    target = one.verdict.get("target", {}).get("mark")
    said = Words("{d}按你的回答核对", "checked on {d} by your answers").fill(d=_day(facts, one.opened_on))
    fits = {
        "ok": Words("{a}：是培育对象", "{a}: in the target group"),
        "no": Words("{a}：不是培育对象，没有补贴", "{a}: outside the target group, without subsidy"),
    }
    lines = [fits[target].fill(a=said) if target in fits else said]
    approved = facts.done(case, "approve") or facts.done(case, "lodge")
    if approved:
        words = Words("{c}{d}批准开班", "class approved by {c} on {d}")
        filed = Words("{d}备案开班", "class filed on {d}")
        lines.append(
            (words if facts.done(case, "approve") else filed).fill(
                c=facts.name(Role.CITY), d=_day(facts, approved)
            )
        )
    return lines


def _trained(facts: Facts, hours: Hours) -> list[Words]:
    case, announcement = facts.case, facts.enrolment.announcement
    first = case.opens_on if case else announcement.opens_on
    last = hours.last or (case.ends_on if case else announcement.ends_on)
    words = Words("{s}，{a}至{b}", "{s}, {a} to {b}")
    filled = words.fill(s=facts.name(Role.INSTITUTION), a=_day(facts, first), b=_day(facts, last))
    return [filled, hours.summary] if hours.begun else [filled]


def _completed(facts: Facts, hours: Hours) -> list[Words]:
    known = completion(facts)
    if known:
        return [known]
    words = Words("{s}组织；学满{n}学时才能参加", "held by {s}; only with all {n} hours")
    return [words.fill(s=facts.name(Role.INSTITUTION), n=sum(hours.required.values()))]


def _certified(facts: Facts) -> list[Words]:
    held = facts.training
    if held is None:
        words = Words(
            "{s}，合格后颁发，学时记入继续教育", "{s}, to who passes; hours count as continuing education"
        )
        return [words.fill(s=facts.name(Role.INSTITUTION))]
    if held.state == T.REVOKED:
        return [Words("{d}撤销", "revoked on {d}").fill(d=_day(facts, held.entered_on))]
    words = Words("{s}，{d}颁发，{n}", "{s}, on {d}: {n}")
    said = [words.fill(s=facts.name(Role.INSTITUTION), d=_day(facts, held.issued_on), n=held.number)]
    if facts.report is not None and facts.report.reported_on:
        sent = Words("名册{d}报省人社厅", "roster reported on {d}")
        said.append(sent.fill(d=_day(facts, facts.report.reported_on)))
    return said


def _examined(facts: Facts) -> list[Words]:
    application = facts.application
    if application is None:
        if facts.candidate is not None:
            day = _day(facts, facts.candidate.batch.examined_on)
            return [Words("{b}，{d}考核", "{b}, on {d}").fill(b=facts.name(Role.EVALUATOR), d=day)]
        words = Words(
            "你申报，评价机构组织，理论、能力各{m}分合格",
            "you apply, an evaluation body examines; {m} points in each part pass",
        )
        return [words.fill(m=pass_mark(facts.today) // TENTHS)]
    applied = Words("你{d}申报，{b}{h}考核", "you applied on {d}; {b} examines on {h}")
    filled = applied.fill(
        d=_day(facts, application.opened_on),
        b=facts.name(Role.EVALUATOR),
        h=_day(facts, application.held_on),
    )
    return [filled, level_scores(facts) or name_of(application.sitting.site)]


BATCH_STEPS = (
    ("report", Words("{b}，{d}报省人社厅", "{b}, reported on {d}")),
    ("forward", Words("{p}，{d}报协调小组办公室", "{p}, forwarded on {d}")),
    ("approve", Words("协调小组办公室，{d}审核通过", "the national office, approved on {d}")),
)


def _issued(facts: Facts) -> list[Words]:
    held, batch = facts.certificate, facts.candidate.batch if facts.candidate else None
    if held is not None:
        ended = {
            L.REVOKED: Words("{d}撤销", "revoked on {d}"),
            L.SUSPENDED: Words("{d}暂停", "on hold since {d}"),
        }
        words = Words("{b}，{d}颁发，{n}", "{b}, on {d}: {n}")
        said = [words.fill(b=facts.name(Role.EVALUATOR), d=_day(facts, held.issued_on), n=held.number)]
        if held.state in ended:
            said.append(ended[L(held.state)].fill(d=_day(facts, held.entered_on)))
        return said
    by = {"b": facts.name(Role.EVALUATOR), "p": facts.name(Role.PROVINCE)}
    days = [(words, facts.done(batch, step)) for step, words in BATCH_STEPS]
    taken = [words.fill(d=_day(facts, day), **by) for words, day in days if day]
    if taken:
        return taken
    level = Level(facts.enrolment.announcement.level)
    words = Words(
        "评价机构颁发，可按规定认定{t}", "from the evaluation body; {t} may be recognised by the rules"
    )
    reference = Words(
        "评价机构颁发，是申报高级职称的重要参考",
        "from the evaluation body; an important reference for a senior title",
    )
    return [reference if level == Level.SENIOR else words.fill(t=TITLES[level])]


# what it brings ─────────────────────────────────────────────────────────────

ENTERED, NOT_YET, TONIGHT, REVERSED = (
    Words("已登记", "entered"),
    Words("暂不可登记", "not yet registrable"),
    Words("当晚登记", "entered tonight"),
    Words("已冲回", "reversed"),
)


def brought(facts: Facts) -> list[Link]:
    """Continuing-education hours and the note on titles, as far as there is a certificate for them."""
    page, lines = reverse("brings"), []
    if facts.training is not None:
        found = hours_by(facts.training)
        label = Words("继续教育{h}学时，{y}年度", "{h} hours of continuing education, {y}")
        state = _entered(facts.hours, ended=facts.training.state in T_ENDED)
        if state == ENTERED and not found.registrable:
            state = Words("{s}：{w}", "{s}: {w}").fill(s=NOT_YET, w=found.not_yet)
        lines.append(Link(label.fill(h=found.hours, y=found.year), page, state))
    if facts.certificate is not None:
        label = Words("职称备注：{e}", "Note on titles: {e}").fill(
            e=EFFECTS[effect_of(facts.certificate.level)]
        )
        lines.append(Link(label, page, _entered(facts.title, ended=facts.certificate.state in L_ENDED)))
    return lines


def _entered(entry: object, *, ended: bool) -> Words:
    if (entry is not None and entry.reversed_on) or ended:  # type: ignore[attr-defined] # an entry
        return REVERSED
    return ENTERED if entry is not None else TONIGHT
