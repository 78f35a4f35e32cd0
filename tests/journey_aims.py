"""How the trainee's own page gets its rows. It names no object: each trainee sees their own."""

from __future__ import annotations

from itertools import count

from tests.aims import of_the_trainee, once
from tests.cast import Cast
from tests.targets import many
from tests.training import classmakers
from tests.training.makers import enrol_self, press, publish
from yushu.casework.models import Notice
from yushu.people.roles import Role


@once
def taught(cast: Cast, own: bool) -> object:
    """A class in its first hours with the trainee, so that the page has everything to say."""
    return classmakers.opened(cast, **of_the_trainee(cast, own))


@many("journey", Role.TRAINEE, most=4)
def told(cast: Cast, n: int) -> None:
    """Notices are the rows that grow on it."""
    taught(cast, True)
    person, numbers = cast.owner(Role.TRAINEE).person, cast.made.setdefault("told", count(1))
    for _ in range(n):
        text = f"通知{next(numbers)}"
        Notice.objects.create(person=person, zh=text, en=text, at=classmakers.at(classmakers.OPENED))


@many("journey?enrolment=", Role.TRAINEE, most=20)
def enrolled(cast: Cast, n: int) -> None:
    """Every enrolment adds a word to the chooser; the first stands alone, without one."""
    for _ in range(n):
        one = enrol_self(cast.owner(Role.TRAINEE), publish(cast, seats=2))
        press(one, "withdraw", cast.owner(Role.TRAINEE))
