"""A list asks the database equally often for one row and for three."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import (  # noqa: F401 - register the lists
    class_rows,
    exam_rows,
    journey_aims,
    oversight_rows,
    rows,
    scheme_rows,
    settlement_rows,
    subsidy_rows,
)
from tests.cast import Cast
from tests.targets import LISTS, address_of
from tests.test_matrix import ADDRESSES
from yushu.people.roles import Role


def asked(client: Client, address: str) -> tuple[int, int]:
    """How many queries a page took, and how long it is."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(queries), len(response.content)


@pytest.mark.parametrize("label", sorted(LISTS))
def test_a_list_asks_equally_often_for_one_row_and_for_three(label: str, cast: Cast, record_property):
    role, make, _ = LISTS[label]
    client = cast.client(role)
    make(cast, 1)
    address = address_of(label, cast)
    asked(client, address)  # what is asked once for the process is asked now

    one, short = asked(client, address)
    make(cast, 2)
    three, long = asked(client, address)

    record_property("queries", one)
    assert long > short, "the rows are not shown"
    assert three == one


def test_every_page_that_is_cut_into_pages_is_counted(cast: Cast):
    counted = {label.split("?")[0].split("#")[0] for label in LISTS}
    uncounted = []
    for name, pattern in ADDRESSES.items():
        if not pattern.pattern.converters and name not in counted:
            context = cast.client(Role.PROVINCE).get(reverse(name)).context or ()
            uncounted += [name] * ("pager" in context)
    assert not uncounted
