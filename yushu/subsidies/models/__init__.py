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
from yushu.subsidies.models.payees import PayeeAccount
from yushu.subsidies.models.rulings import Ruling
from yushu.subsidies.models.schemes import ClassUnder, Order, Project, put_under
from yushu.subsidies.models.settlements import PaidShare, Settlement, SettlementLine

from yushu.subsidies.models.objections import Objection  # isort: skip - stands on settlements
from yushu.subsidies.models.payment_runs import PaymentLine, PaymentRun  # isort: skip
from yushu.subsidies.models.payments import Payment  # isort: skip
from yushu.subsidies.models.recoveries import Instalment, Receipt, Recovery, RecoveryLine  # isort: skip

__all__ = [
    "ASKABLE",
    "UNDECIDED",
    "ClassUnder",
    "EmploymentCheck",
    "EmploymentFact",
    "EmploymentRow",
    "FactSource",
    "Instalment",
    "Kind",
    "Objection",
    "Order",
    "PaidShare",
    "PayeeAccount",
    "Payment",
    "PaymentLine",
    "PaymentRun",
    "Project",
    "Receipt",
    "Recovery",
    "RecoveryLine",
    "Ruling",
    "Settlement",
    "SettlementLine",
    "YearGuard",
    "YearHold",
    "put_under",
]
