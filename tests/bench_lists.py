"""What a list costs with few rows and with many: it must not grow with what is not shown."""

import pytest
from django.urls import reverse

from tests import aims  # noqa: F401 - registers the lists
from tests.targets import LISTS

FEW, MANY = 10, 500


@pytest.mark.parametrize("label", sorted(LISTS))
def test_a_list(label, cast, figures):
    role, make = LISTS[label]
    name, _, query = label.partition("?")
    address = f"{reverse(name)}?{query}"
    client = cast.client(role)

    make(cast, FEW)
    few = figures.cost(f"{label} with {FEW} rows", lambda: client.get(address))
    make(cast, MANY - FEW)
    many = figures.cost(f"{label} with {MANY} rows", lambda: client.get(address))
    figures.say("times the cost for fifty times the rows", f"{many / few:.1f}")
