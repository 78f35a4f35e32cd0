"""The desk: what waits for whom, in which order, at a constant price."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.casework.makers import BACK, approved, certificate, reported
from tests.cast import Cast
from tests.catalogue.makers import make_missing, make_plan_2024
from tests.certification.makers import make_batch, take, three_hands
from yushu.casework.calendar import working_calendar
from yushu.casework.desk import GROUPS, Job, jobs, waiting_for_others
from yushu.casework.models import Deadline, Notice
from yushu.casework.moving import Given
from yushu.certification.models import Batch, LevelCertificate
from yushu.people.actors import PUBLIC, Actor
from yushu.people.models import Person
from yushu.people.persons import merge
from yushu.people.roles import Duty, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

TODAY = date(2024, 9, 26)
FIRST = Given({"ground": "TARGET", "reason": "开班日已参保"})


def desk(actor: Actor, on: date = TODAY) -> list[Job]:
    return jobs(actor, on, working_calendar())


def others(actor: Actor, on: date = TODAY) -> list[Job]:
    return waiting_for_others(actor, on, working_calendar())


def lines(found: list[Job]) -> list[tuple[str, str]]:
    return [(job.group, job.step.name) for job in found]


def received(cast: Cast, on: str, place: int) -> Batch:
    return reported(cast, on, scores=((820, 760), (740, 680)), first=place)


def test_the_groups_stand_as_on_the_mock_the_most_urgent_first(cast: Cast) -> None:
    """Received on the 12th, 14th, 16th, 18th and 21st; one returned; one without a term."""
    mine = certificate(cast, first=30)
    three_hands(mine, "notify", cast, "2024-10-10", first=FIRST)
    batches = {
        on: received(cast, on, place)
        for place, on in enumerate(
            ("2024-09-21", "2024-09-18", "2024-09-16", "2024-09-14", "2024-09-12", "2024-09-09"), start=1
        )
    }
    take(batches["2024-09-09"], "return", cast.owner(Role.PROVINCE), "2024-09-11", given=BACK)
    Deadline.objects.filter(chain_id=mine.pk).delete()

    found = [job for job in desk(cast.actor(Role.PROVINCE)) if isinstance(job.case, Batch)]

    days = {batch.pk: on for on, batch in batches.items()}
    assert [(job.group, days[job.case.pk]) for job in found] == [
        ("late", "2024-09-12"),
        ("late", "2024-09-14"),
        ("today", "2024-09-16"),
        ("week", "2024-09-18"),
        ("later", "2024-09-21"),
        ("held", "2024-09-09"),
    ]
    assert [job.dial.head.zh for job in found] == [
        "超期3日",
        "超期2日",
        "今天到期",
        "还剩3日",
        "还剩12日",
        "已暂停15日",
    ]
    assert [GROUPS.index(job.group) for job in found] == sorted(GROUPS.index(job.group) for job in found)


def test_without_a_term_the_oldest_stands_first(cast: Cast) -> None:
    mine = certificate(cast)
    three_hands(mine, "notify", cast, "2024-10-10", first=FIRST)
    holder = Actor(Role.TRAINEE, person=Person.objects.get(pk=mine.person_id))
    assert lines(desk(holder, date(2024, 10, 11))) == [("week", "defend")]
    cast_holder_answers(mine, holder)
    assert lines(desk(cast.actor(Role.PROVINCE), date(2024, 10, 14)))[-1] == ("open", "revoke")


def cast_holder_answers(mine: LevelCertificate, holder: Actor) -> None:
    mine.refresh_from_db()
    member = type("Member", (), {"actor": holder})
    take(mine, "defend", member, "2024-10-12", given=Given({"statement": "没有意见"}))


def test_the_turn_is_mine_hand_by_hand(cast: Cast) -> None:
    batch = reported(cast, "2024-09-18")
    hands = {duty: cast.colleague(Role.PROVINCE, duty) for duty in (Duty.HANDLE, Duty.CHECK, Duty.SIGN)}

    def whose() -> list[str]:
        return [duty for duty, member in hands.items() if desk(member.actor)[0].mine]

    assert whose() == [Duty.HANDLE]
    take(batch, "forward", hands[Duty.HANDLE], "2024-09-20")
    assert whose() == [Duty.CHECK]
    take(batch, "forward", hands[Duty.CHECK], "2024-09-20")
    assert whose() == [Duty.SIGN]
    take(batch, "return", hands[Duty.HANDLE], "2024-09-20", given=BACK)
    take(batch, "report", cast.owner(Role.EVALUATOR), "2024-09-23")
    assert whose() == [Duty.HANDLE]


def test_a_lent_duty_makes_the_turn_mine_unless_i_gave_a_hand_already(cast: Cast) -> None:
    batch = reported(cast, "2024-09-18")
    office = cast.owner(Role.PROVINCE).office
    lent = frozenset({(office.pk, Duty.CHECK)})
    handler, signer = cast.owner(Role.PROVINCE), cast.colleague(Role.PROVINCE, Duty.SIGN)
    take(batch, "forward", handler, "2024-09-20")
    assert desk(replace(signer.actor, delegated=lent))[0].mine
    assert not desk(replace(handler.actor, delegated=lent))[0].mine
    assert not desk(signer.actor)[0].mine


def test_a_power_somebody_has_begun_to_use_waits_for_the_next_hand_and_for_nobody_else(cast: Cast) -> None:
    """Its holder learns of it from the notice, not from a desk."""
    mine = certificate(cast)
    take(mine, "notify", cast.owner(Role.PROVINCE), "2024-10-10", given=FIRST)
    checker = cast.colleague(Role.PROVINCE)
    waiting = desk(checker.actor, date(2024, 10, 11))
    assert [(job.step.name, job.mine) for job in waiting] == [("notify", True)]
    assert others(cast.actor(Role.EVALUATOR), date(2024, 10, 11)) == []
    assert not Notice.objects.filter(chain_id=mine.pk, person=mine.person).exists()


def test_whom_one_waits_for(cast: Cast) -> None:
    reported(cast, "2024-09-18")
    assert lines(others(cast.actor(Role.EVALUATOR))) == [("week", "forward")]
    assert lines(others(cast.actor(Role.INSTITUTION))) == [("week", "forward")]
    assert others(cast.actor(Role.PROVINCE)) == []
    three_hands(Batch.objects.get(), "forward", cast, "2024-09-20")
    assert lines(others(cast.actor(Role.PROVINCE))) == [("open", "approve")]


def test_nobody_sees_the_desk_of_another(cast: Cast) -> None:
    reported(cast, "2024-09-18")
    for role in (Role.PROVINCE, Role.EVALUATOR, Role.INSTITUTION, Role.TRAINEE):
        stranger = cast.stranger(role).actor
        assert desk(stranger) == others(stranger) == []
    assert desk(PUBLIC) == others(PUBLIC) == []


def test_a_division_shares_the_desk_of_its_office(cast: Cast) -> None:
    reported(cast, "2024-09-18")
    division = cast.stranger(Role.PROVINCE).office
    division.parent = cast.owner(Role.PROVINCE).office
    division.save()
    assert lines(desk(cast.stranger(Role.PROVINCE).actor)) == [("week", "forward")]


def test_who_was_merged_keeps_their_desk_their_cases_and_their_notices(cast: Cast) -> None:
    mine = certificate(cast)
    three_hands(mine, "notify", cast, "2024-10-10", first=FIRST)
    gone, kept = mine.person, cast.trainees["other"].person
    merge(kept, gone, reason="同一人两条记录", merged_on=date(2024, 10, 11))
    holder = Actor(Role.TRAINEE, person=kept)
    assert lines(desk(holder, date(2024, 10, 11))) == [("week", "defend")]
    assert LevelCertificate.objects.visible_to(holder).get() == mine
    assert Notice.objects.visible_to(holder).exists()
    cast_holder_answers(mine, holder)


def several(cast: Cast, place: int) -> None:
    """Three more cases of three kinds for the province, in three states."""
    received(cast, "2024-09-18", 2 * place + 100)
    make_missing(cast) if not place else None
    batch = received(cast, "2024-09-05", 2 * place + 300)
    take(batch, "return", cast.owner(Role.PROVINCE), "2024-09-09", given=BACK)


@pytest.mark.parametrize("list_", [jobs, waiting_for_others])
@pytest.mark.parametrize("role", [Role.PROVINCE, Role.EVALUATOR])
def test_a_desk_of_thirty_costs_what_a_desk_of_one_costs(cast: Cast, list_: Any, role: Role) -> None:
    calendar = working_calendar()

    def price() -> tuple[int, int]:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = list_(cast.actor(role), TODAY, calendar)
            [(job.case.title(), job.case.subtitle(), job.dial.head) for job in found]
            if list_ is waiting_for_others:
                [job.clock.office or job.clock.person for job in found]
        return len(found), len(asked)

    make_plan_2024(cast)
    mine = certificate(cast, first=900)
    take(mine, "notify", cast.owner(Role.PROVINCE), "2024-10-10", given=FIRST)
    several(cast, 0)
    one = price()
    several(cast, 1)
    three = price()
    for place in range(2, 16):
        several(cast, place)
    thirty = price()
    assert one[1] == three[1] == thirty[1]
    assert one[0] < three[0] < thirty[0]


def test_a_made_batch_waits_for_its_evaluator(cast: Cast) -> None:
    make_batch(cast, examined="2024-09-10")
    assert lines(desk(cast.actor(Role.EVALUATOR))) == [("later", "report")]
    assert approved(cast, first=50).state == "APPROVED"
