"""How orders and projects begin, are revised, and get their classes (R16, R20). Their steps are in the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F

from yushu.casework.letters import speaker
from yushu.casework.models import offices_of
from yushu.casework.opening import open_case
from yushu.kernel.clock import day_of
from yushu.kernel.errors import Forbidden, Invalid, Refusal, Stale
from yushu.kernel.words import Words
from yushu.ledger import book
from yushu.people.models import Office
from yushu.people.roles import Duty, Role
from yushu.subsidies import ordering, projecting
from yushu.subsidies.covering import final_claim, unfit
from yushu.subsidies.models import Order, Project, put_under
from yushu.training.models import TrainingClass

if TYPE_CHECKING:
    from yushu.people.actors import Actor

NOT_YOURS = Words("不是本机构的订单或项目", "This is no order or project of your institution")
BY_INSTITUTION = Words("由培训机构办理", "The institution does it")
OPEN_AGAIN = Words("打开最新的再办", "Open it again and act on what it says now")
TAKES_CLASSES = {
    "ORDER": (ordering.S.DRAFT,),
    "PROJECT": (projecting.S.DRAFT, projecting.S.REGISTERED),
}
"""When a class may be added: to an order while it is drawn up, to a project until it is closed."""


@dataclass(frozen=True)
class OrderTerms:
    """What an order says: its name, how many people for which jobs, and the day it was agreed."""

    name: str
    people: int
    jobs: str
    signed_on: date


@dataclass(frozen=True)
class ProjectTerms:
    """What a project says: its name, and how many people are to be trained."""

    name: str
    people: int


@transaction.atomic
def draft_order(
    terms: OrderTerms,
    *,
    employer: Office,
    city: Office,
    province: Office,
    actor: Actor,
    at: datetime,
    classes: Sequence[TrainingClass] = (),
) -> Order:
    """Begin an order of an employer with the actor's institution. Raises Invalid for terms that say nothing."""
    institution = _institution(actor)
    _readable(terms, day_of(at))
    order = open_case(
        Order,
        actor=actor,
        at=at,
        parties=[
            (Role.INSTITUTION, institution),
            (Role.EMPLOYER, employer),
            (Role.CITY, city),
            (Role.PROVINCE, province),
        ],
        facts={"name": terms.name, "people": terms.people, "employer": employer.name},
        institution=institution,
        employer=employer,
        city=city,
        name=terms.name.strip(),
        people=terms.people,
        jobs=terms.jobs.strip(),
        signed_on=terms.signed_on,
    )
    if classes:
        add_classes(order, classes, actor=actor, at=at)
    return order


@transaction.atomic
def draft_project(
    terms: ProjectTerms,
    *,
    city: Office,
    province: Office,
    actor: Actor,
    at: datetime,
    classes: Sequence[TrainingClass] = (),
) -> Project:
    """Begin a training project of the actor's institution."""
    institution = _institution(actor)
    _readable(terms, day_of(at))
    project = open_case(
        Project,
        actor=actor,
        at=at,
        parties=[(Role.INSTITUTION, institution), (Role.CITY, city), (Role.PROVINCE, province)],
        facts={"name": terms.name, "people": terms.people},
        institution=institution,
        city=city,
        name=terms.name.strip(),
        people=terms.people,
    )
    if classes:
        add_classes(project, classes, actor=actor, at=at)
    return project


@transaction.atomic
def revise(
    scheme: Order | Project, terms: OrderTerms | ProjectTerms, *, actor: Actor, at: datetime, rev: int
) -> None:
    """Other terms, while it is a draft. Raises Stale when somebody was faster."""
    _owns(scheme, actor)
    _readable(terms, day_of(at))
    _claim(scheme, (scheme.process.start,), rev)
    said = {name: value for name, value in vars(terms).items() if getattr(scheme, name) != value}
    for name, value in said.items():
        setattr(scheme, name, value)
    scheme.save(update_fields=list(said) or ["name"])
    _write(scheme, "revise", said, actor=actor, at=at)


@transaction.atomic
def add_classes(
    scheme: Order | Project, classes: Sequence[TrainingClass], *, actor: Actor, at: datetime
) -> None:
    """Put classes under a scheme. Raises Refusal for one that may not stand there, or stands elsewhere."""
    _owns(scheme, actor)
    _claim(scheme, TAKES_CLASSES[scheme.mode])
    if final_claim(scheme):
        wrong = Words("末次结算已申领，不能再增加班次", "The final settlement is claimed: no class is added")
        raise Refusal(
            wrong, Words("先撤回末次结算", "Withdraw that claim first"), field="classes", cites="R20"
        )
    if said := next(filter(None, (unfit(scheme, case) for case in classes)), None):
        raise Refusal(said, Words("换一个班", "Choose another class"), field="classes", cites="R16")
    for case in classes:
        try:
            with transaction.atomic():
                put_under(scheme, case, at)
        except IntegrityError as error:
            taken = Words("{c}已列入别的订单或项目", "{c} stands under another order or project")
            mend = Words(
                "一个班只列入一次；先从那里移出", "A class stands under one; take it out there first"
            )
            raise Refusal(taken.fill(c=case.called), mend, field="classes", cites="R20") from error
    _write(scheme, "add_classes", {"classes": [case.number for case in classes]}, actor=actor, at=at)


@transaction.atomic
def take_out(scheme: Order | Project, case: TrainingClass, *, actor: Actor, at: datetime) -> None:
    """Take a class out of a draft."""
    _owns(scheme, actor)
    _claim(scheme, (scheme.process.start,))
    scheme.places.filter(training_class=case).delete()
    _write(scheme, "take_out", {"classes": [case.number]}, actor=actor, at=at)


def may_be_covered(scheme: Order | Project | None, institution: Office) -> list[TrainingClass]:
    """Classes of an institution that may be put under a scheme now: fit, and under none yet."""
    rows = TrainingClass.objects.filter(institution=institution, under=None, cell__isnull=False)
    found = rows.select_related("occupation", "institution").order_by("-opens_on", "number")  # seen: its own
    probe = scheme or Project(institution=institution)
    return [case for case in found if unfit(probe, case) is None]


def _institution(actor: Actor) -> Office:
    if actor.role != Role.INSTITUTION or actor.office is None:
        raise Forbidden(NOT_YOURS, BY_INSTITUTION, cites="R16")
    return actor.office.parent or actor.office


def _owns(scheme: Order | Project, actor: Actor) -> None:
    mine = actor.role == Role.INSTITUTION and scheme.institution_id in offices_of(actor)
    lent = {duty for office, duty in actor.delegated if actor.office and office == actor.office.pk}
    if not mine or Duty.HANDLE not in {actor.duty, *lent}:
        raise Forbidden(NOT_YOURS, BY_INSTITUTION, cites="R16")


def _readable(terms: OrderTerms | ProjectTerms, today: date) -> None:
    if not 2 <= len(terms.name.strip()) <= 60:
        wrong = Words("名称应为2至60字", "A name has 2 to 60 characters")
        raise Invalid(wrong, Words("写清是哪个订单或项目", "Say which order or project it is"), field="name")
    if not 1 <= terms.people <= 10_000:
        wrong = Words("人数应为1至10000", "From 1 to 10,000 people")
        raise Invalid(wrong, Words("填计划培训的人数", "Give the number to be trained"), field="people")
    if isinstance(terms, OrderTerms):
        _readable_order(terms, today)


def _readable_order(terms: OrderTerms, today: date) -> None:
    if not 2 <= len(terms.jobs.strip()) <= 200:
        wrong = Words("没有写岗位", "The jobs are missing")
        raise Invalid(
            wrong, Words("写岗位和各岗位人数", "Say which jobs, and how many of each"), field="jobs"
        )
    if terms.signed_on > today:
        wrong = Words("签订日期{d}还没有到", "The day {d} has not come yet").fill(d=terms.signed_on)
        raise Invalid(wrong, Words("填今天或以前的日期", "Give today or an earlier day"), field="signed_on")


def _claim(scheme: Order | Project, states: tuple[str, ...], rev: int | None = None) -> None:
    """Hold it for this transaction, if it still stands in one of these states (and at this revision)."""
    mine = type(scheme).objects.filter(pk=scheme.pk, state__in=states)
    mine = mine if rev is None else mine.filter(rev=rev)
    if mine.update(rev=F("rev") + 1) != 1:
        scheme.refresh_from_db()
        wrong = Words("已经变了，现在是“{s}”", "It has changed: it is now “{s}”")
        raise Stale(wrong.fill(s=scheme.process.label(scheme.state)), OPEN_AGAIN)
    scheme.refresh_from_db()


def _write(
    scheme: Order | Project, verb: str, said: Mapping[str, Any], *, actor: Actor, at: datetime
) -> None:
    """A line in its record, with what it states now."""
    facts = {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}
    book.append(
        scheme.pk,
        verb,
        {**facts, **scheme.standing()},
        actor=actor,
        at=at,
        happened_on=day_of(at),
        basis="own",
        who=speaker(actor),
    )
