"""The probe is answered when the database is not."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.test import Client

from yushu.people.roles import Role

pytestmark = pytest.mark.django_db


def refuse(*_args: object) -> None:
    raise OperationalError("gone")


def test_with_the_database_down_the_probe_says_so():
    with connection.execute_wrapper(refuse):
        response = Client().get("/healthz")

    assert (response.status_code, response.json()["database"]) == (503, "failed")
    assert response["Content-Type"] == "application/json"


def test_somebody_signed_in_is_told_the_same(cast):
    client = cast.client(Role.PROVINCE)

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz")

    assert response.status_code == 503


def test_the_probe_carries_the_content_policy():
    assert "default-src 'self'" in Client().get("/healthz")["Content-Security-Policy"]
