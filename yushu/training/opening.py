"""How the cases of this room begin: an announcement from a draft, an enrolment by one call for both doors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F

from yushu.casework.opening import open_case
from yushu.casework.stepping import take
from yushu.catalogue.drafting import house_of
from yushu.catalogue.models import Direction, Occupation, PlanCell
from yushu.kernel.clock import day_of
from yushu.kernel.errors import Forbidden, Refusal
from yushu.kernel.words import Words
from yushu.people.actors import TIME
from yushu.people.models import Office, Person
from yushu.people.persons import same_person_ids, standing
from yushu.people.roles import Role
from yushu.training import announcing
from yushu.training.committing import Shown, sign, text_on
from yushu.training.enrolling import SEATS, STANDING
from yushu.training.models import Announcement, Enrolment, Purpose, Source
from yushu.training.rules import Answers, Offered, Verdict, verdict
from yushu.training.terms import as_fields

if TYPE_CHECKING:
    from yushu.people.actors import Actor


@dataclass(frozen=True)
class Course:
    """What is announced: an occupation at a level, in a cell of the plan or outside it."""

    occupation: Occupation
    level: str
    direction: Direction | None = None
    cell: PlanCell | None = None


def draft_announcement(
    course: Course, terms: Mapping[str, Any], *, province: Office, actor: Actor, at: datetime
) -> Announcement:
    """Begin an announcement. `terms` are the facts of `terms.TERMS`, cleaned.

    Raises Refusal for numbers and days that cannot be, Forbidden for a cell of somebody else.
    """
    if actor.office is None:
        raise Forbidden(
            Words("没有岗位，不能发起", "Only an office may begin this"),
            Words("换一个岗位", "Stand at a post"),
            cites="R04",
        )
    institution, cell = house_of(actor.office), course.cell
    if cell and (cell.institution_id, cell.occupation_id) != (institution.pk, course.occupation.pk):
        wrong = Words("这个计划名额不是本机构本专业的", "That cell of the plan is not yours for this field")
        raise Forbidden(
            wrong, Words("选本机构的名额", "Choose a cell of your own"), field="cell", cites="R04"
        )
    fields = {
        "institution": institution,
        "cell": cell,
        "occupation": course.occupation,
        "direction": course.direction,
        "level": course.level,
        **as_fields(terms),
    }
    Announcement(**fields).refuse_impossible()
    return open_case(
        Announcement,
        actor=actor,
        at=at,
        parties=[(Role.INSTITUTION, institution), (Role.PROVINCE, province)],
        facts={name: str(value) for name, value in terms.items()},
        **fields,
    )


@dataclass(frozen=True)
class Signed:
    """That the person has read the commitment as shown and signs it: the language, and what the page showed."""

    language: str
    seen: str


def offered(announcement: Announcement) -> Offered:
    """What an announcement says to the rules of eligibility."""
    return Offered(
        announcement.occupation.key,
        announcement.level,
        announcement.opens_on,
        announcement.ends_on,
        announcement.cell_id is not None,
    )


def shown_for(announcement: Announcement, language: str, day: date) -> Shown:
    """The identity commitment as it is shown for an announcement."""
    return Shown(text_on(Purpose.IDENTITY, day), language, f"announcement {announcement.code}")


@transaction.atomic
def enrol(
    person: Person,
    announcement: Announcement,
    answers: Answers,
    *,
    actor: Actor,
    at: datetime,
    commitment: Signed | None = None,
) -> Enrolment:
    """Enrol a person: one call for the person themself and for the institution.

    The person gets a seat if one is free at this moment, else the next place of the waiting list.
    Who enrols in person signs the identity commitment at once; whom the institution enters signs it
    later, in person. Raises Refusal saying why not: not open, not of the target group, enrolled already.
    """
    person, day = standing(person), day_of(at)
    own = actor.post is None
    _may(person, announcement, actor)
    if own and commitment is None:
        wrong = Words("没有签身份承诺", "The identity commitment is not signed")
        raise Refusal(
            wrong, Words("读过承诺，勾选后再报名", "Read it and tick the box"), field="agreed", cites="A34"
        )
    announcement = _place(announcement, day)
    found = verdict(answers, offered(announcement))
    _refuse_outsider(found, announcement)
    _refuse_double(person, announcement)
    enrolment = _open(person, announcement, answers, found, actor=actor, at=at)
    if own and commitment is not None:
        shown = shown_for(announcement, commitment.language, day)
        sign(shown, person, enrolment.pk, seen=commitment.seen, actor=actor, at=at)
    if announcement.left:
        _seat(enrolment, at=at, day=day)
    return enrolment


def _may(person: Person, announcement: Announcement, actor: Actor) -> None:
    if actor.office is not None:
        allowed = house_of(actor.office).pk == announcement.institution_id
    else:
        allowed = actor.person is not None and standing(actor.person) == person
    if not allowed:
        raise Forbidden(
            Words("只能由本人或本公告的培训机构报名", "Only the person or the announcing institution enrols"),
            Words("由本人登录报名", "Let the person sign in and enrol"),
            cites="R03",
        )


def _place(announcement: Announcement, day: date) -> Announcement:
    """The next number in the order of arrival, if enrolment is open; everybody after this one waits.

    The conditions stand on the announcement's own row, so they hold as long as this transaction lasts.
    """
    taking = Announcement.objects.filter(
        pk=announcement.pk, state=announcing.S.PUBLISHED, enrol_from__lte=day, enrol_until__gte=day
    )
    won = taking.update(entries=F("entries") + 1)
    now = Announcement.objects.named().get(pk=announcement.pk)
    if won != 1:
        raise _not_open(now, day)
    return now


def _not_open(announcement: Announcement, day: date) -> Refusal:
    if announcement.state == announcing.S.PUBLISHED and day < announcement.enrol_from:
        wrong = Words("{d}才开始报名", "Enrolment begins on {d}").fill(d=announcement.enrol_from)
        return Refusal(wrong, Words("到时再来", "Come back then"), cites="R04")
    wrong = Words("这个公告已不接受报名", "This announcement takes no more enrolments")
    return Refusal(wrong, Words("看看别的班", "Look at the other courses"), cites="R04")


def _refuse_outsider(found: Verdict, announcement: Announcement) -> None:
    """A23: the seats of the plan are for the target group."""
    if announcement.cell_id is None or found.admits:
        return
    first = next(reason for reason in found.target.reasons if reason.mark == "no")
    wrong = Words("不属于培育对象：{r}", "Not of the target group: {r}").fill(r=first.text)
    raise Refusal(wrong, found.target.change, cites=first.cites)


def _refuse_double(person: Person, announcement: Announcement) -> None:
    mine = Enrolment.objects.filter(person__in=same_person_ids(person))
    if mine.filter(announcement=announcement, state__in=STANDING).exists():
        wrong = Words("已经报过这个公告", "Already enrolled for this announcement")
        raise Refusal(wrong, Words("在“我的报名”里看", "See “My enrolments”"), cites="R03")
    if elsewhere := mine.filter(state__in=SEATS).select_related("announcement__occupation").first():
        wrong = Words("已占着一个名额：{c}", "Already has a seat: {c}").fill(c=elsewhere.announcement.course)
        raise Refusal(wrong, Words("先退出那一个", "Withdraw from that one first"), cites="A39")


def _open(
    person: Person,
    announcement: Announcement,
    answers: Answers,
    found: Verdict,
    *,
    actor: Actor,
    at: datetime,
) -> Enrolment:
    try:
        with transaction.atomic():
            return open_case(
                Enrolment,
                actor=actor,
                at=at,
                parties=[(Role.TRAINEE, person), (Role.INSTITUTION, announcement.institution)],
                facts={"announcement": announcement.number, "place": announcement.entries},
                number=f"{announcement.number}-{announcement.entries:03d}",
                person=person,
                announcement=announcement,
                seq=announcement.entries,
                source=Source.INSTITUTION if actor.office else Source.SELF,
                answers=answers.as_facts(),
                verdict=found.as_facts(),
            )
    except IntegrityError as error:
        wrong = Words("已经报过这个公告", "Already enrolled for this announcement")
        raise Refusal(wrong, Words("在“我的报名”里看", "See “My enrolments”"), cites="R03") from error


def _seat(enrolment: Enrolment, *, at: datetime, day: date) -> None:
    try:
        with transaction.atomic():
            take(enrolment, "seat", actor=TIME, at=at, rev=enrolment.rev, happened_on=day)
    except IntegrityError as error:
        wrong = Words("刚刚在别处占了名额", "A seat elsewhere was taken just now")
        raise Refusal(wrong, Words("先退出那一个", "Withdraw from that one first"), cites="A39") from error
