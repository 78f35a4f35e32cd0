"""Settlements as the tests meet them: drafted, claimed, examined, published, payable, objected to."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cast import Cast, Member
from tests.catalogue.makers import moment, take, three_hands
from tests.subsidies import makers
from tests.training import classmakers
from yushu.casework.moving import Given
from yushu.casework.stepping import take as take_now
from yushu.casework.timely import catch_up
from yushu.people.actors import PUBLIC, TIME
from yushu.people.models import Account, Person, Post
from yushu.people.roles import Duty, Role
from yushu.subsidies import models as s
from yushu.subsidies.filing import Said, draft_settlement, object_to
from yushu.training import models as m

DAY = "2024-11-12"
"""The day of the claim: after the order or project was registered and employment recorded."""
DECIDED = "2024-11-14"
AFTER = "2024-11-22"
"""The day after five working days of publicity that begin on the day of the decision."""


def people_of(case: m.TrainingClass) -> list[Person]:
    """The people of a class in the order of the roster."""
    return [member.person for member in case.members.select_related("person").order_by("seq")]


def a_class(cast: Cast, n: int = 5, employed: int = 5, days: int = 2, **terms: Any) -> m.TrainingClass:
    """A finished class of which so many have work."""
    case = makers.completed_class(cast, n, days, **terms)
    makers.employ(cast, *people_of(case)[:employed])
    return case


def project(cast: Cast, n: int = 5, employed: int = 5, days: int = 2, **terms: Any) -> s.Project:
    """A registered project with one finished class."""
    return makers.registered_project(cast, a_class(cast, n, employed, days, **terms))


def draft(scheme: Any, cast: Cast, on: str = DAY, *, as_of: str = "", final: bool = False) -> s.Settlement:
    """Computed and not yet claimed."""
    day = date.fromisoformat(as_of or on)
    return draft_settlement(scheme, as_of=day, final=final, actor=classmakers.hand(cast), at=moment(on))


def claim(settlement: s.Settlement, cast: Cast, on: str = DAY) -> s.Settlement:
    """Handled and signed by the institution."""
    take(settlement, "claim", cast.owner(Role.INSTITUTION), on)
    take(settlement, "claim", cast.colleague(Role.INSTITUTION, Duty.SIGN), on)
    settlement.refresh_from_db()
    return settlement


def claimed(cast: Cast, scheme: Any = None, on: str = DAY, **terms: Any) -> s.Settlement:
    """Before the city."""
    return claim(draft(scheme or project(cast, **terms), cast, on), cast, on)


def accepted(cast: Cast, scheme: Any = None, on: str = DAY, **terms: Any) -> s.Settlement:
    """Taken up by the city."""
    case = claimed(cast, scheme, on, **terms)
    take(case, "accept", cast.owner(Role.CITY), on)
    case.refresh_from_db()
    return case


def second_handler(cast: Cast) -> Any:
    """Another officer of the city who handles."""
    office = cast.owner(Role.CITY).office
    account, fresh = Account.objects.get_or_create(username=f"city-second-{office.pk}")
    if fresh:
        account.person = Person.objects.create(name="第二经办人")
        account.save()
        Post.objects.create(
            account=account, office=office, duty=Duty.HANDLE, title="经办人二", since=date(2024, 1, 1)
        )
    return Member(account, account.person, account.posts.get())


def published(cast: Cast, scheme: Any = None, on: str = DECIDED, **terms: Any) -> s.Settlement:
    """Approved by three hands, employment checked a second time where the threshold is near."""
    return approve(accepted(cast, scheme, **terms), cast, on)


def approve(case: s.Settlement, cast: Cast, on: str = DECIDED) -> s.Settlement:
    """Through the city's hands."""
    if case.near:
        take(case, "check_employment", second_handler(cast), on)
    three_hands(case, "approve", cast, on, Role.CITY)
    case.refresh_from_db()
    return case


def payable(cast: Cast, scheme: Any = None, on: str = AFTER, **terms: Any) -> s.Settlement:
    """Published for five working days."""
    return expire(published(cast, scheme, **terms), on)


def expire(case: s.Settlement, on: str = AFTER) -> s.Settlement:
    """What time has decided by a day."""
    catch_up(case, date.fromisoformat(on), at=moment(on))
    case.refresh_from_db()
    return case


def pay(case: s.Settlement, on: str = "2024-11-25") -> s.Settlement:
    """As the bank's answer makes it."""
    case.refresh_from_db()
    take_now(case, "pay", actor=TIME, at=moment(on), rev=case.rev, happened_on=date.fromisoformat(on))
    case.refresh_from_db()
    return case


def objection(
    case: s.Settlement,
    ground: str = "EMPLOYMENT",
    line: int | None = 1,
    on: str = "2024-11-15",
    by: str = "某人",
) -> s.Objection:
    """Raised by the public."""
    said = Said(ground, "他没有在那家公司上班，我是公司的人", line, by, "13800000000")
    return object_to(case, said, actor=PUBLIC, at=moment(on))


def decide(one: s.Objection, cast: Cast, step: str, on: str = "2024-11-18") -> s.Objection:
    """By three hands of the city."""
    three_hands(one, step, cast, on, Role.CITY, reason="经向用人单位核实，情况清楚")
    one.refresh_from_db()
    return one


def given(**facts: Any) -> Given:
    """Facts of a step."""
    return Given(facts)
