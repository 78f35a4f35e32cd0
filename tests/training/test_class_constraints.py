"""Every named constraint of classes, sessions, results and rosters refuses on the real database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from tests.training import classmakers as make
from tests.training.test_constraints import put, twin
from yushu.training import models as m
from yushu.training.attending import correct

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

DAY = date(2024, 10, 8)


def unreasoned(done: m.TrainingClass, report: m.RosterReport) -> m.ClassChange:
    """A change of a class that gives no reason; not yet kept."""
    days = {"opened_on": DAY, "entered_on": DAY}
    return m.ClassChange(chain=report.chain, training_class=done, reason="", state="REQUESTED", **days)


@pytest.fixture
def room(cast: Cast) -> dict[str, Any]:
    """A class whose first session was held, one result, and everything a finished class leaves."""
    done = make.completed(cast)
    result = m.CompletionResult.objects.first()
    session, attendance = done.sessions.first(), m.Attendance.objects.first()
    type(done).objects.filter(pk=done.pk).update(state="RUNNING")
    attendance.session.training_class.refresh_from_db()
    change = correct(
        m.Attendance.objects.get(pk=attendance.pk),
        make.whole(session),
        "漏点名，有照片",
        actor=make.hand(cast),
        at=make.at(make.EXAM),
    )
    type(done).objects.filter(pk=done.pk).update(state="COMPLETED")
    report = done.rosters.get()
    return {
        "class": done,
        "class_change": unreasoned(done, report),
        "member": done.members.first(),
        "teacher": m.Teacher.objects.first(),
        "room": m.Room.objects.first(),
        "session": session,
        "claim": m.SlotClaim.objects.first(),
        "attendance": attendance,
        "attendance_change": change,
        "result": result,
        "certificate": m.TrainingCertificate.objects.first(),
        "roster": report,
        "line": report.lines.first(),
        "sheet": m.RosterSheet.objects.create(
            report=report, number=1, content={}, digest="0", at=make.at(make.EXAM)
        ),
    }


def alike(what: str, **changes: Any) -> Callable[[dict[str, Any]], None]:
    """Write values taken from the row itself."""

    def act(room: dict[str, Any]) -> None:
        row = room[what]
        type(row).objects.filter(pk=row.pk).update(**{name: getattr(row, of) for name, of in changes.items()})

    return act


def unsaved(room: dict[str, Any]) -> None:
    room["class_change"].save(force_insert=True)


REFUSED = {
    "class_state_known": put("class", state="ANYHOW"),
    "class_level_known": put("class", level="EXPERT"),
    "class_ends_after_it_opens": put("class", ends_on=DAY - timedelta(days=1)),
    "class_completed_after_exam": put("class", examined_on=None),
    "class_change_has_a_reason": unsaved,
    "member_order_once": twin("member", left_on=DAY, left_why="离开"),
    "member_in_one_class_at_a_time": twin("member", seq=99),
    "member_leaves_after_joining": put("member", left_on=DAY - timedelta(days=9), left_why="离开"),
    "member_leaves_with_a_reason": put("member", left_on=DAY + timedelta(days=9)),
    "teacher_once_an_institution": twin("teacher"),
    "room_once_an_institution": twin("room"),
    "session_ends_after_it_starts": put("session", ends=time(8)),
    "session_kind_known": put("session", kind="reading"),
    "session_on_site_has_a_room": put("session", room=None),
    "session_confirmed_by_another": alike("session", confirmed_by="settled_by"),
    "slot_claimed_once": twin("claim"),
    "attendance_once": twin("attendance"),
    "attendance_method_known": put("attendance", method="FACE"),
    "attendance_left_after_coming": alike("attendance", came_at="left_at", left_at="came_at"),
    "attendance_minutes_need_both_ends": put("attendance", left_at=None),
    "attendance_change_has_a_reason": put("attendance_change", reason=""),
    "attendance_change_confirmed_by_another": alike("attendance_change", confirmed_by="by"),
    "attendance_change_one_open": twin("attendance_change"),
    "result_once_an_attempt": twin("result"),
    "result_within_hundred": put("result", theory=1001),
    "result_confirmed_by_another": alike("result", confirmed_by="entered_by"),
    "training_certificate_state_known": put("certificate", state="LOST"),
    "training_certificate_level_known": put("certificate", level="EXPERT"),
    "training_certificate_issued_after_exam": put("certificate", issued_on=DAY),
    "roster_state_known": put("roster", state="ANYHOW"),
    "roster_handed_in_on_a_day": put("roster", state="REPORTED", reported_on=None),
    "roster_sheet_once": twin("sheet", code="0123456789ABCDEF"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses_what_no_rule_of_the_code_would_write(name: str, room: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        REFUSED[name](room)
    assert name in str(refused.value) or "UNIQUE" in str(refused.value)


def test_one_result_waits_at_a_time(room: dict[str, Any]) -> None:
    """result_one_unconfirmed"""
    for attempt in (7, 8):
        wanted = twin("result", attempt=attempt, confirmed_by_id=None, confirmed_at=None)
        if attempt == 7:
            wanted(room)
            continue
        with pytest.raises(IntegrityError), transaction.atomic():
            wanted(room)


def test_a_change_is_in_a_state_of_its_table(cast: Cast) -> None:
    """class_change_state_known"""
    made = make.change(make.opened(cast), cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(made).objects.filter(pk=made.pk).update(state="ANYHOW")


@pytest.mark.parametrize(
    "name", ["training_certificate_serial_once", "training_certificate_one_first_per_member"]
)
def test_a_certificate_is_issued_once(name: str, room: dict[str, Any]) -> None:
    first, second = m.TrainingCertificate.objects.order_by("number")
    same = {"number": first.number} if "serial" in name else {"member_id": first.member_id}
    with pytest.raises(IntegrityError), transaction.atomic():
        type(second).objects.filter(pk=second.pk).update(**same)
