"""The nouns of training, from the announcement to the training certificate."""

from yushu.training.models.announcements import Announcement, AnnouncementVersion
from yushu.training.models.changes import ClassChange
from yushu.training.models.classes import Member, TrainingClass
from yushu.training.models.commitments import Commitment, Purpose
from yushu.training.models.completion import CompletionResult, TrainingCertificate
from yushu.training.models.enrolments import Enrolment, Source
from yushu.training.models.rosters import RosterLine, RosterReport, RosterSheet
from yushu.training.models.sessions import (
    Attendance,
    AttendanceChange,
    Kind,
    Method,
    Session,
    SlotClaim,
)
from yushu.training.models.teaching import Room, Teacher

__all__ = [
    "Announcement",
    "AnnouncementVersion",
    "Attendance",
    "AttendanceChange",
    "ClassChange",
    "Commitment",
    "CompletionResult",
    "Enrolment",
    "Kind",
    "Member",
    "Method",
    "Purpose",
    "Room",
    "RosterLine",
    "RosterReport",
    "RosterSheet",
    "Session",
    "SlotClaim",
    "Source",
    "Teacher",
    "TrainingCertificate",
    "TrainingClass",
]
