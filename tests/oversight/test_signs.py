"""An honest class shows no sign; each planted fraud shows its own sign and no other (R24)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.oversight import fraud
from tests.training import classmakers
from yushu.oversight.signs import scope_of
from yushu.oversight.watching import SIGNS, found
from yushu.people.roles import Role
from yushu.training.devices import forget, mark_of, network_of
from yushu.training.models import Attendance

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

DAY = date(2024, 11, 20)


def showing(cast: Cast, role: Role = Role.CITY, day: date = DAY) -> set[str]:
    """The codes of the signs that show to somebody of a role."""
    return {code for code, hits in found(scope_of(cast.actor(role), day)).items() if hits}


def test_an_honest_class_of_thirty_shows_none(cast: Cast):
    case = fraud.honest(cast, people=30)

    assert Attendance.objects.exclude(device="").count() >= 60
    assert case.state == "COMPLETED"
    assert showing(cast, Role.PROVINCE) == set()


@pytest.mark.parametrize("code", fraud.PLANTED)
def test_each_fraud_shows_its_own_sign_alone(cast: Cast, code: str):
    fraud.PLANTED[code](cast)

    assert showing(cast, Role.PROVINCE) == {code}


@pytest.mark.parametrize("code", fraud.JUST_BELOW)
def test_one_less_than_the_threshold_shows_nothing(cast: Cast, code: str):
    fraud.JUST_BELOW[code](cast)

    assert showing(cast, Role.PROVINCE) == set()


def test_every_sign_has_its_fraud():
    assert set(fraud.PLANTED) == {sign.code for sign in SIGNS}


@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.CITY, True), (Role.AUDITOR, True), (Role.INSTITUTION, False), (Role.TRAINEE, False)],
)
def test_only_supervisors_see_signs(cast: Cast, role: Role, sees: bool):
    fraud.PLANTED["device"](cast)

    assert (showing(cast, role) == {"device"}) is sees


def test_another_city_sees_nothing_of_it(cast: Cast):
    fraud.PLANTED["device"](cast)

    scope = scope_of(cast.stranger(Role.CITY).actor, DAY)

    assert not any(found(scope).values())


def test_a_hit_opens_to_its_rows(cast: Cast):
    case = fraud.PLANTED["device"](cast)

    (hit,) = found(scope_of(cast.actor(Role.CITY), DAY))["device"]

    assert (hit.kind, hit.key, hit.institution) == ("class", case.pk, case.institution)
    assert len(hit.rows) == 3
    assert {row.who for row in hit.rows} == {member.person.name for member in case.members.all()}


def test_what_is_older_than_a_year_is_left_alone(cast: Cast):
    fraud.PLANTED["device"](cast)

    assert showing(cast, day=DAY + timedelta(days=800)) == set()


def test_signs_cost_the_same_for_one_class_and_for_three(cast: Cast):
    counts = []
    for first in (200, 220, 240):
        fraud.device(cast, first=first, apart=first, teacher=first + 700)
        with CaptureQueriesContext(connection) as queries:
            found(scope_of(cast.actor(Role.CITY), DAY))
        counts.append(len(queries))

    assert len(set(counts)) == 1


# The mark of a device


def test_a_mark_is_equal_for_one_device_in_one_class_only(cast: Cast):
    one, two = (
        classmakers.opened(cast, first=f, people=1, apart=f, teacher=f + 800).sessions.first()
        for f in (40, 50)
    )
    key = b"k" * 32

    assert mark_of(key, "n", "10.0.0.1", one) == mark_of(key, "n", "10.0.0.7", one)
    assert mark_of(key, "n", "10.0.0.1", one) != mark_of(key, "n", "10.0.0.1", two)
    assert mark_of(key, "n", "10.0.0.1", one) != mark_of(key, "m", "10.0.0.1", one)
    assert mark_of(key, "", "10.0.0.1", one) == ""


@pytest.mark.parametrize(
    ("address", "network"), [("10.1.2.3", "10.1.2"), ("2001:db8:1:2::1", "2001:db8:1"), ("", "")]
)
def test_of_an_address_only_its_network_counts(address: str, network: str):
    assert network_of(address) == network


def test_a_mark_is_cleared_when_its_term_is_over(cast: Cast):
    fraud.PLANTED["device"](cast)

    assert forget(date(2025, 4, 8)) == 0
    assert forget(date(2025, 4, 9)) == 3
    assert not Attendance.objects.exclude(device="").exists()
