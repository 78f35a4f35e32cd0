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
from yushu.subsidies.models.guards import YearGuard, YearHold
from yushu.subsidies.models.rulings import Ruling
from yushu.subsidies.models.schemes import ClassUnder, Order, Project, put_under
from yushu.subsidies.models.settlements import PaidShare, Settlement, SettlementLine

from yushu.subsidies.models.objections import Objection  # isort: skip - stands on settlements

__all__ = [
    "ASKABLE",
    "UNDECIDED",
    "ClassUnder",
    "EmploymentCheck",
    "EmploymentFact",
    "EmploymentRow",
    "FactSource",
    "Kind",
    "Objection",
    "Order",
    "PaidShare",
    "Project",
    "Ruling",
    "Settlement",
    "SettlementLine",
    "YearGuard",
    "YearHold",
    "put_under",
]
