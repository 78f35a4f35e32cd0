"""A small world of money and every step that can be taken in it, drawn at random from a seed.

Two institutions of two cities, eight people, three finished classes of one occupation and level that share people;
an order over one class, a project over the two others. Steps come from the tables of the processes themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.cast import Cast, Member
from tests.catalogue.makers import NUMBER, moment
from tests.subsidies import makers
from tests.subsidies import payingmakers as pay
from tests.subsidies import settlementmakers as money
from yushu.casework.authority import pending
from yushu.casework.models import Deadline, Party
from yushu.casework.moving import Given, move
from yushu.casework.process import Step
from yushu.casework.timely import sweep
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.people.actors import PUBLIC
from yushu.people.models import Person
from yushu.people.roles import HANDS, Duty, Role
from yushu.subsidies import models as s
from yushu.subsidies.bank_answers import Answer, take_answer
from yushu.subsidies.filing import Said, draft_settlement, object_to
from yushu.subsidies.objecting import GROUNDS
from yushu.subsidies.reclaiming import ABLE, Finding, open_recovery
from yushu.subsidies.recording import Proof, withdraw_fact
from yushu.subsidies.recovering import UNDECIDED
from yushu.subsidies.settling import OPEN, S
from yushu.training import models as m

BEGINS = date(2024, 11, 12)
CASES = (s.Settlement, s.Objection, s.Payment, s.PaymentRun, s.Recovery)
LIKELY = {"claim": 6, "accept": 6, "approve": 6, "check_employment": 6, "gather": 6, "send": 6, "close": 2}
LIKELY |= {
    "retry": 5,
    "recover": 4,
    "remit": 4,
    "confirm": 6,
    "settle": 6,
    "defend": 2,
    "uphold": 2,
    "dismiss": 2,
}
LIKELY |= {"notify": 4, "revoke": 5, "release": 2, "correct": 4}
SELDOM = 0.1
"""How much likelier the way forward is than turning back."""
GOES_ON = 12
"""A step that some hands have taken is mostly taken to its end."""
TURNS = {"refresh": 6, "return": 4, "withdraw": 2, "refuse": 1, "stop": 1}
"""What people do with a case that cannot go on as it is."""
STUCK = 0.01
"""What was refused is seldom tried again before something has changed."""
WORTH_A_PRESS = 5
"""Where only unlikely steps are left, time passes or something else happens."""
EARLY = 0.004
"""How rarely a certificate is attacked before anything was paid on it."""

NO_NEWS = Words("回单没有新内容", "The answer says nothing new")


class Nothing(Exception):
    """There is nothing this rule could be tried on."""


@dataclass
class World:
    """Who and what the walks move among."""

    cast: Cast
    order: s.Order
    project: s.Project
    people: list[Person]
    seconds: dict[str, Member]

    @property
    def schemes(self) -> tuple[Any, Any]:
        return self.order, self.project


def make_world(cast: Cast) -> World:
    """The classes taught, order and project registered, accounts checked, some of the employment recorded."""
    other = cast.neighbours()
    ours = makers.completed_class(cast, 5, 2, first=500)
    theirs = makers.completed_class(other, 3, 3, first=520, opens="2024-10-14")
    later = makers.completed_class(other, 4, 11, first=540, opens="2024-10-21")
    # The classes were written past their steps: what their clocks still wait for has been.
    Deadline.objects.filter(closed_at=None).update(closed_at=moment(BEGINS), closed_on=BEGINS)
    them = money.people_of(ours)
    _same_people(theirs, {2: them[3], 3: them[4]})
    _same_people(later, {2: them[0], 3: money.people_of(theirs)[0]})
    order = makers.registered_order(cast, ours)
    project = makers.registered_project(other, theirs, later)
    people = list(dict.fromkeys([*them, *money.people_of(theirs), *money.people_of(later)]))
    makers.employ(cast, *them[:4])
    makers.employ(other, people[5], people[6])
    pay.account(cast)
    pay.account(other, account="149900190001010023")
    seconds = {"own": money.second_handler(cast), "other": money.second_handler(other)}
    return World(cast, order, project, people, seconds)


def _same_people(case: m.TrainingClass, who: dict[int, Person]) -> None:
    for seq, person in who.items():
        m.Member.objects.filter(training_class=case, seq=seq).update(person=person)


def begin_paid(walk: Walk) -> None:
    """The order was claimed and paid for everybody: what comes afterwards is nearer."""
    cast = walk.world.cast
    makers.employ(cast, walk.world.people[4])
    pay.paid(cast, walk.world.order)
    walk.day = date.fromisoformat(pay.PAID)


@dataclass
class Walk:
    """One way through the world: a day, a source of chance, and what has been tried."""

    world: World
    seed: int
    day: date = BEGINS
    steps: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    stuck: set[tuple[Any, ...]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)

    def step(self) -> bool:
        """Try one step. Whether it was taken; a refused one raised one of the refusals people read."""
        while True:
            rule = self.chance.choices([rule for rule, _ in RULES], [weight for _, weight in RULES])[0]
            try:
                tried = rule(self)
            except Nothing:
                continue
            break
        name, act = tried
        self.steps.append(f"{self.day} {name}")
        try:
            act()
        except Refusal as refusal:
            self.refused[name.split()[0]] += 1
            self.steps[-1] += f" — refused: {refusal.wrong.zh}"
            return False
        self.taken[name.split()[0]] += 1
        return True

    def one_of(self, rows: Any) -> Any:
        """One of some rows."""
        found = list(rows)
        if not found:
            raise Nothing
        return self.chance.choice(found)

    def side_of(self, case: Any, role: Role) -> Cast:
        """On which side of the street the office stands that has this role in a case."""
        offices = {party.office_id for party in Party.objects.filter(chain_id=case.pk, role=role)}
        own = self.world.cast
        return own if own.owner(role).office.pk in offices or not offices else own.neighbours()

    def hand(self, case: Any, step: Step, duty: Duty) -> Member:
        """Who gives the next hand: mostly whoever should."""
        cast = self.side_of(case, step.by)
        if step.name == "check_employment" and self.chance.random() < 0.9:
            return self.world.seconds["own" if cast is self.world.cast else "other"]
        if self.chance.random() < 0.03:
            return cast.colleague(step.by, self.chance.choice(HANDS))
        return cast.colleague(step.by, duty)


Tried = tuple[str, Callable[[], Any]]
Rule = Callable[[Walk], Tried]
RULES: list[tuple[Rule, float]] = []


def rule(weight: float) -> Callable[[Rule], Rule]:
    """A kind of step, and how often it is tried."""

    def keep(one: Rule) -> Rule:
        RULES.append((one, weight))
        return one

    return keep


# Steps of the tables


@rule(60)
def press(walk: Walk) -> Tried:
    """A step of the process of some case, where it stands; by the next hand."""
    rows = [way for case in _living() for way in _ways(case)]
    weights = [_weight(walk, *row) for row in rows]
    if sum(weights) < walk.chance.random() * WORTH_A_PRESS:
        raise Nothing
    case, step, given = walk.chance.choices(rows, weights)[0]
    name, act = _pressed(walk, case, step, given)

    def remembered() -> None:
        try:
            act()
        except Refusal:
            walk.stuck |= {(case.pk, case.rev), (case.pk, case.rev, step.name)}
            raise

    return name, remembered


@rule(3)
def press_wrongly(walk: Walk) -> Tried:
    """Any step of the table, wherever the case stands."""
    case = walk.one_of(_cases())
    step = walk.one_of(step for step in case.process.steps if step.by in ROLES)
    return _pressed(walk, case, step, 0)


ROLES = (Role.INSTITUTION, Role.CITY, Role.FINANCE, Role.PROVINCE)


def _cases() -> list[Any]:
    return [case for model in CASES for case in model.objects.order_by("number")]


def _living() -> list[Any]:
    certificates = m.TrainingCertificate.objects.order_by("number")
    begun = certificates.exclude(state__in=("VALID", "REVOKED", "SUPERSEDED"))
    enough = begun.exists() or certificates.filter(state="REVOKED").count() > 1
    return [*_cases(), *begun, *([] if enough else certificates.filter(state="VALID")[:4])]


def _ways(case: Any) -> Iterator[tuple[Any, Step, int]]:
    for step in case.process.steps:
        if case.state in step.sources and step.by in ROLES and step.name != "supersede":
            yield case, step, len(pending(case, step))


def _weight(walk: Walk, case: Any, step: Step, given: int) -> float:
    """How likely a step is: forward rather than back, but back where it was just refused."""
    if (case.pk, case.rev, step.name) in walk.stuck:
        return STUCK
    if given:
        return GOES_ON
    if isinstance(case, m.TrainingCertificate) and case.state == "VALID":
        return SELDOM if s.PaidShare.objects.exists() else EARLY
    if (case.pk, case.rev) in walk.stuck:
        return TURNS.get(step.name, LIKELY.get(step.name, SELDOM))
    return LIKELY.get(step.name, SELDOM)


def _pressed(walk: Walk, case: Any, step: Step, given: int) -> Tried:
    duty = step.duties[min(given, len(step.duties) - 1)]
    facts = {ask.name: _fact(walk, case, ask.name) for ask in step.asks_of(duty)}
    member = walk.hand(case, step, duty)

    def act() -> None:
        case.refresh_from_db()
        move(case, step.name, actor=member.actor, at=moment(walk.day), rev=case.rev, given=Given(facts))

    return f"{case.process.kind}.{step.name} {case.number} by {step.by} {duty} {facts or ''}", act


def _fact(walk: Walk, case: Any, name: str) -> Any:
    left = getattr(case, "left_yuan", 0)
    said: dict[str, Callable[[], Any]] = {
        "document_no": lambda: NUMBER["document_no"],
        "remarks": lambda: walk.chance.choice(["", "1 合同看不清", "77 缺合同"]),
        "parts": lambda: walk.chance.randint(1, 3),
        "first_due_on": (walk.day + timedelta(days=walk.chance.choice([5, 30]))).isoformat,
        "yuan": lambda: walk.chance.choice([left, left, left // 2, max(left - 1, 1), left + 1]),
        "voucher": lambda: f"V{walk.seed}-{len(walk.steps)}",
        "receipt_no": lambda: f"S{walk.seed}-{len(walk.steps)}",
        "ground": lambda: "HOURS",
    }
    if name in ("dispatched_on", "sent_on", "arrived_on"):
        return walk.day.isoformat()
    return said.get(name, lambda: "经核实，情况已经查清")()


# What begins a case, and what comes from outside


@rule(8)
def draft(walk: Walk) -> Tried:
    """The order, or the project as of today."""
    free = [one for one in walk.world.schemes if not one.settlements.filter(state__in=OPEN).exists()]
    scheme = walk.chance.choice(free if free and walk.chance.random() < 0.9 else walk.world.schemes)
    final = walk.chance.random() < 0.15
    as_of = walk.chance.choice([date(2024, 10, 20), walk.day, walk.day])
    actor = walk.side_of(scheme, Role.INSTITUTION).owner(Role.INSTITUTION).actor
    return f"draft {scheme.number} as of {as_of} final={final}", lambda: draft_settlement(
        scheme, as_of=as_of, actor=actor, at=moment(walk.day), final=final
    )


@rule(3)
def employ(walk: Walk) -> Tried:
    """A contract and insurance, or the army, or one of the two alone."""
    person = walk.chance.choice(walk.world.people)
    kinds = walk.chance.choice([("CONTRACT", "INSURANCE")] * 4 + [("ARMY",), ("CONTRACT",)])
    cast = _city_of(walk, person)

    def act() -> None:
        for kind in kinds:
            makers.make_fact(cast, person, kind, since="2024-10-15", on=walk.day.isoformat())

    return f"employ {person.name} {kinds}", act


def _city_of(walk: Walk, person: Person) -> Cast:
    own = walk.world.cast
    trained = m.Member.objects.filter(
        person=person, training_class__institution=own.owner(Role.INSTITUTION).office
    )
    return own if trained.exists() else own.neighbours()


@rule(4)
def withdraw(walk: Walk) -> Tried:
    """A fact turns out false."""
    known = s.EmploymentFact.objects.known(moment(walk.day)).order_by("pk")
    paid_for = s.PaidShare.objects.filter(yuan__gt=0).values("member__person")
    if not paid_for.exists() and walk.chance.random() < 0.8:
        raise Nothing
    fact = walk.one_of(known.filter(person__in=paid_for) or known)
    actor = _city_of(walk, fact.person).owner(Role.CITY).actor
    proof = Proof("用人单位复函", walk.day)
    return f"withdraw {fact} of {fact.person.name}", lambda: withdraw_fact(
        fact, proof, "单位否认录用", actor=actor, at=moment(walk.day)
    )


@rule(9)
def days_pass(walk: Walk) -> Tried:
    """Time, and the round of its night."""
    days = walk.chance.choice([1, 1, 2, 3, 7, 9])

    def act() -> None:
        walk.day += timedelta(days=days)
        sweep(walk.day, at=moment(walk.day, 1))

    return f"days {days}", act


@rule(3)
def object_(walk: Walk) -> Tried:
    """Somebody objects to what is published; now and then to what is not any more."""
    states = (S.PUBLICISED,) * 9 + (S.PAYABLE,)
    case = walk.one_of(s.Settlement.objects.filter(state=walk.chance.choice(states)).order_by("number"))
    ground = walk.chance.choice(list(GROUNDS))
    said = Said(ground, "他没有在那家公司上班，我是公司的人", walk.chance.randint(1, 4))
    return f"object {case.number} {ground} {said.line}", lambda: object_to(
        case, said, actor=PUBLIC, at=moment(walk.day)
    )


@rule(8)
def bank_answers(walk: Walk) -> Tried:
    """The bank answers a file: paid, refused, or with another sum."""
    run = walk.one_of(s.PaymentRun.objects.filter(state="SENT").order_by("number"))
    paid = {"paid_on": walk.day, "reference": f"B{len(walk.steps)}"}
    answers = []
    for place, line in enumerate(run.lines.order_by("seq"), start=2):
        result = walk.chance.choice(["PAID", "PAID", "PAID", "FAILED", "OTHER"])
        if result == "FAILED":
            answers.append(Answer(place, line.code, line.yuan, "FAILED", why="账号不存在"))
        else:
            answers.append(Answer(place, line.code, line.yuan + (result == "OTHER"), "PAID", **paid))
    actor = walk.side_of(run, Role.FINANCE).owner(Role.FINANCE).actor

    def act() -> None:
        verdicts = take_answer(run, answers, actor=actor, at=moment(walk.day))
        if all(one.did != "taken" for one in verdicts) and verdicts:
            raise next((one.refused for one in verdicts if one.refused), Refusal(NO_NEWS, NO_NEWS))

    return f"bank {run.number} {[one.result for one in answers]}", act


@rule(7)
def recover(walk: Walk) -> Tried:
    """A recovery is begun, mostly of what was paid."""
    case = walk.one_of(s.Settlement.objects.filter(state__in=ABLE).order_by("number"))
    if s.Recovery.objects.filter(state__in=UNDECIDED).exists() and walk.chance.random() < 0.9:
        raise Nothing
    actor = walk.side_of(case, Role.CITY).owner(Role.CITY).actor
    finding = Finding("OTHER", "经向用人单位核实，没有录用")
    return f"reclaim {case.number}", lambda: open_recovery(case, finding, actor=actor, at=moment(walk.day))
