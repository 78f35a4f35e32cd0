"""The shipped catalogue and the plan of 2024 come in through the process, checked, and once."""

from __future__ import annotations

import pytest

from yushu.catalogue.loading import load_catalogue

pytestmark = pytest.mark.django_db


def test_the_catalogue_loads_once():
    first = load_catalogue()
    again = load_catalogue()
    assert first["occupations"] == 15
    assert set(again.values()) == {0}
