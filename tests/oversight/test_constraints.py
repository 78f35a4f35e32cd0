"""Every named constraint of oversight refuses on the real database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from tests.oversight import makers as make
from tests.training import classmakers
from tests.training.test_constraints import put, twin
from yushu.oversight.models import Draw
from yushu.oversight.visiting import draw_classes
from yushu.people.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


@pytest.fixture
def room(cast: Cast) -> dict[str, Any]:
    """One of everything."""
    asked = make.account(cast)
    rectification = make.ordered(cast)
    draw_classes(1, (), actor=cast.actor(Role.CITY), at=classmakers.at("2024-10-08"))
    return {
        "account": asked,
        "complaint": asked.complaint,
        "draw": Draw.objects.get(),
        "inspection": rectification.inspection,
        "finding": rectification.inspection.findings.first(),
        "rectification": rectification,
    }


def second_complaint(room: dict[str, Any]) -> None:
    """Another complaint under the code of the first."""
    twin("complaint", chain=room["draw"].inspections.get().chain)(room)


BROKEN: dict[str, Callable[[dict[str, Any]], None]] = {
    "complaint_state_known": put("complaint", state="NOWHERE"),
    "complaint_code_once": second_complaint,
    "complaint_category_known": put("complaint", category="GOSSIP"),
    "complaint_answered_with_words": put("complaint", state="ANSWERED", finding="TRUE", answer=""),
    "account_state_known": put("account", state="NOWHERE"),
    "account_asks_something": put("account", summary=""),
    "account_given_with_words": put("account", state="GIVEN", account=""),
    "draw_once_a_day": twin("draw"),
    "draw_of_something": put("draw", size=0),
    "inspection_state_known": put("inspection", state="NOWHERE"),
    "inspection_cause_known": put("inspection", cause="BOREDOM"),
    "inspection_drawn_by_a_draw": put("inspection", cause="DRAWN"),
    "inspection_for_a_stated_cause": put("inspection", why=""),
    "inspection_visited_with_a_count": put("inspection", seen=None),
    "finding_once_an_item": twin("finding"),
    "finding_mark_known": put("finding", mark="FUN"),
    "rectification_state_known": put("rectification", state="NOWHERE"),
    "rectification_orders_something": put("rectification", order=""),
    "rectification_due_after_the_order": put("rectification", due_on="2024-10-11"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(name: str, room: dict[str, Any]):
    with pytest.raises(IntegrityError, match=name if "once" not in name else ""), transaction.atomic():
        BROKEN[name](room)
