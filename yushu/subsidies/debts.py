"""What is still owed back under an order or a project, and what that stands in the way of (A37).

A claim counts what was paid less what came back. While something is owed back a new claim would count it twice,
and a second recovery would ask for it twice: so both wait. What was given up stands in nothing's way (given_up.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yushu.subsidies.recovering import RUNNING

if TYPE_CHECKING:
    from yushu.subsidies.models import Recovery, Settlement


def running(settlement: Settlement) -> Recovery | None:
    """A recovery under the same order or project that waits for money."""
    found: Recovery | None = _of_scheme(settlement).filter(state__in=RUNNING).first()
    return found


def _of_scheme(settlement: Settlement) -> Any:
    model: Any = settlement._meta.get_field("recoveries").related_model
    return model.objects.filter(
        settlement__order=settlement.order_id, settlement__project=settlement.project_id
    )  # seen: by whoever claims or recovers under it
