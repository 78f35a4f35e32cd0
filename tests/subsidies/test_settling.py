"""From the claim to what is payable: two hands, three hands, nothing typed (R16–R20; A14, A36–A38)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from tests.catalogue.makers import take
from tests.subsidies import settlementmakers as make
from yushu.casework.agreement import disagreements
from yushu.casework.models import Deadline
from yushu.people.roles import Role
from yushu.subsidies.settling import S

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def test_a_claim_goes_from_the_institution_to_the_city_to_the_public_to_payment(cast: Cast):
    case = make.draft(make.project(cast), cast)
    assert (case.state, case.base, case.employed, case.due_yuan, case.now_yuan) == (S.DRAFT, 5, 5, 1500, 1500)
    make.claim(case, cast)
    take(case, "accept", cast.owner(Role.CITY), make.DAY)
    make.approve(case, cast)
    assert (case.state, case.publicised_on) == (S.PUBLICISED, date(2024, 11, 14))
    make.expire(case)
    assert (case.state, case.payable_yuan) == (S.PAYABLE, 1500)
    assert not [one for one in disagreements() if one.kind == "settlement"]


def test_five_working_days_of_publicity(cast: Cast):
    case = make.published(cast)
    clock = Deadline.objects.running().get(chain_id=case.pk)
    assert clock.due_on == date(2024, 11, 21), "Friday 15 is the first day, Thursday 21 the fifth"
    assert make.expire(case, "2024-11-21").state == S.PUBLICISED
    assert make.expire(case, "2024-11-22").state == S.PAYABLE
