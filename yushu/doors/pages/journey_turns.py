"""Where a journey stands and whose turn it is: the row of the table, its marks filled, its clock, its button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse

from yushu.casework import clocks
from yushu.casework.dials import Dial
from yushu.casework.models import Deadline
from yushu.catalogue.models.occupations import name_of
from yushu.certification.applying import A
from yushu.certification.issuance import S as B
from yushu.certification.life import L
from yushu.certification.rules import has_passed, pass_mark
from yushu.certification.scoring_versions import shown as scores_in_words
from yushu.certification.sitting import S as Held
from yushu.doors.pages.journey_facts import Facts
from yushu.doors.pages.journey_hours import Hours, study_dial
from yushu.doors.pages.journey_stages import Stage
from yushu.doors.pages.journey_stages_exam import STAGES
from yushu.doors.pages.portrait_batch import points
from yushu.doors.pages.shapes import Link
from yushu.doors.pages.speech import short_day
from yushu.kernel.words import NOTHING, Words
from yushu.law.pack import pack
from yushu.people.roles import Role
from yushu.training.classing import S as C
from yushu.training.completing import lacks
from yushu.training.enrolling import S as E
from yushu.training.training_life import L as T

TENTHS = 10
BATCH = {B.EXAMINED, B.REPORTED, B.RETURNED, B.FORWARDED, B.APPROVED}
APPLYING = {
    A.APPLIED: "APPLIED",
    A.RETURNED: "RETURNED",
    A.NOTIFIED: "A_NOTIFIED",
    A.HEARD: "A_HEARD",
    A.WITHDRAWN: "A_WITHDRAWN",
    A.REFUSED: "A_REFUSED",
    A.LAPSED: "A_LAPSED",
    A.CANCELLED: "A_CANCELLED",
    A.VOID: "A_VOID",
}
LIFE = {L.NOTIFIED: "C_NOTIFIED", L.HEARD: "C_HEARD", L.SUSPENDED: "SUSPENDED", L.REVOKED: "REVOKED"}
CLASS = {C.DRAFT: "ROSTERED", C.SUBMITTED: "SUBMITTED", C.APPROVED: "APPROVED", C.STOPPED: "STOPPED"}
COMPLETION = Words("理论{t}，实操{p}，{v}", "theory {t}, practice {p}, {v}")
NO_RESULT = Words("没有合格的结业考核成绩", "No completion exam was passed")
MARKS = {True: Words("合格", "passed"), False: Words("不合格", "not passed")}


@dataclass(frozen=True)
class Turn:
    """Who holds the case now: the row of the table with its marks filled, the clock, the one act."""

    key: str
    stage: Stage
    who: Words
    does: Words
    after: Words
    dial: Dial | None
    act: Link | None
    note: Words = NOTHING
    beside: tuple[Words, Dial] | None = None

    @property
    def mine(self) -> bool:
        """Whether the person themself must act."""
        return self.stage.by == Role.TRAINEE


def turn_of(facts: Facts, hours: Hours) -> Turn:
    """The turn of this journey on this day."""
    key = key_of(facts, hours)
    stage, marks = STAGES[key], marks_of(facts, hours)
    return Turn(
        key,
        stage,
        facts.name(stage.by) if stage.by else NOTHING,
        stage.does.fill(**marks),
        stage.after.fill(**marks),
        dial_of(facts, stage, key),
        act_of(facts, stage.act),
        NOTES.get(key, NOTHING),
        beside(facts, stage),
    )


# which row ──────────────────────────────────────────────────────────────────


def key_of(facts: Facts, hours: Hours) -> str:
    """The name of the row: the furthest thing that exists decides, a notice to be answered before all."""
    told = [
        ("C_NOTIFIED", facts.certificate, L.NOTIFIED),
        ("A_NOTIFIED", facts.application, A.NOTIFIED),
        ("T_NOTIFIED", facts.training, T.NOTIFIED),
    ]
    waiting = [key for key, case, state in told if case is not None and case.state == state]
    return waiting[0] if waiting else _furthest(facts, hours)


def _furthest(facts: Facts, hours: Hours) -> str:
    if facts.certificate is not None:
        return LIFE.get(L(facts.certificate.state), "VALID")
    if facts.training is not None and facts.training.state == T.REVOKED:
        return "T_REVOKED"
    if facts.application is not None:
        return _applied(facts)
    if facts.candidate is not None:
        return _listed(facts)
    if facts.training is not None:
        return "T_HEARD" if facts.training.state == T.HEARD else "CERTIFIED"
    return _trained(facts, hours)


def _applied(facts: Facts) -> str:
    application, score = facts.application, facts.score
    assert application is not None
    if application.state == A.CONFIRMED:
        return "EXAMINED" if application.sitting.state == Held.EXAMINED else "CONFIRMED"
    if application.state != A.GRADED:
        return APPLYING[A(application.state)]
    if score is None or not has_passed(score.theory, score.practice, pass_mark(application.held_on)):
        return "FAILED"
    return _listed(facts) if facts.candidate is not None else "GRADED"


def _listed(facts: Facts) -> str:
    candidate = facts.candidate
    assert candidate is not None
    if candidate.batch.state in BATCH:
        return f"B_{candidate.batch.state}"
    if candidate.batch.state == B.VOID or candidate.passed:
        return "B_ENDED"
    return "FAILED"


def _trained(facts: Facts, hours: Hours) -> str:
    state, member, case = facts.enrolment.state, facts.member, facts.case
    if state == E.HELD and facts.enrolment.signed_at is None:
        return "UNSIGNED"
    if member is None or case is None:
        return "LEFT" if state == E.LEFT else str(state)
    if member.left_on is not None or state == E.LEFT:
        return "LEFT"
    if state not in (E.HELD, E.ENROLLED, E.FINISHED):
        return str(state)
    if case.state in CLASS:
        return CLASS[C(case.state)]
    return "NO_CERTIFICATE" if case.state == C.COMPLETED else _examined(facts, hours)


def _examined(facts: Facts, hours: Hours) -> str:
    """A class that runs: lessons, hours to make up, the exam, its result."""
    last = facts.results[-1] if facts.results else None
    if last is not None and last.confirmed_by_id is None:
        return "MARKED"
    if last is not None:
        return "PASSED" if last.passed else "RESIT"
    if not hours.missing:
        return "EXAM"
    if hours.ahead:
        return "TRAINING"
    return "SHORT" if hours.lost else "COUNTING"


# what it says ───────────────────────────────────────────────────────────────


def marks_of(facts: Facts, hours: Hours) -> dict[str, object]:
    """Everything a row of the table may name."""
    announcement, case = facts.enrolment.announcement, facts.case
    opens = case.opens_on if case else announcement.opens_on
    said: dict[str, Any] = {
        "place": facts.enrolment.before + 1,
        "school": facts.name(Role.INSTITUTION),
        "city": facts.name(Role.CITY),
        "body": facts.name(Role.EVALUATOR),
        "class": case.called if case else announcement.course,
        "opens": _day(facts, opens),
        "last": _day(facts, hours.last or (case.ends_on if case else announcement.ends_on)),
        "hours": sum(hours.required.values()),
        "lacks": lacks(hours.missing),
        "mark": pack().on("H-pass-mark", opens).number("score"),
        "exam": completion(facts) or NO_RESULT,
        "examined": _day(facts, facts.results[-1].examined_on if facts.results else None),
        "left": _day(facts, facts.member.left_on if facts.member else None),
        "why": facts.member.left_why if facts.member else "",
        "sittings": facts.sittings,
        "since": _day(facts, _since(facts)),
    }
    return said | _of_exam(facts)


def _of_exam(facts: Facts) -> dict[str, object]:
    application, candidate, certificate = facts.application, facts.candidate, facts.certificate
    sitting = application.sitting if application else None
    held = application.held_on if application else facts.today
    return {
        "held": _day(facts, held),
        "time": f"{sitting.starts:%H:%M}" if sitting else "",
        "site": name_of(sitting.site) if sitting else "",
        "room": sitting.room if sitting else "",
        "seat": application.seat if application else "",
        "pass": pass_mark(held) // TENTHS,
        "scores": level_scores(facts),
        "remark": f"“{candidate.why}”" if candidate and candidate.why else "",
        "issued": _day(facts, certificate.issued_on if certificate else None),
    }


def _since(facts: Facts) -> date:
    """The day the furthest of the cases came into its present state."""
    batch = facts.candidate.batch if facts.candidate else None
    ended = batch if batch is not None and batch.state not in BATCH else None
    found = (facts.certificate, _revoked(facts), ended, facts.application, facts.training, _class(facts))
    return next((one.entered_on for one in found if one is not None), facts.enrolment.entered_on)


def _revoked(facts: Facts) -> Any:
    return facts.training if facts.training is not None and facts.training.state == T.REVOKED else None


def _class(facts: Facts) -> Any:
    return facts.case if facts.enrolment.state in (E.ENROLLED, E.FINISHED) else None


def _day(facts: Facts, on: date | None) -> Words:
    return short_day(on, facts.today.year) if on else NOTHING


def completion(facts: Facts) -> Words:
    """The last confirmed result of the completion exam, in words."""
    known = [one for one in facts.results if one.confirmed_by_id is not None]
    if not known:
        return NOTHING
    last = known[-1]
    day = short_day(last.examined_on, facts.today.year)
    said = COMPLETION.fill(t=points(last.theory), p=points(last.practice), v=MARKS[last.passed])
    return Words(f"{day.zh}：{said.zh}", f"{day.en}: {said.en}")


def level_scores(facts: Facts) -> Words:
    """The scores of the level exam that count, in words."""
    score, application, candidate = facts.score, facts.application, facts.candidate
    if score is not None and application is not None:
        return scores_in_words(score, pass_mark(application.held_on))
    if candidate is not None:
        return MARKS[candidate.passed]
    return NOTHING


# its clock and its button ───────────────────────────────────────────────────


LAPSES = Words("到这天没有开班，报名失效", "it lapses unless a class has opened by then")
UNCONFIRMED = Words("到考核日没有确认，申报失效", "it lapses if not confirmed by the day of the exam")
NOTES = {
    "WAITING": LAPSES,
    "HELD": LAPSES,
    "APPLIED": UNCONFIRMED,
    "RETURNED": UNCONFIRMED,
    "APPROVED": Words("开班日", "the opening day"),
    "SHORT": Words("班的最后一天，补课在此以前", "the last day of the class: make it up by then"),
    "CONFIRMED": Words("考核日", "the day of the exam"),
    "B_RETURNED": Words("补正期间不计入办理时限", "the time limit does not run until it is mended"),
}
"""What the last day of a clock means, where it is not the term of whoever holds the case."""


def dial_of(facts: Facts, stage: Stage, key: str) -> Dial | None:
    """The clock of whoever holds it; of a class that teaches, its days; of what is waited for, the day."""
    if key == "TRAINING":
        return study_dial(facts)
    return _awaited(facts, key) or _running(facts, stage)


def _awaited(facts: Facts, key: str) -> Dial | None:
    """A day that is known beforehand, counted down to; nothing once it is past."""
    case, application = facts.case, facts.application
    if key == "CONFIRMED" and application is not None:
        return _until(facts, application.entered_on, application.held_on, "R09")
    if key == "APPROVED" and case is not None:
        return _until(facts, case.entered_on, case.opens_on, "A26")
    if key == "SHORT" and case is not None:
        return _until(facts, case.opens_on, case.ends_on, "R06")
    return None


def _until(facts: Facts, since: date, until: date, cites: str) -> Dial | None:
    if not since <= facts.today <= until:
        return None
    found = Deadline(starts_on=since, runs_from=since, nominal_on=until, due_on=until, cites=cites)
    return clocks.dial(found, facts.today, facts.calendar)


def _running(facts: Facts, stage: Stage) -> Dial | None:
    cases: dict[str, Any] = {
        "enrolment": facts.enrolment,
        "class": facts.case,
        "training": facts.training,
        "application": facts.application,
        "sitting": facts.application.sitting if facts.application else None,
        "batch": facts.candidate.batch if facts.candidate else None,
        "certificate": facts.certificate,
    }
    return facts.dial(cases.get(stage.of), *stage.clock)


def beside(facts: Facts, stage: Stage) -> tuple[Words, Dial] | None:
    """What runs beside it and needs nothing of the person: the roster on its way to the province (R07)."""
    dial = facts.dial(facts.report, "report", "accept")
    if stage.step != 6 or dial is None or facts.report is None:
        return None
    sent = facts.report.state == "REPORTED"
    words = (
        Words("名册已报送，待省人社厅收件", "The roster is with the province, to be accepted")
        if sent
        else Words("{s}向省人社厅报送名册", "{s} reports the roster to the province")
    )
    return words.fill(s=facts.name(Role.INSTITUTION)), dial


def act_of(facts: Facts, name: str) -> Link | None:
    """The one thing to press, or the page that says more."""
    made = {
        "accept": lambda: _step("enrolment", facts.enrolment, "accept", Words("接受名额", "Accept the seat")),
        "commitment": lambda: Link(
            Words("签身份承诺", "Sign the commitment"),
            reverse("enrolment_commit", args=[facts.enrolment.pk]),
        ),
        "enrolment": lambda: _case(facts.enrolment, Words("看报名办件", "See the enrolment")),
        "courses": lambda: Link(Words("找课程", "Find a course"), reverse("courses")),
        "exams": lambda: Link(Words("看考核场次", "See the sittings"), reverse("exams")),
        "training": lambda: _case(facts.training, Words("看培训合格证书", "See the training certificate")),
        "application": lambda: _case(facts.application, Words("看申报", "See the application")),
        "certificate": lambda: _case(facts.certificate, Words("看等级证书", "See the level certificate")),
        "resubmit": lambda: _step(
            "application", facts.application, "resubmit", Words("补正后再交", "Mend it")
        ),
        "defend_training": lambda: _step("training_certificate", facts.training, "defend", DEFEND),
        "defend_application": lambda: _step("application", facts.application, "defend", DEFEND),
        "defend_certificate": lambda: _step("certificate", facts.certificate, "defend", DEFEND),
    }
    return made[name]() if name else None


DEFEND = Words("陈述和申辩", "State my defence")


def _case(case: Any, label: Words) -> Link | None:
    return Link(label, reverse("case", args=[case.process.kind, case.pk])) if case is not None else None


def _step(kind: str, case: Any, step: str, label: Words) -> Link:
    return Link(label, reverse("step", args=[kind, case.pk, step]))


def complain() -> str:
    """Where to complain; the desk as long as the site has no such page."""
    try:
        return reverse("complain")
    except NoReverseMatch:
        return reverse("desk")
