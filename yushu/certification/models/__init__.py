"""The nouns of certification: sittings and applications, batches, level certificates."""

from yushu.certification.models.applications import Application, ScoreVersion, Way
from yushu.certification.models.batches import Batch, Candidate, LevelCertificate
from yushu.certification.models.sittings import Assessor, Exam, Sitting

__all__ = [
    "Application",
    "Assessor",
    "Batch",
    "Candidate",
    "Exam",
    "LevelCertificate",
    "ScoreVersion",
    "Sitting",
    "Way",
]
