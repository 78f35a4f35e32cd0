"""The nouns of oversight."""

from yushu.oversight.models.complaints import AccountRequest, Complaint, house_of
from yushu.oversight.models.draws import Draw
from yushu.oversight.models.inspections import Cause, Finding, Inspection
from yushu.oversight.models.rectifications import Rectification

__all__ = [
    "AccountRequest",
    "Cause",
    "Complaint",
    "Draw",
    "Finding",
    "Inspection",
    "Rectification",
    "house_of",
]
