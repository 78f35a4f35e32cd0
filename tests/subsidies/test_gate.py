"""五(四), R18: at 80 % employment or above all who were trained are paid for."""

from __future__ import annotations

import pytest

from tests.subsidies.decisions import rows, why
from yushu.kernel.errors import Invalid
from yushu.subsidies.rules import gate, near


@pytest.mark.parametrize("row", rows("gate"), ids=why)
def test_a_rate_passes_or_not_and_is_near_or_not(row):
    employed, base = int(row["employed"]), int(row["base"])

    assert gate(employed, base, 80) is (row["passes"] == "yes")
    assert near(employed, base, 80, 78, 85) is (row["near"] == "yes")


@pytest.mark.parametrize(
    ("employed", "base", "field"),
    [(-1, 50, "employed"), (51, 50, "employed"), (1, 0, "employed"), (0, -1, "base"), (True, 50, "employed")],
)
def test_more_employed_than_people_is_refused(employed, base, field):
    with pytest.raises(Invalid) as refused:
        gate(employed, base, 80)

    assert refused.value.field == field
