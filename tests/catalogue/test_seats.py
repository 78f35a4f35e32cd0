"""Seats: held by announcements, taken at opening, never more than there are (A26, A27, A39)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.db.models import F

from tests.cast import Cast
from tests.catalogue.makers import NUMBER, big_data, make_plan_2024, moment, use
from tests.catalogue.makers import take as press
from yushu.casework.moving import Given, move
from yushu.catalogue.models import Plan, PlanCell
from yushu.catalogue.planning import S
from yushu.catalogue.seats import hold, release, take, vacate
from yushu.kernel.errors import Refusal
from yushu.people.roles import Duty, Role

AUTUMN = date(2024, 9, 26)


@pytest.fixture
def plan(cast: Cast, calendar: None) -> Plan:
    return make_plan_2024(cast)


@pytest.mark.django_db
class TestOneCell:
    def test_a_new_class_of_20_does_not_fit_into_the_last_10(self, plan: Plan) -> None:
        cell = use(big_data(plan), announced=150, taken=140)
        with pytest.raises(Refusal) as refused:
            take(cell, 20, on=AUTUMN)
        assert refused.value.wrong.zh == "太原理工大学 大数据只剩10个名额，这次要20个"
        assert (
            refused.value.wrong.en
            == "Taiyuan University of Technology, Big data: 10 seats left, 20 asked for"
        )
        assert refused.value.mend.zh == "减少人数，或先由省人社厅调整计划（须有文号）"
        assert (refused.value.cites, refused.value.field) == ("A27", "seats")

    def test_the_last_seats_can_be_taken(self, plan: Plan) -> None:
        cell = use(big_data(plan), announced=150, taken=140)
        take(cell, 10, on=AUTUMN)
        assert big_data(plan).taken == 150

    def test_announcements_together_stay_within_the_cell(self, plan: Plan) -> None:
        cell = big_data(plan)
        hold(cell, 100, on=AUTUMN)
        hold(cell, 50, on=AUTUMN)
        with pytest.raises(Refusal) as refused:
            hold(cell, 1, on=AUTUMN)
        assert "只剩0个名额" in refused.value.wrong.zh

    def test_what_was_not_needed_goes_back(self, plan: Plan) -> None:
        cell = big_data(plan)
        hold(cell, 100, on=AUTUMN)
        release(cell, 40)
        take(cell, 60, on=AUTUMN)
        vacate(cell, 2)
        cell.refresh_from_db()
        assert (cell.announced, cell.taken) == (60, 58)

    def test_nothing_goes_back_that_was_not_there(self, plan: Plan) -> None:
        cell = use(big_data(plan), announced=3, taken=2)
        with pytest.raises(Refusal) as refused:
            release(cell, 4)
        assert refused.value.wrong.zh == "太原理工大学 大数据只占用3个名额，不能退回4个"
        with pytest.raises(Refusal):
            vacate(cell, 3)

    @pytest.mark.parametrize("seats", [0, -1])
    def test_a_number_below_one_is_a_mistake_of_the_caller(self, plan: Plan, seats: int) -> None:
        for act in (lambda c: hold(c, seats, on=AUTUMN), lambda c: take(c, seats, on=AUTUMN)):
            with pytest.raises(ValueError, match="not a number of seats"):
                act(big_data(plan))

    def test_seats_belong_to_the_year_of_the_opening(self, plan: Plan) -> None:
        with pytest.raises(Refusal) as refused:
            take(big_data(plan), 20, on=date(2025, 1, 1))
        assert refused.value.wrong.zh == "2024年度计划不管2025-01-01"
        take(big_data(plan), 20, on=date(2024, 12, 31))

    @pytest.mark.parametrize("state", [S.DRAFT, S.CLOSED, S.WITHDRAWN])
    def test_only_an_issued_plan_has_seats_to_give(self, plan: Plan, state: str) -> None:
        Plan.objects.filter(pk=plan.pk).update(state=state)
        with pytest.raises(Refusal):
            hold(big_data(plan), 1, on=AUTUMN)


AT_ONCE = 12


def careless(gate: Barrier) -> Callable[[PlanCell], None]:
    """What `take` would be without its conditional UPDATE: everybody looks, then everybody writes."""

    def act(cell: PlanCell) -> None:
        seen = PlanCell.objects.get(pk=cell.pk)
        gate.wait(timeout=30)
        if seen.taken + 4 <= seen.seats:
            PlanCell.objects.filter(pk=cell.pk).update(taken=F("taken") + 4)

    return act


@contextmanager
def without(name: str) -> Iterator[None]:
    """The cell without one of its CHECKs, for a while. SQLite remakes the table from the model's list."""
    meta, everything = PlanCell._meta, PlanCell._meta.constraints
    check = next(c for c in everything if c.name == name)
    meta.constraints = [c for c in everything if c is not check]
    try:
        with connection.schema_editor() as editor:
            editor.remove_constraint(PlanCell, check)
        yield
    finally:
        PlanCell.objects.all().delete()
        meta.constraints = everything
        with connection.schema_editor() as editor:
            editor.add_constraint(PlanCell, check)


@pytest.mark.race
class TestTwelveAtOnce:
    """Ten seats are left, twelve classes of four open in the same moment."""

    def race(self, plan: Plan, together: Any, act: Callable[[PlanCell], Any]) -> tuple[int, list[Any]]:
        cell = use(big_data(plan), announced=150, taken=140)
        answers = together([lambda: act(cell)] * AT_ONCE)
        cell.refresh_from_db()
        return cell.taken, [answer for answer in answers if isinstance(answer, Exception)]

    def test_two_get_in_and_ten_are_told_why(self, together: Any, plan: Plan) -> None:
        taken, refused = self.race(plan, together, lambda cell: take(cell, 4, on=AUTUMN))
        assert taken == 148
        assert [type(answer) for answer in refused] == [Refusal] * 10

    def test_announcements_race_likewise(self, together: Any, plan: Plan) -> None:
        cell = use(big_data(plan), announced=140)
        answers = together([lambda: hold(cell, 4, on=AUTUMN)] * AT_ONCE)
        assert big_data(plan).announced == 148
        assert sum(isinstance(answer, Refusal) for answer in answers) == 10

    @pytest.mark.parametrize("turn", range(3))
    def test_a_plan_is_withdrawn_or_used_but_never_both(
        self, together: Any, plan: Plan, cast: Cast, turn: int
    ) -> None:
        reason = Given({"reason": "国家名单调整"})
        press(plan, "withdraw", cast.owner(Role.PROVINCE), "2024-09-26", reason)
        press(plan, "withdraw", cast.colleague(Role.PROVINCE), "2024-09-26")
        plan.refresh_from_db()
        signer, signed = (
            cast.colleague(Role.PROVINCE, Duty.SIGN).actor,
            {**NUMBER, "dispatched_on": "2024-09-26"},
        )

        def withdraw() -> None:
            move(plan, "withdraw", actor=signer, at=moment(AUTUMN), rev=plan.rev, given=Given(signed))

        cell = big_data(plan)
        answers = together([withdraw, lambda: hold(cell, 1, on=AUTUMN)])
        assert sum(isinstance(answer, Refusal) for answer in answers) == 1, answers
        state = Plan.objects.get(pk=plan.pk).state
        assert (state, big_data(plan).announced) in ((S.WITHDRAWN, 0), (S.ISSUED, 1))

    def test_with_look_then_write_the_check_is_the_referee(self, together: Any, plan: Plan) -> None:
        taken, refused = self.race(plan, together, careless(Barrier(AT_ONCE)))
        assert taken == 148
        assert [type(answer) for answer in refused] == [IntegrityError] * 10

    def test_without_either_protection_seats_are_sold_twice(self, together: Any, plan: Plan) -> None:
        with without("cell_taken_within_seats"):
            taken, refused = self.race(plan, together, careless(Barrier(AT_ONCE)))
            assert (taken, refused) == (188, [])
