"""What a list costs with few rows and with many: it must not grow with what is not shown."""

import pytest

from tests import class_rows, exam_rows, oversight_rows, rows, scheme_rows, settlement_rows, subsidy_rows  # noqa: F401 - register the lists
from tests.targets import LISTS, address_of

FEW = 10


@pytest.mark.parametrize("label", sorted(LISTS))
def test_a_list(label, cast, figures):
    role, make, most = LISTS[label]
    client = cast.client(role)

    make(cast, FEW)
    address = address_of(label, cast)
    few = figures.cost(f"{label} with {FEW} rows", lambda: client.get(address))
    make(cast, most - FEW)
    many = figures.cost(f"{label} with {most} rows", lambda: client.get(address))
    figures.say(f"times the cost for {most // FEW} times the rows", f"{many / few:.1f}")
