"""The nouns of subsidies."""

from yushu.subsidies.models.employment import (
    ASKABLE,
    UNDECIDED,
    EmploymentCheck,
    EmploymentFact,
    EmploymentRow,
    FactSource,
    Kind,
)
from yushu.subsidies.models.rulings import Ruling
from yushu.subsidies.models.schemes import ClassUnder, Order, Project, put_under

__all__ = [
    "ASKABLE",
    "UNDECIDED",
    "ClassUnder",
    "EmploymentCheck",
    "EmploymentFact",
    "EmploymentRow",
    "FactSource",
    "Kind",
    "Order",
    "Project",
    "Ruling",
    "put_under",
]
