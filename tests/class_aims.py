"""What the addresses of classes, sessions and rosters are aimed at in the permission matrix."""

from __future__ import annotations

from typing import Any

from tests.aims import announcement, of_the_trainee, once, roster, side, training_certificate, training_class
from tests.cast import Cast
from tests.targets import BODIES, Kwargs, target
from tests.training import classmakers
from yushu.training.models import AttendanceChange, RosterReport, TrainingClass


@target("class_new")
def of_offered(cast: Cast, own: bool) -> Kwargs:
    return {"pk": announcement(cast, own).pk}


@once
def class_draft(cast: Cast, own: bool) -> TrainingClass:
    """An opening request not yet submitted."""
    return classmakers.draft(side(cast, own), **of_the_trainee(cast, own))


@target("class_roster")
@target("class_timetable")
def of_draft(cast: Cast, own: bool) -> Kwargs:
    return {"pk": class_draft(cast, own).pk}


@target("class_change_new")
@target("class_makeup")
@target("class_people")
@target("class_results")
@target("class_results_enter")
@target("class_results_confirm")
def of_class(cast: Cast, own: bool) -> Kwargs:
    return {"pk": training_class(cast, own).pk}


@target("session")
@target("session_code")
@target("session_roll")
@target("session_confirm")
def of_session(cast: Cast, own: bool) -> Kwargs:
    return {"pk": training_class(cast, own).sessions.first().pk}


@once
def correction(cast: Cast, own: bool) -> AttendanceChange:
    """A correction that waits for its second person."""
    return classmakers.correction(training_class(cast, own), side(cast, own))


@target("attendance_correct")
def of_attendance(cast: Cast, own: bool) -> Kwargs:
    return {"pk": correction(cast, own).attendance_id}


@target("correction_confirm")
def of_correction(cast: Cast, own: bool) -> Kwargs:
    return {"pk": correction(cast, own).pk}


@once
def handed_in(cast: Cast, own: bool) -> RosterReport:
    """A roster that was signed and sent."""
    report: Any = roster(cast, own)
    return classmakers.hand_in(report, side(cast, own), "2024-10-20")


@target("roster_print")
def of_roster(cast: Cast, own: bool) -> Kwargs:
    return {"pk": handed_in(cast, own).pk}


@target("roster_sheet")
def of_sheet(cast: Cast, own: bool) -> Kwargs:
    sheet = handed_in(cast, own).current_sheet()
    assert sheet is not None
    return {"code": sheet.code}


@target("certificate_pdf")
@target("certificate_full")
def of_training_certificate(cast: Cast, own: bool) -> Kwargs:
    return {"pk": training_certificate(cast, own).pk}


@target("api:training_certificate")
def of_its_code(cast: Cast, own: bool) -> Kwargs:
    certified: Any = training_certificate(cast, own)
    return {"code": certified.code}


BODIES["certificate_full"] = {"reason": "持证人委托代为打印"}
