"""The nouns of training, from the announcement to the training certificate."""

from yushu.training.models.announcements import Announcement, AnnouncementVersion
from yushu.training.models.commitments import Commitment, Purpose
from yushu.training.models.enrolments import Enrolment, Source

__all__ = [
    "Announcement",
    "AnnouncementVersion",
    "Commitment",
    "Enrolment",
    "Purpose",
    "Source",
]
