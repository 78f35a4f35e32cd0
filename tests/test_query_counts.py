"""A list asks the database equally often for one row and for three."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import aims  # noqa: F401 - registers the lists
from tests.cast import Cast
from tests.targets import LISTS


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get(address)
    assert response.status_code == 200
    return len(asked)


@pytest.mark.parametrize("label", sorted(LISTS))
def test_a_list_asks_equally_often_for_one_row_and_for_three(label: str, cast: Cast, record_property):
    role, make = LISTS[label]
    name, _, query = label.partition("?")
    address = f"{reverse(name)}?{query}"
    client = cast.client(role)
    make(cast, 1)
    queries(client, address)  # what is asked once for the process is asked now

    one = queries(client, address)
    make(cast, 2)
    three = queries(client, address)

    record_property("queries", one)
    assert three == one
