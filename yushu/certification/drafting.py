"""How sittings and applications begin: a sitting is drafted, a person applies in person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F

from yushu.casework.authority import basis_for
from yushu.casework.letters import speaker
from yushu.casework.opening import open_case
from yushu.catalogue.models import Level, Occupation
from yushu.certification.applying import BEFORE as STANDING
from yushu.certification.eligibility import decided, said, training_of
from yushu.certification.models import Application, Assessor, Exam, Sitting, Way
from yushu.certification.rules import Decision
from yushu.certification.sitting import BEFORE, SITTING
from yushu.kernel.clock import day_of
from yushu.kernel.errors import Forbidden, Refusal
from yushu.kernel.words import Words
from yushu.ledger import book
from yushu.people.models import Office, Person
from yushu.people.persons import same_person_ids, standing
from yushu.people.roles import Role
from yushu.training.committing import Shown, sign, text_on
from yushu.training.models import Purpose
from yushu.training.routes import Record

if TYPE_CHECKING:
    from yushu.people.actors import Actor


@dataclass(frozen=True)
class Terms:
    """Where, when, for how many, and until when one can apply."""

    site: Office
    room: str
    held_on: date
    starts: time
    apply_from: date
    apply_until: date
    capacity: int
    contact: str
    fee_yuan: int = 0


@dataclass(frozen=True)
class Course:
    """An occupation and level to be examined."""

    occupation: Occupation
    level: str

    @property
    def words(self) -> Words:
        """大数据初级; Big data, junior."""
        what, level = self.occupation.short, Level(self.level).words
        return Words(f"{what.zh}{level.zh}", f"{what.en}, {level.en}")


@dataclass(frozen=True)
class Signed:
    """What the form of a commitment sends: in which language it was read, and the page's fingerprint."""

    language: str
    seen: str


@dataclass(frozen=True)
class Asked:
    """What a person hands in: what they say of themselves, and how they show it."""

    record: Record
    way: str
    proofs: str = ""
    commitment: Signed | None = None


@transaction.atomic
def draft_sitting(
    evaluator: Office,
    terms: Terms,
    courses: Iterable[Course],
    *,
    province: Office,
    nation: Office,
    actor: Actor,
    at: datetime,
) -> Sitting:
    """A sitting of an evaluator, not yet announced."""
    _refuse_terms(terms)
    sitting = open_case(
        Sitting,
        actor=actor,
        at=at,
        parties=[(Role.EVALUATOR, evaluator), (Role.PROVINCE, province), (Role.NATION, nation)],
        facts={"held_on": terms.held_on, "capacity": terms.capacity},
        evaluator=evaluator,
        **vars(terms),
    )
    for course in dict.fromkeys(courses):
        Exam.objects.create(sitting=sitting, occupation=course.occupation, level=course.level)
    return sitting


def _refuse_terms(terms: Terms) -> None:
    if terms.capacity < 1:
        wrong = Words("座位数须为正整数", "The number of seats must be positive")
        raise Refusal(wrong, Words("至少1个", "At least one"), field="capacity", cites="R09")
    if not terms.apply_from <= terms.apply_until < terms.held_on:
        field = "apply_until" if terms.apply_until >= terms.held_on else "apply_from"
        wrong = Words("申报起止和考核日期的先后不对", "Applications must end before the exam day")
        mend = Words("先申报、后考核，截止在考核日以前", "Applications first, closing before the exam day")
        raise Refusal(wrong, mend, field=field, cites="R08")


@transaction.atomic
def name_assessor(
    sitting: Sitting, person: Person, qualification: str, *, actor: Actor, at: datetime
) -> Assessor:
    """One more assessor of a sitting, before the exam. Written into its record."""
    basis = basis_for(sitting, SITTING.named("publish"), actor, [])
    mine = Sitting.objects.filter(pk=sitting.pk, state__in=BEFORE)
    if mine.update(rev=F("rev") + 1) != 1:
        wrong = Words("考核已过，不能再改考评员", "The exam is over: assessors can no longer change")
        raise Refusal(wrong, Words("看办理记录", "See the record"), cites="R09")
    sitting.refresh_from_db()
    try:
        with transaction.atomic():
            named = Assessor.objects.create(
                sitting=sitting, person=standing(person), qualification=qualification.strip()
            )
    except IntegrityError:
        wrong = Words("{p}已在考评员名单里", "{p} is an assessor already").fill(p=person.name)
        raise Refusal(wrong, Words("写另一人", "Name somebody else"), field="number", cites="R09") from None
    facts = {"name": person.name, "qualification": named.qualification}
    book.append(
        sitting.pk,
        "assessor",
        facts,
        actor=actor,
        at=at,
        happened_on=day_of(at),
        basis=basis.kind,
        who=speaker(actor),
    )
    return named


def shown_for(sitting: Sitting, course: Course, language: str, day: date) -> Shown:
    """Notice and commitment as they are shown for one exam of a sitting."""
    about = f"sitting {sitting.number} {course.occupation.key} {course.level}"
    return Shown(text_on(Purpose.EXAM, day), language, about)


@transaction.atomic
def apply_for(
    person: Person, sitting: Sitting, course: Course, asked: Asked, *, actor: Actor, at: datetime
) -> Application:
    """Apply in person: by notice and commitment, signed at once, or with proofs. The choice is made once.

    Raises Forbidden for anybody but the person, Refusal saying why not: closed, conditions not met, applied
    already, a promise that is not open to this person, proofs that name nothing.
    """
    if actor.post is not None or actor.person is None or standing(actor.person) != standing(person):
        raise Forbidden(
            Words("考核只能由本人申报", "Only the person themself applies"),
            Words("由本人登录申报", "Let the person sign in and apply"),
            cites="R08",
        )
    person, day = standing(person), day_of(at)
    sitting = _place(sitting, course, day)
    decision = decided(person, sitting, course, asked.record, day)
    _refuse_unfit(decision)
    _refuse_way(decision, asked)
    _refuse_double(person, course)
    application = _open(person, sitting, course, asked, decision, actor=actor, at=at)
    if asked.commitment is not None and asked.way == Way.PROMISE:
        shown = shown_for(sitting, course, asked.commitment.language, day)
        sign(shown, person, application.pk, seen=asked.commitment.seen, actor=actor, at=at)
    return application


def _place(sitting: Sitting, course: Course, day: date) -> Sitting:
    """The next number in the order of arrival, if it takes applications; the conditions stand on its own row."""
    taking = Sitting.objects.open_on(day).filter(pk=sitting.pk)
    if taking.update(entries=F("entries") + 1) != 1:
        wrong = Words("这一场现在不接受申报", "This sitting takes no applications now")
        raise Refusal(wrong, Words("看别的场次", "Look at the other sittings"), cites="R08")
    now = Sitting.objects.named().get(pk=sitting.pk)
    if not now.offers(course.occupation, course.level):
        wrong = Words("这一场不考{c}", "This sitting does not examine {c}").fill(c=course.words)
        raise Refusal(wrong, Words("选列出的职业和等级", "Choose one that is listed"), cites="R08")
    return now


def _refuse_unfit(decision: Decision) -> None:
    first = next((reason for reason in decision.reasons if reason.mark == "no"), None)
    if first is not None:
        mend = Words("补上所缺的再报，各条见“条件”", "Mend what is missing; the conditions are listed")
        raise Refusal(first.text, mend, cites=first.cites)


def _refuse_way(decision: Decision, asked: Asked) -> None:
    if asked.way == Way.PROMISE and not decision.may_promise:
        first = decision.promise[0]
        wrong = Words("不适用告知承诺：{r}", "A commitment is not enough: {r}").fill(r=first.text)
        raise Refusal(wrong, Words("改交证明材料", "Hand in proofs"), field="way", cites=first.cites)
    if asked.way == Way.PROMISE and asked.commitment is None:
        wrong = Words("没有签告知承诺书", "The commitment is not signed")
        mend = Words("读过告知书，勾选后再提交", "Read the notice and tick the box")
        raise Refusal(wrong, mend, field="agreed", cites="R08")
    if asked.way == Way.PROOFS and not asked.proofs.strip():
        wrong = Words("没有写证明材料", "No proofs are named")
        mend = Words("逐项写名称、编号和日期", "Name each with its number and date")
        raise Refusal(wrong, mend, field="proofs", cites="R08")


def _refuse_double(person: Person, course: Course) -> None:
    mine = Application.objects.filter(person__in=same_person_ids(person), state__in=STANDING)
    same = mine.filter(occupation=course.occupation, level=course.level).select_related("sitting").first()
    if same is not None:
        raise _double(same.sitting.held_on)


def _double(day: date | None = None) -> Refusal:
    wrong = Words("已申报{d}的考核", "Already applied for the examination of {d}").fill(d=day or "")
    mend = Words("先撤回那一个，或等它办结", "Withdraw that one, or wait until it is done")
    return Refusal(wrong, mend, cites="R08")


def _open(
    person: Person,
    sitting: Sitting,
    course: Course,
    asked: Asked,
    decision: Decision,
    *,
    actor: Actor,
    at: datetime,
) -> Application:
    training = training_of(person, course, sitting.held_on)
    assert training is not None  # the decision admits nobody without it
    try:
        with transaction.atomic():
            return open_case(
                Application,
                actor=actor,
                at=at,
                parties=_parties(person, sitting, training.institution),
                facts={"sitting": sitting.number, "way": asked.way, "place": sitting.entries},
                number=f"{sitting.number}-{sitting.entries:03d}",
                person=person,
                sitting=sitting,
                training=training,
                occupation=course.occupation,
                direction=training.direction,
                level=course.level,
                way=asked.way,
                seq=sitting.entries,
                record=said(asked.record),
                decision=decision.as_facts(),
                proofs=asked.proofs.strip() if asked.way == Way.PROOFS else "",
            )
    except IntegrityError as error:
        raise _double(sitting.held_on) from error


def _parties(person: Person, sitting: Sitting, school: Office) -> list[tuple[Role, Office | Person]]:
    """The person and who examines; the institution, which must help (R08); the supervising province."""
    province = sitting.party(Role.PROVINCE)
    overseer: list[tuple[Role, Office | Person]] = [(Role.PROVINCE, province)] if province else []
    return [
        (Role.TRAINEE, person),
        (Role.EVALUATOR, sitting.evaluator),
        (Role.INSTITUTION, school),
        *overseer,
    ]
