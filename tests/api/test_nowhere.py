"""An address below api/ at which there is nothing is refused in the form of the API."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/api/", "/api/nothing", "/api/law/nothing", "/api/plan/2024/nothing/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_is_there(address: str, method: str):
    response = getattr(Client(enforce_csrf_checks=True), method)(address, headers={"accept-language": "en"})

    assert response.status_code == 404
    assert response.json()["errors"] == [
        {"field": "", "wrong": "there is nothing at this address", "mend": "check the address", "cites": []}
    ]
